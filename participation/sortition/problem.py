"""The selection problem as the papers state it: a pool, the targets a panel must meet, and how many seats there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """How many seats go to people with one feature: at least `min`, at most `max` (`min_flex`, `max_flex` if need be)."""

    category: str
    feature: str
    min: int
    max: int
    min_flex: int | None = None
    max_flex: int | None = None


@dataclass(frozen=True)
class Person:
    """Someone who volunteered: an id, one feature per category in the order of the categories, and a household."""

    id: str
    features: tuple[str, ...]
    household: str | None = None


@dataclass(frozen=True)
class Problem:
    """People grouped into types: those who share every feature (and the shape of their household) are interchangeable.

    With n people, t types, r rows of demands and c columns (categories, one more with households):

    people:   the n people, sorted by id, so that the order of the file changes nothing
    type_of:  (n,) type of each person
    sizes:    (t,) people of each type
    rows:     (t, c) the demand that each type counts for, one per column
    lower, upper: (r,) least and most seats of each demand; the first `len(targets)` demands are the targets, in order
    seats:    panel size k
    """

    seats: int
    targets: tuple[Target, ...]
    people: tuple[Person, ...]
    type_of: Ints
    sizes: Ints
    rows: Ints
    lower: Ints
    upper: Ints
    households: bool

    @property
    def incidence(self) -> Floats:
        """(r, t) matrix: 1 where a type counts for a demand."""
        matrix = np.zeros((len(self.lower), len(self.sizes)))
        for column in self.rows.T:
            matrix[column, np.arange(len(self.sizes))] = 1.0
        return matrix

    def meets(self, panels: Ints) -> npt.NDArray[np.bool_]:
        """Which of the (p, t) integer panels fill every seat, meet every demand and ask for no more people than there are."""
        counts = panels @ self.incidence.T
        return np.asarray(
            (panels.sum(1) == self.seats)
            & (panels >= 0).all(1)
            & (panels <= self.sizes).all(1)
            & (counts >= self.lower).all(1)
            & (counts <= self.upper).all(1)
        )


def categories_of(targets: Sequence[Target]) -> list[str]:
    """The categories in the order in which the targets first name them."""
    return list(dict.fromkeys(target.category for target in targets))


def make_problem(
    targets: Sequence[Target], people: Sequence[Person], seats: int, *, one_per_household: bool = False
) -> Problem:
    """Group the people into types. Features must be among the targets' (`pool.read_people` sees to that)."""
    row_of = {(target.category, target.feature): row for row, target in enumerate(targets)}
    categories = categories_of(targets)
    ordered = tuple(sorted(people, key=lambda person: person.id))
    features = np.array(
        [[row_of[pair] for pair in zip(categories, person.features, strict=True)] for person in ordered], dtype=np.int64
    ).reshape(len(ordered), len(categories))
    lower = [target.min for target in targets]
    upper = [target.max for target in targets]
    if one_per_household:
        shapes, most = _household_shapes(ordered, features, first_row=len(targets))
        features = np.hstack([features, shapes[:, None]])
        lower += [0] * len(most)
        upper += most
    rows, type_of, sizes = np.unique(features, axis=0, return_inverse=True, return_counts=True)
    return Problem(
        seats=seats,
        targets=tuple(targets),
        people=ordered,
        type_of=type_of.ravel().astype(np.int64),
        sizes=sizes.astype(np.int64),
        rows=rows.astype(np.int64),
        lower=np.array(lower, dtype=np.int64),
        upper=np.array(upper, dtype=np.int64),
        households=one_per_household,
    )


def _household_shapes(people: Sequence[Person], features: Ints, first_row: int) -> tuple[Ints, list[int]]:
    """At most one per household, written as one more category.

    Households of one shape (the same features at one address) are interchangeable, so one demand per shape is enough:
    no more seats than there are such households. Whoever lives alone, or gave no address, counts for `first_row`,
    a demand that never binds.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for index, person in enumerate(people):
        if person.household:
            members[person.household].append(index)
    shape_of = {
        home: tuple(sorted(map(tuple, features[indexes].tolist())))
        for home, indexes in members.items()
        if len(indexes) > 1
    }
    households_of = Counter(shape_of.values())
    row_of = {shape: first_row + 1 + number for number, shape in enumerate(sorted(households_of))}
    rows = np.full(len(people), first_row, dtype=np.int64)
    for home, shape in shape_of.items():
        rows[members[home]] = row_of[shape]
    return rows, [len(people), *(households_of[shape] for shape in sorted(households_of))]
