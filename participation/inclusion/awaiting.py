"""What waits here for officials: what people ask us for, paper that a second one enters, and what somebody doubts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from participation.awaiting import NO_PANEL, NONE_LATE, Asked, Counted
from participation.clock import local
from participation.errors import N_
from participation.inclusion import entries
from participation.inclusion.models import WAITING, Entry, Request
from participation.inclusion.requests import ARRANGE, HANDLE, OPEN, kinds_for
from participation.municipalities.queries import Place
from participation.permissions import Actor

REQUESTS = (N_("%(count)s request waits for an answer"), N_("%(count)s requests wait for an answer"))
SECOND = (
    N_("%(count)s paper form waits for a second official"),
    N_("%(count)s paper forms wait for a second official"),
)
DOUBTS = (N_("%(count)s person says that a form is not right"), N_("%(count)s people say that a form is not right"))


def awaiting(_session: Session, *, place: Place, who: Actor, at: datetime) -> list[Asked]:
    """What this official may do something about."""
    return list(_all(place.id, who, at))


def _all(municipality_id: int, who: Actor, at: datetime) -> Iterator[Asked]:
    for permission, endpoint in ((HANDLE, "inclusion_desk.requests"), (ARRANGE, "inclusion_desk.support")):
        if who.may(permission):
            yield Asked(REQUESTS, _open_requests(municipality_id, permission, at), N_("Answer"), endpoint)
    if who.may("entries.enter"):
        yield Asked(SECOND, _second_entries(municipality_id, who), N_("Enter it"), "inclusion_desk.counter")
        doubted = entries.doubted(municipality_id, at=at)
        yield Asked(DOUBTS, doubted, N_("Look at it together"), "inclusion_desk.counter")


def _open_requests(municipality_id: int, permission: str, at: datetime) -> Counted:
    overdue = func.sum(case((Request.due_on < local(at).date(), 1), else_=0))
    return select(NO_PANEL, func.count(), overdue).where(
        Request.municipality_id == municipality_id, Request.kind.in_(kinds_for(permission)), Request.state == OPEN
    )


def _second_entries(municipality_id: int, who: Actor) -> Counted:
    waits = (Entry.municipality_id == municipality_id, Entry.state == WAITING, Entry.entered_by != who.person_id)
    return select(NO_PANEL, func.count(), NONE_LATE).where(*waits)
