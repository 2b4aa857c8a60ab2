"""Setting a panel up: what is known is kept, what is not may wait, and advice is never a wall."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from participation import db
from participation.errors import Refused
from participation.journal.models import JournalEntry
from participation.panels import queries
from participation.panels.models_of_panels import MODELS
from participation.panels.remit_rules import ADVICE, BEFORE_THE_LOT, MISSING, RemitView, advice, is_ready, missing
from tests import towns as make
from tests.acts.remit import REMIT
from tests.visitors import Visitor, seen_in, text_of

PAGE = "/desk/panels/dorpskern/remit"
ENGLISH = "?language=en"


def remit_of(town, slug="dorpskern"):
    with db.read() as session:
        return queries.remit(session, town.id, queries.panel(session, town.id, slug).id)


def written_in_journal(town):
    with db.read() as session:
        return session.scalars(
            select(JournalEntry.facts).where(
                JournalEntry.municipality_id == town.id, JournalEntry.event == "panel.remit_written"
            )
        ).all()


def test_what_is_known_today_is_kept_and_the_rest_may_stay_empty(app, towns):
    town, neighbour = towns
    make.make_panel(town)
    make.make_panel(neighbour)
    Visitor(app, town, town.first).post(PAGE, {"seen": "", "mandate_nl": "Zeg het ons."})
    assert remit_of(town) == RemitView(mandate={"nl": "Zeg het ons."}, left_out=[], calendar=[])
    assert remit_of(neighbour) is None


def test_all_of_it_is_kept_as_it_was_written_and_shown_again(app, towns):
    town, _ = towns
    make.make_panel(town)
    official = Visitor(app, town, town.first)
    official.post(PAGE, {**REMIT, "day_2": "2026-12-05", "event_2_nl": "Brieven", "event_2_fr": "Lettres"})
    kept = remit_of(town)
    assert (kept.model, kept.answer_months, kept.resident_on) == ("jury", 3, date(2026, 11, 1))
    assert [one["on"] for one in kept.calendar] == ["2026-12-05", "2027-01-16"]
    page = official.get(PAGE)
    assert 'value="2026-12-05"' in page.text
    assert "Zeg hoe het plein wordt." in page.text


def test_the_journal_tells_of_each_change_by_a_fingerprint_and_of_nothing_twice(app, towns):
    town, _ = towns
    make.make_panel(town)
    make.write_remit(town, "dorpskern")
    make.write_remit(town, "dorpskern")
    assert len(written_in_journal(town)) == 1
    make.write_remit(town, "dorpskern", replace(make.REMIT, days=6))
    told = written_in_journal(town)
    assert [list(facts) for facts in told] == [["remit"], ["remit"]]
    assert told[0] != told[1]


def test_a_model_fills_in_what_is_usual_and_leaves_what_was_typed(app, towns):
    town, _ = towns
    make.make_panel(town)
    sent = {"seen": "", "model": "assembly", "days": "6", "output_nl": "Een brief.", "usual": "1"}
    page = Visitor(app, town, town.first).post(PAGE + ENGLISH, sent, status=200)
    assert 'name="days"' in page.text
    assert 'value="6"' in page.text
    assert f'value="{MODELS["assembly"].sessions}"' in page.text
    assert "Een brief." in page.text
    assert remit_of(town) is None


def test_one_more_date_is_a_row_more_without_losing_what_was_typed(app, towns):
    town, _ = towns
    make.make_panel(town)
    sent = {"seen": "", "rows": "4", "event_0_nl": "De eerste avond", "more": "1"}
    page = Visitor(app, town, town.first).post(PAGE, sent, status=200)
    assert "De eerste avond" in page.text
    assert 'name="day_4"' in page.text
    assert 'name="day_5"' not in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_0": "", "event_0_nl": "Zonder dag"},
        {"day_0": "2027-01-16", "event_0_nl": "", "event_0_fr": ""},
        {"day_0": "soon"},
        {"days": "many"},
        {"minimum_age": "200"},
        {"model": "of our own"},
        {"left_out": "everybody"},
    ],
)
def test_what_cannot_be_is_said_at_its_place_and_nothing_is_kept(app, towns, wrong):
    town, _ = towns
    make.make_panel(town)
    page = Visitor(app, town, town.first).post(PAGE + ENGLISH, {**REMIT, **wrong}, status=422)
    assert "Something needs another look" in text_of(page)
    assert "Zeg hoe het plein wordt." in page.text
    assert remit_of(town) is None


def test_two_officials_do_not_overwrite_each_other(app, towns):
    town, _ = towns
    make.make_panel(town)
    one, other = Visitor(app, town, town.first), Visitor(app, town, town.second)
    seen = seen_in(one.get(PAGE))
    one.post(PAGE, {**REMIT, "seen": seen})
    other.post(PAGE, {**REMIT, "seen": seen, "days": "9"}, status=422)
    assert remit_of(town).days == 4
    other.post(PAGE, {**REMIT, "seen": seen_in(other.get(PAGE)), "days": "9"})
    assert remit_of(town).days == 9


def test_the_page_says_what_is_missing_before_the_lot_and_the_draw(app, towns):
    town, _ = towns
    make.make_panel(town)
    make.write_remit(town, "dorpskern", replace(make.REMIT, resident_on=None, funding={}))
    said = text_of(Visitor(app, town, town.first).get(PAGE + ENGLISH))
    assert MISSING["resident_on"] in said
    assert MISSING["funding"] in said
    assert MISSING["commissioner"] not in said


@pytest.mark.parametrize(
    ("less", "told"),
    [({"days": 2}, "few_days"), ({"evaluation": {}}, "no_evaluation"), ({"assessment": ""}, "no_assessment")],
)
def test_advice_is_given_and_stands_in_nobodys_way(app, towns, less, told):
    town, _ = towns
    make.make_panel(town)
    assert advice(make.REMIT) == []
    assert advice(replace(make.REMIT, **less)) == [told]
    make.write_remit(town, "dorpskern", replace(make.REMIT, **less))
    assert ADVICE[told] in text_of(Visitor(app, town, town.first).get(PAGE + ENGLISH))


def test_words_are_wanted_in_every_official_language():
    half = replace(make.REMIT, promise={"nl": "Ja."})
    assert is_ready(half, ["nl"])
    assert not is_ready(half, ["nl", "fr"])
    assert missing(half, ["nl", "fr"], ["promise", *BEFORE_THE_LOT]) == ["promise"]


def test_who_can_be_drawn_stays_once_a_draw_is_proposed_and_the_rest_may_change(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "calculated")
    make.write_remit(town, slug)
    make.propose(town, slug)
    with pytest.raises(Refused, match="who_is_frozen"):
        make.write_remit(town, slug, replace(make.REMIT, minimum_age=18))
    make.write_remit(town, slug, replace(make.REMIT, days=5))
    assert (remit_of(town, slug).minimum_age, remit_of(town, slug).days) == (16, 5)


def test_whoever_declared_an_interest_leaves_it_to_a_colleague(app, towns):
    town, _ = towns
    make.make_panel(town)
    subject = f"panel:{make.look(town, 'dorpskern')[0].id}"
    official = Visitor(app, town, town.first)
    official.post(f"/desk/interests/{subject}", {"reason": "My brother lives on that square."})
    official.post(PAGE, REMIT, status=422)
    assert remit_of(town) is None


def test_a_new_panel_may_begin_with_a_model_whose_size_it_then_has(app, towns):
    town, _ = towns
    official = Visitor(app, town, town.first)
    assert all(model.name in text_of(official.get("/desk/panels/new?language=en")) for model in MODELS.values())
    page = official.get("/desk/panels/new?model=review")
    assert 'value="22"' in page.text
    sent = {"title_nl": "Brug", "question_nl": "Hoe?", "summary_nl": "Kort.", "summary_fr": "Court.", "seats": "22"}
    made = official.post(
        "/desk/panels/new?model=review", {**sent, "objective": "leximin", "number_of_panels": "100"}
    ).location
    assert made.endswith("/desk/panels/brug/remit?model=review")
    assert f'value="{MODELS["review"].days}"' in official.get(made).text


def test_the_desk_shows_the_whole_road_and_one_next_act(app, towns):
    town, _ = towns
    make.make_panel(town)
    official = Visitor(app, town, town.first)
    page = official.get("/desk/panels/dorpskern" + ENGLISH)
    said = text_of(page)
    for stretch in ("Setting up", "Targets", "Inviting by lot", "Answers", "The draw", "Members", "Sessions", "Report"):
        assert stretch in said
    assert len(re.findall(r'class="button *"', page.text)) == 1
    assert "Write what it is asked and promised" in said
    make.write_remit(town, "dorpskern")
    assert "Set the targets" in text_of(official.get("/desk/panels/dorpskern" + ENGLISH))
