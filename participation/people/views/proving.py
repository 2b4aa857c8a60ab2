"""Looking at what somebody shows to prove who they are, at the second step and when we ask again."""

from __future__ import annotations

from flask import flash, session
from flask_babel import gettext as _
from flask_babel import ngettext

from participation import clock, config, db
from participation.errors import Refused
from participation.people import codes, factors, passkeys, passwords, recovery, sessions
from participation.people.addresses import Contact
from participation.people.factor_forms import Shown
from participation.people.views.passkeys import site, take_challenge
from participation.permissions import Proof
from participation.web.context import here, language
from participation.web.limits import give_back, keep_pace

# What the cookie holds: the number of the code that was sent last to prove it again.
SENT = "again"


def prove(form: Shown, person_id: int, how: Proof) -> tuple[str, int | None]:
    """Accept what was shown. Returns the new secret of their session, and how many recovery codes are left after one
    was used. Raises Refused, TooOften."""
    act, account = form.act() or "code", f"person:{person_id}"
    keep_pace(act, account=account)
    if act == "password":
        _check_password(person_id, form["password"].data)
    elif act == "code" and not how.has_factor:
        _check_sent_code(person_id, form["code"].data)
    with db.write() as database:
        left = _look_at(database, form, act, person_id, how)
        strong = how.strong or how.has_factor
        secret = sessions.confirm(database, here().id, how.session_id, strong=strong, at=clock.now())
    give_back(act, account=account)
    return secret, left


def say_what_is_left(left: int | None) -> None:
    """Whoever used a code on paper hears how many there still are."""
    if left == 0:
        flash(_("That was your last recovery code. Make new ones now."), "warning")
    elif left is not None:
        flash(ngettext("You have %(num)s recovery code left.", "You have %(num)s recovery codes left.", left))


def code_of_the_demo(person_id: int) -> str | None:
    """What the app would show now; only in a demo, whose people have no telephones."""
    if config.current().production or not here().is_demo:
        return None
    with db.read() as database:
        return factors.demo_code(database, here().id, person_id, at=clock.now())


def _look_at(database: db.Session, form: Shown, act: str, person_id: int, how: Proof) -> int | None:
    at = clock.now()
    if act == "passkey":
        passkeys.check(
            database,
            here().id,
            form["passkey"].data,
            challenge=take_challenge(),
            site=site(),
            person_id=person_id,
            at=at,
        )
    elif act == "recovery":
        return recovery.use(database, here().id, person_id, form["recovery"].data, at=at)
    elif act == "code" and how.has_factor:
        factors.check_totp(database, here().id, person_id, form["code"].data, at=at)
    return None


def _check_password(person_id: int, password: str) -> None:
    # Checking takes a while, and nobody else should wait for it: this door does not write.
    with db.read() as database:
        passwords.check_own_password(database, here().id, person_id, password, field="password")


def send_code(person_id: int, contact: Contact) -> None:
    """Send a code to the address of somebody who has nothing else to show."""
    keep_pace("code_asked", account=f"person:{person_id}")
    with db.write() as database:
        session[SENT] = codes.send_code(
            database, here().id, codes.AGAIN, contact, language=language(), person_id=person_id, at=clock.now()
        )


def _check_sent_code(person_id: int, typed: str) -> None:
    # In a transaction of its own: a wrong try is kept while the rest is refused.
    with db.write() as database:
        proved = codes.try_code(database, here().id, codes.AGAIN, session.get(SENT), typed, at=clock.now())
    if proved is None or proved.person_id != person_id:
        raise Refused("code_wrong", field="code")
