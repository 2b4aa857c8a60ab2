"""How fair a lottery is: everyone's chance, the usual measures, targets beside pool and panel; for whoever asks why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from participation.sortition.manipulation import Manipulation, manipulation
from participation.sortition.problem import Floats, Ints, Problem
from participation.sortition.relaxation import Unsolved

MOST_POINTS = 200
NO_CHANCE = 1e-9  # chances below this are rounding


@dataclass(frozen=True)
class Measures:
    """lowest, highest: of all people; lowest_of_the_rest, geometric_mean: of those who have a chance at all;
    gini: 0 when all chances are the same; without_chance: how many people have none."""

    lowest: float
    lowest_of_the_rest: float
    highest: float
    gini: float
    geometric_mean: float
    without_chance: int


@dataclass(frozen=True)
class TargetRow:
    """One target beside the pool and the panel.

    people, pool_share: how many volunteers have the feature, and their part of the pool
    seats, seat_share:  how many seats they get on average over the lottery, and their part of the panel
    """

    category: str
    feature: str
    min: int
    max: int
    people: int
    pool_share: float
    seats: float
    seat_share: float


@dataclass(frozen=True)
class FairnessReport:
    """chances: (n,) in the order of `problem.people`; curve: (part of the people, chance) from the lowest chance to the
    highest; naive, naive_curve: the same for plain stratified random selection, when it is there to compare with;
    manipulation: None for objectives other than leximin, and where the relaxation defeats the solver."""

    chances: Floats
    measures: Measures
    targets: tuple[TargetRow, ...]
    curve: tuple[tuple[float, float], ...]
    naive: Measures | None
    naive_curve: tuple[tuple[float, float], ...]
    manipulation: Manipulation | None

    def as_dict(self) -> dict[str, Any]:
        """All but the chances of single people, as JSON knows it."""
        everything = asdict(self)
        del everything["chances"]
        return everything


def fairness_report(
    problem: Problem,
    chances: Floats,
    *,
    average_seats: Floats | None = None,
    naive: Floats | None = None,
    with_manipulation: bool = True,
) -> FairnessReport:
    """How fair these chances are.

    chances: (n,) in the order of `problem.people`; naive: the same of the method to compare with;
    average_seats: (n,) average seats of each person over the numbered panels, when these differ from the chances.
    """
    return FairnessReport(
        chances=chances,
        measures=measures(chances),
        targets=_target_rows(problem, chances if average_seats is None else average_seats),
        curve=curve(chances),
        naive=None if naive is None else measures(naive),
        naive_curve=() if naive is None else curve(naive),
        manipulation=_manipulation(problem) if with_manipulation else None,
    )


def _manipulation(problem: Problem) -> Manipulation | None:
    try:
        return manipulation(problem)
    except Unsolved:
        return None


def measures(chances: Floats) -> Measures:
    """The measures of (n,) chances, n at least 1."""
    positive = chances[chances > NO_CHANCE]
    return Measures(
        lowest=float(chances.min()),
        lowest_of_the_rest=float(positive.min(initial=1.0)),
        highest=float(chances.max()),
        gini=gini(chances),
        geometric_mean=float(np.exp(np.log(positive).mean())) if len(positive) else 0.0,
        without_chance=len(chances) - len(positive),
    )


def gini(values: Floats) -> float:
    """Mean difference between two values, as a part of twice their mean: 0 when all are the same."""
    ordered = np.sort(values)
    total = float(ordered.sum())
    if total <= 0:
        return 0.0
    ranks: Ints = np.arange(1, len(ordered) + 1)
    return max(0.0, float(2 * (ranks @ ordered) / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)))


def curve(chances: Floats) -> tuple[tuple[float, float], ...]:
    """The sorted chances as at most 200 points (part of the people with at most this chance, chance)."""
    ordered = np.sort(chances)
    places = np.unique(np.linspace(0, len(ordered) - 1, min(len(ordered), MOST_POINTS)).round().astype(np.int64))
    return tuple((float((place + 1) / len(ordered)), float(ordered[place])) for place in places)


def _target_rows(problem: Problem, average_seats: Floats) -> tuple[TargetRow, ...]:
    incidence = problem.incidence[: len(problem.targets)]
    people = incidence @ problem.sizes
    seats = incidence @ np.bincount(problem.type_of, weights=average_seats, minlength=len(problem.sizes))
    return tuple(
        TargetRow(
            category=target.category,
            feature=target.feature,
            min=target.min,
            max=target.max,
            people=int(people[row]),
            pool_share=float(people[row] / len(problem.people)),
            seats=float(seats[row]),
            seat_share=float(seats[row] / problem.seats),
        )
        for row, target in enumerate(problem.targets)
    )
