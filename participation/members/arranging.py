"""Doing: what each member needs to take part in a session as it is held, ticked off one by one. For the officials."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.journal.actions import record
from participation.members import session_rules as rules
from participation.members.models import Arrangement, PanelSession
from participation.members.queries import sessions as queries
from participation.permissions import Actor


def note(
    session: Session, found: PanelSession, noted: Mapping[tuple[int, str], str], *, by: Actor, at: datetime
) -> int:
    """Keep how far it is: (member, kind) to a key of `rules.ARRANGEMENT_STATES`, or "" for what is not needed to know.

    Whatever is not named stays as it is, and nobody is noted who has no seat. Returns how much changed.
    """
    members = {one.id for one in queries.confirmed(session, found.municipality_id, found.panel_id)}
    kept = {
        (row.member_id, row.kind): row
        for row in session.scalars(
            select(Arrangement).where(
                Arrangement.municipality_id == found.municipality_id, Arrangement.session_id == found.id
            )
        )
    }
    changed = 0
    for (member_id, kind), state in noted.items():
        if member_id not in members:
            continue
        if kind not in rules.ARRANGEMENTS or state not in ("", *rules.ARRANGEMENT_STATES):
            raise ValueError(kind, state)
        changed += _note_one(session, found, member_id, kind, state, kept.get((member_id, kind)), by=by, at=at)
    session.flush()
    if changed:
        record(
            session,
            found.municipality_id,
            "session.arranged",
            subject=f"panel:{found.panel_id}",
            by=f"person:{by.person_id}",
            facts={"session": found.number, "changes": changed},
            at=at,
        )
    return changed


def _note_one(
    session: Session,
    found: PanelSession,
    member_id: int,
    kind: str,
    state: str,
    row: Arrangement | None,
    *,
    by: Actor,
    at: datetime,
) -> bool:
    if (row.state if row else "") == state:
        return False
    if not state:
        session.delete(row)
    elif row is None:
        session.add(
            Arrangement(
                municipality_id=found.municipality_id,
                session_id=found.id,
                member_id=member_id,
                kind=kind,
                state=state,
                note="",
                noted_by=by.person_id,
                noted_at=at,
            )
        )
    else:
        row.state, row.noted_by, row.noted_at = state, by.person_id, at
    return True
