"""Proving it again: before a draw, a decision or an export, and after being away; what was typed meanwhile goes along."""

from __future__ import annotations

from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.people import factors, sessions
from participation.people.factor_forms import Again
from participation.people.views.door import bp, go_on, wanted
from participation.people.views.passkeys import question_for
from participation.people.views.proving import SENT, code_of_the_demo, prove, say_what_is_left, send_code
from participation.web.context import actor, here, proof, this_page
from participation.web.forms import refusals_on, status_of
from participation.web.guards import EVERYONE, guard_here, must_ask_again, open_to_everyone

# What stays open to somebody who has yet to show a second factor, and to somebody who has yet to make one.
SIGN_OUT = "people.sign_out"
SECOND_STEP = frozenset({"people.second_factor", SIGN_OUT})
FIRST_FACTOR = frozenset({"people.factors_setup", "people.passkeys"})


def unlock() -> ResponseReturnValue | None:
    """Before the guard: who was away for too long, or has not shown their second factor, does so before anything that
    is not public."""
    how = proof()
    if how is None or request.endpoint in (None, "static") or guard_here() == EVERYONE:
        return None
    if how.locked and request.endpoint == SIGN_OUT:
        # Nobody proves who they are in order to leave.
        g.actor = g.known
    elif how.locked:
        page = _ask()
        how = proof()
        if page is not None or how is None:
            return page
    if how.waits and request.endpoint not in (SECOND_STEP if how.has_factor else SECOND_STEP | FIRST_FACTOR):
        return redirect(url_for("people.second_factor", next=this_page()), 303)
    return None


def ask_again() -> ResponseReturnValue | None:
    """After the guard: an act that asks again is done by somebody who proved lately who they are."""
    how = proof()
    if actor() is None or how is None or not must_ask_again() or clock.now() - how.confirmed_at <= sessions.FRESH:
        return None
    # Looking at the form is no act yet.
    if request.method in ("GET", "HEAD") and request.url_rule and "POST" in (request.url_rule.methods or ()):
        return None
    return _ask()


@bp.route("/<municipality>/again", methods=["GET", "POST"])
@open_to_everyone
def again() -> ResponseReturnValue:
    """On the way to a page: who it is, and then on to it."""
    how = proof()
    if how is None:
        return redirect(url_for("people.sign_in", next=wanted()), 303)
    if not how.locked and clock.now() - how.confirmed_at <= sessions.FRESH:
        return redirect(wanted() or url_for("panels.front"), 303)
    return _page() or redirect(wanted() or url_for("panels.front"), 303)


def _ask() -> ResponseReturnValue | None:
    """Ask in between; None once the answer is right, and then the act goes on with all that was typed."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("people.again", next=this_page()), 303)
    page = _page()
    if page is None and "again_files" in request.form:
        flash(_("Now choose your file again: it could not be kept."))
        return redirect(_page_before(), 303)
    return page


def _page() -> ResponseReturnValue | None:
    """The page that asks; None once what was shown is right."""
    how, who = proof(), g.known.person_id
    assert how
    with db.read() as database:
        ways = factors.ways(database, here().id, who)
    answers = any(name.startswith("again_") for name in request.form)
    form = Again(has_factor=ways.has_factor, has_password=ways.password, formdata=request.form if answers else None)
    if "again_send" in request.form and ways.contact:
        with refusals_on(form):
            send_code(who, ways.contact)
    elif answers and form.validate():
        with refusals_on(form):
            secret, left = prove(form, who, how)
            go_on(secret)
            say_what_is_left(left)
            return None
    return render_template(
        "people/again.html",
        form=form,
        ways=ways,
        sent=SENT in session,
        typed=_typed(),
        has_files=any(file.filename for file in request.files.values()) or "again_files" in request.form,
        question=question_for(who) if ways.passkeys else None,
        demo_code=code_of_the_demo(who),
    ), max(403, status_of(form))


def _typed() -> list[tuple[str, str]]:
    """All that stood in the form, fields that repeat included."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not name.startswith("again_") and name != "csrf_token"
    ]


def _page_before() -> str:
    """The page with the form for files: the same address where it can be looked at, else the first page."""
    rules = current_app.url_map.iter_rules(request.endpoint)
    return request.path if any("GET" in (rule.methods or ()) for rule in rules) else url_for("panels.front")
