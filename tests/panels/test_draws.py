"""A promise is made by two, kept by the machine, and drawn once."""

import json
import multiprocessing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participation import db
from participation.errors import NotFound, Refused
from participation.lottery import faults, verify
from participation.panels import actions, drawing, queries
from participation.panels.models import Draw
from participation.panels.rules import Terms
from tests import towns as make
from tests.towns import AFTER, SEED_AT, START, TARGETS


def document(town, slug, sequence=1):
    panel, _ = make.look(town, slug)
    with db.read() as session:
        shown = queries.draw(session, town.id, panel.id, sequence)
        return json.loads(queries.document(session, town.id, shown.id))


def wrong_lines(published):
    return [line for line in verify.verify(published) if line.wrong]


def test_the_official_who_proposes_cannot_confirm(towns):
    town, _ = towns
    slug = make.make_panel(town, "proposed")
    with pytest.raises(Refused, match="second_official_needed"):
        make.confirm(town, slug, by=town.first)
    assert make.look(town, slug)[1][0].promised_at is None


def test_a_promise_is_kept_and_public_before_the_number(towns):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    published = document(town, slug)
    assert published["state"] == "promised"
    assert wrong_lines(published) == []
    assert make.look(town, slug)[1][0].digest == published["commitment_digest"]
    assert len(published["pool"]) == 40


def test_a_promise_can_only_be_made_before_its_number_can_exist(towns):
    town, _ = towns
    slug = make.make_panel(town, "proposed")
    with pytest.raises(Refused, match="seed_date_passed"):
        make.confirm(town, slug, at=SEED_AT)
    with pytest.raises(Refused, match="draw_exists"):
        make.propose(town, slug)


def test_a_proposal_for_a_moment_that_has_passed_is_refused(towns):
    town, _ = towns
    slug = make.make_panel(town, "calculated")
    with pytest.raises(Refused, match="seed_date_passed"):
        make.propose(town, slug, at=AFTER)


def test_nothing_changes_after_a_proposal(towns):
    town, _ = towns
    slug = make.make_panel(town, "proposed")
    for change in (
        lambda session, panel: actions.accept_targets(session, panel, TARGETS, by=town.first, at=START),
        lambda session, panel: actions.accept_people(session, panel, [], by=town.first, at=START),
        lambda session, panel: actions.ask_calculation(session, panel, by=town.first, at=START),
    ):
        with pytest.raises(Refused, match="panel_is_frozen"), db.write() as session:
            change(session, make.changing(session, town, slug))


def test_a_proposal_can_be_taken_back_and_made_anew(towns):
    town, _ = towns
    slug = make.make_panel(town, "proposed")
    with db.write() as session:
        drawing.withdraw(session, make.changing(session, town, slug), 1, by=town.first, at=START)
    assert make.look(town, slug)[1] == []
    make.propose(town, slug)
    make.confirm(town, slug)
    with pytest.raises(Refused, match="not_waiting_for_confirmation"), db.write() as session:
        drawing.withdraw(session, make.changing(session, town, slug), 1, by=town.first, at=START)


def test_changing_the_terms_outdates_the_calculation_and_changing_words_does_not(towns):
    town, _ = towns
    slug = make.make_panel(town, "calculated")
    panel, _ = make.look(town, slug)
    words = {"title": {"nl": "Nieuwe naam"}, "question": {"nl": "Een andere vraag?"}, "summary": make.SUMMARY}
    terms = Terms(panel.seats, panel.one_per_household, panel.objective, panel.number_of_panels)
    for wished, version in ((terms, panel.version), (replace(terms, number_of_panels=1000), panel.version + 1)):
        with db.write() as session:
            actions.change(session, make.changing(session, town, slug), **words, terms=wished, by=town.first, at=START)
        changed, _ = make.look(town, slug)
        assert (changed.title, changed.question) == (words["title"], words["question"])
        assert (changed.number_of_panels, changed.version) == (wished.number_of_panels, version)
    with pytest.raises(Refused, match="calculation_outdated"):
        make.propose(town, slug)


def test_an_outdated_calculation_cannot_be_promised(towns):
    town, _ = towns
    slug = make.make_panel(town, "calculated")
    with db.write() as session:
        actions.accept_targets(session, make.changing(session, town, slug), TARGETS, by=town.first, at=START)
    with pytest.raises(Refused, match="calculation_outdated"):
        make.propose(town, slug)


def test_the_number_decides_the_panel_once(towns):
    town, _ = towns
    slug = make.make_panel(town, "drawn")
    published = document(town, slug)
    assert wrong_lines(published) == []
    assert published["result"]["number"] == 42
    assert published["result"]["panel"] == published["panels"][42]
    with pytest.raises(Refused, match="already_drawn"):
        make.enter_number(town, slug, "43")
    assert document(town, slug)["result"]["number"] == 42


def test_the_number_cannot_be_entered_before_its_moment(towns):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    with pytest.raises(faults.Fault, match="Enter it then"):
        make.enter_number(town, slug, at=SEED_AT - timedelta(minutes=1))
    with pytest.raises(faults.Fault, match="Balls promised: 2"):
        make.enter_number(town, slug, "042")
    assert make.look(town, slug)[1][0].number is None


def test_a_cancelled_draw_stays_and_tells_what_it_would_have_given(towns):
    town, _ = towns
    slug = make.make_panel(town, "cancelled")
    assert document(town, slug)["cancellation"]["reason"] == "The hall flooded."
    make.enter_number(town, slug, "07")
    published = document(town, slug)
    assert published["state"] == "cancelled"
    assert published["result"]["number"] == 7
    assert wrong_lines(published) == []


def test_cancelling_takes_two_officials(towns):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    with pytest.raises(Refused, match="second_official_needed"):
        make.cancel(town, slug, by=town.first)
    assert make.look(town, slug)[1][0].cancelled_at is None


def test_after_a_cancelled_draw_another_may_be_promised(towns):
    town, _ = towns
    slug = make.make_panel(town, "cancelled")
    make.propose(town, slug)
    make.confirm(town, slug, 2)
    sequences = [draw.sequence for draw in make.look(town, slug)[1]]
    assert sequences == [2, 1]
    assert wrong_lines(document(town, slug, 1)) == []


def test_everybody_keeps_their_code_when_the_list_comes_again(towns):
    from participation.panels import uploads

    town, _ = towns
    slug = make.make_panel(town, "people")
    panel, _ = make.look(town, slug)
    with db.read() as session:
        before = {row.reference: (row.code, row.salt) for row in queries.everybody(session, town.id, panel.id)}
    longer = make.people_csv(41).encode()
    with db.write() as session:
        found = uploads.look_at_people(
            longer, TARGETS, 6, {}, id_column=None, household_columns=["address"], household_key="00" * 16
        )[1]
        actions.accept_people(session, make.changing(session, town, slug), found, by=town.first, at=START)
    with db.read() as session:
        after = {row.reference: (row.code, row.salt) for row in queries.everybody(session, town.id, panel.id)}
    assert len(after) == 41
    assert all(after[reference] == kept for reference, kept in before.items())


def test_a_neighbours_panel_is_not_here(towns):
    town, neighbour = towns
    slug = make.make_panel(town, "drawn")
    with db.read() as session, pytest.raises(NotFound):
        queries.panel(session, neighbour.id, slug)


def press_at_once(url, town, slug, start, outcomes):
    db.bind(url)
    start.wait()
    try:
        make.enter_number(town, slug, "42")
        outcomes.put("drawn")
    except Refused as refusal:
        outcomes.put(refusal.code)


def test_eight_officials_pressing_at_the_same_instant_make_one_draw(database_url, towns):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    context = multiprocessing.get_context("fork")
    start, outcomes = context.Event(), context.Queue()
    db.unbind()
    pressing = [
        context.Process(target=press_at_once, args=(database_url, town, slug, start, outcomes)) for _ in range(8)
    ]
    for process in pressing:
        process.start()
    start.set()
    told = sorted(outcomes.get(timeout=60) for _ in pressing)
    for process in pressing:
        process.join()
    assert told == ["already_drawn"] * 7 + ["drawn"]
    db.bind(database_url)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Draw).where(Draw.number == 42)) == 1
