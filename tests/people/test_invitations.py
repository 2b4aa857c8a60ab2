"""Invited to a role: by link, once, for seven days, and only whoever reads that address."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.errors import Refused
from participation.journal import queries as journal
from participation.messages.models import Message
from participation.people import actions, invitations, leaving, queries, roles, sessions, staff
from participation.people.models import HeldRole, Invitation, Person
from participation.permissions import Actor, Role
from tests.acts.staff import PASSWORD, TODAY, TOMORROW
from tests.visitors import Visitor, seen_in, text_of

GUST = {"name": "Gust", "email": "Gust@Work.example", "role": "official", "starts_on": TODAY, "ends_on": TOMORROW}
ACCEPTED = {"name": "Gust Peeters", "password": PASSWORD}


@pytest.fixture
def office(app, towns):
    """The administrator at the desk."""
    return Visitor(app, towns[0], towns[0].administrator)


def the_link(town):
    """The link in the newest invitation that was sent."""
    with db.read() as session:
        body = session.scalars(
            select(Message.body)
            .where(Message.municipality_id == town.id, Message.kind == "invitation")
            .order_by(Message.id.desc())
        ).first()
    return re.search(r"/invitation/\S+", body).group()


def invited(office, **changes):
    office.post("/desk/staff/invite", {**GUST, **changes})
    return the_link(office.town)


def roles_of(town, email):
    with db.read() as session:
        rows = session.execute(
            select(HeldRole.role, HeldRole.ends_on, HeldRole.given_by)
            .join(Person, Person.id == HeldRole.person_id)
            .where(Person.municipality_id == town.id, Person.email == email)
        )
        return [(row.role, str(row.ends_on), row.given_by) for row in rows]


def test_whoever_is_invited_makes_an_account_and_is_led_to_the_second_step(app, towns, office):
    link = invited(office)
    visitor = Visitor(app, towns[0])
    page = text_of(visitor.get(link))
    assert "official" in page and "Until further notice" not in page
    entered = visitor.post(link, ACCEPTED)
    assert roles_of(towns[0], "gust@work.example") == [("official", TOMORROW, towns[0].administrator.person_id)]
    assert "/sign-in/second" in entered.location
    assert "/account/second-factor" in visitor.get(entered.location, 303).location
    assert "/sign-in/second" in visitor.get("/desk", 303).location


def test_looking_at_the_link_uses_nothing_up(app, towns, office):
    link = invited(office)
    for _ in range(3):
        Visitor(app, towns[0]).get(link)
    Visitor(app, towns[0]).post(link, ACCEPTED)


def test_unknown_used_old_and_withdrawn_links_answer_alike(app, towns, office, monkeypatch):
    used, withdrawn, old = (invited(office, email=f"{name}@work.example") for name in ("used", "back", "old"))
    Visitor(app, towns[0]).post(used, ACCEPTED)
    with db.write() as session:
        for one in staff.waiting(session, towns[0].id):
            if one.email.startswith("back"):
                found = invitations.waiting_to_change(session, towns[0].id, one.id)
                invitations.withdraw(session, found, by=towns[0].administrator, at=clock.now())
    later = clock.now() + timedelta(days=7)
    answers = [Visitor(app, towns[0]).get(link, 404) for link in (used, withdrawn, "/invitation/nobody-made-this")]
    sent = [Visitor(app, towns[0]).post(link, ACCEPTED, 404) for link in (used, withdrawn, "/invitation/nothing")]
    monkeypatch.setattr(clock, "now", lambda: later)
    answers.append(Visitor(app, towns[0]).get(old, 404))
    assert len({text_of(answer) for answer in [*answers, *sent]}) == 1


def test_the_neighbours_invitation_does_not_open_our_door(app, towns):
    ours, theirs = towns
    link = invited(Visitor(app, theirs, theirs.administrator))
    Visitor(app, ours).get(link, 404)
    Visitor(app, ours).post(link, ACCEPTED, 404)
    Visitor(app, theirs).get(link)


def test_only_a_digest_of_the_link_is_kept(app, towns, office):
    secret = invited(office).rsplit("/", 1)[1]
    with db.read() as session:
        kept = session.execute(select(Invitation.digest, Invitation.email)).all()
    assert secret not in str(kept)


def test_whoever_has_an_account_signs_in_first_and_then_accepts(app, towns, office):
    town = towns[0]
    link = invited(office, email="dee@ourtown.example", role="councillor", ends_on="")
    stranger = Visitor(app, town)
    assert "Sign in" in text_of(stranger.get(link))
    stranger.post(link, ACCEPTED, 200)
    assert roles_of(town, "dee@ourtown.example") == [("citizen", "None", None)]
    Visitor(app, town, town.citizen).post(link)
    assert ("councillor", "None", town.administrator.person_id) in roles_of(town, "dee@ourtown.example")


def test_a_new_role_gives_the_session_a_new_secret_and_the_old_one_is_dead(app, towns, office):
    town = towns[0]
    link = invited(office, email="dee@ourtown.example", role="councillor")
    visitor, copy = Visitor(app, town, town.citizen), Visitor(app, town, town.citizen)
    visitor.post(link)
    with visitor.client.session_transaction() as cookie:
        secret = cookie["secret"]
    with db.read() as session:
        now = clock.now()
        assert sessions.signed_in(session, town.id, secret, seen_at=now, at=now)
        assert sessions.signed_in(session, town.id, town.secrets[town.citizen.person_id], seen_at=now, at=now) is None
    assert "Sign in" in text_of(copy.get(link, 404))


def test_somebody_elses_account_cannot_take_the_role(app, towns, office):
    link = invited(office)
    assert "another e-mail address" in text_of(Visitor(app, towns[0], towns[0].citizen).post(link, ACCEPTED, 200))
    assert roles_of(towns[0], "gust@work.example") == []


def test_a_password_that_everybody_tries_is_refused_and_the_link_still_works(app, towns, office):
    link = invited(office)
    visitor = Visitor(app, towns[0])
    visitor.post(link, {"name": "Gust", "password": "short"}, 422)
    visitor.post(link, {"name": "Gust", "password": "gust@work.example"}, 422)
    visitor.post(link, ACCEPTED)


def test_an_administrator_gives_no_role_to_themselves(towns, office):
    page = office.post("/desk/staff/invite", {**GUST, "email": "EVA@ourtown.example"}, 422)
    assert "Nobody gives a role to themselves" in text_of(page)
    with db.write() as session:
        secret = invitations.invite_first(session, towns[0].id, "new@work.example", "New", clock.now())
        invitation = session.scalars(select(Invitation)).one()
        invitation.invited_by = towns[0].administrator.person_id
        invitation.email = "eva@ourtown.example"
        eva = queries.person(session, towns[0].id, towns[0].administrator.person_id)
        session.flush()
        with pytest.raises(Refused, match="own_role"):
            invitations.accept(session, towns[0].id, secret, person=eva, at=clock.now())


def test_one_invitation_waits_for_an_address_and_a_role(towns, office):
    invited(office)
    page = office.post("/desk/staff/invite", {**GUST, "email": " gust@work.example "}, 422)
    assert "on its way to this address already" in text_of(page)
    invited(office, role="auditor")
    with db.read() as session:
        assert len(staff.waiting(session, towns[0].id)) == 2


def test_whoever_has_the_role_is_not_invited_to_it_again(office):
    page = office.post("/desk/staff/invite", {**GUST, "email": "bo@ourtown.example"}, 422)
    assert "has this role already" in text_of(page)


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "no address"},
        {"email": ""},
        {"name": " "},
        {"role": "citizen"},
        {"role": "king"},
        {"starts_on": ""},
        {"starts_on": "soon"},
        {"ends_on": "2020-01-01"},
    ],
)
def test_an_invitation_with_a_fault_is_not_sent(towns, office, changes):
    office.post("/desk/staff/invite", {**GUST, **changes}, 422)
    with db.read() as session:
        assert staff.waiting(session, towns[0].id) == []
        assert session.scalars(select(Message)).all() == []


def test_sent_again_the_old_link_is_dead_and_pressing_twice_sends_once(app, towns, office):
    before = invited(office)
    page = office.get("/desk/staff")
    with db.read() as session:
        number = staff.waiting(session, towns[0].id)[0].id
    again = {"seen": seen_in(page)}
    office.post(f"/desk/staff/invitations/{number}/again", again)
    office.post(f"/desk/staff/invitations/{number}/again", again, 409)
    after = the_link(towns[0])
    assert after != before
    Visitor(app, towns[0]).get(before, 404)
    Visitor(app, towns[0]).get(after)
    with db.read() as session:
        assert len(session.scalars(select(Message.id).where(Message.kind == "invitation")).all()) == 2


def test_withdrawn_the_link_is_dead(app, towns, office):
    link = invited(office)
    with db.read() as session:
        number = staff.waiting(session, towns[0].id)[0].id
    office.post(f"/desk/staff/invitations/{number}/withdraw")
    Visitor(app, towns[0]).get(link, 404)
    office.post(f"/desk/staff/invitations/{number}/withdraw", status=404)


def test_an_invitation_that_grew_too_old_makes_room_for_a_new_one(app, towns, office):
    invited(office)
    with db.write() as session:
        session.scalars(select(Invitation)).one().expires = clock.now()
    Visitor(app, towns[0]).get(invited(office))


def test_who_was_invited_and_accepted_is_in_the_journal_without_a_name(app, towns, office):
    town = towns[0]
    Visitor(app, town).post(invited(office), ACCEPTED)
    with db.read() as session:
        lines, _ = journal.page(session, town.id, 1)
        neighbours, _ = journal.page(session, towns[1].id, 1)
    told = [line for line in lines if line.event.startswith("role.")]
    assert [line.event for line in told] == ["role.given", "role.invited"]
    assert all(line.by == f"person:{town.administrator.person_id}" for line in told)
    assert "ust" not in str([(line.facts, line.subject) for line in told])
    assert neighbours == []


def test_the_first_administrator_is_invited_by_the_operator(app, towns):
    with db.write() as session:
        secret = invitations.invite_first(session, towns[0].id, "ann@work.example", "Ann", clock.now())
    Visitor(app, towns[0]).post(f"/invitation/{secret}", {"name": "Ann", "password": PASSWORD})
    assert roles_of(towns[0], "ann@work.example") == [("administrator", "None", None)]


def test_a_newcomers_account_that_was_made_meanwhile_is_not_taken_over(towns):
    town = towns[0]
    with db.write() as session:
        secret = invitations.invite_first(session, town.id, "ann@work.example", "Ann", clock.now())
        actions.welcome(session, email="ann@work.example", name="Ann", municipality_id=town.id, at=clock.now())
    with pytest.raises(Refused, match="invitation_sign_in_first"), db.write() as session:
        invitations.accept_as_newcomer(
            session, town.id, secret, name="A", password="hash", language="nl", at=clock.now()
        )


def test_everybody_but_an_administrator_stays_out(app, towns, office):
    invited(office)
    for who in (towns[0].first, towns[0].auditor, towns[0].citizen):
        Visitor(app, towns[0], who).get("/desk/staff", 403)
        Visitor(app, towns[0], who).post("/desk/staff/invite", GUST, 403)
    stranger = Actor(0, "", towns[0].id, frozenset({Role.CITIZEN}))
    assert not stranger.may("roles.manage")


@pytest.mark.parametrize("goes", ["ended", "closed", "erased"])
def test_what_an_administrator_offered_goes_with_them(app, towns, office, goes):
    """Else whoever is sent away comes back in by a link to an address of their own."""
    town = towns[0]
    with db.write() as session:
        other = actions.welcome(
            session,
            email="fons@ourtown.example",
            name="Fons",
            municipality_id=town.id,
            roles=[Role.ADMINISTRATOR],
            at=clock.now(),
        )
        fons = Actor(other.id, other.name, town.id, frozenset({Role.ADMINISTRATOR}))
        offered = {"name": "Fons again", "role": Role.ADMINISTRATOR, "starts_on": clock.local(clock.now()).date()}
        invitations.invite(
            session, town.id, email="fons@home.example", **offered, ends_on=None, by=fons, at=clock.now()
        )
    link = the_link(town)
    kept = invited(office)
    Visitor(app, town).get(link)
    with db.write() as session:
        if goes == "ended":
            roles.end(session, town.id, fons.person_id, Role.ADMINISTRATOR, by=town.administrator, at=clock.now())
        elif goes == "closed":
            roles.close_account(session, town.id, fons.person_id, by=town.administrator, at=clock.now())
        else:
            leaving.erase(session, town.id, fons.person_id, by=f"person:{fons.person_id}", at=clock.now())
    Visitor(app, town).get(link, 404)
    Visitor(app, town).get(kept)
