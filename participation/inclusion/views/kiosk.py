"""A computer in a library, used by one person after the other: nothing of the one is there for the next."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from participation import clock, db
from participation.errors import NotFound
from participation.inclusion import drafts
from participation.inclusion import kiosk as kiosks
from participation.inclusion.kiosk import Kiosk
from participation.inclusion.views.blueprint import bp
from participation.inclusion.views.hands import this_browser
from participation.people import actions as people
from participation.web import guards
from participation.web.context import here, local, proof
from participation.web.guards import open_to_everyone

YEAR = 365 * 24 * 3600
# What the cookie of the session holds: when this browser last asked for a page.
TOUCHED = "touched"
# What a browser keeps of pages it has shown, and of what they kept in it.
WIPE = '"cache", "storage"'
SIGN_OUT = "people.sign_out"


def find_kiosk() -> None:
    """Before each request, first of all: whether many people use this browser, and whether the last one has gone."""
    g.kiosk = kiosks.opened(request.cookies.get(cookie_name(), ""), _key())
    if g.kiosk is None or request.endpoint == "static" or guards.asks_for_nobody():
        return
    if session and kiosks.is_over(session.get(TOUCHED, ""), at=clock.now()):
        session.clear()
        g.kiosk_left = True


@bp.after_app_request
def keep_nothing(response: Response) -> Response:
    """After each request at a kiosk: no page stays in its browser, and nothing of somebody who has gone."""
    if not g.get("kiosk") or request.endpoint == "static" or guards.asks_for_nobody():
        return response
    response.headers["Cache-Control"] = "no-store"
    if session:
        session[TOUCHED] = clock.now().isoformat()
        session.permanent = False
    if g.get("kiosk_left") or request.endpoint == SIGN_OUT:
        forget(response)
    return response


@bp.post("/<municipality>/kiosk/done")
@open_to_everyone
def kiosk_done() -> ResponseReturnValue:
    """I am done: whoever was here is signed out, and nothing of them stays."""
    if not g.kiosk:
        return redirect(url_for("panels.front"), 303)
    how = proof()
    with db.write() as database:
        drafts.let_go(database, this_browser())
        if how:
            people.sign_out(database, here().id, g.known.person_id, how.session_id)
    return redirect(url_for("inclusion.kiosk_over"), 303)


@bp.get("/<municipality>/kiosk/still-there")
@open_to_everyone
def still_there() -> ResponseReturnValue:
    """Nothing was touched for a while: one press and it goes on; none, and it is over."""
    _the_kiosk()
    page = render_template(
        "inclusion/kiosk_still_there.html",
        back=local(request.args.get("back")) or url_for("panels.front"),
    )
    return page, {"Refresh": f"{kiosks.ANSWER.seconds}; url={url_for('inclusion.kiosk_over')}"}


@bp.get("/<municipality>/kiosk/over")
@open_to_everyone
def kiosk_over() -> ResponseReturnValue:
    """Where the next person begins; whatever the last one left is wiped on the way."""
    kiosk = _the_kiosk()
    session.clear()
    answer = current_app.make_response(render_template("inclusion/kiosk_over.html"))
    forget(answer)
    remember(answer, kiosk)
    return answer


@bp.app_context_processor
def say_times() -> dict[str, object]:
    """How long a kiosk waits, in seconds: `kiosk_times.quiet`, `.answer` and `.page`."""
    times = {"quiet": kiosks.QUIET, "answer": kiosks.ANSWER, "page": kiosks.QUIET_PAGE}
    return {"kiosk_times": {name: time.seconds for name, time in times.items()}}


def remember(response: Response, kiosk: Kiosk) -> None:
    """From now on this browser is a kiosk."""
    response.set_cookie(
        cookie_name(),
        kiosks.sealed(kiosk, _key()),
        max_age=YEAR,
        samesite="Lax",
        secure=request.is_secure,
        httponly=True,
        path="/",
    )


def no_longer(response: Response) -> None:
    """From now on this browser is one person's again."""
    response.delete_cookie(cookie_name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax")


def forget(response: Response) -> None:
    """Whatever this browser was told by us is wiped, but that it is a kiosk."""
    for name in request.cookies:
        if name not in (cookie_name(), current_app.config["SESSION_COOKIE_NAME"]):
            response.delete_cookie(name, path="/", secure=request.is_secure)
    response.headers["Clear-Site-Data"] = WIPE


def cookie_name() -> str:
    """Over https no other host can set it, as with the cookie of the session."""
    return "__Host-kiosk" if current_app.config["SESSION_COOKIE_SECURE"] else "kiosk"


def _the_kiosk() -> Kiosk:
    if not g.kiosk:
        raise NotFound
    return cast(Kiosk, g.kiosk)


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
