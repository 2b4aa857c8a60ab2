"""A form on the website: page by page, looked over, sent once, kept to come back to."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from participation import clock, db, keys
from participation.inclusion.models import Draft, Entry, Request
from participation.people import queries as people
from participation.people.models import Person
from participation.permissions import Rung
from tests.municipalities.makers import decide
from tests.visitors import Visitor, seen_in, text_of

CALL = {"name": "Rosa Peeters", "phone": "012 34 56 78", "moment": "any", "language": "nl", "about": "A ramp"}
NEEDS = {"needs": ["loop", "breaks"], "interpreter": "", "day": "", "more": "A seat near the door"}
REACHED = {"contact": "rosa@mail.example", "name": "Rosa"}


@pytest.fixture
def rosa(app, towns):
    """Somebody without an account."""
    return Visitor(app, towns[0])


@pytest.fixture
def dee(app, towns):
    """The citizen of our town, signed in."""
    return Visitor(app, towns[0], towns[0].citizen)


def rows(table, town):
    with db.read() as session:
        found = select(table.__table__).where(table.municipality_id == town.id).order_by(table.id)
        return session.execute(found).all()


def send(visitor, name="call-back", data=CALL):
    return visitor.send_form(name, data)


def code_on(page):
    return re.search(r"[A-Z]{4}-\d{4}-[A-Z]{4}-\d{4}", text_of(page)).group()


def test_a_form_asks_for_nothing_but_its_questions_numbered_as_on_paper(rosa):
    page = text_of(rosa.get("/forms/call-back"))
    assert "5 questions." in page
    for number, label in enumerate(
        ("Your name", "Your telephone number", "When may we call?", "In which language?"), 1
    ):
        assert f"{number}. {label}" in page


def test_whoever_reads_in_french_is_called_in_french_unless_they_say_otherwise(rosa):
    page = rosa.get("/forms/call-back?language=fr")
    assert re.search(r'<option selected value="(\w+)"', page.text).group(1) == "fr"


def test_what_is_right_is_looked_over_and_then_sent_once(rosa, towns):
    assert rosa.post("/forms/call-back", CALL).location == "/ourtown/forms/call-back/check"
    page = text_of(rosa.get("/forms/call-back/check"))
    for piece in (
        "1. Your name Rosa Peeters",
        "3. When may we call? Whenever somebody is here",
        "Nothing has been sent",
    ):
        assert piece in page
    assert rows(Entry, towns[0]) == []
    receipt = rosa.get(rosa.post("/forms/call-back/check").location)
    assert "We call you within 2 days" in text_of(receipt)
    assert "A ramp" in text_of(receipt)
    assert code_on(receipt)
    [entry], [asked] = rows(Entry, towns[0]), rows(Request, towns[0])
    assert (entry.channel, entry.person_id, asked.entry_id) == ("web", None, entry.id)
    assert "Rosa" not in str(rows(Draft, towns[0]))
    assert rows(Entry, towns[1]) == []


def test_pressed_twice_it_counts_once_and_shows_the_same_receipt(rosa, towns):
    rosa.post("/forms/call-back", CALL)
    first, second = (rosa.post("/forms/call-back/check").location for _ in range(2))
    assert first == second
    assert code_on(rosa.get(first)) == code_on(rosa.get(second))
    assert len(rows(Entry, towns[0])) == 1


def test_what_is_wrong_is_said_at_its_question_and_the_words_stay(rosa, towns):
    page = rosa.post("/forms/call-back", {**CALL, "phone": "x"}, 422)
    assert "Write a telephone number, such as 012 34 56 78." in text_of(page)
    assert 'href="#phone"' in page.text
    assert 'value="Rosa Peeters"' in page.text
    assert rows(Draft, towns[0]) == []


def test_each_page_is_looked_at_by_itself_and_all_of_them_are_sent(rosa, towns):
    page = rosa.get("/forms/support")
    assert "Page 1 of 2" in text_of(page)
    assert "5. Your telephone number" not in text_of(page)
    assert rosa.post("/forms/support", NEEDS).location == "/ourtown/forms/support?step=2"
    assert "5. Your telephone number or e-mail address" in text_of(rosa.get("/forms/support?step=2"))
    rosa.post("/forms/support?step=2", {**REACHED, "contact": ""}, 422)
    assert rosa.post("/forms/support?step=2", REACHED).location == "/ourtown/forms/support/check"
    page = text_of(rosa.get("/forms/support/check"))
    assert "A hearing loop More breaks, or a quiet room" in page
    rosa.post("/forms/support/check")
    assert len(rows(Request, towns[0])) == 1


def test_a_page_cannot_be_jumped_over(rosa, towns):
    assert "Page 1 of 2" in text_of(rosa.get("/forms/support?step=2"))
    rosa.post("/forms/support/check", status=409)
    rosa.post("/forms/support?step=2", REACHED)
    assert rosa.get("/forms/support/check", 303).location == "/ourtown/forms/support?step=1"
    rosa.post("/forms/support/check", status=422)
    assert rows(Entry, towns[0]) == []


def test_an_answer_is_changed_from_the_check_and_leads_back_there(rosa):
    rosa.post("/forms/support", NEEDS)
    rosa.post("/forms/support?step=2", REACHED)
    change = re.search(r'href="([^"]*step=1#more)"', rosa.get("/forms/support/check").text).group(1)
    assert "A seat near the door" in rosa.get(change.partition("#")[0]).text
    assert rosa.post("/forms/support?step=1", {**NEEDS, "more": "Other"}).location == "/ourtown/forms/support/check"
    assert "Other" in text_of(rosa.get("/forms/support/check"))


def test_two_browsers_do_not_see_each_others_words(app, rosa, towns):
    rosa.post("/forms/call-back", CALL)
    assert "Rosa Peeters" in rosa.get("/forms/call-back").text
    other = Visitor(app, towns[0])
    assert "Rosa Peeters" not in other.get("/forms/call-back").text
    other.get("/forms/call-back/check", 303)


def test_the_next_at_the_same_computer_does_not_see_what_somebody_typed_in_their_account(dee):
    dee.post("/forms/call-back", CALL)
    dee.post("/sign-out")
    assert "Rosa Peeters" not in dee.get("/forms/call-back").text


def test_what_was_typed_waits_in_the_account_on_every_computer(app, dee, towns):
    dee.post("/forms/support", NEEDS)
    elsewhere = Visitor(app, towns[0], towns[0].citizen)
    assert "A seat near the door" in elsewhere.get("/forms/support").text


def test_a_form_that_needs_somebody_known_asks_to_sign_in_and_comes_back(rosa, dee):
    answer = rosa.get("/forms/contact", 303)
    assert answer.location == "/ourtown/sign-in?next=/ourtown/forms/contact"
    assert "/sign-in" in rosa.post("/forms/contact/check").location
    dee.get("/forms/contact")


def test_a_form_that_needs_more_certainty_leads_to_the_ladder(dee, towns):
    decide(towns[0], "rung.data.see", "2")
    assert "/account/ladder" in dee.get("/forms/contact", 303).location


def test_who_is_signed_in_finds_what_we_know_already_in_the_form(dee):
    page = dee.get("/forms/contact").text
    assert 'value="dee ourtown"' in page


def test_a_form_that_does_not_exist_or_is_about_nothing_is_not_found(rosa):
    rosa.get("/forms/no-such-form", 404)
    rosa.get("/forms/call-back/about/panel:1", 404)
    rosa.get("/forms/support/about/panel:999", 404)


def test_a_form_is_filled_in_in_the_language_of_the_page(rosa, towns):
    rosa.get("/forms/call-back?language=fr")
    send(rosa)
    assert rows(Entry, towns[0])[0].language == "fr"


def test_what_is_typed_is_sealed_in_the_database(rosa, towns):
    rosa.post("/forms/call-back", CALL)
    kept = rows(Draft, towns[0])[0]
    assert "Rosa" not in kept.answers
    assert "Rosa" in keys.unsealed(kept.answers, "answers", towns[0].id)


def test_more_than_anybody_types_is_not_kept(rosa, towns):
    page = rosa.post("/forms/call-back/keep", {**CALL, "about": "x" * 200_000}, 422)
    assert "Write it shorter" in text_of(page)
    assert rows(Draft, towns[0]) == []


def test_no_page_with_what_somebody_typed_stays_in_the_browser(rosa):
    for page in (rosa.get("/forms/call-back"), send(rosa), rosa.get("/back")):
        assert page.headers["Cache-Control"] == "no-store"


# Kept to come back to


def kept(visitor, data=None, path="/forms/support"):
    """Keep a form; returns the page with the code."""
    return visitor.get(visitor.post(f"{path}/keep", data or NEEDS).location)


def test_a_form_is_kept_unfinished_and_gone_on_with_elsewhere(app, rosa, towns):
    page = kept(rosa, {**NEEDS, "day": "no day at all"})
    assert "We keep your form until" in text_of(page)
    assert "A seat near the door" not in rosa.get("/forms/support").text
    elsewhere = Visitor(app, towns[0])
    spoken = code_on(page).lower().replace("-", " ")
    assert elsewhere.post("/back", {"code": spoken}).location == "/ourtown/forms/support"
    assert "A seat near the door" in elsewhere.get("/forms/support").text
    elsewhere.post("/forms/support", NEEDS)
    elsewhere.post("/forms/support?step=2", REACHED)
    elsewhere.post("/forms/support/check")
    assert len(rows(Request, towns[0])) == 1
    assert "We find nothing with this code" in text_of(rosa.post("/back", {"code": spoken}, 422))


def test_the_code_of_a_kept_form_is_shown_for_half_an_hour(rosa):
    rosa.get(rosa.post("/forms/call-back/keep", {"name": "Rosa"}).location)
    with rosa.client.session_transaction() as session:
        session["kept"] = {**session["kept"], "at": (clock.now() - timedelta(minutes=31)).isoformat()}
    assert rosa.get("/forms/kept", 303).location.endswith("/back")


def test_a_kept_form_outlives_a_day_and_not_its_term(rosa, towns):
    code = code_on(kept(rosa))
    for days, status in ((29, 303), (31, 422)):
        with db.write() as session:
            session.execute(update(Draft).values(expires=clock.now() + timedelta(days=30 - days)))
        rosa.post("/back", {"code": code}, status)


def test_a_code_is_nothing_next_door(app, rosa, towns):
    code = code_on(kept(rosa))
    assert "We find nothing" in text_of(Visitor(app, towns[1]).post("/back", {"code": code}, 422))


def test_a_form_kept_in_an_account_is_for_that_account_alone(app, dee, towns):
    code = code_on(kept(dee))
    for other in (Visitor(app, towns[0]), Visitor(app, towns[0], towns[0].auditor)):
        page = other.post("/back", {"code": code}, 422)
        assert "Sign in with that account first" in text_of(page)
    assert dee.post("/back", {"code": code}).location == "/ourtown/forms/support"


def test_a_code_with_a_slip_says_so(rosa):
    code = code_on(kept(rosa))
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    rosa.post("/back", {"code": wrong}, 422)
    rosa.post("/back", {"code": "hello"}, 422)


def test_codes_are_not_tried_for_ever(rosa):
    for _ in range(20):
        rosa.post("/back", {"code": "KRTW-4071-PMNX-2208"}, 422)
    rosa.post("/back", {"code": "KRTW-4071-PMNX-2208"}, 429)


def test_coming_back_in_another_language_goes_on_in_that_of_the_form(rosa):
    rosa.get("/forms/support?language=fr")
    code = code_on(kept(rosa))
    rosa.get("/forms/support?language=en")
    assert rosa.post("/back", {"code": code}).location == "/ourtown/forms/support?language=fr"


def test_what_waits_for_its_code_makes_room_for_what_is_begun_anew(rosa, towns):
    first = code_on(kept(rosa))
    rosa.post("/forms/support", {**NEEDS, "more": "Second"})
    second = code_on(kept(rosa, {**NEEDS, "more": "Second"}))
    rosa.post("/back", {"code": first})
    assert "A seat near the door" in rosa.get("/forms/support").text
    rosa.post("/back", {"code": second})
    assert "Second" in rosa.get("/forms/support").text
    assert len(rows(Draft, towns[0])) == 2


# The receipt


def test_a_receipt_comes_back_with_its_code_and_is_put_right(app, rosa, towns):
    code = code_on(send(rosa))
    elsewhere = Visitor(app, towns[0])
    address = elsewhere.post("/back", {"code": code}).location
    page = elsewhere.get(f"{address}/correct")
    assert 'value="Rosa Peeters"' in page.text
    assert elsewhere.post(f"{address}/correct", {**CALL, "phone": "no", "seen": seen_in(page)}, 422)
    elsewhere.post(f"{address}/correct", {**CALL, "about": "A lift", "seen": seen_in(page)})
    assert "A lift" in text_of(elsewhere.get(address))
    assert len(rows(Request, towns[0])) == 1


def test_a_receipt_is_for_whoever_has_its_code_or_its_account(app, rosa, towns):
    send(rosa)
    address = f"/receipts/{rows(Entry, towns[0])[0].id}"
    assert "/sign-in" in Visitor(app, towns[0]).get(address, 303).location
    Visitor(app, towns[0], towns[0].auditor).get(address, 404)


def test_the_account_shows_what_was_sent_and_the_neighbours_is_not_found(app, dee, towns):
    address = dee.post("/forms/objection", {"may": "no"}) and dee.post("/forms/objection/check").location
    assert "Being written to, and drawn by lot" in text_of(dee.get("/forms/sent"))
    elsewhere = Visitor(app, towns[0], towns[0].citizen)
    assert "No, I object" in text_of(elsewhere.get(address))
    code = code_on(dee.get(address))
    stranger = Visitor(app, towns[0])
    assert "Sign in with that account first" in text_of(stranger.post("/back", {"code": code}, 422))


def test_what_can_be_taken_back_is_and_what_cannot_says_so(rosa, dee, towns):
    send(rosa)
    address = f"/receipts/{rows(Entry, towns[0])[0].id}"
    page = rosa.get(f"{address}/take-back")
    rosa.post(f"{address}/take-back", {"seen": seen_in(page)})
    assert "This no longer counts" in text_of(rosa.get(address))
    assert rows(Request, towns[0]) == []
    rosa.post(f"{address}/take-back", {"seen": seen_in(page)}, 409)
    send(dee, "objection", {"may": "no"})
    dee.get(f"/receipts/{rows(Entry, towns[0])[1].id}/take-back", 409)


def test_after_two_weeks_it_stands_as_it_is(rosa, towns):
    send(rosa)
    with db.write() as session:
        session.execute(update(Entry).values(correctable_until=clock.now() - timedelta(minutes=1)))
    address = f"/receipts/{rows(Entry, towns[0])[0].id}"
    assert "Put something right" not in text_of(rosa.get(address))
    rosa.get(f"{address}/correct", 409)


def test_the_receipt_is_sent_to_who_asks_for_it_once(dee, towns):
    from participation.messages.models import Message

    code = code_on(send(dee))
    address = f"/receipts/{rows(Entry, towns[0])[0].id}"
    for _ in range(2):
        dee.post(f"{address}/send")
    [message] = [one for one in rows(Message, towns[0]) if one.kind == "form_receipt"]
    assert code in message.body


# The forms of people


def person(town):
    with db.read() as session:
        found = people.person(session, town.id, town.citizen.person_id)
        session.expunge(found)
        return found


def test_objecting_holds_until_it_is_answered_otherwise(dee, towns):
    send(dee, "objection", {"may": "no"})
    assert person(towns[0]).objects_at
    assert "You object since" in text_of(dee.get("/my-data"))
    send(dee, "objection", {"may": "yes"})
    assert person(towns[0]).objects_at is None
    assert person(towns[1]).objects_at is None


def test_letters_in_large_print_go_to_a_whole_address(dee, towns):
    told = {"name": "Dee", "language": "fr", "way": "letter", "street": "Dam 1", "postcode": "", "town": "Dorp"}
    assert "whole address" in text_of(dee.post("/forms/contact", told, 422))
    send(dee, "contact", {**told, "postcode": "9999", "large_print": "y"})
    mine = person(towns[0])
    assert (mine.name, mine.language, mine.way, mine.large_print) == ("Dee", "fr", "letter", True)
    assert mine.address == {"street": "Dam 1", "postcode": "9999", "town": "Dorp"}


def test_a_refusal_stands_at_its_question_also_when_it_comes_at_the_end(dee, towns):
    with db.write() as session:
        session.execute(update(Person).where(Person.id == towns[0].citizen.person_id).values(rung=Rung.IDENTITY))
    dee.post("/forms/contact", {"name": "Somebody Else", "language": "nl", "way": "email"})
    page = dee.post("/forms/contact/check", status=422)
    assert "Show us your card at the desk" in text_of(page)
    assert 'href="#name"' in page.text
    assert 'value="Somebody Else"' in page.text
    assert rows(Entry, towns[0]) == []


def test_news_is_turned_off_and_on_again(dee):
    send(dee, "news", {"wanted": "no"})
    assert "off" in text_of(dee.get("/account"))
    send(dee, "news", {"wanted": "yes"})
    assert dee.get("/forms/news").text.count("checked") == 1


def test_the_questions_about_letters_come_after_how_we_write(dee):
    page = text_of(dee.get("/forms/contact"))
    assert page.index("3. How do we write to you?") < page.index("4. Street and number")
