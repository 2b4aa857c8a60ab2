"""Makers of people and wishes for tables, and what every plan promises."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from participation.sortition.mixing import Fixed, Plan, Wishes
from participation.sortition.problem import Person

SHARES = ((51, 49), (24, 26, 27, 23), (31, 41, 28), (34, 28, 22, 16), (78, 22))


def crowd(count: int = 100, seed: int = 1, shares: tuple[tuple[int, ...], ...] = SHARES) -> list[Person]:
    """People with a feature in each category, of whom as many have each as its share says."""
    rng = np.random.default_rng(seed)
    columns = []
    for parts in shares:
        bounds = np.cumsum(parts) * count / sum(parts)
        columns.append(rng.permutation([f"v{np.searchsorted(bounds, place, 'right')}" for place in range(count)]))
    return [Person(f"p{place:03}", tuple(map(str, values))) for place, values in enumerate(zip(*columns, strict=True))]


def named(*numbers: int) -> tuple[str, ...]:
    """The ids of people in a crowd."""
    return tuple(f"p{number:03}" for number in numbers)


def holds(where: dict[str, int], wishes: Wishes, number: int) -> bool:
    """Whether the seats of one round (id to table) keep to the wishes."""
    return (
        all(
            where[one.person] == one.table
            for one in wishes.fixed
            if one.round in (None, number) and one.person in where
        )
        and all(
            len({where[one] for one in group if one in where}) == sum(one in where for one in group)
            for group in wishes.apart
        )
        and all(len({where[one] for one in group if one in where}) <= 1 for group in wishes.groups())
    )


def check(plan: Plan) -> None:
    """Everything that a plan promises."""
    for number in range(1, plan.rounds + 1):
        tables = [plan.at(number, table) for table in range(1, plan.tables + 1)]
        where = {one: table for table, group in enumerate(tables, start=1) for one in group}
        assert sorted(where) == sorted(set(plan.ids) - plan.wishes.away(number))
        sizes = [len(group) for group in tables]
        if plan.places is None:
            assert max(sizes) - min(sizes) <= 1
        else:
            assert all(size <= places for size, places in zip(sizes, plan.places, strict=True))
        assert holds(where, plan.wishes, number)
    assert plan.meetings <= plan.most_meetings
    met = Counter(pair for group in _tables(plan) for pair in combinations(group, 2))
    assert plan.meetings == len(met)
    assert plan.again == sum(times > 1 for times in met.values())


def _tables(plan: Plan) -> list[tuple[str, ...]]:
    return [plan.at(number, table) for number in range(1, plan.rounds + 1) for table in range(1, plan.tables + 1)]


@st.composite
def cases(draw: st.DrawFn, most: int = 12) -> tuple[list[Person], int, int, Wishes]:
    """People, tables, rounds and wishes, many of which cannot hold."""
    count = draw(st.integers(2, most))
    tables, rounds = draw(st.integers(1, min(4, count))), draw(st.integers(1, 3))
    one = st.integers(0, count - 1).map(lambda number: f"p{number:03}")
    group = st.lists(one, min_size=2, max_size=4, unique=True).map(tuple)
    number = st.integers(1, rounds)
    fixed = st.builds(Fixed, one, st.integers(1, tables), st.none() | number)
    wishes = Wishes(
        fixed=tuple(draw(st.lists(fixed, max_size=4))),
        apart=tuple(draw(st.lists(group, max_size=3))),
        together=tuple(draw(st.lists(group, max_size=2))),
        absent=draw(st.dictionaries(one, st.sets(number, max_size=2), max_size=2)),
    )
    return crowd(count, shares=((1, 1), (1, 2))), tables, rounds, wishes
