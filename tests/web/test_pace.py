"""How often something may be tried: per person, per address, per municipality; with a clock that stands still."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from participation import clock, db, pace
from participation.errors import TooOften
from participation.people import actions
from participation.web import limits
from tests.towns import PASSWORD
from tests.visitors import Visitor, text_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WINDOW = pace.PACES["password"].account.within


@pytest.fixture
def stopped(monkeypatch):
    """A clock that goes on only when it is told to."""

    class Stopped:
        at = NOON

    monkeypatch.setattr(clock, "now", lambda: Stopped.at)
    return Stopped


def tried(town, *, address="192.0.2.1", account="fie@ourtown.example", act="password", at=NOON):
    with db.write() as session:
        return pace.count(session, town.id, act, address=address, account=account, at=at)


def limit_of(scope, act="password"):
    return getattr(pace.PACES[act], scope).times


def test_the_eleventh_try_waits_for_the_end_of_its_window(towns):
    town, _ = towns
    assert [tried(town) for _ in range(10)] == [None] * 10
    assert tried(town, at=NOON + timedelta(minutes=5)) == NOON + WINDOW
    assert tried(town, at=NOON + WINDOW) is None


def test_an_account_is_slowed_from_wherever_it_is_tried(towns):
    town, _ = towns
    for number in range(10):
        assert tried(town, address=f"192.0.2.{number}") is None
    assert tried(town, address="192.0.2.99")
    assert tried(town, address="192.0.2.99", account="bo@ourtown.example") is None


def test_throttling_one_account_never_blocks_another(towns):
    town, neighbour = towns
    for number in range(400):
        tried(town, address=f"192.0.2.{number % 200}")
    assert tried(town, address="198.51.100.7", account="bo@ourtown.example") is None
    assert tried(neighbour, address="192.0.2.1") is None


def test_an_address_is_slowed_whatever_account_it_tries(towns):
    town, _ = towns
    for number in range(10):
        assert tried(town, account=f"person:{number}") is None
    assert tried(town, account="person:10")
    assert tried(town, address="198.51.100.7", account="person:10") is None


def test_a_flood_from_everywhere_slows_only_its_own_municipality(towns, monkeypatch):
    town, neighbour = towns
    small = pace.Pace(pace.Limit(2, WINDOW), pace.Limit(2, WINDOW), pace.Limit(5, WINDOW))
    monkeypatch.setitem(pace.PACES, "password", small)
    for number in range(5):
        assert tried(town, address=f"192.0.2.{number}", account=f"person:{number}") is None
    assert tried(town, address="198.51.100.7", account="person:7")
    assert tried(neighbour, address="198.51.100.7", account="person:7") is None


def test_one_who_hammers_cannot_fill_the_count_of_the_municipality(towns, monkeypatch):
    town, _ = towns
    small = pace.Pace(pace.Limit(2, WINDOW), pace.Limit(2, WINDOW), pace.Limit(5, WINDOW))
    monkeypatch.setitem(pace.PACES, "password", small)
    for _ in range(50):
        tried(town)
    assert tried(town, address="198.51.100.7", account="person:7") is None


def test_what_was_right_does_not_count(towns):
    town, _ = towns
    for _ in range(40):
        assert tried(town) is None
        with db.write() as session:
            pace.give_back(session, town.id, "password", address="192.0.2.1", account="fie@ourtown.example", at=NOON)


def test_tries_at_the_same_time_are_all_counted(towns):
    town, _ = towns
    refused = []

    def try_often():
        for _ in range(5):
            if tried(town):
                refused.append(1)

    threads = [threading.Thread(target=try_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 10


def test_windows_that_are_over_are_swept_away(towns):
    town, _ = towns
    for number in range(30):
        tried(town, address=f"192.0.2.{number}", account=None)
    tried(town, at=NOON + timedelta(days=2))
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(pace.Count)) == 3


def test_the_table_names_nobody(towns):
    tried(towns[0])
    with db.read() as session:
        kept = str(session.execute(text("SELECT * FROM pace_count")).all())
    assert "192.0.2.1" not in kept
    assert "fie" not in kept


def test_an_act_without_a_pace_cannot_be_forgotten(towns):
    with pytest.raises(KeyError):
        tried(towns[0], act="something new")


@pytest.fixture
def fie(towns):
    with db.write() as session:
        return actions.welcome(
            session, email="fie@ourtown.example", name="Fie", municipality_id=towns[0].id, password=PASSWORD, at=NOON
        )


def sign_in(visitor, password, status, *, email="fie@ourtown.example", address="192.0.2.1"):
    return visitor.post(
        "/sign-in",
        {"email": email, "password": password},
        status,
        environ_overrides={"REMOTE_ADDR": address},
    )


def test_ten_wrong_passwords_slow_this_account_and_this_address_and_a_neighbour_still_signs_in(
    app, towns, fie, stopped
):
    with db.write() as session:
        for town in towns:
            actions.welcome(
                session, email="gust@x.example", name="Gust", municipality_id=town.id, password=PASSWORD, at=NOON
            )
    for _ in range(10):
        sign_in(Visitor(app, towns[0]), "not the right one", 422)
    slowed = sign_in(Visitor(app, towns[0]), PASSWORD, 429)
    assert "Wait 15 minutes" in text_of(slowed)
    sign_in(Visitor(app, towns[0]), PASSWORD, 429, address="198.51.100.7")
    sign_in(Visitor(app, towns[0]), PASSWORD, 429, email="gust@x.example")
    sign_in(Visitor(app, towns[0]), PASSWORD, 303, email="gust@x.example", address="198.51.100.7")
    sign_in(Visitor(app, towns[1]), PASSWORD, 303, email="gust@x.example")
    stopped.at += WINDOW
    sign_in(Visitor(app, towns[0]), PASSWORD, 303)


def test_where_nothing_can_be_counted_nobody_is_let_in(app, towns, fie):
    with db.write() as session:
        session.execute(text("ALTER TABLE pace_count RENAME TO pace_count_gone"))
    visitor = Visitor(app, towns[0])
    sign_in(visitor, PASSWORD, 500)
    with visitor.client.session_transaction() as cookie:
        assert "secret" not in cookie


def test_a_household_in_the_newer_kind_of_network_is_one_address(app, towns, stopped):
    with app.test_request_context("/ourtown/", environ_base={"REMOTE_ADDR": "2001:db8:1:2::7"}):
        app.preprocess_request()
        for _ in range(10):
            limits.keep_pace("password")
    with app.test_request_context("/ourtown/", environ_base={"REMOTE_ADDR": "2001:db8:1:2:aaaa::8"}):
        app.preprocess_request()
        with pytest.raises(TooOften):
            limits.keep_pace("password")
        db.leave()


def test_addresses_of_the_older_kind_that_are_written_as_the_newer_are_not_one_household(app, towns, stopped):
    for last in (7, 8):
        with app.test_request_context("/ourtown/", environ_base={"REMOTE_ADDR": f"::ffff:192.0.2.{last}"}):
            app.preprocess_request()
            for _ in range(10):
                limits.keep_pace("password")
            db.leave()
    with app.test_request_context("/ourtown/", environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        app.preprocess_request()
        with pytest.raises(TooOften):
            limits.keep_pace("password")
        db.leave()
