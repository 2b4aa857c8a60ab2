"""Files of targets and people: chosen, looked at, and only then accepted."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.db import Session
from participation.errors import Refused
from participation.municipalities import queries as municipalities
from participation.panels import actions, numbers, queries, uploads
from participation.panels.desk.blueprint import Dossier, bp
from participation.panels.desk.targets import refresh_outlook
from participation.panels.forms import AcceptForm, ColumnsForm, UploadForm
from participation.people import queries as people
from participation.sortition.problem import Target
from participation.web.context import here, someone
from participation.web.errors import words_of
from participation.web.forms import check_seen, refusals_on, status_of
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
            _look(slug, kind, file.filename or "", file.read(), None)
            return redirect(url_for("desk.preview", slug=slug, kind=kind), 303)
    return render_template("panels/desk/upload.html", form=form, dossier=dossier, kind=kind), status_of(form)


@bp.get("/<municipality>/desk/panels/<slug>/<any(targets, people):kind>/preview")
@may("panels.prepare")
def preview(slug: str, kind: str) -> ResponseReturnValue:
    """What the file would change, with every fault at its cell."""
    return _preview(slug, kind, AcceptForm(formdata=None))


def _preview(slug: str, kind: str, form: AcceptForm) -> ResponseReturnValue:
    with db.read() as session:
        dossier = Dossier(session, slug)
        waiting = queries.upload(session, here().id, dossier.panel.id, kind)
    if waiting is None:
        return redirect(url_for("desk.upload", slug=slug, kind=kind), 303)
    columns = ColumnsForm(formdata=None, data=waiting.options)
    columns.offer(waiting.findings["columns"])
    return render_template(
        "panels/desk/preview.html",
        dossier=dossier,
        kind=kind,
        upload=waiting,
        findings=waiting.findings,
        columns_form=columns,
        form=form,
    ), status_of(form)


@bp.post("/<municipality>/desk/panels/<slug>/people/columns")
@may("panels.prepare")
def choose_columns(slug: str) -> ResponseReturnValue:
    """Say which columns hold the id, the address and the number, and look at the same file again."""
    form = ColumnsForm()
    with db.read() as session:
        dossier = Dossier(session, slug)
        waiting = queries.upload(session, here().id, dossier.panel.id, uploads.PEOPLE)
        if waiting is None:
            raise Refused("upload_gone")
        content = queries.upload_content(session, here().id, dossier.panel.id, uploads.PEOPLE)
    options = {
        "id_column": form.id_column.data or "",
        "household_columns": form.household_columns.data or [],
        "number_column": form.number_column.data or "",
    }
    _look(slug, uploads.PEOPLE, waiting.filename, content, options)
    return redirect(url_for("desk.preview", slug=slug, kind=uploads.PEOPLE), 303)


@bp.post("/<municipality>/desk/panels/<slug>/<any(targets, people):kind>/accept")
@may("panels.prepare")
def accept(slug: str, kind: str) -> ResponseReturnValue:
    """Use the file that was looked at."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        waiting = queries.upload(session, here().id, dossier.panel.id, kind)
        if waiting is None:
            raise Refused("upload_gone")
        content = queries.upload_content(session, here().id, dossier.panel.id, kind)
        findings, found = _read(session, dossier, kind, content, waiting.options)
    if findings.fault_count:
        raise Refused("file_has_faults")
    check_seen(waiting.findings["mark"])
    form = AcceptForm()
    by_number = bool(waiting.options.get("number_column"))
    if kind == uploads.PEOPLE and not by_number and not form.taken_out.data:
        form.validate()
        form.taken_out.errors = [words_of(Refused("councillors_first"))]
        return _preview(slug, kind, form)
    with db.write() as session:
        panel = queries.panel_to_change(session, here().id, slug)
        still = queries.upload(session, here().id, panel.id, kind)
        if (
            still is None
            or still.findings["mark"] != waiting.findings["mark"]
            or panel.version != dossier.panel.version
        ):
            raise Refused("changed_meanwhile")
        if kind == uploads.TARGETS:
            actions.accept_targets(session, panel, found, by=someone(), at=clock.now())
        else:
            officials = "by_number" if by_number else "by_hand"
            actions.accept_people(session, panel, found, officials=officials, by=someone(), at=clock.now())
    refresh_outlook(slug)
    following = "desk.targets" if kind == uploads.PEOPLE or dossier.panel.pool else "desk.panel"
    return redirect(url_for(following, slug=slug), 303)


@bp.post("/<municipality>/desk/panels/<slug>/<any(targets, people):kind>/drop")
@may("panels.prepare")
def drop(slug: str, kind: str) -> ResponseReturnValue:
    """Forget the file that was looked at."""
    with db.write() as session:
        actions.drop_upload(session, queries.panel_to_change(session, here().id, slug), kind)
    return redirect(url_for("desk.panel", slug=slug), 303)


def _look(slug: str, kind: str, filename: str, content: bytes, chosen: dict[str, Any] | None) -> None:
    """Read a file and keep it with what was found, until it is accepted or replaced; never with a national number.

    chosen: the columns that the official chose; None for a file that just came in
    """
    with db.read() as session:
        dossier = Dossier(session, slug)
        if kind == uploads.PEOPLE and not dossier.panel.targets:
            raise Refused("targets_first")
        options = chosen or {"id_column": "", "household_columns": [], "number_column": ""}
        if kind == uploads.PEOPLE:
            place = municipalities.value(session, here().id, "place.country")
            key = partial(people.keyed_number, here().id, place=place)
            content, keyed = numbers.without_numbers(content, key, also=[options["number_column"]])
            if chosen is None and keyed:
                options["number_column"] = keyed[0]
        findings, _ = _read(session, dossier, kind, content, options)
        if not findings.columns:
            # No table, so nobody can say what stands in it.
            content = b""
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
        {row.reference: (*row.features, row.household) for row in queries.everybody(session, here().id, panel.id)},
        id_column=options["id_column"] or None,
        household_columns=options["household_columns"],
        household_key=panel.household_key,
        number_column=options.get("number_column") or None,
        barred=people.barred_from_draws(session, here().id, at=clock.now()),
    )
