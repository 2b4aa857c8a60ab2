"""At the desk: a form is entered for somebody as they say it, read back, counted once, and can be put right."""

from __future__ import annotations

import html
import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from participation import clock, db
from participation.inclusion.models import Entry, Request
from participation.journal.models import JournalEntry
from participation.people.models import Person
from participation.permissions import Rung
from participation.sheets import sheet, sheets
from tests.inclusion.desk_sheets import BALLOT, STRICT, known_too
from tests.messages.writing import messages
from tests.towns import cookie_of
from tests.visitors import Visitor, text_of

FORMS = "/desk/counter/forms"
CALL = {"name": "Dee Claes", "phone": "012 34 56 78", "moment": "morning", "language": "fr", "about": "My street"}
FOR_NOBODY = {"for-channel": "phone", "for-known_by": "nobody", "for-language": "fr", "for-consented": "y"}
FOR_DEE = {**FOR_NOBODY, "for-known_by": "card", "for-wanted": "dee@ourtown"}
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


@pytest.fixture
def town(towns):
    for place in towns:
        with db.write() as session:
            session.execute(
                update(Person)
                .where(Person.id == place.citizen.person_id)
                .values(name="Dee Claes", phone="+32470123478", rung=Rung.CODE)
            )
    return towns[0]


@pytest.fixture
def desk(app, town):
    return Visitor(app, town, town.first)


@pytest.fixture
def colleague(app, town):
    return Visitor(app, town, town.second)


@pytest.fixture(autouse=True)
def more_forms():
    with known_too(BALLOT, STRICT):
        yield


def carried(page):
    """What a page sends along without showing it."""
    hidden = [dict(re.findall(r'(name|value)="([^"]*)"', field)) for field in HIDDEN.findall(page.text)]
    return {one["name"]: html.unescape(one["value"]) for one in hidden if "csrf" not in one["name"]}


def look(visitor, name, told, answers, status=200):
    return visitor.post(f"{FORMS}/{name}", {**told, **answers, "for-do": "look"}, status)


def enter(visitor, name="call-back", told=FOR_NOBODY, answers=CALL):
    """Enter a form as an official does; the page after it."""
    read = look(visitor, name, told, answers)
    answer = visitor.post(f"{FORMS}/{name}", {**carried(read), "for-read_back": "y", "for-do": "send"})
    return visitor.get(answer.location)


def code_on(page):
    """The code of a receipt, written or as it is said."""
    bare = re.search(r"(?:[A-Z]{4}\d{4}){2}", re.sub("[ ,-]", "", text_of(page)))
    assert bare
    return bare.group(0)


def kept(town):
    with db.read() as session:
        return session.execute(select(*Entry.__table__.c).where(Entry.municipality_id == town.id)).all()


def asked(town):
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(Request).where(Request.municipality_id == town.id))


def for_dee(town, **changes):
    return {**FOR_DEE, "for-person": str(town.citizen.person_id), **changes}


# Every form


def test_every_form_has_its_questions_with_their_numbers(app, town, desk):
    """The same words as on the page, and the same on the telephone with what to say around them."""
    with app.test_request_context(f"/{town.slug}/"), db.read() as session:
        subjects = {one.name: one for one in sheets() if "" in one.about(session, town.id)}
        labels = {
            name: [
                str(field.label.text)
                for field in one.asks(session, town.id, "")(meta={"csrf": False})
                if field.type != "HiddenField"
            ]
            for name, one in subjects.items()
        }
    assert {"call-back", "support", "objection", "ballot"} <= set(labels)
    for name, asked_here in labels.items():
        page, script = desk.get(f"{FORMS}/{name}"), desk.get(f"{FORMS}/{name}?way=phone")
        for number, label in enumerate(asked_here, start=1):
            assert f"{number}. {label}" in text_of(page)
            assert f"Question {number}. {label}" in text_of(script)
        assert "May I enter this for you?" in text_of(script)
        assert ("So that nobody answers in your name" in text_of(script)) == bool(sheet(name).act)


def test_a_form_about_something_else_is_not_there(desk):
    desk.get(f"{FORMS}/call-back/about/panel:7", 404)
    desk.get(f"{FORMS}/no-such-form", 404)


def test_the_counter_leads_to_a_form_by_the_code_on_its_paper(app, town, desk):
    with app.test_request_context(f"/{town.slug}/"), db.read() as session:
        from participation.inclusion.paper_codes import code_of

        code = code_of(session, town.id, sheet("call-back"))
    answer = desk.post("/desk/counter", {"code": code.lower().replace("-", " ")})
    assert answer.location.endswith("/desk/counter/forms/call-back?way=paper")
    desk.post("/desk/counter", {"code": "rubbish"}, 422)


def test_only_an_official_enters_for_somebody(app, town):
    for who in (town.auditor, town.citizen, town.administrator, town.arranger):
        for path in ("/desk/counter", f"{FORMS}/call-back", "/desk/counter/receipts"):
            Visitor(app, town, who).get(path, 403)


# Entering


def test_a_form_counts_once_it_was_read_back(town, desk):
    read = look(desk, "call-back", FOR_NOBODY, CALL)
    words = text_of(read)
    assert "1. Your name Dee Claes" in words and "In the morning" in words and "I now read aloud" in words
    assert kept(town) == []
    desk.post(f"{FORMS}/call-back", {**carried(read), "for-do": "send"}, 422)
    assert kept(town) == []
    page = enter(desk)
    [entry] = kept(town)
    assert (entry.channel, entry.person_id, entry.entered_by) == ("phone", None, town.first.person_id)
    assert (entry.consented, entry.read_back, entry.known_by, entry.language) == (True, True, "nobody", "fr")
    assert asked(town) == 1
    assert "Thank you, and goodbye" in text_of(page)
    with db.read() as session:
        noted = session.scalars(select(JournalEntry).where(JournalEntry.event == "entry.made")).one()
        assert (noted.by, noted.via) == (f"person:{town.first.person_id}", "phone")
        assert "Dee" not in str(noted.facts)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"for-consented": ""}, "tick that they said yes"),
        ({"for-channel": ""}, "Choose how it reached us"),
        ({"for-channel": "web"}, "Not a valid choice"),
        ({"for-known_by": ""}, "Say how you know"),
        ({"name": ""}, "Write the name that we may call you by"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(town, desk, changed, words):
    page = look(desk, "call-back", FOR_NOBODY, {**CALL, **changed}, 422)
    assert words in text_of(page)
    assert "My street" in page.text
    assert kept(town) == []


def test_the_way_back_from_reading_loses_nothing(desk):
    read = look(desk, "call-back", FOR_NOBODY, CALL)
    page = desk.post(f"{FORMS}/call-back", {**carried(read), "for-do": "change"}, 200)
    assert "My street" in page.text and 'value="Dee Claes"' in page.text


def test_pressed_twice_it_is_entered_once(town, desk):
    read = look(desk, "call-back", FOR_NOBODY, CALL)
    pressed = {**carried(read), "for-read_back": "y", "for-do": "send"}
    first, second = (desk.post(f"{FORMS}/call-back", pressed).location for _ in range(2))
    assert first == second
    assert len(kept(town)) == asked(town) == 1
    page = desk.post(f"{FORMS}/call-back", {**pressed, "about": "Another street"}, 422)
    assert "entered already" in text_of(page)
    assert len(kept(town)) == 1


def test_pressed_by_two_hands_at_the_same_moment_it_is_entered_once(app, town, desk):
    pressed = {**carried(look(desk, "call-back", FOR_NOBODY, CALL)), "for-read_back": "y", "for-do": "send"}
    hands, places, together = [Visitor(app, town, town.first) for _ in range(2)], [], threading.Barrier(2)
    tokens = [hand.token() for hand in hands]

    def press(hand, token):
        together.wait()
        path = f"/{town.slug}{FORMS}/call-back"
        places.append(hand.client.post(path, data={**pressed, "csrf_token": token}).location)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(hands, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(places)) == 1 and places[0]
    assert len(kept(town)) == asked(town) == 1


def test_a_press_of_a_colleague_is_not_mine(town, desk, colleague):
    pressed = {**carried(look(desk, "call-back", FOR_NOBODY, CALL)), "for-read_back": "y", "for-do": "send"}
    page = colleague.post(f"{FORMS}/call-back", pressed, 422)
    assert "Read the answers back once more" in text_of(page)
    assert kept(town) == []


def test_what_the_form_itself_refuses_stands_at_its_question(town, desk):
    answers = {"name": "Dee", "language": "nl", "way": "phone"}
    told = for_dee(town)
    with db.write() as session:
        session.execute(update(Person).where(Person.id == town.citizen.person_id).values(phone=None, email=None))
        session.execute(
            update(Person).where(Person.id == town.citizen.person_id).values(address=None, email="dee@ourtown.example")
        )
    page = look(desk, "contact", told, {**answers, "way": "letter"}, 422)
    assert "whole address" in text_of(page)


# For whom


def test_somebody_is_found_without_being_named_and_nothing_typed_is_lost(town, desk):
    page = desk.post(f"{FORMS}/call-back", {**FOR_DEE, **CALL, "for-do": "find"}, 200)
    words = text_of(page)
    assert "D. C. · d…@ourtown.example · … 78" in words
    assert "+32470123478" not in page.text and "My street" in page.text
    nobody = desk.post(f"{FORMS}/call-back", {**FOR_DEE, **CALL, "for-wanted": "nobody at all", "for-do": "find"}, 200)
    assert "Nobody here has this" in text_of(nobody)
    desk.post(f"{FORMS}/call-back", {**FOR_DEE, "for-wanted": "de", "for-do": "find"}, 422)


def test_a_form_that_must_know_who_it_is_knows_it(town, desk):
    page = look(desk, "objection", FOR_NOBODY | {"for-known_by": "card"}, {"may": "no"}, 422)
    assert "Find their account first" in text_of(page)
    told = text_of(enter(desk, "objection", for_dee(town, **{"for-channel": "paper"}), {"may": "no"}))
    assert "With this code it can be put right until" in told and "taken back" not in told
    [entry] = kept(town)
    assert (entry.person_id, entry.known_by, entry.name) == (town.citizen.person_id, "card", None)
    with db.read() as session:
        assert session.get_one(Person, town.citizen.person_id).objects_at is not None


def test_a_press_for_somebody_else_is_not_taken_for_the_second_of_two(town, desk):
    told = for_dee(town)
    read = carried(look(desk, "objection", told, {"may": "no"}))
    sent = {**read, "for-read_back": "y", "for-do": "send"}
    desk.post(f"{FORMS}/objection", sent)
    for_bo = {**sent, "for-wanted": "bo@ourtown", "for-person": str(town.second.person_id)}
    desk.post(f"{FORMS}/objection", for_bo, 422)
    assert [entry.person_id for entry in kept(town)] == [town.citizen.person_id]


def test_nobody_enters_for_themselves(town, desk):
    told = {**FOR_DEE, "for-wanted": "an@ourtown", "for-person": str(town.first.person_id)}
    assert "yourself" in text_of(look(desk, "objection", told, {"may": "no"}, 422))
    assert kept(town) == []


def test_somebody_of_the_neighbours_cannot_be_chosen(towns, town, desk):
    told = {**FOR_DEE, "for-wanted": "dee@nexttown", "for-person": str(towns[1].citizen.person_id)}
    look(desk, "objection", told, {"may": "no"}, 422)
    told = for_dee(town, **{"for-person": str(towns[1].citizen.person_id)})
    look(desk, "objection", told, {"may": "no"}, 422)
    look(desk, "objection", for_dee(town, **{"for-person": "1x"}), {"may": "no"}, 422)
    assert kept(town) == []


@pytest.mark.parametrize("person", ["abc", "²", "", "9" * 30])
def test_nobody_in_particular_is_asked_nothing_by_text(town, desk, person):
    desk.post(f"{FORMS}/objection", for_dee(town, **{"for-person": person, "for-do": "ask"}), 422)


def test_who_is_not_known_well_enough_shows_their_card_and_then_it_counts(town, desk):
    page = look(desk, "strict", for_dee(town), {"vote": "yes"}, 422)
    assert "Look at their identity card" in text_of(page) and "/desk/check" in page.text
    with db.write() as session:
        session.execute(update(Person).where(Person.id == town.citizen.person_id).values(rung=Rung.IDENTITY))
    enter(desk, "strict", for_dee(town), {"vote": "yes"})
    assert [entry.sheet for entry in kept(town)] == ["strict"]


def test_a_known_person_is_known_by_something(town, desk):
    told = for_dee(town, **{"for-known_by": "nobody"})
    assert "how you know" in text_of(look(desk, "call-back", told, CALL, 422))


def test_a_closed_account_sends_nothing(town, desk):
    with db.write() as session:
        session.execute(update(Person).where(Person.id == town.citizen.person_id).values(disabled_at=clock.now()))
    look(desk, "objection", for_dee(town), {"may": "no"}, 422)
    assert kept(town) == []


def test_the_official_never_sees_what_was_known_before(town, desk):
    with db.write() as session:
        session.execute(
            update(Person)
            .where(Person.id == town.citizen.person_id)
            .values(address={"street": "Geheime dreef 9", "postcode": "9999", "town": "Dorp"}, way="letter")
        )
    page = desk.post(f"{FORMS}/contact", {**for_dee(town), "for-do": "find"}, 200)
    assert "Geheime dreef" not in page.text and 'value="Dee Claes"' not in page.text


# The receipt


def test_the_receipt_is_printed_and_sent_once_and_not_to_others(town, desk, colleague):
    page = enter(desk, told=for_dee(town))
    number = kept(town)[0].id
    address = f"/desk/counter/entries/{number}"
    code = code_on(page)
    assert desk.get(f"{address}/receipt.pdf").data[:5] == b"%PDF-"
    for _ in range(2):
        desk.post(address, {"way": "email"})
    [receipt] = [message for message in messages(town) if message.kind == "entry_receipt"]
    assert code[:4] in receipt.body and receipt.to == "dee@ourtown.example"
    desk.post(address, {"way": "letter"}, 422)
    colleague.get(address, 404)
    colleague.get(f"{address}/receipt.pdf", 404)


def test_without_an_account_the_receipt_goes_where_they_say(town, desk):
    enter(desk)
    address = f"/desk/counter/entries/{kept(town)[0].id}"
    desk.post(address, {"contact": "nobody"}, 422)
    desk.post(address, {"contact": ""}, 422)
    desk.post(address, {"contact": "claes@home.example"})
    assert [(one.to, one.language) for one in messages(town)] == [("claes@home.example", "fr")]


def test_in_another_browser_the_code_is_not_there(app, town, desk):
    enter(desk)
    address = f"/desk/counter/entries/{kept(town)[0].id}"
    elsewhere = Visitor(app, town, town.first)
    assert "no longer in this browser" in text_of(elsewhere.get(address))
    elsewhere.get(f"{address}/receipt.pdf", 409)
    elsewhere.post(address, {"contact": "claes@home.example"}, 422)


# The second official


def paper_ballot(desk, answers):
    told = {**FOR_NOBODY, "for-channel": "paper"}
    return enter(desk, "ballot", told, answers)


def test_a_ballot_on_paper_counts_once_two_officials_read_the_same(town, desk, colleague):
    page = paper_ballot(desk, {"vote": "yes", "why": "Trees"})
    assert "waits for a second official" in text_of(page)
    number = kept(town)[0].id
    second = f"/desk/counter/entries/{number}/second"
    assert asked(town) == 0
    desk.get(second, 409)
    assert "A new square" in text_of(colleague.get("/desk/counter"))
    blind = colleague.get(second)
    assert "Trees" not in blind.text and "checked" not in blind.text
    page = colleague.post(second, {"vote": "yes", "why": "Threes"}, 422)
    words = text_of(page)
    assert words.count("Your colleague read something else here") == 2  # in the summary, and at its question
    assert page.text.index("1. A new square") < page.text.rindex("Your colleague") and "Trees" not in page.text
    assert asked(town) == 0
    colleague.post(second, {"vote": "yes", "why": " Trees "})
    [entry] = kept(town)
    assert (entry.state, entry.second_by, asked(town)) == ("taken", town.second.person_id, 1)
    colleague.get(second, 409)


def test_the_first_official_puts_right_what_they_misread(town, desk, colleague):
    paper_ballot(desk, {"vote": "yes", "why": "Threes"})
    number = kept(town)[0].id
    first = f"/desk/counter/entries/{number}/first"
    colleague.get(first, 404)
    page = desk.get(first)
    assert 'value="Threes"' in page.text
    desk.post(first, {**carried(page), "vote": "yes", "why": "Trees"})
    desk.post(first, {**carried(page), "vote": "no", "why": "Trees"}, 422)
    colleague.post(f"/desk/counter/entries/{number}/second", {"vote": "yes", "why": "Trees"})
    assert (kept(town)[0].state, asked(town)) == ("taken", 1)


def test_a_ballot_that_was_not_on_paper_waits_for_nobody(town, desk):
    enter(desk, "ballot", FOR_NOBODY, {"vote": "yes"})
    assert (kept(town)[0].state, asked(town)) == ("taken", 1)


# Putting right


def opened(desk, code, status=200):
    return desk.post("/desk/counter/receipts", {"for-code": code, "for-consented": "y", "for-do": "open"}, status)


def test_with_the_code_and_their_consent_it_is_put_right_and_read_back(town, desk, colleague):
    code = code_on(enter(desk))
    page = colleague.post("/desk/counter/receipts", {"for-code": code, "for-do": "open"}, 422)
    assert "My street" not in page.text
    page = opened(colleague, code.lower())
    assert "My street" in page.text
    answers = {**CALL, "about": "My square"}
    read = colleague.post("/desk/counter/receipts", {**carried(page), **answers, "for-do": "look"}, 200)
    assert "My square" in text_of(read)
    colleague.post("/desk/counter/receipts", {**carried(read), "for-do": "send"}, 422)
    sent = {**carried(read), "for-read_back": "y", "for-do": "send"}
    colleague.post("/desk/counter/receipts", sent)
    assert kept(town)[0].corrected_at is not None and asked(town) == 1
    assert "changed this while you were looking" in text_of(colleague.post("/desk/counter/receipts", sent, 422))
    assert "My square" in opened(desk, code).text


def test_it_is_taken_back_for_them(town, desk):
    code = code_on(enter(desk))
    desk.post("/desk/counter/receipts", {**carried(opened(desk, code)), **CALL, "for-do": "take_back"})
    assert (kept(town)[0].state, asked(town)) == ("taken_back", 0)
    opened(desk, code, 422)


def test_after_fourteen_days_it_stands(town, desk):
    code = code_on(enter(desk))
    with db.write() as session:
        session.execute(update(Entry).values(correctable_until=clock.now() - timedelta(seconds=1)))
    assert "can no longer be changed" in text_of(opened(desk, code, 422))


@pytest.mark.parametrize("code", ["", "KRTW-4071", "rubbish", "KRTW-4071-KRTW-4071"])
def test_a_code_that_is_none_opens_nothing(desk, code):
    opened(desk, code, 422)


def test_the_neighbours_code_opens_nothing(app, towns, town):
    neighbour = Visitor(app, towns[1], towns[1].first)
    code = code_on(enter(neighbour))
    opened(Visitor(app, town, town.first), code, 422)


def test_nobody_puts_their_own_form_right_at_the_desk(app, town, desk, colleague):
    told = {**FOR_DEE, "for-wanted": "bo@ourtown", "for-person": str(town.second.person_id)}
    with db.write() as session:
        session.execute(update(Person).where(Person.id == town.second.person_id).values(rung=Rung.CODE))
    code = code_on(enter(desk, "objection", told, {"may": "no"}))
    opened(colleague, code, 422)


def test_who_tries_codes_is_stopped(town, desk):
    statuses = set()
    for _ in range(12):
        answer = desk.client.post(
            f"/{town.slug}/desk/counter/receipts",
            data={"for-code": "KRTW-4071-KRTW-4071", "for-consented": "y", "csrf_token": desk.token()},
        )
        statuses.add(answer.status_code)
    assert statuses == {422, 429}


def test_what_i_entered_lately_names_nobody(town, desk):
    enter(desk, told=for_dee(town))
    page = desk.get("/desk/counter")
    assert "Call me" in text_of(page) and "by telephone" in text_of(page)
    assert "Dee" not in page.text


def test_the_cookie_of_somebody_else_opens_nothing(app, towns, town):
    stranger = Visitor(app, town)
    with stranger.client.session_transaction() as session:
        session.update(cookie_of(towns[1], towns[1].first))
    stranger.get("/desk/counter", 303)
