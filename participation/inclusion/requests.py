"""What people ask us for: to be called, an interpreter, a copy, a page to be mended. Asked with a form in any way,
handled at the desk by those who may, erased after its time.

What somebody needs to take part says much about them: each kind has its own permission and its own seal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from participation import keys
from participation.clock import local
from participation.errors import N_, NotFound, Refused
from participation.inclusion.models import Entry, Request
from participation.journal.actions import record
from participation.messages import actions as messages
from participation.messages.recipients import EMAIL, Recipient
from participation.municipalities import queries as municipalities
from participation.people import queries as people
from participation.permissions import Actor
from participation.sheets import Sent

OPEN, DONE, DECLINED = "open", "done", "declined"
FRIDAY, MONDAY_AFTER = 5, 8  # as days of the week are counted from Monday, 1
HANDLE, ARRANGE = "requests.handle", "support.arrange"
# The kinds of personal data that requests are, each with its term.
REQUEST_TERM, SUPPORT_TERM = "inclusion.request", "inclusion.support"


@dataclass(frozen=True)
class Kind:
    """A kind of request.

    name: what it is, in a list; permission: who handles it; days: within which it is done, None where nobody promised
    answered: the kind of message that the answer is; term: the kind of personal data that it is
    """

    name: str
    permission: str
    days: int | None
    answered: str = "request_answered"
    term: str = REQUEST_TERM


# By the name of the form that it is asked with.
KINDS: dict[str, Kind] = {
    "call-back": Kind(N_("A call back"), HANDLE, 2),
    "support": Kind(N_("Support to take part"), ARRANGE, 7, "support_answered", SUPPORT_TERM),
    "data": Kind(N_("About their data"), HANDLE, 30),
    "copy": Kind(N_("A copy of a letter"), HANDLE, 7),
    "accessibility": Kind(N_("Something that does not work for them"), HANDLE, 30),
}


def kinds_for(permission: str) -> list[str]:
    """The kinds that somebody with this permission handles."""
    return [name for name, kind in KINDS.items() if kind.permission == permission]


def due_day(asked: date, days: int) -> date:
    """Until when we promised it. What would end in a weekend ends on Monday: nobody is here before."""
    day = asked + timedelta(days=days)
    return day if day.isoweekday() <= FRIDAY else day + timedelta(days=MONDAY_AFTER - day.isoweekday())


def asking(kind: str) -> Callable[[Session, Sent], None]:
    """What a form does that asks for something of this kind."""

    def take(session: Session, sent: Sent) -> None:
        days = KINDS[kind].days
        session.add(
            Request(
                municipality_id=sent.municipality_id,
                kind=kind,
                subject=sent.subject,
                entry_id=sent.entry_id,
                person_id=sent.person_id,
                content=keys.sealed(json.dumps(dict(sent.answers), default=str), "request", kind, sent.municipality_id),
                language=sent.language,
                asked_at=sent.at,
                due_on=due_day(local(sent.at).date(), days) if days else None,
            )
        )
        session.flush()

    return take


def asking_no_more(session: Session, sent: Sent) -> None:
    """It was not meant, or is asked anew. Raises Refused once it was dealt with."""
    mine = (Request.municipality_id == sent.municipality_id, Request.entry_id == sent.entry_id)
    if session.scalar(select(Request.state).where(*mine).with_for_update()) != OPEN:
        raise Refused("request_handled")
    session.execute(delete(Request).where(*mine))


def answer(
    session: Session,
    municipality_id: int,
    request_id: int,
    *,
    outcome: str,
    words: str,
    send: bool,
    last_day: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Say what became of a request: it is done, or cannot be, and why.

    outcome: DONE or DECLINED; send: whether they get the words, by their own way; else they know already
    last_day: until when what they told us is needed
    Raises NotFound for a request that is not theirs to handle, Refused where it was handled meanwhile, and where the
    words cannot be sent.
    """
    if outcome not in (DONE, DECLINED):
        raise ValueError(outcome)
    request = _to_handle(session, municipality_id, request_id, by)
    if request.state != OPEN:
        raise Refused("request_closed")
    kind = KINDS[request.kind]
    if send and not _send(session, request, kind.answered, words, at=at):
        raise Refused("request_no_way", field="way")
    days = municipalities.term_days(session, municipality_id, kind.term) or 0
    today = local(at).date()
    request.state, request.handled_by, request.handled_at = outcome, by.person_id, at
    request.answer = _seal(words, request)
    request.erase_on = max(today, last_day or today) + timedelta(days=days)
    record(
        session,
        municipality_id,
        "request.answered",
        subject=f"request:{request.id}",
        by=f"person:{by.person_id}",
        facts={"kind": request.kind, "outcome": outcome},
        at=at,
    )


def expire(session: Session, *, municipality_id: int, at: datetime) -> None:
    """A day has ended: what was asked is erased where its time is over. That it was asked, and by which way, still
    counts."""
    over = (
        Request.municipality_id == municipality_id,
        Request.erase_on <= local(at).date(),
        Request.content != "",
    )
    empty_all(session, municipality_id, session.scalars(select(Request.id).where(*over)).all())


def forget(session: Session, municipality_id: int, person_id: int) -> None:
    """Somebody is to be forgotten: whatever they asked us for, and their name under what they handled."""
    mine = (Request.municipality_id == municipality_id, Request.person_id == person_id)
    empty_all(session, municipality_id, session.scalars(select(Request.id).where(*mine)).all())
    session.execute(
        update(Request)
        .where(Request.municipality_id == municipality_id, Request.handled_by == person_id)
        .values(handled_by=None)
    )


def empty_all(session: Session, municipality_id: int, request_ids: Collection[int]) -> None:
    """Erase what these requests say, and who asked, also in the form that they came with."""
    mine = (Request.municipality_id == municipality_id, Request.id.in_(request_ids))
    entries = session.scalars(select(Request.entry_id).where(*mine)).all()
    session.execute(update(Request).where(*mine).values(content="", answer=None, person_id=None))
    session.execute(
        update(Entry)
        .where(Entry.municipality_id == municipality_id, Entry.id.in_(entries))
        .values(answers=None, name=None, person_id=None)
    )


def content_of(request: Request) -> Mapping[str, Any]:
    """What somebody wrote, by the name of the field; nothing once it was erased."""
    if not request.content:
        return {}
    opened: dict[str, Any] = json.loads(
        keys.unsealed(request.content, "request", request.kind, request.municipality_id)
    )
    return opened


def answer_of(request: Request) -> str:
    """What was answered; "" while nothing was, and once it was erased."""
    if not request.answer:
        return ""
    return keys.unsealed(request.answer, "request answer", request.kind, request.municipality_id)


def _seal(words: str, request: Request) -> str:
    return keys.sealed(words, "request answer", request.kind, request.municipality_id)


def _to_handle(session: Session, municipality_id: int, request_id: int, by: Actor) -> Request:
    found = session.scalar(
        select(Request).where(Request.municipality_id == municipality_id, Request.id == request_id).with_for_update()
    )
    if found is None or found.kind not in KINDS or not by.may(KINDS[found.kind].permission):
        raise NotFound
    return found


def _send(session: Session, request: Request, kind: str, words: str, *, at: datetime) -> bool:
    sent = messages.send(
        session,
        request.municipality_id,
        kind,
        to=recipient_of(session, request),
        key=f"request:{request.id}",
        facts={"answer": words},
        at=at,
    )
    return sent is not None


def recipient_of(session: Session, request: Request) -> Recipient:
    """Who asked, as somebody we write to: by their account, or at the address that they gave."""
    if request.person_id is not None:
        return people.recipient(session, request.municipality_id, request.person_id)
    told = content_of(request)
    contact = str(told.get("contact") or "")
    return Recipient(
        None,
        str(told.get("name") or ""),
        EMAIL,
        email=contact if "@" in contact else None,
        language=request.language,
    )
