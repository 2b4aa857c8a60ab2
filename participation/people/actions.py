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

from participation.clock import local
from participation.errors import Refused
from participation.journal.actions import record
from participation.people import sessions
from participation.people.models import HeldRole, Person, SignInLink
from participation.permissions import Role

LINK_LIVES = timedelta(minutes=15)

_hasher = PasswordHasher()


def welcome(
    session: Session,
    *,
    email: str | None,
    name: str,
    municipality_id: int,
    roles: Iterable[Role] = (),
    password: str | None = None,
    at: datetime,
) -> Person:
    """Give somebody an account in a municipality, with roles that begin today."""
    person = Person(
        municipality_id=municipality_id,
        email=email and as_address(email),
        name=name,
        password=_hasher.hash(password) if password else None,
        created_at=at,
    )
    session.add(person)
    session.flush()
    today = local(at).date()
    session.add_all(
        HeldRole(municipality_id=municipality_id, person_id=person.id, role=role, starts_on=today) for role in roles
    )
    session.flush()
    return person


def as_address(email: str) -> str:
    """An e-mail address as it is kept and looked up."""
    return email.strip().lower()


def check_password(session: Session, municipality_id: int, *, email: str, password: str) -> int:
    """Who it is that has this address and password; refuses in the same way and time whoever asks.

    It takes a while, so it stays outside any transaction that writes: strangers must not hold up everybody's work.
    """
    person = session.scalar(
        select(Person).where(Person.municipality_id == municipality_id, Person.email == as_address(email))
    )
    known = person.password if person and person.password else _nobodys_password()
    try:
        _hasher.verify(known, password)
    except (VerifyMismatchError, InvalidHashError):
        person = None
    if person is None or not person.password:
        raise Refused("wrong_sign_in", field="password")
    return person.id


def sign_in(
    session: Session, municipality_id: int, person_id: int, *, via: str, device: str, strong: bool = False, at: datetime
) -> str:
    """Let somebody in who has proved who they are. Returns the secret for their cookie.

    via: password, link, code, passkey or provider; strong: whether that way is a second factor by itself.
    Raises Refused for an account that is closed.
    """
    person = session.scalars(
        select(Person).where(Person.municipality_id == municipality_id, Person.id == person_id)
    ).one()
    if person.disabled_at:
        raise Refused("account_closed")
    if session.scalar(select(HeldRole.id).where(HeldRole.person_id == person.id).limit(1)) is not None:
        me = f"person:{person.id}"
        record(session, municipality_id, "person.signed_in", subject=me, by=me, via=via, at=at)
    return sessions.open_session(session, person, device=device, strong=strong, at=at)


def make_sign_in_link(session: Session, person: Person, *, at: datetime) -> str:
    """A secret that signs this person in once, within 15 minutes."""
    secret = secrets.token_urlsafe(32)
    session.add(
        SignInLink(
            digest=_digest(secret),
            municipality_id=person.municipality_id,
            person_id=person.id,
            expires=at + LINK_LIVES,
        )
    )
    return secret


def use_sign_in_link(session: Session, municipality_id: int, secret: str, *, device: str, at: datetime) -> str:
    """Use a sign-in link up. Returns the secret for the session cookie."""
    used = session.execute(
        update(SignInLink)
        .where(
            SignInLink.municipality_id == municipality_id,
            SignInLink.digest == _digest(secret),
            SignInLink.used.is_(None),
            SignInLink.expires > at,
        )
        .values(used=at)
        .returning(SignInLink.person_id)
    ).scalar()
    if used is None:
        raise Refused("link_used_or_old")
    return sign_in(session, municipality_id, used, via="link", device=device, at=at)


@lru_cache
def _nobodys_password() -> str:
    # Checked when the address is unknown, so that the time taken does not tell who has an account.
    return _hasher.hash(secrets.token_urlsafe(32))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
