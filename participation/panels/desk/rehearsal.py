"""Rehearsing a draw at the desk with fictional people. What it shows is gone when the page is left."""

from __future__ import annotations

import secrets

from flask import render_template
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.panels import queries, rehearsing
from participation.panels.desk.blueprint import Dossier, bp
from participation.panels.forms import RehearsalForm
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may
from participation.web.limits import keep_pace


@bp.route("/<municipality>/desk/panels/<slug>/rehearsal", methods=["GET", "POST"])
@may("panels.prepare")
def rehearse(slug: str) -> ResponseReturnValue:
    """The whole course of a draw at once, with people who do not exist."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        figures = [(one.category, one.shares) for one in queries.statistics(session, here().id)]
    form, found = RehearsalForm(), None
    if form.validate_on_submit():
        keep_pace("rehearsal")
        with refusals_on(form, "people"):
            found = rehearsing.rehearse(
                dossier.panel, figures, form.people.data, at=clock.now(), seed=secrets.randbits(64)
            )
            with db.write() as session:
                panel = queries.panel_to_change(session, here().id, slug)
                rehearsing.note(session, panel, people=form.people.data, by=someone(), at=clock.now())
    known = {category for category, _ in figures}
    return render_template(
        "panels/desk/rehearsal.html", form=form, dossier=dossier, found=found, known=known
    ), status_of(form)
