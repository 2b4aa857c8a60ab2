"""Maximin, Nash, Goldilocks and plain stratified selection, against a plain solver over every panel of small pools."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from participation.sortition.columns import best_lottery
from participation.sortition.committees import NoPanel
from participation.sortition.feasibility import panels_for_everyone
from participation.sortition.goldilocks import NeitherTooLowNorTooHigh, goldilocks
from participation.sortition.maximin import LowestChance, maximin
from participation.sortition.nash import GeometricMean, nash
from participation.sortition.problem import Person, Target, make_problem
from participation.sortition.progress import Cancelled, silent
from participation.sortition.stratified import random, random_panels
from tests.sortition.listed import all_panels, geometric_mean, highest_minimum, lowest_maximum
from tests.sortition.pools import REAL, random_parts, random_problem, real_problem

OBJECTIVES = [maximin, nash, goldilocks]


def small_problems(seeds, households=False):
    """Random problems with at least one panel, each with all its panels and the types that are on some."""
    for seed in seeds:
        problem = random_problem(seed, households=households, people=(6, 11))
        panels = all_panels(problem)
        if len(panels):
            yield problem, panels, panels.any(axis=0)


def is_a_lottery(distribution):
    assert distribution.problem.meets(distribution.panels).all()
    assert (distribution.weights > 0).all() and distribution.weights.sum() == pytest.approx(1.0)
    assert distribution.target == pytest.approx(distribution.chances)


@pytest.mark.parametrize("households", [False, True])
def test_maximin_reaches_the_highest_minimum_there_is(households):
    for problem, panels, counted in small_problems(range(100), households):
        found = maximin(problem)
        is_a_lottery(found)
        assert found.chances[counted].min() == pytest.approx(highest_minimum(problem, panels, counted), abs=1e-6)
        assert found.gap <= 1e-6


@pytest.mark.parametrize("households", [False, True])
def test_no_lottery_over_all_panels_has_a_higher_geometric_mean_than_nash(households):
    for problem, panels, counted in small_problems(range(100), households):
        found = nash(problem)
        is_a_lottery(found)
        assert found.gap <= 1e-6
        # the optimum is known by its slopes: no panel gains more than it has, on average
        people = problem.sizes[counted]
        slopes = (panels[:, counted] / problem.sizes[counted] / found.chances[counted]) @ people / people.sum()
        assert slopes.max() <= 1 + 1e-5


@pytest.mark.parametrize("households", [False, True])
def test_goldilocks_finds_the_middle_that_a_search_over_the_minimum_finds(households):
    for problem, panels, counted in small_problems(range(25), households):
        equal = problem.seats / len(problem.people)

        def cost(least, problem=problem, panels=panels, counted=counted, equal=equal):
            return lowest_maximum(problem, panels, counted, least) / equal + equal / least

        most = highest_minimum(problem, panels, counted)
        expected = min(cost(most * (1 - 1e-9)), minimize_scalar(cost, bounds=(most / 50, most), method="bounded").fun)
        found = goldilocks(problem)
        is_a_lottery(found)
        reached = found.chances.max() / equal + equal / found.chances[counted].min()
        assert reached == pytest.approx(expected, rel=1e-4)
        assert reached <= expected + 1e-6 and found.gap <= 1e-6


@pytest.mark.parametrize("master", [LowestChance, GeometricMean, lambda p, c: NeitherTooLowNorTooHigh(p, c, 1.0)])
def test_column_by_column_the_same_is_found_without_the_relaxation(master):
    for problem, panels, _ in small_problems(range(30)):
        start, _ = panels_for_everyone(problem)
        found = best_lottery(problem, "test", master(problem, start), start, report=silent)
        whole = master(problem, start)
        whole.add(panels)
        assert whole.value(found.chances) == pytest.approx(whole.solve().value, abs=1e-6)
        assert found.gap <= 1e-6


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(OBJECTIVES), st.randoms(use_true_random=False))
def test_order_names_and_twins_keep_the_promise(seed, objective, rng):
    targets, people, seats = random_parts(seed, people=(6, 10))
    first = objective(make_problem(targets, people, seats))
    shuffled = list(people)
    rng.shuffle(shuffled)
    again = objective(make_problem(targets, shuffled, seats))
    assert (again.chance_of_person == first.chance_of_person).all()
    renamed = [Person(f"q{rng.random()}", person.features) for person in people]
    other = objective(make_problem(targets, renamed, seats))
    assert sorted(other.chance_of_person) == pytest.approx(sorted(first.chance_of_person), abs=1e-6)
    twins = [*people, Person("twin", people[0].features)]
    both = objective(make_problem(targets, twins, seats))
    chance = dict(zip([person.id for person in both.problem.people], both.chance_of_person, strict=True))
    assert chance["twin"] == chance[people[0].id]


def test_people_who_fit_in_no_panel_are_left_out():
    targets = [Target("town", "north", 0, 0), Target("town", "south", 0, 4)]
    people = [Person("n", ("north",)), *(Person(f"s{n}", ("south",)) for n in range(8))]
    problem = make_problem(targets, people, 4)
    for objective in OBJECTIVES:
        assert objective(problem).chance_of_person.tolist() == pytest.approx([0.0] + [0.5] * 8)


@pytest.mark.parametrize("objective", [*OBJECTIVES, lambda problem: random(problem, seconds=0.1)])
def test_without_any_panel_there_is_no_lottery(objective):
    people = [Person(f"p{n}", ("a",)) for n in range(5)]
    with pytest.raises(NoPanel):
        objective(make_problem([Target("c", "a", 0, 1)], people, 2))


@pytest.mark.parametrize("objective", [*OBJECTIVES, random])
def test_a_caller_can_stop_it(objective):
    def stop(_):
        raise Cancelled

    with pytest.raises(Cancelled):
        objective(random_problem(3), report=stop)


def test_the_geometric_mean_of_nash_is_the_highest_of_the_objectives():
    problem = random_problem(11, people=(12, 15), exact=False)
    counted = all_panels(problem).any(axis=0)
    means = [geometric_mean(problem, objective(problem).chances, counted) for objective in (nash, maximin, goldilocks)]
    assert means[0] >= max(means) - 1e-9


def test_stratified_panels_meet_the_targets_and_the_household_rule():
    made = 0
    for seed in range(40):
        problem = random_problem(seed, households=seed % 2 > 0)
        panels = random_panels(problem, 50, seed=seed, seconds=0.2)
        assert problem.meets(panels).all()
        made += len(panels)
    assert made > 1000


def test_stratified_selection_without_targets_is_fair_to_everyone():
    people = [Person(f"p{n}", ("a" if n < 3 else "b",)) for n in range(10)]
    problem = make_problem([Target("c", "a", 0, 4), Target("c", "b", 0, 4)], people, 4)
    found = random(problem, panels=20_000, seed=1)
    assert found.gap is None and found.chances == pytest.approx([0.4, 0.4], abs=0.02)


def test_stratified_selection_wrongs_the_rare():
    """One conservative woman among liberal women and conservative men: any lottery could give her what others have."""
    people = [Person("rare", ("woman", "conservative"))]
    people += [Person(f"w{n}", ("woman", "liberal")) for n in range(99)]
    people += [Person(f"m{n}", ("man", "conservative")) for n in range(100)]
    targets = [Target("sex", "woman", 9, 20), Target("sex", "man", 9, 20)]
    targets += [Target("leaning", "liberal", 9, 20), Target("leaning", "conservative", 9, 20)]
    problem = make_problem(targets, people, 20)
    rare = [person.id for person in problem.people].index("rare")
    assert random(problem).chance_of_person[rare] < 0.05
    for objective in OBJECTIVES:
        assert objective(problem).chance_of_person[rare] == pytest.approx(0.1)


def test_the_same_seed_gives_the_same_panels():
    problem = random_problem(5)
    first, second, third = (random_panels(problem, 100, seed=seed) for seed in (1, 1, 2))
    assert (first == second).all() and (first != third).any()


@pytest.mark.skipif(not REAL.exists(), reason="the shared pools are not there")
@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("name", ["syn_mass_24", "example_small_20"])
def test_on_real_pools_the_gap_is_closed(name, objective):
    found = objective(real_problem(name, households=name.startswith("syn")))
    is_a_lottery(found)
    assert found.gap <= 1e-6
