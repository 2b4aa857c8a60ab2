"""Looking up who somebody is and what they may do here."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.errors import NotFound
from participation.people.models import HeldRole, Person
from participation.permissions import Actor, Role


def actor(session: Session, municipality_id: int, stamp: str) -> Actor | None:
    """Who the session with this stamp belongs to, with their roles in this municipality."""
    rows = session.execute(
        select(Person.id, Person.name, HeldRole.role)
        .outerjoin(HeldRole, (HeldRole.person_id == Person.id) & (HeldRole.municipality_id == municipality_id))
        .where(Person.stamp == stamp)
    ).all()
    if not rows:
        return None
    roles = frozenset(Role(row.role) for row in rows if row.role)
    return Actor(person_id=rows[0].id, name=rows[0].name, municipality_id=municipality_id, roles=roles)


def person_with_email(session: Session, email: str) -> Person:
    """The person with this e-mail address, however it is written. Raises NotFound."""
    found = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if found is None:
        raise NotFound
    return found


def municipalities_of(session: Session, person_id: int) -> list[int]:
    """Where this person has a role. Raises NotFound when nowhere."""
    found = session.scalars(select(HeldRole.municipality_id).where(HeldRole.person_id == person_id).distinct()).all()
    if not found:
        raise NotFound
    return list(found)


def names(session: Session, person_ids: set[int]) -> dict[int, str]:
    """How these people are called."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}
