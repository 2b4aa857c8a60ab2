"""Signing in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.people import actions, queries
from participation.people.forms import SignIn
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import for_signed_in, open_to_everyone

bp = Blueprint("people", __name__)

STAMP = "stamp"


def find_actor() -> None:
    """Before each request in a municipality: who is signed in, and with which roles here."""
    stamp = session.get(STAMP)
    if stamp and g.get("municipality"):
        with db.read() as database:
            g.actor = queries.actor(database, here().id, stamp)


@bp.route("/<municipality>/sign-in", methods=["GET", "POST"])
@open_to_everyone
def sign_in() -> ResponseReturnValue:
    """With e-mail address and password."""
    form = SignIn()
    if form.validate_on_submit():
        with refusals_on(form):
            with db.read() as database:
                person_id = actions.check_password(database, email=form.email.data, password=form.password.data)
            with db.write() as database:
                stamp = actions.sign_in(database, here().id, person_id, at=clock.now())
                return _welcome(database, stamp)
    return render_template("people/sign_in.html", form=form), status_of(form)


@bp.route("/<municipality>/sign-in/<secret>", methods=["GET", "POST"])
@open_to_everyone
def sign_in_by_link(secret: str) -> ResponseReturnValue:
    """With a link from the operator. A press on the button uses it, so that a mail scanner's visit does not."""
    if request.method == "GET":
        return render_template("people/sign_in_by_link.html")
    with db.write() as database:
        stamp = actions.use_sign_in_link(database, here().id, secret, at=clock.now())
        return _welcome(database, stamp)


@bp.post("/<municipality>/sign-out")
@for_signed_in
def sign_out() -> ResponseReturnValue:
    """Ends the session everywhere, not only in this browser."""
    with db.write() as database:
        actions.sign_out_everywhere(database, someone().person_id)
    session.clear()
    return redirect(url_for("panels.front"), 303)


def _welcome(database: db.Session, stamp: str) -> ResponseReturnValue:
    """On to the page that was wanted; else to the desk, for those who work there, or the front door."""
    session.clear()
    session[STAMP] = stamp
    who = queries.actor(database, here().id, stamp)
    home = "desk.home" if who and who.may("desk.enter") else "panels.front"
    return redirect(_local(request.args.get("next")) or url_for(home), 303)


def _local(address: str | None) -> str | None:
    """The address, if it leads to a page of ours."""
    if not address or not address.isprintable() or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc or "\\" in address else address
