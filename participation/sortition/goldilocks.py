"""Goldilocks: a lottery with no chance too low and none too high, so that it is fair and lying about oneself pays little."""

from __future__ import annotations

import numpy as np

from participation.sortition.columns import Priced, best_lottery, first_panels
from participation.sortition.distribution import Distribution
from participation.sortition.highs import INFINITY, OPTIMAL, failure, open_highs
from participation.sortition.problem import Floats, Ints, Problem
from participation.sortition.progress import Report, silent

TOUCHING = 1e-7  # how near, relative, the tangents come to the curve


def goldilocks(
    problem: Problem, *, gamma: float = 1.0, seconds: float | None = None, report: Report = silent
) -> Distribution:
    """The lottery that minimises (n / k) max p + gamma (k / n) / min p, with `gap` the distance to the proven minimum.

    With n people and k seats, k / n is everybody's chance if all were equal: the first term is how many times greater
    the highest chance is, the second how many times smaller the lowest, `gamma` how much the latter weighs (Baharav
    and Flanigan, "Fair, Manipulation-Robust, and Transparent Sortition", EC 2024, where both terms are added). People
    who fit in no panel are left out of the minimum. Raises NoPanel, and Cancelled through `report`.
    """
    panels = first_panels(problem)
    master = NeitherTooLowNorTooHigh(problem, panels, gamma)
    aim, bound = master.relaxed(problem)
    return best_lottery(problem, "goldilocks", master, panels, aim=aim, bound=bound, report=report, seconds=seconds)


class NeitherTooLowNorTooHigh:
    """min u / e + h with m z <= c <= m u for the types on some panel, h >= gamma e / z, e = k / n.

    The curve gamma e / z is the upper edge of its tangents, which are added where the solution needs them.
    """

    def __init__(self, problem: Problem, covering: Ints, gamma: float) -> None:
        self._kinds = np.flatnonzero(covering.any(axis=0))
        self._sizes = problem.sizes.astype(float)
        self._people = self._sizes[self._kinds]
        self._equal = problem.seats / len(problem.people)
        self._weight = gamma * self._equal
        self._covering = covering
        self._highs = open_highs(
            presolve="off", primal_feasibility_tolerance=1e-9, dual_feasibility_tolerance=1e-9, simplex_strategy=4
        )
        self._open()

    def _open(self) -> None:
        count = len(self._kinds)
        none, nothing = np.zeros(0, dtype=np.int32), np.zeros(0)
        starts = np.zeros(count, dtype=np.int32)
        above, below = np.zeros(count), np.full(count, INFINITY)
        self._highs.addRows(count, above, below, 0, starts, none, nothing)
        self._highs.addRows(count, -below, above, 0, starts, none, nothing)
        rows = np.arange(count, dtype=np.int32)
        self._highs.addCol(0.0, 0.0, 1.0, count, rows, -self._people)  # z
        self._highs.addCol(1.0 / self._equal, 0.0, 1.0, count, rows + count, -self._people)  # u
        self._highs.addCol(1.0, 0.0, INFINITY, 0, none, nothing)  # h
        self._highs.addRow(1.0, 1.0, 0, none, nothing)
        for part in range(12):
            self._add_tangent(self._equal / 2**part)

    def _add_tangent(self, z: float) -> None:
        """h >= weight (2 / z0 - z / z0^2), multiplied by z0 so that the coefficients stay near one."""
        columns = np.array([0, 2], dtype=np.int32)
        self._highs.addRow(2.0 * self._weight, INFINITY, 2, columns, np.array([self._weight / z, z]))

    def relaxed(self, problem: Problem) -> tuple[Floats, float]:
        """((t,) chances that would be best if fractions of a person could sit, what they are worth: a bound on all)."""
        other = NeitherTooLowNorTooHigh(problem, self._covering, self._weight / self._equal)
        count, first = len(self._kinds), other._highs.getNumRow()
        other._highs.changeRowBounds(2 * count, 0.0, 0.0)
        bounds = (*zip(problem.lower.tolist(), problem.upper.tolist(), strict=True), (problem.seats, problem.seats))
        for least, most in bounds:
            other._highs.addRow(float(least), float(most), 0, np.zeros(0, dtype=np.int32), np.zeros(0))
        for index, kind in enumerate(self._kinds.tolist()):
            rows = np.concatenate([[index, index + count], first + problem.rows[kind], [first + len(problem.lower)]])
            values = np.ones(len(rows))
            other._highs.addCol(0.0, 0.0, self._people[index], len(rows), rows.astype(np.int32), values)
        priced = other.solve()
        chances = np.zeros(len(self._sizes))
        chances[self._kinds] = priced.weights / self._people
        return chances, priced.value

    def add(self, panels: Ints) -> None:
        count = len(self._kinds)
        for panel in panels[:, self._kinds]:
            seated = np.flatnonzero(panel)
            rows = np.concatenate([seated, seated + count, [2 * count]]).astype(np.int32)
            values = np.concatenate([panel[seated], panel[seated], [1.0]])
            self._highs.addCol(0.0, 0.0, INFINITY, len(rows), rows, values)

    def solve(self) -> Priced:
        count = len(self._kinds)
        while True:
            self._highs.run()
            if self._highs.getModelStatus() != OPTIMAL:
                raise failure(self._highs)
            solution = self._highs.getSolution()
            z, u, h, *weights = np.array(solution.col_value).tolist()
            if self._weight <= z * h * (1 + TOUCHING):
                break
            self._add_tangent(max(z, 1e-6))
        low, high = np.array(solution.row_dual)[: 2 * count].reshape(2, count)
        prices: Floats = np.zeros(len(self._sizes))
        prices[self._kinds] = np.maximum(low, 0.0) + np.minimum(high, 0.0)
        self._rising = float(np.maximum(low, 0.0) @ self._people)
        return Priced(-(u / self._equal + self._weight / z), np.maximum(weights, 0.0), prices)

    def value(self, chances: Floats) -> float:
        reached = chances[self._kinds]
        return -float(reached.max() / self._equal + self._weight / max(float(reached.min()), 1e-300))

    def bound(self, priced: Priced, best: float) -> float:
        """Weak duality. With prices y - v where sum m v = 1 / e: u / e >= v.c, z sum m y <= y.c, and the tangent whose
        slope is sum m y gives weight / z >= 2 sqrt(weight sum m y) - z sum m y."""
        return best - 2.0 * float(np.sqrt(self._weight * self._rising))
