"""Looking: what came in by which way, and what belongs to a code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation import events, keys
from participation.errors import NotFound
from participation.inclusion import codes
from participation.inclusion.models import TAKEN, TAKEN_BACK, Entry

Typed = Mapping[str, list[str]]  # what was typed, by the name of the field, as a browser sends it


@dataclass(frozen=True)
class EntryView:
    """A form that came in; typed: None once it can no longer be corrected; name: where they have no account."""

    id: int
    sheet: str
    subject: str
    channel: str
    person_id: int | None
    name: str
    entered_by: int | None
    second_by: int | None
    known_by: str
    language: str
    state: str
    made_at: datetime
    correctable_until: datetime
    corrected_at: datetime | None
    typed: Typed | None

    @property
    def mark(self) -> str:
        """What it is like now: whoever changes it says which they saw."""
        return f"{self.state} {self.corrected_at.isoformat() if self.corrected_at else ''}"

    def is_correctable(self, at: datetime) -> bool:
        """Whether it still counts, and its time is not over."""
        return self.typed is not None and self.state != TAKEN_BACK and at <= self.correctable_until


def entry(session: Session, municipality_id: int, entry_id: int) -> EntryView:
    """One entry. Raises NotFound."""
    return _view(
        session.scalars(
            select(Entry).where(Entry.municipality_id == municipality_id, Entry.id == entry_id)
        ).one_or_none()
    )


def entry_to_change(session: Session, municipality_id: int, entry_id: int) -> EntryView:
    """One entry, taken so that nobody else changes it until this transaction ends. Raises NotFound."""
    return _view(
        session.scalars(
            select(Entry)
            .where(Entry.municipality_id == municipality_id, Entry.id == entry_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
    )


def entry_with_code(session: Session, municipality_id: int, code: str) -> EntryView:
    """The entry whose receipt has this code. Raises NotFound."""
    found = entry_if_any(session, municipality_id, code)
    if found is None:
        raise NotFound
    return found


def entry_if_any(session: Session, municipality_id: int, code: str) -> EntryView | None:
    """The entry whose receipt has this code, or None."""
    digest = codes.digest(municipality_id, codes.RECEIPT, code)
    row = session.scalars(
        select(Entry).where(Entry.municipality_id == municipality_id, Entry.digest == digest)
    ).one_or_none()
    return _view(row) if row else None


def about(session: Session, municipality_id: int, subject: str) -> dict[str, str]:
    """What a form is about is called, per language; {} where it is about nothing in particular, or that is gone."""
    if not subject:
        return {}
    told = events.tell(session, "subject.asked", municipality_id=municipality_id, subject=subject)
    return next(filter(None, told), {})


def entries_of(session: Session, municipality_id: int, person_id: int) -> list[EntryView]:
    """What somebody with an account sent us in any way, the newest first."""
    rows = session.scalars(
        select(Entry)
        .where(Entry.municipality_id == municipality_id, Entry.person_id == person_id)
        .order_by(Entry.id.desc())
    )
    return [_view(row) for row in rows]


def ways(session: Session, municipality_id: int, sheet: str, subject: str = "") -> dict[str, int]:
    """How many forms of this kind count, by the way they came; ways without any are left out."""
    rows = session.execute(
        select(Entry.channel, func.count())
        .where(
            Entry.municipality_id == municipality_id,
            Entry.sheet == sheet,
            Entry.subject == subject,
            Entry.state == TAKEN,
        )
        .group_by(Entry.channel)
    )
    return {row[0]: row[1] for row in rows}


def sealed(typed: Typed, municipality_id: int) -> str:
    """What was typed, as it is kept."""
    return keys.sealed(json.dumps({name: list(values) for name, values in typed.items()}), "answers", municipality_id)


def unsealed(kept: str, municipality_id: int) -> Typed:
    """What was typed, from how it is kept."""
    typed: dict[str, list[str]] = json.loads(keys.unsealed(kept, "answers", municipality_id))
    return typed


def _view(row: Entry | None) -> EntryView:
    if row is None:
        raise NotFound
    return EntryView(
        id=row.id,
        sheet=row.sheet,
        subject=row.subject,
        channel=row.channel,
        person_id=row.person_id,
        name=keys.unsealed(row.name, "name", row.municipality_id) if row.name else "",
        entered_by=row.entered_by,
        second_by=row.second_by,
        known_by=row.known_by,
        language=row.language,
        state=row.state,
        made_at=row.made_at,
        correctable_until=row.correctable_until,
        corrected_at=row.corrected_at,
        typed=unsealed(row.answers, row.municipality_id) if row.answers else None,
    )
