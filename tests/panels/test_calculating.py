"""The background job: it finds the fair chances, can be stopped, and survives a sudden end."""

import os
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import func, select

from participation import db, jobs
from participation.commands import voice
from participation.errors import Refused
from participation.panels import actions, calculating, queries
from participation.panels.desk import sentences
from participation.panels.models import Calculation, Chance, NumberedPanel
from participation.sortition.calculation import OBJECTIVES, GaveUp, calculate
from participation.sortition.progress import Progress
from tests import towns as make
from tests.sortition.pools import random_problem
from tests.towns import START
from tests.visitors import Visitor, text_of


def ask(town, slug):
    with db.write() as session:
        return actions.ask_calculation(session, make.changing(session, town, slug), by=town.first, at=START).id


def state(calculation_id):
    with db.read() as session:
        return session.scalar(select(Calculation.state).where(Calculation.id == calculation_id))


def test_a_calculation_gives_everybody_a_chance_and_numbered_panels_that_agree(towns):
    town, _ = towns
    slug = make.make_panel(town, "calculated")
    panel, _ = make.look(town, slug)
    with db.read() as session:
        done = queries.done_calculation(session, town.id, panel.id)
        report = queries.report(session, town.id, done.id)
        lots = queries.all_chances(session, town.id, done.id)
        counted = {lot.code: 0 for lot in lots}
        for number in range(100):
            codes = queries.members(session, town.id, done.id, number)
            assert len(set(codes)) == make.SEATS
            for code in codes:
                counted[code] += 1
    assert counted == {lot.code: lot.panels for lot in lots}
    assert len(lots) == 40
    assert report["certified_gap"] <= 1e-6
    assert report["misfits"] == []


def test_a_calculation_done_twice_has_one_effect(towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    asked = ask(town, slug)
    calculating.calculate(asked)
    calculating.calculate(asked)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(NumberedPanel)) == 100
        assert session.scalar(select(func.count()).select_from(Chance)) == 40


def test_two_officials_asking_at_once_start_one_calculation(towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    ask(town, slug)
    with pytest.raises(Refused, match="already_calculating"):
        ask(town, slug)


def test_a_waiting_calculation_can_be_stopped_and_is_not_done(towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    asked = ask(town, slug)
    with db.write() as session:
        actions.stop_calculation(session, make.changing(session, town, slug), at=START)
    calculating.calculate(asked)
    assert state(asked) == "cancelled"
    with pytest.raises(Refused, match="not_calculating"), db.write() as session:
        actions.stop_calculation(session, make.changing(session, town, slug), at=START)


def test_a_running_calculation_hears_that_it_must_stop(towns, monkeypatch):
    town, _ = towns
    slug = make.make_panel(town, "people")
    asked = ask(town, slug)

    def slow(problem, objective, number_of_panels, report):
        with db.write() as session:
            actions.stop_calculation(session, make.changing(session, town, slug), at=START)
        report(Progress("seeding", 0.1, None, 1.0))
        raise AssertionError("it went on")

    monkeypatch.setattr(calculating, "find_chances", slow)
    calculating.calculate(asked)
    assert state(asked) == "cancelled"


def test_targets_that_no_panel_can_meet_are_explained(towns):
    town, _ = towns
    slug = make.make_panel(town, "people", volunteers=12)
    with db.write() as session:
        panel = make.changing(session, town, slug)
        wished = [{**target, "min": 6, "max": 6} if target["feature"] == "65+" else target for target in panel.targets]
        actions.replace_targets(session, panel, wished, by=town.first, at=START)
    asked = ask(town, slug)
    calculating.calculate(asked)
    assert state(asked) == "failed"
    panel, _ = make.look(town, slug)
    with db.read() as session:
        trouble = queries.calculation(session, town.id, panel.id).trouble
    assert trouble["code"] == "no_panel"
    assert trouble["facts"]["changes"]


def worker(url, tmp_path):
    environment = {**os.environ, "PARTICIPATION_DATABASE": url, "PARTICIPATION_INSTANCE": str(tmp_path)}
    return subprocess.Popen([sys.executable, "-m", "participation.cli", "worker"], env=environment)


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_calculation_that_breaks_off_says_so_and_can_be_asked_again(app, towns, monkeypatch):
    town, _ = towns
    slug = make.make_panel(town, "people")
    asked = ask(town, slug)
    with monkeypatch.context() as patch:
        patch.setattr(calculating, "find_chances", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            calculating.calculate(asked)
    assert state(asked) == "failed"
    visitor = Visitor(app, town, town.first)
    assert "broke off" in text_of(visitor.get(f"/desk/panels/{slug}/calculation"))
    assert "No panel found" not in text_of(visitor.get("/desk"))
    again = ask(town, slug)
    calculating.calculate(again)
    assert state(again) == "done"


def test_a_way_of_drawing_that_comes_upon_no_panel_says_what_to_do(app, towns, monkeypatch):
    def gives_up(*_, **__):
        raise GaveUp

    town, _ = towns
    slug = make.make_panel(town, "people")
    monkeypatch.setattr(calculating, "find_chances", gives_up)
    calculating.calculate(ask(town, slug))
    words = text_of(Visitor(app, town, town.first).get(f"/desk/panels/{slug}/calculation"))
    assert "There are panels" in words and "No panel is possible" not in words


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_whatever_a_calculation_is_doing_has_words_and_a_place(objective):
    stages = []
    calculate(random_problem(4, people=(30, 30)), objective, 100, report=lambda progress: stages.append(progress.stage))
    places = [sentences.stage_place(stage)[0] for stage in stages if stage != "random" or objective != "random"]
    assert set(stages) <= set(sentences.STAGES) & set(voice.STAGES)
    assert places == sorted(places)


@pytest.mark.slow
def test_a_calculation_killed_half_way_is_done_by_the_next_worker(database_url, towns, tmp_path):
    town, _ = towns
    slug = make.make_panel(town, "people", volunteers=300)
    asked = ask(town, slug)
    first = worker(database_url, tmp_path)
    try:
        wait_for(lambda: state(asked) != "waiting")
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    second = worker(database_url, tmp_path)
    try:
        wait_for(lambda: state(asked) == "done")
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(20) == 0
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(NumberedPanel)) == 100


def test_a_worker_that_is_told_to_stop_does_not_wait_for_its_job(database_url, towns, tmp_path):
    with db.write() as session:
        jobs.enqueue(session, "sleep", key="sleep-1", seconds=60)
    asleep = "lambda seconds: (print('asleep', flush=True), time.sleep(seconds))"
    program = f"""
import time
from participation import wiring
from participation.commands import serve
wiring.work = lambda: {{"sleep": {asleep}}}
serve.work(with_parent=False)
"""
    environment = {**os.environ, "PARTICIPATION_DATABASE": database_url, "PARTICIPATION_INSTANCE": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE) as working:
        assert working.stdout.readline() == b"asleep\n"
        working.send_signal(signal.SIGTERM)
        assert working.wait(20) == 0


def test_a_job_put_down_in_a_deed_that_fails_does_not_exist(towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    with pytest.raises(ZeroDivisionError), db.write() as session:
        actions.ask_calculation(session, make.changing(session, town, slug), by=town.first, at=START)
        1 / 0  # noqa: B018
    assert jobs.client(db.url()).list_workflows() == []
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Calculation)) == 0
