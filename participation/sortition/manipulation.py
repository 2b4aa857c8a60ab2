"""How much someone could raise their chance by lying about one feature; for whoever must judge how safe a draw is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from participation.sortition.committees import NoPanel
from participation.sortition.problem import Floats, Problem, categories_of, make_problem
from participation.sortition.relaxation import Relaxation, Unsolved

CLEARLY_POSITIVE = 1e-6  # prices below this may be the solver's noise


@dataclass(frozen=True)
class Lie:
    """Someone with the feature `true` claims the feature `claimed`; what they would gain, in chance."""

    category: str
    true: str
    claimed: str
    gain: float


@dataclass(frozen=True)
class Manipulation:
    """What lying about one feature could bring under leximin.

    largest:   the lie that gains most among those whose leximin was calculated anew; None when none gains anything
    typical:   what the most promising lie would bring half of the people, at first order
    tempting:  the (category, feature) whose claim promises most to all people together, or None
    lies:      how many different lies were looked at, at first order
    recalculated: for how many of them, the most promising, the leximin was calculated anew
    """

    largest: Lie | None
    typical: float
    tempting: tuple[str, str] | None
    lies: int
    recalculated: int


def manipulation(problem: Problem, *, seconds: float = 2.0) -> Manipulation:
    """Look at every lie about one feature at first order, then calculate the most promising exactly, in the relaxation.

    First order: one more person with the claimed features rises with all others until the first level whose prices
    they would have to pay, and gets the chance of that level. That holds also for features nobody has together. The
    most promising lies, one for each combination of features claimed, are then tried: the person is given the claimed
    feature and the leximin relaxation is solved anew, for as many lies as a pool of this size allows (8 to 60) and at
    most about `seconds`. Raises NoPanel, Unsolved.
    """
    relaxation = Relaxation(problem)
    chances = relaxation.leximin()
    promised = _promised_chances(problem, relaxation)
    gains = promised - chances[:, None]
    own = problem.incidence[: len(problem.targets)].T > 0
    best = np.maximum(np.where(own, 0.0, gains).max(axis=1, initial=0.0), 0.0)
    promise = problem.sizes @ np.where(own, 0.0, np.maximum(gains, 0.0))
    start = time.monotonic()
    tried = []
    for kind, target in _most_promising(problem, np.where(own, -1.0, gains)):
        if time.monotonic() - start > seconds:
            break
        tried.append(_tried(problem, kind, target, float(chances[kind])))
    largest = max(tried, key=lambda lie: lie.gain, default=None)
    tempting = int(promise.argmax())
    return Manipulation(
        largest=largest if largest and largest.gain > CLEARLY_POSITIVE else None,
        typical=float(np.median(np.repeat(best, problem.sizes))),
        tempting=_pair(problem, tempting) if promise[tempting] > CLEARLY_POSITIVE else None,
        lies=int((~own).sum()),
        recalculated=len(tried),
    )


def _promised_chances(problem: Problem, relaxation: Relaxation) -> Floats:
    """(t, number of targets) the chance of one more person of a type who has the feature of a target instead."""
    demands = len(problem.lower)
    promised = np.ones((len(problem.sizes), len(problem.targets)))
    column_of = _column_of_targets(problem)
    for level in reversed(relaxation.levels):
        price = level.price[:demands]
        per_seat = price[problem.rows].sum(axis=1) + level.price[demands]
        changed = per_seat[:, None] - price[problem.rows[:, column_of]] + price[: len(problem.targets)]
        promised[changed > CLEARLY_POSITIVE] = level.chance
    return promised


def _most_promising(problem: Problem, gains: Floats) -> Iterator[tuple[int, int]]:
    """(type, target) of the lies that promise a gain, the greatest first, each combination of features claimed once."""
    limit = int(np.clip(12_000 // len(problem.sizes), 8, 60))
    column_of = _column_of_targets(problem)
    claimed: set[bytes] = set()
    for place in np.argsort(-gains, axis=None, kind="stable"):
        kind, target = divmod(int(place), gains.shape[1])
        if len(claimed) == limit or gains[kind, target] <= CLEARLY_POSITIVE:
            return
        row = problem.rows[kind].copy()
        row[column_of[target]] = target
        if (key := row.tobytes()) not in claimed:
            claimed.add(key)
            yield kind, target


def _tried(problem: Problem, kind: int, target: int, chance: float) -> Lie:
    """One person of the type gives the feature of the target as theirs, and the leximin is calculated anew."""
    liar = int(np.flatnonzero(problem.type_of == kind)[0])
    column = int(_column_of_targets(problem)[target])
    category, claimed = _pair(problem, target)
    person = problem.people[liar]
    told = (*person.features[:column], claimed, *person.features[column + 1 :])
    people = [*problem.people]
    people[liar] = replace(person, features=told)
    changed = make_problem(problem.targets, people, problem.seats, one_per_household=problem.households)
    try:
        gain = float(Relaxation(changed).leximin()[changed.type_of[liar]]) - chance
    except (NoPanel, Unsolved):  # without this person's true features there may be no panel: the lie brings nothing
        gain = 0.0
    return Lie(category, person.features[column], claimed, gain)


def _column_of_targets(problem: Problem) -> list[int]:
    categories = categories_of(problem.targets)
    return [categories.index(target.category) for target in problem.targets]


def _pair(problem: Problem, target: int) -> tuple[str, str]:
    return problem.targets[target].category, problem.targets[target].feature
