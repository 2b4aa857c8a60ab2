"""A new password: for who forgot it, by a code that we send; for who wants another, on their account."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, config, db
from participation.errors import Refused
from participation.people import codes, passwords, queries, sessions
from participation.people.forms import AskCode, ChangePassword, ResetPassword
from participation.people.views.codes import asked_for, reachable, send, to_newcomer
from participation.people.views.door import bp, go_on
from participation.web import limits
from participation.web.context import here, proof, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, for_signed_in, open_to_everyone


@bp.route("/<municipality>/password/forgotten", methods=["GET", "POST"])
@open_to_everyone
def forgotten() -> ResponseReturnValue:
    """Have a code sent; the answer is the same whether there is an account or not."""
    form = AskCode(texts=bool(config.current().sms))
    if form.validate_on_submit():
        with refusals_on(form, "contact"):
            send(codes.RESET, reachable(form.contact.data))
            return redirect(url_for("people.reset_password"), 303)
    return render_template("people/password_forgotten.html", form=form), status_of(form)


@bp.route("/<municipality>/password/new", methods=["GET", "POST"])
@open_to_everyone
def reset_password() -> ResponseReturnValue:
    """The code, and a new password. They sign in with it afterwards, second factor and all."""
    asked = asked_for(codes.RESET)
    if asked is None:
        return redirect(url_for("people.forgotten"), 303)
    form = ResetPassword()
    if form.validate_on_submit():
        with refusals_on(form, "code"):
            limits.keep_pace("recovery")
            passwords.check_new_password(form.password.data, about=[asked["to"], here().name])
            known = passwords.hash_of(form.password.data)
            with db.write() as database:
                proved = passwords.reset(
                    database, here().id, asked["id"], form.code.data, form.password.data, known, at=clock.now()
                )
            if proved is None:
                raise Refused("code_wrong")
            limits.give_back("recovery")
            if proved.person_id is None:
                flash(_("Nobody here has an account with this address yet. Make one now, if you like."))
                return to_newcomer()
            session.clear()
            flash(_("Your new password is kept, and you are signed out everywhere. Sign in with it now."))
            return redirect(url_for("people.sign_in"), 303)
    return render_template("people/password_new.html", form=form, asked=asked), status_of(form)


@bp.route("/<municipality>/account/password", methods=["GET", "POST"])
@for_signed_in
@asks_again
def change_password() -> ResponseReturnValue:
    """Choose a password, or another one; all other sessions end."""
    who, how = someone(), proof()
    assert how
    with db.read() as database:
        account = queries.account(database, here().id, who.person_id)
    form = ChangePassword(has_password=account.has_password)
    if form.validate_on_submit():
        with refusals_on(form, "password"):
            before = None
            if account.has_password:
                me = f"person:{who.person_id}"
                limits.keep_pace("password", account=me)
                with db.read() as database:
                    before = passwords.check_own_password(
                        database, here().id, who.person_id, form.current.data, field="current"
                    )
                limits.give_back("password", account=me)
            own = [here().name, account.name, account.email or "", account.phone or ""]
            passwords.check_new_password(form.password.data, about=own)
            known = passwords.hash_of(form.password.data)
            with db.write() as database:
                passwords.change_password(
                    database,
                    here().id,
                    who.person_id,
                    known,
                    instead_of=before,
                    but=how.session_id,
                    at=clock.now(),
                )
                secret = sessions.confirm(database, here().id, how.session_id, strong=how.strong, at=clock.now())
            go_on(secret)
            flash(_("Your new password is kept, and you are signed out everywhere else."))
            return redirect(url_for("people.account"), 303)
    return render_template("people/password_change.html", form=form, account=account), status_of(form)
