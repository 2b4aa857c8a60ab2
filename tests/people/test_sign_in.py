"""Signing in: by password, and by the operator's link."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.errors import Refused
from participation.journal import queries as journal
from participation.people import actions, queries
from participation.people.models import Person
from participation.permissions import ROLES_WITH, Role
from tests.towns import PASSWORD, make_panel
from tests.visitors import Visitor, text_of


@pytest.fixture
def fie(towns):
    """Somebody with a password and a role in our town."""
    with db.write() as session:
        return actions.welcome(
            session,
            email="Fie@Ourtown.example",
            name="Fie",
            municipality_id=towns[0].id,
            roles=[Role.OFFICIAL],
            password=PASSWORD,
            at=clock.now(),
        )


def test_somebody_signs_in_with_address_and_password_and_out_again(app, towns, fie):
    visitor = Visitor(app, towns[0])
    visitor.get("/desk", 303)
    visitor.post("/sign-in", {"email": " fie@ourtown.example ", "password": PASSWORD})
    assert "Fie" in text_of(visitor.get("/desk"))
    visitor.post("/sign-out")
    visitor.get("/desk", 303)


def test_others_can_work_while_a_password_is_checked(app, towns, fie, monkeypatch):
    class Slow:
        def verify(self, _hash, _password):
            make_panel(towns[0])
            return True

    monkeypatch.setattr(actions, "_hasher", Slow())
    Visitor(app, towns[0]).post("/sign-in", {"email": "fie@ourtown.example", "password": PASSWORD})


@pytest.mark.parametrize("role", Role)
def test_everybody_enters_where_they_may_be(app, towns, role):
    with db.write() as session:
        email = f"{role}@ourtown.example"
        actions.welcome(
            session,
            email=email,
            name="Bo",
            municipality_id=towns[0].id,
            roles=[role],
            password=PASSWORD,
            at=clock.now(),
        )
    visitor = Visitor(app, towns[0])
    entered = visitor.post("/sign-in", {"email": email, "password": PASSWORD})
    assert "Bo" in text_of(visitor.get(entered.location))
    assert entered.location.endswith("/desk") == (role in ROLES_WITH["desk.enter"])


def test_signing_out_ends_the_session_in_every_browser(app, towns, fie):
    first, second = Visitor(app, towns[0]), Visitor(app, towns[0])
    for visitor in (first, second):
        visitor.post("/sign-in", {"email": fie.email, "password": PASSWORD})
    first.post("/sign-out")
    second.get("/desk", 303)


@pytest.mark.parametrize("email", ["fie@ourtown.example", "nobody@ourtown.example"])
def test_a_wrong_password_is_refused_alike_whoever_asks(app, towns, fie, email):
    page = Visitor(app, towns[0]).post("/sign-in", {"email": email, "password": "a wrong password"}, 422)
    assert "do not belong together" in text_of(page)


def test_a_role_counts_only_in_its_own_municipality(app, towns, fie):
    visitor = Visitor(app, towns[1])
    visitor.post("/sign-in", {"email": fie.email, "password": PASSWORD})
    visitor.get("/desk", 403)


@pytest.mark.parametrize("evil", ["//evil.example/", "/\\evil.example", "https://evil.example", "https:evil.example"])
def test_signing_in_leads_only_to_pages_of_ours(app, towns, fie, evil):
    answer = Visitor(app, towns[0]).post(
        "/sign-in", {"email": fie.email, "password": PASSWORD}, query_string={"next": evil}
    )
    assert answer.headers["Location"] == "/ourtown/desk"


def test_a_sign_in_link_works_once_and_only_after_a_press(app, towns, fie):
    with db.write() as session:
        secret = actions.make_sign_in_link(session, fie, at=clock.now())
    visitor = Visitor(app, towns[0])
    for _ in range(2):
        visitor.get(f"/sign-in/{secret}")
    visitor.get("/desk", 303)
    visitor.post(f"/sign-in/{secret}")
    visitor.get("/desk")
    Visitor(app, towns[0]).post(f"/sign-in/{secret}", status=409)


def test_a_sign_in_link_is_dead_after_fifteen_minutes(towns, fie):
    then = clock.now()
    with db.write() as session:
        secret = actions.make_sign_in_link(session, fie, at=then)
    with pytest.raises(Refused, match="link_used_or_old"), db.write() as session:
        actions.use_sign_in_link(session, towns[0].id, secret, at=then + timedelta(minutes=15))


def test_neither_password_nor_link_is_kept_as_it_is(towns, fie):
    with db.write() as session:
        secret = actions.make_sign_in_link(session, fie, at=clock.now())
    with db.read() as session:
        kept = session.scalar(select(Person.password).where(Person.id == fie.id))
        assert kept.startswith("$argon2id$")
        assert PASSWORD not in kept
        assert secret not in str(session.execute(select(actions.SignInLink.digest)).all())


def test_who_came_in_is_in_the_journal_where_they_have_a_role(app, towns, fie):
    for town in towns:
        Visitor(app, town).post("/sign-in", {"email": fie.email, "password": PASSWORD})
    with db.read() as session:
        ours, theirs = (journal.page(session, town.id, 1)[0] for town in towns)
    assert [(line.event, line.by) for line in ours] == [("person.signed_in", f"person:{fie.id}")]
    assert theirs == []


def test_somebody_without_a_session_is_nobody(towns):
    with db.read() as session:
        assert queries.actor(session, towns[0].id, "no such stamp") is None
