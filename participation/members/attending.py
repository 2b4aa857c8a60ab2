"""Doing: who was at a session, noted on one screen by whoever leads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.errors import Refused
from participation.journal.actions import record
from participation.members import session_rules as rules
from participation.members.models import Attendance, PanelSession
from participation.members.queries import sessions as queries
from participation.members.queries.sessions import Noted
from participation.permissions import Actor


def note(session: Session, found: PanelSession, noted: Mapping[int, Noted], *, by: Actor, at: datetime) -> int:
    """Keep who was there, by member; from then on the session was held. Returns how much changed.

    Whoever is not named stays as they were noted, and nobody is noted who has no seat.
    Raises Refused for a session that was cancelled or has not begun, and for a part that is none.
    """
    if found.state == rules.CANCELLED:
        raise Refused("session_is_over")
    if at < found.starts_at:
        raise Refused("session_not_begun")
    whole = int((found.ends_at - found.starts_at).total_seconds() // 60)
    members = {one.id for one in queries.confirmed(session, found.municipality_id, found.panel_id)}
    kept = {
        row.member_id: row
        for row in session.scalars(
            select(Attendance).where(
                Attendance.municipality_id == found.municipality_id, Attendance.session_id == found.id
            )
        )
    }
    changed = 0
    for member_id, one in noted.items():
        if member_id in members or member_id in kept:
            minutes = rules.check_minutes(one.state, one.minutes, whole)
            changed += _note_one(session, found, member_id, one.state, minutes, kept.get(member_id), by=by, at=at)
    if changed:
        found.state = rules.HELD
        session.flush()
        _record(session, found, by=by, at=at)
    return changed


def _note_one(
    session: Session,
    found: PanelSession,
    member_id: int,
    state: str,
    minutes: int | None,
    row: Attendance | None,
    *,
    by: Actor,
    at: datetime,
) -> bool:
    if row is None:
        row = Attendance(municipality_id=found.municipality_id, session_id=found.id, member_id=member_id)
        session.add(row)
    elif (row.state, row.minutes) == (state, minutes):
        return False
    row.state, row.minutes, row.noted_by, row.noted_at = state, minutes, by.person_id, at
    return True


def _record(session: Session, found: PanelSession, *, by: Actor, at: datetime) -> None:
    states = Counter(one.state for one in queries.attendance(session, found.municipality_id, found.id).values())
    record(
        session,
        found.municipality_id,
        "attendance.noted",
        subject=f"panel:{found.panel_id}",
        by=f"person:{by.person_id}",
        facts={"session": found.number, **{state: states[state] for state in rules.ATTENDANCE}},
        at=at,
    )
