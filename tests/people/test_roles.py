"""Roles from their first day to their last; ended at once, everywhere; and always one administrator left."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.errors import Refused
from participation.journal import queries as journal
from participation.messages.models import Message
from participation.people import actions, queries, roles, sessions, staff
from participation.people.models import HeldRole, OpenSession
from participation.permissions import Actor, Role
from tests.towns import PASSWORD
from tests.visitors import Visitor, text_of


@pytest.fixture
def town(towns):
    return towns[0]


@pytest.fixture
def office(app, town):
    """The administrator at the desk."""
    return Visitor(app, town, town.administrator)


def make_administrator(town, name="fons"):
    with db.write() as session:
        person = actions.welcome(
            session,
            email=f"{name}@ourtown.example",
            name=name.title(),
            municipality_id=town.id,
            roles=[Role.ADMINISTRATOR],
            password=None,
            at=clock.now(),
        )
    return Actor(person.id, person.name, town.id, frozenset({Role.ADMINISTRATOR}))


def held(person, role=Role.OFFICIAL):
    with db.read() as session:
        return session.execute(
            select(HeldRole.starts_on, HeldRole.ends_on).where(
                HeldRole.person_id == person.person_id, HeldRole.role == role
            )
        ).one_or_none()


def open_sessions(person):
    with db.read() as session:
        return session.scalars(select(OpenSession.id).where(OpenSession.person_id == person.person_id)).all()


def today():
    return clock.local(clock.now()).date()


def test_a_role_that_is_ended_is_over_at_once_on_every_device(app, town, office):
    at_work = Visitor(app, town, town.second)
    at_work.get("/desk")
    office.post(f"/desk/staff/{town.second.person_id}/roles/official/end")
    assert "sign-in" in at_work.get("/desk", 303).location
    assert open_sessions(town.second) == []
    assert open_sessions(town.first) != []
    assert held(town.second).ends_on < today()
    with db.read() as session:
        assert session.scalars(select(Message.kind).where(Message.person_id == town.second.person_id)).all() == [
            "role_ended"
        ]


def test_ending_a_role_twice_ends_it_once(town, office):
    path = f"/desk/staff/{town.second.person_id}/roles/official/end"
    office.post(path)
    office.post(path, status=409)


def test_a_role_holds_to_the_end_of_its_last_day(app, town, office, monkeypatch):
    last = today() + timedelta(days=3)
    office.post(f"/desk/staff/{town.second.person_id}/roles/official", {"ends_on": str(last)})
    assert held(town.second).ends_on == last
    secret = town.secrets[town.second.person_id]

    def roles_after(days):
        # Sessions end sooner than roles; here only the roles are looked at.
        at = clock.now() + timedelta(days=days)
        with db.write() as session:
            row = session.scalars(select(OpenSession).where(OpenSession.person_id == town.second.person_id)).one()
            row.created_at = at
        with db.read() as session:
            return sessions.signed_in(session, town.id, secret, seen_at=at, at=at)[0].roles

    assert roles_after(3) == {Role.OFFICIAL}
    assert roles_after(4) == frozenset()


def test_the_last_day_can_be_taken_away_again(town, office):
    path = f"/desk/staff/{town.second.person_id}/roles/official"
    office.post(path, {"ends_on": str(today())})
    office.post(path, {"ends_on": ""})
    assert held(town.second).ends_on is None


@pytest.mark.parametrize("typed", ["2020-01-01", "next week"])
def test_a_last_day_in_the_past_is_refused_at_its_field(town, office, typed):
    page = office.post(f"/desk/staff/{town.second.person_id}/roles/official", {"ends_on": typed}, 422)
    assert 'id="ends_on-error"' in page.text
    assert held(town.second).ends_on is None


def test_nobody_makes_their_own_role_last_longer(town, office):
    path = f"/desk/staff/{town.administrator.person_id}/roles/administrator"
    assert "themselves" in text_of(office.post(path, {"ends_on": str(today())}, 422))


def test_the_last_administrator_stays(town, office):
    me = town.administrator.person_id
    page = office.post(f"/desk/staff/{me}/roles/administrator/end", status=409)
    assert "no administrator here any more" in text_of(page)
    assert held(town.administrator, Role.ADMINISTRATOR).ends_on is None


def test_the_last_administrator_is_the_one_whose_account_is_open(town):
    other = make_administrator(town)
    with db.write() as session:
        roles.close_account(session, town.id, other.person_id, by=town.administrator, at=clock.now())
    with pytest.raises(Refused, match="last_administrator"), db.write() as session:
        roles.end(
            session,
            town.id,
            town.administrator.person_id,
            Role.ADMINISTRATOR,
            by=town.administrator,
            at=clock.now(),
        )


def test_a_neighbours_administrator_does_not_count_as_one_of_ours(towns):
    for town in towns:
        with pytest.raises(Refused, match="last_administrator"), db.write() as session:
            roles.check_may_go(session, town.id, town.administrator.person_id, at=clock.now())
        with db.write() as session:
            roles.check_may_go(session, town.id, town.first.person_id, at=clock.now())


def test_an_administrator_whose_last_day_comes_leaves_nobody_stranded(town):
    other = make_administrator(town)
    soon = today() + timedelta(days=5)
    with db.write() as session:
        roles.set_last_day(
            session, town.id, other.person_id, Role.ADMINISTRATOR, soon, by=town.administrator, at=clock.now()
        )
    with pytest.raises(Refused, match="last_administrator"), db.write() as session:
        roles.set_last_day(
            session, town.id, town.administrator.person_id, Role.ADMINISTRATOR, soon, by=other, at=clock.now()
        )


def test_two_administrators_who_end_each_other_at_once_leave_one(town):
    other = make_administrator(town)
    refused = []
    ready = threading.Barrier(2)

    def end(target, by):
        ready.wait(5)
        try:
            with db.write() as session:
                roles.end(session, town.id, target.person_id, Role.ADMINISTRATOR, by=by, at=clock.now())
        except Refused as no:
            refused.append(no.code)

    threads = [
        threading.Thread(target=end, args=pair) for pair in ((other, town.administrator), (town.administrator, other))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert refused == ["last_administrator"]


def test_a_closed_account_is_shut_at_once_and_opens_again(app, town, office):
    with db.write() as session:
        person = queries.person(session, town.id, town.second.person_id)
        person.password = actions.welcome(
            session, email="x@x.example", name="X", municipality_id=town.id, password=PASSWORD, at=clock.now()
        ).password
    at_work = Visitor(app, town, town.second)
    at_work.get("/desk")
    office.post(f"/desk/staff/{town.second.person_id}/close")
    at_work.get("/desk", 303)
    typed = {"email": "bo@ourtown.example", "password": PASSWORD}
    Visitor(app, town).post("/sign-in", typed, 422)
    office.post(f"/desk/staff/{town.second.person_id}/open")
    Visitor(app, town).post("/sign-in", typed)


@pytest.mark.parametrize("act", ["close", "open", "factor/remove"])
def test_nobody_does_this_to_their_own_account(town, office, act):
    office.post(f"/desk/staff/{town.administrator.person_id}/{act}", status=409)
    office.get("/desk/staff")


def test_a_lost_second_step_is_removed_and_the_sessions_end(app, town, office):
    with db.write() as session:
        from participation.people import factors

        factors.keep_totp(queries.person(session, town.id, town.second.person_id), "JBSWY3DPEHPK3PXP")
    assert "Set up" in text_of(office.get(f"/desk/staff/{town.second.person_id}"))
    office.post(f"/desk/staff/{town.second.person_id}/factor/remove")
    with db.read() as session:
        assert queries.person(session, town.id, town.second.person_id).totp is None
    Visitor(app, town, town.second).get("/desk", 303)


def test_the_acts_of_an_administrator_ask_again_after_a_while(town, office, monkeypatch):
    with db.write() as session:
        row = session.scalars(select(OpenSession).where(OpenSession.person_id == town.administrator.person_id)).one()
        row.confirmed_at = clock.now() - sessions.FRESH - timedelta(seconds=1)
    page = office.post(f"/desk/staff/{town.second.person_id}/roles/official/end", status=403)
    assert "Is it really you?" in text_of(page)
    assert held(town.second).ends_on is None


def test_the_page_names_everybody_with_a_role_and_no_neighbour_or_citizen(town, office):
    page = text_of(office.get("/desk/staff"))
    for name in ("an ourtown", "bo ourtown", "cas ourtown", "eva ourtown"):
        assert name in page
    assert "nexttown" not in page
    assert "dee ourtown" not in page


def test_the_neighbours_colleague_is_not_found(towns, office):
    theirs = towns[1].second.person_id
    office.get(f"/desk/staff/{theirs}", 404)
    for act in ("close", "open", "factor/remove", "roles/official/end"):
        office.post(f"/desk/staff/{theirs}/{act}", status=404)
    office.post(f"/desk/staff/{theirs}/roles/official", {"ends_on": ""}, 404)
    assert held(towns[1].second).ends_on is None


def test_a_citizen_is_no_colleague(town, office):
    office.get(f"/desk/staff/{town.citizen.person_id}", 404)
    office.post(f"/desk/staff/{town.citizen.person_id}/close", status=404)
    office.post(f"/desk/staff/{town.first.person_id}/roles/citizen/end", status=404)


def test_what_happened_to_a_role_is_in_the_journal(town, office):
    second = town.second.person_id
    office.post(f"/desk/staff/{second}/roles/official", {"ends_on": str(today())})
    office.post(f"/desk/staff/{second}/close")
    office.post(f"/desk/staff/{second}/close")
    office.post(f"/desk/staff/{second}/open")
    office.post(f"/desk/staff/{second}/roles/official/end")
    with db.read() as session:
        lines, _ = journal.page(session, town.id, 1)
    assert [line.event for line in lines] == ["role.ended", "account.opened", "account.closed", "role.changed"]
    assert {line.subject for line in lines} == {f"person:{second}"}


def test_who_had_a_role_before_has_it_anew(town):
    now = clock.now()
    with db.write() as session:
        roles.end(session, town.id, town.second.person_id, Role.OFFICIAL, by=town.administrator, at=now)
        assert not roles.has_or_gets(session, town.id, town.second.person_id, Role.OFFICIAL, at=now)
        roles.give(
            session,
            town.id,
            town.second.person_id,
            Role.OFFICIAL,
            starts_on=today(),
            ends_on=None,
            given_by=None,
            at=now,
        )
    assert held(town.second) == (today(), None)
    with db.read() as session:
        assert [one.id for one in staff.colleagues(session, town.id)].count(town.second.person_id) == 1
