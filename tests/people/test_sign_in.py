"""Signing in: by password, and by the operator's link; how long it lasts, and how it ends."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.errors import Refused
from participation.journal import queries as journal
from participation.people import actions, passwords, queries, sessions
from participation.people.models import HeldRole, OpenSession, Person, SignInLink
from participation.permissions import ROLES_WITH, STRONG, Role
from tests.apps import app_of, sign_in
from tests.towns import PASSWORD, make_panel
from tests.visitors import Visitor, text_of


def welcome(town, role, email, name):
    with db.write() as session:
        return actions.welcome(
            session,
            email=email,
            name=name,
            municipality_id=town.id,
            roles=[role],
            password=PASSWORD,
            at=clock.now(),
        )


@pytest.fixture
def fie(towns):
    """An official of our town, with a password."""
    return welcome(towns[0], Role.OFFICIAL, "Fie@Ourtown.example", "Fie")


@pytest.fixture
def gust(towns):
    """A citizen of our town, with a password; a namesake lives next door."""
    for town in reversed(towns):
        person = welcome(town, Role.CITIZEN, "gust@x.example", "Gust")
    return person


def enter(visitor, person):
    """Password and second factor."""
    app = app_of(visitor.town, person.id)
    sign_in(visitor, person)
    return visitor.post("/sign-in/second", {"code": app.code_now()})


def cookie_of(visitor):
    with visitor.client.session_transaction() as cookie:
        return dict(cookie)


def put_cookie(visitor, kept):
    with visitor.client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(kept)


def test_somebody_signs_in_with_address_and_password_and_out_again(app, towns, gust):
    visitor = Visitor(app, towns[0])
    visitor.get("/account", 303)
    visitor.post("/sign-in", {"email": " Gust@X.example ", "password": PASSWORD})
    assert "Gust" in text_of(visitor.get("/account"))
    visitor.post("/sign-out")
    visitor.get("/account", 303)


def test_others_can_work_while_a_password_is_checked(app, towns, gust, monkeypatch):
    class Slow:
        def verify(self, _hash, _password):
            make_panel(towns[0])
            return True

    monkeypatch.setattr(passwords, "_hasher", Slow())
    sign_in(Visitor(app, towns[0]), gust)


@pytest.mark.parametrize("role", Role)
def test_everybody_enters_where_they_may_be(app, towns, role):
    person = welcome(towns[0], role, f"{role}@x.example", "Bo")
    visitor = Visitor(app, towns[0])
    entered = enter(visitor, person) if role in STRONG else sign_in(visitor, person)
    assert "Bo" in text_of(visitor.get(entered.location))
    assert entered.location.endswith("/desk") == (role in ROLES_WITH["desk.enter"])


@pytest.mark.parametrize("email", ["gust@x.example", "nobody@x.example", "dee@ourtown.example"])
def test_a_wrong_password_is_refused_alike_whoever_asks(app, towns, gust, email):
    page = Visitor(app, towns[0]).post("/sign-in", {"email": email, "password": "a wrong password"}, 422)
    assert "do not belong together" in text_of(page)


def test_a_password_opens_nothing_in_the_neighbours_house(app, towns, fie):
    Visitor(app, towns[1]).post("/sign-in", {"email": fie.email, "password": PASSWORD}, 422)


def test_whoever_has_an_account_in_two_municipalities_is_two_people(app, towns, gust):
    ours = Visitor(app, towns[0])
    sign_in(ours, gust)
    with db.read() as session:
        theirs = queries.person_with_email(session, towns[1].id, gust.email)
        assert theirs.id != gust.id
        assert sessions.sessions_of(session, towns[1].id, theirs.id) == []
    assert ours.client.get(f"/{towns[1].slug}/account").status_code == 303


def test_a_closed_account_lets_nobody_in_and_says_so_only_to_its_owner(app, towns, gust):
    with db.write() as session:
        queries.person_to_change(session, towns[0].id, gust.id).disabled_at = clock.now()
    page = Visitor(app, towns[0]).post("/sign-in", {"email": gust.email, "password": PASSWORD}, 422)
    assert "closed" in text_of(page)
    page = Visitor(app, towns[0]).post("/sign-in", {"email": gust.email, "password": "a wrong password"}, 422)
    assert "closed" not in text_of(page)


EVIL = [
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "/\t/evil",
]


@pytest.mark.parametrize("evil", EVIL)
def test_signing_in_leads_only_to_pages_of_ours(app, towns, gust, evil):
    visitor = Visitor(app, towns[0])
    answer = visitor.post("/sign-in", {"email": gust.email, "password": PASSWORD}, query_string={"next": evil})
    assert answer.location == "/ourtown/"


def test_signing_in_leads_to_the_page_that_was_wanted(app, towns, gust):
    visitor = Visitor(app, towns[0])
    asked = visitor.get("/account", 303).location
    page = visitor.client.get(asked)
    form = re.search(r'action="(/ourtown/sign-in\?[^"]*)"', page.text).group(1)
    answer = visitor.post(form, {"email": gust.email, "password": PASSWORD})
    assert answer.location == "/ourtown/account"


def test_signing_in_gives_a_new_session_and_forgets_all_that_was_before(app, towns, gust):
    visitor = Visitor(app, towns[0])
    visitor.get("/sign-in")
    put_cookie(visitor, {**cookie_of(visitor), "secret": "chosen by somebody else", "left": "behind"})
    before = cookie_of(visitor)
    sign_in(visitor, gust)
    after = cookie_of(visitor)
    assert after["secret"] not in before.values()
    assert "left" not in after
    assert after.get("csrf_token") != before["csrf_token"]


def test_the_second_factor_gives_a_new_session_and_the_old_one_is_dead(app, towns, fie):
    visitor, thief = Visitor(app, towns[0]), Visitor(app, towns[0])
    phone = app_of(towns[0], fie.id)
    sign_in(visitor, fie)
    put_cookie(thief, cookie_of(visitor))
    visitor.post("/sign-in/second", {"code": phone.code_now()})
    visitor.get("/desk")
    thief.get("/account", 303)


def test_a_foreign_form_cannot_sign_a_victim_in(app, towns, gust):
    attacker, victim = Visitor(app, towns[0]), Visitor(app, towns[0])
    victim.get("/sign-in")
    own = {"email": gust.email, "password": PASSWORD, "csrf_token": attacker.token()}
    for token in (own, {**own, "csrf_token": ""}, {"email": gust.email, "password": PASSWORD}):
        assert victim.client.post("/ourtown/sign-in", data=token).status_code == 400
    elsewhere = {**own, "csrf_token": victim.token()}
    for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert victim.client.post("/ourtown/sign-in", data=elsewhere, headers=header).status_code == 403
    victim.get("/account", 303)


def test_signing_out_ends_the_session_on_the_server_at_once(app, towns, gust):
    visitor, thief = Visitor(app, towns[0]), Visitor(app, towns[0])
    sign_in(visitor, gust)
    put_cookie(thief, cookie_of(visitor))
    thief.get("/account")
    visitor.post("/sign-out")
    thief.get("/account", 303)
    with db.read() as session:
        assert sessions.sessions_of(session, towns[0].id, gust.id) == []


def test_closing_an_account_and_ending_a_role_count_at_once(app, towns, fie, gust):
    official, citizen = Visitor(app, towns[0]), Visitor(app, towns[0])
    enter(official, fie)
    sign_in(citizen, gust)
    official.get("/desk")
    citizen.get("/account")
    with db.write() as session:
        held = session.scalars(select(HeldRole).where(HeldRole.person_id == fie.id)).one()
        held.ends_on = clock.local(clock.now()).date() - timedelta(days=1)
        queries.person_to_change(session, towns[0].id, gust.id).disabled_at = clock.now()
    official.get("/desk", 403)
    citizen.get("/account", 303)


def test_a_session_that_ended_meanwhile_is_not_taken_up_again(towns, gust):
    town, at = towns[0], clock.now()
    with db.write() as session:
        secret = sessions.open_session(session, queries.person(session, town.id, gust.id), device="", at=at)
        _, how = sessions.signed_in(session, town.id, secret, seen_at=at, at=at)
        sessions.end_all(session, town.id, gust.id)
    for go_on in (
        lambda session: sessions.confirm(session, town.id, how.session_id, strong=True, at=at),
        lambda session: sessions.renew(session, town.id, how.session_id),
    ):
        with pytest.raises(Refused, match="session_over"), db.write() as session:
            go_on(session)


def test_a_citizen_stays_for_a_week_and_no_longer(app, towns, gust, later):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, gust)
    later(days=6, hours=23)
    visitor.get("/account")
    later(hours=2)
    visitor.get("/account", 303)


def test_an_official_who_was_away_for_half_an_hour_proves_who_they_are(app, towns, fie, later):
    visitor = Visitor(app, towns[0])
    enter(visitor, fie)
    for _ in range(3):
        later(minutes=29)
        visitor.get("/desk")
    later(minutes=31)
    assert "/again" in visitor.get("/desk", 303).location


def test_an_officials_day_ends_after_ten_hours(app, towns, fie, later):
    visitor = Visitor(app, towns[0])
    enter(visitor, fie)
    for _ in range(29):
        later(minutes=20)
        visitor.get("/desk")
    later(minutes=21)
    assert "/sign-in" in visitor.get("/desk", 303).location


def test_a_sign_in_link_works_once_and_only_after_a_press(app, towns, gust):
    with db.write() as session:
        secret = actions.make_sign_in_link(session, gust, at=clock.now())
    visitor = Visitor(app, towns[0])
    for _ in range(2):
        visitor.get(f"/sign-in/{secret}")
    visitor.get("/account", 303)
    visitor.post(f"/sign-in/{secret}")
    visitor.get("/account")
    Visitor(app, towns[0]).post(f"/sign-in/{secret}", status=409)


def test_a_sign_in_link_opens_nothing_in_the_neighbours_house(app, towns, gust):
    with db.write() as session:
        secret = actions.make_sign_in_link(session, gust, at=clock.now())
    Visitor(app, towns[1]).post(f"/sign-in/{secret}", status=409)
    Visitor(app, towns[0]).post(f"/sign-in/{secret}")


def test_a_sign_in_link_is_dead_after_fifteen_minutes(towns, gust):
    then = clock.now()
    with db.write() as session:
        secret = actions.make_sign_in_link(session, gust, at=then)
    with pytest.raises(Refused, match="link_used_or_old"), db.write() as session:
        actions.use_sign_in_link(session, towns[0].id, secret, device="", at=then + timedelta(minutes=15))


def test_a_sign_in_link_does_not_skip_the_second_factor(app, towns, fie):
    app_of(towns[0], fie.id)
    with db.write() as session:
        secret = actions.make_sign_in_link(session, fie, at=clock.now())
    visitor = Visitor(app, towns[0])
    visitor.post(f"/sign-in/{secret}")
    assert "/sign-in/second" in visitor.get("/desk", 303).location


def test_neither_password_nor_link_nor_cookie_is_kept_as_it_is(app, towns, gust):
    visitor = Visitor(app, towns[0])
    sign_in(visitor, gust)
    with db.write() as session:
        secret = actions.make_sign_in_link(session, gust, at=clock.now())
    with db.read() as session:
        kept = session.scalar(select(Person.password).where(Person.id == gust.id))
        assert kept.startswith("$argon2id$")
        assert PASSWORD not in kept
        assert secret not in str(session.execute(select(SignInLink.digest)).all())
        assert cookie_of(visitor)["secret"] not in str(session.execute(select(OpenSession.digest)).all())


def test_who_came_in_is_in_the_journal_where_they_work(app, towns, fie, gust):
    for person in (fie, gust):
        sign_in(Visitor(app, towns[0]), person)
    with db.read() as session:
        ours, theirs = (journal.page(session, town.id, 1)[0] for town in towns)
    assert [(line.event, line.by) for line in ours] == [("person.signed_in", f"person:{fie.id}")]
    assert theirs == []


def test_the_page_names_every_way_in_the_plainest_first(app, towns):
    words = text_of(Visitor(app, towns[0]).get("/sign-in"))
    places = [words.index(way) for way in ("With a code", "With your password", "Did you get a letter?")]
    assert places == sorted(places)
