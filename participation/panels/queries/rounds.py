"""Looking at rounds: the draws for seats that came free after the first, which is round 1 and has no row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.errors import NotFound
from participation.panels.models import Candidate, Round
from participation.panels.queries.panels import PanelView
from participation.sortition.problem import Person, Target
from participation.sortition.replacement import Replacement, replacement

FIRST = 1


@dataclass(frozen=True)
class RoundView:
    """A round as its pages need it; see `models.Round`. pool: the codes of those who can be drawn."""

    number: int
    seats: int
    targets: list[dict[str, Any]]
    relaxed: list[dict[str, Any]]
    pool: list[str]
    opened_at: datetime
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be drawn, and was not given up."""
        return self.closed_at is None


_ROUND = [getattr(Round, name) for name in RoundView.__dataclass_fields__]


def rounds(session: Session, municipality_id: int, panel_id: int) -> list[RoundView]:
    """Every round of a panel after the first, in order."""
    rows = session.execute(
        select(*_ROUND)
        .where(Round.municipality_id == municipality_id, Round.panel_id == panel_id)
        .order_by(Round.number)
    )
    return [RoundView(*row) for row in rows]


def round_numbered(rounds: Sequence[RoundView], number: int) -> RoundView | None:
    """The round with this number; None for the first. Raises NotFound."""
    if number == FIRST:
        return None
    found = next((one for one in rounds if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def round_now(rounds: Sequence[RoundView]) -> int:
    """The number of the round that is being prepared or drawn: the one that is open, else the first."""
    return next((one.number for one in rounds if one.is_open), FIRST)


def in_round(view: PanelView, of: RoundView | None) -> PanelView:
    """The panel as far as a round is about it: its open seats, what is left of its targets, and who can be drawn."""
    if of is None:
        return view
    return replace(view, seats=of.seats, targets=of.targets, pool={**view.pool, "count": len(of.pool)})


def whats_left(
    session: Session, municipality_id: int, view: PanelView, *, staying: Collection[str], left: Collection[str]
) -> Replacement:
    """What a draw for the free seats would be about. staying, left: codes of who stays on the panel, and of who can be
    drawn; of the latter, those who were forgotten are passed over."""
    rows = session.execute(
        select(Candidate.code, Candidate.features, Candidate.household)
        .where(
            Candidate.municipality_id == municipality_id,
            Candidate.panel_id == view.id,
            Candidate.forgotten_at.is_(None),
        )
        .order_by(Candidate.code)
    ).all()
    known = {code: Person(code, tuple(features), household) for code, features, household in rows}
    return replacement(
        [Target(**target) for target in view.targets],
        view.seats,
        [known[code] for code in staying if code in known],
        [known[code] for code in left if code in known],
        one_per_household=view.one_per_household,
    )
