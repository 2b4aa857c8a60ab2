"""Reading the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.journal import chain
from participation.journal.actions import chained
from participation.journal.models import JournalEntry, JournalHead

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


def first_broken(session: Session, municipality_id: int) -> int | None:
    """The place of the first entry that does not follow from those before it, or None if the whole chain holds."""
    wanted = (
        select(JournalEntry)
        .where(JournalEntry.municipality_id == municipality_id)
        .order_by(JournalEntry.seq)
        .execution_options(yield_per=1000)
    )
    with session.scalars(wanted) as entries:  # a broken chain is not read to its end
        broken = chain.first_broken({**chained(entry), "digest": entry.digest} for entry in entries)
    return None if broken is None else broken + 1
