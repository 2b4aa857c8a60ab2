"""Inviting somebody to a role by link: it lives for seven days, works once, and is kept only as a digest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import keys
from participation.clock import local
from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.messages.actions import send
from participation.messages.recipients import EMAIL, Recipient
from participation.people import roles
from participation.people.addresses import as_email
from participation.people.models import Invitation, Person
from participation.permissions import AT_WORK, Actor, Role

LIVES = timedelta(days=7)


@dataclass(frozen=True)
class Offer:
    """What the page behind a link shows. account: whose address it was sent to, where they have an account."""

    id: int
    email: str
    name: str
    role: Role
    starts_on: date
    ends_on: date | None
    account: int | None


def invite(
    session: Session,
    municipality_id: int,
    *,
    email: str,
    name: str,
    role: Role,
    starts_on: date,
    ends_on: date | None,
    by: Actor,
    at: datetime,
) -> Invitation:
    """Offer a role to whoever reads this address, by e-mail."""
    known = _account(session, municipality_id, as_email(email))
    if known == by.person_id:
        raise Refused("own_role", field="email")
    if known is not None and roles.has_or_gets(session, municipality_id, known, role, at=at):
        raise Refused("has_role_already", field="role")
    roles.check_days(starts_on, ends_on, today=local(at).date())
    made, secret = _offer(session, municipality_id, email, name, role, starts_on, ends_on, by=by, at=at)
    _write(session, made, secret, at=at)
    return made


def invite_first(session: Session, municipality_id: int, email: str, name: str, at: datetime) -> str:
    """Offer the role of administrator in a new municipality, on behalf of the operator. Returns the link's secret."""
    today = local(at).date()
    return _offer(session, municipality_id, email, name, Role.ADMINISTRATOR, today, None, by=None, at=at)[1]


def send_again(session: Session, found: Invitation, *, by: Actor, at: datetime) -> None:
    """A new link for seven more days; the old one is dead."""
    secret = secrets.token_urlsafe(32)
    found.digest, found.expires = keys.digest(secret), at + LIVES
    # From now on it is this administrator's offer, and goes when they go.
    found.invited_by = by.person_id
    _write(session, found, secret, at=at)
    _record(session, found, "role.invitation_sent_again", by=by, at=at)


def withdraw(session: Session, found: Invitation, *, by: Actor, at: datetime) -> None:
    """Take an offer back: its link is dead."""
    _record(session, found, "role.invitation_withdrawn", by=by, at=at)
    session.delete(found)


def offer(session: Session, municipality_id: int, secret: str, *, at: datetime) -> Offer | None:
    """What this link offers; None alike for a link that nobody made, that was used, taken back or is too old."""
    found = _alive(session, municipality_id, secret, at=at)
    if found is None:
        return None
    return Offer(
        found.id,
        found.email,
        found.name,
        Role(found.role),
        found.starts_on,
        found.ends_on,
        _account(session, municipality_id, found.email),
    )


def accept(session: Session, municipality_id: int, secret: str, *, person: Person, at: datetime) -> None:
    """Somebody with an account takes the role that was offered to their address, once."""
    found = _alive(session, municipality_id, secret, at=at, to_change=True)
    if found is None:
        raise Refused("invitation_gone")
    if found.email != person.email:
        raise Refused("invitation_for_another")
    if found.invited_by == person.id:
        raise Refused("own_role")
    found.accepted_at = at
    roles.give(
        session,
        municipality_id,
        person.id,
        Role(found.role),
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        given_by=found.invited_by,
        at=at,
    )


def accept_as_newcomer(
    session: Session,
    municipality_id: int,
    secret: str,
    *,
    name: str,
    password: str,
    language: str,
    at: datetime,
) -> Person:
    """Somebody without an account makes one and takes the role. password: its hash (`passwords.hash_of`)."""
    found = _alive(session, municipality_id, secret, at=at, to_change=True)
    if found is None:
        raise Refused("invitation_gone")
    person = Person(
        municipality_id=municipality_id,
        email=found.email,
        name=name.strip(),
        password=password,
        language=language,
        created_at=at,
    )
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError:
        raise Refused("invitation_sign_in_first") from None
    accept(session, municipality_id, secret, person=person, at=at)
    return person


def waiting_to_change(session: Session, municipality_id: int, invitation_id: int) -> Invitation:
    """An invitation that nobody has accepted, taken so that nobody else changes it meanwhile. Raises NotFound."""
    found = session.scalar(
        select(Invitation)
        .where(
            Invitation.municipality_id == municipality_id,
            Invitation.id == invitation_id,
            Invitation.accepted_at.is_(None),
        )
        .with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def _offer(
    session: Session,
    municipality_id: int,
    email: str,
    name: str,
    role: Role,
    starts_on: date,
    ends_on: date | None,
    *,
    by: Actor | None,
    at: datetime,
) -> tuple[Invitation, str]:
    if role not in AT_WORK:
        raise Refused("has_role_already", field="role")
    address = as_email(email)
    # One that has become too old makes room for its successor.
    session.execute(
        delete(Invitation).where(
            Invitation.municipality_id == municipality_id,
            Invitation.email == address,
            Invitation.role == role,
            Invitation.accepted_at.is_(None),
            Invitation.expires <= at,
        )
    )
    secret = secrets.token_urlsafe(32)
    made = Invitation(
        municipality_id=municipality_id,
        email=address,
        name=name.strip(),
        role=role.value,
        starts_on=starts_on,
        ends_on=ends_on,
        invited_by=by.person_id if by else None,
        digest=keys.digest(secret),
        expires=at + LIVES,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused("invited_already", field="email") from None
    _record(session, made, "role.invited", by=by, at=at)
    return made, secret


def _write(session: Session, invitation: Invitation, secret: str, *, at: datetime) -> None:
    account = _account(session, invitation.municipality_id, invitation.email)
    send(
        session,
        invitation.municipality_id,
        "invitation",
        to=Recipient(account, invitation.name, EMAIL, email=invitation.email),
        key=f"invitation:{invitation.digest}",
        facts={"role": Role(invitation.role), "until": invitation.ends_on, "link": f"/invitation/{secret}"},
        at=at,
    )


def _alive(
    session: Session, municipality_id: int, secret: str, *, at: datetime, to_change: bool = False
) -> Invitation | None:
    wanted = select(Invitation).where(
        Invitation.municipality_id == municipality_id,
        Invitation.digest == keys.digest(secret),
        Invitation.accepted_at.is_(None),
        Invitation.expires > at,
        or_(Invitation.ends_on.is_(None), Invitation.ends_on >= local(at).date()),
    )
    return session.scalar(wanted.with_for_update() if to_change else wanted)


def _account(session: Session, municipality_id: int, address: str) -> int | None:
    return session.scalar(select(Person.id).where(Person.municipality_id == municipality_id, Person.email == address))


def _record(session: Session, invitation: Invitation, event: str, *, by: Actor | None, at: datetime) -> None:
    record(
        session,
        invitation.municipality_id,
        event,
        subject=f"invitation:{invitation.id}",
        by=f"person:{by.person_id}" if by else "operator",
        at=at,
        via="web" if by else "command",
        facts={"role": invitation.role},
    )
