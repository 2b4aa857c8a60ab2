"""Signing in with a password or the operator's link, and signing out."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from participation import clock, config, db
from participation.people import actions, passwords, sessions
from participation.people.addresses import as_kept
from participation.people.forms import AskCode, SignIn
from participation.people.views.door import bp, let_in
from participation.web import limits
from participation.web.context import device, here, proof, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import for_signed_in, open_to_everyone


@bp.route("/<municipality>/sign-in", methods=["GET", "POST"])
@open_to_everyone
def sign_in() -> ResponseReturnValue:
    """Every way in on one page; what is sent to this address is the password."""
    form = SignIn()
    if form.validate_on_submit():
        with refusals_on(form, "password"):
            account = as_kept(form.email.data)
            limits.keep_pace("password", account=account)
            with db.read() as database:
                person_id = passwords.check_password(
                    database, here().id, email=form.email.data, password=form.password.data
                )
            with db.write() as database:
                secret = actions.sign_in(
                    database, here().id, person_id, via="password", device=device(), at=clock.now()
                )
            limits.give_back("password", account=account)
            return let_in(secret)
    return ways_in(form)


def ways_in(form: SignIn | AskCode) -> ResponseReturnValue:
    """The page with every way in; form: the one that was filled in."""
    # The other form is empty: its fields are not those that were sent.
    asking = form if isinstance(form, AskCode) else AskCode(texts=bool(config.current().sms), formdata=None)
    password = form if isinstance(form, SignIn) else SignIn(formdata=None)
    return render_template(
        "people/sign_in.html", form=form, asking=asking, password=password, texts=bool(config.current().sms)
    ), status_of(form)


@bp.route("/<municipality>/sign-in/<secret>", methods=["GET", "POST"])
@open_to_everyone
def sign_in_by_link(secret: str) -> ResponseReturnValue:
    """With a link from the operator. A press on the button uses it, so that a mail scanner's visit does not."""
    if request.method == "GET":
        return render_template("people/sign_in_by_link.html")
    limits.keep_pace("link")
    with db.write() as database:
        opened = actions.use_sign_in_link(database, here().id, secret, device=device(), at=clock.now())
    limits.give_back("link")
    return let_in(opened)


@bp.post("/<municipality>/sign-out")
@for_signed_in
def sign_out() -> ResponseReturnValue:
    """Ends this session on the server; what somebody else does with a copy of the cookie is then nothing."""
    how = proof()
    assert how
    with db.write() as database:
        sessions.end(database, here().id, someone().person_id, how.session_id)
    session.clear()
    return redirect(url_for("panels.front"), 303)
