"""Whom an identity provider sends us: signing in, a new account, and adding a provider to the account one has.

Known is the pair of issuer and subject alone. Two providers that tell of the same e-mail address or name are two; they
come together only when somebody who is signed in adds one to their own account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.people import actions, numbers, queries
from participation.people.exchange import Identity
from participation.people.models import Passkey, Person, ProviderIdentity
from participation.permissions import Role, Rung


@dataclass(frozen=True)
class Linked:
    """A provider that somebody added to their account."""

    id: int
    issuer: str
    linked_at: datetime


def person_of(session: Session, municipality_id: int, identity: Identity) -> int | None:
    """Whose account this identity belongs to."""
    return session.scalar(
        select(ProviderIdentity.person_id).where(
            ProviderIdentity.municipality_id == municipality_id,
            ProviderIdentity.issuer == identity.issuer,
            ProviderIdentity.subject == identity.subject,
        )
    )


def linked(session: Session, municipality_id: int, person_id: int) -> list[Linked]:
    """The providers of an account, the oldest first."""
    rows = session.execute(
        select(ProviderIdentity.id, ProviderIdentity.issuer, ProviderIdentity.linked_at)
        .where(ProviderIdentity.municipality_id == municipality_id, ProviderIdentity.person_id == person_id)
        .order_by(ProviderIdentity.id)
    )
    return [Linked(*row) for row in rows]


def welcome(session: Session, municipality_id: int, identity: Identity, rung: Rung, *, name: str, at: datetime) -> int:
    """Give somebody whom a provider sent an account, unless they have one by now. Returns whose it is.

    Raises Refused when their national number belongs to an account already.
    """
    try:
        with session.begin_nested():
            person = actions.welcome(
                session, email=None, name=name, municipality_id=municipality_id, roles=[Role.CITIZEN], at=at
            )
            _link(session, person, identity, rung, at=at)
            return person.id
    except IntegrityError:
        known = person_of(session, municipality_id, identity)
        if known is None:
            raise
        return known


def link(
    session: Session, municipality_id: int, person_id: int, identity: Identity, rung: Rung, *, at: datetime
) -> None:
    """Add an identity to somebody's account, and let them stand as high as it lets them; a second time changes nothing.

    Raises Refused when it belongs to another account, or to somebody with another national number.
    """
    person = queries.person_to_change(session, municipality_id, person_id)
    known = person_of(session, municipality_id, identity)
    if known is None:
        try:
            with session.begin_nested():
                _link(session, person, identity, rung, at=at)
        except IntegrityError:
            known = person_of(session, municipality_id, identity)
    if known not in (None, person_id):
        raise Refused("provider_of_another")


def unlink(session: Session, municipality_id: int, person_id: int, identity_id: int, *, at: datetime) -> None:
    """Take an identity away from one's account; what it has shown stays shown.

    Raises NotFound for what is not one's own, and Refused for the only way in.
    """
    person = queries.person_to_change(session, municipality_id, person_id)
    ours = [one.id for one in linked(session, municipality_id, person_id)]
    if identity_id not in ours:
        raise NotFound
    has_passkey = session.scalar(
        select(Passkey.id).where(Passkey.municipality_id == municipality_id, Passkey.person_id == person_id).limit(1)
    )
    if len(ours) == 1 and not (person.email or person.phone or has_passkey):
        raise Refused("last_way_in")
    session.execute(
        delete(ProviderIdentity).where(
            ProviderIdentity.municipality_id == municipality_id,
            ProviderIdentity.person_id == person_id,
            ProviderIdentity.id == identity_id,
        )
    )
    me = f"person:{person_id}"
    record(session, municipality_id, "person.provider_unlinked", subject=me, by=me, at=at)


def _link(session: Session, person: Person, identity: Identity, rung: Rung, *, at: datetime) -> None:
    session.add(
        ProviderIdentity(
            municipality_id=person.municipality_id,
            person_id=person.id,
            issuer=identity.issuer,
            subject=identity.subject,
            linked_at=at,
        )
    )
    session.flush()
    if identity.number:
        numbers.keep(session, person, identity.number)
    person.rung = max(person.rung, rung)
    me = f"person:{person.id}"
    record(
        session, person.municipality_id, "person.provider_linked", subject=me, by=me, facts={"rung": int(rung)}, at=at
    )
