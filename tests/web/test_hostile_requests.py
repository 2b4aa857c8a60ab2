"""Addresses and forms that no page of ours makes: each gets a page that was meant for it, and never a broken one."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from participation import db
from tests import towns as make
from tests.visitors import Visitor, text_of

HUGE = "9" * 30


@pytest.fixture
def official(app, towns):
    return Visitor(app, towns[0], towns[0].first)


@pytest.fixture
def drawn(towns):
    return make.make_panel(towns[0], "drawn")


@pytest.mark.parametrize("page", ["-1", "0", "abc", "99999999999", HUGE, ""])
def test_a_page_of_a_list_that_is_not_there_is_empty_or_the_first(official, drawn, page):
    official.get(f"/panels/{drawn}/draws/1/chances?page={page}")
    official.get(f"/desk/panels/{drawn}/people?page={page}")


@pytest.mark.parametrize("number", ["-1", "0", "x", HUGE, "2147483648"])
def test_a_number_in_an_address_that_nothing_has_is_not_found(official, drawn, number):
    for path in (f"/panels/{drawn}/draws/{number}", f"/panels/{drawn}/draws/1/numbered/{number or 0}{HUGE}"):
        official.get(path, 404)
    for act in ("confirm", "withdraw", "number", "cancel", "cancel/confirm"):
        official.post(f"/desk/panels/{drawn}/draws/{number}/{act}", {"result": "042", "reason": "x"}, 404)


@pytest.mark.parametrize(
    "extra", ["slug=x", "endpoint=x", "municipality=nexttown", "self=1&values=2", "_external=1&_scheme=javascript"]
)
def test_what_is_added_to_an_address_leads_nowhere_else(official, drawn, extra):
    words = official.get(f"/panels/{drawn}/draws/1?{extra}").text
    assert "nexttown/" not in words
    assert 'href="javascript:' not in words


def test_the_same_page_in_another_language_keeps_what_was_asked(official, drawn):
    words = official.get(f"/desk/panels/{drawn}/people?q=p1&page=2&language=nl").text
    assert 'href="?q=p1&amp;page=2&amp;language=fr"' in words


@pytest.mark.parametrize("wanted", ["/a\r\nX-Evil: 1", "/\n/evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_a_page_of_ours(app, towns, wanted):
    visitor = Visitor(app, towns[0])
    with db.write() as session:
        from participation.people import actions

        actions.welcome(
            session,
            email="x@y.example",
            name="X",
            municipality_id=towns[0].id,
            roles=[],
            password=make.PASSWORD,
            at=make.START,
        )
    answer = visitor.post(
        "/sign-in", {"email": "x@y.example", "password": make.PASSWORD}, query_string={"next": wanted}
    )
    assert answer.headers["Location"] in ("/ourtown/", "/ourtown/desk")
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("host", ["..", "x" * 300])
def test_a_host_that_cannot_be_is_refused(app, towns, host):
    assert app.test_client().get("/", headers={"Host": host}).status_code == 400


def test_a_sign_that_nobody_types_is_refused(official, drawn):
    official.get(f"/desk/panels/{drawn}/people?q=%00", 400)
    official.get("/panels/%00", 400)
    official.get("/sign-in/%00", 400)
    official.post("/code", {"code": "a\0b"}, 400)
    official.post(f"/desk/panels/{drawn}/draws/1/cancel", {"reason": "a\0b"}, 400)


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "0001-06-01T12:00"])
@pytest.mark.parametrize("kind", ["balls", "beacon"])
def test_a_promise_for_long_ago_is_refused_at_its_field(official, towns, at, kind):
    slug = make.make_panel(towns[0], "calculated")
    answer = official.post(f"/desk/panels/{slug}/promise", {"kind": kind, "name": "Balls", "at": at}, 422)
    assert "Choose a moment in the future" in answer.text


def test_a_number_that_comes_too_early_hears_when_in_words(official, towns):
    slug = make.make_panel(towns[0], "proposed")
    with db.write() as session:
        from participation.panels.models import Draw

        draw = session.query(Draw).one()
        soon = datetime(2199, 12, 4, 19, tzinfo=UTC)
        draw.seed_at, draw.source = soon, {**draw.source, "date": "2199-12-04T20:00:00+01:00"}
    make.confirm(towns[0], slug)
    answer = official.post(f"/desk/panels/{slug}/draws/1/number", {"result": "42"}, 422)
    assert "gives its result on Wednesday" in answer.text
    assert "2199-12-04T20" not in answer.text


def test_an_error_of_the_database_does_not_repeat_what_was_written(towns):
    with pytest.raises(DBAPIError) as error, db.write() as session:
        session.execute(text("INSERT INTO nothing VALUES (:who)"), {"who": "an@ourtown.example"})
    assert "an@ourtown.example" not in str(error.value)


def test_what_is_refused_is_said_in_the_house_of_the_municipality_with_a_way_back(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "empty")
    visitor = Visitor(app, town, town.first)
    desk = f"http://localhost/{town.slug}/desk/panels/{slug}"
    page = visitor.post(f"/desk/panels/{slug}/calculation/start", status=409, headers={"Referer": desk})
    assert f'href="/{town.slug}/desk/panels/{slug}"' in page.text
    elsewhere = visitor.post(
        "/code", {"code": "x"}, 403, headers={"Origin": "https://evil.example", "Referer": "https://evil.example/"}
    )
    assert "came from another website" in text_of(elsewhere)
    assert "Gemeente ourtown" in text_of(elsewhere)
    assert "evil.example" not in elsewhere.text


def test_panels_named_in_another_script_can_stand_side_by_side(towns):
    town, _ = towns
    assert len({make.make_panel(town, "empty", title="公园"), make.make_panel(town, "empty", title="Парк")}) == 2
