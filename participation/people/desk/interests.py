"""Declaring an interest: where somebody has one, they do not decide. For officials and councillors; auditors see all."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.people import interests as declared
from participation.people.desk.blueprint import bp
from participation.people.staff_forms import Declare
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may


@bp.get("/<municipality>/desk/interests")
@may("interests.see")
def interests() -> ResponseReturnValue:
    """Who declared which interest in what."""
    with db.read() as session:
        rows = [
            (one, declared.subject_name(session, here().id, one.subject))
            for one in declared.everybodys(session, here().id)
        ]
    return render_template("people/desk/interests.html", rows=rows)


@bp.route("/<municipality>/desk/interests/<subject>", methods=["GET", "POST"])
@may("interests.declare")
def declare_interest(subject: str) -> ResponseReturnValue:
    """Declare an interest in something, or see what one declared."""
    with db.read() as session:
        name = declared.subject_name(session, here().id, subject)
        mine = declared.mine(session, here().id, someone().person_id, subject)
    form = Declare()
    if form.validate_on_submit():
        with refusals_on(form, "reason"), db.write() as session:
            declared.declare(session, here().id, subject, form.reason.data, by=someone(), at=clock.now())
            return redirect(url_for("people_desk.declare_interest", subject=subject), 303)
    return render_template("people/desk/interest.html", form=form, name=name, subject=subject, mine=mine), status_of(
        form
    )


@bp.post("/<municipality>/desk/interests/<subject>/withdraw")
@may("interests.declare")
def withdraw_interest(subject: str) -> ResponseReturnValue:
    """Take a declared interest back."""
    with db.write() as session:
        declared.withdraw(session, here().id, subject, by=someone(), at=clock.now())
    flash(_("Your interest has been taken back. The journal keeps that you had one."))
    return redirect(url_for("people_desk.declare_interest", subject=subject), 303)
