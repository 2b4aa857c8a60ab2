"""What members are paid, and the file for the bookkeeper."""

from __future__ import annotations

from collections import Counter

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from participation import clock, db
from participation.errors import Refused
from participation.members import paying, wording
from participation.members import session_rules as rules
from participation.members.desk.blueprint import bp
from participation.members.money_forms import ApproveForm, approve_form, note_form
from participation.members.queries import money, sessions
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.text import csv_table
from participation.web.context import here, language, offered_languages, someone
from participation.web.forms import PressForm, refusals_on, status_of
from participation.web.guards import asks_again, may

HEADER = ("holder", "iban", "amount", "currency", "reference")


@bp.get("/<municipality>/desk/panels/<slug>/allowances", endpoint="money")
@may("allowances.see")
def allowances(slug: str) -> ResponseReturnValue:
    """What waits to be noted, approved and paid."""
    return _page(slug)


@bp.post("/<municipality>/desk/panels/<slug>/sessions/<int:number>/allowances")
@may("allowances.note")
def propose_allowances(slug: str, number: int) -> ResponseReturnValue:
    """Note for everybody who was at a session what they get for it."""
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        found = sessions.session_to_change(session, here().id, panel.id, number)
        count = paying.propose(session, found, by=someone(), at=clock.now())
    if count:
        flash(ngettext("%(num)s line was noted.", "%(num)s lines were noted.", count))
    else:
        flash(_("Everybody who was there, and wants to be paid, was noted already."))
    return _back(slug)


@bp.route("/<municipality>/desk/panels/<slug>/allowances/new", methods=["GET", "POST"])
@may("allowances.note")
def note_allowance(slug: str) -> ResponseReturnValue:
    """Note what one member gets besides: travel, somebody for the children, an interpreter."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        found = sessions.sessions(session, here().id, panel.id)
        people = sessions.confirmed(session, here().id, panel.id)
        values = municipalities.values(session, here().id)
    order = offered_languages()
    names = {
        view.number: f"{wording.span(view.starts_at, view.ends_at, language())}: "
        f"{wording.written(view.title, language(), order)}"
        for view in found
        if not view.is_cancelled
    }
    form = note_form(people, names)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            kind, typed = form.kind.data, (form.amount.data or "").strip()
            if not typed and not values.get(paying.AMOUNTS.get(kind, "")):
                raise Refused("amount_odd", field="amount")
            cents = rules.cents_of(typed) if typed else int(values[paying.AMOUNTS[kind]])
            held = sessions.session_to_change(session, here().id, panel.id, form.session.data)
            paying.note(
                session, held, form.member.data, kind, cents, form.note.data or "", by=someone(), at=clock.now()
            )
            flash(_("Noted. A second official approves it."))
            return _back(slug)
    return render_template("members/desk/note.html", panel=panel, form=form, people=people, sessions=names), status_of(
        form
    )


@bp.post("/<municipality>/desk/panels/<slug>/allowances/<int:allowance_id>/drop")
@may("allowances.note")
def drop_allowance(slug: str, allowance_id: int) -> ResponseReturnValue:
    """Take back what was noted and nobody has approved."""
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        paying.drop(session, here().id, panel.id, allowance_id, by=someone(), at=clock.now())
    flash(_("Taken back."))
    return _back(slug)


@bp.post("/<municipality>/desk/panels/<slug>/allowances/approve")
@may("allowances.approve")
def approve_allowances(slug: str) -> ResponseReturnValue:
    """Say that lines are right which somebody else noted."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        form = approve_form(money.lines(session, here().id, panel.id, seen_by=someone().person_id))
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            count = paying.approve(session, here().id, panel.id, form.lines.data, by=someone(), at=clock.now())
            flash(ngettext("%(num)s line is approved.", "%(num)s lines are approved.", count))
            return _back(slug)
    return _page(slug, form)


@bp.post("/<municipality>/desk/panels/<slug>/allowances/export")
@may("allowances.export")
@asks_again
def export_allowances(slug: str) -> ResponseReturnValue:
    """Put everything that is approved in a file for the bookkeeper."""
    with db.write() as session:
        panel = panels.panel_to_change(session, here().id, slug)
        number = paying.export(session, here().id, panel.id, by=someone(), at=clock.now())
    flash(_("File %(number)s is ready to be taken along.", number=number))
    return _back(slug)


@bp.post("/<municipality>/desk/panels/<slug>/allowances/files/<int:number>.csv")
@may("allowances.export")
@asks_again
def take_file(slug: str, number: int) -> ResponseReturnValue:
    """Take a file along, with names and accounts; the journal writes down each time."""
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        rows = paying.take_along(session, here().id, panel.id, number, by=someone(), at=clock.now())
    table = csv_table(
        HEADER,
        [(one.holder, one.iban, f"{one.cents / 100:.2f}", "EUR", f"{slug}-{number}-{one.member_id}") for one in rows],
    )
    return Response(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}-allowances-{number}.csv"'},
    )


@bp.post("/<municipality>/desk/panels/<slug>/allowances/files/<int:number>/paid")
@may("allowances.export")
def paid_file(slug: str, number: int) -> ResponseReturnValue:
    """The bookkeeper paid it: each member hears that it is on its way."""
    with db.write() as session:
        panel = panels.panel_to_change(session, here().id, slug)
        count = paying.mark_paid(session, here().id, panel.id, number, by=someone(), at=clock.now())
    flash(ngettext("Noted. %(num)s member is told.", "Noted. %(num)s members are told.", count))
    return _back(slug)


def _page(slug: str, form: ApproveForm | None = None) -> ResponseReturnValue:
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        lines = money.lines(session, here().id, panel.id, seen_by=someone().person_id)
        files = money.files(session, here().id, panel.id)
        held = [view for view in sessions.sessions(session, here().id, panel.id) if view.state == rules.HELD]
        counts = sessions.attendance_counts(session, here().id, panel.id)
        values = municipalities.values(session, here().id)
    form = form or approve_form(lines)
    noted = {line.session for line in lines if line.kind == rules.SESSION}
    return render_template(
        "members/desk/money.html",
        panel=panel,
        form=form,
        lines=lines,
        files=files,
        by_state={state: [line for line in lines if line.state == state] for state in rules.ALLOWANCE_STATES},
        unproposed=[(view, counts.get(view.id, Counter())) for view in held if view.number not in noted],
        amounts={rules.ALLOWANCES[kind]: values[key] for kind, key in paying.AMOUNTS.items()},
        part_percent=values[paying.PART_PERCENT],
        kinds=rules.ALLOWANCES,
        states=rules.ALLOWANCE_STATES,
        euros=lambda cents: wording.euros(cents, language()),
        press=PressForm(),
    ), status_of(form)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("members_desk.money", slug=slug), 303)
