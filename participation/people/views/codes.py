"""Signing in with a code that we send by e-mail or text; who has no account yet gets one after their name.

Nothing on these pages tells whether an address has an account, before its code has come back.
"""

from __future__ import annotations

from typing import Any, cast

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from participation import clock, config, db
from participation.errors import Refused
from participation.messages.recipients import PHONE
from participation.people import actions, codes
from participation.people.addresses import Contact, as_contact
from participation.people.forms import AskCode, Newcomer, TypeCode
from participation.people.views.door import bp, let_in, wanted
from participation.people.views.signing_in import ways_in
from participation.web import limits
from participation.web.context import device, here, language
from participation.web.forms import refusals_on, status_of
from participation.web.guards import open_to_everyone

# What the cookie holds: which code this browser asked for last, where it went, and whether it came back.
CODE = "code"


@bp.route("/<municipality>/sign-in/ask", methods=["GET", "POST"])
@open_to_everyone
def ask_code() -> ResponseReturnValue:
    """Have a code sent."""
    form = AskCode(texts=bool(config.current().sms))
    if form.validate_on_submit():
        with refusals_on(form, "contact"):
            send(codes.SIGN_IN, reachable(form.contact.data))
            return redirect(url_for("people.type_code", next=wanted()), 303)
    return ways_in(form)


@bp.route("/<municipality>/sign-in/code", methods=["GET", "POST"])
@open_to_everyone
def type_code() -> ResponseReturnValue:
    """Type it, and come in."""
    asked = asked_for(codes.SIGN_IN)
    if asked is None:
        return redirect(url_for("people.sign_in", next=wanted()), 303)
    form = TypeCode()
    if form.validate_on_submit():
        with refusals_on(form, "code"):
            limits.keep_pace("code")
            with db.write() as database:
                proved = codes.try_code(database, here().id, codes.SIGN_IN, asked["id"], form.code.data, at=clock.now())
                secret = proved and proved.person_id and _let_in(database, proved.person_id)
            if proved is None:
                raise Refused("code_wrong")
            limits.give_back("code")
            return let_in(secret) if secret else to_newcomer()
    return render_template("people/code.html", form=form, asked=asked), status_of(form)


@bp.route("/<municipality>/sign-in/name", methods=["GET", "POST"])
@open_to_everyone
def newcomer() -> ResponseReturnValue:
    """Nobody here has this address yet: what may we call you?"""
    asked = session.get(CODE, {})
    if not asked.get("proved"):
        return redirect(url_for("people.sign_in", next=wanted()), 303)
    form = Newcomer()
    if form.validate_on_submit():
        with refusals_on(form, "name"):
            limits.keep_pace("sign_up")
            with db.write() as database:
                person_id = actions.make_account(
                    database, here().id, asked["id"], name=form.name.data, language=language(), at=clock.now()
                )
                secret = _let_in(database, person_id)
            return let_in(secret)
    return render_template("people/sign_in_name.html", form=form, asked=asked), status_of(form)


def reachable(typed: str) -> Contact:
    """Where somebody asks us to send a code. Raises Refused at the field `contact`."""
    contact = as_contact(typed)
    if contact.way == PHONE and not config.current().sms:
        raise Refused("no_texts" if typed.strip()[:1] in "+0" else "email_odd", field="contact")
    return contact


def send(purpose: str, contact: Contact, *, person_id: int | None = None) -> None:
    """Send a code and remember in this browser which one it waits for. Raises TooOften."""
    limits.keep_pace("code_asked", account=contact.mailbox)
    with db.write() as database:
        code_id = codes.send_code(
            database, here().id, purpose, contact, language=language(), person_id=person_id, at=clock.now()
        )
    session[CODE] = {"id": code_id, "for": purpose, "way": contact.way, "to": contact.address}


def asked_for(purpose: str) -> dict[str, Any] | None:
    """The code that this browser waits for, if it is one for this purpose."""
    asked = cast("dict[str, Any]", session.get(CODE, {}))
    return asked if asked.get("for") == purpose else None


def to_newcomer() -> ResponseReturnValue:
    """The code was right, and nobody has this address yet."""
    session[CODE] = {**session[CODE], "for": "newcomer", "proved": True}
    return redirect(url_for("people.newcomer", next=wanted()), 303)


def _let_in(database: db.Session, person_id: int) -> str:
    return actions.sign_in(database, here().id, person_id, via="code", device=device(), at=clock.now())
