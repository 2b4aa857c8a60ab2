"""Lets people change seats, two at a time, until more of them meet and each table looks more like all: a tabu search.

Both aims are one price per pair, paid when the two share a table: how often they met in other rounds, and how alike they
are. (A table's squared gap in a feature is, but for what no exchange changes, the number of pairs that share it, less
what a table of that size should hold.) So for each person the price of sitting at each table is a sum, and what an
exchange brings is four of those sums, for all exchanges at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from participation.sortition.mixing.rooms import Bools
from participation.sortition.problem import Floats, Ints

# What one repeated meeting weighs against one squared person too many or too few of a feature at a table.
REPEAT, GAP = 2, 1
PATIENCE = 100  # exchanges without a better seating, after which a round is left for the next
PATIENCE_A_PART = 10
REST = 3  # exchanges for which somebody who moved stays, or one more
CELLS = 20_000  # exchanges that are looked at together


class Round:
    """One round of m people and their seats, while the other rounds stay as they are.

    All prices are whole numbers (kept as floats, for speed), m times what they weigh: sums are exact, and so the same on
    every machine.
    seats: (m,) table of each; features: (m, values) 1 where somebody has a value; met: (m, m) how often two meet in other
    rounds; apart: (m, m) who never shares a table; movable: (m,) who may change seats.
    """

    def __init__(
        self, seats: Ints, tables: int, *, features: Floats, met: Floats, apart: Bools, movable: Bools
    ) -> None:
        people = len(seats)
        alike = features @ features.T
        price = people * (REPEAT * met + 2 * GAP * alike)
        self.dear = 10.0 * float(price.sum()) + 1.0
        price += self.dear * apart
        own = 2.0 * people * GAP * alike.diagonal()
        sizes = np.bincount(seats, minlength=tables)
        self.tables, self.seats, self.movable = tables, seats.copy(), np.flatnonzero(movable)
        self._price, self._pair = price, own[:, None] + own - 2.0 * price
        # (tables, m) what sitting at each table costs each person
        self._sums = np.eye(tables)[:, seats] @ price - 2.0 * GAP * np.outer(sizes, features @ features.sum(0))

    def costs(self, rows: Ints, resting: Bools) -> Floats:
        """(rows, m) what it costs when each of the rows changes seats with each person; infinite where they may not.

        resting: (m,) who does not change seats now.
        """
        seats, everyone = self.seats, np.arange(len(self.seats))
        going = self._sums - self._sums[seats, everyone]
        going[seats, everyone] = np.inf
        going[:, resting] = np.inf
        to_rows = going.take(seats[rows], axis=0)
        if len(rows) == len(seats):
            return np.asarray(to_rows + to_rows.T + self._pair)
        return np.asarray(to_rows + going[:, rows].take(seats, axis=0).T + self._pair[rows])

    def exchange(self, one: int, other: int) -> None:
        """Let two people change seats."""
        first, second = self.seats[one], self.seats[other]
        difference = self._price[other] - self._price[one]
        self._sums[first] += difference
        self._sums[second] -= difference
        self.seats[one], self.seats[other] = second, first


def improve(round_: Round, groups: Sequence[Sequence[int]], rng: np.random.Generator, steps: int) -> tuple[Ints, int]:
    """The best seats found, and how many of the steps that took; the round itself is left somewhere near.

    groups: people who change seats only together; one group is tried at each other table.
    """
    people, movable = len(round_.seats), round_.movable
    if groups:
        _move_group(round_, groups[int(rng.integers(len(groups)))])
    best, now, found = 0.0, 0.0, round_.seats.copy()
    parts = [movable]
    if len(movable) * people > CELLS:
        order = movable[np.argsort(rng.random(len(movable)), kind="stable")]
        parts = np.array_split(order, -(-len(order) * people // CELLS))
    rests = np.full(people, steps + 1, dtype=np.int64)
    rests[movable] = 0
    quiet = still = taken = 0
    while len(movable) and taken < steps and quiet < PATIENCE + PATIENCE_A_PART * (len(parts) - 1):
        rows = parts[taken % len(parts)]
        taken += 1
        quiet += 1
        still += 1
        costs = round_.costs(rows, rests >= taken)
        place = int(costs.argmin())
        cost = float(costs.flat[place])
        # a loss is taken only when everybody was looked at since somebody moved, and nobody gains
        if cost > round_.dear / 2 or (cost >= 0 and still < len(parts)):
            continue
        one, other = int(rows[place // people]), place % people
        round_.exchange(one, other)
        now += cost
        still = 0
        rests[[one, other]] = taken + REST + rng.integers(2, size=2)
        if now < best:
            best, found, quiet = now, round_.seats.copy(), 0
    return found, max(taken, 1)


def _move_group(round_: Round, group: Sequence[int]) -> None:
    """Let a group change seats with as many others of one other table, where that brings most, if anywhere."""
    best, chosen = 0.0, list[tuple[int, int]]()
    for table in set(range(round_.tables)) - {int(round_.seats[group[0]])}:
        cost, pairs = 0.0, list[tuple[int, int]]()
        for one in group:
            others = np.intersect1d(np.flatnonzero(round_.seats == table), round_.movable)
            costs = round_.costs(np.array([one]), np.zeros(len(round_.seats), dtype=bool))[0, others]
            if not len(costs):
                cost = np.inf
                break
            other = int(others[costs.argmin()])
            cost += float(costs.min())
            round_.exchange(one, other)
            pairs.append((one, other))
        if cost < best:
            best, chosen = cost, list(pairs)
        for one, other in reversed(pairs):
            round_.exchange(one, other)
    for one, other in chosen:
        round_.exchange(one, other)
