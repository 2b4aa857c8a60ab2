"""Who takes their seat, who does not, and what becomes of the seats that come free."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from participation import clock, db
from participation.clock import local
from participation.members import exporting, queries, rules, seats, thanking
from participation.members.desk.blueprint import bp
from participation.members.seat_forms import ReachForm
from participation.panels import queries as panels
from participation.sheets import CHANNEL_NAMES
from participation.web.context import here, someone
from participation.web.forms import check_seen, refusals_on, status_of
from participation.web.guards import asks_again, may

TAGS = {
    rules.CONFIRMED: "done",
    rules.ASKED: "wait",
    rules.DECLINED: "stop",
    rules.SILENT: "late",
    rules.WITHDRAWN: "stop",
}


@bp.get("/<municipality>/desk/panels/<slug>/members", endpoint="seats")
@may("members.see")
def all_seats(slug: str) -> ResponseReturnValue:
    """Everybody who was drawn, how many seats are open, and what comes next."""
    now = clock.now()
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        board = queries.board(session, here().id, panel, today=local(now).date())
        unselected = queries.not_drawn(session, here().id, panel.id)
        thanked = unselected and queries.thanked_at(session, here().id, panel.id, unselected[0])
        begun = queries.sessions_begun(session, here().id, panel.id, at=now)
        last = queries.last_replacing_session(session, here().id)
        rounds = panels.rounds(session, here().id, panel.id)
    return render_template(
        "members/desk/seats.html",
        panel=panel,
        board=board,
        unselected=len(unselected[1]) if unselected else 0,
        thanked=thanked,
        too_late=begun >= last,
        last=last,
        under_way=next((one for one in rounds if one.is_open), None),
        states=rules.STATES,
        tags=TAGS,
        reasons=rules.REASON_NAMES,
        channels=CHANNEL_NAMES,
        today=local(now).date(),
        is_late=rules.is_late,
    )


@bp.post("/<municipality>/desk/panels/<slug>/members.csv")
@may("sessions.lead")
@asks_again
def contacts(slug: str) -> ResponseReturnValue:
    """How to reach everybody who takes a seat, for whoever leads the sessions."""
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        table = exporting.contacts(session, here().id, panel.id, by=someone(), at=clock.now())
    named = f'attachment; filename="{slug}-members.csv"'
    return Response(table, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": named})


@bp.route("/<municipality>/desk/panels/<slug>/members/<code>", methods=["GET", "POST"])
@may("members.manage")
def reach(slug: str, code: str) -> ResponseReturnValue:
    """One person who was drawn: how they are reached, and with which code they answer."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        seat = queries.seat(session, here().id, panel, code)
        secret = queries.secret_of(session, here().id, panel.id, code)
    known = {**vars(seat.reach), "language": seat.language, "large_print": seat.large_print}
    form = ReachForm(data=known)
    if form.validate_on_submit():
        with refusals_on(form, "way"), db.write() as session:
            seats.note_reach(
                session,
                here().id,
                slug,
                code,
                form.reach,
                language=form.language.data,
                large_print=form.large_print.data,
                by=someone(),
                at=clock.now(),
            )
            flash(_("Noted.") if seat.is_reached else _("Noted. We write to them whether they take the seat."))
            return redirect(url_for("members_desk.seats", slug=slug), 303)
    return render_template(
        "members/desk/seat.html",
        panel=panel,
        seat=seat,
        secret=secret,
        form=form,
        states=rules.STATES,
        tags=TAGS,
        reasons=rules.REASON_NAMES,
        channels=CHANNEL_NAMES,
        subject=panel.subject,
    ), status_of(form)


@bp.post("/<municipality>/desk/panels/<slug>/members/<code>/again")
@may("members.manage")
def ask_again(slug: str, code: str) -> ResponseReturnValue:
    """Ask somebody once more whether they take the seat."""
    with db.write() as session:
        seats.ask_again(session, here().id, slug, code, by=someone(), at=clock.now())
    flash(_("On its way. It goes out at most once a day."))
    return redirect(url_for("members_desk.reach", slug=slug, code=code), 303)


@bp.post("/<municipality>/desk/panels/<slug>/members/silent")
@may("members.manage")
def count_as_silent(slug: str) -> ResponseReturnValue:
    """Whoever did not answer in time no longer has the seat."""
    with db.write() as session:
        by = f"person:{someone().person_id}"
        count = seats.count_as_silent(session, here().id, slug, by=by, via="web", at=clock.now())
    flash(ngettext("%(num)s seat is free again. We told them.", "%(num)s seats are free again. We told them.", count))
    return redirect(url_for("members_desk.seats", slug=slug), 303)


@bp.get("/<municipality>/desk/panels/<slug>/members/open")
@may("panels.prepare")
def draw_more(slug: str) -> ResponseReturnValue:
    """What a draw for the open seats would be about, and the button that begins it."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        filled = queries.filled(session, here().id, panel)
        found = queries.replacement(session, here().id, panel)
        begun = queries.sessions_begun(session, here().id, panel.id, at=clock.now())
        last = queries.last_replacing_session(session, here().id)
    return render_template(
        "members/desk/open_seats.html",
        panel=panel,
        filled=filled,
        found=found,
        mark=queries.mark_of(found),
        reserve=queries.reserve(found),
        too_late=begun >= last,
        last=last,
    )


@bp.post("/<municipality>/desk/panels/<slug>/members/open/draw")
@may("panels.prepare")
def open_round(slug: str) -> ResponseReturnValue:
    """Begin a draw for the open seats, as the page showed it."""
    with db.write() as session:
        panel = panels.panel_to_change(session, here().id, slug)
        found = queries.replacement(session, here().id, panels.panel_by_id(session, here().id, panel.id))
        check_seen(queries.mark_of(found))
        seats.draw_for_open_seats(session, here().id, slug, by=someone(), at=clock.now())
    flash(_("Begun. Now calculate the fair chances for these seats."))
    return redirect(url_for("desk.panel", slug=slug), 303)


@bp.post("/<municipality>/desk/panels/<slug>/members/thanks")
@may("members.manage")
def thank(slug: str) -> ResponseReturnValue:
    """Thank everybody whom the lot did not choose."""
    with db.write() as session:
        reached = thanking.ask_thanks(session, here().id, slug, by=someone(), at=clock.now())
    flash(ngettext("We write to %(num)s person.", "We write to %(num)s people.", reached))
    return redirect(url_for("members_desk.seats", slug=slug), 303)
