"""What plans of tables hold on members: told to them, and taken out of the plans when they are to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.errors import N_
from participation.held import Sentence, Somebody
from participation.members.models import Member, PanelSession, SeatingWish, TablePlan
from participation.members.table_rules import WISHES, seats_of


def asking(session: Session, members: Sequence[Member], *, who: Somebody) -> list[Mapping[str, object]]:
    """At which tables they sat, and what was noted about where they sit; not with whom, which is about others."""
    mine = {one.id for one in members}
    told: list[Mapping[str, object]] = []
    for plan, title, starts_at in _plans(session, who.municipality_id, members):
        for one in sorted(mine):
            tables = seats_of(plan.seats, one)
            if any(tables):
                words = ", ".join(str(table) if table else "\u2013" for table in tables)
                told.append({N_("Session"): title, N_("When"): starts_at, N_("Your table in each round"): words})
    wishes = [wish for wish in _wishes(session, who.municipality_id, members) if mine.intersection(wish.members)]
    return [*told, *({N_("You sit"): Sentence(WISHES[wish.kind]), N_("Noted"): wish.noted_at} for wish in wishes)]


def forget(session: Session, municipality_id: int, members: Sequence[Member]) -> None:
    """No plan names them any more; the others stay where they sit. Wishes about them go."""
    mine = {one.id for one in members}
    for plan, _title, _starts_at in _plans(session, municipality_id, members):
        plan.seats = [[[one for one in table if one not in mine] for table in tables] for tables in plan.seats]
        plan.changes = [_without(change, mine) for change in plan.changes]
    for wish in _wishes(session, municipality_id, members):
        if mine.intersection(wish.members):
            session.delete(wish)
    session.flush()


def _without(change: Mapping[str, Any], mine: set[int]) -> dict[str, Any]:
    """A change on the day, without these members."""
    return {
        "since": change["since"],
        "missing": [one for one in change["missing"] if one not in mine],
        "come": [one for one in change["come"] if one not in mine],
        "moves": [move for move in change["moves"] if move[1] not in mine],
    }


def _plans(session: Session, municipality_id: int, members: Sequence[Member]) -> Sequence[Any]:
    """The plans of their panels, each with the title and the beginning of its session."""
    return session.execute(
        select(TablePlan, PanelSession.title, PanelSession.starts_at)
        .join(PanelSession, PanelSession.id == TablePlan.session_id)
        .where(
            TablePlan.municipality_id == municipality_id,
            PanelSession.municipality_id == municipality_id,
            PanelSession.panel_id.in_({one.panel_id for one in members}),
        )
        .order_by(PanelSession.starts_at)
    ).all()


def _wishes(session: Session, municipality_id: int, members: Sequence[Member]) -> Sequence[SeatingWish]:
    return session.scalars(
        select(SeatingWish)
        .where(
            SeatingWish.municipality_id == municipality_id,
            SeatingWish.panel_id.in_({one.panel_id for one in members}),
        )
        .order_by(SeatingWish.id)
    ).all()
