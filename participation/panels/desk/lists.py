"""Targets and people: uploading them, looking before accepting, and seeing fairness while setting targets."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.db import Session
from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.panels import actions, exports, queries, uploads
from participation.panels.desk.blueprint import Dossier, bp
from participation.panels.forms import ColumnsForm, PressForm, UploadForm
from participation.panels.rules import targets_from_form
from participation.sortition.feasibility import obstacle
from participation.sortition.outlook import outlook
from participation.sortition.problem import Problem, Target
from participation.web.context import here, someone
from participation.web.errors import words_of
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may


@bp.route("/<municipality>/desk/panels/<slug>/<any(targets, people):kind>/upload", methods=["GET", "POST"])
@may("panels.prepare")
def upload(slug: str, kind: str) -> ResponseReturnValue:
    """Choose a file; it is only looked at, and changes nothing yet."""
    with db.read() as session:
        dossier = Dossier(session, slug)
    form = UploadForm()
    if form.validate_on_submit():
        file = form.file.data
        with refusals_on(form, "file"):
            _look(slug, kind, file.filename or "", file.read(), {"id_column": "", "household_columns": []})
            return redirect(url_for("desk.preview", slug=slug, kind=kind), 303)
    return render_template("panels/desk/upload.html", form=form, dossier=dossier, kind=kind), status_of(form)


@bp.get("/<municipality>/desk/panels/<slug>/<any(targets, people):kind>/preview")
@may("panels.prepare")
def preview(slug: str, kind: str) -> ResponseReturnValue:
    """What the file would change, with every fault at its cell."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        waiting = queries.upload(session, dossier.panel.id, kind)
    if waiting is None:
        return redirect(url_for("desk.upload", slug=slug, kind=kind), 303)
    columns = ColumnsForm(data=waiting.options)
    columns.offer(waiting.findings["columns"])
    return render_template(
        "panels/desk/preview.html",
        dossier=dossier,
        kind=kind,
        upload=waiting,
        findings=waiting.findings,
        columns_form=columns,
    )


@bp.post("/<municipality>/desk/panels/<slug>/people/columns")
@may("panels.prepare")
def choose_columns(slug: str) -> ResponseReturnValue:
    """Say which columns hold the id and the address, and look at the same file again."""
    form = ColumnsForm()
    with db.read() as session:
        dossier = Dossier(session, slug)
        waiting = queries.upload(session, dossier.panel.id, uploads.PEOPLE)
        if waiting is None:
            raise Refused("upload_gone")
        content = queries.upload_content(session, dossier.panel.id, uploads.PEOPLE)
    options = {"id_column": form.id_column.data or "", "household_columns": form.household_columns.data or []}
    _look(slug, uploads.PEOPLE, waiting.filename, content, options)
    return redirect(url_for("desk.preview", slug=slug, kind=uploads.PEOPLE), 303)


@bp.post("/<municipality>/desk/panels/<slug>/<any(targets, people):kind>/accept")
@may("panels.prepare")
def accept(slug: str, kind: str) -> ResponseReturnValue:
    """Use the file that was looked at."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        waiting = queries.upload(session, dossier.panel.id, kind)
        if waiting is None:
            raise Refused("upload_gone")
        content = queries.upload_content(session, dossier.panel.id, kind)
        findings, found = _read(session, dossier, kind, content, waiting.options)
    if findings.fault_count:
        raise Refused("file_has_faults")
    with db.write() as session:
        panel = queries.panel_to_change(session, here().id, slug)
        still = queries.upload(session, panel.id, kind)
        if still is None or still.id != waiting.id or panel.version != dossier.panel.version:
            raise Refused("changed_meanwhile")
        if kind == uploads.TARGETS:
            actions.accept_targets(session, panel, found, by=someone(), at=clock.now())
        else:
            actions.accept_people(session, panel, found, by=someone(), at=clock.now())
    _refresh_outlook(slug)
    following = "desk.targets" if kind == uploads.PEOPLE or dossier.panel.pool else "desk.panel"
    return redirect(url_for(following, slug=slug), 303)


@bp.post("/<municipality>/desk/panels/<slug>/<any(targets, people):kind>/drop")
@may("panels.prepare")
def drop(slug: str, kind: str) -> ResponseReturnValue:
    """Forget the file that was looked at."""
    with db.write() as session:
        actions.drop_upload(session, queries.panel_to_change(session, here().id, slug), kind)
    return redirect(url_for("desk.panel", slug=slug), 303)


@bp.route("/<municipality>/desk/panels/<slug>/targets", methods=["GET", "POST"])
@may("panels.see")
def targets(slug: str) -> ResponseReturnValue:
    """Every minimum and maximum, beside what they do to fairness."""
    with db.read() as session:
        dossier = Dossier(session, slug)
    form = PressForm()
    typed = [(str(target["min"]), str(target["max"])) for target in dossier.panel.targets]
    allowed = dossier.panel.outlook
    if request.method == "POST":
        if not someone().may("panels.prepare"):
            raise NotFound
        typed = _typed(len(typed))
        if form.validate_on_submit() and "look" in request.form:
            with refusals_on(form), db.read() as session:
                wished = targets_from_form(dossier.panel.targets, typed)
                allowed = _allowed(queries.problem(session, dossier.panel, targets=wished))
        elif form.validate_on_submit():
            with refusals_on(form), db.write() as session:
                panel = queries.panel_to_change(session, here().id, slug)
                if str(panel.version) != request.form.get("version"):
                    raise Refused("changed_meanwhile")
                actions.replace_targets(
                    session, panel, targets_from_form(panel.targets, typed), by=someone(), at=clock.now()
                )
            if not form.form_errors:
                _refresh_outlook(slug)
                return redirect(url_for("desk.targets", slug=slug), 303)
    page = render_template("panels/desk/targets.html", dossier=dossier, form=form, typed=typed, outlook=allowed)
    return page, status_of(form)


@bp.post("/<municipality>/desk/panels/<slug>/targets/outlook")
@may("panels.prepare")
def outlook_of_typed(slug: str) -> ResponseReturnValue:
    """What the typed targets would do, without keeping them: a piece of a page, asked for at each change."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        try:
            wished = targets_from_form(dossier.panel.targets, _typed(len(dossier.panel.targets)))
        except Refused as refusal:
            return render_template("panels/desk/outlook.html", refusal=words_of(refusal)), 422
        problem = queries.problem(session, dossier.panel, targets=wished)
    return render_template("panels/desk/outlook.html", dossier=dossier, outlook=_allowed(problem))


@bp.get("/<municipality>/desk/panels/<slug>/people")
@may("panels.see")
def people(slug: str) -> ResponseReturnValue:
    """The pool, a page at a time, by the official's own reference or by code."""
    number, wanted = max(1, request.args.get("page", 1, type=int)), request.args.get("q", "").strip()[:60]
    with db.read() as session:
        dossier = Dossier(session, slug)
        rows, pages = queries.candidates(session, dossier.panel.id, number, wanted)
    return render_template(
        "panels/desk/people.html", dossier=dossier, rows=rows, page=number, pages=pages, wanted=wanted
    )


@bp.get("/<municipality>/desk/panels/<slug>/receipts/<code>")
@may("panels.see")
def receipt(slug: str, code: str) -> ResponseReturnValue:
    """One person's receipt, to be printed: code, features, and what opens the commitment."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        candidate = queries.candidate(session, dossier.panel.id, code)
    return render_template("panels/desk/receipt.html", dossier=dossier, candidate=candidate)


@bp.post("/<municipality>/desk/panels/<slug>/codes.csv")
@may("panels.prepare")
def codes(slug: str) -> ResponseReturnValue:
    """Which code belongs to whom, for the letters."""
    return _export(slug, "panel.codes_exported", "codes.csv", "text/csv; charset=utf-8", exports.codes)


@bp.post("/<municipality>/desk/panels/<slug>/openings.json")
@may("panels.open_commitments")
def openings(slug: str) -> ResponseReturnValue:
    """What opens every commitment, for a sworn auditor."""
    return _export(slug, "panel.commitments_opened", "openings.json", "application/json", exports.openings)


def _export(slug: str, event: str, name: str, kind: str, write: Any) -> ResponseReturnValue:
    with db.write() as session:
        panel = queries.panel_to_change(session, here().id, slug)
        content = write(panel, queries.everybody(session, panel.id))
        record(
            session, here().id, event, subject=f"panel:{panel.id}", by=f"person:{someone().person_id}", at=clock.now()
        )
    return Response(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{slug}-{name}"'}
    )


def _look(slug: str, kind: str, filename: str, content: bytes, options: dict[str, Any]) -> None:
    """Read a file and keep it with what was found, until it is accepted or replaced."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        if kind == uploads.PEOPLE and not dossier.panel.targets:
            raise Refused("targets_first")
        findings, _ = _read(session, dossier, kind, content, options)
    with db.write() as session:
        actions.put_upload(
            session,
            queries.panel_to_change(session, here().id, slug),
            kind,
            filename=filename,
            content=content,
            options=options,
            findings=findings,
            at=clock.now(),
        )


def _read(
    session: Session, dossier: Dossier, kind: str, content: bytes, options: dict[str, Any]
) -> tuple[uploads.Findings, list[Any]]:
    panel = dossier.panel
    if kind == uploads.TARGETS:
        return uploads.look_at_targets(content, panel.seats, panel.targets, panel.pool)
    return uploads.look_at_people(
        content,
        [Target(**target) for target in panel.targets],
        panel.seats,
        {row.reference: (*row.features, row.household) for row in queries.everybody(session, panel.id)},
        id_column=options["id_column"] or None,
        household_columns=options["household_columns"],
    )


def _refresh_outlook(slug: str) -> None:
    """Find out what the targets of now allow, outside any transaction, and keep it with the panel."""
    with db.read() as session:
        view = queries.panel(session, here().id, slug)
        if not (view.pool and view.targets):
            return
        problem = queries.problem(session, view)
    facts = _allowed(problem)
    with db.write() as session:
        actions.keep_outlook(queries.panel_to_change(session, here().id, slug), view.version, facts)


def _allowed(problem: Problem) -> dict[str, Any]:
    """What these targets allow; where no panel meets them, also the least that would have to change."""
    seen = outlook(problem)
    return actions.outlook_facts(seen, obstacle(problem) if seen.panel_exists is False else None)


def _typed(count: int) -> list[tuple[str, str]]:
    return [
        (request.form.get(f"min-{row}", "").strip(), request.form.get(f"max-{row}", "").strip()) for row in range(count)
    ]
