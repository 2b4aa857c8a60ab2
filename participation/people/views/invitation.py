"""Accepting a role by link: whoever was invited makes an account, or signs in to theirs, and presses a button."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from participation import clock, db
from participation.people import invitations, passwords, queries, sessions
from participation.people.invitations import Offer
from participation.people.staff_forms import Newcomer
from participation.people.views.door import bp, go_on, let_in
from participation.permissions import ROLE_NAMES
from participation.web.context import actor, device, here, language, proof, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import open_to_everyone


@bp.route("/<municipality>/invitation/<secret>", methods=["GET", "POST"])
@open_to_everyone
def invitation(secret: str) -> ResponseReturnValue:
    """What is offered, and the button that takes it; looking uses nothing up, so a mail scanner may look."""
    with db.read() as database:
        offer = invitations.offer(database, here().id, secret, at=clock.now())
    if offer is None:
        # The same page for a link that nobody made, that was used, taken back, or is too old.
        return render_template("people/invitation_gone.html"), 404
    who = actor()
    if who is not None and who.person_id == offer.account:
        return _accept(offer, secret)
    if who is None and offer.account is None:
        return _make_account(offer, secret)
    return _page(offer, secret)


def _make_account(offer: Offer, secret: str) -> ResponseReturnValue:
    form = Newcomer(name=offer.name)
    if form.validate_on_submit():
        with refusals_on(form):
            passwords.check_new_password(form.password.data, about=(form.name.data, offer.email, here().name))
            known = passwords.hash_of(form.password.data)
            with db.write() as database:
                person = invitations.accept_as_newcomer(
                    database,
                    here().id,
                    secret,
                    name=form.name.data,
                    password=known,
                    language=language(),
                    at=clock.now(),
                )
                opened = sessions.open_session(database, person, device=device(), at=clock.now())
            return let_in(opened)
    return _page(offer, secret, form)


def _accept(offer: Offer, secret: str) -> ResponseReturnValue:
    form = FlaskForm()
    how = proof()
    if not form.validate_on_submit() or how is None:
        return _page(offer, secret, form)
    with db.write() as database:
        person = queries.person_to_change(database, here().id, someone().person_id)
        invitations.accept(database, here().id, secret, person=person, at=clock.now())
        renewed = sessions.renew(database, here().id, how.session_id)
    go_on(renewed)
    who, how = someone(), proof()
    if how and how.waits:
        return redirect(url_for("people.second_factor"), 303)
    flash(_("You have accepted. Welcome."))
    return redirect(url_for("desk.home" if who.may("desk.enter") else "panels.front"), 303)


def _page(offer: Offer, secret: str, form: FlaskForm | None = None) -> ResponseReturnValue:
    return render_template(
        "people/invitation.html",
        offer=offer,
        role=ROLE_NAMES[offer.role],
        back=url_for("people.invitation", secret=secret),
        form=form,
    ), status_of(form) if form else 200
