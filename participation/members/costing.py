"""What a panel cost, in money and in working hours, for the official who accounts for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from participation.errors import NotFound
from participation.journal.actions import record
from participation.members import report_rules as rules
from participation.members.models import Cost
from participation.panels import queries as panels
from participation.permissions import Actor


def note(
    session: Session,
    municipality_id: int,
    slug: str,
    kind: str,
    *,
    cents: int,
    minutes: int,
    text: str,
    by: Actor,
    at: datetime,
) -> int:
    """Note something that a panel cost; returns its number. Raises Refused."""
    rules.check_cost(kind, cents, minutes)
    panel = panels.panel_to_change(session, municipality_id, slug)
    added = Cost(
        municipality_id=municipality_id,
        panel_id=panel.id,
        kind=kind,
        cents=cents,
        minutes=minutes,
        note=text,
        noted_by=by.person_id,
        noted_at=at,
    )
    session.add(added)
    session.flush()
    facts: dict[str, str | int] = {"cost": added.id, "kind": kind, "cents": cents, "minutes": minutes}
    _record(session, municipality_id, panel.id, "cost.noted", facts, by=by, at=at)
    return added.id


def drop(session: Session, municipality_id: int, slug: str, cost_id: int, *, by: Actor, at: datetime) -> None:
    """Take it back. Raises NotFound."""
    panel = panels.panel_to_change(session, municipality_id, slug)
    gone = session.execute(
        delete(Cost)
        .where(Cost.municipality_id == municipality_id, Cost.panel_id == panel.id, Cost.id == cost_id)
        .returning(Cost.id)
    ).all()
    if not gone:
        raise NotFound
    _record(session, municipality_id, panel.id, "cost.dropped", {"cost": cost_id}, by=by, at=at)


def _record(
    session: Session,
    municipality_id: int,
    panel_id: int,
    event: str,
    facts: dict[str, str | int],
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
        facts=facts,
        at=at,
    )
