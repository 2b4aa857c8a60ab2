"""One function gives chances, numbered panels and report; the figures in the report agree with the panels."""

import json

import numpy as np
import pytest

from participation.sortition.calculation import OBJECTIVES, GaveUp, Infeasible, calculate
from participation.sortition.committees import NoPanel
from participation.sortition.problem import Person, Problem, Target, make_problem
from participation.sortition.progress import Cancelled, Progress
from participation.sortition.relaxation import Relaxation, Unsolved

TARGETS = [
    Target("gender", "f", 2, 2),
    Target("gender", "m", 2, 2),
    Target("age", "young", 1, 2),
    Target("age", "old", 2, 3),
]


def village(*, homes: bool = False) -> Problem:
    people = [
        Person(
            f"p{n:02}", ("f" if n % 3 else "m", "young" if n % 4 == 0 else "old"), f"home {n // 2}" if homes else None
        )
        for n in range(24)
    ]
    return make_problem(TARGETS, people, seats=4, one_per_household=homes)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_each_objective_gives_numbered_panels_that_meet_the_targets(objective: str) -> None:
    problem = village(homes=True)
    found = calculate(problem, objective, 100)
    assert found.numbered.members.shape == (100, 4)
    types = np.zeros((100, len(problem.sizes)), dtype=np.int64)
    np.add.at(types, (np.arange(100)[:, None], problem.type_of[found.numbered.members]), 1)
    assert problem.meets(types).all()
    assert (found.numbered.counts == np.bincount(found.numbered.members.ravel(), minlength=24)).all()
    assert found.report["objective"] == objective
    assert (found.fairness.naive is None) == (objective == "random")
    assert (found.fairness.manipulation is None) == (objective != "leximin")


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_order_of_the_rows_changes_no_numbered_panel(objective: str) -> None:
    problem = village(homes=True)
    backwards = make_problem(TARGETS, problem.people[::-1], seats=4, one_per_household=True)
    one, other = (calculate(each, objective, 100) for each in (problem, backwards))
    assert [person.id for person in problem.people] == [person.id for person in backwards.people]
    assert (one.numbered.members == other.numbered.members).all()
    assert one.distribution.chances.tolist() == other.distribution.chances.tolist()


def test_the_report_sums_up_the_chances() -> None:
    found = calculate(village(), number_of_panels=200)
    chances = found.distribution.chance_of_person
    report = found.report
    assert (report["seats"], report["people"], report["panels"], report["types"]) == (4, 24, 200, 4)
    assert (report["lowest_chance"], report["highest_chance"]) == (chances.min(), chances.max())
    assert report["certified_gap"] <= 1e-6
    assert report["lottery"]["lowest"] == found.numbered.counts.min() / 200
    assert sum(row.seats for row in found.fairness.targets[:2]) == pytest.approx(4)
    assert report["seconds"] >= found.distribution.seconds
    assert json.loads(json.dumps(found.as_dict()))["fairness"]["naive"]["lowest"] >= 0


def test_the_naive_method_is_never_kinder_to_those_with_the_lowest_chance() -> None:
    found = calculate(village())
    assert found.fairness.naive is not None
    assert found.fairness.naive.lowest <= found.fairness.measures.lowest + 1e-6


def test_targets_that_no_panel_meets_are_explained() -> None:
    targets = [*TARGETS[:2], Target("age", "young", 0, 4), Target("age", "old", 0, 4)]
    people = [Person(f"p{n}", ("m", "old" if n else "young")) for n in range(9)] + [Person("only", ("f", "old"))]
    with pytest.raises(Infeasible) as caught:
        calculate(make_problem(targets, people, seats=4))
    told = json.loads(json.dumps(caught.value.as_dict()))
    assert told["code"] == "no_panel"
    assert {"category": "gender", "feature": "f", "old": 2, "new": 1, "bound": "min"} in told["facts"]["changes"]


def test_where_the_relaxation_defeats_the_solver_the_chances_and_their_report_are_there_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = calculate(village(), number_of_panels=100)

    def defeated(*_: object) -> None:
        raise Unsolved

    monkeypatch.setattr(Relaxation, "leximin", defeated)
    after = calculate(village(), number_of_panels=100)
    assert after.distribution.chances == pytest.approx(before.distribution.chances, abs=1e-6)
    assert after.fairness.manipulation is None


def test_a_way_of_drawing_that_comes_upon_no_panel_does_not_say_that_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def finds_nothing(*_: object, **__: object) -> None:
        raise NoPanel

    monkeypatch.setitem(OBJECTIVES, "random", finds_nothing)
    with pytest.raises(GaveUp):
        calculate(village(), "random")


def test_progress_tells_the_time_of_the_whole_and_can_stop_it() -> None:
    seen: list[Progress] = []
    calculate(village(), report=seen.append)
    assert seen[-1].stage == "fairness"
    assert [step.seconds for step in seen] == sorted(step.seconds for step in seen)

    def stop(progress: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        calculate(village(), report=stop)


@pytest.mark.parametrize(("objective", "panels"), [("fastest", 1000), ("leximin", 99), ("leximin", 10_001)])
def test_what_cannot_be_asked_is_refused(objective: str, panels: int) -> None:
    with pytest.raises(ValueError, match=objective):
        calculate(village(), objective, panels)
