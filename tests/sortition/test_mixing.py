"""Tables over several rounds: what is asked always holds, as many as can be meet, and each table looks like all."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from participation.sortition.faults import Faulty
from participation.sortition.mixing import Fixed, Wishes, arrange
from participation.sortition.mixing.exchanging import GAP, REPEAT, Round
from participation.sortition.mixing.plan import features
from participation.sortition.problem import Person
from tests.sortition.mixes import cases, check, crowd, holds, named


def codes(faulty):
    return [fault.code for fault in faulty.value.faults]


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


@settings(max_examples=200, deadline=None)
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
    here = [person.id for person in people if person.id not in wishes.away(number)]
    base, larger = divmod(len(here), tables)

    def goes_on(where):
        sizes = [list(where.values()).count(table) for table in range(1, tables + 1)]
        if max(sizes) > base + 1 or sum(size > base for size in sizes) > larger or not holds(where, wishes, number):
            return False
        if len(where) == len(here):
            return True
        return any(goes_on(where | {asked[len(where)]: table}) for table in range(1, tables + 1))

    about = [one.person for one in wishes.fixed] + [one for group in wishes.together + wishes.apart for one in group]
    asked = sorted(here, key=lambda one: (one not in about, one))
    together = [set(group) for group in wishes.groups()]
    at_odds = any(pair <= group for group in together for pair in wishes.pairs_apart())
    return not at_odds and goes_on({})


def refused(people=12, tables=3, rounds=2, **wishes):
    with pytest.raises(Faulty) as faulty:
        arrange(crowd(people), tables=tables, rounds=rounds, wishes=Wishes(**wishes))
    return [(fault.code, str(fault)) for fault in faulty.value.faults]


@pytest.mark.parametrize(
    ("wishes", "code", "words"),
    [
        (
            {"fixed": (Fixed("p001", 1), Fixed("p001", 2, 2))},
            "mixing_fixed_twice",
            'In round 2, "p001" has a fixed seat',
        ),
        ({"fixed": (Fixed("p001", 4),)}, "mixing_table_unknown", "no table 4. The tables are 1 to 3"),
        ({"fixed": (Fixed("p001", 1, 3),)}, "mixing_round_unknown", "no round 3. The rounds are 1 to 2"),
        ({"fixed": (Fixed("p0l1", 1),)}, "mixing_person_unknown_near", 'Did you mean "p0'),
        ({"absent": {"Zoë": (1,)}}, "mixing_person_unknown", 'nobody "Zoë"'),
        ({"together": (named(0, 1, 2), named(2, 3, 4))}, "mixing_group_too_large", "These 5 people stay together"),
        ({"together": (named(0, 1), named(1, 2)), "apart": (named(0, 2),)}, "mixing_apart_and_together", "p000, p002"),
        ({"apart": (named(0, 1, 2, 3),)}, "mixing_apart_too_many", "p000, p001, p002, p003"),
        (
            {"together": (named(0, 1),), "fixed": (Fixed("p000", 1, 2), Fixed("p001", 2, 2))},
            "mixing_together_fixed_apart",
            "in round 2 one is fixed at table 1 and one at table 2: p000, p001",
        ),
        (
            {"apart": (named(0, 1),), "fixed": (Fixed("p000", 1), Fixed("p001", 1, 2))},
            "mixing_apart_at_one_table",
            "in round 2 they are fixed at table 1: p000, p001",
        ),
        (
            {"fixed": tuple(Fixed(one, 2) for one in named(*range(5)))},
            "mixing_table_full",
            "but 5 people are fixed there",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_name(wishes, code, words):
    said = refused(**wishes)
    assert [one for one, _ in said] == [code]
    assert words in said[0][1]


def test_rules_that_are_at_odds_only_all_together_are_found_among_the_others():
    # five in a ring cannot sit at two tables
    colours = {"apart": tuple(named(*pair) for pair in [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (6, 7)])}
    said = refused(tables=2, **colours)
    assert [code for code, _ in said] == ["mixing_at_odds"]
    assert "p000, p001, p002, p003, p004." in said[0][1]


def test_places_are_what_fits_and_too_few_are_refused():
    plan = arrange(crowd(20), tables=3, rounds=3, places=(10, 6, 6))
    check(plan)
    assert all([len(plan.at(number, table)) for table in (1, 2, 3)] == [8, 6, 6] for number in (1, 2, 3))
    with pytest.raises(Faulty) as faulty:
        arrange(crowd(20), tables=3, rounds=3, places=(10, 6, 3))
    assert codes(faulty) == ["mixing_places_too_few"]


def test_a_list_that_names_somebody_twice_or_more_tables_than_people_is_refused():
    with pytest.raises(Faulty) as faulty:
        arrange([*crowd(3), crowd(3)[1]], tables=5, rounds=1)
    assert codes(faulty) == ["mixing_person_twice", "mixing_tables_too_many"]


def test_who_stays_together_still_meets_others_in_each_round():
    group = named(0, 1, 2)
    plan = arrange(crowd(48), tables=8, rounds=4, wishes=Wishes(together=(group,)))
    check(plan)
    others = {
        one
        for number in range(1, 5)
        for table in range(1, 9)
        for one in plan.at(number, table)
        if "p000" in plan.at(number, table)
    }
    assert len(others - set(group)) >= 11  # of 12 places beside them


def test_somebody_of_whom_a_feature_is_not_known_counts_for_none():
    people = [*crowd(20, shares=((1, 1),)), *(Person(f"q{number}", ("",)) for number in range(4))]
    assert features(people).sum(axis=0).tolist() == [10, 10]
    plan = arrange(people, tables=4, rounds=2)
    check(plan)
    assert plan.gap <= 0.5
    assert arrange([Person(f"p{number}", ()) for number in range(9)], tables=3, rounds=2).gap == 0
