"""Leximin over expected seats, where fractions of a person are allowed: a ceiling that no lottery can exceed, found fast.

Write c for the expected seats of each type (m people), c / m for the chance of each of them. Every lottery over panels
has a c within the demands and 0 <= c <= m, so the leximin of those c is at least as good as that of any lottery; a
lottery that reaches it is therefore proven best. Where none can, `Relaxation.cuts` narrows the c to what panels can do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from participation.sortition.committees import NoPanel
from participation.sortition.highs import INFEASIBLE, INFINITY, OPTIMAL, open_highs, pass_model
from participation.sortition.problem import Floats, Ints, Problem

CLEARLY_POSITIVE = 1e-5  # duals below this may be noise
ROUNDING = 1e-9  # what HiGHS may be off by in a row or a bound


@dataclass(frozen=True)
class Cut:
    """weights @ panel <= bound holds for every panel."""

    weights: Floats
    bound: float


class Unsolved(Exception):
    """The linear programs defeated the solver, which says nothing about the panels."""


class _Undecided(Exception):
    """No answer with this much slack."""


class Relaxation:
    """The relaxation of a problem, the cuts found so far, and the levels of the last leximin."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cuts: list[Cut] = []
        self.levels: list[Level] = []

    def leximin(self, told: Callable[[float], None] = lambda _: None) -> Floats:
        """(t,) chances: raise the lowest as far as it goes, fix whoever can have no more, and go on with the others.

        told: called at every level with the lowest chance. Raises NoPanel.
        """
        for slack in (3e-9, 3e-8, 3e-7, 3e-6):
            try:
                return self._leximin(slack, told)
            except _Undecided:
                continue
        raise Unsolved

    def _leximin(self, slack: float, told: Callable[[float], None]) -> Floats:
        levels = _Levels(self.problem, self.cuts)
        self.levels = []
        while levels.rising.any():
            level = levels.raise_lowest()
            levels.fix(level.stuck, level.chance, slack)
            self.levels.append(level)
            told(float(levels.chances[~levels.rising].min()))
        return levels.chances


@dataclass(frozen=True)
class Level:
    """chance: the proven level; stuck: the types that cannot exceed it; price: what each row would add per seat, the rows
    being the demands, the seats and the cuts."""

    chance: float
    stuck: Ints
    price: Floats


class _Levels:
    """One linear program for all levels: c = m z + s for the types still rising with the level z, c = s for the fixed.

    A type rises above the level by its s >= 0; that keeps the program as small as the number of demands.
    """

    def __init__(self, problem: Problem, cuts: list[Cut]) -> None:
        self.sizes = problem.sizes.astype(float)
        types = len(self.sizes)
        scaled = [_scaled(cut) for cut in cuts]
        self.matrix = np.vstack([problem.incidence, np.ones((1, types)), *(cut.weights[None] for cut in scaled)])
        self.lower = np.concatenate([problem.lower, [problem.seats], np.full(len(cuts), -INFINITY)])
        self.upper = np.concatenate([problem.upper, [problem.seats], [cut.bound for cut in scaled]])
        self.chances = np.zeros(types)
        self.rising = np.ones(types, dtype=bool)
        self.rise = self.matrix @ self.sizes
        self.level_column = types
        self.ceiling_rows: dict[int, int] = {}
        dense = np.column_stack([self.matrix, self.rise]).T
        column, row = np.nonzero(dense)
        self.highs = open_highs(
            presolve="off", primal_feasibility_tolerance=ROUNDING, dual_feasibility_tolerance=ROUNDING
        )
        pass_model(
            self.highs,
            cost=np.append(np.zeros(types), 1.0),
            column_bounds=(np.zeros(types + 1), np.append(self.sizes, 1.0)),
            row_bounds=(self.lower, self.upper),
            starts=np.searchsorted(column, np.arange(types + 2)),
            indexes=row,
            values=dense[column, row],
            maximise=True,
        )

    def raise_lowest(self) -> Level:
        """The highest level, and the types that a strictly positive dual proves to be stuck at it."""
        while True:
            solution = self._solve()
            values = np.array(solution.col_value)
            over = self.rising & (values[:-1] + self.sizes * values[-1] > self.sizes * (1 + 1e-10))
            over[list(self.ceiling_rows)] = False
            if not over.any():
                break
            self._add_ceilings(np.flatnonzero(over))
        price = np.array(solution.row_dual)[: len(self.lower)]
        chance, stuck = self._proven(price)
        if chance > values[-1] + 1e-6 or not len(stuck):
            raise _Undecided
        return Level(chance, stuck, price)

    def _proven(self, price: Floats) -> tuple[float, Ints]:
        """Weak duality: whatever the solver's rounding, these prices of the rows prove a bound on the level.

        With prices y, a = A'y and any c of level z: z <= sum of y times the bounds + max over the box of (z - a.c).
        """
        per_seat = price @ self.matrix
        pushed = self.rising & (per_seat > 0)
        total = float(per_seat[pushed] @ self.sizes[pushed])
        if total < 0.5:  # one, but for rounding, unless everyone is at their ceiling
            return 1.0, np.flatnonzero(self.rising)
        price, per_seat = price / total, per_seat / total
        with np.errstate(invalid="ignore"):
            from_rows = np.where(price > 0, price * self.upper, np.where(price < 0, price * self.lower, 0.0)).sum()
        floors = np.where(self.rising, 0.0, self.chances * self.sizes)
        from_types = np.where(per_seat > 0, per_seat * floors, per_seat * self.sizes).sum()
        earlier = float(self.chances[~self.rising].max(initial=0.0))
        chance = float(np.clip(from_rows - from_types, earlier, 1.0))
        return chance, np.flatnonzero(pushed & (per_seat * self.sizes > CLEARLY_POSITIVE))

    def fix(self, kinds: Ints, chance: float, slack: float) -> None:
        """Promise these types their chance, less a little slack in seats, and let the others rise without them."""
        self.chances[kinds] = chance
        self.rising[kinds] = False
        self.rise -= self.matrix[:, kinds] @ self.sizes[kinds]
        self.rise[np.abs(self.rise) < 1e-12] = 0.0
        for kind in kinds.tolist():
            self.highs.changeColBounds(kind, max(0.0, chance * self.sizes[kind] - slack), self.sizes[kind])
            if kind in self.ceiling_rows:
                self.highs.changeCoeff(self.ceiling_rows[kind], self.level_column, 0.0)
        for row in np.flatnonzero((self.matrix[:, kinds] != 0).any(axis=1)).tolist():
            self.highs.changeCoeff(row, self.level_column, float(self.rise[row]))

    def _add_ceilings(self, kinds: Ints) -> None:
        """c <= m, stated only where it is needed."""
        for kind in kinds.tolist():
            self.ceiling_rows[kind] = self.highs.getNumRow()
            columns = np.array([kind, self.level_column], dtype=np.int32)
            self.highs.addRow(-INFINITY, self.sizes[kind], 2, columns, np.array([1.0, self.sizes[kind]]))

    def _solve(self) -> highspy.HighsSolution:
        for attempt in ("warm", "cold", "presolved"):
            if attempt != "warm":
                self.highs.clearSolver()
            self.highs.setOptionValue("presolve", "on" if attempt == "presolved" else "off")
            self.highs.run()
            status = self.highs.getModelStatus()
            if status == OPTIMAL:
                self.highs.setOptionValue("presolve", "off")
                return self.highs.getSolution()
        if status in INFEASIBLE and self.rising.all():
            raise NoPanel
        raise _Undecided


def _scaled(cut: Cut) -> Cut:
    size = float(np.abs(cut.weights).max(initial=0.0)) or 1.0
    return Cut(cut.weights / size, cut.bound / size)
