"""Who was invited is forgotten in time: the silent and who said no 30 days after the draw, who said yes later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from participation import clock, db
from participation.invitations import privacy
from participation.invitations.queries import answers as queries
from tests import towns as make
from tests.invitations.makers import NO, QUESTION, YES, answer, codes_of, invite, invited, panel_of

SECRETS = (
    "code_key",
    "code",
    "letter",
    "household",
    "number_key",
    "entry_id",
    "words",
    "question",
    "reach",
    "features",
)


@pytest.fixture
def town(app, towns):
    invite(towns[1])
    return towns[0]


@pytest.fixture
def slug(town):
    """Three answered, seven did not."""
    slug = invite(town)
    for code, said in zip(codes_of(town, slug), (YES, NO, QUESTION), strict=False):
        answer(town, slug, code, said)
    return slug


@pytest.fixture
def drawn(monkeypatch):
    """Says when the panel was drawn, without drawing it."""

    def at(moment):
        draw = type("Draw", (), {"is_drawn": True, "drawn_at": moment})
        monkeypatch.setattr("participation.panels.queries.draws", lambda *_: [draw])

    return at


def a_day_ends(town, at):
    with db.write() as session:
        privacy.expiring(session, municipality_id=town.id, at=at)


def test_thirty_days_after_the_draw_only_who_said_yes_is_still_known(town, slug, drawn):
    now = clock.now()
    drawn(now)
    a_day_ends(town, now + timedelta(days=29))
    assert all(one.code for one in invited(town, slug))
    a_day_ends(town, now + timedelta(days=30))
    kept, *gone = invited(town, slug)
    assert kept.code and kept.reach and kept.candidate
    for one in gone:
        assert [name for name in SECRETS if getattr(one, name)] == []
        assert one.known == {} and one.forgotten_at
    a_day_ends(town, now + timedelta(days=366))
    assert [name for name in SECRETS if getattr(invited(town, slug)[0], name)] == []


def test_the_counts_stay_when_the_people_are_forgotten(town, slug, drawn):
    def counted():
        with db.read() as session:
            now = queries.standing(session, town.id, panel_of(town, slug).id)
        return now.invited, now.yes, now.no, now.question, now.silent, now.by_way, now.reasons

    before = counted()
    drawn(clock.now())
    a_day_ends(town, clock.now() + timedelta(days=400))
    assert counted() == before


def test_the_neighbours_people_stay(town, slug, towns, drawn):
    drawn(clock.now())
    a_day_ends(town, clock.now() + timedelta(days=400))
    assert all(one.code for one in invited(towns[1], "dorpskern"))


def test_where_no_draw_came_they_are_forgotten_a_year_after_the_lot(town, slug):
    a_day_ends(town, make.START + timedelta(days=300))
    assert all(one.code for one in invited(town, slug))
    a_day_ends(town, make.START + timedelta(days=370))
    assert not any(one.code for one in invited(town, slug))


def test_whom_we_may_not_draw_we_do_not_write_to_about_an_invitation_either(town, slug):
    first, second = invited(town, slug)[:2]
    for one in (first, second):
        with db.write() as session:
            privacy.number_objecting(
                session, municipality_id=town.id, number_key=one.number_key, by="person:1", at=clock.now()
            )
    assert [one.code for one in invited(town, slug)[:2]] == [None, None]
    assert all(one.code for one in invited(town, slug)[2:])


def test_the_code_of_somebody_who_was_forgotten_opens_nothing(town, slug):
    code = codes_of(town, slug)[0]
    with db.write() as session:
        privacy.number_objecting(
            session,
            municipality_id=town.id,
            number_key=invited(town, slug)[0].number_key,
            by="person:1",
            at=clock.now(),
        )
    with db.read() as session:
        assert queries.subject_of_code(session, town.id, code) is None
