"""Writing to people: once, in their language and their way, or not at all."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from participation import db
from participation.messages import actions, queries
from participation.messages.models import Message
from participation.messages.recipients import Recipient
from participation.people.models import LetterCode, SentCode
from tests.messages.writing import messages, recipient, send
from tests.towns import START


def test_a_message_is_kept_with_its_words_and_waits_to_leave(towns):
    town, neighbour = towns
    send(town)
    (message,) = messages(town)
    assert (message.state, message.channel, message.to) == ("waiting", "email", "dee@ourtown.example")
    assert message.subject == "Your code"
    assert "123456" in message.body and "15 minutes" in message.body
    assert messages(neighbour) == []


def test_the_same_message_is_kept_once(towns):
    town, neighbour = towns
    assert send(town) == send(town)
    send(neighbour)
    assert len(messages(town)) == len(messages(neighbour)) == 1


def test_without_a_language_of_their_own_people_are_written_to_in_the_municipalitys_first(towns):
    town, _ = towns
    send(town, to=recipient(town, language=None))
    send(town, to=recipient(town, language="xx"), key="code:2")
    send(town, to=recipient(town, language="fr"), key="code:3")
    assert [message.language for message in messages(town)] == ["nl", "nl", "fr"]


def test_somebody_gets_a_short_text_when_that_is_their_way(towns):
    town, _ = towns
    send(town, to=recipient(town, way="phone"))
    (message,) = messages(town)
    assert (message.channel, message.to) == ("phone", "+32470000000")
    assert len(message.body) <= 160


def test_a_kind_that_does_not_go_their_way_goes_another(towns):
    town, _ = towns
    send(town, to=recipient(town, way="letter"))
    assert messages(town)[0].channel == "email"


def test_nothing_is_sent_to_nowhere(towns):
    town, _ = towns
    assert send(town, to=Recipient(None, "Dee", "email")) is None
    assert messages(town) == []


def test_a_letter_has_the_lines_of_an_envelope(towns):
    town, _ = towns
    send(town, "letter_code")
    (message,) = messages(town)
    assert message.address == ["Dee", "Dreef 1", "9999 Ourtown"]
    assert (message.channel, message.state) == ("letter", "waiting")


def test_a_letter_is_in_a_language_in_which_the_municipality_writes_to_people(towns):
    town, _ = towns
    for language in ("en", "fr"):
        send(town, "letter_code", to=recipient(town, language=language), key=language)
    assert [message.language for message in messages(town)] == ["nl", "fr"]


def test_a_fact_that_is_missing_stops_the_message(towns):
    with pytest.raises(KeyError):
        send(towns[0], facts_of_nothing=1)
    assert messages(towns[0]) == []


def test_news_gathers_and_codes_do_not(towns):
    town, _ = towns
    send(town, "panel_news")
    assert messages(town)[0].state == "gathering"


@pytest.mark.parametrize("kind", ["news", "panel_news"])
def test_who_unsubscribes_gets_no_more_news_but_still_their_codes(towns, kind):
    town, neighbour = towns
    for place in (town, neighbour):
        send(place, "panel_news", key="before")
    with db.write() as session:
        actions.unsubscribe(session, town.id, town.citizen.person_id, kind, at=START)
        actions.unsubscribe(session, town.id, town.citizen.person_id, kind, at=START)
    assert send(town, "panel_news", key="after") is None
    assert send(town) is not None
    assert [message.kind for message in messages(town)] == ["code"]
    assert [message.key for message in messages(neighbour)] == ["before"]
    with db.write() as session:
        actions.subscribe(session, town.id, town.citizen.person_id, kind)
        assert queries.unsubscribed(session, town.id, town.citizen.person_id) == set()
    assert send(town, "panel_news", key="again")


def test_who_objects_gets_no_news_but_still_their_codes(towns):
    town, _ = towns
    assert send(town, "panel_news", to=recipient(town, objects=True)) is None
    assert send(town, to=recipient(town, objects=True)) is not None


def test_the_number_of_a_message_or_code_that_is_gone_is_never_given_again(towns):
    """Else the next code would have the key of one that left long ago, and nobody would get it."""
    town, _ = towns
    for table, row in (
        (Message, lambda: messages_row(town)),
        (SentCode, lambda: code_row(town)),
        (LetterCode, lambda: letter_code_row(town)),
    ):
        numbers = []
        for _time in range(2):
            with db.write() as session:
                made = row()
                session.add(made)
                session.flush()
                numbers.append(made.id)
            with db.write() as session:
                session.execute(delete(table))
        assert numbers[0] < numbers[1], table


def messages_row(town):
    return Message(
        municipality_id=town.id,
        key="one",
        kind="code",
        channel="email",
        language="nl",
        subject="",
        body="",
        state="sent",
        made_at=START,
    )


def code_row(town):
    return SentCode(
        municipality_id=town.id, purpose="sign_in", way="email", address="a@b.example", digest="x", expires=START
    )


def letter_code_row(town):
    return LetterCode(
        municipality_id=town.id, person_id=town.citizen.person_id, digest="x", asked_at=START, expires=START
    )
