"""What the desk does for privacy: the record of processing that the law asks for (GDPR, article 30), made from what the
rooms say they hold; and objections of people without an account."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db, held
from participation.municipalities import queries as municipalities
from participation.people import leaving, numbers
from participation.people.desk.blueprint import bp
from participation.people.privacy_forms import ObjectionOnPaper
from participation.people.views.showing import terms_here
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, may


@bp.get("/<municipality>/desk/record-of-processing")
@may("privacy.record")
def record_of_processing() -> ResponseReturnValue:
    """What is processed, why, on what ground, who sees it and for how long; to be printed."""
    with db.read() as session:
        terms = terms_here(session)
    kinds = [(kind, terms[kind.name]) for kind in held.kinds()]
    return render_template("people/desk/record.html", kinds=kinds, now=clock.now())


@bp.route("/<municipality>/desk/objections", methods=["GET", "POST"])
@may("people.open")
@asks_again
def objections() -> ResponseReturnValue:
    """Somebody without an account does not want to be drawn. Of their number only the pseudonym is kept."""
    form = ObjectionOnPaper()
    if form.validate_on_submit():
        with refusals_on(form, "number"), db.write() as session:
            place = municipalities.value(session, here().id, "place.country")
            key = numbers.read(here().id, form.number.data, country=numbers.country_of(place)).key
            act = (
                leaving.object_without_account if form.objects.data == "yes" else leaving.end_objection_without_account
            )
            act(session, here().id, key, by=f"person:{someone().person_id}", at=clock.now())
            flash(_("It is noted. The number itself was not kept."))
            return redirect(url_for("people_desk.objections"), 303)
    return render_template("people/desk/objections.html", form=form), status_of(form)
