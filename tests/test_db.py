"""The two doors of the database."""

import stat

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from participation import db
from participation.municipalities.models import Municipality


@pytest.fixture(autouse=True)
def bound(database_url):
    db.bind(database_url)
    yield
    db.unbind()


def somewhere(slug="town"):
    return Municipality(slug=slug, name={}, languages=[], office={}, committees={})


def test_reading_cannot_write():
    with pytest.raises(DBAPIError), db.read() as session:
        session.add(somewhere())
        session.flush()


def test_writing_is_possible_again_after_reading():
    with db.read() as session:
        session.execute(select(Municipality)).all()
    with db.write() as session:
        session.add(somewhere())
    with db.read() as session:
        assert session.scalar(select(Municipality.slug)) == "town"


def test_a_deed_that_fails_leaves_nothing():
    with pytest.raises(ZeroDivisionError), db.write() as session:
        session.add(somewhere())
        session.flush()
        1 / 0  # noqa: B018
    with db.read() as session:
        assert session.scalar(select(Municipality)) is None


def test_a_reader_that_fails_does_not_lock_the_door_for_writers():
    with pytest.raises(ZeroDivisionError), db.read() as session:
        session.execute(select(Municipality)).all()
        1 / 0  # noqa: B018
    with db.write() as session:
        session.add(somewhere())


def test_the_file_of_a_new_database_is_for_its_owner_alone(tmp_path):
    file = tmp_path / "new" / "town.sqlite"
    db.migrate(f"sqlite:///{file}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
