"""Every table with people in it is known, shown, forgotten and let go; one that nobody answers for fails here."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, select

from participation import clock, db, erasures, events, held
from participation.journal import queries as journal
from participation.panels import queries as panels
from participation.people import leaving, queries
from participation.people.models import Person
from participation.wiring import PRIVATE
from tests import holdings
from tests.house.test_docs import rows
from tests.panels.test_forgetting import verify

DOCS = Path(__file__).resolve().parents[2] / "docs"

# Kinds of which nobody can be told what is theirs, or that are another name for rows that are shown under one above.
NOT_ASKED = {"people.pace", "panels.upload", "panels.member", "panels.undrawn", "messages.farewell"}


@pytest.fixture
def known(towns):
    """Somebody of whom every room holds something, and their double next door."""
    town, neighbour = towns
    return holdings.make_known(town, "ours"), holdings.make_known(neighbour, "theirs")


def everything(who):
    with db.read() as session:
        told = events.tell(
            session, "person.asking", who=queries.somebody(session, who.town.id, who.person_id, at=clock.now())
        )
    return {holding.kind: holding.rows for listener in told for holding in listener}


def forget(who):
    with db.write() as session:
        leaving.forget(session, who.town.id, who.person_id, by="operator", at=clock.now())


def test_every_table_that_leads_to_a_person_belongs_to_a_kind():
    kept = {table for kind in held.kinds() for table in kind.tables}
    assert {table.name for table in holdings.tables_with_people()} - kept == set()
    assert kept - set(db.Base.metadata.tables) == set()


def test_every_kind_has_a_name_of_its_own_and_sentences():
    kinds = held.kinds()
    assert len({kind.name for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.tables
        assert all((kind.what, kind.why, kind.ground, kind.seen_by, kind.since)), kind.name
        assert kind.days is None or kind.days > 0


def test_whoever_asks_sees_every_kind_of_theirs_and_nothing_of_their_double(known):
    ours, theirs = known
    seen = everything(ours)
    missing = {kind.name for kind in held.kinds()} - NOT_ASKED - {kind for kind, found in seen.items() if found}
    assert missing == set()
    assert not any(trace in str(seen) for trace in theirs.traces)
    assert "sealed" not in str(seen)
    assert "hashed" not in str(seen)


def test_nothing_finds_whoever_was_forgotten_and_the_neighbour_is_untouched(known):
    ours, theirs = known
    before = holdings.dump()
    assert all(any(trace in str(row) for found in before.values() for row in found) for trace in ours.traces)
    forget(ours)
    after = holdings.dump()
    for name, found in after.items():
        for row in found:
            assert not [trace for trace in ours.traces if trace in str(row)], (name, row)
    for table in db.Base.metadata.sorted_tables:
        for column in filter(holdings.leads_to_a_person, table.columns):
            assert ours.person_id not in [row[column.name] for row in after[table.name]], (table.name, column.name)
    theirs_before, theirs_now = (holdings.of_municipality(found, theirs.town.id) for found in (before, after))
    assert theirs_now == theirs_before


def test_after_everybody_was_forgotten_the_journal_is_whole_and_the_draw_verifies(known, tmp_path):
    ours, _ = known
    with db.read() as session:
        everybody = session.scalars(select(Person.id).where(Person.municipality_id == ours.town.id)).all()
    for person_id in everybody:
        with db.write() as session:
            leaving.forget(session, ours.town.id, person_id, by="operator", at=clock.now())
    with db.read() as session:
        assert session.scalars(select(Person.id).where(Person.municipality_id == ours.town.id)).all() == []
        assert journal.first_broken(session, ours.town.id) is None
        assert panels.panel(session, ours.town.id, ours.panel)
    assert verify(ours.town, ours.panel, tmp_path).returncode == 0


def test_whoever_an_old_backup_brings_back_is_forgotten_again(known):
    from participation.commands.replay_erasures import _again

    ours, theirs = known
    with db.read() as session:
        person = {
            column.name: getattr(session.get_one(Person, ours.person_id), column.name)
            for column in Person.__table__.columns
        }
    forget(ours)
    noted = list(erasures.noted())
    assert {one.who.partition(":")[0] for one in noted} == {"person", "candidate"}
    with db.write() as session:
        session.add(Person(**person))
    assert [one.who for one in noted if _again(one)] == [f"person:{ours.person_id}"]
    with db.read() as session:
        assert session.scalar(select(Person.id).where(Person.id == ours.person_id)) is None
        assert session.scalar(select(Person.id).where(Person.id == theirs.person_id)) == theirs.person_id


def test_whoever_came_after_an_erasure_is_not_taken_for_who_was_erased(known):
    from participation.commands.replay_erasures import _again

    ours, _ = known
    forget(ours)
    with db.write() as session:
        session.execute(delete(Person).where(Person.id == ours.person_id))
        session.add(
            Person(
                id=ours.person_id,
                municipality_id=ours.town.id,
                name="Newcomer",
                created_at=clock.now().replace(year=clock.now().year + 1),
            )
        )
    assert not any(_again(one) for one in erasures.noted())


def test_the_terms_in_the_documentation_are_those_of_the_code():
    listed = [(name.strip("`"), what, term) for name, what, term in rows("privacy.md", "Terms")]
    assert listed == [(kind.name, kind.what, term(kind)) for kind in held.kinds()]


def test_the_documentation_names_every_table_of_a_kind():
    text = (DOCS / "privacy.md").read_text()
    assert [kind.name for kind in held.kinds() if f"`{kind.name}`" not in text] == []


def term(kind: held.Kind) -> str:
    """How docs/privacy.md writes a term."""
    return f"until {kind.since}" if kind.days is None else f"{kind.days} days, counted from: {kind.since}"


def test_every_room_with_kinds_tells_and_most_forget():
    assert all(room.KINDS and room.asking for room in PRIVATE)
