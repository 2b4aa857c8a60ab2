"""Doing: a form comes in, is entered a second time, is corrected or taken back. The one door for every way of a form.

Whoever calls has validated the form already: `typed` is what was typed, `answers` what the form makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import keys
from participation.errors import NotFound, Refused
from participation.inclusion import codes
from participation.inclusion.models import TAKEN, TAKEN_BACK, WAITING, Entry
from participation.inclusion.queries import Typed, sealed, unsealed
from participation.journal.actions import record
from participation.sheets import ASSISTED, PAPER, WEB, Sent, Sheet, sheet

CORRECTABLE = timedelta(days=14)
NOBODY = "nobody"  # for this form, nobody needs to be known
KNOWN_BY = ("card", "letter", "signature", "questions", NOBODY)


@dataclass(frozen=True)
class Helped:
    """Who entered it for somebody, and what they made sure of.

    name: of the person, where they have no account; known_by: one of KNOWN_BY
    """

    by: int
    name: str
    known_by: str
    consented: bool
    read_back: bool


@dataclass(frozen=True)
class Receipt:
    """What whoever sent a form gets: its number and the code with which it can be corrected."""

    entry_id: int
    code: str


def enter(
    session: Session,
    municipality_id: int,
    wanted: Sheet,
    *,
    subject: str,
    typed: Typed,
    answers: Mapping[str, Any],
    language: str,
    channel: str = WEB,
    person_id: int | None = None,
    helped: Helped | None = None,
    code: str | None = None,
    at: datetime,
) -> Receipt:
    """A form comes in. One that must be entered twice waits for the second entry; any other does what it is for.

    code: of its receipt, where that was thought up before; two forms never have the same, so that it comes in once.

    Raises Refused as the form's room does, and where an official has not made sure of consent or has not read it back;
    ValueError for an official's channel without an official, or the other way round.
    """
    if (channel in ASSISTED) != (helped is not None):
        raise ValueError(channel)
    if helped:
        _check_helped(helped)
    code = code or codes.new_code()
    entry = Entry(
        municipality_id=municipality_id,
        digest=codes.digest(municipality_id, codes.RECEIPT, code),
        sheet=wanted.name,
        subject=subject,
        channel=channel,
        person_id=person_id,
        name=keys.sealed(helped.name, "name", municipality_id) if helped and helped.name else None,
        entered_by=helped.by if helped else None,
        known_by=helped.known_by if helped else NOBODY if person_id is None else "account",
        consented=True,
        read_back=True,
        answers=sealed(typed, municipality_id),
        language=language,
        state=WAITING if wanted.ballot and channel == PAPER else TAKEN,
        made_at=at,
        correctable_until=at + CORRECTABLE,
    )
    session.add(entry)
    session.flush()
    if entry.state == TAKEN:
        wanted.take(session, _sent(entry, answers, at=at))
    _note(session, entry, "entry.made", by=entry.entered_by or person_id, at=at)
    return Receipt(entry.id, code)


def enter_again(
    session: Session,
    municipality_id: int,
    entry_id: int,
    *,
    typed: Typed,
    answers: Mapping[str, Any],
    by: int,
    at: datetime,
) -> None:
    """A second official enters what waits. Raises Refused for the same official, and where the two differ."""
    entry = _entry(session, municipality_id, entry_id)
    if entry.state != WAITING:
        raise Refused("entry_not_waiting")
    if entry.entered_by == by:
        raise Refused("entry_needs_another")
    assert entry.answers
    if differing(unsealed(entry.answers, municipality_id), typed):
        raise Refused("entry_differs")
    entry.state, entry.second_by = TAKEN, by
    sheet(entry.sheet).take(session, _sent(entry, answers, at=at))
    _note(session, entry, "entry.entered_twice", by=by, at=at)


def correct(
    session: Session,
    municipality_id: int,
    entry_id: int,
    *,
    typed: Typed,
    answers: Mapping[str, Any],
    by: int | None,
    at: datetime,
) -> None:
    """What was entered is put right. by: None for who has no account and has the code of the receipt.

    Raises Refused once its time is over.
    """
    entry = _entry(session, municipality_id, entry_id)
    _check_correctable(entry, at)
    wanted = sheet(entry.sheet)
    if entry.state == TAKEN:
        if wanted.take_back:
            wanted.take_back(session, _sent(entry, answers, at=at))
        wanted.take(session, _sent(entry, answers, at=at))
    entry.answers, entry.corrected_at = sealed(typed, municipality_id), at
    _note(session, entry, "entry.corrected", by=by, at=at)


def take_back(session: Session, municipality_id: int, entry_id: int, *, by: int | None, at: datetime) -> None:
    """What was entered no longer counts. Raises Refused once its time is over, and where it can only be done anew."""
    entry = _entry(session, municipality_id, entry_id)
    _check_correctable(entry, at)
    wanted = sheet(entry.sheet)
    if entry.state == TAKEN:
        if wanted.take_back is None:
            raise Refused("entry_stays")
        wanted.take_back(session, _sent(entry, {}, at=at))
    entry.state, entry.answers = TAKEN_BACK, None
    _note(session, entry, "entry.taken_back", by=by, at=at)


def _check_helped(helped: Helped) -> None:
    if not helped.consented:
        raise Refused("consent_missing", field="consented")
    if not helped.read_back:
        raise Refused("not_read_back", field="read_back")
    if helped.known_by not in KNOWN_BY:
        raise ValueError(helped.known_by)


def _check_correctable(entry: Entry, at: datetime) -> None:
    if entry.state == TAKEN_BACK or entry.answers is None or at > entry.correctable_until:
        raise Refused("entry_stands")


def _entry(session: Session, municipality_id: int, entry_id: int) -> Entry:
    found = session.scalars(
        select(Entry).where(Entry.municipality_id == municipality_id, Entry.id == entry_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def differing(first: Typed, second: Typed) -> set[str]:
    """The fields in which two entries of a form say something else; spaces at the ends make no difference."""
    one, other = _plain(first), _plain(second)
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


def _plain(typed: Typed) -> dict[str, list[str]]:
    stripped = {name: [" ".join(value.split()) for value in values] for name, values in typed.items()}
    return {name: [value for value in values if value] for name, values in stripped.items() if any(values)}


def _sent(entry: Entry, answers: Mapping[str, Any], *, at: datetime) -> Sent:
    by = entry.entered_by or entry.person_id
    return Sent(
        municipality_id=entry.municipality_id,
        entry_id=entry.id,
        subject=entry.subject,
        answers=answers,
        person_id=entry.person_id,
        channel=entry.channel,
        language=entry.language,
        by=f"person:{by}" if by else "",
        at=at,
    )


def _note(session: Session, entry: Entry, event: str, *, by: int | None, at: datetime) -> None:
    facts: dict[str, str | int] = {"form": entry.sheet, "about": entry.subject, "channel": entry.channel}
    if sheet(entry.sheet).discreet and by == entry.person_id:
        by = None
    record(
        session,
        entry.municipality_id,
        event,
        subject=f"entry:{entry.id}",
        by=f"person:{by}" if by else "somebody",
        via=entry.channel,
        facts=facts,
        at=at,
    )
