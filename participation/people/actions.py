"""Accounts, roles and signing in."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import keys
from participation.clock import local
from participation.errors import Refused
from participation.journal.actions import record
from participation.messages.recipients import EMAIL, PHONE
from participation.people import codes, passwords, queries, sessions
from participation.people.addresses import Contact, as_kept
from participation.people.models import HeldRole, Person, SignInLink
from participation.permissions import Role

LINK_LIVES = timedelta(minutes=15)


def welcome(
    session: Session,
    *,
    email: str | None,
    name: str,
    municipality_id: int,
    roles: Iterable[Role] = (),
    password: str | None = None,
    phone: str | None = None,
    way: str = EMAIL,
    language: str | None = None,
    at: datetime,
) -> Person:
    """Give somebody an account in a municipality, with roles that begin today."""
    person = Person(
        municipality_id=municipality_id,
        email=email and as_kept(email),
        phone=phone,
        name=name,
        way=way,
        language=language,
        password=passwords.hash_of(password) if password else None,
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


def make_account(
    session: Session, municipality_id: int, code_id: int | None, *, name: str, language: str, at: datetime
) -> int:
    """Give an account to somebody without one whose code came back. Returns who they are.

    Raises Refused when that was too long ago, or has given them an account already.
    """
    proved = codes.newcomer(session, municipality_id, code_id, at=at)
    if proved is None:
        raise Refused("code_over")
    contact = Contact(proved.way, proved.address)
    try:
        with session.begin_nested():
            person = welcome(
                session,
                email=contact.address if contact.way == EMAIL else None,
                phone=contact.address if contact.way == PHONE else None,
                name=name.strip(),
                way=contact.way,
                language=language,
                municipality_id=municipality_id,
                roles=[Role.CITIZEN],
                at=at,
            )
    except IntegrityError:
        # Another browser of theirs was quicker.
        known = codes.reached_at(session, municipality_id, contact)
        if known is None:
            raise
        person = known
    proved.person_id = person.id
    return person.id


def sign_in(
    session: Session, municipality_id: int, person_id: int, *, via: str, device: str, strong: bool = False, at: datetime
) -> str:
    """Let somebody in who has proved who they are. Returns the secret for their cookie.

    via: password, link, code, passkey or provider; strong: whether that way is a second factor by itself.
    Raises Refused for an account that is closed, NotFound for one that was erased meanwhile.
    """
    person = queries.person(session, municipality_id, person_id)
    if person.disabled_at:
        raise Refused("account_closed")
    if queries.works_here(session, municipality_id, person_id, at=at):
        me = f"person:{person.id}"
        record(session, municipality_id, "person.signed_in", subject=me, by=me, via=via, at=at)
    return sessions.open_session(session, person, device=device, strong=strong, at=at)


def sign_out(session: Session, municipality_id: int, person_id: int, session_id: int) -> bool:
    """End somebody's session: what is done with a copy of its cookie is nothing from here on.

    Returns whether it had not ended yet.
    """
    return sessions.end(session, municipality_id, person_id, session_id)


def make_sign_in_link(session: Session, person: Person, *, at: datetime) -> str:
    """A secret that signs this person in once, within 15 minutes."""
    secret = secrets.token_urlsafe(32)
    session.add(
        SignInLink(
            digest=keys.digest(secret),
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
            SignInLink.digest == keys.digest(secret),
            SignInLink.used.is_(None),
            SignInLink.expires > at,
        )
        .values(used=at)
        .returning(SignInLink.person_id)
    ).scalar()
    if used is None:
        raise Refused("link_used_or_old")
    return sign_in(session, municipality_id, used, via="link", device=device, at=at)
