"""Looking up messages: what waits, what left, what failed, and who wants no news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from participation.awaiting import NO_PANEL, NONE_LATE, Counted
from participation.errors import NotFound
from participation.messages.kinds import ALL_NEWS
from participation.messages.letters import Letter
from participation.messages.models import Message, Unsubscribed
from participation.messages.recipients import EMAIL, LETTER, PHONE

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A message on the desk: what became of it, and never its words.

    whom: enough to know it again, and no more; copies: the languages in which a copy can be made now; copied: how many
    copies were made
    """

    id: int
    kind: str
    channel: str
    state: str
    trouble: str
    whom: str
    made_at: datetime
    left_at: datetime | None
    can_retry: bool
    copies: list[str]
    copied: int


def counts(session: Session, municipality_id: int) -> dict[tuple[str, str], int]:
    """How many messages there are of each state and channel."""
    rows = session.execute(
        select(Message.state, Message.channel, func.count())
        .where(Message.municipality_id == municipality_id)
        .group_by(Message.state, Message.channel)
    )
    return {(state, channel): count for state, channel, count in rows}


def letters_waiting(municipality_id: int) -> Counted:
    """How many letters wait for the printer."""
    return _counted(municipality_id, Message.state == "waiting", Message.channel == LETTER)


def failed(municipality_id: int) -> Counted:
    """How many messages could not be delivered."""
    return _counted(municipality_id, Message.state == "failed")


def _counted(municipality_id: int, *which: ColumnElement[bool]) -> Counted:
    return select(NO_PANEL, func.count(), NONE_LATE).where(Message.municipality_id == municipality_id, *which)


def lines(
    session: Session, municipality_id: int, page: int, *, state: str | None = None, channel: str | None = None
) -> tuple[list[Line], int]:
    """A page of messages, the newest first, and how many pages there are."""
    wanted = select(Message).where(Message.municipality_id == municipality_id)
    if state:
        wanted = wanted.where(Message.state == state)
    if channel:
        wanted = wanted.where(Message.channel == channel)
    number = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = session.scalars(wanted.order_by(Message.id.desc()).offset((page - 1) * PAGE).limit(PAGE)).all()
    made = copies_made(session, municipality_id, [message.id for message in found if message.copies])
    return [_line(message, made.get(message.id, 0)) for message in found], max(1, -(-number // PAGE))


def copy_key(message_id: int, number: int) -> str:
    """What makes this copy of a letter this one."""
    return f"copy:{message_id}:{number}"


def copies_made(session: Session, municipality_id: int, message_ids: Sequence[int]) -> dict[int, int]:
    """How many copies were made of each of these letters; those without any are left out."""
    if not message_ids:
        return {}
    keys = session.scalars(
        select(Message.key).where(
            Message.municipality_id == municipality_id,
            or_(*(Message.key.startswith(f"copy:{message_id}:", autoescape=True) for message_id in message_ids)),
        )
    )
    return Counter(int(key.split(":")[1]) for key in keys)


def batches(session: Session, municipality_id: int) -> dict[int, int]:
    """The batches of letters that somebody is printing, the oldest first, with how many letters each has."""
    rows = session.execute(
        select(Message.batch, func.count())
        .where(Message.municipality_id == municipality_id, Message.state == "printing")
        .group_by(Message.batch)
        .order_by(Message.batch)
    )
    return {batch: count for batch, count in rows if batch is not None}


def letters_in(session: Session, municipality_id: int, batch: int) -> list[Letter]:
    """The letters of a batch that is being printed. Raises NotFound."""
    return _letters(
        session,
        select(Message).where(
            Message.municipality_id == municipality_id, Message.batch == batch, Message.state == "printing"
        ),
    )


def letter(session: Session, municipality_id: int, message_id: int) -> Letter:
    """One letter whose words are still there. Raises NotFound."""
    wanted = select(Message).where(
        Message.municipality_id == municipality_id,
        Message.id == message_id,
        Message.channel == LETTER,
        Message.body != "",
    )
    return _letters(session, wanted)[0]


def is_there(session: Session, municipality_id: int, key: str) -> bool:
    """Whether we wrote what has this key."""
    return bool(session.scalar(select(exists().where(Message.municipality_id == municipality_id, Message.key == key))))


def unsubscribed(session: Session, municipality_id: int, person_id: int) -> set[str]:
    """The kinds of news that somebody no longer wants; `kinds.ALL_NEWS` among them means all."""
    return set(
        session.scalars(
            select(Unsubscribed.kind).where(
                Unsubscribed.municipality_id == municipality_id, Unsubscribed.person_id == person_id
            )
        )
    )


def wants(session: Session, municipality_id: int, person_id: int, kind: str = ALL_NEWS) -> bool:
    """Whether somebody gets this kind of news."""
    return not unsubscribed(session, municipality_id, person_id) & {kind, ALL_NEWS}


def _letters(session: Session, wanted: Select[Message]) -> list[Letter]:
    found = [
        Letter(message.language, message.address, message.subject, message.body, message.made_at, message.large_print)
        for message in session.scalars(wanted.order_by(Message.id))
    ]
    if not found:
        raise NotFound
    return found


def _line(message: Message, copied: int) -> Line:
    return Line(
        message.id,
        message.kind,
        message.channel,
        message.state,
        message.trouble,
        _whom(message),
        message.made_at,
        message.left_at,
        message.state == "failed" and bool(message.body),
        list(message.copies) if message.state == "printed" else [],
        copied,
    )


def _whom(message: Message) -> str:
    """An envelope that comes back shows its name; an address is only hinted at."""
    if message.channel == EMAIL:
        name, _, host = message.to.rpartition("@")
        return f"{name[:1]}…@{host}"
    if message.channel == PHONE:
        return f"…{message.to[-3:]}"
    return message.address[0] if message.address else ""
