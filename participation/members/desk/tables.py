"""Who sits at which table in each round: arranged, shown and printed before a session, and mended on the day.

For whoever leads it. They see names, and of the features that tables mirror only how well they do.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from participation import clock, db
from participation.errors import NotFound
from participation.members import table_papers, tabling
from participation.members import table_rules as rules
from participation.members.desk.blueprint import bp
from participation.members.queries import sessions
from participation.members.queries import tables as queries
from participation.members.queries.sessions import SessionView
from participation.members.queries.tables import PlanView
from participation.members.table_forms import ShowForm, arrange_form, today_form, wish_form
from participation.members.table_rules import Guest, Wish
from participation.members.views.telling import told
from participation.panels import queries as panels
from participation.panels.queries import PanelView
from participation.web.context import here, someone
from participation.web.forms import PressForm, refusals_on, status_of
from participation.web.guards import may


@dataclass(frozen=True)
class Looked:
    """All that a page about the tables of a session looks at. names: of everybody who has or had a seat, by number"""

    panel: PanelView
    view: SessionView
    plan: PlanView | None
    guests: list[Guest]
    wishes: list[Wish]
    away: set[int]

    @property
    def names(self) -> dict[int, str]:
        return {one.id: one.name for one in self.guests}

    @property
    def members(self) -> list[Guest]:
        """Who can be at the session."""
        return [one for one in self.guests if one.is_member]

    @property
    def needed(self) -> PlanView:
        """The plan. Raises NotFound while there is none."""
        if self.plan is None:
            raise NotFound
        return self.plan


@bp.get("/<municipality>/desk/panels/<slug>/sessions/<int:number>/tables")
@may("sessions.lead")
def tables(slug: str, number: int) -> ResponseReturnValue:
    """The plan of a session: what it gives, who sits where in each round, what changed; or how to begin one."""
    found = _look(slug, number)
    plan = found.plan
    if plan is None:
        return _page("tables_none.html", found)
    seated = {one.id for one in found.guests if one.id in plan.members}
    return _page(
        "tables.html",
        found,
        unkept=rules.unkept(found.wishes, plan.seats),
        gone=[one for one in found.guests if not one.is_member and any(one.id in table for table in plan.seats[-1])],
        new=[one for one in found.members if one.id not in seated | found.away],
        moves=rules.moves_of(plan.changes[-1]) if plan.changes else [],
        seats_of=rules.seats_of,
        show=ShowForm(),
    )


@bp.route("/<municipality>/desk/panels/<slug>/sessions/<int:number>/tables/arrange", methods=["GET", "POST"])
@may("sessions.lead")
def arrange_tables(slug: str, number: int) -> ResponseReturnValue:
    """How many tables and rounds, what each mirrors, who is not coming, who guides: and then who sits where."""
    found = _look(slug, number)
    form = arrange_form(found.members, found.panel.categories, found.away, found.plan)
    if form.validate_on_submit():
        with refusals_on(form):
            balance = [category for category in found.panel.categories if category in form.balance.data]
            with db.read() as session:
                guests = queries.guests(session, here().id, found.panel, balance=balance)
            made = rules.arranged(
                [one for one in guests if one.id not in form.away.data],
                found.wishes,
                tables=form.tables.data,
                rounds=form.rounds.data,
                balance=balance,
                facilitators=form.names("facilitators"),
                note_takers=form.names("note_takers"),
                seed=form.kept_seed,
            )
            with db.write() as session:
                taken = sessions.session_to_change(session, here().id, found.panel.id, number)
                tabling.keep(session, taken, made, seen=form.version, by=someone(), at=clock.now())
            flash(_("Arranged. Look at it, and show it to members when it is right."))
            return _to(slug, number)
    return _page("tables_arrange.html", found, form)


@bp.route("/<municipality>/desk/panels/<slug>/sessions/<int:number>/tables/today", methods=["GET", "POST"])
@may("sessions.lead")
def change_tables(slug: str, number: int) -> ResponseReturnValue:
    """Somebody is missing, or comes after all: as few others as can be change tables."""
    found = _look(slug, number)
    plan = found.needed
    form = today_form(found.guests, plan)
    if form.validate_on_submit():
        with refusals_on(form):
            with db.read() as session:
                guests = queries.guests(session, here().id, found.panel, also=plan.members, balance=plan.balance)
            known = {one.id for one in guests}
            changed = rules.changed(
                plan.seats,
                guests,
                found.wishes,
                missing=known.intersection(form.missing.data),
                come={one.id for one in guests if one.is_member}.intersection(form.come.data),
                since=int(form.since.data),
            )
            with db.write() as session:
                taken = sessions.session_to_change(session, here().id, found.panel.id, number)
                tabling.change(session, taken, changed, seen=form.version, by=someone(), at=clock.now())
            flash(_("Changed. Tell those who move."))
            return _to(slug, number)
    return _page("tables_today.html", found, form)


@bp.post("/<municipality>/desk/panels/<slug>/sessions/<int:number>/tables/show")
@may("sessions.lead")
def show_tables(slug: str, number: int) -> ResponseReturnValue:
    """Every member sees their table on their own page from now on, or no longer."""
    form = ShowForm()
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        taken = sessions.session_to_change(session, here().id, panel.id, number)
        tabling.show(session, taken, shown=form.shown.data, seen=form.version, by=someone(), at=clock.now())
    flash(_("Members see their table now.") if form.shown.data else _("Members no longer see their table."))
    return _to(slug, number)


@bp.route("/<municipality>/desk/panels/<slug>/sessions/<int:number>/tables/wishes", methods=["GET", "POST"])
@may("sessions.lead")
def seating_wishes(slug: str, number: int) -> ResponseReturnValue:
    """Who sits together, apart or at one table in every session, without a reason."""
    found = _look(slug, number)
    form = wish_form(found.members)
    if form.validate_on_submit():
        with refusals_on(form):
            wish = form.wish()
            rules.check_wish(wish, found.wishes, found.members, tables=found.plan.tables if found.plan else None)
            with db.write() as session:
                tabling.ask(session, here().id, slug, wish, beside=found.wishes, by=someone(), at=clock.now())
            flash(_("Noted."))
            return redirect(url_for("members_desk.seating_wishes", slug=slug, number=number), 303)
    return _page("tables_wishes.html", found, form, press=PressForm())


@bp.post("/<municipality>/desk/panels/<slug>/sessions/<int:number>/tables/wishes/<int:wish_id>/remove")
@may("sessions.lead")
def drop_wish(slug: str, number: int, wish_id: int) -> ResponseReturnValue:
    """Take away a wish."""
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        sessions.numbered(session, here().id, panel.id, number)
        tabling.drop_wish(session, here().id, slug, wish_id, by=someone(), at=clock.now())
    flash(_("Taken away."))
    return redirect(url_for("members_desk.seating_wishes", slug=slug, number=number), 303)


@bp.get("/<municipality>/desk/panels/<slug>/sessions/<int:number>/tables.pdf")
@may("sessions.lead")
def tables_sheet(slug: str, number: int) -> ResponseReturnValue:
    """The plan on paper: a card for each table, a slip for each person."""
    found = _look(slug, number)
    printed = table_papers.pdf(g.place, found.panel, found.view, found.needed, found.names)
    name = f"tables-{slug}-{number}.pdf"
    return Response(
        printed, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _look(slug: str, number: int) -> Looked:
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        view = sessions.numbered(session, here().id, panel.id, number)
        plan = queries.plan(session, here().id, view.id)
        wishes = queries.wishes(session, here().id, panel.id)
        named = {one for wish in wishes for one in wish.members} | (plan.members if plan else set())
        guests = queries.guests(session, here().id, panel, also=named)
        return Looked(panel, view, plan, guests, wishes, queries.away(session, here().id, view.id, plan))


def _page(template: str, found: Looked, form: FlaskForm | None = None, **more: object) -> ResponseReturnValue:
    page = render_template(
        f"members/desk/{template}",
        panel=found.panel,
        view=found.view,
        told=told(found.view),
        plan=found.plan,
        names=found.names,
        members=found.members,
        wishes=found.wishes,
        kinds=rules.WISHES,
        away=found.away,
        is_over=found.view.is_cancelled or found.view.ends_at <= clock.now(),
        form=form,
        **more,
    )
    return page, status_of(form) if form else 200


def _to(slug: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("members_desk.tables", slug=slug, number=number), 303)
