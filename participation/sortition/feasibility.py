"""Says, before any draw, whether a panel can meet the targets, which smallest changes would make it possible, and who
fits in no panel at all; for the official who sets the targets."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from participation.sortition.committees import Committees, NoPanel
from participation.sortition.faults import N_
from participation.sortition.highs import INFEASIBLE, OPTIMAL, OUT_OF_TIME, failure, open_highs, pass_model
from participation.sortition.problem import Floats, Ints, Problem, Target
from participation.sortition.variants import Variants, exchanged

Bound = Literal["min", "max"]

CHANGES: dict[str, str] = {
    "min": N_("%(category)s, %(feature)s: at least %(new)d instead of %(old)d"),
    "max": N_("%(category)s, %(feature)s: at most %(new)d instead of %(old)d"),
}
REASONS: dict[str, str] = {
    "no_seats": N_("the target for %(category)s, %(feature)s allows no seats"),
    "household": N_("only the rule of one person per household stands in the way"),
    "together": N_("the targets together leave no seat for these features"),
}


@dataclass(frozen=True)
class Change:
    """One bound of one target to be moved; `beyond_flex` when that is further than the target says it may move."""

    target: Target
    bound: Bound
    old: int
    new: int
    beyond_flex: bool

    @property
    def facts(self) -> dict[str, str | int]:
        return {"category": self.target.category, "feature": self.target.feature, "old": self.old, "new": self.new}

    def __str__(self) -> str:
        return CHANGES[self.bound] % self.facts


@dataclass(frozen=True)
class Obstacle:
    """Why no panel exists.

    changes:    the smallest set of changes to the targets that makes a panel possible; empty when no change can,
                because there are fewer people (or households) than seats
    household:  the rule of one person per household is what stops it: without the rule the targets can be met
    seats:      the panel size nearest to the one asked for at which the targets can be met as they are, or None
    """

    changes: tuple[Change, ...]
    household: bool
    seats: int | None

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON knows it; each change as {bound, category, feature, old, new}."""
        changes = [{**change.facts, "bound": change.bound} for change in self.changes]
        return {"changes": changes, "household": self.household, "seats": self.seats}


@dataclass(frozen=True)
class Misfit:
    """Somebody who fits in no panel: `person` is an index into `problem.people`; `target` is set for "no_seats"."""

    person: int
    reason: Literal["no_seats", "household", "together"]
    target: Target | None = None

    @property
    def facts(self) -> dict[str, str]:
        return {"category": self.target.category, "feature": self.target.feature} if self.target else {}

    def __str__(self) -> str:
        return REASONS[self.reason] % self.facts


def obstacle(problem: Problem, *, seconds: float = math.inf) -> Obstacle | None:
    """None when some panel meets every demand, else what stands in the way and the least that would remove it.

    seconds: how long to look for the changes, and again for the size; what is not found by then is left out.
    """
    if _has_panel(problem):
        return None
    changes, seats = None, None
    with suppress(TimeoutError):
        changes = _smallest_changes(problem, seconds)
    with suppress(TimeoutError):
        seats = _nearest_size(problem, seconds)
    household = problem.households and _has_panel(_without_households(problem))
    return Obstacle(changes=changes or (), household=household, seats=seats)


def misfits(problem: Problem) -> tuple[Misfit, ...]:
    """The people who are on none of the panels that meet the demands, in order; everybody when there is no panel."""
    _, lonely = panels_for_everyone(problem)
    if not len(lonely):
        return ()
    blocked = {row: target for row, target in enumerate(problem.targets) if target.max == 0}
    helped: set[int] = set()
    if problem.households:
        _, still = panels_for_everyone(_without_households(problem), among=lonely)
        helped = set(lonely.tolist()) - set(still.tolist())

    def reason_of(person: int, kind: int) -> Misfit:
        for row in problem.rows[kind].tolist():
            if row in blocked:
                return Misfit(person, "no_seats", blocked[row])
        return Misfit(person, "household" if kind in helped else "together")

    people = np.flatnonzero(np.isin(problem.type_of, lonely))
    return tuple(reason_of(int(person), int(problem.type_of[person])) for person in people)


def _has_panel(problem: Problem) -> bool:
    try:
        Committees(problem).best(np.zeros(len(problem.sizes)))
    except NoPanel:
        return False
    return True


def _without_households(problem: Problem) -> Problem:
    """The same problem with room for whole households."""
    is_target = np.arange(len(problem.upper)) < len(problem.targets)
    return replace(problem, upper=np.where(is_target, problem.upper, problem.seats))


def panels_for_everyone(problem: Problem, among: Ints | None = None) -> tuple[Ints, Ints]:
    """((p, t) panels that together seat every type that is on any panel at all, the types that are on none).

    Ask for a panel with as many unseen types as can be, look for exchanges that bring in others, and go on until no
    panel has any type that is unseen. among: the types to care for; all of them if not given. No panels at all: (0, t).
    """
    types = len(problem.sizes)
    unseen = np.zeros(types, dtype=bool)
    unseen[np.arange(types) if among is None else among] = True
    committees, variants = Committees(problem), Variants(problem)
    panels: list[Ints] = []
    while unseen.any():
        try:
            found = committees.best(unseen / problem.sizes, gap=0.3)
        except NoPanel:
            break
        if found.panel is None or found.value <= 0:
            break
        panels.append(found.panel)
        unseen &= found.panel == 0
        for kind in np.flatnonzero(unseen).tolist():
            leaving, companions = variants.exchanges(found.panel, kind)
            if unseen[kind] and len(companions):
                panels.append(exchanged(found.panel, leaving[0], [kind, int(companions[0])]))
                unseen &= panels[-1] == 0
    return np.array(panels, dtype=np.int64).reshape(len(panels), types), np.flatnonzero(unseen)


def _smallest_changes(problem: Problem, seconds: float) -> tuple[Change, ...] | None:
    """Fewest seats moved in all, then fewest targets touched: within what the targets allow if that can be, else freely."""
    targets = problem.targets
    flexible = any(target.min_flex is not None or target.max_flex is not None for target in targets)
    free_down = np.array([target.min for target in targets])
    free_up = np.full(len(targets), problem.seats)
    if flexible:
        down = np.array([target.min - _floor(target) for target in targets])
        up = np.array([_ceiling(target) - target.max for target in targets])
        within = _changes(problem, np.maximum(down, 0), np.maximum(up, 0), seconds)
        if within is not None:
            return within
    return _changes(problem, free_down, free_up, seconds, flexible=flexible)


def _floor(target: Target) -> int:
    return target.min if target.min_flex is None else target.min_flex


def _ceiling(target: Target) -> int:
    return target.max if target.max_flex is None else target.max_flex


def _changes(
    problem: Problem, down: Ints, up: Ints, seconds: float, *, flexible: bool = False
) -> tuple[Change, ...] | None:
    """The smallest changes when minimums may fall by `down` and maximums may rise by `up`, or None if none suffice.

    Columns: seats per type, fall of each minimum, rise of each maximum, and whether a target is touched at all.
    """
    types, count = len(problem.sizes), len(problem.targets)
    incidence, change = problem.incidence, np.eye(len(problem.lower), count)
    nothing, one = np.zeros_like(change), np.eye(count)
    blank, untyped = np.zeros((count, count)), np.zeros((count, types))
    matrix = np.block(
        [
            [incidence, change, nothing, nothing],
            [incidence, nothing, -change, nothing],
            [np.ones((1, types)), np.zeros((1, 3 * count))],
            [untyped, one, blank, -np.diag(down)],
            [untyped, blank, one, -np.diag(up)],
        ]
    )
    rows = len(problem.lower)
    free, none = np.full(rows, np.inf), np.zeros(count)
    lower = np.concatenate([problem.lower, -free, [problem.seats], none - np.inf, none - np.inf])
    upper = np.concatenate([free, problem.upper, [problem.seats], none, none])
    # one seat moved weighs more than every target touched
    cost = np.concatenate([np.zeros(types), np.full(2 * count, count + 1.0), np.ones(count)])
    most = np.concatenate([problem.sizes, down, up, np.ones(count)])
    solved = _solve(matrix, cost, most, lower, upper, seconds)
    if solved is None:
        return None
    falls, rises = solved[types : types + count], solved[types + count : types + 2 * count]
    found: list[Change] = []
    for target, fall, rise in zip(problem.targets, falls.tolist(), rises.tolist(), strict=True):
        if fall:
            new = target.min - fall
            found.append(Change(target, "min", target.min, new, flexible and new < _floor(target)))
        if rise:
            new = target.max + rise
            found.append(Change(target, "max", target.max, new, flexible and new > _ceiling(target)))
    return tuple(found)


def _nearest_size(problem: Problem, seconds: float) -> int | None:
    """The panel size nearest to the one asked for (the smaller of two) at which the demands can be met."""
    types = len(problem.sizes)
    fewer_or_more = np.zeros((len(problem.lower), 2))
    matrix = np.block([[problem.incidence, fewer_or_more], [np.ones((1, types)), np.array([[1.0, -1.0]])]])
    cost = np.concatenate([np.zeros(types), [2.0, 2.0 + 1.0 / (len(problem.people) + 1)]])
    most = np.concatenate([problem.sizes, [problem.seats, len(problem.people)]])
    lower, upper = np.append(problem.lower, problem.seats), np.append(problem.upper, problem.seats)
    solved = _solve(matrix, cost, most, lower, upper, seconds)
    return None if solved is None or not solved[:types].any() else int(solved[:types].sum())


def _solve(
    matrix: Floats, cost: Floats, most: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike, seconds: float
) -> Ints | None:
    """Whole numbers from 0 to `most` of the least cost, or None when no such numbers meet the rows.

    Raises TimeoutError when that takes longer than `seconds`.
    """
    column, row = np.nonzero(matrix.T)
    highs = open_highs(mip_rel_gap=0.0, mip_abs_gap=1e-6, time_limit=seconds)
    pass_model(
        highs,
        cost=cost,
        column_bounds=(np.zeros(len(cost)), most),
        row_bounds=(lower, upper),
        starts=np.searchsorted(column, np.arange(len(cost) + 1)),
        indexes=row,
        values=matrix[row, column],
        integer=True,
    )
    highs.run()
    status = highs.getModelStatus()
    if status in INFEASIBLE:
        return None
    if status == OUT_OF_TIME:
        raise TimeoutError
    if status != OPTIMAL:
        raise failure(highs)
    return np.round(np.array(highs.getSolution().col_value)).astype(np.int64)
