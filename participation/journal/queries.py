"""Reading the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.journal import chain
from participation.journal.actions import chained, stream_of
from participation.journal.models import DailyCheckpoint, JournalEntry, JournalHead

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One line of the journal page."""

    seq: int
    time: datetime
    event: str
    subject: str
    by: str
    facts: dict[str, Any]
    digest: str


@dataclass(frozen=True)
class DaysEnd:
    """Where the journal stood at the end of a day: the number of its last line, and that line's fingerprint."""

    day: date
    seq: int
    digest: str
    made_at: datetime


def page(session: Session, municipality_id: int, number: int) -> tuple[list[Line], int]:
    """The newest entries first, `PAGE` at a time (number counts from 1), and how many pages there are."""
    count = session.scalar(select(JournalHead.seq).where(JournalHead.municipality_id == municipality_id))
    columns = (
        JournalEntry.seq,
        JournalEntry.time,
        JournalEntry.event,
        JournalEntry.subject,
        JournalEntry.by,
        JournalEntry.facts,
        JournalEntry.digest,
    )
    rows = session.execute(
        select(*columns)
        .where(JournalEntry.municipality_id == municipality_id)
        .order_by(JournalEntry.seq.desc())
        .limit(PAGE)
        .offset(PAGE * (number - 1))
    )
    return [Line(*row) for row in rows], max(1, -(-(count or 0) // PAGE))


def began_on(session: Session, municipality_id: int) -> date | None:
    """The day of the first entry, on the calendar of the town hall; None while there is none."""
    first = session.scalar(
        select(JournalEntry.time).where(JournalEntry.municipality_id == municipality_id, JournalEntry.seq == 1)
    )
    return None if first is None else local(first).date()


def last_time(session: Session, municipality_id: int, event: str, subject: str) -> datetime | None:
    """When this last happened to this; None where it never did."""
    return session.scalar(
        select(func.max(JournalEntry.time)).where(
            JournalEntry.municipality_id == municipality_id,
            JournalEntry.event == event,
            JournalEntry.subject == subject,
        )
    )


def subjects_of(municipality_id: int, event: str) -> Select[str]:
    """The statement for everything to which this ever happened, for a room that looks for what it did not happen to."""
    return select(JournalEntry.subject).where(
        JournalEntry.municipality_id == municipality_id, JournalEntry.event == event
    )


def days_ends(session: Session, municipality_id: int, number: int) -> tuple[list[DaysEnd], int]:
    """The daily checkpoints, the newest first, `PAGE` at a time (number counts from 1), and how many pages there are."""
    of_here = DailyCheckpoint.municipality_id == municipality_id
    count = session.scalar(select(func.count()).select_from(DailyCheckpoint).where(of_here)) or 0
    rows = session.execute(
        select(*_A_DAYS_END).where(of_here).order_by(DailyCheckpoint.day.desc()).limit(PAGE).offset(PAGE * (number - 1))
    )
    return [DaysEnd(*row) for row in rows], max(1, -(-count // PAGE))


def all_days_ends(session: Session, municipality_id: int) -> list[DaysEnd]:
    """Every daily checkpoint, the oldest first."""
    rows = session.execute(
        select(*_A_DAYS_END).where(DailyCheckpoint.municipality_id == municipality_id).order_by(DailyCheckpoint.day)
    )
    return [DaysEnd(*row) for row in rows]


_A_DAYS_END = (DailyCheckpoint.day, DailyCheckpoint.seq, DailyCheckpoint.digest, DailyCheckpoint.made_at)


def journals(session: Session) -> dict[int, chain.Checkpoint]:
    """The journals on this server, by municipality: where each says that it ends."""
    rows = session.execute(
        select(JournalHead.municipality_id, JournalHead.seq, JournalHead.digest).order_by(JournalHead.municipality_id)
    )
    return {row.municipality_id: chain.Checkpoint(stream_of(row.municipality_id), row.seq, row.digest) for row in rows}


def read_through(session: Session, municipality_id: int, kept: Collection[chain.Checkpoint] = ()) -> chain.Reading:
    """Follow the whole journal of a municipality, a line at a time, and see which kept checkpoints it passes."""
    with _entries(session, municipality_id) as entries:
        return chain.read_through(stream_of(municipality_id), entries, kept)


def first_broken(session: Session, municipality_id: int) -> int | None:
    """The place of the first entry that does not follow from those before it, or None if the whole chain holds."""
    reading = read_through(session, municipality_id)
    return None if reading.whole else reading.end.seq + 1


@contextmanager
def _entries(session: Session, municipality_id: int) -> Iterator[Iterator[chain.Entry]]:
    wanted = (
        select(JournalEntry)
        .where(JournalEntry.municipality_id == municipality_id)
        .order_by(JournalEntry.seq)
        .execution_options(yield_per=1000)
    )
    with session.scalars(wanted) as entries:  # a broken chain is not read to its end
        yield ({**chained(entry), "digest": entry.digest} for entry in entries)
