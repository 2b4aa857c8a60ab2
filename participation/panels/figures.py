"""Keeping figures of the population, and making them the targets of a panel, for the official who sets them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation.errors import NotFound
from participation.journal.actions import record
from participation.municipalities import queries as municipalities
from participation.panels.models import Statistic
from participation.panels.statistics import Division
from participation.permissions import Actor


def bring_in(
    session: Session,
    municipality_id: int,
    divisions: Sequence[Division],
    *,
    source: str,
    as_of: date,
    from_age: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Keep these figures; those of the same categories make place for them, the others stay."""
    # Two officials may bring in figures at once: they stand in line here.
    municipalities.municipality_to_change(session, municipality_id)
    known = {
        row.category: row
        for row in session.scalars(select(Statistic).where(Statistic.municipality_id == municipality_id))
    }
    about = {"source": source, "as_of": as_of, "from_age": from_age}
    if all(
        one.category in known
        and known[one.category].shares == one.shares
        and all(getattr(known[one.category], name) == value for name, value in about.items())
        for one in divisions
    ):
        return
    for one in divisions:
        row = known.get(one.category) or Statistic(municipality_id=municipality_id, category=one.category)
        row.shares, row.imported_at = one.shares, at
        for name, value in about.items():
            setattr(row, name, value)
        session.add(row)
    told = json.dumps([[one.category, one.counts] for one in divisions] + [source, as_of.isoformat(), from_age])
    _record(
        session,
        municipality_id,
        "statistics.imported",
        {
            "features": sum(len(one.counts) for one in divisions),
            "figures": hashlib.sha256(told.encode()).hexdigest(),
        },
        by=by,
        at=at,
    )


def remove(session: Session, municipality_id: int, number: int, *, by: Actor, at: datetime) -> None:
    """Take the figures of one category away. Raises NotFound."""
    gone = session.execute(
        delete(Statistic)
        .where(Statistic.municipality_id == municipality_id, Statistic.id == number)
        .returning(Statistic.id)
    ).all()
    if not gone:
        raise NotFound
    _record(session, municipality_id, "statistics.removed", {"statistic": number}, by=by, at=at)


def _record(
    session: Session, municipality_id: int, event: str, facts: dict[str, str | int], *, by: Actor, at: datetime
) -> None:
    subject, who = f"municipality:{municipality_id}", f"person:{by.person_id}"
    record(session, municipality_id, event, subject=subject, by=who, at=at, facts=facts)
