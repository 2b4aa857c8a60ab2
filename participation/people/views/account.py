"""One's own account: how we call and reach somebody, how they come in, and where they are signed in."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, config, db
from participation.errors import NotFound, Refused
from participation.messages import queries as messages
from participation.messages.recipients import PHONE
from participation.people import account as own
from participation.people import codes, factors, queries, sessions
from participation.people.addresses import Contact, as_email, as_mobile
from participation.people.forms import NewAddress, TypeCode
from participation.people.views.codes import asked_for, send
from participation.people.views.door import bp
from participation.web import limits
from participation.web.context import here, proof, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, for_signed_in


@bp.get("/<municipality>/account")
@for_signed_in
def account() -> ResponseReturnValue:
    """Everything on one page, each with its way to change it."""
    who, how = someone().person_id, proof()
    assert how
    with db.read() as database:
        return render_template(
            "people/account.html",
            account=queries.account(database, here().id, who),
            ways=factors.ways(database, here().id, who),
            sessions=sessions.sessions_of(database, here().id, who),
            here_now=how.session_id,
            gets_news=messages.wants(database, here().id, who),
            texts=bool(config.current().sms),
        )


@bp.route("/<municipality>/account/<any(email, phone):way>", methods=["GET", "POST"])
@for_signed_in
@asks_again
def change_address(way: str) -> ResponseReturnValue:
    """Another e-mail address or number: a code goes there first."""
    if way == PHONE and not config.current().sms:
        raise Refused("no_texts")
    form = NewAddress(way=way)
    if form.validate_on_submit():
        with refusals_on(form, "contact"):
            typed = form.contact.data
            new = as_mobile(typed, field="contact") if way == PHONE else as_email(typed, field="contact")
            send(codes.ADDRESS, Contact(way, new), person_id=someone().person_id)
            return redirect(url_for("people.confirm_address"), 303)
    with db.read() as database:
        mine = queries.account(database, here().id, someone().person_id)
    return render_template("people/account_address.html", form=form, way=way, account=mine), status_of(form)


@bp.route("/<municipality>/account/new-address", methods=["GET", "POST"])
@for_signed_in
def confirm_address() -> ResponseReturnValue:
    """The code that went to the new address."""
    asked = asked_for(codes.ADDRESS)
    if asked is None:
        return redirect(url_for("people.account"), 303)
    form = TypeCode()
    if form.validate_on_submit():
        with refusals_on(form, "code"):
            limits.keep_pace("code", account=f"person:{someone().person_id}")
            with db.write() as database:
                proved = own.move(database, here().id, someone().person_id, asked["id"], form.code.data, at=clock.now())
            if proved is None:
                raise Refused("code_wrong")
            session.pop("code")
            flash(_("Changed. We told your old address too, so that you hear of it if it was not you."))
            return redirect(url_for("people.account"), 303)
    return render_template("people/account_code.html", form=form, asked=asked), status_of(form)


@bp.post("/<municipality>/account/phone/remove")
@for_signed_in
@asks_again
def remove_phone() -> ResponseReturnValue:
    """We forget the number."""
    with db.write() as database:
        own.remove_phone(database, here().id, someone().person_id, at=clock.now())
    flash(_("We have forgotten your telephone number."))
    return redirect(url_for("people.account"), 303)


@bp.post("/<municipality>/account/sessions/<int:session_id>/end")
@for_signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions, on whatever device it is."""
    who, how = someone().person_id, proof()
    assert how
    with db.write() as database:
        if session_id not in {mine.id for mine in sessions.sessions_of(database, here().id, who)}:
            raise NotFound
        sessions.end(database, here().id, who, session_id)
    if session_id == how.session_id:
        session.clear()
        return redirect(url_for("panels.front"), 303)
    flash(_("You are signed out there. Nobody can go on there without signing in anew."))
    return redirect(url_for("people.account"), 303)


@bp.post("/<municipality>/account/sessions/end-others")
@for_signed_in
def end_other_sessions() -> ResponseReturnValue:
    """End every session but this one."""
    how = proof()
    assert how
    with db.write() as database:
        sessions.end_all(database, here().id, someone().person_id, but=how.session_id)
    flash(_("You are signed out everywhere else."))
    return redirect(url_for("people.account"), 303)
