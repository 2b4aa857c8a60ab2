"""Being signed in: a secret in a cookie, a row on the server, and an end that comes at once everywhere."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from participation import keys
from participation.clock import local
from participation.errors import Refused
from participation.people.models import HeldRole, OpenSession, Passkey, Person
from participation.permissions import STRONG, Actor, Proof, Role, Rung

# ASVS 7.3: those who work with other people's data sit at shared desks; a citizen's telephone is their own.
AWAY = timedelta(minutes=30)
LONGEST_AT_WORK = timedelta(hours=10)
LONGEST_AT_HOME = timedelta(days=7)
# Before a draw, a decision or an export, somebody has proved who they are within this time.
FRESH = timedelta(minutes=15)


@dataclass(frozen=True)
class OwnSession:
    """A line in the list of one's own sessions."""

    id: int
    device: str
    created_at: datetime
    confirmed_at: datetime


def open_session(session: Session, person: Person, *, device: str, strong: bool = False, at: datetime) -> str:
    """Let somebody in. Returns the secret for their cookie; only its digest is kept."""
    secret = secrets.token_urlsafe(32)
    session.add(
        OpenSession(
            municipality_id=person.municipality_id,
            person_id=person.id,
            digest=keys.digest(secret),
            strong=strong,
            device=device[:80],
            created_at=at,
            confirmed_at=at,
        )
    )
    person.signed_in_at = at
    session.flush()
    return secret


def signed_in(
    session: Session, municipality_id: int, secret: str, *, seen_at: datetime, at: datetime
) -> tuple[Actor, Proof] | None:
    """Who has the cookie with this secret, with the roles they hold today; None when the session is over.

    seen_at: when their browser last asked for a page.
    """
    today = local(at).date()
    has_passkey = exists().where(Passkey.municipality_id == municipality_id, Passkey.person_id == Person.id)
    rows = session.execute(
        select(
            OpenSession.id,
            OpenSession.strong,
            OpenSession.created_at,
            OpenSession.confirmed_at,
            OpenSession.person_id,
            Person.name,
            Person.rung,
            HeldRole.role,
            or_(Person.totp.is_not(None), has_passkey).label("has_factor"),
        )
        .join(Person, (Person.municipality_id == OpenSession.municipality_id) & (Person.id == OpenSession.person_id))
        .outerjoin(
            HeldRole,
            (HeldRole.municipality_id == Person.municipality_id)
            & (HeldRole.person_id == Person.id)
            & (HeldRole.starts_on <= today)
            & (HeldRole.ends_on.is_(None) | (HeldRole.ends_on >= today)),
        )
        .where(
            OpenSession.municipality_id == municipality_id,
            OpenSession.digest == keys.digest(secret),
            Person.disabled_at.is_(None),
        )
    ).all()
    if not rows:
        return None
    one = rows[0]
    roles = frozenset(Role(row.role) for row in rows if row.role)
    at_work = bool(roles & STRONG)
    if at - one.created_at > (LONGEST_AT_WORK if at_work else LONGEST_AT_HOME):
        return None
    withheld = frozenset() if one.strong else roles & STRONG
    actor = Actor(one.person_id, one.name, municipality_id, roles - withheld, Rung(one.rung))
    locked = at_work and at - seen_at > AWAY
    return actor, Proof(one.id, one.strong, one.has_factor, one.confirmed_at, withheld, locked)


def confirm(session: Session, municipality_id: int, session_id: int, *, strong: bool, at: datetime) -> str:
    """Somebody proved anew who they are: their session goes on under a new secret, and the old one is dead.

    Raises Refused when it ended meanwhile.
    """
    found = _to_change(session, municipality_id, session_id)
    found.confirmed_at, found.strong = at, found.strong or strong
    return _under_new_secret(found)


def renew(session: Session, municipality_id: int, session_id: int) -> str:
    """What somebody may do has changed: their session goes on under a new secret, and the old one is dead.

    Raises Refused when it ended meanwhile.
    """
    return _under_new_secret(_to_change(session, municipality_id, session_id))


def sessions_of(session: Session, municipality_id: int, person_id: int) -> list[OwnSession]:
    """Where somebody is signed in, the newest first."""
    rows = session.execute(
        select(OpenSession.id, OpenSession.device, OpenSession.created_at, OpenSession.confirmed_at)
        .where(OpenSession.municipality_id == municipality_id, OpenSession.person_id == person_id)
        .order_by(OpenSession.created_at.desc(), OpenSession.id.desc())
    )
    return [OwnSession(*row) for row in rows]


def end(session: Session, municipality_id: int, person_id: int, session_id: int) -> bool:
    """End one of somebody's own sessions. Returns whether it had not ended yet."""
    ended = session.execute(
        delete(OpenSession)
        .where(
            OpenSession.municipality_id == municipality_id,
            OpenSession.person_id == person_id,
            OpenSession.id == session_id,
        )
        .returning(OpenSession.id)
    )
    return ended.first() is not None


def end_all(session: Session, municipality_id: int, person_id: int, *, but: int | None = None) -> None:
    """End every session of somebody, on every device; `but` one, if they are to stay where they are."""
    session.execute(
        delete(OpenSession).where(
            OpenSession.municipality_id == municipality_id,
            OpenSession.person_id == person_id,
            OpenSession.id != (but or 0),
        )
    )


def _to_change(session: Session, municipality_id: int, session_id: int) -> OpenSession:
    found = session.scalar(
        select(OpenSession)
        .where(OpenSession.municipality_id == municipality_id, OpenSession.id == session_id)
        .with_for_update()
    )
    if found is None:
        # Ended from another browser, or by an administrator, since the page of this request was opened.
        raise Refused("session_over")
    return found


def _under_new_secret(found: OpenSession) -> str:
    secret = secrets.token_urlsafe(32)
    found.digest = keys.digest(secret)
    return secret
