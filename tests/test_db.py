"""The two doors of the database."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from participation import db
from participation.people.models import Person


@pytest.fixture(autouse=True)
def bound(database_url):
    db.bind(database_url)
    yield
    db.unbind()


def somebody(email="an@town.example"):
    return Person(email=email, name="An", stamp=email)


def test_reading_cannot_write():
    with pytest.raises(DBAPIError), db.read() as session:
        session.add(somebody())
        session.flush()


def test_writing_is_possible_again_after_reading():
    with db.read() as session:
        session.execute(select(Person)).all()
    with db.write() as session:
        session.add(somebody())
    with db.read() as session:
        assert session.scalar(select(Person.name)) == "An"


def test_a_deed_that_fails_leaves_nothing():
    with pytest.raises(ZeroDivisionError), db.write() as session:
        session.add(somebody())
        session.flush()
        1 / 0  # noqa: B018
    with db.read() as session:
        assert session.scalar(select(Person)) is None


def test_a_reader_that_fails_does_not_lock_the_door_for_writers():
    with pytest.raises(ZeroDivisionError), db.read() as session:
        session.execute(select(Person)).all()
        1 / 0  # noqa: B018
    with db.write() as session:
        session.add(somebody())
