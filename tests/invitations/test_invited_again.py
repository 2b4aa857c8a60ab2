"""Who was not drawn and asked to hear of a next panel, is invited to it: once, and with an answer of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.invitations import again, seals
from participation.invitations.queries import again as queries
from participation.journal.models import JournalEntry
from participation.panels import queries as panels
from tests import letters, registers
from tests import towns as make
from tests.invitations.makers import YES, answer, codes_of, drawn_with_hopes, invited, panel_of, set_last_day
from tests.messages.writing import messages
from tests.visitors import Visitor, seen_in, text_of

PAGE = "/desk/panels/{slug}/answers"


@pytest.fixture
def town(app, towns):
    return towns[0]


@pytest.fixture
def first(town):
    """A panel for which ten said yes: six were drawn. All but the last two asked to hear of a next one."""
    return drawn_with_hopes(town, "Dorpskern", hoping=8)


@pytest.fixture
def next_one(town):
    return invite(town, "Station")


def invite(town, title):
    slug = letters.invited(town, title)
    set_last_day(town, slug, (clock.local(clock.now()) + timedelta(days=14)).date())
    return slug


def waiting(town, slug):
    with db.read() as session:
        return queries.asked_again(session, town.id, panel_of(town, slug).id)


def hoping(town, slug):
    """Who asked for it and was not drawn."""
    with db.read() as session:
        chosen = panels.drawn_codes(session, town.id, panel_of(town, slug).id)[1]
    return [one for one in invited(town, slug) if one.next_pool and one.candidate not in chosen]


def test_while_the_draw_is_to_come_nobody_is_offered(town):
    slug = invite(town, "Dorpskern")
    answer(town, slug, codes_of(town, slug)[0], {**YES, "next_pool": "y"})
    assert waiting(town, invite(town, "Station")) == []


def test_only_who_asked_and_was_not_drawn_is_offered(town, towns, first, next_one):
    assert 2 <= len(hoping(town, first)) <= 4
    assert waiting(town, next_one) == [one.id for one in hoping(town, first)]
    assert waiting(town, first) == []
    assert waiting(towns[1], invite(towns[1], "Station")) == []


def test_one_press_invites_them_and_they_answer_anew(app, town, first, next_one):
    desk, count = Visitor(app, town, town.first), len(hoping(town, first))
    page = desk.get(PAGE.format(slug=next_one))
    assert f"{count} people said yes to an earlier panel" in text_of(page)
    desk.post(f"{PAGE.format(slug=next_one)}/again", {"seen": "something else"}, 409)
    desk.post(f"{PAGE.format(slug=next_one)}/again", {"seen": seen_in(page)})
    everybody = invited(town, next_one)
    one = everybody[10]
    assert [one.number for one in everybody] == list(range(1, 11 + count))
    assert (one.answer, one.features, one.candidate) == (None, None, None)
    assert seals.reach_of(town.id, one.reach)["email"].startswith("rosa")
    sent = [one.body for one in messages(town) if one.kind == "invited_again"]
    assert len(sent) == count and any(seals.code_of(town.id, one.code) in body for body in sent)
    make.write_remit(town, next_one)
    answer(town, next_one, seals.code_of(town.id, one.code), YES)
    assert invited(town, next_one)[10].candidate
    assert waiting(town, next_one) == []
    assert f"{count} people who said yes to an earlier panel" in text_of(
        Visitor(app, town).get(f"/panels/{next_one}?language=en")
    )
    with db.read() as session:
        [entry] = session.scalars(select(JournalEntry).where(JournalEntry.event == "invited.again"))
        assert entry.facts == {"people": count}


def test_a_panel_after_that_does_not_find_them_again(town, first, next_one):
    with db.write() as session:
        panel = make.changing(session, town, next_one)
        again.invite(session, town.id, panel.id, waiting(town, next_one), by=town.first, at=clock.now())
    assert waiting(town, invite(town, "Park")) == []


def test_the_letters_of_the_lot_do_not_go_to_them(town, first, next_one):
    with db.write() as session:
        panel = make.changing(session, town, next_one)
        again.invite(session, town.id, panel.id, waiting(town, next_one), by=town.first, at=clock.now())
    assert letters.write(town, next_one).letters == 10
    assert registers.lot_of(town, next_one).letters == 10
