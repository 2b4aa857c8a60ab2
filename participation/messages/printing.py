"""Letters to the printer: a letter is in one batch, and in no other until somebody puts it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation import jobs
from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.messages.actions import DELIVER, delivery_key
from participation.messages.kinds import KINDS
from participation.messages.models import Message
from participation.messages.recipients import LETTER
from participation.permissions import Actor

# What one printer does in one go.
MOST = 500


def take_letters(session: Session, municipality_id: int, *, by: Actor, at: datetime) -> int:
    """Put the letters that wait, the oldest first, into a batch. Returns its number. Refuses when none waits."""
    letters = session.scalars(
        select(Message)
        .where(
            Message.municipality_id == municipality_id,
            Message.channel == LETTER,
            Message.state == "waiting",
            Message.body != "",
        )
        .order_by(Message.id)
        .limit(MOST)
        .with_for_update()
    ).all()
    if not letters:
        raise Refused("no_letters_waiting")
    batch = letters[0].id
    for letter in letters:
        letter.state, letter.batch = "printing", batch
    _record(session, municipality_id, "letters.taken", batch, len(letters), by=by, at=at)
    return batch


def note_printed(session: Session, municipality_id: int, batch: int, *, by: Actor, at: datetime) -> None:
    """The letters of a batch are on paper. The words of those with a secret are wiped."""
    letters = _in_batch(session, municipality_id, batch)
    for letter in letters:
        letter.state, letter.left_at = "printed", at
        if KINDS[letter.kind].secret:
            letter.body = ""
    _record(session, municipality_id, "letters.printed", batch, len(letters), by=by, at=at)


def put_back(session: Session, municipality_id: int, batch: int, *, by: Actor, at: datetime) -> None:
    """The letters of a batch did not get onto paper: they wait again."""
    letters = _in_batch(session, municipality_id, batch)
    for letter in letters:
        letter.state, letter.batch = "waiting", None
    _record(session, municipality_id, "letters.put_back", batch, len(letters), by=by, at=at)


def note_returned(session: Session, municipality_id: int, message_id: int) -> None:
    """The post brought a letter back."""
    letter = letter_to_change(session, municipality_id, message_id)
    if letter.state != "printed":
        raise Refused("letter_not_printed")
    letter.state = "returned"


def letter_to_change(session: Session, municipality_id: int, message_id: int) -> Message:
    """A letter, taken so that nobody else does something with it. Raises NotFound."""
    letter = _one(session, municipality_id, message_id)
    if letter.channel != LETTER:
        raise NotFound
    return letter


def retry(session: Session, municipality_id: int, message_id: int) -> None:
    """Try a message that failed once more. Refuses when it has not failed, or its words are gone."""
    message = _one(session, municipality_id, message_id)
    if message.state != "failed" or not message.body:
        raise Refused("message_not_failed")
    message.state = "waiting"
    jobs.enqueue(session, DELIVER, key=delivery_key(message), queue=jobs.POST, message_id=message.id)


def give_up(session: Session, *, municipality_id: int, at: datetime) -> None:
    """A day has ended: a letter that nobody printed before its words had to go has failed."""
    session.execute(
        update(Message)
        .where(Message.municipality_id == municipality_id, Message.channel == LETTER, Message.body == "")
        .where(Message.state.in_(("waiting", "printing")))
        .values(state="failed", trouble="late", left_at=at)
    )


def _one(session: Session, municipality_id: int, message_id: int) -> Message:
    found = session.scalar(
        select(Message).where(Message.municipality_id == municipality_id, Message.id == message_id).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def _in_batch(session: Session, municipality_id: int, batch: int) -> Sequence[Message]:
    letters = session.scalars(
        select(Message)
        .where(Message.municipality_id == municipality_id, Message.batch == batch)
        .order_by(Message.id)
        .with_for_update()
    ).all()
    if not letters:
        raise NotFound
    waiting = [letter for letter in letters if letter.state == "printing"]
    if not waiting:
        raise Refused("batch_done")
    return waiting


def _record(
    session: Session, municipality_id: int, event: str, batch: int, count: int, *, by: Actor, at: datetime
) -> None:
    record(
        session,
        municipality_id,
        event,
        subject=f"letters:{batch}",
        by=f"person:{by.person_id}",
        at=at,
        facts={"letters": count},
    )
