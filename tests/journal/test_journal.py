"""The journal in the database: written with the deed, and refused to whoever would change it."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from participation import db
from participation.journal import queries
from participation.journal.actions import EVENTS, record
from participation.journal.models import JournalEntry
from tests.towns import START, make_panel


def write(town, count=1):
    for number in range(count):
        with db.write() as session:
            record(session, town.id, "panel.created", subject=f"panel:{number}", by="person:1", at=START)


def test_entries_are_numbered_and_chained_per_municipality(towns):
    town, neighbour = towns
    write(town, 3)
    write(neighbour, 2)
    with db.read() as session:
        assert [line.seq for line in queries.page(session, town.id, 1)[0]] == [3, 2, 1]
        assert queries.first_broken(session, town.id) is None
        assert queries.first_broken(session, neighbour.id) is None


@pytest.mark.parametrize("change", ["UPDATE journal_entry SET subject = 'panel:9'", "DELETE FROM journal_entry"])
def test_the_database_refuses_to_change_the_journal(towns, change):
    write(towns[0], 2)
    with pytest.raises(DBAPIError, match="append-only"), db.write() as session:
        session.execute(text(change))
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == 2


def test_an_entry_disappears_with_a_deed_that_fails(towns):
    town, _ = towns
    with pytest.raises(ZeroDivisionError), db.write() as session:
        record(session, town.id, "panel.created", subject="panel:1", by="person:1", at=START)
        1 / 0  # noqa: B018
    write(town)
    with db.read() as session:
        assert queries.first_broken(session, town.id) is None


def test_only_events_with_a_meaning_are_recorded(towns):
    with pytest.raises(KeyError), db.write() as session:
        record(session, towns[0].id, "panel.danced", subject="panel:1", by="person:1", at=START)


def test_what_is_done_with_a_panel_is_in_the_journal_without_names(towns):
    town, _ = towns
    make_panel(town, "drawn")
    with db.read() as session:
        lines = queries.page(session, town.id, 1)[0]
        assert queries.first_broken(session, town.id) is None
    events = [line.event for line in reversed(lines)]
    assert events == [
        "panel.created",
        "content.written",
        "content.written",
        "panel.targets_replaced",
        "panel.people_replaced",
        "panel.calculation_asked",
        "panel.calculated",
        "draw.proposed",
        "draw.promised",
        "draw.drawn",
        "member.asked",
    ]
    assert set(events) <= set(EVENTS)
    everything = " ".join(f"{line.subject} {line.by} {line.facts}" for line in lines)
    assert "ourtown" not in everything
    assert "r0001" not in everything


def test_the_journal_page_is_for_those_who_may_read_it(app, towns):
    from tests.visitors import Visitor, text_of

    town, neighbour = towns
    make_panel(town, "targets", title="Onze markt")
    page = Visitor(app, town, town.auditor).get("/desk/journal")
    assert "panel 1" in text_of(page)
    Visitor(app, town, town.citizen).get("/desk/journal", 403)
    assert "panel 1" not in text_of(Visitor(app, neighbour, neighbour.auditor).get("/desk/journal"))
