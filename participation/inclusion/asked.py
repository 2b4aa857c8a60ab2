"""Looking: what people asked us for, for whoever handles it and for nobody else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.errors import NotFound
from participation.inclusion.models import Entry, Request
from participation.inclusion.requests import DECLINED, DONE, KINDS, OPEN, answer_of, content_of, recipient_of
from participation.messages.recipients import EMAIL, LETTER
from participation.people import queries as people

PAGE = 50
# How a list can be narrowed, and which states each holds.
SHOWN: Mapping[str, tuple[str, ...]] = {"open": (OPEN,), "handled": (DONE, DECLINED), "all": (OPEN, DONE, DECLINED)}


@dataclass(frozen=True)
class Line:
    """A request in a list: what kind, and until when, and never what it says. days_left: below nought when overdue."""

    id: int
    kind: str
    subject: str
    language: str
    state: str
    channel: str
    asked_at: datetime
    due_on: date | None
    days_left: int | None
    handled_at: datetime | None


@dataclass(frozen=True)
class Asked:
    """One request as whoever handles it sees it.

    typed: what was written, by the name of the field, as a browser sends it; {} once it was erased
    ways: those in which we can send them an answer; by: who handled it
    """

    line: Line
    person_id: int | None
    name: str
    typed: Mapping[str, list[str]]
    ways: Sequence[str]
    answer: str
    by: str
    erase_on: date | None


def lines(
    session: Session, municipality_id: int, kinds: Collection[str], page: int, *, shown: str = "open", today: date
) -> tuple[list[Line], int]:
    """A page of requests of these kinds, what is due first on top; and how many pages there are.

    shown: a key of SHOWN
    """
    wanted = (
        select(Request, Entry.channel)
        .join(Entry, (Entry.id == Request.entry_id) & (Entry.municipality_id == Request.municipality_id))
        .where(Request.municipality_id == municipality_id, Request.kind.in_(kinds), Request.state.in_(SHOWN[shown]))
    )
    count = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    # What is done goes below, the newest first; what nobody promised comes after what we did.
    order = (
        Request.handled_at.is_not(None),
        Request.handled_at.desc(),
        Request.due_on.is_(None),
        Request.due_on,
        Request.id,
    )
    rows = session.execute(wanted.order_by(*order).offset((page - 1) * PAGE).limit(PAGE))
    return [_line(request, channel, today) for request, channel in rows], max(1, -(-count // PAGE))


def counts(session: Session, municipality_id: int, kinds: Collection[str]) -> dict[str, int]:
    """How many requests of these kinds there are, by the key of SHOWN."""
    rows = session.execute(
        select(Request.state, func.count())
        .where(Request.municipality_id == municipality_id, Request.kind.in_(kinds))
        .group_by(Request.state)
    )
    by_state: dict[str, int] = {row[0]: row[1] for row in rows}
    return {shown: sum(by_state.get(state, 0) for state in states) for shown, states in SHOWN.items()}


def asked(session: Session, municipality_id: int, kinds: Collection[str], request_id: int, *, today: date) -> Asked:
    """One request of these kinds. Raises NotFound."""
    row = session.execute(
        select(Request, Entry.channel)
        .join(Entry, (Entry.id == Request.entry_id) & (Entry.municipality_id == Request.municipality_id))
        .where(Request.municipality_id == municipality_id, Request.kind.in_(kinds), Request.id == request_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    request, channel = row
    names = people.names(session, municipality_id, {one for one in (request.person_id, request.handled_by) if one})
    content = content_of(request)
    return Asked(
        line=_line(request, channel, today),
        person_id=request.person_id,
        name=names.get(request.person_id or 0) or str(content.get("name") or ""),
        typed=_as_typed(content),
        ways=_ways(session, request),
        answer=answer_of(request),
        by=names.get(request.handled_by or 0, ""),
        erase_on=request.erase_on,
    )


def _ways(session: Session, request: Request) -> list[str]:
    """How an answer can go. What somebody needs to take part goes on no paper that others fold."""
    to = recipient_of(session, request)
    allowed = (EMAIL,) if KINDS[request.kind].answered == "support_answered" else (EMAIL, LETTER)
    way = to.channel(allowed)
    return [way] if way else []


def _line(request: Request, channel: str, today: date) -> Line:
    return Line(
        id=request.id,
        kind=request.kind,
        subject=request.subject,
        language=request.language,
        state=request.state,
        channel=channel,
        asked_at=request.asked_at,
        due_on=request.due_on,
        days_left=(request.due_on - today).days if request.due_on and request.state == OPEN else None,
        handled_at=request.handled_at,
    )


def _as_typed(content: Mapping[str, Any]) -> dict[str, list[str]]:
    """The answers as the form takes them in again; what was left empty is left out."""
    return {
        name: [str(one) for one in value] if isinstance(value, list) else [str(value)]
        for name, value in content.items()
        if value not in (None, "", [], False)
    }
