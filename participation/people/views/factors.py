"""The second factor: shown after signing in by everybody who works with other people's data."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.people import factors, sessions
from participation.people.forms import SecondFactor
from participation.people.views.door import bp, let_in, wanted
from participation.web.context import here, proof, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import for_signed_in


@bp.route("/<municipality>/sign-in/second", methods=["GET", "POST"])
@for_signed_in
def second_factor() -> ResponseReturnValue:
    """A code from the app on one's telephone."""
    how = proof()
    assert how
    if how.strong:
        return redirect(wanted() or url_for("panels.front"), 303)
    form = SecondFactor()
    if form.validate_on_submit():
        with refusals_on(form, "code"), db.write() as database:
            factors.check_totp(database, here().id, someone().person_id, form.code.data, at=clock.now())
            secret = sessions.confirm(database, here().id, how.session_id, strong=True, at=clock.now())
            return let_in(secret)
    return render_template("people/second_factor.html", form=form), status_of(form)
