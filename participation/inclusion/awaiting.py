"""What waits here for officials: what people ask us for, paper that a second one enters, and what somebody doubts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from participation.awaiting import Work
from participation.clock import local
from participation.errors import N_
from participation.inclusion import entries
from participation.inclusion.models import WAITING, Entry, Request
from participation.inclusion.requests import ARRANGE, HANDLE, OPEN, kinds_for
from participation.permissions import Actor

REQUESTS = (N_("%(count)s request waits for an answer"), N_("%(count)s requests wait for an answer"))
SECOND = (
    N_("%(count)s paper form waits for a second official"),
    N_("%(count)s paper forms wait for a second official"),
)
DOUBTS = (N_("%(count)s person says that a form is not right"), N_("%(count)s people say that a form is not right"))


def awaiting(session: Session, *, municipality_id: int, who: Actor, at: datetime) -> list[Work]:
    """What this official may do something about."""
    return [work for work in _all(session, municipality_id, who, at) if work.count]


def _all(session: Session, municipality_id: int, who: Actor, at: datetime) -> Iterator[Work]:
    for permission, endpoint in ((HANDLE, "inclusion_desk.requests"), (ARRANGE, "inclusion_desk.support")):
        if who.may(permission):
            count, late = _open_requests(session, municipality_id, permission, at)
            yield Work(REQUESTS, count, N_("Answer"), endpoint, late=late)
    if who.may("entries.enter"):
        yield Work(SECOND, _second_entries(session, municipality_id, who), N_("Enter it"), "inclusion_desk.counter")
        doubts = len(entries.doubts(session, municipality_id, at=at))
        yield Work(DOUBTS, doubts, N_("Look at it together"), "inclusion_desk.counter")


def _open_requests(session: Session, municipality_id: int, permission: str, at: datetime) -> tuple[int, int]:
    """How many wait, and how many of them are overdue."""
    overdue = func.sum(case((Request.due_on < local(at).date(), 1), else_=0))
    asked = (Request.municipality_id == municipality_id, Request.kind.in_(kinds_for(permission)))
    count, late = session.execute(select(func.count(), overdue).where(*asked, Request.state == OPEN)).one()
    return count, late or 0


def _second_entries(session: Session, municipality_id: int, who: Actor) -> int:
    waits = (Entry.municipality_id == municipality_id, Entry.state == WAITING, Entry.entered_by != who.person_id)
    return session.scalar(select(func.count()).where(*waits)) or 0
