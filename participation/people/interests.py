"""Interests that officials and councillors declare: where they have one, they do not decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import events
from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.people.models import Interest, Person
from participation.permissions import Actor


@dataclass(frozen=True)
class Declared:
    """An interest of somebody in something, such as `panel:7`."""

    person_id: int
    name: str
    subject: str
    reason: str
    declared_at: datetime


def subject_name(session: Session, municipality_id: int, subject: str) -> dict[str, str]:
    """What something is called, per language; the room it lives in says so. Raises NotFound."""
    told = events.tell(session, "subject.asked", municipality_id=municipality_id, subject=subject)
    name: dict[str, str] | None = next((one for one in told if one), None)
    if name is None:
        raise NotFound
    return name


def declare(session: Session, municipality_id: int, subject: str, reason: str, *, by: Actor, at: datetime) -> None:
    """From here on, this official or councillor does not decide about this. Declaring it again changes nothing."""
    if not reason.strip():
        raise Refused("interest_reason_missing", field="reason")
    interest = Interest(
        municipality_id=municipality_id,
        person_id=by.person_id,
        subject=subject,
        reason=reason.strip(),
        declared_at=at,
    )
    try:
        with session.begin_nested():
            session.add(interest)
    except IntegrityError:
        return
    _record(session, municipality_id, "interest.declared", subject, by=by, at=at)


def withdraw(session: Session, municipality_id: int, subject: str, *, by: Actor, at: datetime) -> None:
    """The interest no longer exists. Raises NotFound."""
    gone = session.execute(
        delete(Interest)
        .where(
            Interest.municipality_id == municipality_id,
            Interest.person_id == by.person_id,
            Interest.subject == subject,
        )
        .returning(Interest.id)
    ).all()
    if not gone:
        raise NotFound
    _record(session, municipality_id, "interest.withdrawn", subject, by=by, at=at)


def mine(session: Session, municipality_id: int, person_id: int, subject: str) -> Declared | None:
    """What somebody declared about this."""
    return next(iter(_declared(session, municipality_id, person_id=person_id, subject=subject)), None)


def everybodys(session: Session, municipality_id: int) -> list[Declared]:
    """Every interest that is declared here, the newest first."""
    return _declared(session, municipality_id)


def _declared(
    session: Session, municipality_id: int, *, person_id: int | None = None, subject: str | None = None
) -> list[Declared]:
    wanted = (
        select(Interest.person_id, Person.name, Interest.subject, Interest.reason, Interest.declared_at)
        .join(Person, (Person.municipality_id == Interest.municipality_id) & (Person.id == Interest.person_id))
        .where(Interest.municipality_id == municipality_id)
        .order_by(Interest.declared_at.desc(), Interest.id.desc())
    )
    if person_id is not None:
        wanted = wanted.where(Interest.person_id == person_id)
    if subject is not None:
        wanted = wanted.where(Interest.subject == subject)
    return [Declared(*row) for row in session.execute(wanted)]


def _record(session: Session, municipality_id: int, event: str, subject: str, *, by: Actor, at: datetime) -> None:
    record(session, municipality_id, event, subject=subject, by=f"person:{by.person_id}", at=at)
