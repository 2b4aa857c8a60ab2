"""What is kept of seats: shown to whose they are, forgotten when they go, erased in time; and answers by text message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from participation import clock, config, db
from participation.inclusion import texts
from participation.members import privacy
from participation.members.models import Member
from participation.messages.recipients import PHONE
from participation.panels.models import Candidate
from participation.people import queries as people
from participation.sheets import NO
from tests.members.makers import SOON, hold_sessions, leave, member, members, secret_of, take
from tests.messages.writing import messages
from tests.visitors import Visitor, text_of

MOBILE = "+32470123478"


@pytest.fixture
def towns(drawn):
    return drawn[0]


@pytest.fixture
def town(towns):
    return towns[0]


@pytest.fixture
def slug(drawn):
    return drawn[1]


def rows_of(town, person_id):
    """What somebody is shown of their seats, kind by kind."""
    with db.read() as session:
        who = people.somebody(session, town.id, person_id, at=clock.now())
        told = privacy.asking(session, who=who)
        return {one.kind: list(one.rows) for one in told if one.kind in (privacy.MEMBER, privacy.FORMER)}


def expire(town, at):
    with db.write() as session:
        privacy.expiring(session, municipality_id=town.id, at=at)


def test_whoever_took_a_seat_is_shown_it_and_how_we_reach_them(town, slug):
    one = member(town, slug)
    take(town, slug, one)
    with db.write() as session:
        session.execute(update(Member).where(Member.id == one.id).values(person_id=town.citizen.person_id))
    shown = rows_of(town, town.citizen.person_id)
    assert [row["Code in the draw"] for row in shown[privacy.MEMBER]] == [one.code]
    assert shown[privacy.MEMBER][0]["E-mail address"] == f"{one.code.lower()}@mail.example"
    assert shown[privacy.FORMER] == []
    assert secret_of(one) not in str(shown)


def test_the_national_number_in_the_list_finds_a_seat_too(town, slug):
    one, key = member(town, slug), "ab" * 32
    with db.write() as session:
        session.execute(update(Candidate).where(Candidate.code == one.code).values(number_key=key))
        who = replace(people.somebody(session, town.id, town.citizen.person_id, at=SOON), number_key=key)
        privacy.leaving(session, who=who)
    now = member(town, slug)
    assert (now.state, now.reason, now.reach, now.key, now.secret) == ("withdrawn", "forgotten", None, None, None)
    assert [other.state for other in members(town, slug)[1:]] == ["asked"] * 5


def test_who_left_is_forgotten_sooner_than_who_stays_and_counts_stay(towns, town, slug):
    stays, goes, refuses = members(town, slug)[:3]
    for number, who in enumerate((stays, goes), start=1):
        take(town, slug, who, entry_id=number)
    leave(town, slug, goes, entry_id=3)
    take(town, slug, refuses, coming=NO, entry_id=4)
    hold_sessions(town, slug, 1)
    expire(town, SOON + timedelta(days=61))
    kept = {one.code: one for one in members(town, slug)}
    assert kept[stays.code].reach
    assert kept[goes.code].reach is None and kept[goes.code].state == "withdrawn"
    assert kept[refuses.code].reach is None and kept[refuses.code].state == "declined"
    expire(town, SOON + timedelta(days=366))
    assert {(one.reach, one.state) for one in members(town, slug) if one.code == stays.code} == {(None, "confirmed")}
    assert all(one.reach for one in members(towns[1], slug))


@pytest.mark.parametrize(("word", "state"), [("JA", "confirmed"), ("NEE", "declined")])
def test_yes_or_no_by_text_message_counts_from_any_telephone(app, town, slug, word, state):
    config.use(replace(config.current(), sms="http://127.0.0.1:9/"))
    one = member(town, slug)
    with app.test_request_context(f"/{town.slug}/"), db.write() as session:
        texts.receive(session, town.id, phone=MOBILE, text=f"{word} {secret_of(one)}", reference="1", at=clock.now())
    now = member(town, slug)
    assert (now.state, now.channel) == (state, "text")
    assert [message.to for message in messages(town) if message.channel == PHONE] == [MOBILE]


def test_the_public_page_names_only_who_wants_it_and_the_desk_says_how_far_the_seats_are(app, town, slug):
    first, second = members(town, slug)[:2]
    take(town, slug, first, named=True, public_name="Rosa P.")
    take(town, slug, second, entry_id=2)
    page = text_of(Visitor(app, town).get(f"/panels/{slug}"))
    assert "2 of 6 seats are taken by people whom the lot drew." in page
    assert "Rosa P." in page
    assert f"Lid {second.code}" not in page
    desk = text_of(Visitor(app, town, town.first).get(f"/desk/panels/{slug}"))
    assert "2 of 6 seats taken, 4 without an answer yet, 0 open." in desk
