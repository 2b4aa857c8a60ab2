"""My data: everything is there, and what somebody asks of it happens."""

import json

import pytest
from sqlalchemy import select

from participation import clock, db, erasures
from participation.i18n import LANGUAGES
from participation.messages.models import Message
from participation.people import actions, sessions
from participation.people.models import FileOpened, Objection, Person
from participation.permissions import Actor
from tests import towns as make
from tests.visitors import Visitor, text_of

KEY = "ab" * 32


def citizen(town, name="Zoë Vandeput"):
    """Somebody with an account who has shown their identity card, and who they are to the pages."""
    with db.write() as session:
        person = actions.welcome(
            session,
            email=f"zoe@{town.slug}.example",
            name=name,
            municipality_id=town.id,
            at=make.START,
        )
        person.number_key, person.rung, person.language = KEY, 3, "en"
        town.secrets[person.id] = sessions.open_session(session, person, device="Firefox, Linux", at=clock.now())
        return Actor(person.id, person.name, town.id)


def person(who):
    with db.read() as session:
        return session.execute(select(Person.id, Person.objects_at).where(Person.id == who.person_id)).one_or_none()


def test_everything_that_is_held_can_be_read_and_taken_along(app, towns):
    town, neighbour = towns
    who, other = citizen(town), citizen(neighbour, "Yana Vandeput")
    visitor = Visitor(app, town, who)
    words = text_of(visitor.get("/my-data"))
    for piece in ("Zoë Vandeput", f"zoe@{town.slug}.example", "Firefox, Linux", "3 years"):
        assert piece in words
    assert "Yana" not in words
    answer = visitor.post("/my-data.json", status=200)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.data)
    account = next(one for one in told["held"] if one["kind"] == "people.account")
    assert account["rows"][0]["Name"] == "Zoë Vandeput"
    assert account["rows"][0]["Language"] == LANGUAGES["en"]
    assert other.name not in answer.text


def test_a_download_is_told_to_the_person(app, towns):
    town, _ = towns
    who = citizen(town)
    Visitor(app, town, who).post("/my-data.json", status=200)
    with db.read() as session:
        assert session.scalars(select(Message.kind).where(Message.person_id == who.person_id)).all() == [
            "data_exported"
        ]


def test_who_looked_at_my_file_stands_there_with_the_reason(app, towns):
    town, _ = towns
    who = citizen(town)
    visitor = Visitor(app, town, who)
    assert "Nobody." in text_of(visitor.get("/my-data"))
    with db.write() as session:
        session.add(
            FileOpened(
                municipality_id=town.id,
                person_id=who.person_id,
                opened_by=town.first.person_id,
                reason="She called about a letter",
                opened_at=clock.now(),
            )
        )
    words = text_of(visitor.get("/my-data"))
    assert "She called about a letter" in words
    assert town.first.name in words


def test_an_objection_is_kept_and_taken_back(app, towns):
    town, _ = towns
    who = citizen(town)
    visitor = Visitor(app, town, who)
    visitor.send_form("objection", {"may": "no"})
    since = person(who).objects_at
    assert since is not None
    visitor.send_form("objection", {"may": "no"})
    assert person(who).objects_at == since
    assert "You object since" in text_of(visitor.get("/my-data"))
    visitor.post("/forms/objection", {"may": "perhaps"}, 422)
    visitor.send_form("objection", {"may": "yes"})
    assert person(who).objects_at is None


def test_erasing_oneself_signs_out_and_leaves_nobody(app, towns):
    town, neighbour = towns
    who, other = citizen(town), citizen(neighbour)
    visitor = Visitor(app, town, who)
    assert "What stays, and why" in text_of(visitor.get("/my-data/erase"))
    visitor.post("/my-data/erase")
    assert person(who) is None
    assert person(other) is not None
    assert "has been erased" in text_of(visitor.get("/"))
    visitor.get("/my-data", 303)
    with db.read() as session:
        last = session.scalars(select(Message)).one()
        assert (last.kind, last.person_id, last.to) == ("account_erased", None, f"zoe@{town.slug}.example")
        assert who.name not in last.body
    assert [(one.municipality_id, one.who) for one in erasures.noted()] == [(town.id, f"person:{who.person_id}")]


@pytest.mark.parametrize("kept", [True, False])
def test_whoever_is_erased_may_leave_only_the_wish_not_to_be_drawn(app, towns, kept):
    town, _ = towns
    who = citizen(town)
    Visitor(app, town, who).post("/my-data/erase", {"keep_objection": "y"} if kept else {})
    with db.read() as session:
        assert session.scalars(select(Objection.number_key)).all() == ([KEY] if kept else [])


def test_the_last_administrator_hands_the_role_over_first(app, towns):
    town, _ = towns
    visitor = Visitor(app, town, town.administrator)
    page = visitor.post("/my-data/erase", status=422)
    assert "administrator" in text_of(page)
    assert person(town.administrator) is not None
    assert list(erasures.noted()) == []


def test_an_erasure_that_was_undone_is_not_noted(app, towns):
    town, _ = towns
    who = citizen(town)
    from participation.people import leaving

    class Lightning(Exception):
        pass

    with pytest.raises(Lightning), db.write() as session:
        leaving.erase(session, town.id, who.person_id, by="operator", at=clock.now())
        raise Lightning
    assert person(who) is not None
    assert list(erasures.noted()) == []


def test_the_number_of_who_was_erased_is_never_given_again(app, towns):
    town, _ = towns
    who = citizen(town)
    Visitor(app, town, who).post("/my-data/erase")
    assert citizen(town, "Somebody Else").person_id > who.person_id


def test_a_visitor_without_an_account_signs_in_first(app, towns):
    town, _ = towns
    visitor = Visitor(app, town)
    for path in ("/my-data", "/my-data/erase"):
        assert "/sign-in" in visitor.get(path, 303).location


def test_what_an_official_wrote_is_marked_with_its_language_and_bare_in_the_file(app, towns):
    town, _ = towns
    make.make_panel(town, "promised")
    official = Visitor(app, town, town.first)
    assert '<span lang="nl">Dorpskern</span>' in official.get("/my-data").text
    told = official.post("/my-data.json", status=200).text
    assert '"Dorpskern"' in told and "span" not in told
