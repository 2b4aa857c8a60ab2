"""What forms hold on people goes in its time, and with whoever leaves; what they count for stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from participation import clock, db, events
from participation.inclusion import drafts, privacy, queries
from participation.inclusion.drafts import Hands
from participation.inclusion.models import Draft, Entry, Request
from participation.people import leaving
from tests.inclusion.asking import ask
from tests.municipalities.makers import decide
from tests.visitors import Visitor

CALL = {"name": "Rosa Peeters", "phone": "012 34 56 78", "moment": "any", "language": "nl", "about": "A ramp"}


@pytest.fixture
def both(towns):
    """A request of the citizen in our town, and of their double next door."""
    return [ask(town, "call-back", person_id=town.citizen.person_id) for town in towns]


def a_day_ends(town, days=0):
    with db.write() as session:
        privacy.expiring(session, municipality_id=town.id, at=clock.now() + timedelta(days=days))


def entry(town):
    with db.read() as session:
        return session.execute(select(Entry.__table__).where(Entry.municipality_id == town.id)).one()


def count(table, town):
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(table).where(table.municipality_id == town.id))


def test_the_night_hears_it():
    assert privacy.expiring in events._listeners["day.ended"]


@pytest.mark.parametrize(("days", "left"), [(0, 1), (2, 0)])
def test_what_nobody_sent_or_kept_goes_after_a_day(towns, days, left):
    with db.write() as session:
        drafts.fill(
            session, Hands(towns[0].id, None, "x"), "news", "", {"wanted": ["no"]}, language="nl", at=clock.now()
        )
    a_day_ends(towns[0], days)
    assert count(Draft, towns[0]) == left


@pytest.mark.parametrize(("days", "left"), [(9, 1), (11, 0)])
def test_what_was_kept_goes_when_this_municipality_says(towns, days, left):
    decide(towns[0], "retention.inclusion.draft", 10)
    with db.write() as session:
        hands, at = Hands(towns[0].id, None, "x"), clock.now()
        drafts.fill(session, hands, "news", "", {"wanted": ["no"]}, language="nl", at=at)
        _, until = drafts.keep(session, hands, "news", "", at=at)
    assert until == at + timedelta(days=10)
    a_day_ends(towns[0], days)
    assert count(Draft, towns[0]) == left


def test_answers_go_once_they_can_no_longer_be_put_right(towns, both):
    a_day_ends(towns[0], 14)
    assert entry(towns[0]).answers
    a_day_ends(towns[0], 16)
    assert entry(towns[0]).answers is None
    assert entry(towns[0]).person_id == towns[0].citizen.person_id
    assert entry(towns[1]).answers


def test_who_sent_it_goes_after_a_year_and_the_count_stays(towns, both):
    with db.write() as session:
        session.execute(update(Entry).values(entered_by=None, second_by=None))
    a_day_ends(towns[0], 366)
    kept = entry(towns[0])
    assert (kept.person_id, kept.name, kept.entered_by, kept.second_by) == (None, None, None, None)
    with db.read() as session:
        assert queries.ways(session, towns[0].id, "call-back") == {"web": 1}
    assert entry(towns[1]).person_id == towns[1].citizen.person_id


def test_whoever_leaves_takes_their_forms_along_and_the_count_stays(app, towns, both):
    Visitor(app, towns[0], towns[0].citizen).post("/forms/call-back", CALL)
    assert count(Draft, towns[0]) == 1
    with db.write() as session:
        leaving.forget(session, towns[0].id, towns[0].citizen.person_id, by="operator", at=clock.now())
    kept = entry(towns[0])
    assert (kept.person_id, kept.answers) == (None, None)
    assert count(Draft, towns[0]) == 0
    with db.read() as session:
        assert session.scalars(select(Request.content).where(Request.municipality_id == towns[0].id)).all() == [""]
        assert queries.ways(session, towns[0].id, "call-back") == {"web": 1}


def test_what_was_typed_at_a_computer_for_many_goes_with_the_next(towns):
    here, at = Hands(towns[0].id, None, "x", drafts.SHARED_COMPUTER), clock.now()
    with db.write() as session:
        for name in ("news", "contact"):
            drafts.fill(session, here, name, "", {"wanted": ["no"]}, language="nl", at=at)
        drafts.fill(session, Hands(towns[0].id, None, "y"), "news", "", {"wanted": ["no"]}, language="nl", at=at)
    with db.read() as session:
        held = drafts.draft(session, here, "news", "", at=at)
        assert held and held.expires == at + timedelta(minutes=30)
        assert drafts.draft(session, here, "news", "", at=at + timedelta(minutes=31)) is None
    with db.write() as session:
        drafts.let_go(session, here)
    assert count(Draft, towns[0]) == 1
