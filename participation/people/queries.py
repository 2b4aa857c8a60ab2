"""Looking up who somebody is and what they may do here."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import NotFound, Refused
from participation.held import Somebody
from participation.messages.recipients import Recipient
from participation.people import numbers
from participation.people.addresses import Contact, as_contact, as_kept, as_mobile
from participation.people.models import HeldRole, Interest, Objection, Person
from participation.permissions import STRONG, Role

FEWEST_SIGNS = 3
MOST_FOUND = 20


@dataclass(frozen=True)
class Account:
    """What stands on somebody's own account page."""

    name: str
    email: str | None
    phone: str | None
    language: str | None
    way: str
    address: dict[str, str] | None
    has_password: bool


@dataclass(frozen=True)
class Hit:
    """Somebody who may be meant: enough to ask "does your number end with 78?", not enough to read who it is."""

    id: int
    initials: str
    email: str
    phone: str
    created_at: datetime


def person(session: Session, municipality_id: int, person_id: int) -> Person:
    """The person with this number. Raises NotFound."""
    found = session.scalar(select(Person).where(Person.municipality_id == municipality_id, Person.id == person_id))
    if found is None:
        raise NotFound
    return found


def person_to_change(session: Session, municipality_id: int, person_id: int) -> Person:
    """The person, taken so that nobody else changes them until this transaction ends. Raises NotFound."""
    found = session.scalar(
        select(Person)
        .where(Person.municipality_id == municipality_id, Person.id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def person_with_email(session: Session, municipality_id: int, email: str) -> Person:
    """The person with this e-mail address, however it is written. Raises NotFound."""
    found = session.scalar(
        select(Person).where(Person.municipality_id == municipality_id, Person.email == as_kept(email))
    )
    if found is None:
        raise NotFound
    return found


def municipalities_with_email(session: Session, email: str) -> list[int]:
    """Where somebody with this e-mail address has an account."""
    return list(session.scalars(select(Person.municipality_id).where(Person.email == as_kept(email))))


def contact(typed: str, *, field: str) -> Contact:
    """An e-mail address or mobile number as it is kept. Raises Refused at `field`."""
    return as_contact(typed, field=field)


def mobile(typed: str) -> str | None:
    """A mobile number as it is kept, also where it begins with its country and no plus; None where it cannot be one."""
    for number in (typed, f"+{typed.strip()}"):
        try:
            return as_mobile(number)
        except Refused:
            continue
    return None


def person_with_phone(session: Session, municipality_id: int, number: str) -> Person | None:
    """Who has this mobile number, as `mobile` writes it."""
    return session.scalar(select(Person).where(Person.municipality_id == municipality_id, Person.phone == number))


def found(session: Session, municipality_id: int, wanted: str) -> list[Hit]:
    """Whose e-mail address, telephone number or name holds this, at most `MOST_FOUND`; [] for too short a question."""
    wanted = " ".join(wanted.split())
    if len(wanted) < FEWEST_SIGNS:
        return []
    ways = [Person.name.icontains(wanted, autoescape=True), Person.email.icontains(wanted, autoescape=True)]
    # 0470 12 34 56 is kept as +32470123456.
    digits = re.sub(r"[\s./()-]", "", wanted).removeprefix("+").removeprefix("00").lstrip("0")
    if digits.isdecimal() and len(digits) >= FEWEST_SIGNS:
        ways.append(Person.phone.contains(digits))
    rows = session.scalars(
        select(Person)
        .where(Person.municipality_id == municipality_id, or_(*ways))
        .order_by(Person.id)
        .limit(MOST_FOUND)
    )
    return [hit(row) for row in rows]


def hit(person: Person) -> Hit:
    """Somebody, as one who may be meant."""
    return Hit(person.id, initials(person.name), veiled(person.email), ending(person.phone), person.created_at)


def initials(name: str) -> str:
    """Jan De Smet -> J. D. S."""
    return " ".join(f"{part[0].upper()}." for part in name.split())


def veiled(email: str | None) -> str:
    """an@ourtown.example -> a…@ourtown.example"""
    own, _, place = (email or "").rpartition("@")
    return f"{own[:1]}…@{place}" if own else ""


def ending(phone: str | None) -> str:
    """+32470123478 -> … 78"""
    return f"… {phone[-2:]}" if phone else ""


def recipient(session: Session, municipality_id: int, person_id: int) -> Recipient:
    """This person as somebody we write to. Raises NotFound."""
    found = person(session, municipality_id, person_id)
    return Recipient(
        found.id,
        found.name,
        found.way,
        email=found.email,
        phone=found.phone,
        address=found.address,
        language=found.language,
        objects=found.objects_at is not None,
        large_print=found.large_print,
    )


def works_here(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> bool:
    """Whether somebody has a role, now or later, that takes a second factor."""
    return bool(
        session.scalar(select(exists().where(at_work(municipality_id, at=at), HeldRole.person_id == person_id)))
    )


def working_as(session: Session, municipality_id: int, roles: Collection[Role], *, at: datetime) -> list[int]:
    """Who has one of these roles today, by number."""
    return list(
        session.scalars(
            select(HeldRole.person_id)
            .where(at_work(municipality_id, at=at), HeldRole.role.in_(roles), HeldRole.starts_on <= local(at).date())
            .distinct()
            .order_by(HeldRole.person_id)
        )
    )


def at_work(municipality_id: int, *, at: datetime) -> ColumnElement[bool]:
    """Which held roles take a second factor and are not over, today's and those to come."""
    return and_(
        HeldRole.municipality_id == municipality_id,
        HeldRole.role.in_(STRONG),
        HeldRole.ends_on.is_(None) | (HeldRole.ends_on >= local(at).date()),
    )


def account(session: Session, municipality_id: int, person_id: int) -> Account:
    """Somebody's account as they see it themselves. Raises NotFound."""
    found = person(session, municipality_id, person_id)
    return Account(
        found.name, found.email, found.phone, found.language, found.way, found.address, found.password is not None
    )


def names(session: Session, municipality_id: int, person_ids: set[int]) -> dict[int, str]:
    """How these people are called."""
    if not person_ids:
        return {}
    rows = session.execute(
        select(Person.id, Person.name).where(Person.municipality_id == municipality_id, Person.id.in_(person_ids))
    )
    return {row.id: row.name for row in rows}


def check_no_interest(session: Session, municipality_id: int, person_id: int, subject: str) -> None:
    """Refuse whoever declared an interest in this, such as `panel:7`: somebody else decides about it."""
    declared = select(Interest.id).where(
        Interest.municipality_id == municipality_id, Interest.person_id == person_id, Interest.subject == subject
    )
    if session.scalar(declared) is not None:
        raise Refused("interest_declared")


def somebody(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> Somebody:
    """This person with all by which the rooms may know them. Raises NotFound."""
    found = person(session, municipality_id, person_id)
    addresses = [address for address in (found.email, found.phone) if address]
    return Somebody(municipality_id, person_id, addresses, found.number_key, at)


def keyed_number(municipality_id: int, typed: str, *, place: str) -> str | None:
    """The pseudonym of a national number as it was typed, with dots or without; None where it cannot be one.

    place: where the municipality lies, its setting `place.country`
    """
    try:
        return numbers.read_key(municipality_id, typed, country=numbers.country_of(place))
    except Refused:
        return None


def accounts_of(session: Session, municipality_id: int, number_keys: Sequence[str]) -> dict[str, int]:
    """Keyed national number -> account, of those of these numbers that have one."""
    rows = session.execute(
        select(Person.number_key, Person.id).where(
            Person.municipality_id == municipality_id, Person.number_key.in_(number_keys)
        )
    )
    return {number_key: person_id for number_key, person_id in rows if number_key}


def barred_from_draws(session: Session, municipality_id: int, *, at: datetime) -> dict[str, str]:
    """Whose keyed national number may be in no pool today, and why: `objects` or `works_here`."""
    here = Person.municipality_id == municipality_id
    with_number = Person.number_key.is_not(None)
    working = exists().where(
        at_work(municipality_id, at=at), HeldRole.person_id == Person.id, HeldRole.starts_on <= local(at).date()
    )
    workers = session.scalars(select(Person.number_key).where(here, with_number, working))
    objecting = session.scalars(select(Person.number_key).where(here, with_number, Person.objects_at.is_not(None)))
    without_account = session.scalars(select(Objection.number_key).where(Objection.municipality_id == municipality_id))
    barred = {key: "works_here" for key in workers if key}
    return {**barred, **{key: "objects" for key in (*objecting, *without_account) if key}}
