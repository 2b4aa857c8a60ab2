"""Who has a telephone that only texts answers an invitation too: JA KRTW-4071-PMNX-2208."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from participation import clock, config
from participation.clock import local
from participation.invitations import seals
from participation.lottery.codes import new_long_codes
from tests.invitations.makers import NO, YES, answer, codes_of, invite, invited, panel_of, set_last_day
from tests.messages.writing import messages
from tests.municipalities.makers import decide
from tests.visitors import Visitor

ROSA, OTHER = "+32470123499", "+32470123400"


@pytest.fixture
def town(app, towns):
    config.use(replace(config.current(), sms="http://127.0.0.1:9/", text_secret="s" * 40))
    invite(towns[1])
    return towns[0]


@pytest.fixture
def slug(town):
    return invite(town)


@pytest.fixture
def code(town, slug):
    return codes_of(town, slug)[0]


@pytest.fixture
def text(app, town):
    """Hands a text over as the gateway does; returns the kinds of what we answered, newest last."""
    client = app.test_client()

    def hand_over(words, sender=ROSA):
        sent = {"from": sender, "text": words, "id": f"id-{len(messages(town))}-{words}"}
        answered = client.post(f"/{town.slug}/texts", json=sent, headers={"Authorization": f"Bearer {'s' * 40}"})
        assert answered.status_code == 200
        return [one.kind for one in messages(town) if one.kind.startswith("text_")]

    return hand_over


def first(town, slug):
    return invited(town, slug)[0]


def test_a_yes_counts_and_waits_for_a_call_on_that_number(text, town, slug, code):
    assert text(f"Ja, {code.replace('-', ' ').lower()}") == ["text_yes_call"]
    mine = first(town, slug)
    assert (mine.answer, mine.channel, mine.features, mine.candidate) == ("yes", "text", None, None)
    assert seals.reach_of(town.id, mine.reach)["phone"] == ROSA
    [sent] = [one for one in messages(town) if one.kind == "text_yes_call"]
    assert sent.to == ROSA


def test_where_texts_come_in_the_page_of_the_invitation_writes_them_for_you(app, town, slug, code):
    visitor = Visitor(app, town)
    assert "sms:" not in visitor.get(f"/invitation/{code}").text
    decide(town, "contact.texts", "+32 460 00 00 00")
    decide(town, "channel.open", ["web", "phone", "text"])
    page = visitor.get(f"/invitation/{code}?language=nl").text
    assert f'href="sms:+32460000000?&amp;body=JA%20{code}"' in page and f"body=NEE%20{code}" in page


def test_a_no_is_a_no(text, town, slug, code):
    answer(town, slug, code, YES)
    assert text(f"nee {code}") == ["text_no"]
    assert (first(town, slug).answer, panel_of(town, slug).pool) == ("no", {})


def test_a_yes_takes_nothing_away_from_who_is_in_the_pool_already(text, town, slug, code):
    answer(town, slug, code, YES)
    candidate = first(town, slug).candidate
    text(f"JA {code}")
    mine = first(town, slug)
    assert mine.candidate == candidate and mine.features and seals.reach_of(town.id, mine.reach)["email"]


def test_the_same_text_twice_and_another_telephone_count_once(text, town, slug, code):
    text(f"ja {code}")
    text(f"ja {code}", OTHER)
    mine = first(town, slug)
    assert mine.answer == "yes" and seals.reach_of(town.id, mine.reach)["phone"] == OTHER


def test_after_the_last_day_a_yes_by_text_is_told_to_call(text, town, slug, code):
    set_last_day(town, slug, (local(clock.now()) - timedelta(days=1)).date())
    assert text(f"ja {code}") == ["text_stands"]
    assert first(town, slug).answer is None


def test_the_code_of_a_neighbour_or_of_nobody_tells_nothing(text, town, slug, towns):
    theirs = codes_of(towns[1], "dorpskern")[0]
    assert text(f"ja {theirs}") == ["text_unclear"]
    assert text(f"ja {new_long_codes(1)[0]}") == ["text_unclear"] * 2
    assert {one.answer for one in invited(towns[1], "dorpskern")} == {None}


def test_a_no_on_paper_after_a_yes_by_text_is_what_counts(text, town, slug, code):
    text(f"ja {code}")
    answer(town, slug, code, NO, channel="paper")
    mine = first(town, slug)
    assert (mine.answer, mine.channel, mine.reach) == ("no", "paper", None)
