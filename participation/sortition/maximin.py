"""Maximin: the lottery whose lowest chance is as high as can be; simpler than leximin, which goes on from there."""

from __future__ import annotations

import numpy as np

from participation.sortition.columns import Priced, best_lottery, first_panels
from participation.sortition.distribution import Distribution
from participation.sortition.highs import INFINITY, OPTIMAL, failure, open_highs
from participation.sortition.outlook import LowestChance as RelaxedLowestChance
from participation.sortition.problem import Floats, Ints, Problem
from participation.sortition.progress import Report, silent


def maximin(problem: Problem, *, seconds: float | None = None, report: Report = silent) -> Distribution:
    """The lottery of the highest lowest chance, with `gap` the distance of that chance to its proven bound.

    People who fit in no panel are left out of the minimum. Raises NoPanel, and Cancelled through `report`.
    """
    panels = first_panels(problem)
    relaxed = RelaxedLowestChance(problem, counted=np.asarray(panels.any(axis=0)))
    bound = relaxed.highest()
    assert bound is not None  # for there is a panel
    return best_lottery(
        problem,
        "maximin",
        LowestChance(problem, panels),
        panels,
        aim=relaxed.chances(),
        bound=bound,
        report=report,
        seconds=seconds,
    )


class LowestChance:
    """max z such that the expected seats of each type of m people are at least m z, for the types on some panel."""

    def __init__(self, problem: Problem, covering: Ints) -> None:
        self._kinds = np.flatnonzero(covering.any(axis=0))
        self._sizes = problem.sizes.astype(float)
        sizes = self._sizes[self._kinds]
        rows = len(self._kinds)
        self._highs = open_highs(
            presolve="off", primal_feasibility_tolerance=1e-9, dual_feasibility_tolerance=1e-9, simplex_strategy=4
        )
        none = np.zeros(0, dtype=np.int32)
        self._highs.addRows(
            rows, np.zeros(rows), np.full(rows, INFINITY), 0, np.zeros(rows, dtype=np.int32), none, np.zeros(0)
        )
        self._highs.addRow(1.0, 1.0, 0, none, np.zeros(0))
        self._highs.addCol(-1.0, 0.0, 1.0, rows, np.arange(rows, dtype=np.int32), -sizes)

    def add(self, panels: Ints) -> None:
        for panel in panels[:, self._kinds]:
            seated = np.flatnonzero(panel)
            rows = np.append(seated, len(self._kinds)).astype(np.int32)
            self._highs.addCol(0.0, 0.0, INFINITY, len(rows), rows, np.append(panel[seated], 1.0))

    def solve(self) -> Priced:
        self._highs.run()
        if self._highs.getModelStatus() != OPTIMAL:
            raise failure(self._highs)
        solution = self._highs.getSolution()
        values = np.array(solution.col_value)
        prices: Floats = np.zeros(len(self._sizes))
        prices[self._kinds] = np.abs(np.array(solution.row_dual)[:-1])
        return Priced(float(values[0]), np.maximum(values[1:], 0.0), prices)

    def value(self, chances: Floats) -> float:
        return float(chances[self._kinds].min())

    def bound(self, priced: Priced, best: float) -> float:
        """Weak duality: no lottery has a lowest chance above the best panel's worth, when one seat each is worth one."""
        total = float(priced.prices @ self._sizes)
        return min(1.0, best / total) if total > 0.5 else 1.0
