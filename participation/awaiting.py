"""How a room says what waits for somebody at the desk: for the desk's first page, which does not know the rooms and asks
for everything in one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, literal, null, union_all
from sqlalchemy.orm import Session

from participation.errors import N_

OVERDUE = (N_("%(count)s is overdue"), N_("%(count)s are overdue"))

# What a count of it is: of which panel, how many wait, and how many of those should have been done by now.
Counted = Select[Any, Any, Any]
NO_PANEL: ColumnElement[int | None] = null().cast(Integer)
NONE_LATE: ColumnElement[int] = literal(0)


@dataclass(frozen=True)
class Asked:
    """Something that may wait.

    what: a pair of sentences, for one and for more, with `count`; counted: how many wait, a row for each panel
    act: what one does about it, for the link; endpoint, options: where, to which the panel is added
    """

    what: tuple[str, str]
    counted: Counted
    act: str
    endpoint: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """Something that waits. panel_id: None where it is about none; count, late: see `Counted`."""

    asked: Asked
    panel_id: int | None
    count: int
    late: int


def found(session: Session, asked: Sequence[Asked]) -> list[Work]:
    """Which of these there are, in this order and panel by panel."""
    if not asked:
        return []
    rows = session.execute(union_all(*(one.counted.add_columns(literal(place)) for place, one in enumerate(asked))))
    told = [(place, panel_id, int(count or 0), int(late or 0)) for panel_id, count, late, place in rows]
    ordered = sorted(told, key=lambda row: (row[0], row[1] or 0))
    return [Work(asked[place], panel_id, count, late) for place, panel_id, count, late in ordered if count > 0]
