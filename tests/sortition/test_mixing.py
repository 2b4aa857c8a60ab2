"""Tables over several rounds: what is asked always holds, as many as can be meet, and each table looks like all."""

from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.sortition.faults import Faulty
from participation.sortition.mixing import Fixed, Wishes, arrange
from participation.sortition.mixing.exchanging import GAP, REPEAT, Round
from participation.sortition.mixing.plan import features
from participation.sortition.problem import Person

SHARES = ((51, 49), (24, 26, 27, 23), (31, 41, 28), (34, 28, 22, 16), (78, 22))


def crowd(count=100, seed=1, shares=SHARES):
    """People with a feature in each category, of whom as many have each as its share says."""
    rng = np.random.default_rng(seed)
    columns = []
    for parts in shares:
        bounds = np.cumsum(parts) * count / sum(parts)
        columns.append(rng.permutation([f"v{np.searchsorted(bounds, place, 'right')}" for place in range(count)]))
    return [Person(f"p{place:03}", tuple(map(str, values))) for place, values in enumerate(zip(*columns, strict=True))]


def named(*numbers):
    return tuple(f"p{number:03}" for number in numbers)


def codes(faulty):
    return [fault.code for fault in faulty.value.faults]


def check(plan):
    """Everything that a plan promises."""
    for number in range(1, plan.rounds + 1):
        tables = [plan.at(number, table) for table in range(1, plan.tables + 1)]
        where = {one: table for table, group in enumerate(tables, start=1) for one in group}
        away = plan.wishes.away(number)
        assert sorted(where) == sorted(set(plan.ids) - away)
        sizes = [len(group) for group in tables]
        if plan.places is None:
            assert max(sizes) - min(sizes) <= 1
        else:
            assert all(size <= places for size, places in zip(sizes, plan.places, strict=True))
        for fixed in plan.wishes.fixed:
            if fixed.round in (None, number) and fixed.person not in away:
                assert where[fixed.person] == fixed.table
        for group in plan.wishes.apart:
            seats = [where[one] for one in set(group) - away]
            assert len(set(seats)) == len(seats)
        for group in plan.wishes.together:
            assert len({where[one] for one in set(group) - away}) <= 1
    assert plan.meetings <= plan.most_meetings
    met = Counter(
        pair
        for number in range(1, plan.rounds + 1)
        for table in range(1, plan.tables + 1)
        for pair in combinations(plan.at(number, table), 2)
    )
    assert plan.meetings == len(met)
    assert plan.again == sum(times > 1 for times in met.values())


def test_a_hundred_people_meet_nearly_as_many_as_can_be_and_every_table_looks_like_all():
    for seed in range(3):
        plan = arrange(crowd(seed=seed), tables=12, rounds=5, seed=seed)
        check(plan)
        assert plan.most_meetings == 1840
        assert plan.meetings > 1800
        assert plan.gap < 0.36


def test_forty_fixed_seats_hold_in_every_round_and_the_others_meet_around_them():
    fixed = tuple(Fixed(f"p{number:03}", 1 + number % 12) for number in range(40))
    plan = arrange(crowd(), tables=12, rounds=5, wishes=Wishes(fixed=fixed))
    check(plan)
    assert plan.meetings > 0.95 * plan.most_meetings


def test_the_same_people_in_any_order_with_the_same_seed_get_the_same_seats_and_another_seed_gives_others():
    people = crowd(40)
    wishes = Wishes(apart=(named(1, 2, 3),), together=(named(4, 5),))
    first = arrange(people, tables=5, rounds=3, wishes=wishes, seed=7)
    again = arrange(people[::-1], tables=5, rounds=3, wishes=wishes, seed=7)
    other = arrange(people, tables=5, rounds=3, wishes=wishes, seed=8)
    assert list(first.rows()) == list(again.rows())
    assert list(first.rows()) != list(other.rows())


def test_the_plan_is_the_same_on_every_machine():
    # Written down once; prices are whole numbers, so nothing depends on how a machine rounds.
    plan = arrange(crowd(12, shares=((1, 1),)), tables=3, rounds=2, seed=3)
    assert ["".join(str(table) for table in row) for row in plan.seats.tolist()] == ["200112112020", "211220011002"]


def test_more_steps_never_make_it_worse():
    people = crowd(60)
    few, many = (arrange(people, tables=8, rounds=4, steps=steps) for steps in (50, 4000))
    assert price(many) <= price(few)
    assert price(many) < price(arrange(people, tables=8, rounds=4, steps=0))


def price(plan):
    """What the search brings down: repeats, and squared gaps."""
    met = np.triu(plan.met, 1)
    have, total = features(plan.people), 0.0
    for seats in plan.seats:
        sits = np.equal.outer(np.arange(plan.tables), seats).astype(float)
        total += float(((sits @ have - np.outer(sits.sum(1), have.mean(axis=0))) ** 2).sum())
    return REPEAT * float((met * (met - 1) / 2).sum()) + GAP * total


def test_the_search_stops_when_the_time_is_up():
    plan = arrange(crowd(40), tables=5, rounds=3, steps=10**9, seconds=0.2)
    check(plan)


def test_what_an_exchange_is_said_to_cost_is_what_it_costs():
    people = crowd(23)
    have, rng = features(people), np.random.default_rng(5)
    met = np.triu(rng.integers(3, size=(23, 23)), 1)
    met = (met + met.T).astype(float)
    seats = rng.permutation(np.arange(23) % 4)
    none, nobody = np.zeros((23, 23), dtype=bool), np.zeros(23, dtype=bool)

    def cost(row):
        sits = np.equal.outer(np.arange(4), row).astype(float)
        gaps = sits @ have - np.outer(sits.sum(1), have.mean(axis=0))
        return REPEAT * float((np.triu(met, 1) * (sits.T @ sits)).sum()) + GAP * float((gaps**2).sum())

    round_ = Round(seats, 4, features=have, met=met, apart=none, movable=np.ones(23, dtype=bool))
    for one, other in [(0, 1), (2, 3), (5, 17), (8, 22), (1, 9)]:
        if round_.seats[one] == round_.seats[other]:
            continue
        before = cost(round_.seats)
        said = float(round_.costs(np.arange(23), nobody)[one, other])
        assert said == float(round_.costs(np.array([one]), nobody)[0, other])
        round_.exchange(one, other)
        assert said / 23 == pytest.approx(cost(round_.seats) - before, abs=1e-9)


@pytest.mark.parametrize("people", [6, 7, 8])
def test_on_tiny_tables_no_plan_is_better(people):
    guests = crowd(people, shares=((1, 1),))
    plan = arrange(guests, tables=2, rounds=2, seed=1)
    check(plan)
    halves = [seats for seats in product(range(2), repeat=people) if abs(2 * sum(seats) - people) <= people % 2]
    best = min(price(type(plan)(plan.people, 2, np.array(rows))) for rows in product(halves, repeat=2))
    assert price(plan) == pytest.approx(best)


@st.composite
def cases(draw):
    """People, tables, rounds and wishes, many of which cannot hold."""
    count = draw(st.integers(2, 12))
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


@settings(max_examples=300, deadline=None)
@given(case=cases())
def test_what_is_asked_holds_or_is_refused_because_it_cannot(case):
    people, tables, rounds, wishes = case
    possible = all(can_sit(people, tables, number, wishes) for number in range(1, rounds + 1))
    try:
        plan = arrange(people, tables=tables, rounds=rounds, wishes=wishes, steps=60)
    except Faulty as faulty:
        assert not possible, faulty.faults
        assert all(str(fault) for fault in faulty.faults)
    else:
        check(plan)
        assert possible


def can_sit(people, tables, number, wishes):
    """Whether any seating of a round keeps to the wishes: everybody gets a seat in turn, every way there is."""
    away = wishes.away(number)
    here = [person.id for person in people if person.id not in away]
    fixed = {
        one: {seat.table for seat in wishes.fixed if seat.person == one and seat.round in (None, number)}
        for one in here
    }
    apart = {frozenset(pair) for group in wishes.apart for pair in combinations(group, 2)}
    # whoever stays together with somebody who is away still stays together with the rest of that group
    linked = {one: {one} for one in (person.id for person in people)}
    for _ in people:
        for group in wishes.together:
            whole = set().union(*(linked[one] for one in group))
            for one in whole:
                linked[one] = whole
    base, larger = divmod(len(here), tables)
    asked = sorted(here, key=lambda one: (not fixed[one], len(linked[one]) == 1, one))

    def seated(place, seats, sizes):
        if sum(size > base for size in sizes) > larger or max(sizes) > base + 1:
            return False
        if place == len(asked):
            return True
        one = asked[place]
        for table in range(1, tables + 1):
            if fixed[one] - {table}:
                continue
            if any(
                (frozenset((one, other)) in apart) == (seat == table) and frozenset((one, other)) in apart
                for other, seat in seats.items()
            ):
                continue
            if any(other in linked[one] and seat != table for other, seat in seats.items()):
                continue
            grown = [size + (index == table - 1) for index, size in enumerate(sizes)]
            if seated(place + 1, seats | {one: table}, grown):
                return True
        return False

    if any(pair <= linked[one] for pair in apart for one in pair):
        return False
    if any(len(tables_) > 1 for tables_ in fixed.values()):
        return False
    return seated(0, {}, [0] * tables)
