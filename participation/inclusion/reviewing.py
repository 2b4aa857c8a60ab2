"""Keeping the accessibility statement true: problems are noted and solved, somebody looks each year, and is reminded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import NotFound, Refused
from participation.inclusion.models import KnownProblem, StatementReview
from participation.inclusion.statement import METHODS, REASONS, REMINDED_AFTER, problem
from participation.journal import queries as journal
from participation.journal.actions import record
from participation.messages import actions as messages
from participation.municipalities import queries as municipalities
from participation.people import queries as people
from participation.permissions import Actor, Role

KEPT_BY = (Role.OFFICIAL, Role.ADMINISTRATOR)


def note_problem(
    session: Session,
    municipality_id: int,
    *,
    what: Mapping[str, str],
    alternative: Mapping[str, str],
    reason: str,
    by: Actor,
    at: datetime,
) -> int:
    """Something that not everybody can use yet; returns its number. The same words noted twice are one problem."""
    _check_reason(reason)
    municipalities.municipality_to_change(session, municipality_id)
    for known in _open(session, municipality_id):
        if (known.what, known.alternative, known.reason) == (what, alternative, reason):
            return known.id
    row = KnownProblem(
        municipality_id=municipality_id,
        what=dict(what),
        alternative=dict(alternative),
        reason=reason,
        noted_by=by.person_id,
        noted_at=at,
    )
    session.add(row)
    session.flush()
    _note(session, row, "statement.problem_noted", by=by, at=at)
    return row.id


def change_problem(
    session: Session,
    municipality_id: int,
    problem_id: int,
    *,
    what: Mapping[str, str],
    alternative: Mapping[str, str],
    reason: str,
    seen: str,
    by: Actor,
    at: datetime,
) -> None:
    """A known problem is described otherwise. Raises Refused where somebody changed it meanwhile."""
    _check_reason(reason)
    row = _to_change(session, municipality_id, problem_id)
    if problem(session, municipality_id, problem_id).mark != seen:
        raise Refused("changed_meanwhile")
    row.what, row.alternative, row.reason = dict(what), dict(alternative), reason
    _note(session, row, "statement.problem_changed", by=by, at=at)


def solve_problem(session: Session, municipality_id: int, problem_id: int, *, by: Actor, at: datetime) -> None:
    """It is solved, and stands in the statement no more. Raises NotFound where it was solved already."""
    row = _to_change(session, municipality_id, problem_id)
    row.solved_at = at
    _note(session, row, "statement.problem_solved", by=by, at=at)


def review(
    session: Session,
    municipality_id: int,
    *,
    method: str,
    note: Mapping[str, str],
    day: date,
    by: Actor,
    at: datetime,
) -> int:
    """Somebody went through the pages and the statement; returns its number. The same review noted twice is one.

    Raises Refused for a day that is still to come.
    """
    if method not in METHODS:
        raise ValueError(method)
    if day > local(at).date():
        raise Refused("review_day_ahead", field="day")
    municipalities.municipality_to_change(session, municipality_id)
    same = session.scalars(
        select(StatementReview).where(
            StatementReview.municipality_id == municipality_id,
            StatementReview.reviewed_on == day,
            StatementReview.method == method,
        )
    )
    for known in same:
        if known.note == note:
            return known.id
    row = StatementReview(
        municipality_id=municipality_id, method=method, note=dict(note), reviewed_by=by.person_id, reviewed_on=day
    )
    session.add(row)
    session.flush()
    record(
        session,
        municipality_id,
        "statement.reviewed",
        subject=f"review:{row.id}",
        by=f"person:{by.person_id}",
        facts={"method": method, "day": day.isoformat()},
        at=at,
    )
    return row.id


def remind(session: Session, *, municipality_id: int, at: datetime) -> None:
    """A day has ended: nearly a year after the last review, those who keep the statement are told, once each."""
    last = session.execute(
        select(StatementReview.id, StatementReview.reviewed_on)
        .where(StatementReview.municipality_id == municipality_id)
        .order_by(StatementReview.reviewed_on.desc(), StatementReview.id.desc())
        .limit(1)
    ).one_or_none()
    number, since = last or (0, journal.began_on(session, municipality_id))
    if since is None or local(at).date() - since <= REMINDED_AFTER:
        return
    if municipalities.place(session, municipality_id).state != municipalities.OPEN:
        return
    for person_id in people.working_as(session, municipality_id, KEPT_BY, at=at):
        messages.send(
            session,
            municipality_id,
            "statement_due",
            to=people.recipient(session, municipality_id, person_id),
            key=f"statement_due:{number}:{person_id}",
            facts={"link": "/desk/accessibility"},
            at=at,
        )


def _check_reason(reason: str) -> None:
    if reason not in REASONS:
        raise ValueError(reason)


def _open(session: Session, municipality_id: int) -> list[KnownProblem]:
    return list(
        session.scalars(
            select(KnownProblem).where(
                KnownProblem.municipality_id == municipality_id, KnownProblem.solved_at.is_(None)
            )
        )
    )


def _to_change(session: Session, municipality_id: int, problem_id: int) -> KnownProblem:
    row = session.scalars(
        select(KnownProblem)
        .where(
            KnownProblem.municipality_id == municipality_id,
            KnownProblem.id == problem_id,
            KnownProblem.solved_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def _note(session: Session, row: KnownProblem, event: str, *, by: Actor, at: datetime) -> None:
    record(
        session,
        row.municipality_id,
        event,
        subject=f"problem:{row.id}",
        by=f"person:{by.person_id}",
        facts={"reason": row.reason},
        at=at,
    )
