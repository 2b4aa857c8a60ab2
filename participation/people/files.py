"""A person's file at the desk: opened with a reason that they can read, put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import events
from participation.errors import NotFound, Refused
from participation.held import Holding
from participation.journal.actions import record
from participation.messages.actions import send
from participation.messages.recipients import EMAIL, LETTER, PHONE
from participation.people import leaving, queries, sessions
from participation.people.addresses import as_email, as_mobile
from participation.people.models import FileOpened, HeldRole, LetterCode, Person
from participation.people.staff import Held
from participation.permissions import Actor, Role, Rung

# What was opened stays open for as long as somebody sits at the desk; after that, a new reason.
STAYS_OPEN = timedelta(minutes=30)


@dataclass(frozen=True)
class Letter:
    """A letter with a code that was asked for."""

    asked_at: datetime
    expires: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class File:
    """What an official sees of a person."""

    id: int
    name: str
    email: str | None
    phone: str | None
    address: dict[str, str] | None
    way: str
    language: str | None
    rung: Rung
    created_at: datetime
    signed_in_at: datetime | None
    disabled_at: datetime | None
    objects_at: datetime | None
    roles: list[Held]
    letters: list[Letter]


def file(session: Session, municipality_id: int, person_id: int) -> File:
    """What we hold on somebody, as far as an official needs it. Raises NotFound."""
    person = queries.person(session, municipality_id, person_id)
    roles = session.execute(
        select(HeldRole.role, HeldRole.starts_on, HeldRole.ends_on)
        .where(HeldRole.municipality_id == municipality_id, HeldRole.person_id == person_id)
        .order_by(HeldRole.starts_on, HeldRole.id)
    )
    letters = session.execute(
        select(LetterCode.asked_at, LetterCode.expires, LetterCode.used_at)
        .where(LetterCode.municipality_id == municipality_id, LetterCode.person_id == person_id)
        .order_by(LetterCode.asked_at.desc(), LetterCode.id.desc())
    )
    return File(
        id=person.id,
        name=person.name,
        email=person.email,
        phone=person.phone,
        address=person.address,
        way=person.way,
        language=person.language,
        rung=Rung(person.rung),
        created_at=person.created_at,
        signed_in_at=person.signed_in_at,
        disabled_at=person.disabled_at,
        objects_at=person.objects_at,
        roles=[Held(Role(row.role), row.starts_on, row.ends_on) for row in roles],
        letters=[Letter(*row) for row in letters],
    )


def everything(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> list[Holding]:
    """What every room holds on somebody, as they could read it themselves. Raises NotFound."""
    told: list[list[Holding]] = events.tell(
        session, "person.asking", who=queries.somebody(session, municipality_id, person_id, at=at)
    )
    return [holding for holdings in told for holding in holdings]


def is_open(session: Session, municipality_id: int, person_id: int, *, by: Actor, at: datetime) -> bool:
    """Whether this official opened the file lately, with a reason. Raises NotFound where there is nobody."""
    queries.person(session, municipality_id, person_id)
    return _opened(session, municipality_id, person_id, by=by, at=at) is not None


def open_file(session: Session, municipality_id: int, person_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Open somebody's file; the person can read who did, when and why. Raises NotFound."""
    if not reason.strip():
        raise Refused("file_reason_missing", field="reason")
    queries.person_to_change(session, municipality_id, person_id)
    if _opened(session, municipality_id, person_id, by=by, at=at) is not None:
        return
    session.add(
        FileOpened(
            municipality_id=municipality_id,
            person_id=person_id,
            opened_by=by.person_id,
            reason=reason.strip(),
            opened_at=at,
        )
    )
    _record(session, municipality_id, "file.opened", person_id, by=by, at=at)


def file_to_change(session: Session, municipality_id: int, person_id: int, *, by: Actor, at: datetime) -> Person:
    """The person whose file this official opened lately, taken to be changed. Raises NotFound where it is shut."""
    person = queries.person_to_change(session, municipality_id, person_id)
    if _opened(session, municipality_id, person_id, by=by, at=at) is None:
        raise NotFound
    return person


def correct(
    session: Session,
    person: Person,
    *,
    name: str,
    email: str | None,
    phone: str | None,
    address: Mapping[str, str] | None,
    way: str,
    language: str | None,
    by: Actor,
    at: datetime,
) -> None:
    """Put right how somebody is called and reached, as they asked; where they were reached before hears of it.

    Who works here does this in their own account, with their own second factor: else whoever sits at the desk could
    take an administrator's account over."""
    if queries.works_here(session, person.municipality_id, person.id, at=at):
        raise Refused("staff_writes_own")
    reached = {EMAIL: email, PHONE: phone, LETTER: address}
    if not reached.get(way):
        raise Refused("way_unreached", field={LETTER: "street"}.get(way, way))
    before, told = (person.email, person.phone), queries.recipient(session, person.municipality_id, person.id)
    person.name, person.way, person.language = name.strip(), way, language
    person.address = dict(address) if address else None
    person.email, person.phone = email and as_email(email), phone and as_mobile(phone)
    if not session.is_modified(person):
        return
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise Refused("contact_taken", field="email") from None
    entry = _record(session, person.municipality_id, "file.corrected", person.id, by=by, at=at)
    if before != (person.email, person.phone):
        sessions.end_all(session, person.municipality_id, person.id)
        key = f"file-corrected:{entry}"
        send(session, person.municipality_id, "address_changed", to=told, key=key, facts={}, at=at)


def erase(session: Session, person: Person, *, by: Actor, at: datetime) -> None:
    """Erase somebody who asked for it; who works here does so in their own account."""
    if queries.works_here(session, person.municipality_id, person.id, at=at):
        raise Refused("staff_writes_own")
    leaving.erase(session, person.municipality_id, person.id, by=f"person:{by.person_id}", at=at)


def _opened(session: Session, municipality_id: int, person_id: int, *, by: Actor, at: datetime) -> int | None:
    return session.scalar(
        select(FileOpened.id)
        .where(
            FileOpened.municipality_id == municipality_id,
            FileOpened.person_id == person_id,
            FileOpened.opened_by == by.person_id,
            FileOpened.opened_at > at - STAYS_OPEN,
        )
        .limit(1)
    )


def _record(session: Session, municipality_id: int, event: str, person_id: int, *, by: Actor, at: datetime) -> int:
    subject, who = f"person:{person_id}", f"person:{by.person_id}"
    return record(session, municipality_id, event, subject=subject, by=who, at=at).seq
