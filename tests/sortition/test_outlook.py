"""What an official sees while moving targets, checked against the fair lottery over every panel."""

import time
from dataclasses import replace

import numpy as np
import pytest

from participation.sortition.outlook import outlook
from participation.sortition.problem import Person, Target, make_problem
from tests.sortition.listed import all_panels, highest_minimum
from tests.sortition.pools import REAL, random_parts, random_problem, real_problem


def test_no_lottery_exceeds_the_best_lowest_chance():
    reached = 0
    for seed in range(120):
        problem = random_problem(seed, people=(6, 11))
        panels = all_panels(problem)
        seen = outlook(problem)
        assert seen.panel_exists is bool(len(panels))
        everybody = highest_minimum(problem, panels, np.ones(len(problem.sizes), dtype=bool))
        assert everybody <= seen.best_lowest + 1e-7
        reached += abs(everybody - seen.best_lowest) < 1e-7
        on_some = panels.any(axis=0)
        rest = highest_minimum(problem, panels, on_some)
        if on_some.all() or seen.impossible == int(problem.sizes[~on_some].sum()):
            assert rest <= seen.lowest_of_the_rest + 1e-7
        assert seen.impossible <= problem.sizes[~on_some].sum()
    assert reached > 60


def test_targets_no_panel_can_meet_are_said_so_at_once():
    targets = [Target("sex", "woman", 3, 4), Target("sex", "man", 0, 4)]
    people = [Person("a", ("woman",)), *(Person(f"b{n}", ("man",)) for n in range(8))]
    seen = outlook(make_problem(targets, people, 4))
    assert seen.panel_exists is False and seen.best_lowest == 0 and seen.costs == ()


def test_the_cost_of_a_target_is_what_loosening_it_brings():
    checked = 0
    for seed in range(80):
        targets, people, seats = random_parts(seed, people=(8, 14), exact=False)
        problem = make_problem(targets, people, seats)
        seen = outlook(problem)
        if seen.impossible:
            continue
        for cost in seen.costs:
            rows = {cost.target: cost.bound}
            if cost.partner is not None:
                rows[cost.partner] = "min" if cost.bound == "max" else "max"
            looser = [
                replace(target, min=target.min - 1)
                if rows.get(target) == "min"
                else replace(target, max=target.max + 1)
                if rows.get(target) == "max"
                else target
                for target in targets
            ]
            again = outlook(make_problem(looser, people, seats))
            assert again.best_lowest - seen.best_lowest == pytest.approx(cost.one_looser, abs=1e-7)
            assert cost.dropped >= cost.one_looser - 1e-9
            checked += 1
    assert checked > 20


def test_exact_targets_are_loosened_in_pairs():
    targets = [Target("age", "young", 1, 1), Target("age", "old", 3, 3)]
    people = [Person(f"y{n}", ("young",)) for n in range(10)] + [Person(f"o{n}", ("old",)) for n in range(10)]
    (cost,) = outlook(make_problem(targets, people, 4)).costs
    assert {cost.target.feature, cost.partner and cost.partner.feature} == {"young", "old"}
    assert cost.one_looser == pytest.approx(0.1)
    assert outlook(make_problem(targets, people, 4)).categories == (("age", pytest.approx(0.1)),)


def test_someone_who_can_never_sit_does_not_hide_the_others():
    targets = [Target("town", "north", 0, 0), Target("town", "south", 0, 4)]
    people = [Person("n", ("north",)), *(Person(f"s{n}", ("south",)) for n in range(8))]
    seen = outlook(make_problem(targets, people, 4))
    assert (seen.best_lowest, seen.impossible) == (0.0, 1)
    assert seen.lowest_of_the_rest == pytest.approx(0.5)


@pytest.mark.skipif(not REAL.exists(), reason="the shared pools are not there")
def test_the_largest_pool_is_answered_within_a_second():
    problem = real_problem("syn_sf_e_110")
    start = time.perf_counter()
    seen = outlook(problem)
    assert time.perf_counter() - start < 1.5
    assert seen.panel_exists and seen.best_lowest == pytest.approx(0.0316425, abs=1e-6) and seen.costs
