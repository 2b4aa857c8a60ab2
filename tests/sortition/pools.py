"""Makers of pools and targets, small enough to solve by hand or by listing every panel."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from participation.sortition.problem import Person, Problem, Target, categories_of, make_problem

REAL = Path(__file__).parents[3] / "shared" / "data" / "pools"


def random_parts(
    seed: int,
    *,
    people: tuple[int, int] = (6, 15),
    categories: tuple[int, int] = (2, 5),
    features: tuple[int, int] = (2, 3),
    exact: bool | None = None,
    households: bool = False,
) -> tuple[list[Target], list[Person], int]:
    """Targets, people and seats: a random pool with targets around a random panel of it, so that one panel exists
    (unless its members share an address). exact: all targets min = max."""
    rng = np.random.default_rng(seed)
    if exact is None:
        exact = bool(rng.random() < 0.5)
    kinds = rng.integers(features[0], features[1] + 1, size=rng.integers(categories[0], categories[1] + 1))
    count = int(rng.integers(people[0], people[1] + 1))
    seats = int(rng.integers(1, count // 2 + 1))
    answers = [tuple(f"v{rng.integers(kind)}" for kind in kinds) for _ in range(count)]
    homes = [f"home {rng.integers(count)}" if households and rng.random() < 0.7 else None for _ in range(count)]
    panel = rng.permutation(count)[:seats]
    targets = []
    for category, kind in enumerate(kinds):
        for value in range(kind):
            held = sum(answers[person][category] == f"v{value}" for person in panel)
            below, above = (0, 0) if exact else (int(rng.integers(3)), int(rng.integers(2)))
            targets.append(Target(f"c{category}", f"v{value}", max(0, held - below), held + above))
    volunteers = [Person(f"p{number:03d}", answers[number], homes[number]) for number in range(count)]
    return targets, volunteers, seats


def random_problem(seed: int, *, households: bool = False, **sizes: object) -> Problem:
    """`random_parts` as a problem."""
    targets, people, seats = random_parts(seed, households=households, **sizes)  # type: ignore[arg-type]
    return make_problem(targets, people, seats, one_per_household=households)


def real_problem(name: str, *, households: bool = False) -> Problem:
    """A pool of the shared test data; the last part of its name is the size of the panel."""
    with (REAL / name / "categories.csv").open() as file:
        targets = [
            Target(row["category"], row["feature"], int(row["min"]), int(row["max"])) for row in csv.DictReader(file)
        ]
    categories = categories_of(targets)
    with (REAL / name / "respondents.csv").open() as file:
        people = [
            Person(row["id"], tuple(row[category] for category in categories), row.get("household") or None)
            for row in csv.DictReader(file)
        ]
    return make_problem(targets, people, int(name.rsplit("_", 1)[1]), one_per_household=households)
