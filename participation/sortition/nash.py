"""Nash welfare: the lottery whose geometric mean of the chances is as high as can be, a middle way between equality and
the chances that the pool offers."""

from __future__ import annotations

import numpy as np

from participation.sortition.columns import Priced, best_lottery, first_panels
from participation.sortition.distribution import Distribution
from participation.sortition.problem import Floats, Ints, Problem
from participation.sortition.progress import Report, silent
from participation.sortition.proportional import Unsettled, proportional, reach, worth_most

ROUNDS = 200
EXACT = 1e-12  # what is left of optimality, relative, when the weights count as found


def nash(problem: Problem, *, seconds: float | None = None, report: Report = silent) -> Distribution:
    """The lottery of the highest geometric mean of the chances, with `gap` the distance of that mean to its proven bound.

    People who fit in no panel are left out of the product. Raises NoPanel, and Cancelled through `report`.
    """
    panels = first_panels(problem)
    master = GeometricMean(problem, panels)
    aim, bound = _aim(problem, master)
    return best_lottery(problem, "nash", master, panels, aim=aim, bound=bound, report=report, seconds=seconds)


def _aim(problem: Problem, master: GeometricMean) -> tuple[Floats | None, float]:
    """Chances that are best if fractions of a person could sit, or None, and a bound on the mean that they prove."""
    try:
        chances = proportional(problem, master.kinds)
    except Unsettled:
        return None, np.inf
    return chances, worth_most(problem, master.prices(chances))


class GeometricMean:
    """max prod p^(m / n) over the chances p = c / m of the n people who are on some panel."""

    def __init__(self, problem: Problem, covering: Ints) -> None:
        self.kinds = np.flatnonzero(covering.any(axis=0))
        self._sizes = problem.sizes.astype(float)
        self._people = self._sizes[self.kinds]
        self._panels: Floats = np.zeros((0, len(self.kinds)))
        self._weights: Floats = np.zeros(0)

    def add(self, panels: Ints) -> None:
        self._panels = np.vstack([self._panels, panels[:, self.kinds]])
        share = 0.1 if len(self._weights) else 1.0
        self._weights = np.append((1 - share) * self._weights, np.full(len(panels), share / len(panels)))

    def solve(self) -> Priced:
        # away from the boundary, where the last weights would hold the interior point method back
        start = 0.9 * self._weights + 0.1 / len(self._weights)
        self._weights = best_weights(self._panels.T, self._people, start)
        seats = self._weights @ self._panels
        chances = np.zeros(len(self._sizes))
        chances[self.kinds] = seats / self._people
        return Priced(self.value(chances), self._weights, self.prices(chances))

    def prices(self, chances: Floats) -> Floats:
        """(t,) what one expected seat more of each type would add to the mean."""
        prices = np.zeros(len(self._sizes))
        prices[self.kinds] = self.value(chances) / chances[self.kinds] / self._people.sum()
        return prices

    def value(self, chances: Floats) -> float:
        with np.errstate(divide="ignore"):
            logarithms = np.log(chances[self.kinds])
        return float(np.exp(self._people @ logarithms / self._people.sum()))

    def bound(self, priced: Priced, best: float) -> float:
        """The mean of log(c' / c) is at most the log of the mean of c' / c, which the best panel bounds."""
        return best


def best_weights(panels: Floats, people: Floats, start: Floats) -> Floats:
    """(p,) probabilities that maximise sum of people * log(panels @ weights), panels (t, p), by an interior point method.

    Written as min n sum(w) - sum people log(panels w) over w >= 0, whose optimum has sum(w) = 1 of itself; with
    multipliers s of w >= 0, Newton's method follows w s = mu down to nothing (Mehrotra 1992).
    """
    total = float(people.sum())
    weights = np.array(start)
    slopes = total - panels.T @ (people / (panels @ weights))
    multipliers = np.maximum(slopes, 0.1 * total)
    for _ in range(ROUNDS):
        seats = panels @ weights
        residual = total - panels.T @ (people / seats) - multipliers
        left = float(weights @ multipliers)
        if left < EXACT * total and float(np.abs(residual).max()) < 1e-9 * total:
            break
        curved = panels * (np.sqrt(people) / seats)[:, None]
        matrix = curved.T @ curved
        matrix[np.diag_indices_from(matrix)] += multipliers / weights
        affine = np.linalg.solve(matrix, -residual - multipliers)
        affine_multipliers: Floats = np.asarray(-multipliers - multipliers * affine / weights)
        ahead = weights + reach(weights, affine) * affine
        after = ahead @ (multipliers + reach(multipliers, affine_multipliers) * affine_multipliers)
        target = left / len(weights) * min(1.0, float(after) / left) ** 3
        step = np.linalg.solve(matrix, -residual - multipliers + (target - affine * affine_multipliers) / weights)
        change: Floats = np.asarray((target - affine * affine_multipliers - multipliers * step) / weights - multipliers)
        weights = weights + 0.995 * reach(weights, step) * step
        multipliers = multipliers + 0.995 * reach(multipliers, change) * change
    return np.asarray(weights / weights.sum())
