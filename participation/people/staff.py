"""Looking at who works here: colleagues with their roles, and invitations that wait. For administrators."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from participation.errors import NotFound
from participation.people.models import HeldRole, Invitation, Passkey, Person
from participation.permissions import AT_WORK, Role


@dataclass(frozen=True)
class Held:
    """A role of somebody, from its first day to its last."""

    role: Role
    starts_on: date
    ends_on: date | None

    def is_over(self, today: date) -> bool:
        return self.ends_on is not None and self.ends_on < today

    def is_to_come(self, today: date) -> bool:
        return self.starts_on > today


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here, or has done so."""

    id: int
    name: str
    email: str | None
    has_factor: bool
    signed_in_at: datetime | None
    disabled_at: datetime | None
    roles: list[Held] = field(default_factory=list)

    def works_on(self, today: date) -> bool:
        """Whether any of their roles is not over yet."""
        return any(not held.is_over(today) for held in self.roles)


@dataclass(frozen=True)
class Waiting:
    """An invitation that nobody has accepted yet. mark: changes when it is sent again."""

    id: int
    email: str
    name: str
    role: Role
    starts_on: date
    ends_on: date | None
    expires: datetime
    mark: str


def colleagues(session: Session, municipality_id: int) -> list[Colleague]:
    """Everybody who has or had a role in the work here, by name, each with those roles."""
    has_passkey = exists().where(Passkey.municipality_id == municipality_id, Passkey.person_id == Person.id)
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.email,
            or_(Person.totp.is_not(None), has_passkey).label("has_factor"),
            Person.signed_in_at,
            Person.disabled_at,
            HeldRole.role,
            HeldRole.starts_on,
            HeldRole.ends_on,
        )
        .join(HeldRole, (HeldRole.person_id == Person.id) & (HeldRole.municipality_id == Person.municipality_id))
        .where(Person.municipality_id == municipality_id, HeldRole.role.in_(AT_WORK))
        .order_by(Person.name, Person.id, HeldRole.starts_on, HeldRole.id)
    )
    found: dict[int, Colleague] = {}
    for row in rows:
        known = Colleague(row.id, row.name, row.email, row.has_factor, row.signed_in_at, row.disabled_at)
        found.setdefault(row.id, known).roles.append(Held(Role(row.role), row.starts_on, row.ends_on))
    return list(found.values())


def colleague(session: Session, municipality_id: int, person_id: int) -> Colleague:
    """One of them. Raises NotFound."""
    found = next((one for one in colleagues(session, municipality_id) if one.id == person_id), None)
    if found is None:
        raise NotFound
    return found


def waiting(session: Session, municipality_id: int) -> list[Waiting]:
    """The invitations that nobody has accepted yet, the newest first."""
    rows = session.scalars(
        select(Invitation)
        .where(Invitation.municipality_id == municipality_id, Invitation.accepted_at.is_(None))
        .order_by(Invitation.expires.desc(), Invitation.id.desc())
    )
    return [
        Waiting(
            row.id,
            row.email,
            row.name,
            Role(row.role),
            row.starts_on,
            row.ends_on,
            row.expires,
            mark_of(row),
        )
        for row in rows
    ]


def mark_of(invitation: Invitation) -> str:
    """What tells an invitation from the same one sent again."""
    return invitation.digest[:16]
