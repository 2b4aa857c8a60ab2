"""National numbers: read once from a card or a provider, turned into a keyed pseudonym, and forgotten.

There are about ten thousand million such numbers: whoever had plain digests of them could try them all in minutes. The
pseudonym is an HMAC under a key of this municipality that is kept outside the database, so it says nothing without it,
and one person's in two municipalities cannot be laid side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from stdnum.be import ssn
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn

from participation import keys
from participation.errors import N_, Refused
from participation.people.models import Person


@dataclass(frozen=True)
class Scheme:
    """The numbers of one country.

    digits: gives the bare number, or raises ValidationError; born_on: what the number says, None where it does not
    where: where to find it, a sentence for translation; tells_birthday: whether most numbers say it
    """

    digits: Callable[[str], str]
    born_on: Callable[[str], date | None]
    where: str
    tells_birthday: bool


@dataclass(frozen=True)
class Number:
    """What is kept of a number that somebody showed."""

    key: str
    born_on: date | None


# By the code of the country (ISO 3166-1). Source of the rules: python-stdnum, `be.ssn` (who is not in the
# national register has a BIS number in its place) and `nl.bsn`.
SCHEMES: dict[str, Scheme] = {
    "be": Scheme(
        ssn.validate, ssn.get_birth_date, N_("Eleven digits, on the back of the identity card: 00.00.00-000.00."), True
    ),
    "nl": Scheme(bsn.validate, lambda _: None, N_("Nine digits, on the back of the identity card."), False),
}


def country_of(place: str) -> str:
    """Whose numbers people have in a municipality that lies there: a value of the setting `place.country`."""
    return "nl" if place == "netherlands" else "be"


def read(municipality_id: int, typed: str, *, country: str) -> Number:
    """What is kept of a number as it was typed, with dots or without. Raises Refused when it cannot be one."""
    digits = _digits(typed, country)
    return Number(number_key(municipality_id, digits), SCHEMES[country].born_on(digits))


def read_key(municipality_id: int, typed: str, *, country: str) -> str:
    """The pseudonym alone, for whoever has a million of them. Raises Refused when it cannot be a number."""
    return number_key(municipality_id, _digits(typed, country))


def _digits(typed: str, country: str) -> str:
    try:
        return SCHEMES[country].digits(typed)
    except ValidationError:
        # Without the chain of causes: it holds the number, and ends in logs.
        raise Refused("number_wrong", field="number") from None


def number_key(municipality_id: int, digits: str) -> str:
    """The pseudonym of a number in this municipality."""
    return keys.keyed(digits, "number", municipality_id)


def keep(session: Session, person: Person, number: Number) -> None:
    """From here on this is the number of this person. Raises Refused when they, or somebody else, had another before."""
    if person.number_key not in (None, number.key):
        raise Refused("number_differs", field="number")
    try:
        with session.begin_nested():
            person.number_key = number.key
            person.born_on = number.born_on or person.born_on
            session.flush()
    except IntegrityError:
        raise Refused("number_taken", field="number") from None
