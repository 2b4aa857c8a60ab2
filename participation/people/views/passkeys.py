"""The counter for passkeys: making, naming and removing them, and signing in with one."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.people import actions, passkeys, sessions
from participation.people.factor_forms import NewPasskey
from participation.people.passkeys import Challenge, Site
from participation.people.views.door import bp, go_on, let_in
from participation.people.views.recovery import codes_page
from participation.web.context import device, here, proof, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, for_signed_in, open_to_everyone
from participation.web.limits import give_back, keep_pace

# What the cookie holds: the challenge of the newest page that asked for a passkey, and when it was given.
CHALLENGE = "challenge"


@bp.route("/<municipality>/account/passkeys", methods=["GET", "POST"], endpoint="passkeys")
@for_signed_in
@asks_again
def own_passkeys() -> ResponseReturnValue:
    """One's own passkeys, and making one more."""
    who, how = someone(), proof()
    assert how
    form = NewPasskey(data={"name": device()})
    if form.validate_on_submit():
        with refusals_on(form, "name"), db.write() as database:
            codes = passkeys.add(
                database,
                here().id,
                who.person_id,
                form.passkey.data or "",
                challenge=take_challenge(),
                site=site(),
                name=form.name.data.strip(),
                stays=how.session_id,
                at=clock.now(),
            )
            secret = sessions.confirm(database, here().id, how.session_id, strong=True, at=clock.now())
        if not form.errors and not form.form_errors:
            go_on(secret)
            flash(_("Your passkey is ready. From now on you can sign in with it."))
            return codes_page(codes) if codes else redirect(url_for("people.passkeys"), 303)
    with db.read() as database:
        own = passkeys.own(database, here().id, who.person_id)
        question = passkeys.invitation_to_make(
            database, here().id, who.person_id, site=site(), title=here().name, challenge=give_challenge()
        )
    return render_template(
        "people/passkeys.html", form=form, own=own, question=question if can_be_used() else None
    ), status_of(form)


@bp.post("/<municipality>/account/passkeys/<int:passkey_id>/remove")
@for_signed_in
@asks_again
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """A passkey that is lost, or no longer wanted."""
    how = proof()
    assert how
    with db.write() as database:
        passkeys.remove(database, here().id, someone().person_id, passkey_id, stays=how.session_id, at=clock.now())
    flash(_("The passkey is removed. It opens nothing here any more."))
    return redirect(url_for("people.passkeys"), 303)


@bp.post("/<municipality>/sign-in/passkey")
@open_to_everyone
def sign_in_with_passkey() -> ResponseReturnValue:
    """The passkey says who somebody is, and is something they have and something they know or are: nothing more is asked."""
    keep_pace("passkey")
    with db.write() as database:
        person_id = passkeys.check(
            database,
            here().id,
            request.form.get("passkey", ""),
            challenge=take_challenge(),
            site=site(),
            at=clock.now(),
        )
        secret = actions.sign_in(
            database, here().id, person_id, via="passkey", device=device(), strong=True, at=clock.now()
        )
    give_back("passkey")
    return let_in(secret)


@bp.context_processor
def say_question() -> dict[str, object]:
    """The sign-in page asks for a passkey of whoever comes."""
    return {"passkey_question": lambda: question_for(None)}


def question_for(person_id: int | None) -> str | None:
    """What the browser needs to ask for a passkey, as JSON; None at a host where there can be none."""
    if not can_be_used():
        return None
    with db.read() as database:
        return passkeys.invitation_to_show(database, here().id, person_id, site=site(), challenge=give_challenge())


def site() -> Site:
    """Where this request came in: a passkey made at one host is shown at no other."""
    return Site(_host(), f"{request.scheme}://{request.host}")


def can_be_used() -> bool:
    """Passkeys belong to a name; at a bare number such as 127.0.0.1 browsers have none. Nor has a computer of many people."""
    return not g.get("kiosk") and not _is_number(_host())


def give_challenge() -> Challenge:
    """A new challenge, remembered in the cookie until it is answered."""
    challenge = passkeys.new_challenge(at=clock.now())
    session[CHALLENGE] = [challenge.text, challenge.given_at.isoformat()]
    return challenge


def take_challenge() -> Challenge | None:
    """The challenge that was given, once."""
    kept = session.pop(CHALLENGE, None)
    return kept and Challenge(kept[0], datetime.fromisoformat(kept[1]))


def _host() -> str:
    return urlsplit(f"//{request.host}").hostname or ""


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()
