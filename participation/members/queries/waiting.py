"""Counting what waits at the desk of the seats: one statement for each, so that the desk asks for all of it together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, String, case, cast, exists, func, literal, select
from sqlalchemy.orm import aliased

from participation.awaiting import NONE_LATE, Counted
from participation.clock import local
from participation.journal import queries as journal
from participation.members.models import Member, PanelSession
from participation.members.queries.seats import NOT_HELD, THANKED
from participation.members.rules import ASKED, SEATED
from participation.panels import queries as panels

# So long after its last session, or after it was drawn, nothing of a panel waits at the desk any more.
OVER, LONGEST = timedelta(days=1), timedelta(days=365)


def unreached(municipality_id: int, *, at: datetime) -> Counted:
    """Who has a seat, and nobody knows how to reach them."""
    return _members(municipality_id, at, NONE_LATE, Member.state.in_(SEATED), Member.reach.is_(None))


def late(municipality_id: int, *, at: datetime) -> Counted:
    """Who was asked, and did not answer in time; see `rules.is_late`."""
    over = (Member.state == ASKED, Member.answer_by < local(at).date(), Member.reach.is_not(None))
    return _members(municipality_id, at, func.count(), *over)


def open_seats(municipality_id: int, last_replacing: int, *, at: datetime) -> Counted:
    """The seats for which one can draw again: nobody is still asked, and not too many sessions have begun."""
    begun = (
        select(func.count())
        .where(
            PanelSession.municipality_id == municipality_id,
            PanelSession.panel_id == Member.panel_id,
            PanelSession.state != NOT_HELD,
            PanelSession.starts_at <= at,
        )
        .scalar_subquery()
    )
    to_give = panels.seats_to_give(municipality_id).subquery()
    taken = func.sum(case((Member.state.in_(SEATED), 1), else_=0))
    asked = func.sum(case((Member.state == ASKED, 1), else_=0))
    return (
        select(Member.panel_id, to_give.c.seats - taken, NONE_LATE)
        .join(to_give, to_give.c.panel_id == Member.panel_id)
        .where(Member.municipality_id == municipality_id, _at_work(municipality_id, Member.panel_id, at))
        .where(begun < last_replacing)
        .group_by(Member.panel_id, to_give.c.seats)
        .having(asked == 0)
    )


def unthanked(municipality_id: int, *, at: datetime) -> Counted:
    """Whom the first draw of a panel did not choose, who are no members since, and were not thanked."""
    pool = panels.in_the_first_draw(municipality_id).subquery()
    since = exists().where(
        Member.municipality_id == municipality_id, Member.panel_id == pool.c.panel_id, Member.code == pool.c.code
    )
    named = literal("panel:") + cast(pool.c.panel_id, String) + "/draw:" + cast(pool.c.sequence, String)  # `draw_of`
    return (
        select(pool.c.panel_id, func.count(), NONE_LATE)
        .where(_at_work(municipality_id, pool.c.panel_id, at), ~since)
        .where(named.not_in(journal.subjects_of(municipality_id, THANKED)))
        .group_by(pool.c.panel_id)
    )


def _members(municipality_id: int, at: datetime, late_ones: ColumnElement[int], *which: ColumnElement[bool]) -> Counted:
    return (
        select(Member.panel_id, func.count(), late_ones)
        .where(Member.municipality_id == municipality_id, _at_work(municipality_id, Member.panel_id, at), *which)
        .group_by(Member.panel_id)
    )


def _at_work(municipality_id: int, panel_id: SQLColumnExpression[int], at: datetime) -> ColumnElement[bool]:
    """Whether a panel still has something before it: drawn, and not over for longer than `OVER`."""
    over = (
        select(PanelSession.panel_id)
        .where(PanelSession.municipality_id == municipality_id, PanelSession.state != NOT_HELD)
        .group_by(PanelSession.panel_id)
        .having(func.max(PanelSession.ends_at) < at - OVER)
    )
    return panel_id.in_(_drawn_lately(municipality_id, at)) & panel_id.not_in(over)


def _drawn_lately(municipality_id: int, at: datetime) -> Select[int]:
    drawn = aliased(Member)
    return select(drawn.panel_id).where(
        drawn.municipality_id == municipality_id, drawn.forgotten_at.is_(None), drawn.asked_at > at - LONGEST
    )
