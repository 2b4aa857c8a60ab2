"""An official hears beforehand how many letters a panel needs, and how sure that is."""

from __future__ import annotations

import pytest

from participation.sortition.invitations import (
    Estimate,
    Group,
    Past,
    Response,
    candidates_for,
    letters_to_send,
    response,
)


def test_without_a_past_one_letter_in_ten_is_answered():
    found = letters_to_send(candidates_for(50), response([]))
    assert (found.candidates, found.letters) == (250, 2500)
    assert (found.low, found.high) == (2084, 6250)
    assert not found.response.own


def test_what_earlier_panels_brought_counts_more_than_what_others_saw():
    seen = response([Past(5000, 447), Past(1829, 100)])
    assert seen.own
    assert seen.likely == pytest.approx(547 / 6829)
    assert seen.low == pytest.approx(100 / 1829)
    assert seen.high == pytest.approx(max(447 / 5000, 1.25 * 547 / 6829))


def test_one_earlier_panel_is_no_certainty():
    seen = response([Past(1000, 100)])
    assert (seen.low, seen.likely, seen.high) == pytest.approx((0.075, 0.1, 0.125))


@pytest.mark.parametrize("past", [[Past(0, 0)], [Past(100, 0)]])
def test_a_past_that_says_nothing_is_no_past(past):
    assert not response(past).own


def test_nobody_answers_more_often_than_always():
    assert response([Past(10, 9)]).high == 1.0


def test_a_group_that_is_rare_asks_for_more_letters():
    assert candidates_for(20, [Group(least=10, share=0.5)]) == 100
    assert candidates_for(20, [Group(least=10, share=0.1)]) == 500
    assert candidates_for(20, [Group(least=0, share=0.1), Group(least=3, share=0)]) == 100


def test_the_cost_counts_the_reminder_to_whoever_is_silent():
    found = Estimate(100, 1000, 800, 2000, Response(0.05, 0.1, 0.12, own=False))
    assert found.cost(150) == 1000 * 150 + 900 * 150
    assert found.cost(150, letters=10) == 10 * 150 + 9 * 150
