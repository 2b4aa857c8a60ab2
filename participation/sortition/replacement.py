"""What is left to draw when seats of a panel come free: how many, from whom, and what remains of each target; for the
official who fills them, and for everybody who wants to see that the panel still mirrors the population.

Whoever stays counts towards the targets first. What they leave of a target may be more than the rest of the pool can
give: then as few seats as possible give way, within what the targets allow (`min_flex`, `max_flex`) where that can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from participation.sortition.feasibility import Bound, obstacle
from participation.sortition.problem import Person, Problem, Target, categories_of, make_problem


@dataclass(frozen=True)
class Relaxed:
    """A bound that gave way, counted in seats of the whole panel: `before` is what the target says."""

    category: str
    feature: str
    bound: Bound
    before: int
    after: int


@dataclass(frozen=True)
class Replacement:
    """A draw for the seats that came free.

    seats:    how many are drawn; unfilled: how many stay empty, because there are no people (or households) for them
    targets:  what is left of each target, in the same order; some panel of `people` meets them all
    relaxed:  where that is less than the target itself asks
    people:   who can be drawn: nobody who stays, and nobody who lives with them where that is a rule
    """

    seats: int
    unfilled: int
    targets: tuple[Target, ...]
    relaxed: tuple[Relaxed, ...]
    people: tuple[Person, ...]
    one_per_household: bool = False

    @property
    def problem(self) -> Problem:
        """The same as the selection problem that the engine solves. There must be a seat to draw."""
        return make_problem(self.targets, self.people, self.seats, one_per_household=self.one_per_household)


def replacement(
    targets: Sequence[Target],
    seats: int,
    staying: Sequence[Person],
    left: Sequence[Person],
    *,
    one_per_household: bool = False,
) -> Replacement:
    """What is to be drawn so that a panel of `seats` is full again and keeps its targets as well as possible.

    staying: who is on the panel and stays; left: who is left in the pool. Both have features among the targets'.
    """
    people = _who_can_come(staying, left, one_per_household=one_per_household)
    free = max(0, seats - len(staying))
    filled = min(free, most_seats(people, one_per_household=one_per_household))
    have = seats_held(targets, staying)
    rest = [less(target, held) for target, held in zip(targets, have, strict=True)]
    found = Replacement(filled, free - filled, tuple(rest), (), people, one_per_household)
    if not filled or (stands_in_the_way := obstacle(found.problem)) is None:
        return found
    moved = {(one.target.category, one.target.feature, one.bound): one.new for one in stands_in_the_way.changes}
    loosened, relaxed = [], []
    for target, held, asked in zip(targets, have, rest, strict=True):
        least = moved.get((target.category, target.feature, "min"), asked.min)
        most = moved.get((target.category, target.feature, "max"), asked.max)
        loosened.append(replace(asked, min=least, max=most))
        if least != asked.min:
            relaxed.append(Relaxed(target.category, target.feature, "min", target.min, held + least))
        if most != asked.max:
            relaxed.append(Relaxed(target.category, target.feature, "max", target.max, held + most))
    return replace(found, targets=tuple(loosened), relaxed=tuple(relaxed))


def most_seats(people: Sequence[Person], *, one_per_household: bool) -> int:
    """How many seats these people can take at most."""
    if not one_per_household:
        return len(people)
    alone = sum(not one.household for one in people)
    return alone + len({one.household for one in people if one.household})


def seats_held(targets: Sequence[Target], people: Sequence[Person]) -> list[int]:
    """How many of these people have the feature of each target."""
    categories = categories_of(targets)
    held = Counter(pair for one in people for pair in zip(categories, one.features, strict=True))
    return [held[target.category, target.feature] for target in targets]


def less(target: Target, held: int) -> Target:
    """What is left of a target when so many of its seats are taken."""

    def left(bound: int | None) -> int | None:
        return None if bound is None else max(0, bound - held)

    return replace(
        target,
        min=max(0, target.min - held),
        max=max(0, target.max - held),
        min_flex=left(target.min_flex),
        max_flex=left(target.max_flex),
    )


def _who_can_come(staying: Sequence[Person], left: Sequence[Person], *, one_per_household: bool) -> tuple[Person, ...]:
    here = {one.id for one in staying}
    homes = {one.household for one in staying if one.household} if one_per_household else set()
    return tuple(one for one in left if one.id not in here and one.household not in homes)
