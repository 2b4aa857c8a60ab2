"""Setting targets: every minimum and maximum, and at each change what it does to fairness."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.errors import Refused
from participation.panels import actions, queries
from participation.panels.desk.blueprint import Dossier, bp
from participation.panels.outlooks import outlook_of
from participation.panels.rules import targets_from_form
from participation.web.context import here, someone
from participation.web.forms import PressForm, refusals_on, status_of
from participation.web.guards import may

Typed = list[tuple[str, str]]  # minimum and maximum of each target, as they stand in the form


@bp.get("/<municipality>/desk/panels/<slug>/targets")
@may("panels.see")
def targets(slug: str) -> ResponseReturnValue:
    """Every minimum and maximum, beside what they do to fairness."""
    with db.read() as session:
        dossier = Dossier(session, slug)
    kept = [(str(target["min"]), str(target["max"])) for target in dossier.panel.targets]
    return _page(dossier, PressForm(), kept, dossier.panel.outlook)


@bp.post("/<municipality>/desk/panels/<slug>/targets")
@may("panels.prepare")
def set_targets(slug: str) -> ResponseReturnValue:
    """Keep what was typed, or with `look` only say what it would do."""
    with db.read() as session:
        dossier = Dossier(session, slug)
    form, typed, allowed = PressForm(), _typed(dossier), dossier.panel.outlook
    if form.validate_on_submit():
        with refusals_on(form):
            if "look" in request.form:
                allowed = _allowed_by(dossier, typed)
            else:
                _keep(slug, typed)
                refresh_outlook(slug)
                return redirect(url_for("desk.targets", slug=slug), 303)
    return _page(dossier, form, typed, allowed)


@bp.post("/<municipality>/desk/panels/<slug>/targets/outlook")
@may("panels.prepare")
def outlook_of_typed(slug: str) -> ResponseReturnValue:
    """What the typed targets would do, without keeping them: a piece of a page, asked for at each change."""
    with db.read() as session:
        dossier = Dossier(session, slug)
    form, allowed = PressForm(), dossier.panel.outlook
    with refusals_on(form):
        allowed = _allowed_by(dossier, _typed(dossier))
    refusal = " ".join(form.form_errors)
    piece = render_template("panels/desk/outlook.html", dossier=dossier, outlook=allowed, refusal=refusal)
    return piece, status_of(form)


def refresh_outlook(slug: str) -> None:
    """Find out what the targets of now allow, if that is unknown, outside any transaction, and keep it with the panel."""
    with db.read() as session:
        view = queries.panel(session, here().id, slug)
        if view.outlook or not (view.pool and view.targets):
            return
        problem = queries.problem(session, here().id, view)
    facts = outlook_of(problem)
    with db.write() as session:
        actions.keep_outlook(queries.panel_to_change(session, here().id, slug), view.version, facts)


def _page(dossier: Dossier, form: PressForm, typed: Typed, allowed: dict[str, Any]) -> ResponseReturnValue:
    page = render_template("panels/desk/targets.html", dossier=dossier, form=form, typed=typed, outlook=allowed)
    return page, status_of(form)


def _typed(dossier: Dossier) -> Typed:
    rows = range(len(dossier.panel.targets))
    return [(request.form.get(f"min-{row}", "").strip(), request.form.get(f"max-{row}", "").strip()) for row in rows]


def _keep(slug: str, typed: Typed) -> None:
    with db.write() as session:
        panel = queries.panel_to_change(session, here().id, slug)
        if str(panel.version) != request.form.get("version") or len(panel.targets) != len(typed):
            raise Refused("changed_meanwhile")
        actions.replace_targets(session, panel, targets_from_form(panel.targets, typed), by=someone(), at=clock.now())


def _allowed_by(dossier: Dossier, typed: Typed) -> dict[str, Any]:
    """What the typed targets allow the people who are there."""
    wished = targets_from_form(dossier.panel.targets, typed)
    if not dossier.panel.pool:
        raise Refused("people_first")
    with db.read() as session:
        problem = queries.problem(session, here().id, dossier.panel, targets=wished)
    return outlook_of(problem)
