"""Looking at calculations: how far they are, and what they gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from participation.errors import NotFound
from participation.panels.models import Calculation, Chance, NumberedPanel

PAGE = 50


@dataclass(frozen=True)
class CalculationView:
    """A calculation as its pages need it."""

    id: int
    round: int
    version: int
    state: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    stage: str
    bound: float | None
    gap: float | None
    seconds: float
    stop_asked: bool
    trouble: dict[str, Any]

    @property
    def is_active(self) -> bool:
        return self.state in ("waiting", "running")


class Lots(NamedTuple):
    """A code and in how many of the numbered panels it is."""

    code: str
    panels: int


class MyChance(NamedTuple):
    """chance: the exact one; panels: the number of numbered panels."""

    chance: float
    panels: int


_CALCULATION = [getattr(Calculation, name) for name in CalculationView.__dataclass_fields__]


def calculation(session: Session, municipality_id: int, panel_id: int, number: int = 1) -> CalculationView | None:
    """The newest calculation of a panel for one of its draws, which is the first unless another is asked for."""
    row = session.execute(
        select(*_CALCULATION)
        .where(
            Calculation.municipality_id == municipality_id,
            Calculation.panel_id == panel_id,
            Calculation.round == number,
        )
        .order_by(Calculation.id.desc())
        .limit(1)
    ).one_or_none()
    return CalculationView(*row) if row else None


def newest_calculations(session: Session, municipality_id: int) -> dict[tuple[int, int], CalculationView]:
    """The newest calculation of each round of each panel here, by panel id and round."""
    rows = session.execute(
        select(Calculation.panel_id, *_CALCULATION)
        .where(Calculation.municipality_id == municipality_id)
        .order_by(Calculation.id)
    )
    return {(row.panel_id, row.round): CalculationView(*row[1:]) for row in rows}


def done_calculation(session: Session, municipality_id: int, panel_id: int, number: int = 1) -> CalculationView:
    """The newest calculation for one of its draws that ended well. Raises NotFound."""
    row = session.execute(
        select(*_CALCULATION)
        .where(
            Calculation.municipality_id == municipality_id,
            Calculation.panel_id == panel_id,
            Calculation.round == number,
            Calculation.state == "done",
        )
        .order_by(Calculation.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound
    return CalculationView(*row)


def report(session: Session, municipality_id: int, calculation_id: int) -> dict[str, Any]:
    """The fairness report of a calculation; {} until it is done."""
    found: dict[str, Any] = session.execute(
        select(Calculation.report).where(
            Calculation.municipality_id == municipality_id, Calculation.id == calculation_id
        )
    ).scalar_one()
    return found


def members(session: Session, municipality_id: int, calculation_id: int, number: int) -> list[str]:
    """The codes of one numbered panel. Raises NotFound."""
    codes: list[str] | None = session.execute(
        select(NumberedPanel.codes).where(
            NumberedPanel.municipality_id == municipality_id,
            NumberedPanel.calculation_id == calculation_id,
            NumberedPanel.number == number,
        )
    ).scalar_one_or_none()
    if codes is None:
        raise NotFound
    return codes


def chance(session: Session, municipality_id: int, calculation_id: int, code: str) -> MyChance:
    """What a calculation gives one code. Raises NotFound."""
    row = session.execute(
        select(Chance.chance, Chance.panels).where(
            Chance.municipality_id == municipality_id, Chance.calculation_id == calculation_id, Chance.code == code
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return MyChance(*row)


def all_chances(session: Session, municipality_id: int, calculation_id: int) -> list[Lots]:
    """Everybody's number of panels."""
    rows = session.execute(_lots(municipality_id, calculation_id))
    return [Lots(*row) for row in rows]


def chances(session: Session, municipality_id: int, calculation_id: int, page: int) -> tuple[list[Lots], int]:
    """Everybody's number of panels, `PAGE` at a time, and how many pages there are."""
    count = (
        session.scalar(
            select(func.count()).where(
                Chance.municipality_id == municipality_id, Chance.calculation_id == calculation_id
            )
        )
        or 0
    )
    rows = session.execute(_lots(municipality_id, calculation_id).limit(PAGE).offset(PAGE * (page - 1)))
    return [Lots(*row) for row in rows], pages(count)


def _lots(municipality_id: int, calculation_id: int) -> Select[str, int]:
    return (
        select(Chance.code, Chance.panels)
        .where(Chance.municipality_id == municipality_id, Chance.calculation_id == calculation_id)
        .order_by(Chance.code)
    )


def pages(count: int) -> int:
    """How many pages a list of so many takes."""
    return max(1, -(-count // PAGE))
