"""Writing to people: each message leaves once, in their language and their way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import jobs
from participation.i18n import LANGUAGES
from participation.messages import queries, wording
from participation.messages.kinds import ALL_NEWS, KINDS, NEWS, Kind
from participation.messages.models import Message, Unsubscribed
from participation.messages.recipients import LETTER, Recipient
from participation.municipalities import queries as municipalities
from participation.municipalities.queries import Place

# The job that hands a message over: `messages.delivering.deliver`.
DELIVER = "messages.deliver"


def send(
    session: Session,
    municipality_id: int,
    kind: str,
    *,
    to: Recipient,
    key: str,
    facts: Mapping[str, object] | None = None,
    at: datetime,
) -> Message | None:
    """Write to somebody; it leaves when this transaction is kept, and once however often it is asked for.

    key: what makes it this message and no other, such as `code:17`, at most 120 characters
    facts: what `kinds` says of this kind. Raises KeyError when one is missing.
    Returns None where nothing is sent: news that is not wanted, or nowhere to send it.
    """
    what = KINDS[kind]
    channel = to.channel(what.channels)
    if channel is None or (what.news and not _wants_news(session, municipality_id, kind, to)):
        return None
    if (known := _with_key(session, municipality_id, key)) is not None:
        return known
    place = municipalities.place(session, municipality_id)
    language = _language(to, channel, place)
    if what.news:
        written = wording.write_news(what, place, language, facts or {})
    else:
        written = wording.write(
            what, channel, place, language, name=to.name if to.person_id else "", person_id=to.person_id, facts=facts
        )
    return put_down(
        session,
        Message(
            municipality_id=municipality_id,
            person_id=to.person_id,
            key=key,
            kind=kind,
            channel=channel,
            language=language,
            to=to.place(channel),
            address=to.lines() if channel == LETTER else [],
            subject=written.subject,
            body=written.body,
            copies={} if what.news or channel != LETTER else _copies(what, place, language, to, facts),
            state="gathering" if what.news else "waiting",
            large_print=to.large_print,
            made_at=at,
        ),
    )


def forget_sent(session: Session, municipality_id: int, keys: Collection[str]) -> None:
    """Forget what was written under these keys, and under those that go on from one of them after a colon; also what still
    waits. For whoever has no account, by the room that wrote to them."""
    for key in keys:
        session.execute(
            delete(Message).where(
                Message.municipality_id == municipality_id,
                or_(Message.key == key, Message.key.startswith(f"{key}:", autoescape=True)),
            )
        )


def put_down(session: Session, message: Message) -> Message:
    """Keep a message, with the job that delivers it; the one that is there already where its key is taken."""
    try:
        with session.begin_nested():
            session.add(message)
    except IntegrityError:
        known = _with_key(session, message.municipality_id, message.key)
        if known is None:
            raise
        return known
    if message.state == "waiting" and message.channel != LETTER:
        jobs.enqueue(session, DELIVER, key=delivery_key(message), queue=jobs.POST, message_id=message.id)
    return message


def delivery_key(message: Message) -> str:
    """The name of the next attempt's job: each attempt is put down once."""
    # The moment goes along: a database may give the number of a message that is gone to another one.
    return f"{DELIVER}:{message.id}:{message.made_at:%Y%m%dT%H%M%S}:{message.tries}"


def unsubscribe(session: Session, municipality_id: int, person_id: int, kind: str = ALL_NEWS, *, at: datetime) -> None:
    """Somebody wants no more of this kind of news. What has gathered for them goes too. Raises KeyError."""
    _known(kind)
    of_this = Message.kind.in_(NEWS) if kind == ALL_NEWS else Message.kind == kind
    session.execute(
        delete(Message).where(
            Message.municipality_id == municipality_id,
            Message.person_id == person_id,
            Message.state == "gathering",
            of_this,
        )
    )
    if kind in queries.unsubscribed(session, municipality_id, person_id):
        return
    try:
        with session.begin_nested():
            session.add(Unsubscribed(municipality_id=municipality_id, person_id=person_id, kind=kind, since=at))
    except IntegrityError:
        # Pressed twice at once, or by somebody whom we have forgotten since: either way they get no more.
        return


def subscribe(session: Session, municipality_id: int, person_id: int, kind: str = ALL_NEWS) -> None:
    """Somebody wants this kind of news again. Raises KeyError."""
    _known(kind)
    session.execute(
        delete(Unsubscribed).where(
            Unsubscribed.municipality_id == municipality_id,
            Unsubscribed.person_id == person_id,
            Unsubscribed.kind == kind,
        )
    )


def _language(to: Recipient, channel: str, place: Place) -> str:
    """Their own; a letter is official, so it is in one of the languages in which this municipality writes to people."""
    official = [str(code) for code in place.values["language.letter"]]
    offered = official if channel == LETTER else LANGUAGES
    return to.language if to.language and to.language in offered else official[0]


def _copies(
    what: Kind, place: Place, language: str, to: Recipient, facts: Mapping[str, object] | None
) -> dict[str, list[str]]:
    """The words of a letter in the other languages in which somebody may ask for it."""
    if what.own_words:
        return {}
    others = [str(code) for code in place.values["language.copy"] if code != language]
    return wording.write_copies(
        what, place, others, name=to.name if to.person_id else "", person_id=to.person_id, facts=facts
    )


def _known(kind: str) -> None:
    if kind != ALL_NEWS and kind not in NEWS:
        raise KeyError(kind)


def _wants_news(session: Session, municipality_id: int, kind: str, to: Recipient) -> bool:
    if to.objects:
        return False
    return to.person_id is None or queries.wants(session, municipality_id, to.person_id, kind)


def _with_key(session: Session, municipality_id: int, key: str) -> Message | None:
    return session.scalar(select(Message).where(Message.municipality_id == municipality_id, Message.key == key))
