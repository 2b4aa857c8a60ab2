"""One person, one voice, whichever way and in whichever order it comes in."""

import itertools
import threading
from datetime import date

import pytest
from sqlalchemy import select

from participation import db
from participation.errors import Refused
from participation.people import numbers, voices
from participation.people.models import Voice
from tests.cards import belgian_number
from tests.towns import START

PURPOSE = "challenge:7/support"


# Of all ways, one of each sort: by oneself, entered by an official, by text message.
WAYS = ("web", "paper", "visit", "text")


def key(town, counter=1):
    return numbers.number_key(town.id, belgian_number(date(1970, 1, 1), counter))


def give(town, channel="web", *, counter=1, purpose=PURPOSE):
    with db.write() as session:
        voices.give_voice(session, town.id, purpose, number_key=key(town, counter), channel=channel, at=START)


def count(town, purpose=PURPOSE):
    with db.read() as session:
        return voices.voices(session, town.id, purpose)


@pytest.mark.parametrize(("first", "second"), list(itertools.product(WAYS, repeat=2)))
def test_one_person_has_one_voice_over_two_channels_in_either_order(towns, first, second):
    town, _ = towns
    give(town, first)
    with pytest.raises(Refused, match="voice_given"):
        give(town, second)
    assert count(town) == {first: 1}


def test_voices_are_counted_by_channel(towns):
    town, neighbour = towns
    for counter, channel in enumerate(["web", "web", "paper", "phone", "desk"], start=1):
        give(town, channel, counter=counter)
    give(neighbour, counter=1)
    assert count(town) == {"web": 2, "paper": 1, "phone": 1, "desk": 1}
    assert count(neighbour) == {"web": 1}


def test_another_purpose_is_another_voice_and_cannot_be_laid_beside_the_first(towns):
    town, _ = towns
    give(town)
    give(town, purpose="challenge:8/support")
    with db.read() as session:
        first, second = session.scalars(select(Voice.key))
    assert first != second
    assert key(town) not in (first, second)


def test_a_voice_taken_back_may_be_given_anew(towns):
    town, _ = towns
    give(town)
    with db.write() as session:
        voices.take_voice_back(session, town.id, PURPOSE, number_key=key(town))
    assert count(town) == {}
    give(town, "paper")
    assert count(town) == {"paper": 1}
    with pytest.raises(Refused, match="voice_not_given"), db.write() as session:
        voices.take_voice_back(session, town.id, PURPOSE, number_key=key(town, 2))


def test_what_else_was_done_in_the_transaction_stays_when_a_voice_is_refused(towns):
    town, _ = towns
    give(town)
    with db.write() as session:
        voices.give_voice(session, town.id, PURPOSE, number_key=key(town, 3), channel="web", at=START)
        with pytest.raises(Refused):
            voices.give_voice(session, town.id, PURPOSE, number_key=key(town), channel="desk", at=START)
    assert count(town) == {"web": 2}


def test_a_channel_that_is_none_is_an_error_of_ours(towns):
    with pytest.raises(ValueError, match="pigeon"):
        give(towns[0], "pigeon")


def test_eight_counters_at_once_count_one_voice(towns):
    town, _ = towns
    begin, outcomes = threading.Barrier(8), []

    def try_to_give(channel):
        begin.wait()
        try:
            give(town, channel)
            outcomes.append("counted")
        except Refused as refusal:
            outcomes.append(refusal.code)

    counters = [threading.Thread(target=try_to_give, args=(channel,)) for channel in WAYS * 2]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join()
    assert sorted(outcomes) == ["counted"] + ["voice_given"] * 7
    assert sum(count(town).values()) == 1
