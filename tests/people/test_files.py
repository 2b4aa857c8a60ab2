"""A person's file: found by what the person says, opened with a reason they can read, put right, erased on request."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db, pace
from participation.journal import queries as journal
from participation.messages.models import Message
from participation.people import files, queries
from participation.people.models import FileOpened, LetterCode, OpenSession, Person
from tests.visitors import Visitor, text_of

REASON = "Called to change the telephone number."
DEE = {"name": "Dee Claes", "email": "dee@ourtown.example", "phone": "", "way": "email", "language": "nl"}


@pytest.fixture
def town(towns):
    for place in towns:
        with db.write() as session:
            dee = queries.person(session, place.id, place.citizen.person_id)
            dee.name, dee.phone, dee.number_key = "Dee Ångström", "+32470123478", "a1b2" * 16
    return towns[0]


@pytest.fixture
def desk(app, town):
    return Visitor(app, town, town.first)


@pytest.fixture
def dee(town, desk):
    """The address of the file, opened."""
    address = f"/desk/people/{town.citizen.person_id}"
    desk.post(address, {"reason": REASON})
    return address


def person(town):
    """The citizen as they are kept."""
    with db.read() as session:
        return session.execute(select(*Person.__table__.c).where(Person.id == town.citizen.person_id)).one()


def openings(town):
    with db.read() as session:
        return session.execute(select(*FileOpened.__table__.c).where(FileOpened.municipality_id == town.id)).all()


@pytest.mark.parametrize(
    "typed", ["dee@ourtown.example", " DEE@ourtown ", "ngstr", "0470 12 34 78", "+32470123478", "0032 470/12.34.78"]
)
def test_somebody_is_found_by_what_they_say_and_not_named_yet(town, desk, typed):
    page = desk.post("/desk/people", {"wanted": typed}, 200)
    assert f"Account {town.citizen.person_id}" in text_of(page)
    # What was typed stays in its field; nothing else of them is shown.
    told = text_of(page)
    assert "D. Å." in told and "… 78" in told and "d…@ourtown.example" in told
    assert "Ångström" not in told and "70123" not in told
    assert openings(town) == []


@pytest.mark.parametrize("typed", ["nexttown", "%%%", "___", "dee@nexttown.example", "nobody here"])
def test_neither_a_neighbour_nor_everybody_is_found(desk, typed):
    page = text_of(desk.post("/desk/people", {"wanted": typed}, 200))
    assert "Nobody here has this" in page


@pytest.mark.parametrize("typed", ["", "  ", "de", " d "])
def test_fewer_than_three_signs_find_nobody(desk, typed):
    assert "Account" not in text_of(desk.post("/desk/people", {"wanted": typed}, 422))


def test_what_is_looked_for_stands_in_no_address(desk):
    assert "dee" not in text_of(desk.get("/desk/people?wanted=dee&q=dee"))


def test_a_file_opens_with_a_reason_and_the_reason_is_kept_for_the_person(town, desk):
    address = f"/desk/people/{town.citizen.person_id}"
    assert "Ångström" not in text_of(desk.get(address))
    for reason in ("", "  ", "x" * 1001):
        desk.post(address, {"reason": reason}, 422)
    assert openings(town) == []
    desk.post(address, {"reason": f" {REASON} "})
    page = text_of(desk.get(address))
    assert "Dee Ångström" in page and "+32470123478" in page
    (opening,) = openings(town)
    assert (opening.person_id, opening.opened_by, opening.reason) == (
        town.citizen.person_id,
        town.first.person_id,
        REASON,
    )


def test_opening_twice_writes_it_down_once(town, desk, dee):
    desk.post(dee, {"reason": "Once more."})
    assert [one.reason for one in openings(town)] == [REASON]


def test_a_file_is_open_for_one_official_and_for_half_an_hour(app, town, desk, dee, later):
    assert "Ångström" not in text_of(Visitor(app, town, town.second).get(dee))
    Visitor(app, town, town.second).post(f"{dee}/objection", status=404)
    later(minutes=29)
    with db.read() as session:
        assert files.is_open(session, town.id, town.citizen.person_id, by=town.first, at=clock.now())
        then = clock.now() + timedelta(minutes=2)
        assert not files.is_open(session, town.id, town.citizen.person_id, by=town.first, at=then)


def test_the_file_never_shows_the_pseudonym_of_the_number(town, desk, dee):
    for page in (dee, f"{dee}/copy", f"{dee}/contact", f"{dee}/erase"):
        assert "a1b2a1b2" not in desk.get(page).text


def test_the_file_shows_roles_rung_and_letters(town, desk, dee):
    with db.write() as session:
        session.add(
            LetterCode(
                municipality_id=town.id,
                person_id=town.citizen.person_id,
                digest="0" * 64,
                asked_at=clock.now(),
                expires=clock.now() + timedelta(days=30),
            )
        )
    page = text_of(desk.get(dee))
    assert "resident: since" in page
    assert "a code by e-mail or text message came back" in page
    assert "Letters with a code" in page


def test_that_a_file_was_opened_is_in_the_journal_without_the_reason(town, desk, dee):
    with db.read() as session:
        lines, _ = journal.page(session, town.id, 1)
    assert [(line.event, line.subject, line.by, line.facts) for line in lines] == [
        ("file.opened", f"person:{town.citizen.person_id}", f"person:{town.first.person_id}", {})
    ]


def test_the_neighbours_file_is_not_found(towns, town, desk):
    theirs = f"/desk/people/{towns[1].citizen.person_id}"
    desk.get(theirs, 404)
    desk.post(theirs, {"reason": REASON}, 404)
    for page in ("contact", "copy", "erase"):
        desk.get(f"{theirs}/{page}", 404)
    for act in ("contact", "objection", "objection/end", "erase"):
        desk.post(f"{theirs}/{act}", DEE, 404)
    assert openings(towns[1]) == []


def test_a_file_that_is_shut_cannot_be_changed(town, desk):
    address = f"/desk/people/{town.citizen.person_id}"
    for act in ("contact", "objection", "objection/end", "erase"):
        desk.post(f"{address}/{act}", DEE, 404)
    for page in ("contact", "copy", "erase"):
        desk.get(f"{address}/{page}", 404)


@pytest.mark.parametrize("who", ["auditor", "administrator", "citizen"])
def test_whoever_is_no_official_opens_no_file(app, town, who):
    visitor = Visitor(app, town, getattr(town, who))
    visitor.get("/desk/people", 403)
    visitor.post(f"/desk/people/{town.citizen.person_id}", {"reason": REASON}, 403)


def test_a_name_and_a_number_are_put_right_and_the_old_address_hears_of_it(town, desk, dee):
    desk.post(f"{dee}/contact", {**DEE, "email": "New@Work.example", "phone": "0471 22 33 44"})
    found = person(town)
    assert (found.name, found.email, found.phone, found.language) == (
        "Dee Claes",
        "new@work.example",
        "+32471223344",
        "nl",
    )
    with db.read() as session:
        told = session.execute(select(Message.kind, Message.to).where(Message.municipality_id == town.id)).all()
        left = session.scalars(select(OpenSession.id).where(OpenSession.person_id == found.id)).all()
    assert told == [("address_changed", "dee@ourtown.example")]
    assert left == []


def test_a_new_name_alone_signs_nobody_out(town, desk, dee):
    desk.post(f"{dee}/contact", {**DEE, "phone": "0470123478"})
    with db.read() as session:
        assert session.scalars(select(OpenSession.id).where(OpenSession.person_id == town.citizen.person_id)).all()
        assert session.scalars(select(Message.id)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "an@ourtown.example"},
        {"email": "none"},
        {"phone": "12"},
        {"name": ""},
        {"way": "pigeon"},
        {"way": "letter"},
        {"way": "phone"},
        {"email": "", "way": "email"},
        {"language": "xx"},
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_changes(town, desk, dee, wrong):
    before = person(town)
    desk.post(f"{dee}/contact", {**DEE, **wrong}, 422)
    assert person(town) == before


def test_an_official_does_not_take_over_or_erase_somebody_who_works_here(town, desk):
    address = f"/desk/people/{town.administrator.person_id}"
    desk.post(address, {"reason": REASON})
    desk.post(f"{address}/contact", {**DEE, "email": "mine@work.example"}, 422)
    desk.post(f"{address}/erase", status=422)
    with db.read() as session:
        assert queries.person(session, town.id, town.administrator.person_id).email == "eva@ourtown.example"


def test_an_objection_is_noted_and_ended(town, desk, dee):
    desk.post(f"{dee}/objection")
    assert person(town).objects_at is not None
    assert "does not want to be written to or drawn" in text_of(desk.get(dee))
    desk.post(f"{dee}/objection/end")
    assert person(town).objects_at is None
    with db.read() as session:
        lines, _ = journal.page(session, town.id, 1)
    assert {line.by for line in lines} == {f"person:{town.first.person_id}"}


def test_everything_is_printed_for_whoever_has_no_screen(town, desk, dee):
    page = text_of(desk.get(f"{dee}/copy"))
    assert "Dee Ångström" in page and REASON in page
    assert "nexttown" not in page


def test_somebody_is_erased_at_their_request_and_the_neighbour_is_not(towns, town, desk, dee):
    desk.get(f"{dee}/erase")
    desk.post(f"{dee}/erase")
    desk.get(dee, 404)
    with db.read() as session:
        assert session.scalars(select(Person.id).where(Person.id == town.citizen.person_id)).all() == []
        assert queries.person(session, towns[1].id, towns[1].citizen.person_id).name == "Dee Ångström"
        assert openings(town) == []


def test_what_is_typed_in_a_search_is_shown_as_it_is_and_runs_nowhere(desk):
    page = desk.post("/desk/people", {"wanted": "<script>{{7*7}}'\"%"}, 200)
    assert "<script>{{" not in page.text and "49" not in text_of(page)


def test_looking_for_people_is_paced(desk, monkeypatch):
    monkeypatch.setitem(pace.PACES, "search", replace(pace.PACES["search"], account=pace.Limit(2, timedelta(hours=1))))
    for _ in range(2):
        desk.post("/desk/people", {"wanted": "ngstr"}, 200)
    page = desk.post("/desk/people", {"wanted": "ngstr"}, 429)
    assert "D. Å." not in text_of(page)


def test_a_whole_file_leaves_the_desk_after_proving_it_again(desk, dee, later):
    later(minutes=16)
    assert "/again?next=" in desk.get(f"{dee}/copy", 303).location
