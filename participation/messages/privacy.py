"""What this room holds on people: what we wrote to them, why and for how long. For everybody who ever got a message."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from participation.errors import N_
from participation.held import Holding, Kind, Sentence, Somebody
from participation.messages.kinds import ALL_NEWS, NEWS
from participation.messages.kinds import KINDS as MESSAGES
from participation.messages.models import Message, Unsubscribed
from participation.messages.recipients import LETTER, WAY_NAMES
from participation.municipalities import queries as municipalities

FAREWELL = "account_erased"

_TASK = N_("A task of the municipality in the public interest (GDPR, article 6.1.e).")

KINDS = (
    Kind(
        "messages.words",
        N_("The words of what we wrote to you"),
        ("message",),
        N_("The words of what we wrote to you. Those with a code or secret link are gone as soon as they have left."),
        N_("To send it, and to send it again when it did not arrive."),
        _TASK,
        N_("You. Officials who print letters see those letters."),
        N_("we wrote it"),
        30,
    ),
    Kind(
        "messages.line",
        N_("What we wrote to you"),
        ("message",),
        N_("That we wrote to you: when, about what, to which address, and whether it arrived."),
        N_("To answer whoever says that nothing came."),
        _TASK,
        N_("You. Officials and administrators who look after messages."),
        N_("we wrote it"),
        365,
    ),
    Kind(
        "messages.farewell",
        N_("The last message"),
        ("message",),
        N_("The message that says that your account was erased."),
        N_("To tell you that it is done."),
        _TASK,
        N_("Officials and administrators who look after messages."),
        N_("we wrote it"),
        7,
    ),
    Kind(
        "messages.unsubscribed",
        N_("News you do not want"),
        ("unsubscribed",),
        N_("Which news you do not want."),
        N_("To leave you in peace."),
        N_("You told us so."),
        N_("Only you."),
        N_("you want it again, or your account goes"),
        None,
    ),
)


def asking(session: Session, *, who: Somebody) -> list[Holding]:
    """What we wrote to somebody, and what they do not want to get."""
    written = session.execute(
        select(
            Message.made_at, Message.channel, Message.kind, Message.to, Message.subject, Message.body, Message.left_at
        )
        .where(*_theirs(who.municipality_id, who.person_id, who.addresses))
        .order_by(Message.made_at.desc(), Message.id.desc())
    ).all()
    refused = session.execute(
        select(Unsubscribed.kind, Unsubscribed.since).where(
            Unsubscribed.municipality_id == who.municipality_id, Unsubscribed.person_id == who.person_id
        )
    )
    title = {ALL_NEWS: N_("All news"), **NEWS}
    return [
        Holding(
            "messages.words",
            [{N_("When"): row.made_at, N_("Words"): row.body} for row in written if _readable(row.kind, row.body)],
        ),
        Holding(
            "messages.line",
            [
                {
                    N_("When"): row.made_at,
                    N_("How"): Sentence(WAY_NAMES[row.channel]),
                    N_("Sent to"): row.to or None,
                    N_("About"): row.subject,
                    N_("Sent"): row.left_at,
                }
                for row in written
            ],
        ),
        Holding(
            "messages.unsubscribed",
            [{N_("News"): Sentence(title.get(kind, kind)), N_("Since"): since} for kind, since in refused],
        ),
    ]


def leaving(session: Session, *, who: Somebody) -> None:
    """Forget what we wrote to somebody, also what still waits."""
    session.execute(delete(Message).where(*_theirs(who.municipality_id, who.person_id, who.addresses)))
    session.execute(
        delete(Unsubscribed).where(
            Unsubscribed.municipality_id == who.municipality_id, Unsubscribed.person_id == who.person_id
        )
    )


def expiring(session: Session, *, municipality_id: int, at: datetime) -> None:
    """First the words go, later the line that something was sent."""

    def old(kind: Kind) -> tuple[ColumnElement[bool], ...]:
        days = municipalities.term_days(session, municipality_id, kind.name, kind.days)
        return Message.municipality_id == municipality_id, Message.made_at < at - timedelta(days=days or 0)

    words, line, farewell, _ = KINDS
    with_words = or_(Message.body != "", Message.channel == LETTER)
    session.execute(update(Message).where(*old(words), with_words).values(body="", address=[], copies={}))
    session.execute(delete(Message).where(*old(line)))
    session.execute(delete(Message).where(*old(farewell), Message.kind == FAREWELL))


def _theirs(municipality_id: int, person_id: int, addresses: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    # What went to an address before it had an account is theirs too.
    return Message.municipality_id == municipality_id, or_(Message.person_id == person_id, Message.to.in_(addresses))


def _readable(kind: str, body: str) -> bool:
    """A code that still works is shown on no page but the one where it was asked for."""
    return bool(body) and not (kind in MESSAGES and MESSAGES[kind].secret)
