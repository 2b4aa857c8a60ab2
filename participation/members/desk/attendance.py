"""Who was at a session, and what is arranged so that everybody can be: each on one screen, for whoever leads it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.members import arranging, attending
from participation.members import session_rules as rules
from participation.members.desk.blueprint import bp
from participation.members.queries import sessions as queries
from participation.members.session_forms import arrangement_form, attendance_form
from participation.members.views.telling import told
from participation.panels import queries as panels
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may


@bp.route("/<municipality>/desk/panels/<slug>/sessions/<int:number>/attendance", methods=["GET", "POST"])
@may("sessions.lead")
def attendance(slug: str, number: int) -> ResponseReturnValue:
    """A row for each member: there, there for a part, excused, or absent."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        view = queries.numbered(session, here().id, panel.id, number)
        people = queries.confirmed(session, here().id, panel.id)
        noted = queries.attendance(session, here().id, view.id)
    everybody = request.args.get("begin") == rules.PRESENT
    form = attendance_form(people, noted, whole=view.minutes, everybody=everybody)
    if form.validate_on_submit():
        with refusals_on(form):
            with db.write() as session:
                found = queries.session_to_change(session, here().id, panel.id, number)
                attending.note(session, found, form.noted(people), by=someone(), at=clock.now())
            flash(_("Noted."))
            return redirect(url_for("members_desk.session", slug=slug, number=number), 303)
    return render_template(
        "members/desk/attendance.html",
        panel=panel,
        view=view,
        told=told(view),
        people=people,
        form=form,
        states=rules.ATTENDANCE,
        is_begun=view.starts_at <= clock.now(),
    ), status_of(form)


@bp.route("/<municipality>/desk/panels/<slug>/sessions/<int:number>/arrangements", methods=["GET", "POST"])
@may("members.manage")
def arrangements(slug: str, number: int) -> ResponseReturnValue:
    """A row for each member: what is wanted, arranged and done, for a session that is held like this."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        view = queries.numbered(session, here().id, panel.id, number)
        people = queries.confirmed(session, here().id, panel.id)
        arranged = queries.arrangements(session, here().id, view.id)
    without = queries.still_without(view, people, arranged)
    shown = [one for one in people if one.id in without] if request.args.get("show") == "open" else people
    form = arrangement_form(shown, view.proposed, arranged)
    if form.validate_on_submit():
        with refusals_on(form):
            with db.write() as session:
                found = queries.session_to_change(session, here().id, panel.id, number)
                arranging.note(session, found, form.noted(shown, view.proposed), by=someone(), at=clock.now())
            flash(_("Kept."))
            return redirect(url_for("members_desk.arrangements", slug=slug, number=number), 303)
    return render_template(
        "members/desk/arrangements.html",
        panel=panel,
        view=view,
        told=told(view),
        people=people,
        shown=shown,
        without=len(without),
        form=form,
        kinds={kind: rules.ARRANGEMENTS[kind] for kind in view.proposed},
        counts=_counts(arranged, view.proposed),
    ), status_of(form)


def _counts(arranged: dict[int, dict[str, str]], kinds: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Of each kind: for how many it is wanted and not there yet, and for how many it is there."""
    states = {kind: [one.get(kind) for one in arranged.values()] for kind in kinds}
    return {
        kind: (found.count(rules.WANTED), found.count(rules.ARRANGED) + found.count(rules.DONE))
        for kind, found in states.items()
    }
