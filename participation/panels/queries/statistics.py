"""Looking at the figures of the population that somebody brought in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.panels.models import Statistic
from participation.panels.statistics import Division


@dataclass(frozen=True)
class StatisticView:
    """The figures of one category; see `models.Statistic`."""

    id: int
    category: str
    shares: list[dict[str, Any]]
    source: str
    as_of: date
    from_age: int | None
    imported_at: datetime

    @property
    def division(self) -> Division:
        return Division(self.category, tuple((one["feature"], one["count"]) for one in self.shares))


_STATISTIC = [getattr(Statistic, name) for name in StatisticView.__dataclass_fields__]


def statistics(session: Session, municipality_id: int) -> Sequence[StatisticView]:
    """The figures of every category here, in the order in which they first came."""
    rows = session.execute(
        select(*_STATISTIC).where(Statistic.municipality_id == municipality_id).order_by(Statistic.id)
    )
    return [StatisticView(*row) for row in rows]
