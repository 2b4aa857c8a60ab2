"""Looking at what was entered for people: what a colleague must still do, and what an official did lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.awaiting import NO_PANEL, NONE_LATE, Counted
from participation.inclusion.models import TAKEN, WAITING, Entry, TextQuestion
from participation.permissions import Actor
from participation.sheets import NO, Sheet, sheets

LATEST = 10


@dataclass(frozen=True)
class Line:
    """A form that came in, and nothing of who or what."""

    id: int
    sheet: str
    subject: str
    channel: str
    state: str
    made_at: datetime
    mine: bool


@dataclass(frozen=True)
class Doubt:
    """Somebody says that what was entered for them is not right. phone: how their number ends."""

    entry_id: int
    sheet: str
    subject: str
    person_id: int | None
    phone: str
    said_at: datetime


def waiting(session: Session, municipality_id: int, *, by: Actor) -> list[Line]:
    """What waits for a second official, the oldest first; `mine` waits for somebody else."""
    rows = session.scalars(
        select(Entry).where(Entry.municipality_id == municipality_id, Entry.state == WAITING).order_by(Entry.id)
    )
    return [_line(row, by) for row in rows]


def latest(session: Session, municipality_id: int, *, by: Actor) -> list[Line]:
    """What an official entered lately, the newest first."""
    rows = session.scalars(
        select(Entry)
        .where(Entry.municipality_id == municipality_id, Entry.entered_by == by.person_id)
        .order_by(Entry.id.desc())
        .limit(LATEST)
    )
    return [_line(row, by) for row in rows]


def doubts(session: Session, municipality_id: int, *, at: datetime) -> list[Doubt]:
    """What people say is not right, for as long as it can be put right and nobody looked at it with them."""
    rows = session.execute(
        _doubted(
            municipality_id,
            at,
            Entry.id,
            Entry.sheet,
            Entry.subject,
            Entry.person_id,
            TextQuestion.phone,
            TextQuestion.answered_at,
        ).order_by(TextQuestion.answered_at)
    )
    return [
        Doubt(row.id, row.sheet, row.subject, row.person_id, f"… {row.phone[-2:]}", row.answered_at) for row in rows
    ]


def doubted(municipality_id: int, *, at: datetime) -> Counted:
    """How much of it there is."""
    found: Counted = _doubted(municipality_id, at, NO_PANEL, func.count(), NONE_LATE)
    return found


def _doubted(municipality_id: int, at: datetime, *columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(TextQuestion)
        .join(Entry, (Entry.municipality_id == TextQuestion.municipality_id) & (Entry.id == TextQuestion.entry_id))
        .where(
            TextQuestion.municipality_id == municipality_id,
            Entry.municipality_id == municipality_id,
            TextQuestion.answer == NO,
            Entry.state.in_((TAKEN, WAITING)),
            Entry.answers.is_not(None),
            Entry.correctable_until > at,
            Entry.corrected_at.is_(None) | (Entry.corrected_at < TextQuestion.answered_at),
        )
    )


def forms(session: Session, municipality_id: int) -> list[tuple[Sheet, str]]:
    """Every form that can be entered now, with what it is about; "" where that is nothing in particular."""
    return [(one, subject) for one in sheets() for subject in one.about(session, municipality_id)]


def _line(row: Entry, by: Actor) -> Line:
    return Line(row.id, row.sheet, row.subject, row.channel, row.state, row.made_at, row.entered_by == by.person_id)
