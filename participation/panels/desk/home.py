"""The desk's first page, and making and changing a panel."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, events
from participation.awaiting import OVERDUE, found
from participation.panels import actions, queries
from participation.panels.desk.blueprint import Dossier, bp
from participation.panels.desk.road import next_act, road
from participation.panels.desk.standing import standing, while_answers_come
from participation.panels.desk.targets import refresh_outlook
from participation.panels.forms import panel_form
from participation.panels.models_of_panels import MODELS
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may


@bp.get("/<municipality>/desk")
@may("desk.enter")
def home() -> ResponseReturnValue:
    """What awaits me, and every panel with its step."""
    now = clock.now()
    with db.read() as session:
        known = queries.panels(session, here().id)
        remits = queries.remits(session, here().id)
        asked = events.tell(session, "desk.opened", place=g.place, who=someone(), at=now)
        work = found(session, list(chain.from_iterable(asked)))
        answered = set(chain.from_iterable(events.tell(session, "panels.listed", municipality_id=here().id, at=now)))
    rows = []
    for panel, calculation, draw in known:
        stands = standing(panel, calculation, draw, seen_by=someone().person_id, now=now, has_remit=panel.id in remits)
        rows.append((panel, while_answers_come(panel, stands) if panel.id in answered else stands))
    panels = {panel.id: panel for panel, _calculation, _draw in known}
    return render_template("panels/desk/home.html", rows=rows, work=work, panels=panels, overdue=OVERDUE)


@bp.route("/<municipality>/desk/panels/new", methods=["GET", "POST"])
@may("panels.prepare")
def new_panel() -> ResponseReturnValue:
    """Make a panel: name, question, size; perhaps after a model, whose size it then has."""
    model = MODELS.get(request.args.get("model", ""))
    form = panel_form(here().languages, shown={"seats": model.seats} if model else None)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panel = actions.create(
                session,
                here().id,
                title=form.words("title", here().languages),
                question=form.words("question", here().languages),
                summary=form.words("summary", here().languages),
                terms=form.terms(),
                by=someone(),
                at=clock.now(),
            )
            if model:
                return redirect(url_for("desk.remit", slug=panel.slug, model=request.args["model"]), 303)
            return redirect(url_for("desk.panel", slug=panel.slug), 303)
    return render_template("panels/desk/new.html", form=form, models=MODELS, model=model), status_of(form)


@bp.get("/<municipality>/desk/panels/<slug>")
@may("panels.see")
def panel(slug: str) -> ResponseReturnValue:
    """One panel: its whole road, what comes next, its key figures."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        _, told = queries.told(session, here().id, dossier.panel)
        remit = queries.remit(session, here().id, dossier.panel.id)
        sections = queries.sections(session, "panel.worked", here().id, dossier.panel.id)
        is_public = queries.is_public(session, here().id, dossier.panel, dossier.draws)
    standing = dossier.standing(clock.now(), has_remit=remit is not None)
    return render_template(
        "panels/desk/panel.html",
        dossier=dossier,
        told=told,
        is_public=is_public,
        standing=standing,
        road=road(dossier, remit, standing, sections),
        act=next_act(remit, standing, sections),
    )


@bp.route("/<municipality>/desk/panels/<slug>/settings", methods=["GET", "POST"])
@may("panels.prepare")
def settings(slug: str) -> ResponseReturnValue:
    """Change name, question, size or rules while nothing has been promised."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        _, told = queries.told(session, here().id, dossier.panel)
    form = panel_form(here().languages, shown=_as_written(dossier, told.of("summary")))
    if form.validate_on_submit():
        with refusals_on(form):
            with db.write() as session:
                actions.change(
                    session,
                    queries.panel_to_change(session, here().id, slug),
                    title=form.words("title", here().languages),
                    question=form.words("question", here().languages),
                    summary=form.words("summary", here().languages),
                    terms=form.terms(),
                    by=someone(),
                    at=clock.now(),
                )
            refresh_outlook(slug)
            return redirect(url_for("desk.panel", slug=slug), 303)
    return render_template("panels/desk/settings.html", form=form, dossier=dossier), status_of(form)


def _as_written(dossier: Dossier, summary: Mapping[str, str]) -> dict[str, object]:
    panel = dossier.panel
    return {
        "seats": panel.seats,
        "one_per_household": panel.one_per_household,
        "objective": panel.objective,
        "number_of_panels": panel.number_of_panels,
        **{f"title_{code}": text for code, text in panel.title.items()},
        **{f"question_{code}": text for code, text in panel.question.items()},
        **{f"summary_{code}": text for code, text in summary.items()},
    }
