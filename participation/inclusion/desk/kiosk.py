"""Turning a computer into one that is used by many, and back."""

from __future__ import annotations

from flask import current_app, flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.errors import NotAllowed, Refused
from participation.inclusion import kiosk as kiosks
from participation.inclusion.desk.blueprint import bp
from participation.inclusion.kiosk_forms import StartKiosk
from participation.inclusion.views.kiosk import forget, no_longer, remember
from participation.people import actions as people
from participation.web.context import here, proof, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may


@bp.route("/<municipality>/desk/kiosk", methods=["GET", "POST"])
@may("kiosk.start")
def kiosk() -> ResponseReturnValue:
    """What a kiosk is, and the button that makes this computer one. The official who presses it is signed out."""
    form = StartKiosk()
    if form.validate_on_submit():
        with refusals_on(form, "place"):
            how, who = proof(), someone()
            assert how
            with db.write() as database:
                made = kiosks.start(database, here().id, here().slug, form.place.data or "", by=who, at=clock.now())
                if not people.sign_out(database, here().id, who.person_id, how.session_id):
                    raise Refused("session_over")
            session.clear()
            answer = current_app.make_response(redirect(url_for("inclusion.kiosk_over"), 303))
            forget(answer)
            remember(answer, made)
            return answer
    return render_template("inclusion/desk/kiosk.html", form=form), status_of(form)


@bp.post("/<municipality>/desk/kiosk/stop")
@may("kiosk.start")
def stop_kiosk() -> ResponseReturnValue:
    """This computer is one person's again."""
    if g.kiosk:
        if g.kiosk.municipality_id != here().id:
            raise NotAllowed
        with db.write() as database:
            kiosks.stop(database, g.kiosk, by=someone(), at=clock.now())
    flash(_("This computer is an ordinary one again."))
    answer = current_app.make_response(redirect(url_for("inclusion_desk.kiosk"), 303))
    no_longer(answer)
    return answer
