"""Bringing in an extract of the population register: its columns, how far it is, what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from participation import clock, db
from participation.clock import local
from participation.errors import SENTENCES, NotFound, Refused
from participation.invitations import register as acts
from participation.invitations.desk.blueprint import bp
from participation.invitations.desk.dossier import Dossier
from participation.invitations.forms.register import ColumnsForm, ExtractForm, columns_form
from participation.invitations.queries import register as queries
from participation.invitations.reading import FINDINGS, MOST_ROWS
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.text import csv_table
from participation.web.context import here, someone
from participation.web.errors import words_of
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may, takes_files

PIECE = 1_000_000
USUAL_DAYS = 90


@bp.route("/<municipality>/desk/panels/<slug>/register", methods=["GET", "POST"])
@may("invitations.send")
@takes_files(acts.LARGEST)
def register(slug: str) -> ResponseReturnValue:
    """How far the register is, and a form to bring it in."""
    form = ExtractForm(data={"erase_on": local(clock.now()).date() + timedelta(days=USUAL_DAYS)})
    if form.validate_on_submit():
        with refusals_on(form, "file"), db.write() as session:
            panel = panels.panel_to_change(session, here().id, slug)
            acts.take_in(
                session,
                here().id,
                panel.id,
                form.file.data.filename or "",
                _pieces(form.file.data),
                erase_on=form.erase_on.data,
                by=someone(),
                at=clock.now(),
            )
            return redirect(url_for("invitations_desk.columns", slug=slug), 303)
    with db.read() as session:
        dossier = Dossier(session, slug)
    code = dossier.register.trouble.get("code", "") if dossier.register else ""
    trouble = words_of(Refused(code, most=MOST_ROWS)) if code in SENTENCES else ""
    return render_template(
        "invitations/desk/register.html", dossier=dossier, form=form, findings=FINDINGS, trouble=trouble
    ), status_of(form)


@bp.route("/<municipality>/desk/panels/<slug>/register/columns", methods=["GET", "POST"])
@may("invitations.send")
def columns(slug: str) -> ResponseReturnValue:
    """Which column is which; what is not named is not kept."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        if dossier.register is None:
            raise NotFound
        if dossier.register.state not in ("uploaded", "failed"):
            return redirect(url_for("invitations_desk.register", slug=slug), 303)
        rows = queries.shown_rows(session, here().id, dossier.register.id)
        form = _columns_form(dossier, rows[0], *_who_counts(session, dossier))
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panel = panels.panel_to_change(session, here().id, slug)
            acts.name_columns(
                session,
                queries.register_here(session, here().id, panel.id),
                form.columns(),
                minimum_age=form.minimum_age.data,
                resident_on=form.resident_on.data,
                by=someone(),
            )
            return redirect(url_for("invitations_desk.register", slug=slug), 303)
    return render_template("invitations/desk/columns.html", dossier=dossier, form=form, rows=rows), status_of(form)


@bp.get("/<municipality>/desk/panels/<slug>/register/findings.csv")
@may("invitations.send")
def findings(slug: str) -> ResponseReturnValue:
    """What could not be used, by row and column: for whoever mends the extract. No word of the file stands in it."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        if dossier.register is None:
            raise NotFound
        faults = queries.faults(session, here().id, dossier.register.id)
    lines = csv_table(
        [_("Row"), _("Column"), _("What is wrong")],
        ((row, column, _(FINDINGS[finding])) for row, column, finding in faults),
    )
    return Response(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="findings.csv"'},
    )


@bp.post("/<municipality>/desk/panels/<slug>/register/erase")
@may("invitations.send")
def erase_register(slug: str) -> ResponseReturnValue:
    """Erase the register at once."""
    with db.write() as session:
        panel = panels.panel_to_change(session, here().id, slug)
        found = queries.register_here(session, here().id, panel.id)
        acts.throw_away(session, found, by=someone(), at=clock.now())
    return redirect(url_for("invitations_desk.register", slug=slug), 303)


def _who_counts(session: db.Session, dossier: Dossier) -> tuple[int, date]:
    """From which age and on which day, as it stands in what the panel is asked; else as here is usual, and today."""
    remit = panels.remit(session, here().id, dossier.panel.id)
    usual = municipalities.value(session, here().id, "panel.age") or 0
    age = remit.minimum_age if remit else None
    return usual if age is None else age, (remit and remit.resident_on) or local(clock.now()).date()


def _columns_form(dossier: Dossier, header: list[str], age: int, counted_on: date) -> ColumnsForm:
    known = dossier.register.columns if dossier.register else {}
    return columns_form(
        header,
        shown={
            **known.get("of", {}),
            "minimum_age": known.get("minimum_age", age),
            "resident_on": date.fromisoformat(known["resident_on"]) if "resident_on" in known else counted_on,
        },
    )


def _pieces(file: FileStorage) -> Iterator[bytes]:
    """An uploaded file, a piece at a time: it is never whole in memory."""
    return iter(partial(file.stream.read, PIECE), b"")
