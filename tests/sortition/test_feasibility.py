"""Whether a panel exists, the least that would make one possible, and who fits in none: against every panel there is."""

import random
import time
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.sortition.feasibility import misfits, obstacle
from participation.sortition.problem import Person, Problem, Target, make_problem
from tests.sortition.pools import REAL, random_parts, real_problem


def any_panels(people, seats, one_per_household=False):
    """Every group of that size, by index."""
    for group in combinations(range(len(people)), seats):
        homes = [people[index].household for index in group if people[index].household]
        if not one_per_household or len(set(homes)) == len(homes):
            yield group


def seats_moved(targets, people, group):
    """How many seats the targets must move, and how many of them, for this group to be a panel."""
    categories = list(dict.fromkeys(target.category for target in targets))
    seats = touched = 0
    for target in targets:
        column = categories.index(target.category)
        held = sum(people[index].features[column] == target.feature for index in group)
        moved = max(target.min - held, held - target.max, 0)
        seats, touched = seats + moved, touched + (moved > 0)
    return seats, touched


def hard_parts(seed, households=False):
    """Targets that usually miss each other by a little."""
    targets, people, seats = random_parts(seed, people=(6, 10), categories=(2, 4), households=households)
    rng = np.random.default_rng(seed + 10_000)
    moved = []
    for target in targets:
        least = max(0, target.min + int(rng.integers(-1, 3)))
        moved.append(replace(target, min=least, max=max(least, target.max + int(rng.integers(-1, 2)))))
    return moved, people, seats


@pytest.mark.parametrize("households", [False, True])
@pytest.mark.parametrize("block", range(5))
def test_the_changes_are_the_smallest_of_all(block, households):
    infeasible = 0
    for seed in range(block * 25, block * 25 + 25):
        targets, people, seats = hard_parts(seed, households)
        needed = [seats_moved(targets, people, group) for group in any_panels(people, seats, households)]
        found = obstacle(make_problem(targets, people, seats, one_per_household=households))
        if not needed:
            assert found is not None and found.changes == ()
            continue
        assert (found is None) == (min(needed) == (0, 0))
        if found is None:
            continue
        infeasible += 1
        moved = sum(abs(change.new - change.old) for change in found.changes)
        assert (moved, len(found.changes)) == min(needed)
        mended = {(change.target, change.bound): change.new for change in found.changes}
        assert all(new >= 0 for new in mended.values())
        after = [replace(t, min=mended.get((t, "min"), t.min), max=mended.get((t, "max"), t.max)) for t in targets]
        assert obstacle(make_problem(after, people, seats, one_per_household=households)) is None
    assert infeasible > 5


def test_the_household_rule_is_named_when_only_it_stands_in_the_way():
    seen = set()
    for seed in range(60):
        targets, people, seats = random_parts(seed, people=(6, 9), households=True)
        found = obstacle(make_problem(targets, people, seats, one_per_household=True))
        if found is not None:
            free = any(seats_moved(targets, people, group) == (0, 0) for group in any_panels(people, seats))
            assert found.household == free
            seen.add(found.household)
    assert True in seen


def test_another_panel_size_is_offered_when_it_would_do():
    targets = [Target("sex", "woman", 2, 3), Target("sex", "man", 2, 3)]
    people = [Person(f"p{n}", ("woman" if n % 2 else "man",)) for n in range(20)]
    assert obstacle(make_problem(targets, people, 4)) is None
    too_many, too_few = obstacle(make_problem(targets, people, 9)), obstacle(make_problem(targets, people, 1))
    assert too_many is not None and too_many.seats == 6
    assert too_few is not None and too_few.seats == 4


def test_more_seats_than_households_is_beyond_any_change():
    people = [Person(f"p{n}", ("a",), "one home") for n in range(5)]
    found = obstacle(make_problem([Target("c", "a", 0, 5)], people, 2, one_per_household=True))
    assert found is not None and found.changes == () and found.household and found.seats == 1


def test_changes_stay_within_what_the_targets_allow_when_that_is_enough():
    people = [Person(f"p{n}", ("young" if n < 1 else "old",)) for n in range(10)]
    allowed = [Target("age", "young", 3, 4, 1, 4), Target("age", "old", 1, 2, 0, 4)]
    within = obstacle(make_problem(allowed, people, 4))
    assert within is not None and not any(change.beyond_flex for change in within.changes)
    narrow = [Target("age", "young", 3, 4, 2, 4), Target("age", "old", 1, 2, 0, 4)]
    beyond = obstacle(make_problem(narrow, people, 4))
    assert beyond is not None
    assert [(str(change), change.beyond_flex) for change in beyond.changes] == [
        ("age, young: at least 1 instead of 3", True),
        ("age, old: at most 3 instead of 2", False),
    ]


@pytest.mark.parametrize("households", [False, True])
def test_misfits_are_exactly_those_on_no_panel(households):
    some = 0
    for seed in range(120):
        targets, people, seats = random_parts(seed, people=(6, 11), exact=seed % 3 > 0, households=households)
        problem = make_problem(targets, people, seats, one_per_household=households)
        people = problem.people
        panels = [g for g in any_panels(people, seats, households) if seats_moved(targets, people, g) == (0, 0)]
        expected = set(range(len(people))).difference(*panels)
        found = misfits(problem)
        assert {misfit.person for misfit in found} == expected
        some += 0 < len(expected) < len(people)
        free = [g for g in any_panels(people, seats) if seats_moved(targets, people, g) == (0, 0)]
        for misfit in found:
            if misfit.reason == "household":
                assert any(misfit.person in group for group in free)
    assert some > 5


def test_a_feature_without_seats_is_the_reason_given():
    targets = [Target("town", "north", 0, 0), Target("town", "south", 1, 3)]
    people = [Person("a", ("north",)), Person("b", ("south",)), Person("c", ("south",))]
    (only,) = misfits(make_problem(targets, people, 2))
    assert (only.person, only.reason, str(only)) == (0, "no_seats", "the target for town, north allows no seats")


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_order_and_names_change_nothing(seed, random):
    targets, people, seats = hard_parts(seed)
    shuffled = list(people)
    random.shuffle(shuffled)
    renamed = [Person(f"q{number:03d}", person.features) for number, person in enumerate(shuffled)]
    first, second = (make_problem(targets, pool, seats) for pool in (people, renamed))
    assert obstacle(first) == obstacle(second)

    def kinds(problem: Problem):
        return sorted((problem.people[m.person].features, m.reason) for m in misfits(problem))

    assert kinds(first) == kinds(second)


@pytest.mark.skipif(not REAL.exists(), reason="the shared pools are not there")
@pytest.mark.parametrize("name", ["syn_hd_30", "monitor_30", "syn_sf_c_44"])
def test_the_real_pools_can_be_drawn_from(name):
    problem = real_problem(name)
    assert obstacle(problem) is None
    blocked = {(target.category, target.feature) for target in problem.targets if target.max == 0}
    assert len(misfits(problem)) == (5 if blocked else 0)


@pytest.mark.skipif(not REAL.exists(), reason="the shared pools are not there")
def test_the_impossible_pool_is_impossible_at_every_size():
    problem = real_problem("infeasible_10")
    for seats in (5, 10, 20):
        found = obstacle(replace(problem, seats=seats))
        assert found is not None and found.changes and found.seats is None and not found.household


def test_only_the_target_in_the_way_is_touched():
    people = [Person(f"p{n}", features) for n, features in enumerate(product("ab", "xy"))]
    targets = [Target("1", "a", 0, 0), Target("1", "b", 0, 2), Target("2", "x", 2, 2), Target("2", "y", 0, 0)]
    found = obstacle(make_problem(targets, people, 2))
    assert found is not None
    assert [str(change) for change in found.changes] == ["1, a: at most 1 instead of 0"]


def test_the_least_to_change_is_not_looked_for_without_end():
    chooser = random.Random(1)
    categories = [f"c{number}" for number in range(25)]
    people = [
        Person(str(one), tuple(chooser.choices("abcd", [8, 4, 2, 1])[0] for _ in categories)) for one in range(1500)
    ]
    problem = make_problem(
        [Target(category, feature, 10, 10) for category in categories for feature in "abcd"], people, 40
    )
    started = time.monotonic()
    found = obstacle(problem, seconds=0.2)
    assert found is not None
    assert time.monotonic() - started < 10
