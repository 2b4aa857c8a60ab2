"""Who sits at which table in each round, and how well that does; for the people themselves and for whoever prepares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from participation.sortition.mixing.wishes import Wishes
from participation.sortition.problem import Floats, Ints, Person

NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Plan:
    """A seat for everybody in every round.

    people: sorted by id; seats: (rounds, people) the table of each from 0, NOWHERE for who is absent; places: how many
    fit at each table, or None where tables differ by at most one.
    """

    people: tuple[Person, ...]
    tables: int
    seats: Ints
    wishes: Wishes = field(default_factory=Wishes)
    places: tuple[int, ...] | None = None

    @property
    def rounds(self) -> int:
        return len(self.seats)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(person.id for person in self.people)

    def at(self, round_: int, table: int) -> tuple[str, ...]:
        """Who sits at a table in a round, both from 1."""
        return tuple(self.ids[one] for one in np.flatnonzero(self.seats[round_ - 1] == table - 1))

    def rows(self) -> Iterator[tuple[int, int, str]]:
        """Round and table (both from 1) and id of every seat, in that order."""
        for round_ in range(1, self.rounds + 1):
            for table in range(1, self.tables + 1):
                for one in self.at(round_, table):
                    yield round_, table, one

    @cached_property
    def met(self) -> Ints:
        """(people, people) how often each two share a table; 0 for oneself."""
        return times_met(self.seats)

    @cached_property
    def meetings(self) -> int:
        """How many different pairs share a table at least once."""
        return int(np.count_nonzero(np.triu(self.met, 1)))

    @cached_property
    def again(self) -> int:
        """How many pairs share a table more than once."""
        return int(np.count_nonzero(np.triu(self.met, 1) > 1))

    @cached_property
    def most_meetings(self) -> int:
        """What no plan with tables of these sizes can exceed, and none may reach.

        The places for two (over rounds and tables, size choose 2), less the repeats that the wishes ask for (people who
        stay together, or whose decided seats are at one table), but no more than the pairs that can meet at all.
        """
        places = 0
        able = np.zeros((len(self.people), len(self.people)), dtype=bool)
        bound = np.zeros(able.shape, dtype=np.int64)
        for number, seats in enumerate(self.seats, start=1):
            sizes = np.bincount(seats[seats >= 0], minlength=self.tables)
            places += int((sizes * (sizes - 1) // 2).sum())
            able |= (seats[:, None] >= 0) & (seats >= 0)
            bound += self._bound(number)
        repeats = int(np.triu(np.maximum(bound - 1, 0), 1).sum())
        index = {one: place for place, one in enumerate(self.ids)}
        for one, other in (tuple(pair) for pair in self.wishes.pairs_apart()):
            able[index[one], index[other]] = able[index[other], index[one]] = False
        return min(places - repeats, int(np.triu(able, 1).sum()))

    def _bound(self, number: int) -> Ints:
        """(people, people) 1 where the wishes alone put two at one table in a round."""
        away, seats = self.wishes.away(number), self.wishes.seats(number)
        sits = np.full(len(self.people), NOWHERE)
        groups = {one: place for place, group in enumerate(self.wishes.groups()) for one in group}
        together = np.full(len(self.people), NOWHERE)
        for place, one in enumerate(self.ids):
            if one not in away:
                together[place] = groups.get(one, NOWHERE)
                sits[place] = seats.get(one, 0) - 1
        for group in np.unique(together[together >= 0]):
            sits[together == group] = sits[together == group].max()
        return np.asarray(
            ((sits[:, None] == sits) & (sits >= 0)) | ((together[:, None] == together) & (together >= 0)),
            dtype=np.int64,
        )

    @cached_property
    def gap(self) -> float:
        """How many people too many or too few of a feature there are at a table, on average: 0 when each mirrors all.

        The mean over rounds, tables and features (each value of each category) of the distance between how many have the
        feature at the table, and the table's size times the share of it among all who are present in that round. No one
        can sit in two halves, so 0 is seldom to be had.
        """
        have = features(self.people)
        if not have.shape[1]:
            return 0.0
        distances = []
        for seats in self.seats:
            here = seats >= 0
            counts = np.eye(self.tables)[seats[here]].T @ have[here]
            sizes = np.bincount(seats[here], minlength=self.tables)
            expected = np.outer(sizes, have[here].mean(axis=0)) if here.any() else counts
            distances.append(np.abs(counts - expected)[sizes > 0])
        return float(np.concatenate(distances).mean())


def features(people: Sequence[Person]) -> Floats:
    """(people, values) 1 where somebody has that value of a category. A blank counts for no value: it is left out."""
    columns = []
    for values in zip(*(person.features for person in people), strict=True):
        columns += [[float(value == one) for value in values] for one in sorted(set(values) - {""})]
    return np.array(columns, dtype=float).reshape(len(columns), len(people)).T


def times_met(seats: Ints) -> Ints:
    """(people, people) in how many rounds each two share a table; 0 for oneself."""
    met = np.zeros((seats.shape[1], seats.shape[1]), dtype=np.int64)
    for row in seats:
        met += (row[:, None] == row) & (row >= 0)
    np.fill_diagonal(met, 0)
    return met
