"""The desk follows the answers: in numbers, beside the targets, and one by one."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from participation import clock, db
from participation.clock import local
from participation.invitations.queries import answers as queries
from participation.journal.models import JournalEntry
from participation.messages.models import Message
from participation.panels.queries import UNSAID
from participation.people import interests
from tests import races
from tests import towns as make
from tests.inclusion.test_desk import FOR_NOBODY, FORMS, enter
from tests.invitations.makers import (
    CALL,
    NO,
    QUESTION,
    YES,
    all_say_yes,
    answer,
    codes_of,
    invite,
    invited,
    panel_of,
    set_last_day,
)
from tests.visitors import Visitor, seen_in, text_of


@pytest.fixture
def town(app, towns):
    other = invite(towns[1])
    for code in codes_of(towns[1], other):
        answer(towns[1], other, code, YES)
    return towns[0]


@pytest.fixture
def slug(town):
    return invite(town)


@pytest.fixture
def codes(town, slug):
    return codes_of(town, slug)


@pytest.fixture
def desk(app, town):
    return Visitor(app, town, town.first)


def standing(town, slug):
    with db.read() as session:
        return queries.standing(session, town.id, panel_of(town, slug).id)


def journal(town, what):
    with db.read() as session:
        where = (JournalEntry.municipality_id == town.id, JournalEntry.event == what)
        return session.scalar(select(func.count()).select_from(JournalEntry).where(*where))


def look_up(visitor, slug, number=1):
    """The page of a letter, once it was looked up."""
    visitor.post(f"/desk/panels/{slug}/answers/find", {"code": str(number)})
    return visitor.get(f"/desk/panels/{slug}/answers/{number}")


def test_every_answer_is_counted_once_by_the_way_it_came(town, slug, codes):
    answer(town, slug, codes[0], YES)
    answer(town, slug, codes[0], YES, channel="desk")
    answer(town, slug, codes[1], NO, channel="paper")
    answer(town, slug, codes[2], QUESTION)
    answer(town, slug, codes[3], CALL, channel="text")
    now = standing(town, slug)
    assert (now.invited, now.yes, now.no, now.question, now.silent, now.to_call) == (10, 2, 1, 1, 6, 1)
    assert now.by_way == {"desk": 1, "paper": 1, "text": 1}
    assert [(yes, no) for _, yes, no in now.by_day] == [(2, 1)]
    assert now.reasons == {"time": 1}


def test_the_page_says_which_groups_are_thin_and_by_how_many(desk, town, slug, codes):
    for code in codes[:6]:
        answer(town, slug, code, YES)
    page = text_of(desk.get(f"/desk/panels/{slug}/answers"))
    assert "gender: male. 0 said yes, for at least 3 seats. 6 more would do." in page
    assert "gender: female." not in page and "age: 65+." not in page


def test_whom_to_call_stands_with_number_and_code_until_their_features_are_entered(desk, town, slug, codes):
    answer(town, slug, codes[0], CALL)
    page = text_of(desk.get(f"/desk/panels/{slug}/answers/calls"))
    assert "+32470123456" in page and codes[0] in page
    assert "1 person said yes to an invitation" in text_of(desk.get("/desk"))
    answer(town, slug, codes[0], YES, channel="phone")
    assert "Nobody waits for a call" in text_of(desk.get(f"/desk/panels/{slug}/answers/calls"))


def test_a_question_is_answered_by_the_way_they_asked_for_and_once(desk, town, slug, codes):
    answer(town, slug, codes[0], {**QUESTION, "contact": "rosa@mail.example"})
    here = f"/desk/panels/{slug}/answers"
    assert "May I bring my sister?" in text_of(desk.get(f"{here}/questions"))
    desk.post(f"{here}/1/question", {"words": "You may."})
    with db.read() as session:
        sent = session.scalars(select(Message).where(Message.kind == "request_answered")).one()
        assert sent.to == "rosa@mail.example" and "You may." in sent.body
    assert "already" in text_of(desk.post(f"{here}/1/question", {"words": "Again."}, 422))
    assert "No question waits" in text_of(desk.get(f"{here}/questions"))


def test_a_letter_is_found_by_its_code_or_number_and_the_journal_knows(desk, town, slug, codes):
    here = f"/desk/panels/{slug}/answers"
    for typed in (codes[2], codes[2].lower().replace("-", " "), "3"):
        assert desk.post(f"{here}/find", {"code": typed}).location.endswith("/answers/3")
    assert journal(town, "invited.looked_up") == 3
    assert "Peeters" in text_of(desk.get(f"{here}/3"))
    desk.post(f"{here}/find", {"code": "400"}, 422)
    desk.get(f"{here}/400", 404)


def test_whoever_moved_away_leaves_the_pool_and_may_come_back(desk, town, slug, codes):
    answer(town, slug, codes[0], YES)
    here = f"/desk/panels/{slug}/answers/1"
    desk.post(f"{here}/mark", {"state": "moved", "seen": seen_in(look_up(desk, slug))})
    one = invited(town, slug)[0]
    assert (one.state, one.candidate) == ("moved", None) and panel_of(town, slug).pool == {}
    desk.post(f"{here}/mark", {"state": "none", "seen": seen_in(desk.get(here))})
    assert invited(town, slug)[0].state == ""
    assert journal(town, "invited.marked") == 2


def test_a_mark_on_what_changed_meanwhile_is_not_taken(desk, town, slug, codes):
    here = f"/desk/panels/{slug}/answers/1"
    seen = seen_in(look_up(desk, slug))
    answer(town, slug, codes[0], YES)
    desk.post(f"{here}/mark", {"state": "moved", "seen": seen}, 422)
    assert invited(town, slug)[0].candidate


def test_nobody_turns_the_pages_from_letter_to_letter_unseen(app, desk, town, slug, codes):
    answer(town, slug, codes[0], YES)
    answer(town, slug, codes[1], QUESTION)
    here, home = f"/desk/panels/{slug}/answers", "9999 Lindedorp"
    for number in range(1, 11):
        page = desk.get(f"{here}/{number}").text
        assert (home in page) == (number == 2), number
        assert (codes[number - 1] in page) == (number == 2)
    wrong = desk.post(f"{here}/1/mark", {"state": "no-such-choice"}, 422)
    assert home not in wrong.text
    assert journal(town, "invited.looked_up") == 0
    desk.post(f"{here}/find", {"code": "1"})
    assert home in desk.get(f"{here}/1").text
    assert home not in desk.get(f"{here}/3").text
    assert home not in Visitor(app, town, town.second).get(f"{here}/1").text
    assert journal(town, "invited.looked_up") == 1


def test_who_has_an_interest_takes_nobody_out_of_the_pool(desk, town, slug, codes):
    answer(town, slug, codes[0], YES)
    here = f"/desk/panels/{slug}/answers/1"
    with db.write() as session:
        subject = panel_of(town, slug).subject
        interests.declare(session, town.id, subject, "My sister wants a seat.", by=town.first, at=clock.now())
    refused = desk.post(f"{here}/mark", {"state": "ineligible", "seen": seen_in(look_up(desk, slug))}, 422)
    assert "somebody else decides" in text_of(refused)
    assert invited(town, slug)[0].candidate


def test_of_two_marks_at_once_only_the_first_is_noted(app, desk, town, slug):
    here = f"/desk/panels/{slug}/answers/1"
    seen = seen_in(look_up(desk, slug))
    presses = (
        races.pressed(visitor, f"{here}/mark", {"state": state, "seen": seen})
        for visitor, state in ((desk, "moved"), (Visitor(app, town, town.second), "deceased"))
    )
    assert races.at_once(town, slug, *presses) == [303, 422]
    assert journal(town, "invited.marked") == 1


def test_the_export_has_codes_and_features_and_no_names(desk, town, slug, codes):
    answer(town, slug, codes[0], {**YES, "feature_2": "rather not say"})
    answer(town, slug, codes[1], NO)
    text = desk.post(f"/desk/panels/{slug}/answers.csv", status=200).text
    [row] = csv.DictReader(io.StringIO(text))
    assert row == {"id": invited(town, slug)[0].candidate, "gender": "female", "age": UNSAID}
    assert journal(town, "invited.exported") == 1


def test_an_auditor_sees_counts_and_nobody(app, town, slug, codes):
    answer(town, slug, codes[0], CALL)
    auditor = Visitor(app, town, town.auditor)
    assert "Rosa" not in text_of(auditor.get(f"/desk/panels/{slug}/answers"))
    for page in ("/answers/calls", "/answers/questions", "/answers/1"):
        auditor.get(f"/desk/panels/{slug}{page}", 403)


def test_the_page_takes_as_many_statements_for_ten_as_for_forty(town, desk, slug):
    other = invite(town, letters=30, title="Station")
    for code in codes_of(town, other)[:12]:
        answer(town, other, code, CALL)
    answer(town, slug, codes_of(town, slug)[0], CALL)
    here, there = (f"/desk/panels/{name}/answers" for name in (slug, other))
    desk.get(here)
    assert statements(lambda: desk.get(there)) == statements(lambda: desk.get(here))
    assert statements(lambda: desk.get(f"{there}/calls")) == statements(lambda: desk.get(f"{here}/calls"))


def test_a_card_is_entered_at_the_counter_with_the_numbers_that_stand_on_it(desk, town, slug, codes):
    name = f"reply/about/{panel_of(town, slug).subject}"
    page = text_of(desk.get(f"{FORMS}/{name}?way=paper"))
    assert "1. The code in your letter" in page and "3. gender" in page
    receipt = text_of(enter(desk, name, {**FOR_NOBODY, "for-channel": "paper"}, {"code": codes[0], **YES}))
    one = invited(town, slug)[0]
    assert (one.answer, one.channel) == ("yes", "paper")
    assert one.candidate in receipt


def statements(look):
    """How many statements it takes."""
    asked = []

    def note(*told):
        asked.append(told)

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        look()
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)
    return len(asked)


def test_who_promises_the_draw_too_early_reads_that_people_may_still_answer(app, towns):
    town, _ = towns
    slug = invite(town)
    all_say_yes(town, slug)
    make.calculate(town, slug)
    promise = f"/desk/panels/{slug}/promise?language=en"
    early = text_of(Visitor(app, town, town.first).get(promise))
    assert "10 of 10 people said yes, 0 said no." in early
    assert "Who answers after you have proposed this draw is not in it." in early
    set_last_day(town, slug, (local(clock.now()) - timedelta(days=1)).date())
    assert "Who answers after" not in text_of(Visitor(app, town, town.first).get(promise))


def test_the_desk_does_not_say_that_chances_can_be_calculated_while_answers_come(app, towns):
    town, _ = towns
    slug = invite(town)
    all_say_yes(town, slug)
    desk = Visitor(app, town, town.first)
    words = text_of(desk.get("/desk?language=en"))
    assert "Answers are coming in" in words and "Ready to calculate" not in words
    set_last_day(town, slug, (local(clock.now()) - timedelta(days=1)).date())
    words = text_of(desk.get("/desk?language=en"))
    assert "Ready to calculate" in words and "Answers are coming in" not in words
