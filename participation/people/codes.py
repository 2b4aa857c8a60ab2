"""Codes of six digits that prove that somebody reads an e-mail address or holds a telephone: to come in, to choose a new
password, to change where we write.

A code belongs to the browser that asked for it: what others type elsewhere does not wear it out.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import keys
from participation.messages.actions import send
from participation.messages.recipients import EMAIL, PHONE, Recipient
from participation.people import queries
from participation.people.addresses import Contact
from participation.people.models import Person, SentCode

DIGITS = 6
LIVES = timedelta(minutes=15)
TRIES = 5

# What a code is for, and the kind of message that brings it.
SIGN_IN, RESET, ADDRESS, AGAIN = "sign_in", "reset", "address", "again"
KIND = {SIGN_IN: "code", RESET: "password_reset", ADDRESS: "code", AGAIN: "code"}


@dataclass(frozen=True)
class Proved:
    """Whose code came back, and where it had been sent.

    person_id: who asked, if they were signed in; else who has that address, or None where nobody has
    """

    contact: Contact
    person_id: int | None


def send_code(
    session: Session,
    municipality_id: int,
    purpose: str,
    contact: Contact,
    *,
    language: str,
    person_id: int | None = None,
    at: datetime,
) -> int:
    """Send a code to an e-mail address or telephone, known here or not: nobody can tell which from what follows.

    language: of the page, for who has not told us theirs; person_id: who asks, if they are signed in.
    Returns the number of the code, for the browser that asked.
    """
    if person_id:
        person: Person | None = queries.person(session, municipality_id, person_id)
    else:
        person = reached_at(session, municipality_id, contact)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    sent = SentCode(
        municipality_id=municipality_id,
        purpose=purpose,
        way=contact.way,
        address=contact.address,
        person_id=person.id if person else None,
        digest=_digest(municipality_id, purpose, contact, code),
        expires=at + LIVES,
    )
    session.add(sent)
    session.flush()
    to = Recipient(
        # A new address is not that of the person yet: nothing about them goes there but the code.
        None if purpose == ADDRESS or person is None else person.id,
        person.name if person and purpose != ADDRESS else "",
        contact.way,
        email=contact.address if contact.way == EMAIL else None,
        phone=contact.address if contact.way == PHONE else None,
        language=(person.language if person else None) or language,
    )
    facts = {"code": code, "minutes": LIVES // timedelta(minutes=1)}
    send(session, municipality_id, KIND[purpose], to=to, key=f"{KIND[purpose]}:{sent.id}", facts=facts, at=at)
    return sent.id


def try_code(
    session: Session, municipality_id: int, purpose: str, code_id: int | None, typed: str, *, at: datetime
) -> Proved | None:
    """Use a code up. None when it is not right, and that was one of five tries; no refusal, because the try must count."""
    sent = session.scalar(
        select(SentCode)
        .where(
            SentCode.municipality_id == municipality_id,
            SentCode.id == (code_id or 0),
            SentCode.purpose == purpose,
            SentCode.used_at.is_(None),
            SentCode.expires > at,
            SentCode.tries < TRIES,
        )
        .with_for_update()
    )
    if sent is None:
        return None
    contact = Contact(sent.way, sent.address)
    digits = "".join(sign for sign in typed if sign.isdecimal())
    if not hmac.compare_digest(sent.digest, _digest(municipality_id, purpose, contact, digits)):
        sent.tries += 1
        return None
    sent.used_at = at
    if purpose in (SIGN_IN, RESET):
        # Whoever got an account with this address since the code was sent has it now.
        holder = reached_at(session, municipality_id, contact)
        sent.person_id = holder.id if holder else None
    return Proved(contact, sent.person_id)


def newcomer(session: Session, municipality_id: int, code_id: int | None, *, at: datetime) -> SentCode | None:
    """The used code of somebody who has no account yet, taken so that it makes one account at most."""
    return session.scalar(
        select(SentCode)
        .where(
            SentCode.municipality_id == municipality_id,
            SentCode.id == (code_id or 0),
            SentCode.purpose.in_((SIGN_IN, RESET)),
            SentCode.used_at > at - LIVES,
            SentCode.person_id.is_(None),
        )
        .with_for_update()
    )


def reached_at(session: Session, municipality_id: int, contact: Contact) -> Person | None:
    """Who has an account with this address or number."""
    column = Person.email if contact.way == EMAIL else Person.phone
    return session.scalar(select(Person).where(Person.municipality_id == municipality_id, column == contact.address))


def _digest(municipality_id: int, purpose: str, contact: Contact, code: str) -> str:
    return keys.keyed(code, "code", municipality_id, purpose, contact.way, contact.address)
