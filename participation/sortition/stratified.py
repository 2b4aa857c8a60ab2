"""Plain stratified random selection as it is practised: person by person, most urgent target first. It treats people less
equally than the objectives do, which is what the fairness report compares them with."""

from __future__ import annotations

import time

import numpy as np
import numpy.typing as npt

from participation.sortition.committees import NoPanel
from participation.sortition.distribution import Distribution
from participation.sortition.problem import Floats, Ints, Problem
from participation.sortition.progress import Progress, Report, silent

SIDE_BY_SIDE = 64


def random_panels(problem: Problem, number: int, *, seed: int, seconds: float = 10.0, report: Report = silent) -> Ints:
    """(p, t) panels, each made from scratch; p = `number`, or as many as could be made in `seconds`, even none.

    The next seat goes to a person drawn at random among those with the most urgent feature: the one with the most seats
    still to fill, (min - seated), for each person left. A feature closes at its maximum, or when the seats left are all
    needed for the minimums of its category; a household closes with its first member. When a minimum can no longer be
    met the panel is thrown away and begun again.
    """
    table = _Table(problem, min(SIDE_BY_SIDE, max(number, 1)), np.random.default_rng(seed))
    began = time.monotonic()
    panels: list[Ints] = []
    while len(panels) < number:
        elapsed = time.monotonic() - began
        report(Progress("random", None, None, elapsed))
        if elapsed > seconds:
            break
        panels.extend(table.seat_one_more())
    return np.array(panels[:number], dtype=np.int64).reshape(-1, len(problem.sizes))


def random(
    problem: Problem, *, panels: int = 1000, seed: int = 0, seconds: float = 10.0, report: Report = silent
) -> Distribution:
    """The chances that stratified random selection gives, estimated from many panels (to within about 1 / sqrt(panels)).

    Nothing is proven, so `gap` is None. Raises NoPanel when no panel was made in time, and Cancelled through `report`.
    """
    began = time.monotonic()
    made = random_panels(problem, panels, seed=seed, seconds=seconds, report=report)
    if not len(made):
        raise NoPanel
    unique, times = np.unique(made, axis=0, return_counts=True)
    weights = times / len(made)
    chances: Floats = weights @ unique / problem.sizes
    return Distribution("random", problem, unique, weights, chances, None, time.monotonic() - began)


class _Table:
    """Panels being filled side by side, one seat at a time. Those that fail or are full are begun again.

    left: (b, t) people of each type who may still be drawn; seated: (b, t); counts: (b, r) seats of each demand.
    """

    def __init__(self, problem: Problem, panels: int, rng: np.random.Generator) -> None:
        self._problem, self._rng = problem, rng
        self._incidence = problem.incidence.astype(np.float32)
        self._targets = len(problem.targets)
        categories = [target.category for target in problem.targets]
        self._alike = (np.array(categories)[:, None] == np.array(categories)).astype(np.float32)
        self._leaving = _leaving(problem)
        self._left = np.repeat(problem.sizes[None].astype(np.float32), panels, axis=0)
        self._seated = np.zeros((panels, len(problem.sizes)), dtype=np.int64)
        self._counts = np.zeros((panels, len(problem.lower)), dtype=np.int64)
        self._begin(np.ones(panels, dtype=bool))

    def _begin(self, which: npt.NDArray[np.bool_]) -> None:
        self._seated[which] = 0
        self._counts[which] = 0
        open_to = self._problem.upper[self._problem.rows].min(axis=1) > 0
        self._left[which] = self._problem.sizes * open_to

    def seat_one_more(self) -> list[Ints]:
        """One more person for every panel; the panels that are now full and meet every demand."""
        available = self._left @ self._incidence.T
        missing = self._problem.lower - self._counts
        hopeless = (missing > available).any(axis=1) | (self._left.sum(axis=1) < 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            urgency = np.where(missing > 0, missing / available, 0.0)[:, : self._targets]
        urgency += 1e-9 * self._rng.random(urgency.shape)  # equals in random order
        urgent = urgency.argmax(axis=1)
        among = self._left * self._incidence[urgent]
        relaxed = urgency.max(axis=1) < 1e-8  # every minimum is met: anyone left
        among[relaxed] = self._left[relaxed]
        self._seat(_drawn(among, self._rng), ~hopeless)
        full = self._seated.sum(axis=1) == self._problem.seats
        made = self._seated[full & ~hopeless]
        done = list(made[self._problem.meets(made)]) if len(made) else []
        self._begin(full | hopeless)
        return done

    def _seat(self, kinds: Ints, which: npt.NDArray[np.bool_]) -> None:
        panels = np.flatnonzero(which)
        kinds = kinds[panels]
        self._seated[panels, kinds] += 1
        for column in self._problem.rows[kinds].T:
            self._counts[panels, column] += 1
        self._left[panels] -= self._leaving[kinds]
        missing = np.maximum(self._problem.lower - self._counts[panels], 0)
        to_seat = self._problem.seats - self._seated[panels].sum(axis=1, keepdims=True)
        closed = self._counts[panels] >= self._problem.upper
        targets = slice(None, self._targets)
        closed[:, targets] |= (missing[:, targets] == 0) & (missing[:, targets] @ self._alike >= to_seat)
        self._left[panels] *= (closed.astype(np.float32) @ self._incidence) == 0
        np.maximum(self._left, 0.0, out=self._left)


def _drawn(among: npt.NDArray[np.float32], rng: np.random.Generator) -> Ints:
    """One type for each row, every person in it being equally likely."""
    heaps = among.cumsum(axis=1, dtype=np.float64)
    place = rng.random(len(among)) * heaps[:, -1]
    kinds: Ints = np.minimum((heaps <= place[:, None]).sum(axis=1), among.shape[1] - 1)
    return kinds


def _leaving(problem: Problem) -> npt.NDArray[np.float32]:
    """(t, t) how many people of each type can no longer be drawn once one of a type has been: that one, and the household.

    The households of one shape are alike, so each holds an equal part of the people whose type names that shape.
    """
    leaving = np.eye(len(problem.sizes), dtype=np.float32)
    if problem.households:
        shape = problem.rows[:, -1]
        shared = (shape[:, None] == shape) & (shape > len(problem.targets))[:, None]
        each = problem.sizes / problem.upper[shape]
        leaving = np.where(shared, each, leaving).astype(np.float32)
    return leaving
