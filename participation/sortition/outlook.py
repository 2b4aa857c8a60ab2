"""Shows within a second how fair a draw could be with these targets and which target costs most; for the official who is
still moving minimums and maximums."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from participation.sortition.committees import Committees, NoPanel
from participation.sortition.highs import INFINITY, OPTIMAL, open_highs, pass_model
from participation.sortition.problem import Floats, Problem, Target, categories_of

Bound = Literal["min", "max"]
Bools = npt.NDArray[np.bool_]
NOTICEABLE = 1e-7  # a rise of the lowest chance below this is the solver's rounding


@dataclass(frozen=True)
class Cost:
    """What one target costs in fairness: by how much the best lowest chance would rise if its `bound` were `one_looser`
    (one seat less for "min", more for "max"), and if it were `dropped`.

    Where the other targets of the category leave no room for that seat (all of them exact, say), `partner` is the one
    that gives it up or takes it: its opposite bound is loosened, or dropped, as well.
    """

    target: Target
    bound: Bound
    partner: Target | None
    one_looser: float
    dropped: float


@dataclass(frozen=True)
class Outlook:
    """What can be said at once about a set of targets.

    panel_exists: whether any panel meets them; None when the time was too short to know
    best_lowest:  no lottery over panels gives everybody a greater chance than this (the bound of the relaxation, in
                  which fractions of a person may sit; the fair lottery nearly always reaches it)
    impossible:   how many people can be on no panel even in the relaxation, so that `best_lowest` is 0
    lowest_of_the_rest: the same bound without those people; equal to `best_lowest` when there are none
    costs:        the targets that hold `lowest_of_the_rest` down, the most costly first
    categories:   by how much it would rise if a category had no targets at all, the most costly first
    """

    panel_exists: bool | None
    best_lowest: float
    impossible: int
    lowest_of_the_rest: float
    costs: tuple[Cost, ...]
    categories: tuple[tuple[str, float], ...]
    seconds: float


def outlook(problem: Problem, seconds: float = 0.8) -> Outlook:
    """What these targets allow, as far as it can be known in about this many seconds."""
    start = time.monotonic()
    chances = LowestChance(problem)
    lowest = chances.highest()
    while lowest is not None and lowest < NOTICEABLE and chances.leave_out_the_impossible():
        lowest = chances.highest()
    if lowest is None:
        return Outlook(False, 0.0, len(problem.people), 0.0, (), (), time.monotonic() - start)
    impossible = int(problem.sizes[~chances.counted].sum())
    exists = _panel_exists(problem, max(0.2, seconds - (time.monotonic() - start)))
    best = 0.0 if impossible else lowest
    costs = _costs(problem, chances, lowest, start + seconds)
    categories = _categories(problem, chances, lowest, start + seconds)
    return Outlook(exists, best, impossible, lowest, costs, categories, time.monotonic() - start)


def _panel_exists(problem: Problem, seconds: float) -> bool | None:
    try:
        found = Committees(problem).best(np.zeros(len(problem.sizes)), seconds=seconds)
    except NoPanel:
        return False
    return True if found.panel is not None else None


@dataclass(frozen=True)
class _Move:
    """One seat more for the target `up` or less for `down`; `promise` is the most that this can gain."""

    up: int | None
    down: int | None
    bound: Bound
    promise: float


def _costs(problem: Problem, chances: LowestChance, lowest: float, deadline: float) -> tuple[Cost, ...]:
    """A price is only an upper bound on what a move gains, so the moves that promise something are tried."""
    targets = problem.targets
    costs: list[Cost] = []
    seen: set[tuple[int | None, int | None]] = set()
    for move in sorted(_moves(problem, chances.price), key=lambda move: -move.promise):
        if move.promise < NOTICEABLE or time.monotonic() > deadline:
            break
        if (move.up, move.down) in seen:
            continue
        seen.add((move.up, move.down))
        looser: dict[int, tuple[int, int]] = {}
        dropped: dict[int, tuple[int, int]] = {}
        if move.up is not None:
            looser[move.up] = (targets[move.up].min, targets[move.up].max + 1)
            dropped[move.up] = (0, problem.seats)
        if move.down is not None:
            looser[move.down] = (max(targets[move.down].min - 1, 0), targets[move.down].max)
            dropped[move.down] = (0, problem.seats)
        gains = [max((chances.with_rows(rows) or lowest) - lowest, 0.0) for rows in (looser, dropped)]
        if max(gains) > NOTICEABLE:
            own, other = (move.up, move.down) if move.bound == "max" else (move.down, move.up)
            assert own is not None
            costs.append(Cost(targets[own], move.bound, None if other is None else targets[other], gains[0], gains[1]))
    return tuple(sorted(costs, key=lambda cost: (-cost.one_looser, -cost.dropped)))


def _moves(problem: Problem, price: Floats) -> list[_Move]:
    """For each target the more promising of one seat more and one seat less, with a partner where one is needed."""
    targets = problem.targets
    moves: list[_Move] = []
    for category in categories_of(targets):
        rows = [row for row, target in enumerate(targets) if target.category == category]
        for row in rows:
            others = [other for other in rows if other != row]
            giver = taker = None
            if others and targets[row].max + 1 + sum(targets[other].min for other in others) > problem.seats:
                giver = min(others, key=lambda other: float(price[other]))
            if others and targets[row].min - 1 + sum(targets[other].max for other in others) < problem.seats:
                taker = max(others, key=lambda other: float(price[other]))
            more = float(price[row] - (0.0 if giver is None else price[giver]))
            less = float((0.0 if taker is None else price[taker]) - price[row])
            if more >= less:
                moves.append(_Move(row, giver, "max", more))
            else:
                moves.append(_Move(taker, row, "min", less))
    return moves


def _categories(
    problem: Problem, chances: LowestChance, lowest: float, deadline: float
) -> tuple[tuple[str, float], ...]:
    """What each category costs as a whole."""
    costs: list[tuple[str, float]] = []
    for category in categories_of(problem.targets):
        rows = {row: (0, problem.seats) for row, target in enumerate(problem.targets) if target.category == category}
        prices = chances.price[list(rows)]
        if float(np.ptp(prices)) < NOTICEABLE:  # equal prices only restate that every seat is taken
            continue
        if time.monotonic() > deadline:
            break
        gain = (chances.with_rows(rows) or lowest) - lowest
        if gain > NOTICEABLE:
            costs.append((category, gain))
    return tuple(sorted(costs, key=lambda cost: -cost[1]))


class LowestChance:
    """The linear program of the highest lowest chance z: expected seats c = m z + s of the counted types, c = s of others.

    counted: (t,) the types whose chance counts; price: (r,) rise of z per seat that the bound of each demand moves up,
    after `highest`: positive where the upper bound is in the way, negative where the lower is.
    """

    def __init__(self, problem: Problem, counted: Bools | None = None) -> None:
        types = len(problem.sizes)
        self.sizes = problem.sizes.astype(float)
        self.counted: Bools = np.ones(types, dtype=bool) if counted is None else counted
        self.price: Floats = np.zeros(len(problem.lower))
        self._bounds = np.column_stack([problem.lower, problem.upper])
        self._matrix = np.vstack([problem.incidence, np.ones(types)])
        self._ceilings: set[int] = set()
        columns = np.column_stack([self._matrix, self._matrix @ (self.sizes * self.counted)]).T
        column, row = np.nonzero(columns)
        self._highs = open_highs(presolve="off")
        pass_model(
            self._highs,
            cost=np.append(np.zeros(types), 1.0),
            column_bounds=(np.zeros(types + 1), np.append(self.sizes, 1.0)),
            row_bounds=(np.append(problem.lower, problem.seats), np.append(problem.upper, problem.seats)),
            starts=np.searchsorted(column, np.arange(types + 2)),
            indexes=row,
            values=columns[column, row],
            maximise=True,
        )

    def highest(self) -> float | None:
        """The highest z, or None when not even fractions of people meet the demands."""
        z = self._solve()
        if z is not None:
            self.price = np.array(self._highs.getSolution().row_dual)[: len(self._bounds)]
        return z

    def with_rows(self, bounds: dict[int, tuple[int, int]]) -> float | None:
        """The highest z if these demands had these bounds."""
        for row, (least, most) in bounds.items():
            self._highs.changeRowBounds(row, least, most)
        z = self._solve()
        for row in bounds:
            self._highs.changeRowBounds(row, *self._bounds[row])
        return z

    def chances(self) -> Floats:
        """(t,) chances with which the highest z is reached, where fractions of a person may sit."""
        values = np.array(self._highs.getSolution().col_value)
        return np.asarray(values[:-1] / self.sizes + values[-1] * self.counted)

    def leave_out_the_impossible(self) -> bool:
        """Stop counting types that the prices prove to have no chance at all; False when there are none."""
        all_prices = np.array(self._highs.getSolution().row_dual)[: len(self._matrix)]
        hopeless = self.counted & (all_prices @ self._matrix * self.sizes > 1e-6)
        self.counted &= ~hopeless
        if not hopeless.any() or not self.counted.any():
            return False
        level = len(self.sizes)
        rise = self._matrix @ (self.sizes * self.counted)
        for row, coefficient in enumerate(rise.tolist()):
            self._highs.changeCoeff(row, level, coefficient)
        return True

    def _solve(self) -> float | None:
        while True:
            self._highs.run()
            if self._highs.getModelStatus() != OPTIMAL:
                return None
            values = np.array(self._highs.getSolution().col_value)
            z = float(values[-1])
            over = values[:-1] + self.sizes * z * self.counted > self.sizes * (1 + 1e-9)
            over[list(self._ceilings)] = False
            if not over.any():
                return z
            self._add_ceilings(np.flatnonzero(over))

    def _add_ceilings(self, kinds: npt.NDArray[np.intp]) -> None:
        """c <= m, stated only where it is needed."""
        level = len(self.sizes)
        for kind in kinds.tolist():
            self._ceilings.add(kind)
            columns = np.array([kind, level], dtype=np.int32)
            self._highs.addRow(-INFINITY, self.sizes[kind], 2, columns, np.array([1.0, self.sizes[kind]]))
