"""The whole calculation as one function: fair chances, numbered panels, fairness report; for the desk and the command."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from participation.sortition.committees import NoPanel
from participation.sortition.distribution import Distribution
from participation.sortition.fairness import FairnessReport, Measures, fairness_report, measures
from participation.sortition.feasibility import Obstacle, obstacle
from participation.sortition.goldilocks import goldilocks
from participation.sortition.leximin import leximin
from participation.sortition.maximin import maximin
from participation.sortition.nash import nash
from participation.sortition.problem import Floats, Problem
from participation.sortition.progress import Progress, Report, silent
from participation.sortition.stratified import random
from participation.sortition.uniform_lottery import NumberedPanels, numbered_panels

OBJECTIVES: dict[str, Callable[..., Distribution]] = {
    "leximin": leximin,
    "maximin": maximin,
    "nash": nash,
    "goldilocks": goldilocks,
    "random": random,
}
FEWEST_PANELS, MOST_PANELS = 100, 10_000
NAIVE_SECONDS = 3.0


class Infeasible(Exception):
    """No panel can meet the targets; `obstacle` says what stands in the way."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__("no panel can meet the targets")
        self.obstacle = obstacle

    def as_dict(self) -> dict[str, Any]:
        """The obstacle as JSON knows it."""
        return {"code": "no_panel", "facts": self.obstacle.as_dict()}


class GaveUp(Exception):
    """Panels can meet the targets, but this way of drawing found none: stratified random does not look at all of them."""

    def as_dict(self) -> dict[str, Any]:
        return {"code": "gave_up", "facts": {}}


@dataclass(frozen=True)
class Calculation:
    """distribution: the lottery over panels of types; numbered: the same as numbered panels of persons;
    fairness: of the distribution; lottery: the measures of the numbered panels; seconds: all of it together."""

    distribution: Distribution
    numbered: NumberedPanels
    fairness: FairnessReport
    lottery: Measures
    seconds: float

    @property
    def report(self) -> dict[str, Any]:
        """The figures that sum it up, as JSON knows them.

        The chances are those of the distribution; `lottery` has those of the numbered panels, which differ by what can
        be divided over them: `outside` counts people with neither the number of panels just below their fair share nor
        the one just above.
        """
        problem, fair = self.distribution.problem, self.fairness.measures
        return {
            "seats": problem.seats,
            "people": len(problem.people),
            "types": len(problem.sizes),
            "objective": self.distribution.objective,
            "one_per_household": problem.households,
            "lowest_chance": fair.lowest,
            "highest_chance": fair.highest,
            "gini": fair.gini,
            "geometric_mean": fair.geometric_mean,
            "without_chance": fair.without_chance,
            "certified_gap": self.distribution.gap,
            "seconds": self.seconds,
            "panels": len(self.numbered.members),
            "lottery": {
                **asdict(self.lottery),
                "outside": int(self.numbered.outside),
                "largest_deviation": float(self.numbered.largest_deviation),
            },
        }

    def as_dict(self) -> dict[str, Any]:
        """Everything but the single people: the report and `fairness`."""
        return {**self.report, "fairness": self.fairness.as_dict()}


def calculate(
    problem: Problem, objective: str = "leximin", number_of_panels: int = 1000, *, report: Report = silent
) -> Calculation:
    """The fair chances by one of `OBJECTIVES`, 100 to 10,000 numbered panels, and how fair it all is.

    Raises Infeasible, GaveUp, Cancelled (through `report`), and ValueError for another objective or number of panels.
    """
    if objective not in OBJECTIVES or not FEWEST_PANELS <= number_of_panels <= MOST_PANELS:
        raise ValueError(f"{objective}, {number_of_panels} panels")
    start = time.perf_counter()
    since_start = _clocked(report, start)
    try:
        distribution = OBJECTIVES[objective](problem, report=since_start)
    except NoPanel:
        found = obstacle(problem)
        raise (Infeasible(found) if found else GaveUp) from None
    numbered = numbered_panels(problem, distribution, number_of_panels, report=since_start)
    drawn = numbered.counts / number_of_panels
    naive = None if objective == "random" else _naive_chances(problem, since_start)
    since_start(Progress("fairness", float(distribution.target.min()), distribution.gap, 0.0))
    fairness = fairness_report(
        problem,
        distribution.chance_of_person,
        average_seats=drawn,
        naive=naive,
        with_manipulation=objective == "leximin",
    )
    return Calculation(distribution, numbered, fairness, measures(drawn), time.perf_counter() - start)


def _naive_chances(problem: Problem, report: Report) -> Floats | None:
    """The chances under plain stratified random selection, to compare with; None when it found no panel in its time."""
    try:
        return random(problem, seconds=NAIVE_SECONDS, report=report).chance_of_person
    except NoPanel:
        return None


def _clocked(report: Report, start: float) -> Report:
    """The same report, told in seconds since the start of the whole calculation."""

    def told(progress: Progress) -> None:
        report(replace(progress, seconds=time.perf_counter() - start))

    return told
