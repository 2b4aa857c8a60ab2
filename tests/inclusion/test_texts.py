"""An answer by text message counts once, from the telephone that was asked; whatever else comes in tells nothing."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from participation import clock, config, db
from participation.inclusion import texts
from participation.inclusion.models import Entry, TextQuestion
from participation.lottery.codes import new_codes
from participation.messages import queries as news
from participation.messages.models import Message
from participation.pace import Count
from participation.people.models import Person
from participation.permissions import Rung
from tests.inclusion.desk_sheets import STAYS, known_too
from tests.inclusion.test_desk import CALL, FORMS, enter, for_dee
from tests.messages.writing import messages
from tests.visitors import Visitor, text_of

DEE, STRANGER = "+32470123478", "+32470999999"


@pytest.fixture
def town(towns, app):
    config.use(replace(config.current(), sms="http://127.0.0.1:9/", text_secret="s" * 40))
    for place in towns:
        with db.write() as session:
            session.execute(
                update(Person)
                .where(Person.id == place.citizen.person_id)
                .values(name="Dee Claes", phone=DEE, rung=Rung.CODE, language="en")
            )
    return towns[0]


@pytest.fixture
def desk(app, town):
    return Visitor(app, town, town.first)


@pytest.fixture
def gateway(app, town):
    """Hands a text over as the gateway does; returns what we answered to that telephone, newest last."""
    client = app.test_client()

    def hand_over(text, sender=DEE, reference=None, status=200, place=town):
        number = reference or f"id-{len(messages(place))}-{text}"
        sent = {"from": sender, "text": text, "id": number}
        headers = {"Authorization": f"Bearer {'s' * 40}"}
        answer = client.post(f"/{place.slug}/texts", json=sent, headers=headers)
        assert (answer.status_code, answer.data) == (status, b"")
        return [one.kind for one in messages(place) if one.kind.startswith("text_") and one.kind != "text_question"]

    return hand_over


def asked(town, desk, name="objection"):
    """The code in the text message in which the citizen is asked the question of a form."""
    desk.post(f"{FORMS}/{name}", {**for_dee(town), "for-do": "ask"})
    return code_in(town, "text_question")


def entered(town, desk, name="call-back", answers=CALL):
    """The code in the text message that says what was entered for the citizen."""
    enter(desk, name, for_dee(town), answers)
    return code_in(town, "entered_for_you")


def code_in(town, kind):
    return re.findall(r"[A-Z]{4}-\d{4}", [one.body for one in messages(town) if one.kind == kind][-1])[-1]


def objects(town):
    with db.read() as session:
        return session.get_one(Person, town.citizen.person_id).objects_at is not None


def entries(town):
    with db.read() as session:
        rows = select(Entry.sheet, Entry.channel, Entry.state, Entry.person_id).where(Entry.municipality_id == town.id)
        return session.execute(rows.order_by(Entry.id)).all()


# What is understood


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("JA KRTW-4068", "yes", "KRTW-4068"),
        ("nee krtw4068", "no", "KRTW-4068"),
        ("Neen, KRTW 4O68.", "no", "KRTW-4068"),
        ("KRTW4068 oui merci", "yes", "KRTW-4068"),
        ("Non KRTW-4068", "no", "KRTW-4068"),
        ("Nein KRTW–4068!", "no", "KRTW-4068"),
        ("Yes please: krtw-4068\nDee", "yes", "KRTW-4068"),
        ("JA", "yes", ""),
        ("KRTW-4068", "", "KRTW-4068"),
        ("ja of nee KRTW-4068", "", "KRTW-4068"),
        ("JA KRTW-4069", "yes", ""),
        ("STOP", "stop", ""),
        ("arrêt", "stop", ""),
        ("", "", ""),
        ("hello", "", ""),
        ("nothing", "", ""),
        ("x" * 70_000, "", ""),
    ],
)
def test_an_answer_is_understood_however_it_is_typed(text, word, code):
    assert texts.told(text) == texts.Told(word, code)


def test_every_code_that_we_make_is_understood():
    from participation.inclusion.codes import new_short_code

    for code in (new_short_code() for _ in range(50)):
        for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "").replace("0", "O")):
            assert texts.told(f"Nee {typed}") == texts.Told("no", code)


# A form that is one question


def test_a_yes_or_no_by_text_fills_in_the_form_once(town, desk, gateway):
    code = asked(town, desk)
    [question] = [one for one in messages(town) if one.kind == "text_question"]
    assert "May we write to you and draw you by lot?" in question.body and f"NO {code}" in question.body
    assert gateway(f"no {code}", reference="one") == ["text_taken"]
    assert objects(town)
    assert gateway(f"no {code}", reference="one") == ["text_taken"]
    assert gateway(f"NO {code}", reference="two") == ["text_taken", "text_thanks"]
    assert gateway(f"YES {code}") == ["text_taken", "text_thanks", "text_known"]
    assert objects(town)
    assert entries(town) == [("objection", "text", "taken", town.citizen.person_id)]


def test_the_same_answer_twice_at_the_same_moment_counts_once(app, town, desk):
    code, together = asked(town, desk), threading.Barrier(2)

    def hand_over(number):
        together.wait()
        sent = {"from": DEE, "text": f"NO {code}", "id": str(number), "secret": "s" * 40}
        assert app.test_client().post(f"/{town.slug}/texts", data=sent).status_code == 200

    hands = [threading.Thread(target=hand_over, args=(number,)) for number in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(entries(town)) == 1


def test_the_question_is_asked_in_their_language(town, desk):
    with db.write() as session:
        session.execute(update(Person).where(Person.id == town.citizen.person_id).values(language="nl"))
    asked(town, desk, "news")
    assert [one.language for one in messages(town)] == ["nl"]


def test_nobody_is_asked_twice_while_we_wait(town, desk, gateway):
    code = asked(town, desk)
    page = desk.post(f"{FORMS}/objection", {**for_dee(town), "for-do": "ask"}, 422)
    assert "wait for the answer" in text_of(page)
    gateway(f"yes {code}")
    assert asked(town, desk) != code


def test_who_has_no_mobile_number_is_not_asked_by_text(town, desk):
    with db.write() as session:
        session.execute(update(Person).where(Person.id == town.citizen.person_id).values(phone=None))
    desk.post(f"{FORMS}/objection", {**for_dee(town), "for-do": "ask"}, 422)
    desk.post(f"{FORMS}/call-back", {**for_dee(town), "for-do": "ask"}, 422)
    desk.post(f"{FORMS}/objection", {**for_dee(town), "for-wanted": "", "for-do": "ask"}, 422)
    assert messages(town) == []


def test_a_code_counts_only_from_the_telephone_that_was_asked(towns, town, desk, gateway):
    code = asked(town, desk)
    assert gateway(f"NO {code}", STRANGER) == ["text_unclear"]
    assert gateway(f"NO {code}", place=towns[1]) == ["text_unclear"]
    assert not objects(town) and entries(town) == []
    assert gateway(f"NO {code}", "0032 470 12 34 78") == ["text_unclear", "text_taken"]


def test_an_answer_that_comes_too_late_does_not_count(town, desk, gateway):
    code = asked(town, desk)
    with db.write() as session:
        session.execute(update(TextQuestion).values(expires=clock.now() - timedelta(seconds=1)))
    assert gateway(f"NO {code}") == ["text_unclear"]
    assert entries(town) == []


# What was entered for them


def test_no_takes_back_what_was_entered(town, desk, gateway):
    code = entered(town, desk)
    assert gateway(f"no {code}") == ["text_taken_back"]
    assert [entry.state for entry in entries(town)] == ["taken_back"]
    assert gateway(f"no {code}") == ["text_taken_back"] * 2
    assert gateway(f"yes {code}")[-1] == "text_known"
    assert [entry.state for entry in entries(town)] == ["taken_back"]


def test_yes_leaves_it_and_no_afterwards_still_counts(town, desk, gateway):
    code = entered(town, desk)
    assert gateway(f"yes {code}") == ["text_thanks"]
    assert gateway(f"no {code}")[-1] == "text_taken_back"


def test_where_it_cannot_be_taken_back_the_desk_looks_at_it_with_them(town, desk, gateway):
    with known_too(STAYS):
        code = entered(town, desk, "stays", {"vote": "yes"})
        assert gateway(f"no {code}") == ["text_doubted"]
        page = text_of(desk.get("/desk/counter"))
        assert "(… 78) that this is not right" in page
        with db.read() as session:
            number = session.scalar(select(Entry.id))
        desk.post(f"/desk/counter/entries/{number}/settle")
        assert "that this is not right" not in text_of(desk.get("/desk/counter"))
        desk.post(f"/desk/counter/entries/{number}/settle", status=404)


def test_what_a_form_is_about_stays_off_a_locked_screen_where_that_says_much(town, desk):
    enter(desk, "support", for_dee(town), {"needs": "vgt", "contact": "dee@ourtown.example"})
    [told] = messages(town)
    assert "a form" in told.body and "help you" not in told.body


def test_without_a_gateway_nobody_is_asked_to_answer(town, desk):
    config.use(replace(config.current(), text_secret=""))
    enter(desk, "call-back", for_dee(town), CALL)
    assert messages(town) == []
    assert "by text message too" not in text_of(
        desk.post(f"{FORMS}/objection", {**for_dee(town), "for-do": "find"}, 200)
    )


# Everything else


def test_stop_ends_the_news_and_says_the_same_to_a_stranger(town, gateway):
    assert gateway("STOP") == ["text_stopped"]
    with db.read() as session:
        assert not news.wants(session, town.id, town.citizen.person_id)
    assert gateway("stop", STRANGER) == ["text_stopped"] * 2


@pytest.mark.parametrize("text", ["", "hello", "JA", "KRTW-4071", "JA KRTW-4068", "JA KRTW-4069"])
def test_what_cannot_be_counted_gets_one_polite_answer_that_tells_nothing(town, gateway, text):
    assert gateway(text) == gateway(text, STRANGER)[:1] == ["text_unclear"]
    known, strange = (one.body for one in messages(town))
    assert "Answer YES or NO" in known and "012 34 56 78" in known
    assert "Dee" not in known + strange
    assert {one.to for one in messages(town)} == {DEE, STRANGER}


def test_the_same_text_twice_is_answered_once(town, gateway):
    gateway("hello", reference="same")
    assert gateway("hello", reference="same") == ["text_unclear"]


def test_a_telephone_gets_at_most_ten_answers_a_day(town, gateway):
    for number in range(12):
        kinds = gateway("hello", reference=f"n{number}")
    assert len(kinds) == 10
    assert len(gateway("hello", STRANGER)) == 11


def test_who_guesses_codes_under_somebodys_number_is_not_heard_even_when_right(town, desk, gateway):
    code = asked(town, desk)
    for number, guess in enumerate(new_codes(10)):
        gateway(f"NEE {guess}", reference=f"guess{number}")
    gateway(f"NEE {code}", reference="the right one")
    assert not objects(town)
    with db.write() as session:
        session.execute(update(Count).values(until=clock.now()))
    gateway(f"NEE {code}", reference="the next day")
    assert objects(town)


def test_a_text_that_is_handed_over_again_later_undoes_nothing(town, desk, gateway):
    with known_too(STAYS):
        code = entered(town, desk, "stays", {"vote": "yes"})
        gateway(f"NEE {code}", reference="first")
        gateway(f"JA {code}", reference="second")
        gateway(f"NEE {code}", reference="first")
    with db.read() as session:
        assert session.scalars(select(TextQuestion.answer)).all() == ["yes"]


@pytest.mark.parametrize("number", ["8811", "+1 555 0100", "Lottery", "012 34 56 78"])
def test_what_is_no_mobile_number_gets_no_answer(town, gateway, number):
    assert gateway("STOP", number) == []


# The gateway


def test_only_the_gateway_hands_texts_over(app, town):
    client, path, sent = app.test_client(), f"/{town.slug}/texts", {"from": DEE, "text": "STOP", "id": "1"}
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}, {"Authorization": "é"}):
        assert client.post(path, json=sent, headers=headers).status_code == 403
    assert client.post(path, data={**sent, "secret": "ß" * 40}).status_code == 403
    assert client.get(path).status_code == 405
    assert messages(town) == []
    config.use(replace(config.current(), text_secret=""))
    assert client.post(path, data={**sent, "secret": ""}).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ([], 400),
        ("text", 400),
        ({"from": DEE, "text": "STOP", "id": "\0"}, 400),
        ({"from": DEE, "text": "STOP"}, 422),
        ({"text": "STOP", "id": "1"}, 422),
        ({"from": DEE, "id": "x" * 500}, 422),
        ({"from": DEE, "text": "STOP", "id": "\ud800"}, 400),
        ({"from": DEE, "text": {"a": 1}, "id": 7}, 200),
    ],
)
def test_what_is_no_text_message_is_refused(app, town, sent, status):
    headers = {"Authorization": f"Bearer {'s' * 40}"}
    assert app.test_client().post(f"/{town.slug}/texts", json=sent, headers=headers).status_code == status


@pytest.mark.parametrize("sent", ["[" * 100_000, '{"secret": "\\ud800"}', f'{{"id": {"1" * 5000}}}', "{"])
def test_who_hands_over_nonsense_without_the_secret_hears_that_it_is_none(app, town, sent):
    answer = app.test_client().post(f"/{town.slug}/texts", data=sent, content_type="application/json")
    assert answer.status_code == 400


def test_a_secret_that_can_be_guessed_is_refused_in_production(tmp_path):
    known = {
        "PARTICIPATION_MODE": "production",
        "PARTICIPATION_SECRET_KEY": "a long secret that nobody can guess 1",
        "PARTICIPATION_IDENTITY_KEY": "another secret that nobody can guess 2",
        "PARTICIPATION_HOSTS": "samen.example",
        "PARTICIPATION_DATABASE": "sqlite://",
        "PARTICIPATION_PROXIES": "1",
        "PARTICIPATION_SMTP": "smtps://mail.example",
        "PARTICIPATION_INSTANCE": str(tmp_path),
    }
    assert config.load(known).text_secret == ""
    with pytest.raises(config.UnsafeStart, match="PARTICIPATION_TEXT_SECRET"):
        config.load({**known, "PARTICIPATION_TEXT_SECRET": "short"})


# In the demo


def test_in_the_demo_a_text_can_be_answered_as_on_a_telephone(app, town, desk):
    from participation.municipalities.models import Municipality

    code = asked(town, desk)
    sent = {"phone": DEE, "text": f"NO {code}"}
    desk.post("/demo/texts", sent, 404)
    with db.write() as session:
        session.execute(update(Municipality).where(Municipality.id == town.id).values(is_demo=True))
    assert desk.post("/demo/texts", sent).location == "/demo/post"
    assert objects(town)


def test_no_secret_of_a_text_stays_in_the_database(town, desk):
    code = asked(town, desk)
    with db.read() as session:
        assert code not in str(session.execute(select(*TextQuestion.__table__.c)).all())
        assert session.scalar(select(Message.kind)) == "text_question"
