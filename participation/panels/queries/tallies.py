"""Looking at how many people reached which step on the way to a panel: those we know, and those who were forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.panels.models import Candidate, Draw, NumberedPanel, Tally
from participation.panels.queries.panels import PanelView
from participation.panels.rules import (
    ATTENDED,
    CONFIRMED,
    DRAWN,
    INVITED,
    PAID,
    POOL,
    QUESTION,
    REFUSED,
    UNREACHED,
    WILLING,
)

# The steps are for every room that counts people at them.
__all__ = [
    "ATTENDED",
    "CONFIRMED",
    "DRAWN",
    "INVITED",
    "PAID",
    "POOL",
    "QUESTION",
    "REFUSED",
    "UNREACHED",
    "WILLING",
    "Counts",
    "Line",
    "count_pool",
    "drawn_codes",
    "features_of_pool",
    "of_features",
    "pool_counts",
    "tallies",
    "with_features",
]


class Line(NamedTuple):
    """What is counted: a step, by which way or with which feature, or all together. See `models.Tally`."""

    step: str
    way: str = ""
    category: str = ""
    feature: str = ""


Counts = Counter[Line]


def with_features(step: str, features: Mapping[str, str], people: int = 1, way: str = "") -> Counts:
    """So many people with these features (category to feature) at a step: together, and with each feature."""
    groups = {Line(step, way, category, feature): people for category, feature in features.items()}
    return Counter({Line(step, way): people, **groups})


def of_features(counts: Counts) -> Counts:
    """Only what is counted by feature: how many there are in all is told by what is never erased."""
    return Counter({line: count for line, count in counts.items() if line.category})


def tallies(session: Session, municipality_id: int, panel_id: int) -> Counts:
    """What was written down of people who were forgotten since."""
    rows = session.execute(
        select(Tally.step, Tally.way, Tally.category, Tally.feature, Tally.count).where(
            Tally.municipality_id == municipality_id, Tally.panel_id == panel_id
        )
    )
    return Counter({Line(*names): count for *names, count in rows})


def pool_counts(
    session: Session, municipality_id: int, view: PanelView, *, among: Collection[str] | None = None
) -> Counts:
    """How many could be drawn, and were drawn the first time ("1") and for seats that came free ("2" and on): everybody,
    or those with these codes; and with which features, as far as those were not forgotten."""
    features = features_of_pool(session, municipality_id, view, among=among)
    return count_pool(features, drawn_codes(session, municipality_id, view.id))


def count_pool(features: Mapping[str, Mapping[str, str]], drawn: Mapping[int, Collection[str]]) -> Counts:
    """The same from what was looked up: features by code, and the codes that each round drew."""
    found: Counts = Counter()
    for code, of in features.items():
        found.update(with_features(POOL, of))
        for number, codes in drawn.items():
            if code in codes:
                found.update(with_features(DRAWN, of, way=str(number)))
    return found


def features_of_pool(
    session: Session, municipality_id: int, view: PanelView, *, among: Collection[str] | None = None
) -> dict[str, dict[str, str]]:
    """Code to features, category to feature, of everybody in a pool or of those with these codes; {} for the features of
    whoever was forgotten."""
    rows = session.execute(
        select(Candidate.code, Candidate.features).where(
            Candidate.municipality_id == municipality_id, Candidate.panel_id == view.id
        )
    )
    categories, wanted = view.categories, None if among is None else set(among)
    return {
        code: dict(zip(categories, features or (), strict=False))
        for code, features in rows
        if wanted is None or code in wanted
    }


def drawn_codes(session: Session, municipality_id: int, panel_id: int) -> dict[int, list[str]]:
    """Who was drawn, by round, in the draws that count."""
    rows = session.execute(
        select(Draw.round, NumberedPanel.codes)
        .join(
            NumberedPanel,
            (NumberedPanel.municipality_id == Draw.municipality_id)
            & (NumberedPanel.calculation_id == Draw.calculation_id)
            & (NumberedPanel.number == Draw.number),
        )
        .where(Draw.municipality_id == municipality_id, Draw.panel_id == panel_id, Draw.cancelled_at.is_(None))
        .order_by(Draw.round)
    )
    return {number: list(codes) for number, codes in rows}
