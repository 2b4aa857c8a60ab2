"""Doing at the desk: a form is entered for somebody, a second time, put right or taken back, and its receipt is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import keys
from participation.clock import local
from participation.errors import NotFound, Refused
from participation.inclusion import actions, queries, texts
from participation.inclusion.actions import NOBODY, Helped
from participation.inclusion.models import WAITING
from participation.inclusion.queries import EntryView, Typed
from participation.lottery.codes import read_long_code
from participation.messages.actions import send
from participation.messages.recipients import CHANNELS, EMAIL, PHONE, Recipient
from participation.people import queries as people
from participation.permissions import Actor
from participation.sheets import Sheet, sheet


@dataclass(frozen=True)
class Helping:
    """How a form reached us, whose it is, and that they asked for it.

    person_id: None for who has no account; known_by: one of `actions.KNOWN_BY`
    language: in which we write to who has no account
    """

    channel: str
    person_id: int | None
    name: str
    known_by: str
    language: str
    consented: bool = True


def check_whose(
    session: Session, municipality_id: int, wanted: Sheet, helping: Helping, *, rung: int, by: Actor
) -> None:
    """Refuse to enter a form for oneself, for nobody where we must know who it is, or for who is not known well enough.

    rung: what the act of this form takes here
    """
    if helping.person_id is None:
        if wanted.act:
            raise Refused("entry_needs_person", field="person")
        return
    check_person(session, municipality_id, wanted, helping.person_id, rung=rung, by=by)
    if helping.known_by == NOBODY:
        raise Refused("known_by_missing", field="known_by")


def check_person(
    session: Session, municipality_id: int, wanted: Sheet, person_id: int, *, rung: int, by: Actor
) -> None:
    """Refuse a form for oneself, for a closed account, and for who does not stand high enough on the ladder for it."""
    person = people.person(session, municipality_id, person_id)
    if person.id == by.person_id:
        raise Refused("not_yourself", field="person")
    if person.disabled_at:
        raise Refused("account_closed", field="person")
    if wanted.act and person.rung < rung:
        raise Refused("entry_rung_low", field="person")


def enter(
    session: Session,
    municipality_id: int,
    wanted: Sheet,
    *,
    subject: str,
    typed: Typed,
    answers: Mapping[str, Any],
    helping: Helping,
    read_back: bool,
    code: str,
    by: Actor,
    at: datetime,
) -> int:
    """Enter a form for somebody, once for each `code` of a receipt; who has a mobile number is asked if it is right.

    Returns the number of the entry. Raises Refused as its room does, and for another form with the same code.
    """
    try:
        with session.begin_nested():
            made = actions.enter(
                session,
                municipality_id,
                wanted,
                subject=subject,
                typed=typed,
                answers=answers,
                language=helping.language,
                channel=helping.channel,
                person_id=helping.person_id,
                helped=Helped(by.person_id, helping.name, helping.known_by, helping.consented, read_back),
                code=code,
                at=at,
            )
    except IntegrityError:
        if (known := queries.entry_if_any(session, municipality_id, code)) is None:
            raise
        # Pressed twice: the first time has it.
        whose = (known.sheet, known.subject, known.person_id, known.name)
        wished = (wanted.name, subject, helping.person_id, helping.name)
        if whose != wished or actions.differing(known.typed or {}, typed):
            raise Refused("entry_made_already") from None
        return known.id
    if helping.person_id is not None:
        to = people.recipient(session, municipality_id, helping.person_id)
        texts.ask_if_right(session, municipality_id, made.entry_id, wanted, to=to, at=at)
    return made.entry_id


def check_second(session: Session, municipality_id: int, entry_id: int, *, by: Actor) -> EntryView:
    """The entry that waits for a second official, for somebody who may be that. Raises Refused and NotFound."""
    found = queries.entry(session, municipality_id, entry_id)
    if found.state != WAITING:
        raise Refused("entry_not_waiting")
    if by.person_id in (found.entered_by, found.person_id):
        raise Refused("entry_needs_another")
    return found


def own_waiting(session: Session, municipality_id: int, entry_id: int, *, by: Actor) -> EntryView:
    """What this official entered the first time and may put right until it is entered again. Raises NotFound."""
    found = queries.entry(session, municipality_id, entry_id)
    if found.state != WAITING or found.entered_by != by.person_id:
        raise NotFound
    return found


def own_entry(session: Session, municipality_id: int, entry_id: int, *, by: Actor) -> EntryView:
    """What this official entered for somebody. Raises NotFound."""
    found = queries.entry(session, municipality_id, entry_id)
    if found.entered_by != by.person_id:
        raise NotFound
    return found


def entry_of_receipt(session: Session, municipality_id: int, typed_code: str, *, by: Actor, at: datetime) -> EntryView:
    """What belongs to a receipt, for an official to put right with whoever holds it.

    Raises Fault where it can be no code; Refused where none has it, for one's own form, and once its time is over.
    """
    code = read_long_code(typed_code)
    found = queries.entry_if_any(session, municipality_id, code)
    if found is None:
        raise Refused("receipt_unknown", field="code")
    if found.person_id == by.person_id:
        raise Refused("not_yourself", field="code")
    if not found.is_correctable(at):
        raise Refused("entry_stands", field="code")
    return found


def correct(
    session: Session,
    municipality_id: int,
    entry_id: int,
    *,
    typed: Typed,
    answers: Mapping[str, Any],
    seen: str,
    by: Actor,
    at: datetime,
) -> None:
    """Put an entry right. Raises Refused where somebody changed it since it was `seen`, and as `actions.correct`."""
    _check_unchanged(session, municipality_id, entry_id, seen)
    actions.correct(session, municipality_id, entry_id, typed=typed, answers=answers, by=by.person_id, at=at)


def take_back(session: Session, municipality_id: int, entry_id: int, *, seen: str, by: Actor, at: datetime) -> None:
    """Take an entry back. Raises Refused where somebody changed it since it was `seen`, and as `actions.take_back`."""
    _check_unchanged(session, municipality_id, entry_id, seen)
    actions.take_back(session, municipality_id, entry_id, by=by.person_id, at=at)


def ways_to_send(session: Session, municipality_id: int, entry: EntryView) -> list[str]:
    """The ways in which the person of an entry can be sent the receipt; none for who has no account."""
    if entry.person_id is None:
        return []
    to = people.recipient(session, municipality_id, entry.person_id)
    return [way for way in CHANNELS if replace(to, way=way).channel((way,))]


def send_receipt(
    session: Session, municipality_id: int, entry: EntryView, code: str, *, way: str, contact: str, at: datetime
) -> None:
    """Send the receipt of an entry, once in each way.

    way: theirs, where they have an account; contact: else an e-mail address or mobile number. Raises Refused where
    nobody is reached so.
    """
    to = _holder(session, municipality_id, entry, way, contact)
    if (goes := to.channel((to.way,))) is None:
        raise Refused("receipt_unreached", field="way")
    facts = {
        "form": texts.A_FORM if sheet(entry.sheet).discreet else sheet(entry.sheet).title,
        "code": code,
        "until": local(entry.correctable_until).date(),
        "link": "/back",
    }
    key = f"entry_receipt:{entry.id}:{goes}:{keys.digest(to.place(goes))[:16]}"
    send(session, municipality_id, "entry_receipt", to=to, key=key, facts=facts, at=at)


def _holder(session: Session, municipality_id: int, entry: EntryView, way: str, contact: str) -> Recipient:
    if entry.person_id is not None:
        return replace(people.recipient(session, municipality_id, entry.person_id), way=way)
    reached = people.contact(contact, field="contact")
    return Recipient(
        None,
        entry.name,
        reached.way,
        email=reached.address if reached.way == EMAIL else None,
        phone=reached.address if reached.way == PHONE else None,
        language=entry.language,
    )


def _check_unchanged(session: Session, municipality_id: int, entry_id: int, seen: str) -> None:
    if queries.entry_to_change(session, municipality_id, entry_id).mark != seen:
        raise Refused("changed_meanwhile")
