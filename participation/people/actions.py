"""Accounts, roles and signing in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation.errors import Refused
from participation.journal.actions import record
from participation.people.models import HeldRole, Person, SignInLink
from participation.permissions import Role

LINK_LIVES = timedelta(minutes=15)

_hasher = PasswordHasher()


def welcome(
    session: Session, *, email: str, name: str, municipality_id: int, roles: Iterable[Role], password: str | None = None
) -> Person:
    """Give somebody an account with roles in a municipality."""
    person = Person(
        email=email.strip().lower(),
        name=name,
        password=_hasher.hash(password) if password else None,
        stamp=secrets.token_urlsafe(32),
    )
    session.add(person)
    session.flush()
    session.add_all(HeldRole(municipality_id=municipality_id, person_id=person.id, role=role) for role in roles)
    session.flush()
    return person


def check_password(session: Session, *, email: str, password: str) -> int:
    """Who it is that has this address and password; refuses in the same way and time whoever asks.

    It takes a while, so it stays outside any transaction that writes: strangers must not hold up everybody's work.
    """
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    known = person.password if person and person.password else _nobodys_password()
    try:
        _hasher.verify(known, password)
    except (VerifyMismatchError, InvalidHashError):
        person = None
    if person is None or not person.password:
        raise Refused("wrong_sign_in", field="password")
    return person.id


def sign_in(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> str:
    """Let somebody in whose password has been checked. Returns the stamp for the session cookie."""
    person = session.get_one(Person, person_id)
    _note(session, person, municipality_id, via="password", at=at)
    return person.stamp


def make_sign_in_link(session: Session, person: Person, *, at: datetime) -> str:
    """A secret that signs this person in once, within 15 minutes."""
    secret = secrets.token_urlsafe(32)
    session.add(SignInLink(digest=_digest(secret), person_id=person.id, expires=at + LINK_LIVES))
    return secret


def use_sign_in_link(session: Session, municipality_id: int, secret: str, *, at: datetime) -> str:
    """Use a sign-in link up. Returns the stamp for the session cookie."""
    used = session.execute(
        update(SignInLink)
        .where(SignInLink.digest == _digest(secret), SignInLink.used.is_(None), SignInLink.expires > at)
        .values(used=at)
        .returning(SignInLink.person_id)
    ).scalar()
    if used is None:
        raise Refused("link_used_or_old")
    person = session.get_one(Person, used)
    _note(session, person, municipality_id, via="link", at=at)
    return person.stamp


def sign_out_everywhere(session: Session, person_id: int) -> None:
    """End every session of this person, on every device."""
    session.execute(update(Person).where(Person.id == person_id).values(stamp=secrets.token_urlsafe(32)))


def _note(session: Session, person: Person, municipality_id: int, *, via: str, at: datetime) -> None:
    """Write in the journal that somebody who has a role here came in."""
    roles = select(HeldRole.id).where(HeldRole.person_id == person.id, HeldRole.municipality_id == municipality_id)
    if session.scalar(roles.limit(1)) is not None:
        me = f"person:{person.id}"
        record(session, municipality_id, "person.signed_in", subject=me, by=me, via=via, at=at)


@lru_cache
def _nobodys_password() -> str:
    # Checked when the address is unknown, so that the time taken does not tell who has an account.
    return _hasher.hash(secrets.token_urlsafe(32))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
