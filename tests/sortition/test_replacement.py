"""What is left to draw when seats come free: against every group of people that could take them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.sortition.calculation import calculate
from participation.sortition.feasibility import obstacle
from participation.sortition.problem import Person, Target, categories_of
from participation.sortition.replacement import replacement
from tests.sortition.pools import random_parts


def missed(targets, people):
    """How many seats the targets would have to move for this group to meet them, and how many of them."""
    categories = categories_of(targets)
    seats = touched = 0
    for target in targets:
        column = categories.index(target.category)
        held = sum(one.features[column] == target.feature for one in people)
        away = max(target.min - held, held - target.max, 0)
        seats, touched = seats + away, touched + (away > 0)
    return seats, touched


def is_apart(people, homes=()):
    lived_in = [one.household for one in people if one.household]
    return len(set(lived_in)) == len(lived_in) and not set(lived_in) & set(homes)


def a_panel_that_lost_people(seed, *, households=False):
    """Targets, people, seats, who stays and who is left: somebody of a panel that met its targets has gone."""
    targets, people, seats = random_parts(seed, people=(7, 11), categories=(1, 3), households=households)
    panels = (
        [people[index] for index in group]
        for group in combinations(range(len(people)), seats)
        if not households or is_apart([people[index] for index in group])
    )
    panel = next((panel for panel in panels if missed(targets, panel) == (0, 0)), None)
    if panel is None:
        return None
    rng = np.random.default_rng(seed + 5_000)
    gone = set(rng.permutation(seats)[: rng.integers(1, seats + 1)].tolist())
    staying = [one for place, one in enumerate(panel) if place not in gone]
    chosen = {one.id for one in panel}
    return targets, seats, staying, [one for one in people if one.id not in chosen]


def loosened(targets, relaxed):
    """The targets of the whole panel, with what gave way."""
    moved = {(one.category, one.feature, one.bound): one.after for one in relaxed}
    return [
        Target(
            target.category,
            target.feature,
            moved.get((target.category, target.feature, "min"), target.min),
            moved.get((target.category, target.feature, "max"), target.max),
        )
        for target in targets
    ]


@pytest.mark.parametrize("households", [False, True])
@pytest.mark.parametrize("block", range(4))
def test_as_little_gives_way_as_can_be_and_nobody_comes_from_elsewhere(block, households):
    seen = relaxed = 0
    for seed in range(block * 30, block * 30 + 30):
        made = a_panel_that_lost_people(seed, households=households)
        if made is None:
            continue
        targets, seats, staying, left = made
        found = replacement(targets, seats, staying, left, one_per_household=households)
        homes = [one.household for one in staying if one.household] if households else []
        groups = [group for group in combinations(left, found.seats) if not households or is_apart(group, homes)]
        free = seats - len(staying)
        assert found.seats + found.unfilled == free
        assert set(found.people) <= set(left)
        if found.unfilled:
            more = combinations(left, found.seats + 1)
            assert not any(not households or is_apart(group, homes) for group in more)
        if not found.seats:
            continue
        seen += 1
        relaxed += bool(found.relaxed)
        assert obstacle(found.problem) is None
        asked = [missed(targets_left(targets, staying), group) for group in groups]
        given_way = sum(abs(one.after - max_or_min(targets, staying, one)) for one in found.relaxed)
        assert (given_way, len({(one.category, one.feature) for one in found.relaxed})) == min(asked)
        for group in groups:
            if missed(found.targets, group) == (0, 0) and not found.unfilled:
                assert missed_by_minimum(loosened(targets, found.relaxed), [*staying, *group]) == 0
    assert seen > 10 and relaxed > 2


def targets_left(targets, staying):
    categories = categories_of(targets)
    rest = []
    for target in targets:
        column = categories.index(target.category)
        held = sum(one.features[column] == target.feature for one in staying)
        rest.append(Target(target.category, target.feature, max(0, target.min - held), max(0, target.max - held)))
    return rest


def max_or_min(targets, staying, relaxed):
    """The bound that gave way as it was before, where whoever stays holds more already: what they hold."""
    categories = categories_of(targets)
    column = categories.index(relaxed.category)
    held = sum(one.features[column] == relaxed.feature for one in staying)
    return relaxed.before if relaxed.bound == "min" else max(relaxed.before, held)


def missed_by_minimum(targets, people):
    categories = categories_of(targets)
    return sum(
        max(0, target.min - sum(one.features[categories.index(target.category)] == target.feature for one in people))
        for target in targets
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(200, 10_000))
def test_each_numbered_panel_fills_the_seats_and_meets_what_is_left(seed):
    made = a_panel_that_lost_people(seed)
    if made is None:
        return
    targets, seats, staying, left = made
    found = replacement(targets, seats, staying, left)
    if not found.seats:
        return
    done = calculate(found.problem, number_of_panels=100)
    people = found.problem.people
    for panel in done.numbered.members:
        drawn = [people[index] for index in panel]
        assert len(set(drawn)) == found.seats
        assert set(drawn) <= set(left)
        assert missed(found.targets, drawn) == (0, 0)


WOMEN_AND_MEN = [Target("gender", "f", 2, 2), Target("gender", "m", 2, 2)]


def person(code, feature, household=None):
    return Person(code, (feature,), household)


def test_whoever_stays_counts_first():
    found = replacement(
        WOMEN_AND_MEN, 4, [person("a", "f"), person("b", "m"), person("c", "m")], [person("d", "f"), person("e", "m")]
    )
    assert (found.seats, found.unfilled, found.relaxed) == (1, 0, ())
    assert [(one.feature, one.min, one.max) for one in found.targets] == [("f", 1, 1), ("m", 0, 0)]


def test_where_no_woman_is_left_a_man_may_take_the_seat_and_that_is_said_in_seats_of_the_whole_panel():
    found = replacement(WOMEN_AND_MEN, 4, [person("a", "f"), person("b", "m"), person("c", "m")], [person("e", "m")])
    assert {(one.feature, one.bound, one.before, one.after) for one in found.relaxed} == {
        ("f", "min", 2, 1),
        ("m", "max", 2, 3),
    }


def test_what_the_targets_allow_gives_way_before_anything_else():
    targets = [
        Target("age", "young", 1, 1, 1, 1),
        Target("age", "old", 1, 1, 0, 2),
        Target("age", "middle", 1, 1, 0, 2),
    ]
    found = replacement(targets, 3, [person("a", "young")], [person("b", "middle"), person("c", "middle")])
    assert {(one.feature, one.bound, one.after) for one in found.relaxed} == {("old", "min", 0), ("middle", "max", 2)}


def test_nobody_is_drawn_who_lives_with_somebody_who_stays():
    left = [person("b", "f", "home"), person("c", "f", "other")]
    found = replacement([Target("g", "f", 0, 2)], 2, [person("a", "f", "home")], left, one_per_household=True)
    assert [one.id for one in found.people] == ["c"]
    assert (found.seats, found.unfilled) == (1, 0)


def test_seats_for_which_nobody_is_left_stay_empty():
    found = replacement([Target("g", "f", 2, 3)], 3, [person("a", "f")], [person("b", "f")])
    assert (found.seats, found.unfilled) == (1, 1)
    assert replacement([Target("g", "f", 2, 3)], 3, [person("a", "f")], []).seats == 0


def test_a_full_panel_leaves_nothing_to_draw():
    found = replacement([Target("g", "f", 1, 1)], 1, [person("a", "f")], [person("b", "f")])
    assert (found.seats, found.unfilled, found.relaxed) == (0, 0, ())
