"""The page on which an official looks at an identity card; the number on it is typed once and never shown again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.municipalities import queries as municipalities
from participation.people import checking, numbers
from participation.people.desk.blueprint import bp
from participation.people.ladder_forms import KNOWN, Card
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, may
from participation.web.limits import keep_pace


@bp.route("/<municipality>/desk/check", methods=["GET", "POST"])
@may("people.check")
@asks_again
def check() -> ResponseReturnValue:
    """Who stands before the desk, and the number on their card."""
    with db.read() as session:
        country = numbers.country_of(municipalities.value(session, here().id, "place.country"))
    form = Card()
    if form.validate_on_submit():
        with refusals_on(form):
            number = numbers.read(here().id, form.number.data, country=country)
            number = checking.with_birthday(number, form.born_on.data, at=clock.now())
            keep_pace("search", account=f"person:{someone().person_id}")
            with db.write() as session:
                if form.account.data == KNOWN:
                    checking.check_account(
                        session,
                        here().id,
                        form.reached.data,
                        name=form.name.data,
                        number=number,
                        by=someone(),
                        at=clock.now(),
                    )
                else:
                    checking.check_newcomer(
                        session,
                        here().id,
                        name=form.name.data,
                        number=number,
                        address=form.address(),
                        by=someone(),
                        at=clock.now(),
                    )
            flash(_("Done: %(name)s can now do everything here that asks for an identity card.", name=form.name.data))
            return redirect(url_for("people_desk.check"), 303)
    form.number.data = ""
    return render_template("people/desk/check.html", form=form, scheme=numbers.SCHEMES[country]), status_of(form)
