"""Doing: who sits where in a session, and what is asked of that, for whoever leads it.

Seats are found before anything is written (`table_rules`); what is kept here is what was found, as long as nobody else
changed the plan meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.members import session_rules
from participation.members.models import Member, PanelSession, SeatingWish, TablePlan
from participation.members.queries import tables as queries
from participation.members.table_rules import Changed, Made, Wish
from participation.panels import queries as panels
from participation.permissions import Actor

NO_PLAN = 0


def keep(session: Session, found: PanelSession, made: Made, *, seen: int, by: Actor, at: datetime) -> TablePlan:
    """Keep a plan for a session instead of the one that was seen; members do not see it yet. The same one twice is one.

    found: the session, taken; seen: the version of the plan that was there, or NO_PLAN
    Raises Refused where the plan is another one by now, and for a session that is over.
    """
    plan = queries.plan_to_change(session, found.municipality_id, found.id)
    if plan is not None and plan.seed == made.seed:
        return plan
    _check_open(found, at)
    _check_seen(plan, seen)
    if plan is None:
        plan = TablePlan(municipality_id=found.municipality_id, session_id=found.id, version=NO_PLAN)
        session.add(plan)
    plan.balance, plan.seats, plan.helpers, plan.figures = made.balance, made.seats, made.helpers, made.figures
    plan.seed, plan.changes, plan.shown = made.seed, [], False
    _step(plan, by=by, at=at)
    session.flush()
    counts = {"tables": len(made.seats[0]), "rounds": len(made.seats), "members": _seated(made.seats)}
    _record(session, found, "tables.arranged", by=by, at=at, **counts)
    return plan


def change(session: Session, found: PanelSession, changed: Changed, *, seen: int, by: Actor, at: datetime) -> None:
    """Keep what became of the plan on the day; members see it where they saw the plan. The same change twice is one.

    Raises NotFound without a plan; Refused where it is another one by now, and for a session that is over.
    """
    plan = _plan(session, found)
    told = changed.change
    if plan.version == seen + 1 and plan.changes and _is_same(plan.changes[-1], told):
        return
    _check_open(found, at)
    _check_seen(plan, seen)
    if not told["missing"] and not told["come"]:
        raise Refused("nobody_chosen", field="missing")
    plan.seats, plan.figures, plan.changes = changed.seats, changed.figures, [*plan.changes, told]
    _step(plan, by=by, at=at)
    session.flush()
    counts = {name: len(told[name]) for name in ("missing", "come", "moves")}
    _record(session, found, "tables.changed", by=by, at=at, since=told["since"], **counts)


def show(session: Session, found: PanelSession, *, shown: bool, seen: int, by: Actor, at: datetime) -> None:
    """Let every member see at which table they sit, on their own page; or no longer.

    Raises NotFound without a plan, and Refused where it is not the one that was looked at.
    """
    plan = _plan(session, found)
    if plan.shown == shown:
        return
    _check_seen(plan, seen)
    plan.shown = shown
    session.flush()
    _record(session, found, "tables.shown" if shown else "tables.hidden", by=by, at=at)


def ask(
    session: Session, municipality_id: int, slug: str, wish: Wish, *, beside: Sequence[Wish], by: Actor, at: datetime
) -> None:
    """Note a wish that holds in every session of a panel; nothing happens where it was asked already.

    beside: the wishes beside which it was found that it can hold (`table_rules.check_wish`)
    Raises Refused where there are others by now, and NotFound for somebody of another panel.
    """
    panel = panels.panel_to_change(session, municipality_id, slug)
    now = queries.wishes(session, municipality_id, panel.id)
    if any(one.says == wish.says for one in now):
        return
    if now != list(beside):
        raise Refused("changed_meanwhile")
    _check_members(session, municipality_id, panel.id, wish.members)
    session.add(
        SeatingWish(
            municipality_id=municipality_id,
            panel_id=panel.id,
            kind=wish.kind,
            members=list(wish.members),
            table=wish.table,
            noted_by=by.person_id,
            noted_at=at,
        )
    )
    session.flush()
    _record_wish(session, municipality_id, panel.id, "seating.asked", wish.kind, len(wish.members), by=by, at=at)


def drop_wish(session: Session, municipality_id: int, slug: str, wish_id: int, *, by: Actor, at: datetime) -> None:
    """Take a wish away; nothing happens where it is gone already."""
    panel = panels.panel_to_change(session, municipality_id, slug)
    gone = session.scalar(
        select(SeatingWish).where(
            SeatingWish.municipality_id == municipality_id,
            SeatingWish.panel_id == panel.id,
            SeatingWish.id == wish_id,
        )
    )
    if gone is not None:
        session.delete(gone)
        session.flush()
        _record_wish(session, municipality_id, panel.id, "seating.dropped", gone.kind, len(gone.members), by=by, at=at)


def _plan(session: Session, found: PanelSession) -> TablePlan:
    plan = queries.plan_to_change(session, found.municipality_id, found.id)
    if plan is None:
        raise NotFound
    return plan


def _check_open(found: PanelSession, at: datetime) -> None:
    # Who was there may be noted from its first minute on, so that it was held is not that it is over.
    if found.state == session_rules.CANCELLED or found.ends_at <= at:
        raise Refused("session_is_over")


def _check_seen(plan: TablePlan | None, seen: int) -> None:
    if (plan.version if plan else NO_PLAN) != seen:
        raise Refused("changed_meanwhile")


def _check_members(session: Session, municipality_id: int, panel_id: int, members: Collection[int]) -> None:
    known = session.scalars(
        select(Member.id).where(
            Member.municipality_id == municipality_id, Member.panel_id == panel_id, Member.id.in_(members)
        )
    )
    if set(known) != set(members):
        raise NotFound


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[name] == other[name] for name in ("since", "missing", "come"))


def _step(plan: TablePlan, *, by: Actor, at: datetime) -> None:
    plan.version, plan.made_by, plan.made_at = plan.version + 1, by.person_id, at


def _seated(seats: list[list[list[int]]]) -> int:
    return len({one for tables in seats for table in tables for one in table})


def _record(session: Session, found: PanelSession, event: str, *, by: Actor, at: datetime, **facts: int) -> None:
    record(
        session,
        found.municipality_id,
        event,
        subject=panels.subject_of(found.panel_id),
        by=f"person:{by.person_id}",
        facts={"session": found.number, **facts},
        at=at,
    )


def _record_wish(
    session: Session,
    municipality_id: int,
    panel_id: int,
    event: str,
    kind: str,
    members: int,
    *,
    by: Actor,
    at: datetime,
) -> None:
    record(
        session,
        municipality_id,
        event,
        subject=panels.subject_of(panel_id),
        by=f"person:{by.person_id}",
        facts={"kind": kind, "members": members},
        at=at,
    )
