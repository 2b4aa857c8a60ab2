"""The job that hands a message over, between two transactions: to the mail server, or to the gateway for short texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from participation import clock, db, jobs, mail
from participation.keys import keyed
from participation.mail import NotDelivered
from participation.messages import gateways, links, wording
from participation.messages.actions import DELIVER, delivery_key
from participation.messages.kinds import ALL_NEWS, KINDS
from participation.messages.models import Message
from participation.messages.recipients import EMAIL, PHONE
from participation.municipalities import queries as municipalities
from participation.municipalities.queries import Place

# How long to wait before each new attempt: after the last one it has failed, and the desk sees it.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))


@dataclass(frozen=True)
class Leaving:
    """A message on its way out."""

    municipality_id: int
    channel: str
    mail: mail.Mail
    is_late: bool


def deliver(message_id: int) -> None:
    """Hand a message over that waits. Done twice it leaves once, unless we die while the server says yes: then the
    second e-mail has the number of the first."""
    attempt(message_id, at=clock.now())


def attempt(message_id: int, *, at: datetime) -> None:
    """The same, at a moment that is given."""
    leaving = _leaving(message_id, at=at)
    if leaving is None:
        return
    trouble = None
    try:
        _hand_over(leaving)
    except NotDelivered as reason:
        trouble = reason
    with db.within(leaving.municipality_id), db.write() as session:
        _note(session, leaving.municipality_id, message_id, trouble, at=at)


def _leaving(message_id: int, *, at: datetime) -> Leaving | None:
    with db.read() as session:
        message = session.scalar(
            select(Message).where(
                Message.id == message_id, Message.state == "waiting", Message.channel.in_((EMAIL, PHONE))
            )
        )
        if message is None:
            return None
        place = municipalities.place(session, message.municipality_id)
        return Leaving(message.municipality_id, message.channel, _as_mail(message, place), _is_late(message, at))


def _hand_over(leaving: Leaving) -> None:
    if leaving.is_late:
        raise NotDelivered("late", for_good=True)
    if leaving.channel == PHONE:
        reference = keyed(leaving.mail.key, "message")[:32]
        gateways.gateway().send(leaving.mail.to, leaving.mail.body, reference)
    else:
        mail.hand_over(leaving.mail)


def _note(
    session: db.Session, municipality_id: int, message_id: int, trouble: NotDelivered | None, *, at: datetime
) -> None:
    """Write down what became of an attempt, and put the next one down."""
    message = session.scalar(
        select(Message)
        .where(Message.municipality_id == municipality_id, Message.id == message_id, Message.state == "waiting")
        .with_for_update()
    )
    if message is None:
        return
    message.tries += 1
    message.trouble = trouble.word if trouble else ""
    if trouble is None:
        message.state, message.left_at = "sent", at
    elif trouble.for_good or message.tries > len(PAUSES):
        message.state = "failed"
    else:
        pause = PAUSES[message.tries - 1]
        key = delivery_key(message)
        jobs.enqueue(session, DELIVER, key=key, queue=jobs.POST, after=pause, message_id=message.id)
    kind = KINDS[message.kind]
    if (message.state == "sent" and kind.secret) or (message.state == "failed" and kind.fresh_for):
        message.body = ""


def _as_mail(message: Message, place: Place) -> mail.Mail:
    link = None
    if message.kind == "digest" and message.person_id is not None:
        token = links.unsubscribe_token(place.id, message.person_id, ALL_NEWS)
        link = links.address(place, f"/unsubscribe/{token}")
    return mail.Mail(
        key=f"{place.id}/{message.key}",
        to=message.to,
        subject=message.subject,
        body=message.body,
        sender=wording.name_of(place, message.language),
        answer_to=str(place.office.get("email", "")),
        language=message.language,
        unsubscribe=link,
    )


def _is_late(message: Message, at: datetime) -> bool:
    fresh_for = KINDS[message.kind].fresh_for
    return fresh_for is not None and at - message.made_at > timedelta(minutes=fresh_for)
