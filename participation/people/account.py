"""What somebody changes in their own account: how they are called, how they are written to, and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation.errors import Refused
from participation.journal.actions import record
from participation.messages.actions import send
from participation.messages.recipients import EMAIL, LETTER, PHONE, Recipient
from participation.people import codes, queries
from participation.people.addresses import Contact
from participation.people.codes import Proved
from participation.people.models import Person
from participation.permissions import Rung


def change_details(
    session: Session,
    municipality_id: int,
    person_id: int,
    *,
    name: str,
    language: str,
    way: str,
    address: dict[str, str] | None,
    large_print: bool,
) -> None:
    """Another name, language or way of writing.

    address: {street, postcode, town}, None for who wants no letters

    Raises Refused for a way that cannot reach them, and for another name than the one on the card that was looked at.
    """
    person = queries.person_to_change(session, municipality_id, person_id)
    if person.rung >= Rung.IDENTITY and name != person.name:
        raise Refused("name_checked", field="name")
    reached = {EMAIL: person.email, PHONE: person.phone, LETTER: address}
    if not reached[way]:
        raise Refused("way_unknown", field="way")
    person.name, person.language, person.large_print = name, language, large_print
    person.way, person.address = way, address


def move(
    session: Session, municipality_id: int, person_id: int, code_id: int, typed: str, *, at: datetime
) -> Proved | None:
    """Write to somebody at a new address or number from now on, whose code came back. None where it is not right.

    The old address hears of it. Raises Refused where another account has the new one.
    """
    proved = codes.try_code(session, municipality_id, codes.ADDRESS, code_id, typed, at=at)
    if proved is None or proved.person_id != person_id:
        return None
    person = queries.person_to_change(session, municipality_id, person_id)
    before = queries.recipient(session, municipality_id, person_id)
    try:
        with session.begin_nested():
            _put(person, proved.contact)
            session.flush()
    except IntegrityError:
        raise Refused("address_taken", field="code") from None
    _tell(session, municipality_id, replace(before, way=proved.contact.way), key=f"address_changed:{code_id}", at=at)
    return proved


def remove_phone(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> None:
    """Forget somebody's telephone number; the number hears of it. Raises Refused where it is all we have."""
    person = queries.person_to_change(session, municipality_id, person_id)
    if not person.phone:
        return
    if not person.email:
        raise Refused("address_needed")
    before = queries.recipient(session, municipality_id, person_id)
    person.phone = None
    if person.way == PHONE:
        person.way = EMAIL
    _tell(
        session, municipality_id, replace(before, way=PHONE), key=f"phone_removed:{person_id}:{at:%Y%m%dT%H%M%S}", at=at
    )


def _put(person: Person, contact: Contact) -> None:
    if contact.way == EMAIL:
        person.email = contact.address
    else:
        person.phone = contact.address


def _tell(session: Session, municipality_id: int, before: Recipient, *, key: str, at: datetime) -> None:
    """Where they were reached before: if it was not them who changed it, this is how they hear."""
    assert before.person_id
    me = f"person:{before.person_id}"
    send(session, municipality_id, "address_changed", to=before, key=key, at=at)
    if queries.works_here(session, municipality_id, before.person_id, at=at):
        record(session, municipality_id, "person.address_changed", subject=me, by=me, at=at)
