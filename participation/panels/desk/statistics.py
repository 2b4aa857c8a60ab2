"""Figures of the population, and the targets that mirror them: brought in, looked at, and only then used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from participation import clock, db
from participation.errors import Refused
from participation.panels import actions, figures, queries
from participation.panels.desk.blueprint import Dossier, bp
from participation.panels.desk.targets import refresh_outlook
from participation.panels.queries import StatisticView
from participation.panels.rules import people_fit
from participation.panels.statistics import Division, Proposed, as_csv, proposal, read_figures, usual_unsaid
from participation.panels.statistics_forms import FiguresForm, ProposalForm
from participation.sortition.faults import Faulty
from participation.web.context import here, someone
from participation.web.forms import check_seen, refusals_on, status_of
from participation.web.guards import may


@bp.get("/<municipality>/desk/statistics")
@may("panels.see")
def statistics() -> ResponseReturnValue:
    """Every figure that is here, and bringing in others."""
    return _page(FiguresForm(formdata=None, from_age=g.place.values["panel.age"]))


@bp.post("/<municipality>/desk/statistics")
@may("panels.prepare")
def bring_in_statistics() -> ResponseReturnValue:
    """Look at a table of figures, or keep the one that was looked at (`keep`)."""
    form = FiguresForm()
    divisions: list[Division] = []
    faults: list[dict[str, Any]] = []
    if form.validate_on_submit():
        with refusals_on(form, "file"):
            divisions, faults = _read(_content(form))
            if divisions and "keep" in request.form:
                _keep(form, divisions)
                return redirect(url_for("desk.statistics"), 303)
    if divisions:
        form.table.data = as_csv(divisions)
    return _page(form, divisions, faults)


@bp.post("/<municipality>/desk/statistics/<int:number>/remove")
@may("panels.prepare")
def remove_statistic(number: int) -> ResponseReturnValue:
    """Take the figures of one category away; targets that were made of them stay."""
    with db.write() as session:
        figures.remove(session, here().id, number, by=someone(), at=clock.now())
    return redirect(url_for("desk.statistics"), 303)


@bp.get("/<municipality>/desk/panels/<slug>/targets/proposal")
@may("panels.see")
def targets_proposed(slug: str) -> ResponseReturnValue:
    """Targets that mirror the figures, with every rounding shown; nothing is kept."""
    with db.read() as session:
        dossier, found = Dossier(session, slug), queries.statistics(session, here().id)
        remit = queries.remit(session, here().id, dossier.panel.id)
    form = _form(dossier, found, request.args if "loose" in request.args else None)
    if form.is_asked:
        form.validate()
    return _proposal_page(dossier, found, remit, form)


@bp.post("/<municipality>/desk/panels/<slug>/targets/proposal")
@may("panels.prepare")
def use_proposal(slug: str) -> ResponseReturnValue:
    """Make what is proposed the targets of the panel."""
    with db.read() as session:
        dossier, found = Dossier(session, slug), queries.statistics(session, here().id)
        remit = queries.remit(session, here().id, dossier.panel.id)
    form = _form(dossier, found, request.form)
    if form.validate():
        with refusals_on(form):
            proposed = _proposed(dossier, found, form)
            if not proposed:
                raise Refused("no_figures_chosen", field="categories")
            check_seen(mark_of(proposed))
            with db.write() as session:
                panel = queries.panel_to_change(session, here().id, slug)
                if panel.version != dossier.panel.version:
                    raise Refused("changed_meanwhile")
                targets = [one.target() for one in proposed]
                actions.replace_targets(session, panel, targets, by=someone(), at=clock.now())
            refresh_outlook(slug)
            return redirect(url_for("desk.targets", slug=slug), 303)
    return _proposal_page(dossier, found, remit, form)


def mark_of(proposed: Sequence[Proposed]) -> str:
    """Another one as soon as something changes of what is proposed."""
    told = json.dumps([one.target() for one in proposed], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _page(
    form: FiguresForm, divisions: Sequence[Division] = (), faults: Sequence[dict[str, Any]] = ()
) -> ResponseReturnValue:
    with db.read() as session:
        kept = queries.statistics(session, here().id)
    page = render_template(
        "panels/desk/statistics.html",
        form=form,
        divisions=divisions,
        faults=faults,
        kept=kept,
        replaced={one.category: one for one in kept},
        age=g.place.values["panel.age"],
    )
    return page, 422 if faults else status_of(form)


def _content(form: FiguresForm) -> bytes:
    """The file that was chosen, else the table that was typed; what was looked at is what is kept."""
    file = form.file.data
    content = b"" if file is None or not file.filename or "keep" in request.form else bytes(file.read())
    content = content or str(form.table.data or "").encode()
    if not content.strip():
        raise Refused("figures_missing", field="file")
    return content


def _read(content: bytes) -> tuple[list[Division], list[dict[str, Any]]]:
    try:
        return read_figures(content), []
    except Faulty as faulty:
        return [], [
            {"code": one.code, "row": one.row, "column": one.column, "facts": one.facts} for one in faulty.faults[:100]
        ]


def _keep(form: FiguresForm, divisions: Sequence[Division]) -> None:
    with db.write() as session:
        figures.bring_in(
            session,
            here().id,
            divisions,
            source=form.source.data.strip(),
            as_of=form.as_of.data,
            from_age=form.from_age.data,
            by=someone(),
            at=clock.now(),
        )


def _form(dossier: Dossier, found: Sequence[StatisticView], asked: MultiDict[str, str] | None) -> ProposalForm:
    """What was asked for, else all figures, as tightly as we advise, with room for who would rather not say."""
    usual = {
        "categories": [one.id for one in found],
        "leave_room": True,
        "unsaid": usual_unsaid(dossier.panel.seats),
    }
    is_sent = request.method == "POST"
    form = ProposalForm(formdata=asked, data=None if asked else usual, meta={"csrf": is_sent})
    form.offer([(one.id, one.category) for one in found])
    form.is_asked = asked is not None
    return form


def _proposed(dossier: Dossier, found: Sequence[StatisticView], form: ProposalForm) -> list[Proposed]:
    chosen = [one.division for one in found if one.id in (form.categories.data or ())]
    room = (form.unsaid.data or 0) if form.leave_room.data else 0
    return proposal(chosen, dossier.panel.seats, loose=form.loose.data, unsaid=room)


def _proposal_page(
    dossier: Dossier, found: Sequence[StatisticView], remit: queries.RemitView | None, form: ProposalForm
) -> ResponseReturnValue:
    proposed = [] if form.errors else _proposed(dossier, found, form)
    features = [(one.category, one.feature) for one in proposed]
    page = render_template(
        "panels/desk/proposal.html",
        dossier=dossier,
        found=found,
        form=form,
        proposed=proposed,
        mark=mark_of(proposed),
        age=remit.minimum_age if remit and remit.minimum_age is not None else g.place.values["panel.age"],
        clears_people=bool(dossier.panel.pool and proposed) and not people_fit(dossier.panel.pool, features),
    )
    return page, status_of(form)
