"""LEXIMIN as its authors state it, panel by panel: slower, but it needs nothing of the demands but the panels they allow.

Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens' assemblies", Nature 596 (2021).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from participation.sortition.committees import Committees
from participation.sortition.highs import INFINITY, OPTIMAL, failure, open_highs, pass_model
from participation.sortition.problem import Floats, Ints, Problem
from participation.sortition.repair import Lottery

CLEARLY_POSITIVE = 1e-5
SLACK = 1e-9  # of a chance already promised, so that the solver's rounding cannot make the next level impossible
NO_BETTER = 1e-9


def by_column_generation(
    problem: Problem, committees: Committees, told: Callable[[float, float], None]
) -> tuple[Floats, Lottery]:
    """The proven leximin chances (t,) and a lottery that reaches them.

    told: called for every panel with the lowest chance promised and the distance to the bound. Raises NoPanel.
    """
    master = _Master(problem.sizes)
    master.add(_some_panel(committees, np.ones(len(problem.sizes))))
    chances = np.full(len(problem.sizes), np.nan)
    while np.isnan(chances).any():
        while True:
            level, prices = master.highest_level(chances)
            found = committees.best(prices / problem.sizes)
            rising = np.isnan(chances)
            # weak duality: no lottery that keeps the promises gives all the others more than this
            bound = found.bound - float(prices[~rising] @ chances[~rising])
            told(float(np.nanmin(chances)) if not rising.all() else bound, bound - level)
            if bound <= level + NO_BETTER or found.panel is None or not master.add(found.panel):
                break
        bound = float(np.clip(bound, np.nanmax(chances) if not rising.all() else 0.0, 1.0))
        stuck = rising & (prices > CLEARLY_POSITIVE)
        chances[stuck if stuck.any() else rising] = bound
    return chances, master.lottery()


def _some_panel(committees: Committees, weights: Floats) -> Ints:
    found = committees.best(weights)
    assert found.panel is not None  # only a time limit could leave it out
    return found.panel


class _Master:
    """The best lottery over the panels found so far."""

    def __init__(self, sizes: Ints) -> None:
        self.sizes = sizes
        self.panels: list[Ints] = []
        self.seen: set[bytes] = set()
        self.weights = np.zeros(0)

    def add(self, panel: Ints) -> bool:
        """Take a panel in, unless it is there already."""
        key = panel.tobytes()
        if key in self.seen:
            return False
        self.seen.add(key)
        self.panels.append(panel)
        return True

    def highest_level(self, chances: Floats) -> tuple[float, Floats]:
        """The level to which the types without a promise can be raised, and the price (t,) of every type's chance."""
        types, rising = len(self.sizes), np.isnan(chances)
        shares = np.array(self.panels).T / self.sizes[:, None]
        columns = sparse.csc_array(
            np.block([[shares, -rising[:, None].astype(float)], [np.ones((1, len(self.panels))), np.zeros((1, 1))]])
        )
        highs = open_highs(primal_feasibility_tolerance=1e-10, dual_feasibility_tolerance=1e-10)
        count = len(self.panels) + 1
        pass_model(
            highs,
            cost=np.append(np.zeros(count - 1), 1.0),
            column_bounds=(np.zeros(count), np.full(count, INFINITY)),
            row_bounds=(
                np.append(np.where(rising, 0.0, chances - SLACK), 1.0),
                np.append(np.full(types, INFINITY), 1.0),
            ),
            starts=columns.indptr,
            indexes=columns.indices,
            values=columns.data,
            maximise=True,
        )
        highs.run()
        if highs.getModelStatus() != OPTIMAL:
            raise failure(highs)
        solution = highs.getSolution()
        values = np.array(solution.col_value)
        self.weights = np.maximum(values[:-1], 0.0)
        prices = np.maximum(-np.array(solution.row_dual)[:types], 0.0)
        return float(values[-1]), prices / prices[rising].sum()

    def lottery(self) -> Lottery:
        """The lottery of the last level, without the panels it does not use."""
        used = self.weights > 1e-12
        return Lottery(np.array(self.panels)[used], self.weights[used] / self.weights[used].sum())
