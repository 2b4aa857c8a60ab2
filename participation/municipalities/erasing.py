"""Erasing a whole municipality: one administrator asks, another confirms, and nothing but the journal is left."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from participation import erasures
from participation.errors import Refused
from participation.municipalities import queries
from participation.municipalities.actions import record_here
from participation.municipalities.belongings import JOURNAL, tables
from participation.municipalities.models import Erasure, Municipality
from participation.municipalities.queries import ERASED
from participation.permissions import Actor

WHOLE = "municipality"


def ask(session: Session, municipality_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Ask to erase the municipality; nothing happens until another administrator confirms."""
    queries.municipality_to_change(session, municipality_id)
    if session.get(Erasure, municipality_id):
        raise Refused("erasure_asked_already")
    if not reason.strip():
        raise Refused("reason_missing", field="reason")
    session.add(Erasure(municipality_id=municipality_id, asked_by=by.person_id, asked_at=at, reason=reason.strip()))
    digest = hashlib.sha256(reason.strip().encode()).hexdigest()
    record_here(session, municipality_id, "municipality.erasure_asked", {"reason": digest}, by=by, at=at)


def withdraw(session: Session, municipality_id: int, *, by: Actor, at: datetime) -> None:
    """Take the question back; any administrator may."""
    queries.municipality_to_change(session, municipality_id)
    session.delete(_asked(session, municipality_id))
    record_here(session, municipality_id, "municipality.erasure_withdrawn", {}, by=by, at=at)


def confirm(session: Session, municipality_id: int, *, by: Actor, at: datetime) -> None:
    """Erase all of it: every row of every room, except the journal and the bare name."""
    queries.municipality_to_change(session, municipality_id)
    asked = _asked(session, municipality_id)
    if asked.asked_by == by.person_id:
        raise Refused("second_administrator_needed")
    record_here(session, municipality_id, "municipality.erased", {"asked_by": asked.asked_by}, by=by, at=at)
    _erase(session, municipality_id)
    erasures.note(session, municipality_id, WHOLE, at=at)


def erase_again(session: Session, municipality_id: int) -> bool:
    """Erase what an old backup brought back. Returns whether there was anything."""
    place = session.get(Municipality, municipality_id)
    if place is None or place.state == ERASED:
        return False
    _erase(session, municipality_id)
    return True


def _erase(session: Session, municipality_id: int) -> None:
    session.flush()
    for table in reversed(tables()):
        if table.name not in JOURNAL:
            session.execute(delete(table).where(table.c.municipality_id == municipality_id))
    session.expire_all()
    place = session.get_one(Municipality, municipality_id)
    place.state, place.office, place.committees = ERASED, {}, {}


def _asked(session: Session, municipality_id: int) -> Erasure:
    found = session.get(Erasure, municipality_id, populate_existing=True)
    if found is None:
        raise Refused("erasure_not_asked")
    return found
