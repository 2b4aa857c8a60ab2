"""Numbered panels give everyone their chance, rounded down or up, and never seat two people of one address."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest

from participation.sortition.distribution import Distribution
from participation.sortition.households import housed
from participation.sortition.leximin import leximin
from participation.sortition.problem import Person, Problem, Target, make_problem
from participation.sortition.progress import Cancelled, Progress
from participation.sortition.uniform_lottery import NumberedPanels, numbered_panels
from tests.sortition.pools import REAL, random_problem, real_problem

needs_pools = pytest.mark.skipif(not REAL.is_dir(), reason="the shared test pools are not here")


def assert_every_panel_is_legal(problem: Problem, numbered: NumberedPanels, many: int) -> None:
    assert numbered.members.shape == (many, problem.seats)
    assert (np.diff(numbered.members, axis=1) > 0).all()
    assert (np.bincount(numbered.members.ravel(), minlength=len(problem.people)) == numbered.counts).all()
    for members in numbered.members.tolist():
        held = Counter(pair for person in members for pair in enumerate(problem.people[person].features))
        categories = {target.category: place for place, target in reversed(list(enumerate(problem.targets)))}
        order = sorted(categories, key=lambda category: categories[category])
        for target in problem.targets:
            assert target.min <= held[order.index(target.category), target.feature] <= target.max
        if problem.households:
            homes = [home for person in members if (home := problem.people[person].household)]
            assert len(homes) == len(set(homes))


def assert_all_are_rounded_down_or_up(distribution: Distribution, numbered: NumberedPanels, many: int) -> None:
    due = many * distribution.chance_of_person
    assert (numbered.counts >= np.floor(due + 1e-6)).all() and (numbered.counts <= np.ceil(due - 1e-6)).all()
    assert numbered.outside == 0
    assert numbered.largest_deviation < 1 / many
    assert numbered.counts.min() >= np.floor(many * distribution.chances.min() + 1e-6)


@pytest.mark.parametrize("households", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_panels_of_small_pools_are_legal_and_nearly_fair(seed: int, households: bool) -> None:
    problem = random_problem(seed, people=(15, 40), households=households)
    distribution = leximin(problem)
    numbered = numbered_panels(problem, distribution, 100)
    assert_every_panel_is_legal(problem, numbered, 100)
    assert numbered.largest_deviation <= 0.02


@needs_pools
@pytest.mark.parametrize("households", [False, True])
@pytest.mark.parametrize("name", ["syn_mass_24", "syn_sf_c_44", "syn_hd_30", "syn_nexus_170"])
def test_on_pools_of_real_sizes_nobody_is_outside(name: str, households: bool) -> None:
    problem = real_problem(name, households=households)
    distribution = leximin(problem)
    numbered = numbered_panels(problem, distribution)
    assert_every_panel_is_legal(problem, numbered, 1000)
    assert_all_are_rounded_down_or_up(distribution, numbered, 1000)


@pytest.mark.parametrize("many", [1, 7, 100, 10_000])
def test_any_number_of_panels_will_do(many: int) -> None:
    problem = random_problem(2, exact=False)
    assert_every_panel_is_legal(problem, numbered_panels(problem, leximin(problem), many), many)


def test_the_same_lottery_always_gives_the_same_panels() -> None:
    problem = random_problem(4, people=(30, 30))
    distribution = leximin(problem)
    one, other = (numbered_panels(problem, distribution, 200) for _ in range(2))
    assert (one.members == other.members).all()


def test_a_lottery_of_one_panel_stays_that_panel() -> None:
    targets = [Target("place", "here", 2, 2)]
    problem = make_problem(targets, [Person(name, ("here",)) for name in "ab"], 2)
    numbered = numbered_panels(problem, leximin(problem), 10)
    assert numbered.counts.tolist() == [10, 10]
    assert numbered.outside == 0 and numbered.largest_deviation == 0


def test_households_alike_in_shape_share_their_seats_evenly() -> None:
    # five homes, each with one young, two middle-aged and one old person; panels use the shape in every mixture
    ages = ["young", "middle", "middle", "old"]
    people = [Person(f"{home}{number}", (age,), f"home {home}") for home in range(5) for number, age in enumerate(ages)]
    targets = [Target("age", age, 0, 4) for age in ("young", "middle", "old")]
    problem = make_problem(targets, people, 4, one_per_household=True)
    rng = np.random.default_rng(0)
    panels = rng.multinomial(4, [0.3, 0.4, 0.3], size=300)
    members = housed(problem, panels)
    for panel in members.tolist():
        assert len({problem.people[person].household for person in panel}) == 4
    counts = np.bincount(members.ravel(), minlength=len(people))
    of_type = defaultdict(list)
    for person, kind in enumerate(problem.type_of.tolist()):
        of_type[kind].append(int(counts[person]))
    for tallies in of_type.values():
        assert max(tallies) - min(tallies) <= 1


def test_it_tells_that_it_runs_and_can_be_stopped() -> None:
    problem = random_problem(4)
    distribution = leximin(problem)
    told: list[Progress] = []
    numbered_panels(problem, distribution, report=told.append)
    assert {progress.stage for progress in told} == {"numbering"}

    def stop(_: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        numbered_panels(problem, distribution, report=stop)
