"""How many reached each step stays known when the people are forgotten; and nothing of a single person does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from participation import clock, db
from participation.invitations import forgetting as invitations_forgetting
from participation.invitations import privacy as invitations_privacy
from participation.invitations.models import Invited
from participation.invitations.queries.counts import counted
from participation.panels import drawing, forgetting, privacy, queries, tallies
from participation.panels.models import Candidate
from participation.panels.queries import Line
from participation.panels.rules import DRAWN, INVITED, POOL, QUESTION, REFUSED, WILLING
from tests import towns as make
from tests.invitations import makers as inviting
from tests.towns import AFTER, SEATS, Town

KEY = "ab" * 32


def written(town: Town, slug: str) -> queries.Counts:
    with db.read() as session:
        return queries.tallies(session, town.id, queries.panel(session, town.id, slug).id)


def of_pool(town: Town, slug: str) -> queries.Counts:
    """Those we know and those who were forgotten, together."""
    with db.read() as session:
        view = queries.panel(session, town.id, slug)
        return queries.pool_counts(session, town.id, view) + queries.tallies(session, town.id, view.id)


def of_letters(town: Town, slug: str) -> queries.Counts:
    with db.read() as session:
        panel_id = queries.panel(session, town.id, slug).id
        return counted(session, town.id, panel_id) + queries.tallies(session, town.id, panel_id)


@pytest.fixture
def town(app, towns):
    make.make_panel(towns[1], "drawn")
    return towns[0]


@pytest.fixture
def slug(town):
    return make.make_panel(town, "drawn")


@pytest.fixture
def letters(app, towns):
    """Three answered, seven did not."""
    inviting.invite(towns[1])
    slug = inviting.invite(towns[0])
    for code, said in zip(
        inviting.codes_of(towns[0], slug), (inviting.YES, inviting.NO, inviting.QUESTION), strict=False
    ):
        inviting.answer(towns[0], slug, code, said)
    return slug


def test_everybody_in_the_pool_and_everybody_drawn_is_counted_by_each_feature(town, slug):
    now = of_pool(town, slug)
    assert (now[Line(POOL)], now[Line(DRAWN, "1")]) == (40, SEATS)
    assert now[Line(DRAWN, "1", "gender", "female")] == now[Line(DRAWN, "1", "gender", "male")] == 3
    assert sum(count for line, count in now.items() if (line.step, line.category) == (POOL, "age")) == 40
    assert written(town, slug) == {}


@pytest.mark.parametrize("days", [61, 366])
def test_the_counts_of_a_pool_stay_when_its_terms_are_over(towns, town, slug, days):
    before = of_pool(town, slug)
    with db.write() as session:
        privacy.expiring(session, municipality_id=town.id, at=AFTER + timedelta(days=days))
        known = session.scalars(
            select(Candidate).where(Candidate.municipality_id == town.id, Candidate.features.is_not(None))
        ).all()
    assert len(known) == (SEATS if days < 365 else 0)
    assert of_pool(town, slug) == before
    assert written(towns[1], slug) == {}


def test_whoever_is_forgotten_at_their_own_wish_stays_counted_once(town, slug):
    before = of_pool(town, slug)
    with db.write() as session:
        one = session.scalars(select(Candidate.code).where(Candidate.municipality_id == town.id)).first()
        session.execute(
            update(Candidate).where(Candidate.municipality_id == town.id, Candidate.code == one).values(number_key=KEY)
        )
        forgetting.forget_number(session, town.id, KEY, by="person:1", at=AFTER)
    assert of_pool(town, slug) == before
    with db.write() as session:
        privacy.expiring(session, municipality_id=town.id, at=AFTER + timedelta(days=366))
    assert of_pool(town, slug) == before


def test_no_two_features_of_anybody_stand_together(town, slug):
    with db.write() as session:
        privacy.expiring(session, municipality_id=town.id, at=AFTER + timedelta(days=366))
    lines = written(town, slug)
    assert lines
    assert {(line.category, line.feature) for line in lines} == {(one.category, one.feature) for one in make.TARGETS}


def test_of_a_draw_that_is_cancelled_nobody_counts_as_drawn(town, slug):
    with db.write() as session:
        privacy.expiring(session, municipality_id=town.id, at=AFTER + timedelta(days=366))
    with db.write() as session:
        panel = make.changing(session, town, slug)
        drawing.ask_cancellation(session, panel, 1, "The hall flooded.", by=town.first, at=AFTER)
        drawing.confirm_cancellation(session, panel, 1, by=town.second, at=AFTER)
    assert [line for line in of_pool(town, slug) if line.step in (DRAWN, POOL)] == []


def test_letters_and_answers_are_counted_by_way_and_by_what_the_register_knows(towns, letters):
    now = of_letters(towns[0], letters)
    assert (now[Line(INVITED)], now[Line(WILLING)], now[Line(REFUSED)], now[Line(QUESTION)]) == (10, 1, 1, 1)
    assert now[Line(WILLING, "web")] == 1
    assert sum(count for line, count in now.items() if (line.step, line.category) == (INVITED, "age")) == 10


def test_what_the_silent_were_stays_counted_thirty_days_after_the_draw(towns, letters, monkeypatch):
    before, drawn_at = of_letters(towns[0], letters), clock.now()
    draw = type("Draw", (), {"is_drawn": True, "drawn_at": drawn_at})
    monkeypatch.setattr("participation.panels.queries.draws", lambda *_: [draw])
    for days in (30, 31, 366):
        with db.write() as session:
            at = drawn_at + timedelta(days=days)
            invitations_privacy.expiring(session, municipality_id=towns[0].id, at=at)
        assert of_letters(towns[0], letters) == before
    assert all(one.known == {} for one in inviting.invited(towns[0], letters))
    assert written(towns[1], letters) == {}


@pytest.mark.parametrize("forget", [invitations_forgetting.forget_number, invitations_forgetting.let_be])
def test_whoever_has_their_invitation_forgotten_stays_counted_once(towns, letters, forget):
    before = of_letters(towns[0], letters)
    key = inviting.invited(towns[0], letters)[4].number_key
    for _again in range(2):
        with db.write() as session:
            forget(session, towns[0].id, key, at=clock.now())
    assert of_letters(towns[0], letters) == before
    with db.read() as session:
        assert session.scalar(select(Invited.id).where(Invited.number_key == key)) is None


def test_what_is_written_down_twice_is_added_up(town, slug):
    with db.write() as session:
        panel_id = queries.panel(session, town.id, slug).id
        for _again in range(2):
            tallies.keep(session, town.id, panel_id, queries.with_features(POOL, {"age": "65+"}, 2))
    assert written(town, slug) == {Line(POOL): 4, Line(POOL, "", "age", "65+"): 4}
