"""Sessions: planning, moving, what there is to read. For the officials of a panel, and for whoever leads its talks."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from participation import clock, db
from participation.db import Session
from participation.members import materials, sessions
from participation.members import session_rules as rules
from participation.members.desk.blueprint import bp
from participation.members.queries import sessions as queries
from participation.members.session_forms import (
    MaterialForm,
    SessionForm,
    about_form,
    cancel_form,
    move_form,
    plan_and_about_form,
    shown_of,
)
from participation.members.views.telling import told
from participation.panels import queries as panels
from participation.panels.queries import PanelView
from participation.web.context import here, someone
from participation.web.forms import PressForm, refusals_on, status_of
from participation.web.guards import may

BEGINS, ENDS = time(19), time(22)


@bp.get("/<municipality>/desk/panels/<slug>/sessions", endpoint="sessions")
@may("members.see")
def all_sessions(slug: str) -> ResponseReturnValue:
    """Every session of a panel, what waits for each, and the days of the calendar that have none yet."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        found = queries.sessions(session, here().id, panel.id)
        counts = queries.attendance_counts(session, here().id, panel.id)
        members = queries.confirmed(session, here().id, panel.id)
        days = _unplanned(session, panel, found)
    return render_template(
        "members/desk/sessions.html",
        panel=panel,
        sessions=[(view, told(view)) for view in found],
        counts=counts,
        members=members,
        days=days,
        attendance=rules.ATTENDANCE,
        now=clock.now(),
    )


@bp.route("/<municipality>/desk/panels/<slug>/sessions/new", methods=["GET", "POST"])
@may("members.manage")
def plan_session(slug: str) -> ResponseReturnValue:
    """Plan a session; a day of the calendar of the panel comes along in the address."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        number = queries.next_number(session, here().id, panel.id)
        days = _unplanned(session, panel, queries.sessions(session, here().id, panel.id))
    form = plan_and_about_form(here().languages, {"number": str(number), **_begun(days)})
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            made = sessions.plan(
                session,
                here().id,
                panels.panel_to_change(session, here().id, slug).id,
                _asked_number(form.number.data or "", number),
                about=form.about(),
                plan=form.plan(),
                by=someone(),
                at=clock.now(),
            )
            flash(_("Planned. Nobody has been written to yet."))
            return redirect(url_for("members_desk.session", slug=slug, number=made.number), 303)
    return render_template("members/desk/plan.html", panel=panel, form=form), status_of(form)


@bp.get("/<municipality>/desk/panels/<slug>/sessions/<int:number>")
@may("members.see")
def session(slug: str, number: int) -> ResponseReturnValue:
    """One session: where it stands, what waits, what there is to read, what changed."""
    with db.read() as database:
        panel = panels.panel(database, here().id, slug)
        view = queries.numbered(database, here().id, panel.id, number)
        people = queries.confirmed(database, here().id, panel.id)
        arranged = queries.arrangements(database, here().id, view.id)
        noted = queries.attendance_counts(database, here().id, panel.id).get(view.id, Counter())
        changes = queries.changes(database, here().id, panel.id).get(view.id, [])
        reading = queries.materials(database, here().id, panel.id).get(view.id, [])
    return render_template(
        "members/desk/session.html",
        panel=panel,
        view=view,
        told=told(view, changes),
        people=people,
        without=len(queries.still_without(view, people, arranged)),
        noted=noted,
        materials=reading,
        attendance=rules.ATTENDANCE,
        arrangements=rules.ARRANGEMENTS,
        modes=rules.MODES,
        press=PressForm(),
        now=clock.now(),
    )


@bp.route("/<municipality>/desk/panels/<slug>/sessions/<int:number>/words", methods=["GET", "POST"])
@may("members.manage")
def describe_session(slug: str, number: int) -> ResponseReturnValue:
    """What it is called, its agenda, and what is ready if it cannot be held so."""
    panel, view = _read(slug, number)
    form = about_form(here().languages, shown_of(view))
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            found = queries.session_to_change(session, here().id, panel.id, number)
            sessions.describe(session, found, form.about(), by=someone(), at=clock.now())
            flash(_("Kept."))
            return _to(slug, number)
    return _form_page("members/desk/words.html", panel, view, form)


@bp.route("/<municipality>/desk/panels/<slug>/sessions/<int:number>/move", methods=["GET", "POST"])
@may("members.manage")
def move_session(slug: str, number: int) -> ResponseReturnValue:
    """Another moment, place or way of meeting, with a reason; every member is told."""
    panel, view = _read(slug, number)
    wished = request.args.get("mode")
    shown = {**shown_of(view), **({"mode": wished} if wished in rules.MODES else {})}
    form = move_form(here().languages, shown)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            found = queries.session_to_change(session, here().id, panel.id, number)
            count = sessions.move(session, found, form.plan(), form.words("reason"), by=someone(), at=clock.now())
            flash(_told_in_words(count))
            return _to(slug, number)
    return _form_page("members/desk/move.html", panel, view, form)


@bp.route("/<municipality>/desk/panels/<slug>/sessions/<int:number>/cancel", methods=["GET", "POST"])
@may("members.manage")
def cancel_session(slug: str, number: int) -> ResponseReturnValue:
    """It is not held after all; every member is told why."""
    panel, view = _read(slug, number)
    form = cancel_form(here().languages)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            found = queries.session_to_change(session, here().id, panel.id, number)
            count = sessions.cancel(session, found, form.words("reason"), by=someone(), at=clock.now())
            flash(_told_in_words(count))
            return _to(slug, number)
    return _form_page("members/desk/cancel.html", panel, view, form)


@bp.post("/<municipality>/desk/panels/<slug>/sessions/<int:number>/invite")
@may("members.manage")
def invite_to_session(slug: str, number: int) -> ResponseReturnValue:
    """Tell the members who have not heard of it yet."""
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        found = queries.session_to_change(session, here().id, panel.id, number)
        count = sessions.invite(session, found, by=someone(), at=clock.now())
    flash(_told_in_words(count) if count else _("Every member whom we can reach has heard of it already."))
    return _to(slug, number)


@bp.route("/<municipality>/desk/panels/<slug>/sessions/<int:number>/materials", methods=["GET", "POST"])
@may("members.manage")
def add_material(slug: str, number: int) -> ResponseReturnValue:
    """Put something to read with a session: a link, or a file."""
    panel, view = _read(slug, number)
    form = MaterialForm(data=None if request.method == "POST" else {"language": here().languages[0], "public": True})
    if form.validate_on_submit():
        with refusals_on(form):
            content = form.file.data.read(materials.LARGEST + 1) if form.file.data else None
            kind = materials.kind_of(content) if content else ""
            with db.write() as session:
                found = queries.session_to_change(session, here().id, panel.id, number)
                sessions.add_material(
                    session,
                    found,
                    title={form.language.data: form.title.data.strip()},
                    language=form.language.data,
                    link=(form.link.data or "").strip(),
                    filename=materials.name_of(form.file.data.filename or "", kind) if kind else "",
                    content=content or None,
                    public=form.public.data,
                    by=someone(),
                    at=clock.now(),
                )
            flash(_("It stands with the session now."))
            return _to(slug, number)
    return _form_page("members/desk/material.html", panel, view, form)


@bp.post("/<municipality>/desk/panels/<slug>/sessions/<int:number>/materials/<int:material_id>/remove")
@may("members.manage")
def remove_material(slug: str, number: int, material_id: int) -> ResponseReturnValue:
    """Take away what there was to read."""
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        found = queries.session_to_change(session, here().id, panel.id, number)
        sessions.remove_material(session, found, material_id, by=someone(), at=clock.now())
    flash(_("Taken away."))
    return _to(slug, number)


def _read(slug: str, number: int) -> tuple[PanelView, queries.SessionView]:
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        return panel, queries.numbered(session, here().id, panel.id, number)


def _to(slug: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("members_desk.session", slug=slug, number=number), 303)


def _form_page(
    template: str, panel: PanelView, view: queries.SessionView, form: SessionForm | MaterialForm
) -> ResponseReturnValue:
    return render_template(template, panel=panel, view=view, told=told(view), form=form), status_of(form)


def _told_in_words(count: int | None) -> str:
    if count is None:
        return str(_("It was like this already: nobody was written to."))
    if not count:
        return str(_("Kept. There is no member yet whom we can reach."))
    return str(ngettext("Kept. %(num)s member is told.", "Kept. %(num)s members are told.", count))


def _asked_number(typed: str, following: int) -> int:
    """The number that the form was opened with, so that a form sent twice plans one session; else the one that follows."""
    known = range(1, following + 1)
    return next((number for number in known if str(number) == typed), following)


def _unplanned(session: Session, panel: PanelView, found: list[queries.SessionView]) -> list[dict[str, Any]]:
    """The days of the panel's calendar that lie ahead and on which there is no session: {on, day, words}."""
    planned, today = {clock.local(view.starts_at).date() for view in found}, clock.local(clock.now()).date()
    remit = panels.remit(session, here().id, panel.id)
    return [
        {"on": one["on"], "day": date.fromisoformat(one["on"]), "words": one["words"]}
        for one in (remit.calendar if remit else [])
        if date.fromisoformat(one["on"]) >= today and date.fromisoformat(one["on"]) not in planned
    ]


def _begun(days: list[dict[str, Any]]) -> dict[str, object]:
    """What a form begins with that was asked for from a day of the calendar."""
    asked = request.args.get("on")
    chosen = next((one for one in days if one["on"] == asked), None)
    if chosen is None:
        return {"mode": rules.HALL}
    day = date.fromisoformat(chosen["on"])
    return {
        "mode": rules.HALL,
        "starts": datetime.combine(day, BEGINS),
        "ends": datetime.combine(day, ENDS),
        **{f"title_{code}": text for code, text in chosen["words"].items()},
    }
