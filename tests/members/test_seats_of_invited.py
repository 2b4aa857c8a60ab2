"""From a letter to a seat: whoever was invited by lot is asked with the code of their own letter, by the way they chose."""

from __future__ import annotations

import pytest

from participation import clock, db
from participation.invitations import queries as invitations
from participation.members import seats
from tests.invitations import makers as letters
from tests.members.makers import members, secret_of
from tests.messages.writing import messages
from tests.towns import make_panel


@pytest.fixture
def invited(app, towns):
    """A town whose letters are out, and its panel."""
    return towns[0], letters.invite(towns[0])


def draw(town, slug):
    """Whoever said yes has a seat."""
    panel = letters.panel_of(town, slug)
    codes = [one.candidate for one in letters.invited(town, slug) if one.candidate]
    with db.write() as session:
        seats.ask(
            session,
            municipality_id=town.id,
            panel_id=panel.id,
            round=1,
            codes=codes,
            by=town.first,
            at=clock.now(),
        )


def test_they_are_asked_by_their_way_with_the_code_of_their_letter(invited):
    town, slug = invited
    by_mail, by_letter = letters.codes_of(town, slug)[:2]
    letters.answer(town, slug, by_mail, {**letters.YES, "contact": "rosa@mail.example"})
    letters.answer(town, slug, by_letter, {**letters.YES, "contact": ""})
    draw(town, slug)
    asked = {message.channel: message for message in messages(town) if message.kind == "seat_asked"}
    assert set(asked) == {"email", "letter"}
    assert asked["email"].to == "rosa@mail.example"
    assert by_mail in asked["email"].body
    assert by_letter in asked["letter"].body
    assert len(asked["letter"].address) == 3
    assert {secret_of(one) for one in members(town, slug)} == {by_mail, by_letter}


def test_only_who_agreed_is_drawn_again(invited):
    town, slug = invited
    yes, no = letters.codes_of(town, slug)[:2]
    letters.answer(town, slug, yes, {**letters.YES, "stays": True})
    letters.answer(town, slug, no, {**letters.YES, "stays": False})
    willing = {letters.seals.code_of(town.id, one.code): one.candidate for one in letters.invited(town, slug)}
    with db.read() as session:
        found = invitations.who_may_be_drawn_again(session, town.id, letters.panel_of(town, slug).id)
    assert found == {willing[yes]}


def test_a_pool_that_came_in_as_a_list_may_all_be_drawn_again(towns):
    town = towns[0]
    slug = make_panel(town, "people")
    with db.read() as session:
        assert invitations.who_may_be_drawn_again(session, town.id, letters.panel_of(town, slug).id) is None
