"""Looking at what is one member's own: their seat, their table, what was arranged for them, what they are paid.

Whoever asks has shown whose page it is; nothing of anybody else is in it.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from participation import keys
from participation.members.models import Allowance, Arrangement, Attendance, Member, PanelSession, TablePlan
from participation.members.reaching import key_of, reach_of

MARK = 16  # hexadecimal signs: of what a browser holds of a code
TOKEN = 32  # hexadecimal signs: half of a keyed digest, too many to be guessed


@dataclass(frozen=True)
class Own:
    """A member, for their own eyes. mark: what their browser holds, to show again whose page it is"""

    id: int
    panel_id: int
    code: str
    name: str
    state: str
    answer_by: date
    language: str
    mark: str
    token: str


@dataclass(frozen=True)
class Paid:
    """One thing that they get."""

    session: int | None
    kind: str
    cents: int
    note: str
    state: str


def with_code(session: Session, municipality_id: int, code: str) -> Own | None:
    """Whose secret code this is."""
    return _own(session, municipality_id, Member.key == key_of(municipality_id, code))


def with_mark(session: Session, municipality_id: int, member_id: int, mark: str) -> Own | None:
    """Whose page this browser opened before; None once their code is another one, or they were forgotten."""
    found = _own(session, municipality_id, Member.id == member_id)
    return found if found and hmac.compare_digest(found.mark, mark) else None


def with_token(session: Session, municipality_id: int, token: str) -> Own | None:
    """Whose calendar has this unguessable address."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdecimal()) or len(number) > 9:
        return None
    found = _own(session, municipality_id, Member.id == int(number))
    return found if found and hmac.compare_digest(found.token.encode(), token.encode()) else None


def of_person(session: Session, municipality_id: int, person_id: int) -> Own | None:
    """The newest seat of somebody who entered their code while signed in."""
    return _own(session, municipality_id, Member.person_id == person_id)


def table_of(session: Session, municipality_id: int, panel_id: int, member_id: int) -> dict[int, list[int]]:
    """At which table they sit in each round, by the number of the session in its table, where that is shown; 0 for a
    round in which they have none."""
    rows = session.execute(
        select(TablePlan.session_id, TablePlan.seats)
        .join(PanelSession, PanelSession.id == TablePlan.session_id)
        .where(
            TablePlan.municipality_id == municipality_id,
            PanelSession.municipality_id == municipality_id,
            PanelSession.panel_id == panel_id,
            TablePlan.shown,
        )
    )
    return {session_id: [_table(tables, member_id) for tables in rounds] for session_id, rounds in rows}


def arranged(session: Session, municipality_id: int, member_id: int) -> dict[int, list[tuple[str, str]]]:
    """What is arranged for them, kind and state, by the number of the session in its table."""
    rows = session.execute(
        select(Arrangement.session_id, Arrangement.kind, Arrangement.state)
        .where(Arrangement.municipality_id == municipality_id, Arrangement.member_id == member_id)
        .order_by(Arrangement.id)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for session_id, kind, state in rows:
        found.setdefault(session_id, []).append((kind, state))
    return found


def was_there(session: Session, municipality_id: int, member_id: int) -> Mapping[int, str]:
    """Whether they were there, by the number of the session in its table."""
    rows = session.execute(
        select(Attendance.session_id, Attendance.state).where(
            Attendance.municipality_id == municipality_id, Attendance.member_id == member_id
        )
    )
    return {row.session_id: row.state for row in rows}


def paid(session: Session, municipality_id: int, member_id: int) -> list[Paid]:
    """What they get, the newest first."""
    rows = session.execute(
        select(PanelSession.number, Allowance.kind, Allowance.cents, Allowance.note, Allowance.state)
        .select_from(Allowance)
        .outerjoin(
            PanelSession,
            (PanelSession.municipality_id == municipality_id) & (PanelSession.id == Allowance.session_id),
        )
        .where(Allowance.municipality_id == municipality_id, Allowance.member_id == member_id)
        .order_by(Allowance.id.desc())
    )
    return [Paid(*row) for row in rows]


def _own(session: Session, municipality_id: int, which: ColumnElement[bool]) -> Own | None:
    row = session.execute(
        select(
            Member.id,
            Member.panel_id,
            Member.code,
            Member.reach,
            Member.state,
            Member.answer_by,
            Member.language,
            Member.key,
        )
        .where(Member.municipality_id == municipality_id, which, Member.key.is_not(None))
        .order_by(Member.panel_id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Own(
        row.id,
        row.panel_id,
        row.code,
        reach_of(municipality_id, row.reach).name,
        row.state,
        row.answer_by,
        row.language,
        keys.keyed(row.key, "member page", municipality_id)[:MARK],
        f"{row.id}-{keys.keyed(row.key, 'member calendar', municipality_id)[:TOKEN]}",
    )


def _table(tables: Sequence[Sequence[int]], member_id: int) -> int:
    return next((number for number, people in enumerate(tables, start=1) if member_id in people), 0)
