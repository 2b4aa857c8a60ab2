"""What people ask for arrives at the desk, is answered once, and goes when its time is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from participation import clock, db
from participation.errors import NotFound, Refused
from participation.inclusion import requests
from participation.inclusion.models import Entry
from participation.sheets import sheet, sheets
from tests.inclusion.asking import ANSWERS, ask, request
from tests.messages.writing import messages
from tests.towns import START
from tests.visitors import Visitor, text_of

DESK = "/desk/requests"
ANSWER = {"outcome": "done", "way": "told", "words": "We spoke this morning"}


def desk(app, town):
    return Visitor(app, town, town.first)


def answer(town, number, by=None, **changes):
    told = {"outcome": "done", "words": "Done", "send": False, "by": by or town.first, "at": clock.now(), **changes}
    with db.write() as session:
        requests.answer(session, town.id, number, **told)


def test_every_kind_of_request_has_a_form_and_every_form_here_is_a_kind():
    assert set(requests.KINDS) <= {one.name for one in sheets()}
    assert set(ANSWERS) == set(requests.KINDS)


@pytest.mark.parametrize("kind", requests.KINDS)
def test_what_these_tests_answer_is_what_the_form_asks(app, towns, kind):
    with app.test_request_context(), db.read() as session:
        form = sheet(kind).asks(session, towns[0].id, "")(formdata=None, meta={"csrf": False})
    assert set(ANSWERS[kind]) <= set(form.data)


def test_the_desk_shows_what_waits_what_is_due_first_on_top(app, towns):
    town, neighbour = towns
    ask(town, "data")
    ask(town, "call-back")
    ask(neighbour, "call-back", about="nexttown")
    page = desk(app, town).get(DESK)
    words = text_of(page)
    assert words.index("A call back", words.index("Requests, what")) < words.rindex("About their data")
    assert "Waiting (2)" in words
    assert page.text.count('<th scope="row">') == 2


@pytest.mark.parametrize(
    ("query", "count"), [("", 2), ("?kind=data", 1), ("?show=handled", 0), ("?show=rubbish&kind=x", 2), ("?page=9", 0)]
)
def test_the_list_can_be_narrowed(app, towns, query, count):
    town, _ = towns
    ask(town, "data")
    ask(town, "call-back")
    assert desk(app, town).get(f"{DESK}{query}").text.count('<th scope="row">') == count


def test_what_is_late_says_so_in_words(app, towns):
    town, _ = towns
    ask(town, "call-back", at=clock.now() - timedelta(days=30))
    assert "days late" in text_of(desk(app, town).get(DESK))


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        (date(2026, 11, 23), 2, date(2026, 11, 25)),
        (date(2026, 11, 26), 2, date(2026, 11, 30)),
        (date(2026, 11, 27), 2, date(2026, 11, 30)),
    ],
)
def test_what_would_end_in_a_weekend_ends_on_monday(asked, days, due):
    assert requests.due_day(asked, days) == due


def test_a_request_is_read_in_the_words_of_its_form(app, towns):
    town, _ = towns
    words = text_of(desk(app, town).get(f"{DESK}/{ask(town, 'call-back')}"))
    assert "In the morning" in words and "012 34 56 78" in words and "The square" in words and "Français" in words


def test_an_answer_is_noted_and_the_request_no_longer_waits(app, towns):
    town, _ = towns
    number = ask(town, "call-back")
    desk(app, town).post(f"{DESK}/{number}", ANSWER)
    kept = request(number)
    assert (kept.state, kept.handled_by) == ("done", town.first.person_id)
    assert "We spoke" not in (kept.answer or "")
    assert "We spoke this morning" in text_of(desk(app, town).get(f"{DESK}/{number}"))
    assert "Waiting (0)" in text_of(desk(app, town).get(DESK))


def test_an_answer_goes_to_whoever_asked_by_their_own_way(app, towns):
    town, neighbour = towns
    number = ask(town, "data", person_id=town.citizen.person_id)
    desk(app, town).post(f"{DESK}/{number}", {**ANSWER, "way": "send", "words": "Your street is right now"})
    (sent,) = messages(town)
    assert (sent.to, sent.person_id) == ("dee@ourtown.example", town.citizen.person_id)
    assert "Your street is right now" in sent.body
    assert messages(neighbour) == []


@pytest.mark.parametrize("kind", ["copy", "accessibility"])
def test_an_answer_goes_to_the_address_of_whoever_has_no_account_in_their_language(app, towns, kind):
    town, _ = towns
    number = ask(town, kind, contact="Dee@Mail.example")
    desk(app, town).post(f"{DESK}/{number}", {**ANSWER, "way": "send"})
    (sent,) = messages(town)
    assert (sent.to, sent.language, sent.person_id) == ("Dee@Mail.example", "fr", None)


def test_whoever_cannot_be_written_to_is_called(app, towns):
    town, _ = towns
    number = ask(town, "call-back")
    assert "Send them" not in text_of(desk(app, town).get(f"{DESK}/{number}"))
    with pytest.raises(Refused) as refusal:
        answer(town, number, send=True)
    assert refusal.value.code == "request_no_way"
    assert request(number).state == "open"
    desk(app, town).post(f"{DESK}/{number}", {**ANSWER, "way": "send"})
    assert (request(number).state, messages(town)) == ("done", [])


def test_a_request_is_answered_once(towns):
    town, _ = towns
    number = ask(town, "call-back")
    answer(town, number)
    with pytest.raises(Refused) as refusal:
        answer(town, number, town.second)
    assert refusal.value.code == "request_closed"


def test_a_form_without_an_answer_is_not_taken(app, towns):
    town, _ = towns
    number = ask(town, "call-back")
    desk(app, town).post(f"{DESK}/{number}", {"outcome": "done", "way": "told", "words": "  "}, status=422)
    assert request(number).state == "open"


def test_a_neighbours_request_is_not_here(app, towns):
    town, neighbour = towns
    number = ask(neighbour, "call-back")
    desk(app, town).get(f"{DESK}/{number}", 404)
    desk(app, town).post(f"{DESK}/{number}", ANSWER, status=404)
    with pytest.raises(NotFound):
        answer(town, number)


def test_what_was_dealt_with_is_erased_after_its_term_and_still_counts(app, towns):
    town, neighbour = towns
    number, theirs = ask(town, "call-back"), ask(neighbour, "call-back")
    answer(town, number)
    answer(neighbour, theirs)
    assert request(number).erase_on
    for days, gone in ((364, False), (366, True)):
        with db.write() as session:
            requests.expire(session, municipality_id=town.id, at=clock.now() + timedelta(days=days))
        assert (request(number).content == "") is gone
    kept = request(number)
    assert (kept.answer, kept.person_id, kept.state) == (None, None, "done")
    assert request(theirs).content
    assert "This was erased" in text_of(desk(app, town).get(f"{DESK}/{number}"))
    assert "All (1)" in text_of(desk(app, town).get(DESK))


def test_what_still_waits_is_not_erased(towns):
    town, _ = towns
    number = ask(town, "data")
    with db.write() as session:
        requests.expire(session, municipality_id=town.id, at=clock.now() + timedelta(days=4000))
    assert request(number).content


def test_whoever_is_forgotten_leaves_no_request_behind(towns):
    town, neighbour = towns
    number = ask(town, "data", person_id=town.citizen.person_id)
    theirs = ask(neighbour, "data", person_id=neighbour.citizen.person_id)
    with db.write() as session:
        requests.forget(session, town.id, town.citizen.person_id)
    kept = request(number)
    assert (kept.content, kept.person_id) == ("", None)
    with db.read() as session:
        entry = session.get_one(Entry, kept.entry_id)
        assert (entry.answers, entry.person_id) == (None, None)
    assert request(theirs).person_id == neighbour.citizen.person_id


def test_an_answer_stands_in_the_journal_without_its_words(towns):
    from participation.journal.queries import page

    town, _ = towns
    answer(town, ask(town, "call-back"), words="Secret words")
    with db.read() as session:
        noted, _pages = page(session, town.id, 1)
    assert noted[0].event == "request.answered"
    assert noted[0].facts == {"kind": "call-back", "outcome": "done"}
    assert "Secret" not in str(noted)


def test_what_is_asked_by_mistake_can_be_taken_back_until_it_was_dealt_with(towns):
    from participation.inclusion import actions

    town, _ = towns
    first, second = ask(town, "call-back"), ask(town, "call-back")
    answer(town, second)
    entries = {number: request(number).entry_id for number in (first, second)}
    with db.write() as session:
        actions.take_back(session, town.id, entries[first], by=None, at=clock.now())
    with pytest.raises(Refused), db.write() as session:
        actions.take_back(session, town.id, entries[second], by=None, at=clock.now())
    assert request(second).state == "done"
    assert clock.now() > START
