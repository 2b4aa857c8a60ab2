"""Leximin is what listing every panel says it is, proves itself, and does not depend on names or the order of rows."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from participation.sortition import leximin as conductor
from participation.sortition.column_generation import by_column_generation
from participation.sortition.committees import Committees, NoPanel
from participation.sortition.distribution import Distribution
from participation.sortition.face import face_of
from participation.sortition.leximin import leximin
from participation.sortition.outlook import LowestChance
from participation.sortition.problem import Floats, Ints, Person, Problem, Target, make_problem
from participation.sortition.progress import Cancelled, Progress
from participation.sortition.relaxation import Relaxation
from participation.sortition.repair import Stuck
from tests.sortition.pools import REAL, random_parts, random_problem, real_problem

EXACT = 1e-6
POOLS = [
    "example_small_20", "example_large_200", "monitor_30", "syn_mass_24", "syn_sf_c_44", "syn_hd_30", "syn_sf_b_20",
    "syn_sf_a_35", "syn_nexus_170", "syn_obf_30",
]  # fmt: skip
needs_pools = pytest.mark.skipif(not REAL.is_dir(), reason="the shared test pools are not here")


def every_panel(problem: Problem) -> Ints:
    """(p, t) all panels, by trying all counts."""
    counts = itertools.product(*[range(min(size, problem.seats) + 1) for size in problem.sizes])
    panels = np.array([count for count in counts if sum(count) == problem.seats], dtype=np.int64)
    panels = panels.reshape(-1, len(problem.sizes))
    return panels[problem.meets(panels)]


def leximin_by_listing(problem: Problem, panels: Ints) -> Floats:
    """Leximin by definition: raise all, then fix each type that cannot be raised while the others keep their level."""
    shares = (panels / problem.sizes).T
    everything = np.ones((1, len(panels)))
    level = np.full(len(problem.sizes), np.nan)
    while np.isnan(level).any():
        rising = np.isnan(level)
        raised = linprog(
            np.append(np.zeros(len(panels)), -1.0),
            A_ub=np.column_stack([-shares, rising.astype(float)]),
            b_ub=np.where(rising, 0.0, 1e-10 - level),
            A_eq=np.column_stack([everything, [[0.0]]]),
            b_eq=[1.0],
        )
        floor = np.where(rising, -raised.fun, level) - 1e-10
        most = {
            kind: -linprog(-shares[kind], A_ub=-shares, b_ub=-floor, A_eq=everything, b_eq=[1.0]).fun
            for kind in np.flatnonzero(rising).tolist()
        }
        stuck = [kind for kind, chance in most.items() if chance < -raised.fun + 1e-6]
        assert stuck
        level[stuck] = -raised.fun
    return level


def assert_it_proves_itself(problem: Problem, found: Distribution) -> None:
    assert problem.meets(found.panels).all()
    assert (found.weights > 0).all() and found.weights.sum() == pytest.approx(1, abs=1e-12)
    chances = (found.weights @ found.panels) / problem.sizes
    assert found.gap is not None
    assert np.abs(chances - found.target).max() <= found.gap + 1e-15
    assert found.gap <= EXACT


def compare_with_listing(seeds: range, *, households: bool) -> None:
    compared = 0
    for seed in seeds:
        problem = random_problem(seed, households=households)
        if np.prod(problem.sizes + 1.0) > 1e5:
            continue
        panels = every_panel(problem)
        if not len(panels):
            with pytest.raises(NoPanel):
                leximin(problem)
            continue
        found = leximin(problem)
        assert_it_proves_itself(problem, found)
        assert found.chances == pytest.approx(leximin_by_listing(problem, panels), abs=EXACT), f"seed {seed}"
        compared += 1
    assert compared > len(seeds) / 2


@pytest.mark.parametrize("households", [False, True])
def test_it_is_what_listing_every_panel_gives(households: bool) -> None:
    compare_with_listing(range(25), households=households)


@pytest.mark.slow
@pytest.mark.parametrize("households", [False, True])
def test_it_is_what_listing_every_panel_gives_hundreds_of_times(households: bool) -> None:
    compare_with_listing(range(1000, 1250), households=households)


@pytest.mark.parametrize("seed", range(6))
def test_exact_targets_in_larger_pools_agree_with_column_generation(seed: int) -> None:
    problem = random_problem(seed, people=(25, 45), categories=(4, 6), features=(2, 4), exact=True)
    found = leximin(problem)
    assert_it_proves_itself(problem, found)
    chances, lottery = by_column_generation(problem, Committees(problem), lambda *_: None)
    assert problem.meets(lottery.panels).all()
    assert found.chances == pytest.approx(chances, abs=EXACT)


@pytest.mark.parametrize("seed", range(8))
def test_without_the_fast_way_the_result_is_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(seed)
    fast = leximin(problem)

    def give_up(*_: object) -> None:
        raise Stuck

    monkeypatch.setattr(conductor, "repair", give_up)
    slow = leximin(problem)
    assert_it_proves_itself(problem, slow)
    assert slow.chances == pytest.approx(fast.chances, abs=EXACT)


@needs_pools
@pytest.mark.parametrize("name", POOLS)
def test_it_is_certified_on_pools_of_real_sizes(name: str) -> None:
    problem = real_problem(name)
    found = leximin(problem)
    assert_it_proves_itself(problem, found)
    assert found.chances.min() == pytest.approx(LowestChance(problem).highest(), abs=EXACT)


@needs_pools
@pytest.mark.parametrize("name", ["syn_mass_24", "syn_hd_30", "syn_nexus_170"])
def test_it_is_certified_with_one_per_household(name: str) -> None:
    problem = real_problem(name, households=True)
    assert_it_proves_itself(problem, leximin(problem))


@needs_pools
@pytest.mark.slow
@pytest.mark.parametrize("households", [False, True])
def test_it_is_certified_on_the_largest_pool(households: bool) -> None:
    problem = real_problem("syn_sf_e_110", households=households)
    assert_it_proves_itself(problem, leximin(problem))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_order_and_names_change_nothing(seed: int, random: object) -> None:
    targets, people, seats = random_parts(seed)
    before = leximin(make_problem(targets, people, seats))
    chance = dict(zip((person.id for person in before.problem.people), before.chance_of_person, strict=True))
    names = [f"q{number}" for number in range(len(people))]
    random.shuffle(names)  # type: ignore[attr-defined]
    called = {person.id: name for person, name in zip(people, names, strict=True)}
    renamed = [replace(person, id=called[person.id]) for person in people]
    random.shuffle(renamed)  # type: ignore[attr-defined]
    after = leximin(make_problem(targets, renamed, seats))
    again = dict(zip((person.id for person in after.problem.people), after.chance_of_person, strict=True))
    assert {called[name]: value for name, value in chance.items()} == again


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_the_targets_changes_no_chance(seed: int) -> None:
    targets, people, seats = random_parts(seed)
    before = leximin(make_problem(targets, people, seats))
    categories = [list(group) for _, group in itertools.groupby(targets, key=lambda target: target.category)]
    turned = [replace(person, features=person.features[::-1]) for person in people]
    backwards = [target for group in categories[::-1] for target in group[::-1]]
    after = leximin(make_problem(backwards, turned, seats))
    assert after.chance_of_person == pytest.approx(before.chance_of_person, abs=EXACT)


def test_twins_share_one_chance() -> None:
    targets = [Target("age", "young", 1, 1), Target("age", "old", 1, 1)]
    one = [Person("a", ("young",)), Person("b", ("old",))]
    assert leximin(make_problem(targets, one, 2)).chance_of_person == pytest.approx([1.0, 1.0])
    twins = [*one, Person("c", ("old",))]
    assert leximin(make_problem(targets, twins, 2)).chance_of_person == pytest.approx([1.0, 0.5, 0.5])


def test_who_fits_in_no_panel_has_chance_zero_and_the_others_their_leximin() -> None:
    targets = [Target("age", "young", 0, 0), Target("age", "old", 2, 2)]
    people = [Person("a", ("young",)), *(Person(name, ("old",)) for name in "bcd")]
    assert leximin(make_problem(targets, people, 2)).chance_of_person == pytest.approx([0, 2 / 3, 2 / 3, 2 / 3])


def test_where_fractions_of_people_would_do_but_whole_ones_do_not_the_chances_are_those_of_panels() -> None:
    # three features, of which each person has two: half of each would meet the targets, no panel of whole people does
    targets = [Target(c, v, 1, 1) for c in "abc" for v in ("no", "yes")]
    people = [
        Person("1", ("yes", "yes", "no")), Person("2", ("yes", "no", "yes")), Person("3", ("no", "yes", "yes")),
        Person("4", ("no", "no", "no")),
    ]  # fmt: skip
    problem = make_problem(targets, people, 2)
    assert Relaxation(problem).leximin().min() == pytest.approx(0.5)
    with pytest.raises(NoPanel):
        leximin(problem)


def test_demands_that_no_panel_meets_are_refused() -> None:
    targets = [Target("age", "young", 2, 2), Target("age", "old", 0, 1)]
    with pytest.raises(NoPanel):
        leximin(make_problem(targets, [Person("a", ("young",)), Person("b", ("old",))], 2))


def test_the_same_problem_always_gives_the_same_lottery() -> None:
    problem = random_problem(3, people=(40, 40), exact=False)
    one, other = leximin(problem), leximin(problem)
    assert (one.panels == other.panels).all() and (one.weights == other.weights).all()


def test_the_caller_is_told_how_far_it_is_and_can_stop_it() -> None:
    told: list[Progress] = []
    found = leximin(random_problem(3), report=told.append)
    assert {"relaxation", "seeding", "finish"} <= {progress.stage for progress in told}
    assert told[-1].gap == found.gap
    assert told[-1].bound == pytest.approx(found.chances.min(), abs=EXACT)

    def stop(progress: Progress) -> None:
        if progress.stage == "seeding":
            raise Cancelled

    with pytest.raises(Cancelled):
        leximin(random_problem(3), report=stop)


@pytest.mark.parametrize("seed", range(30))
def test_the_first_level_alone_is_the_lowest_chance_of_the_relaxation(seed: int) -> None:
    problem = random_problem(seed)
    assert LowestChance(problem).highest() == pytest.approx(Relaxation(problem).leximin().min(), abs=1e-9)


def test_the_prices_say_what_one_seat_more_or_less_would_bring() -> None:
    # one seat in four for the many: nobody of them can have more than 1/8
    targets = [Target("place", "hills", 3, 4), Target("place", "valley", 0, 1)]
    people = [Person(f"h{n}", ("hills",)) for n in range(4)] + [Person(f"v{n}", ("valley",)) for n in range(8)]
    problem = make_problem(targets, people, 4)
    first = LowestChance(problem)
    lowest = first.highest()
    assert lowest == pytest.approx(1 / 8)
    moved = replace(problem, lower=problem.lower - np.array([1, 0]), upper=problem.upper + np.array([0, 1]))
    assert LowestChance(moved).highest() - lowest == pytest.approx(-first.price[0] + first.price[1])


def test_every_panel_of_a_fair_lottery_lies_on_its_face() -> None:
    problem = random_problem(5, people=(20, 20), exact=False)
    found = leximin(problem)
    face = face_of(problem, found.target)
    counts = found.panels @ problem.incidence.T
    assert ((counts >= face.lower) & (counts <= face.upper)).all()
    assert ((found.panels >= face.least) & (found.panels <= face.most)).all()
