"""Looking at the tables of a session: the plan, what is asked of it, and who may sit there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.members.models import Member, SeatingWish, TablePlan
from participation.members.queries import sessions
from participation.members.reaching import reach_of
from participation.members.rules import CONFIRMED
from participation.members.session_rules import ABSENT, EXCUSED
from participation.members.table_rules import Guest, Wish, missing_now, named
from participation.panels import queries as panels
from participation.panels.queries import PanelView


@dataclass(frozen=True)
class PlanView:
    """Who sits where in a session; the columns are those of `models.TablePlan`."""

    id: int
    session_id: int
    balance: list[str]
    seats: list[list[list[int]]]
    helpers: list[list[dict[str, str]]]
    figures: dict[str, Any]
    changes: list[dict[str, Any]]
    seed: str
    version: int
    shown: bool
    made_at: datetime

    @property
    def rounds(self) -> int:
        return len(self.seats)

    @property
    def tables(self) -> int:
        return len(self.seats[0])

    @property
    def members(self) -> set[int]:
        """Everybody who has a seat in some round."""
        return {one for tables in self.seats for table in tables for one in table}


_PLAN = [getattr(TablePlan, name) for name in PlanView.__dataclass_fields__]


def plan(session: Session, municipality_id: int, session_id: int) -> PlanView | None:
    """The plan of a session; None while there is none."""
    row = session.execute(
        select(*_PLAN).where(TablePlan.municipality_id == municipality_id, TablePlan.session_id == session_id)
    ).one_or_none()
    return PlanView(*row) if row else None


def plan_to_change(session: Session, municipality_id: int, session_id: int) -> TablePlan | None:
    """The plan itself. Whoever calls has taken its session, so nobody else changes it meanwhile."""
    return session.scalar(
        select(TablePlan).where(TablePlan.municipality_id == municipality_id, TablePlan.session_id == session_id)
    )


def wishes(session: Session, municipality_id: int, panel_id: int) -> list[Wish]:
    """What is asked of every plan of a panel, in the order in which it was noted."""
    rows = session.execute(
        select(SeatingWish.kind, SeatingWish.members, SeatingWish.table, SeatingWish.id)
        .where(SeatingWish.municipality_id == municipality_id, SeatingWish.panel_id == panel_id)
        .order_by(SeatingWish.id)
    )
    return [Wish(kind, tuple(members), table, number) for kind, members, table, number in rows]


def guests(
    session: Session,
    municipality_id: int,
    panel: PanelView,
    *,
    also: Collection[int] = (),
    balance: Sequence[str] = (),
) -> list[Guest]:
    """Everybody who took their seat on a panel, by name; and those with these numbers, whatever became of theirs.

    balance: the features that they come with, which no page shows
    """
    rows = session.execute(
        select(Member.id, Member.code, Member.reach, Member.state)
        .where(Member.municipality_id == municipality_id, Member.panel_id == panel.id)
        .order_by(Member.id)
    ).all()
    rows = [row for row in rows if row.state == CONFIRMED or row.id in also]
    names = named([(row.id, row.code, reach_of(municipality_id, row.reach).name or row.code) for row in rows])
    places = [panel.categories.index(category) for category in balance if category in panel.categories]
    features = _features(session, municipality_id, panel.id, [row.code for row in rows], places) if places else {}
    blank = ("",) * len(places)
    found = [Guest(row.id, names[row.id], row.state == CONFIRMED, features.get(row.code, blank)) for row in rows]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def away(session: Session, municipality_id: int, session_id: int, found: PlanView | None) -> set[int]:
    """Who is not expected at a session: noted as excused or absent, or as missing in its plan."""
    noted = sessions.attendance(session, municipality_id, session_id)
    absent = {member_id for member_id, one in noted.items() if one.state in (EXCUSED, ABSENT)}
    return absent | (missing_now(found.changes) if found else set())


def _features(
    session: Session, municipality_id: int, panel_id: int, codes: Sequence[str], places: Sequence[int]
) -> dict[str, tuple[str, ...]]:
    """Some features by code; of whoever was forgotten there are none. places: of the categories, among all"""
    known = panels.everybody(session, municipality_id, panel_id, among=codes)
    return {one.code: tuple(one.features[place] for place in places) for one in known}
