"""The databases that tests get are migrated, fresh and their own."""

from __future__ import annotations

from sqlalchemy import create_engine, inspect, text

from participation import db
from tests import databases as sources
from tests.towns import make_two_towns


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_a_fresh_database_is_migrated(database_url):
    assert "alembic_version" in tables(database_url)


def test_it_is_of_the_kind_that_was_asked_for(database_url):
    assert database_url.startswith(sources.KIND)


def test_what_is_left_in_one_is_not_in_the_next(databases):
    with databases.fresh_database() as first:
        engine = create_engine(first)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
        engine.dispose()
        assert "left_behind" in tables(first)
        with databases.fresh_database() as second:
            assert "left_behind" not in tables(second)


def test_one_that_was_used_before_has_no_rows_left_and_counts_from_one_again(databases):
    for _ in range(3):
        with databases.fresh_database() as url:
            db.bind(url)
            town, _neighbour = make_two_towns()
            db.unbind()
            assert town.id == 1
