"""A computer that many people use: nothing of the one is there for the next."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participation import clock, db
from participation.inclusion import kiosk as kiosks
from participation.inclusion.kiosk import Kiosk
from participation.journal.models import JournalEntry
from participation.people.models import OpenSession
from participation.permissions import Role
from tests.apps import sign_in, somebody
from tests.towns import cookie_of
from tests.visitors import Visitor, text_of

PAGE = "/desk/kiosk"
KEY = "k" * 32
ONE = Kiosk("a1", 1, "ourtown", "Library")


@pytest.fixture
def official(app, towns):
    return Visitor(app, towns[0], towns[0].first)


@pytest.fixture
def kiosk(official):
    """The browser in the library, after the official left it."""
    official.post(PAGE, {"place": "Library,  ground floor"})
    return official


def sit_down(visitor, who):
    """Somebody signs in."""
    visitor.get("/kiosk/over")
    with visitor.client.session_transaction() as session:
        session.update(cookie_of(visitor.town, who), touched=clock.now().isoformat())


def go_away(visitor, minutes):
    with visitor.client.session_transaction() as session:
        session["touched"] = (clock.now() - timedelta(minutes=minutes)).isoformat()


def open_sessions(town, who):
    with db.read() as session:
        mine = OpenSession.municipality_id == town.id, OpenSession.person_id == who.person_id
        return session.scalar(select(func.count()).select_from(OpenSession).where(*mine))


def cookies(visitor):
    return {cookie.key for cookie in visitor.client._cookies.values()}


# What the browser remembers


def test_what_makes_a_browser_a_kiosk_can_be_made_by_nobody_else():
    sealed = kiosks.sealed(ONE, KEY)
    assert kiosks.opened(sealed, KEY) == ONE
    for forged in ("", "x", sealed[:-1], sealed + "x", kiosks.sealed(ONE, "another" * 5)):
        assert kiosks.opened(forged, KEY) is None


def test_whoever_was_away_for_too_long_is_gone():
    now = clock.now()
    assert not kiosks.is_over((now - timedelta(minutes=14)).isoformat(), at=now)
    assert kiosks.is_over((now - timedelta(minutes=16)).isoformat(), at=now)
    assert kiosks.is_over("", at=now)


# Beginning and ending


def test_the_official_who_makes_a_kiosk_is_signed_out_at_once(official, towns):
    town = towns[0]
    before = open_sessions(town, town.first)
    answer = official.post(PAGE, {"place": "Library"})
    assert answer.location.endswith("/kiosk/over")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert open_sessions(town, town.first) == before - 1
    assert official.get(PAGE, 303).location.startswith("/ourtown/sign-in")
    with db.read() as session:
        here = select(JournalEntry).where(JournalEntry.municipality_id == town.id)
        last = session.scalars(here.order_by(JournalEntry.seq.desc())).first()
        assert (last.event, last.facts) == ("kiosk.started", {})
        assert "Library" not in last.subject


def test_a_kiosk_without_a_place_is_refused(official):
    assert "Write where this computer stands, in a few words." in text_of(official.post(PAGE, {"place": "  "}, 422))
    official.post(PAGE, {"place": "x" * 81}, 422)
    assert "kiosk" not in cookies(official)


def test_only_officials_make_kiosks(app, towns):
    for who in (towns[0].citizen, towns[0].auditor, towns[0].administrator):
        Visitor(app, towns[0], who).post(PAGE, {"place": "Library"}, 403)


def test_a_kiosk_becomes_an_ordinary_computer_when_an_official_of_that_town_says_so(kiosk, app, towns):
    kiosk.post(f"{PAGE}/stop", {}, 303)
    assert "kiosk" in cookies(kiosk)
    sit_down(kiosk, towns[0].citizen)
    kiosk.post(f"{PAGE}/stop", {}, 403)
    neighbour = Visitor(app, towns[1])
    neighbour.client = kiosk.client
    with neighbour.client.session_transaction() as session:
        session.update(cookie_of(towns[1], towns[1].first), touched=clock.now().isoformat())
    neighbour.post(f"{PAGE}/stop", {}, 403)
    sit_down(kiosk, towns[0].second)
    kiosk.post(f"{PAGE}/stop")
    assert "kiosk" not in cookies(kiosk)
    assert "I am done" not in kiosk.get("/code").text


# Being there


def test_every_page_says_where_one_is_and_has_the_way_out(kiosk, app, towns):
    for path in ("/code", "/sign-in", "/other-ways", "/nowhere"):
        page = kiosk.client.get(f"/ourtown{path}")
        assert "A computer for everybody: Library, ground floor." in text_of(page)
        assert 'action="/ourtown/kiosk/done"' in page.text
    assert "I am done" in kiosk.client.get("/").text
    assert "I am done" not in Visitor(app, towns[0]).get("/code").text


def test_no_page_stays_in_the_browser(kiosk):
    for path in ("/code", "/sign-in", "/kiosk/over"):
        assert kiosk.get(path).headers["Cache-Control"] == "no-store"
    assert "public" in kiosk.get("/theme.css").headers["Cache-Control"]


def test_the_page_asks_by_itself_without_any_script(kiosk):
    page = kiosk.get("/code?x=1").text
    assert (
        '<noscript><meta http-equiv="refresh" content="600; url=/ourtown/kiosk/still-there?back=/ourtown/code?x%3D1">'
        in page
    )
    asked = kiosk.get("/kiosk/still-there?back=/ourtown/code")
    assert asked.headers["Refresh"] == "120; url=/ourtown/kiosk/over"
    assert 'href="/ourtown/code"' in asked.text
    assert "http-equiv" not in asked.text
    assert 'href="//elsewhere' not in kiosk.get("/kiosk/still-there?back=//elsewhere.example").text


def test_no_passkey_is_offered(kiosk, app, towns):
    assert "data-passkey" in Visitor(app, towns[0]).get("/sign-in").text
    assert "data-passkey" not in kiosk.get("/sign-in").text


def test_the_browser_remembers_nothing_that_is_typed(kiosk, app, towns):
    page = kiosk.get("/sign-in").text
    assert page.count('autocomplete="off"') > 3
    assert 'autocomplete="username"' not in page
    assert 'autocomplete="username"' in Visitor(app, towns[0]).get("/sign-in").text


def test_a_choice_of_language_lasts_no_longer_than_the_browser(kiosk):
    set_now = [said for said in kiosk.get("/code?language=fr").headers.getlist("Set-Cookie") if "reading=" in said]
    assert set_now
    assert "Max-Age" not in set_now[0]


# Leaving


def test_done_wipes_everything_but_that_it_is_a_kiosk(kiosk, towns):
    town = towns[0]
    sit_down(kiosk, town.citizen)
    kiosk.get("/account?language=fr")
    before = open_sessions(town, town.citizen)
    answer = kiosk.post("/kiosk/done")
    assert answer.location.endswith("/kiosk/over")
    assert kiosk.client.get(answer.location).headers["Clear-Site-Data"] == '"cache", "storage"'
    assert open_sessions(town, town.citizen) == before - 1
    assert "reading" not in cookies(kiosk)
    assert "kiosk" in cookies(kiosk)
    assert kiosk.get("/account", 303).location.startswith("/ourtown/sign-in")


def test_signing_out_wipes_as_much(kiosk, towns):
    sit_down(kiosk, towns[0].citizen)
    kiosk.get("/account?language=fr")
    kiosk.post("/sign-out")
    assert "reading" not in cookies(kiosk)
    assert 'lang="en"' in kiosk.get("/code").text


def test_the_time_that_runs_out_wipes_as_much(kiosk, towns):
    sit_down(kiosk, towns[0].citizen)
    kiosk.get("/account?language=fr")
    kiosk.get("/kiosk/over")
    assert "reading" not in cookies(kiosk)
    assert kiosk.get("/account", 303)


def test_somebody_who_walked_away_is_signed_out_whatever_the_page_did(kiosk, towns):
    sit_down(kiosk, towns[0].citizen)
    go_away(kiosk, 14)
    kiosk.get("/account")
    go_away(kiosk, 16)
    assert "dee" not in text_of(kiosk.get("/code"))
    kiosk.get("/account", 303)


def test_who_signs_in_there_stays_signed_in_until_they_leave(kiosk, towns):
    person = somebody(towns[0], Role.CITIZEN)
    sign_in(kiosk, person)
    for _ in range(2):
        assert "Fie" in text_of(kiosk.get("/account"))
    with kiosk.client.session_transaction() as session:
        assert not session.permanent
    kiosk.post("/kiosk/done")
    answer = kiosk.get("/kiosk/over")
    assert "Clear-Site-Data" in answer.headers
    assert "Clear-Site-Data" not in kiosk.get("/code").headers


def test_an_ordinary_computer_has_none_of_this(app, towns):
    visitor = Visitor(app, towns[0], towns[0].citizen)
    visitor.get("/kiosk/over", 404)
    visitor.get("/kiosk/still-there", 404)
    visitor.post("/kiosk/done")
    visitor.get("/account")
