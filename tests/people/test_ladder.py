"""Climbing by letter: an address here, a code by post, five tries, one letter at a time."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.lottery.codes import new_codes
from participation.messages.models import Message
from participation.people import ladder
from participation.people.models import LetterCode, Person
from participation.people.views.ladder import ACT_WORDS
from participation.permissions import ACTS, Rung
from tests.visitors import Visitor, text_of

ADDRESS = {"street": "Lindestraat 5", "postcode": "9999", "town": "Ourtown"}


@pytest.fixture
def at(monkeypatch):
    """A clock that stands still; `at(days=3)` moves it."""
    begun = clock.now()

    def move(**time):
        monkeypatch.setattr(clock, "now", lambda: begun + timedelta(**time))

    move()
    return move


def ask(app, place, status=303, **changes):
    return Visitor(app, place, place.citizen).post("/account/ladder/letter", ADDRESS | changes, status)


def type_code(app, town, code, status=303):
    return Visitor(app, town, town.citizen).post("/account/ladder/letter/code", {"code": code}, status)


def letters(town):
    """The codes that were put in the post, oldest first."""
    with db.read() as session:
        bodies = session.scalars(
            select(Message.body)
            .where(Message.municipality_id == town.id, Message.kind == "letter_code")
            .order_by(Message.id)
        ).all()
    return [line for body in bodies for line in body.splitlines() if len(line) == 9 and line[4] == "-"]


def standing(town):
    with db.read() as session:
        return session.execute(
            select(Person.rung, Person.way, Person.address).where(Person.id == town.citizen.person_id)
        ).one()


def test_a_code_from_a_letter_shows_where_somebody_lives(app, towns):
    town, _ = towns
    ask(app, town)
    [code] = letters(town)
    page = type_code(app, town, code.lower().replace("-", " "))
    assert page.location == f"/{town.slug}/account/ladder"
    assert tuple(standing(town)) == (Rung.LETTER, "email", None)


def test_the_address_stands_on_the_envelope_and_is_kept_only_for_whoever_wants_letters(app, towns):
    town, neighbour = towns
    ask(app, town)
    ask(app, neighbour, keep="y")
    with db.read() as session:
        envelope = session.scalars(select(Message.address).where(Message.municipality_id == town.id)).one()
    assert envelope[-2:] == ["Lindestraat 5", "9999 Ourtown"]
    assert standing(town).address is None
    assert (standing(neighbour).way, standing(neighbour).address) == ("letter", ADDRESS)


def test_the_code_is_not_kept_as_it_is(app, towns):
    town, _ = towns
    ask(app, town)
    [code] = letters(town)
    with db.read() as session:
        digest = session.scalars(select(LetterCode.digest)).one()
    assert code not in digest
    assert len(digest) == 64


@pytest.mark.parametrize("postcode", ["1000", "99990", "9998", "abc", "999"])
def test_a_letter_goes_to_this_municipality_only(app, towns, postcode):
    town, _ = towns
    page = ask(app, town, 422, postcode=postcode)
    assert 'id="postcode-error"' in page.text
    assert letters(town) == []


@pytest.mark.parametrize("missing", ["street", "postcode", "town"])
def test_an_address_is_whole(app, towns, missing):
    town, _ = towns
    assert f'id="{missing}-error"' in ask(app, town, 422, **{missing: " "}).text
    assert letters(town) == []


def test_one_letter_at_a_time_and_another_after_a_week(app, towns, at):
    town, _ = towns
    ask(app, town)
    assert "on its way" in text_of(ask(app, town, 422))
    at(days=6)
    assert "on its way" in text_of(ask(app, town, 422))
    assert len(letters(town)) == 1
    at(days=7)
    ask(app, town)
    first, second = letters(town)
    type_code(app, town, first, 422)
    type_code(app, town, second)
    assert standing(town).rung == Rung.LETTER


def test_letters_asked_at_the_same_time_are_one(towns):
    from participation.errors import Refused

    town, _ = towns
    begin, outcomes = threading.Barrier(4), []

    def try_to_ask():
        begin.wait()
        try:
            with db.write() as session:
                ladder.ask_letter(
                    session, town.id, town.citizen.person_id, **ADDRESS, here=["9999"], keep=False, at=clock.now()
                )
            outcomes.append("sent")
        except Refused as refusal:
            outcomes.append(refusal.code)

    askers = [threading.Thread(target=try_to_ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert sorted(outcomes) == ["letter_on_its_way"] * 3 + ["sent"]
    assert len(letters(town)) == 1


def test_five_wrong_codes_close_a_letter(app, towns):
    town, _ = towns
    ask(app, town)
    [code] = letters(town)
    wrong = next(other for other in new_codes(2) if other != code)
    for _ in range(5):
        type_code(app, town, wrong, 422)
    assert "five times" in text_of(type_code(app, town, code, 422))
    assert standing(town).rung == Rung.CODE


def test_a_slip_that_can_be_no_code_costs_no_try(app, towns):
    town, _ = towns
    ask(app, town)
    [code] = letters(town)
    for _ in range(6):
        type_code(app, town, "hello", 422)
    type_code(app, town, code)
    assert standing(town).rung == Rung.LETTER


def test_a_code_works_once_and_for_thirty_days(app, towns, at):
    town, _ = towns
    ask(app, town)
    [code] = letters(town)
    at(days=30, seconds=-1)
    with db.write() as session:
        assert ladder.try_letter_code(session, town.id, town.citizen.person_id, code, at=clock.now())
    with db.read() as session:
        assert ladder.open_letter(session, town.id, town.citizen.person_id, at=clock.now()) is None


def test_a_code_of_thirty_days_ago_is_dead(app, towns, at):
    town, _ = towns
    ask(app, town)
    at(days=30)
    with db.read() as session:
        assert ladder.open_letter(session, town.id, town.citizen.person_id, at=clock.now()) is None


def test_anothers_letter_is_worth_nothing(app, towns):
    town, neighbour = towns
    ask(app, town)
    ask(app, neighbour)
    [code] = letters(town)
    type_code(app, neighbour, code, 422)
    Visitor(app, town, town.second).post("/account/ladder/letter/code", {"code": code}, 422)
    assert standing(neighbour).rung == Rung.CODE


def test_the_page_says_where_somebody_stands_and_what_opens_what(app, towns):
    town, _ = towns
    words = text_of(Visitor(app, town, town.citizen).get("/account/ladder"))
    assert "you never need a card reader" in words
    assert "give your voice where it is counted" in words
    ask(app, town)
    assert "Has it come?" in text_of(Visitor(app, town, town.citizen).get("/account/ladder"))


def test_who_was_turned_away_reads_what_is_missing(app, towns):
    town, _ = towns
    words = text_of(Visitor(app, town, town.citizen).get("/account/ladder?act=voice.give"))
    assert "One step is missing" in words
    assert "A code in a letter to your home is enough." in words
    Visitor(app, town, town.citizen).get("/account/ladder?act=%3Cscript%3E")


def test_every_act_has_its_words():
    assert set(ACT_WORDS) == set(ACTS)


def test_strangers_sign_in_first(app, towns):
    for path in ("/account/ladder", "/account/ladder/letter", "/account/ladder/letter/code"):
        assert "/sign-in" in Visitor(app, towns[0]).get(path, 303).location
