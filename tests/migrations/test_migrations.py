"""Every revision, up and down, on a database in which people have worked; on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, select, text
from sqlalchemy.exc import DBAPIError

from participation import db, wiring
from participation.journal import queries as journal
from participation.journal.actions import record
from tests.towns import make_panel, make_two_towns

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
NEWEST = ScriptDirectory(str(MIGRATIONS)).get_current_head()
THEN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def go(database_url):
    """Brings the test's database to a revision, as the operator does."""
    alembic = Config()
    alembic.set_main_option("script_location", str(MIGRATIONS))
    alembic.attributes["url"] = database_url

    def now() -> str:
        return str(kept("alembic_version")[0]["version_num"])

    def to(revision: str) -> None:
        forwards = revision > now()
        db.unbind()
        (command.upgrade if forwards else command.downgrade)(alembic, revision)
        db.bind(database_url)

    db.bind(database_url)
    yield to
    db.unbind()


def put(**rows: list[dict[str, Any]]) -> None:
    """Write rows as they lie in the tables of today."""
    known = MetaData()
    with db.engine().execution_options(writes=True).begin() as connection:
        known.reflect(connection, only=list(rows))
        for name, some in rows.items():
            connection.execute(known.tables[name].insert(), some)
            if connection.dialect.name == "postgresql" and "id" in known.tables[name].columns:
                used = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"
                connection.execute(text(used))


def kept(name: str) -> list[dict[str, Any]]:
    """The rows of a table, whatever its columns are now."""
    known = MetaData()
    with db.engine().connect() as connection:
        known.reflect(connection, only=[name])
        found = connection.execute(select(known.tables[name])).mappings()
        return sorted((dict(row) for row in found), key=repr)


def work_before_people_had_a_municipality(*, in_two: bool) -> None:
    """Two towns with a panel and a draw each, as the first tables keep them. in_two: one official works in both."""
    towns = (1, 2)
    people = {1: "an", 2: "bo", 3: "cas", 4: "nobody"}
    officials = {1: [1, 2], 2: [1, 3] if in_two else [3]}
    put(
        municipality=[
            {
                "id": town,
                "slug": f"town{town}",
                "host": None,
                "name": {"nl": "Dorp"},
                "languages": ["nl"],
                "office": {},
                "committees": {},
                "is_demo": False,
            }
            for town in towns
        ],
        person=[
            {"id": number, "email": f"{name}@town.example", "name": name, "password": None, "stamp": f"stamp-{number}"}
            for number, name in people.items()
        ],
    )
    put(
        held_role=[
            {"municipality_id": town, "person_id": one, "role": "official"} for town in towns for one in officials[town]
        ],
        journal_head=[{"municipality_id": town, "seq": 0, "digest": "00" * 32} for town in towns],
        panel=[
            {
                "id": town,
                "municipality_id": town,
                "slug": "plein",
                "title": {"nl": "Plein"},
                "question": {"nl": "Hoe?"},
                "seats": 2,
                "one_per_household": False,
                "number_of_panels": 100,
                "objective": "leximin",
                "targets": [],
                "pool": {},
                "outlook": {},
                "household_key": "00" * 16,
                "version": 1,
                "created_at": THEN,
            }
            for town in towns
        ],
        sign_in_link=[{"digest": "ab" * 32, "person_id": 1, "expires": THEN, "used": None}],
    )
    put(
        calculation=[
            {
                "id": town,
                "municipality_id": town,
                "panel_id": town,
                "version": 1,
                "state": "done",
                "asked_at": THEN,
                "stage": "done",
                "seconds": 1.0,
                "stop_asked": False,
                "trouble": {},
                "report": {"people": 2},
            }
            for town in towns
        ],
        candidate=[
            {
                "municipality_id": town,
                "panel_id": town,
                "code": f"code-{number}",
                "reference": f"r{number}",
                "features": ["female"],
                "household": None,
                "salt": "00" * 16,
                "leaf": "11" * 32,
            }
            for town in towns
            for number in (1, 2)
        ],
    )
    put(
        numbered_panel=[{"calculation_id": town, "number": 0, "codes": ["code-1", "code-2"]} for town in towns],
        chance=[{"calculation_id": town, "code": "code-1", "chance": 0.5, "panels": 50} for town in towns],
        draw=[
            {
                "id": town,
                "municipality_id": town,
                "panel_id": town,
                "calculation_id": town,
                "sequence": 1,
                "number_of_panels": 100,
                "source": {"kind": "balls"},
                "seed_at": THEN,
                "proposed_by": officials[town][0],
                "proposed_at": THEN,
                "promised_by": officials[town][-1],
                "promised_at": THEN,
                "digest": "22" * 32,
                "document": b"{}",
            }
            for town in towns
        ],
    )


def test_the_migrations_make_what_the_models_say(database_url):
    assert wiring.MODELS
    db.bind(database_url)
    with db.engine().connect() as connection:
        ours = {"include_object": lambda thing, name, kind, *_: kind != "table" or name in db.Base.metadata.tables}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
        assert compare_metadata(context, db.Base.metadata) == []
    db.unbind()


def test_there_is_one_line_of_revisions():
    script = ScriptDirectory(str(MIGRATIONS))
    assert len(script.get_heads()) == 1
    numbers = [one.revision for one in script.walk_revisions()]
    assert numbers == sorted(numbers, reverse=True)


def test_who_worked_in_two_municipalities_becomes_two_people_and_nobody_is_mixed_up(go):
    go("0001")
    work_before_people_had_a_municipality(in_two=True)
    go("0002")
    people = {(one["municipality_id"], one["email"]): one["id"] for one in kept("person")}
    assert set(people) == {
        (1, "an@town.example"),
        (1, "bo@town.example"),
        (2, "an@town.example"),
        (2, "cas@town.example"),
    }
    roles = {(one["municipality_id"], one["person_id"]) for one in kept("held_role")}
    assert roles == {(town, number) for (town, _), number in people.items()}
    proposers = {one["municipality_id"]: one["proposed_by"] for one in kept("draw")}
    assert proposers == {1: people[1, "an@town.example"], 2: people[2, "an@town.example"]}
    for name in ("chance", "numbered_panel"):
        assert [one["municipality_id"] for one in kept(name)] == [one["calculation_id"] for one in kept(name)]
    assert kept("sign_in_link") == []


def test_up_and_back_again_loses_nothing_that_was_there(go):
    go("0001")
    work_before_people_had_a_municipality(in_two=False)
    tables = ("municipality", "held_role", "panel", "calculation", "candidate", "numbered_panel", "chance", "draw")
    before = {name: kept(name) for name in tables}
    go("0002")
    go("0001")
    assert {name: kept(name) for name in tables} == before
    people = [(one["id"], one["email"], one["name"]) for one in kept("person")]
    assert people == [(1, "an@town.example", "an"), (2, "bo@town.example", "bo"), (3, "cas@town.example", "cas")]


def test_one_address_in_two_municipalities_does_not_go_back(go):
    go("0001")
    work_before_people_had_a_municipality(in_two=True)
    go("0002")
    with pytest.raises(DBAPIError):
        go("0001")


def test_a_life_as_it_is_now_goes_back_and_comes_again(go):
    town, neighbour = make_two_towns()
    for place in (town, neighbour):
        make_panel(place, "drawn")
    draws, chances = kept("draw"), kept("chance")
    go("0001")
    assert {one["email"] for one in kept("person")} >= {"an@ourtown.example", "an@nexttown.example"}
    go(NEWEST)
    assert kept("draw") == draws
    assert kept("chance") == chances
    with db.read() as session:
        for place in (town, neighbour):
            assert journal.first_broken(session, place.id) is None


@pytest.mark.parametrize("revision", ["0001", "0002", NEWEST])
def test_the_journal_stays_append_only_at_every_revision(go, revision):
    town, _ = make_two_towns()
    with db.write() as session:
        record(session, town.id, "panel.created", subject="panel:1", by="person:1", at=THEN)
    go("0001")
    if revision != "0001":
        go(revision)
    for change in ("UPDATE journal_entry SET subject = 'x'", "DELETE FROM journal_entry"):
        with pytest.raises(DBAPIError, match="append-only"), db.write() as session:
            session.execute(text(change))
