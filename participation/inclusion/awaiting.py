"""What waits here for officials: what people ask us for, and paper that a second one enters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from participation.awaiting import Work
from participation.clock import local
from participation.errors import N_
from participation.inclusion.actions import WAITING
from participation.inclusion.models import Entry, Request
from participation.inclusion.requests import ARRANGE, HANDLE, OPEN, kinds_for
from participation.permissions import Actor


def awaiting(session: Session, *, municipality_id: int, who: Actor, at: datetime) -> list[Work]:
    """Requests that this official may handle, and forms that somebody else entered the first time."""
    return [
        work
        for work in (
            _requests(session, municipality_id, who, at, HANDLE, "inclusion_desk.requests"),
            _requests(session, municipality_id, who, at, ARRANGE, "inclusion_desk.support"),
            _second_entries(session, municipality_id, who),
        )
        if work.count
    ]


def _requests(
    session: Session, municipality_id: int, who: Actor, at: datetime, permission: str, endpoint: str
) -> Work:
    mine = kinds_for(permission) if who.may(permission) else []
    late = func.sum(case((Request.due_on < local(at).date(), 1), else_=0))
    count, overdue = session.execute(
        select(func.count(), late).where(
            Request.municipality_id == municipality_id, Request.kind.in_(mine), Request.state == OPEN
        )
    ).one()
    words = (N_("%(count)s request waits for an answer"), N_("%(count)s requests wait for an answer"))
    return Work(words, count, N_("Answer"), endpoint, late=overdue or 0)


def _second_entries(session: Session, municipality_id: int, who: Actor) -> Work:
    count = session.scalar(
        select(func.count()).where(
            Entry.municipality_id == municipality_id, Entry.state == WAITING, Entry.entered_by != who.person_id
        )
    )
    words = (
        N_("%(count)s paper form waits for a second official"),
        N_("%(count)s paper forms wait for a second official"),
    )
    may = who.may("entries.enter")
    return Work(words, (count or 0) if may else 0, N_("Enter it"), "inclusion_desk.counter")
