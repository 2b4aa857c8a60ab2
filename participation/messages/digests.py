"""News in one message a day for each person, and on paper once a week, instead of a flood."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.held import Somebody
from participation.messages import wording
from participation.messages.actions import put_down
from participation.messages.kinds import KINDS
from participation.messages.models import Message
from participation.messages.recipients import LETTER
from participation.municipalities import queries as municipalities
from participation.municipalities.queries import Place

MONDAY = 0


def send_digests(session: Session, municipality_id: int, *, at: datetime) -> None:
    """A day has ended: what gathered for somebody goes out as one message. Done twice, it goes out once."""
    gathered = session.scalars(
        select(Message)
        .where(Message.municipality_id == municipality_id, Message.state == "gathering")
        .order_by(Message.id)
        .with_for_update()
    ).all()
    if not gathered:
        return
    place = municipalities.place(session, municipality_id)
    if place.state != municipalities.OPEN:
        return
    for _, news in groupby(sorted(gathered, key=_whose), key=_whose):
        pieces = list(news)
        if pieces[0].channel == LETTER and local(at).weekday() != MONDAY:
            continue
        put_down(session, _digest(place, pieces, at=at))
        for piece in pieces:
            piece.state, piece.left_at = "bundled", at


def objecting(session: Session, who: Somebody) -> None:
    """Somebody does not want to be written to any more: what gathered for them goes."""
    session.execute(
        delete(Message).where(
            Message.municipality_id == who.municipality_id,
            Message.person_id == who.person_id,
            Message.state == "gathering",
        )
    )


def _digest(place: Place, pieces: list[Message], *, at: datetime) -> Message:
    newest = pieces[-1]
    written = wording.write(
        KINDS["digest"],
        newest.channel,
        place,
        newest.language,
        name=newest.address[0] if newest.address else "",
        person_id=newest.person_id,
        news=[piece.body for piece in pieces],
    )
    return Message(
        municipality_id=place.id,
        person_id=newest.person_id,
        key=f"digest:{local(at).date()}:{pieces[0].id}",
        kind="digest",
        channel=newest.channel,
        language=newest.language,
        to=newest.to,
        address=newest.address,
        subject=written.subject,
        body=written.body,
        state="waiting",
        large_print=newest.large_print,
        made_at=at,
    )


def _whose(piece: Message) -> tuple[int, str, str, str, str]:
    return piece.person_id or 0, piece.channel, piece.to, "\n".join(piece.address), piece.language
