"""A pool of thousands stays light: the same few statements for every page, however many people there are."""

import pytest
from sqlalchemy import event

from participation import db
from tests.towns import make_panel
from tests.visitors import Visitor

MOST_STATEMENTS = 12
PAGES = (
    "/desk",
    "/desk/panels/dorpskern",
    "/desk/panels/dorpskern/targets",
    "/desk/panels/dorpskern/people",
    "/desk/panels/dorpskern/calculation",
    "/desk/panels/dorpskern/fairness",
    "/desk/panels/dorpskern/draws/1",
    "/desk/journal",
    "/",
    "/panels",
    "/panels/dorpskern",
    "/panels/dorpskern/draws/1",
    "/panels/dorpskern/draws/1/chances",
    "/panels/dorpskern/draws/1/numbered/3",
    "/panels/dorpskern/draws/1/notice",
    "/panels/dorpskern/draws/1/draw.json",
)


def statements(visitor, path):
    """What the database is asked for one page, without the words that begin and end a transaction."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
            asked.append(statement)

    engine = db.engine()
    event.listen(engine, "before_cursor_execute", note)
    try:
        visitor.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked


@pytest.mark.slow
def test_every_page_asks_the_database_little_and_the_same_for_few_and_for_thousands(app, towns):
    few, many = towns
    make_panel(few, "drawn", volunteers=60)
    make_panel(many, "drawn", volunteers=5000)
    for path in PAGES:
        little, much = (statements(Visitor(app, town, town.first), path) for town in towns)
        assert len(much) <= MOST_STATEMENTS, (path, much)
        assert little == much, path
