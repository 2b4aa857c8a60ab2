"""The ladder of assurance: how somebody shows by post that they live here, and which rung they stand on after that.

The other ways up are the desk (`checking`) and identity providers (`providers`); what each rung opens is the
municipality's to choose.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import keys
from participation.clock import local
from participation.errors import Refused
from participation.journal.actions import record
from participation.lottery.codes import new_codes, read_code
from participation.messages.actions import send
from participation.messages.recipients import LETTER, Recipient
from participation.people import queries
from participation.people.models import LetterCode
from participation.permissions import Rung

LIVES = timedelta(days=30)
TRIES = 5
# The post may be slow, and letters do get lost: after this time another may be asked for.
PATIENCE = timedelta(days=7)


@dataclass(frozen=True)
class OpenLetter:
    """A letter whose code can still be typed."""

    asked_at: datetime
    expires: datetime
    tries_left: int
    another_from: datetime


def open_letter(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> OpenLetter | None:
    """The letter that is on its way to somebody, or lies on their table."""
    found = _open(session, municipality_id, person_id, at=at)
    if found is None:
        return None
    return OpenLetter(found.asked_at, found.expires, TRIES - found.tries, found.asked_at + PATIENCE)


def postcodes(office: Mapping[str, object]) -> frozenset[str]:
    """The postcodes of a municipality: the four digits of each that its office names."""
    return frozenset(re.findall(r"\b[0-9]{4}", str(office.get("postcode", ""))))


def check_lives_here(postcode: str, here: Collection[str]) -> None:
    """Refuse a postcode that does not begin with one of these: 9000, or 9712 for 9712 HX."""
    if re.split("[^0-9]", postcode)[0] not in here:
        raise Refused("letter_postcode", field="postcode")


def ask_letter(
    session: Session,
    municipality_id: int,
    person_id: int,
    *,
    street: str,
    postcode: str,
    town: str,
    here: Collection[str],
    keep: bool,
    at: datetime,
) -> None:
    """Send somebody a letter with a code, to an address with one of the postcodes that are `here`.

    keep: from now on, everything goes by letter to that address; else it is on the envelope and nowhere else.
    Raises Refused while another letter is on its way, and when there is nothing left to show.
    """
    person = queries.person_to_change(session, municipality_id, person_id)
    if person.rung >= Rung.LETTER:
        raise Refused("rung_reached")
    check_lives_here(postcode, here)
    before = _open(session, municipality_id, person_id, at=at)
    if before:
        if at < before.asked_at + PATIENCE:
            raise Refused("letter_on_its_way")
        before.expires = at
    [code] = new_codes(1)
    letter = LetterCode(
        municipality_id=municipality_id,
        person_id=person_id,
        digest=_digest(municipality_id, code),
        asked_at=at,
        expires=at + LIVES,
        tries=0,
    )
    session.add(letter)
    address = {"street": street, "postcode": postcode, "town": town}
    if keep:
        person.address, person.way = address, LETTER
    session.flush()
    send(
        session,
        municipality_id,
        "letter_code",
        to=Recipient(
            person_id,
            person.name,
            LETTER,
            address=address,
            language=person.language,
            large_print=person.large_print,
        ),
        key=f"letter_code:{letter.id}",
        facts={
            "code": code,
            "until": local(letter.expires).date(),
            "link": "/account/ladder/letter/code",
        },
        at=at,
    )
    me = f"person:{person_id}"
    record(session, municipality_id, "person.letter_asked", subject=me, by=me, at=at)


def try_letter_code(session: Session, municipality_id: int, person_id: int, typed: str, *, at: datetime) -> bool:
    """Somebody types the code from their letter: right, and they live here; wrong, and that was one of five tries.

    A wrong one is no refusal, because the try must count. Raises Refused when no letter is open, and Fault for what
    can be no code at all, which counts for nothing.
    """
    person = queries.person_to_change(session, municipality_id, person_id)
    letter = _open(session, municipality_id, person_id, at=at)
    if letter is None:
        raise Refused("letter_code_over", field="code")
    if not hmac.compare_digest(letter.digest, _digest(municipality_id, read_code(typed))):
        letter.tries += 1
        return False
    letter.used_at = at
    person.rung = max(person.rung, Rung.LETTER)
    me = f"person:{person_id}"
    record(session, municipality_id, "person.letter_confirmed", subject=me, by=me, at=at)
    return True


def _open(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> LetterCode | None:
    return session.scalar(
        select(LetterCode)
        .where(
            LetterCode.municipality_id == municipality_id,
            LetterCode.person_id == person_id,
            LetterCode.used_at.is_(None),
            LetterCode.expires > at,
            LetterCode.tries < TRIES,
        )
        .order_by(LetterCode.id.desc())
        .limit(1)
    )


def _digest(municipality_id: int, code: str) -> str:
    return keys.keyed(code, "letter", municipality_id)
