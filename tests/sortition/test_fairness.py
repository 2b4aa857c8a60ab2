"""The fairness report says what can be recounted by hand, and what a lie could bring."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.sortition.fairness import MOST_POINTS, curve, fairness_report, gini, measures
from participation.sortition.manipulation import manipulation
from participation.sortition.pool import read_people
from participation.sortition.problem import Person, Problem, Target, make_problem
from participation.sortition.quotas import read_targets
from participation.sortition.relaxation import Relaxation
from participation.sortition.tables import read_table

POOLS = Path(__file__).parents[3] / "shared" / "data" / "pools"
SOME_CHANCES = st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=40)


def few_and_many() -> Problem:
    """Two seats for the 2 people of the hills, two for the 8 of the valley."""
    targets = [Target("place", "hills", 2, 2), Target("place", "valley", 2, 2)]
    people = [Person(f"h{n}", ("hills",)) for n in range(2)] + [Person(f"v{n}", ("valley",)) for n in range(8)]
    return make_problem(targets, people, seats=4)


def test_the_measures_are_those_of_the_chances() -> None:
    found = measures(np.array([0.0, 0.2, 0.8]))
    assert (found.lowest, found.lowest_of_the_rest, found.highest, found.without_chance) == (0.0, 0.2, 0.8, 1)
    assert found.geometric_mean == pytest.approx(0.4)
    assert found.gini == pytest.approx(sum(abs(a - b) for a in (0, 0.2, 0.8) for b in (0, 0.2, 0.8)) / (2 * 3 * 1.0))


@given(SOME_CHANCES)
def test_gini_is_the_mean_difference_between_two_people(chances: list[float]) -> None:
    values = np.array(chances)
    expected = np.abs(values[:, None] - values).mean() / (2 * values.mean()) if values.sum() > 0 else 0.0
    assert gini(values) == pytest.approx(expected, abs=1e-9)
    assert 0 <= gini(values) < 1


@given(SOME_CHANCES)
def test_the_curve_rises_from_the_lowest_chance_to_the_highest(chances: list[float]) -> None:
    points = curve(np.array(chances))
    assert len(points) <= MOST_POINTS
    assert [chance for _, chance in points] == sorted(chance for _, chance in points)
    assert (points[0][1], points[-1]) == (min(chances), (1.0, max(chances)))


def test_a_large_pool_has_a_short_curve() -> None:
    assert len(curve(np.random.default_rng(1).random(5000))) == MOST_POINTS


def test_each_target_stands_beside_its_part_of_pool_and_panel() -> None:
    problem = few_and_many()
    chances = np.array([1.0] * 2 + [0.25] * 8)
    report = fairness_report(problem, chances, naive=chances[::-1])
    hills, valley = report.targets
    assert (hills.people, hills.pool_share, hills.seats, hills.seat_share) == (2, 0.2, 2.0, 0.5)
    assert (valley.people, valley.pool_share, valley.seats, valley.seat_share) == (8, 0.8, 2.0, 0.5)
    assert report.naive == report.measures
    assert json.loads(json.dumps(report.as_dict()))["measures"]["lowest"] == 0.25
    assert "chances" not in report.as_dict()


def test_the_lie_that_pays_is_found_and_calculated_anew() -> None:
    found = manipulation(few_and_many())
    assert found.largest is not None
    assert (found.largest.true, found.largest.claimed) == ("valley", "hills")
    assert found.largest.gain == pytest.approx(2 / 3 - 1 / 4)
    assert found.tempting == ("place", "hills")
    assert (found.lies, found.recalculated) == (2, 1)
    assert found.typical > 0


def test_where_everybody_is_equal_no_lie_pays() -> None:
    targets = [Target("place", "hills", 1, 3), Target("place", "valley", 1, 3)]
    people = [Person(f"{place[0]}{n}", (place,)) for place in ("hills", "valley") for n in range(4)]
    found = manipulation(make_problem(targets, people, seats=4))
    assert (found.largest, found.typical, found.tempting) == (None, 0.0, None)


def test_a_lie_that_leaves_no_panel_brings_nothing() -> None:
    targets = [Target("place", "hills", 1, 1), Target("place", "valley", 1, 1)]
    problem = make_problem(targets, [Person("a", ("hills",)), Person("b", ("valley",))], seats=2)
    assert manipulation(problem).largest is None


def test_the_gain_is_that_of_the_leximin_with_the_lie_in_it() -> None:
    rng = np.random.default_rng(5)
    targets = [Target("a", "x", 1, 2), Target("a", "y", 2, 4), Target("b", "p", 2, 3), Target("b", "q", 1, 2)]
    people = [Person(f"{n:02}", ("xy"[int(rng.random() < 0.8)], "pq"[int(rng.random() < 0.3)])) for n in range(30)]
    problem = make_problem(targets, people, seats=4)
    honest = Relaxation(problem).leximin()[problem.type_of]
    best = 0.0
    for index, person in enumerate(problem.people):
        for column, others in enumerate(("xy", "pq")):
            for claimed in others.replace(person.features[column], ""):
                features = tuple(claimed if place == column else own for place, own in enumerate(person.features))
                crowd = [Person(one.id, features) if one is person else one for one in problem.people]
                lying = make_problem(targets, crowd, seats=4)
                best = max(best, float(Relaxation(lying).leximin()[lying.type_of][index] - honest[index]))
    found = manipulation(problem)
    assert found.largest is not None
    assert found.largest.gain == pytest.approx(best)


@pytest.mark.skipif(not POOLS.exists(), reason="the shared pools are not here")
def test_a_lie_costs_the_report_little_time_on_a_real_pool() -> None:
    folder = POOLS / "syn_hd_30"
    targets = read_targets(read_table((folder / "categories.csv").read_bytes()), 30)
    table = read_table((folder / "respondents.csv").read_bytes())
    people = read_people(table, targets, household_columns=["household"])
    found = manipulation(make_problem(targets, people, 30, one_per_household=True), seconds=0.5)
    assert found.lies > 3000
    assert 0 < found.recalculated <= 60
    assert found.largest is not None
