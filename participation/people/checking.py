"""Looking at an identity card at the desk: as good as any provider, and for everybody, with or without the internet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import Refused
from participation.journal.actions import record
from participation.messages.actions import send
from participation.messages.recipients import LETTER
from participation.people import actions, codes, numbers, queries
from participation.people.addresses import as_contact
from participation.people.models import Person
from participation.people.numbers import Number
from participation.permissions import Actor, Role, Rung


def check_account(
    session: Session, municipality_id: int, reached: str, *, name: str, number: Number, by: Actor, at: datetime
) -> int:
    """This card belongs to whoever is reached at this e-mail address or telephone number. Returns who that is.

    Their name is from now on the one on the card. Raises Refused: for nobody, for oneself, and for a number that belongs
    to another account or an account that belongs to another number.
    """
    found = codes.reached_at(session, municipality_id, as_contact(reached, field="reached"))
    if found is None:
        raise Refused("nobody_reached_so", field="reached")
    person = queries.person_to_change(session, municipality_id, found.id)
    if person.id == by.person_id:
        raise Refused("not_yourself", field="reached")
    if person.disabled_at:
        raise Refused("account_closed", field="reached")
    known_already = person.rung == Rung.IDENTITY and person.number_key == number.key
    _check(session, person, name, number, by=by, at=at)
    if not known_already:
        send(
            session,
            municipality_id,
            "checked",
            to=queries.recipient(session, municipality_id, person.id),
            key=f"checked:{person.id}:{at.isoformat()}",
            at=at,
        )
    return person.id


def check_newcomer(
    session: Session,
    municipality_id: int,
    *,
    name: str,
    number: Number,
    address: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> int:
    """Make an account for somebody without the internet, written to by letter. Returns who they are.

    Raises Refused when this number has an account already.
    """
    person = actions.welcome(
        session, email=None, name=name, municipality_id=municipality_id, roles=[Role.CITIZEN], way=LETTER, at=at
    )
    person.address = dict(address)
    _check(session, person, name, number, by=by, at=at)
    return person.id


def with_birthday(number: Number, on_card: date | None, *, at: datetime) -> Number:
    """The number, with the date on the card where the number itself does not say it."""
    if on_card and on_card > local(at).date():
        raise Refused("born_in_future", field="born_on")
    return number if number.born_on else replace(number, born_on=on_card)


def _check(session: Session, person: Person, name: str, number: Number, *, by: Actor, at: datetime) -> None:
    numbers.keep(session, person, number)
    person.name = name
    person.rung = Rung.IDENTITY
    record(
        session,
        person.municipality_id,
        "person.checked",
        subject=f"person:{person.id}",
        by=f"person:{by.person_id}",
        via="desk",
        at=at,
    )
