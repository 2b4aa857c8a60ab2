"""The fair chances: starting the calculation, watching it, and reading the fairness report."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.panels import actions, queries, rounds
from participation.panels.desk.blueprint import Dossier, bp
from participation.web.context import here, someone
from participation.web.guards import may


@bp.get("/<municipality>/desk/panels/<slug>/calculation")
@may("panels.see")
def calculation(slug: str) -> ResponseReturnValue:
    """How far the calculation is; loading the page again shows the newest figures."""
    with db.read() as session:
        dossier = Dossier(session, slug, None)
    return render_template("panels/desk/calculation.html", dossier=dossier)


@bp.post("/<municipality>/desk/panels/<slug>/calculation/start")
@may("panels.prepare")
def start_calculation(slug: str) -> ResponseReturnValue:
    with db.write() as session:
        actions.ask_calculation(
            session, queries.panel_to_change(session, here().id, slug), by=someone(), at=clock.now()
        )
    return redirect(url_for("desk.calculation", slug=slug), 303)


@bp.post("/<municipality>/desk/panels/<slug>/calculation/stop")
@may("panels.prepare")
def stop_calculation(slug: str) -> ResponseReturnValue:
    with db.write() as session:
        actions.stop_calculation(session, queries.panel_to_change(session, here().id, slug), at=clock.now())
    return redirect(url_for("desk.calculation", slug=slug), 303)


@bp.post("/<municipality>/desk/panels/<slug>/rounds/<int:number>/give-up")
@may("panels.prepare")
def give_up_round(slug: str, number: int) -> ResponseReturnValue:
    """The seats that came free are not drawn after all, or anew."""
    with db.write() as session:
        rounds.give_up(session, queries.panel_to_change(session, here().id, slug), number, by=someone(), at=clock.now())
    flash(_("This draw was given up. Nothing of it counts."))
    return redirect(url_for("desk.panel", slug=slug), 303)


@bp.get("/<municipality>/desk/panels/<slug>/fairness")
@may("panels.see")
def fairness(slug: str) -> ResponseReturnValue:
    """How fair this lottery is, and how it compares with filling seats one by one; of the round that is asked for."""
    with db.read() as session:
        dossier = Dossier(session, slug, request.args.get("round", queries.FIRST, type=int))
        found = queries.done_calculation(session, here().id, dossier.panel.id, dossier.number)
        report = queries.report(session, here().id, found.id)
        left_out = queries.references(
            session, here().id, dossier.panel.id, [one["code"] for one in report["misfits"][:50]]
        )
    return render_template(
        "panels/desk/fairness.html", dossier=dossier, calculation=found, report=report, left_out=left_out
    )
