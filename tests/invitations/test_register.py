"""The register is read in the background into sealed pieces, and erased by its term."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participation import db, held
from participation.errors import NotFound, Refused
from participation.invitations import privacy, reading, register, registering
from participation.invitations.models import FramePart, Register, RegisterPart
from participation.invitations.queries import register as queries
from participation.journal.models import JournalEntry
from participation.people import leaving
from participation.people import queries as people
from tests import registers
from tests import towns as make
from tests.registers import COLUMNS, line, register_csv
from tests.towns import START


def residents(town, slug):
    with db.read() as session:
        found = queries.register(session, town.id, registers.panel_id_of(town, slug))
        return [one for _, _, one in queries.residents(session, town.id, found.id)]


def parts(kind):
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(RegisterPart).where(RegisterPart.kind == kind))


def events_of(town):
    with db.read() as session:
        return list(session.scalars(select(JournalEntry.event).where(JournalEntry.municipality_id == town.id)))


def key_of(town, place):
    return people.keyed_number(town.id, registers.number_of(place), place="flanders")


def somebody(town, number_key):
    return held.Somebody(town.id, town.citizen.person_id, (), number_key, START)


def test_a_register_is_read_into_pieces_and_the_file_is_gone(towns, monkeypatch):
    monkeypatch.setattr(registering, "PIECE", 25)
    town, neighbour = towns
    slug = make.make_panel(town)
    found = registers.bring_in(town, slug, register_csv(60, line(1), "broken"))
    assert found.state == "ready"
    assert found.counts == {"rows": 62, "kept": 60, "reference_twice": 1, "row_broken": 1}
    assert (parts("people"), parts("file")) == (3, 0)
    assert [one.reference for one in residents(town, slug)] == [f"P{place:07}" for place in range(60)]
    with db.read() as session:
        assert queries.faults(session, town.id, found.id) == [
            (62, "Referentie", "reference_twice"),
            (63, "", "row_broken"),
        ]
        assert queries.register(session, neighbour.id, registers.panel_id_of(town, slug)) is None
    assert "register.imported" in events_of(town)


def test_nothing_of_anybody_is_readable_in_the_database(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.take_in(town, slug, register_csv())
    with db.read() as session:
        raw = b"".join(session.scalars(select(RegisterPart.content)))
    assert b"Peeters" not in raw
    registers.name_columns(town, slug)
    with db.read() as session:
        number = session.scalar(select(Register.id))
    registering.read_register(number)
    with db.read() as session:
        raw = b"".join(session.scalars(select(RegisterPart.content)))
    assert b"Peeters" not in raw
    assert all(registers.number_of(place) not in str(residents(town, slug)) for place in range(60))
    assert residents(town, slug)[3].key == key_of(town, 3)


def test_columns_are_proposed_by_their_names(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.take_in(town, slug, register_csv(9))
    assert registers.look(town, slug).of == COLUMNS
    with db.read() as session:
        rows = queries.first_rows(session, town.id, registers.look(town, slug).id)
    assert len(rows) == 6
    assert rows[1][0] == "P0000000"


@pytest.mark.parametrize(
    ("columns", "age", "code"),
    [
        ({**COLUMNS, "reference": ""}, 16, "register_column_missing"),
        ({**COLUMNS, "street": "Straatnaam"}, 16, "register_column_unclear"),
        ({**COLUMNS, "street": "Postcode"}, 16, "register_column_unclear"),
        ({**COLUMNS, "reference": "Rijksregisternummer", "national_number": ""}, 16, "register_reference_is_number"),
        ({**COLUMNS, "born": ""}, 16, "register_born_needed"),
        (COLUMNS, 120, "register_age"),
    ],
)
def test_columns_that_cannot_be_are_refused(towns, columns, age, code):
    town, _ = towns
    slug = make.make_panel(town)
    registers.take_in(town, slug, register_csv(9))
    with pytest.raises(Refused, match=code):
        registers.name_columns(town, slug, columns, minimum_age=age)
    assert registers.look(town, slug).state == "uploaded"


def test_what_is_no_table_is_refused_and_the_register_of_before_stays(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    with pytest.raises(Refused, match="register_workbook"):
        registers.take_in(town, slug, b"PK\x03\x04")
    assert registers.look(town, slug).is_ready


def test_a_file_that_is_too_large_is_refused_and_nothing_is_kept(towns, monkeypatch):
    monkeypatch.setattr(register, "LARGEST", 3000)
    town, _ = towns
    slug = make.make_panel(town)
    with pytest.raises(Refused, match="register_too_large"):
        registers.take_in(town, slug, (register_csv(9) for _ in range(9)))
    assert parts("file") == 0


def test_a_register_with_too_many_rows_fails_openly(towns, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 50)
    town, _ = towns
    found = registers.bring_in(town, make.make_panel(town))
    assert (found.state, found.trouble["code"]) == ("failed", "register_too_long")
    assert parts("people") == 0


def test_reading_that_broke_off_begins_anew_and_nobody_stands_in_it_twice(towns, monkeypatch):
    monkeypatch.setattr(registering, "PIECE", 10)
    town, _ = towns
    slug = make.make_panel(town)
    number = registers.take_in(town, slug, register_csv())
    registers.name_columns(town, slug)
    real, calls = registering.keep_piece, []

    def breaks(session, *args, **kwargs):
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        real(session, *args, **kwargs)

    monkeypatch.setattr(registering, "keep_piece", breaks)
    with pytest.raises(KeyboardInterrupt):
        registering.read_register(number)
    assert registers.look(town, slug).state == "reading"
    assert registers.look(town, slug).rows_read == 30
    assert parts("people") == 3
    registering.read_register(number)
    registering.read_register(number)
    assert registers.look(town, slug).is_ready
    assert len(residents(town, slug)) == 60


@pytest.mark.parametrize("goes_on", [True, False])
def test_of_two_workers_at_once_only_the_last_to_begin_writes(towns, monkeypatch, goes_on):
    monkeypatch.setattr(registering, "PIECE", 10)
    town, _ = towns
    slug = make.make_panel(town)
    number = registers.take_in(town, slug, register_csv())
    registers.name_columns(town, slug)
    real, rows = reading.Reader.resident, []

    def another_begins(reader, row, cells):
        rows.append(row)
        if len(rows) == 25:
            with suppress(KeyboardInterrupt):
                registering.read_register(number)
        elif len(rows) == 40 and not goes_on:
            raise KeyboardInterrupt
        return real(reader, row, cells)

    monkeypatch.setattr(reading.Reader, "resident", another_begins)
    registering.read_register(number)
    found = registers.look(town, slug)
    assert found.state == ("ready" if goes_on else "reading")
    assert len(residents(town, slug)) == (60 if goes_on else 10)
    registering.read_register(number)
    assert [one.reference for one in residents(town, slug)] == [f"P{place:07}" for place in range(60)]


def test_a_fault_of_ours_does_not_stay_in_the_way(towns, monkeypatch):
    town, _ = towns
    slug = make.make_panel(town)
    number = registers.take_in(town, slug, register_csv())
    registers.name_columns(town, slug)

    def breaks(*args, **kwargs):
        raise RuntimeError("no disk")

    monkeypatch.setattr(registering, "keep_piece", breaks)
    with pytest.raises(RuntimeError):
        registering.read_register(number)
    assert registers.look(town, slug).trouble["code"] == "broke_off"
    registers.name_columns(town, slug)
    assert registers.look(town, slug).state == "waiting"


def test_a_register_that_is_erased_while_it_is_read_stays_erased(towns, monkeypatch):
    monkeypatch.setattr(registering, "PIECE", 10)
    town, _ = towns
    slug = make.make_panel(town)
    number = registers.take_in(town, slug, register_csv())
    registers.name_columns(town, slug)
    real = registering.keep_piece

    def erases(session, *args, **kwargs):
        real(session, *args, **kwargs)
        register.erase(session, session.get(Register, number), by="worker", via="job", at=START)

    monkeypatch.setattr(registering, "keep_piece", erases)
    registering.read_register(number)
    with pytest.raises(AssertionError):
        registers.look(town, slug)
    assert (parts("people"), parts("file")) == (0, 0)


def test_a_new_register_takes_the_place_of_the_old_one(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug, register_csv(9))
    registers.bring_in(town, slug, register_csv(20))
    assert len(residents(town, slug)) == 20
    assert events_of(town).count("register.erased") == 1


@pytest.mark.parametrize("days", [0, 400])
def test_the_day_of_erasing_is_within_a_year(towns, days, monkeypatch):
    monkeypatch.setattr(registers, "ERASE_ON", START.date() + timedelta(days=days))
    town, _ = towns
    with pytest.raises(Refused, match="register_erase_date"):
        registers.take_in(town, make.make_panel(town), register_csv())


def test_a_register_goes_after_its_day_and_not_before(towns):
    town, neighbour = towns
    slug, other = make.make_panel(town), make.make_panel(neighbour)
    registers.bring_in(town, slug)
    registers.bring_in(neighbour, other)
    last = START + timedelta(days=90)
    for at, left in [(last, 2), (last + timedelta(days=1), 1)]:
        with db.write() as session:
            privacy.expiring(session, municipality_id=town.id, at=at)
        assert parts("people") == left
    assert "register.erased" in events_of(town)
    with db.read() as session:
        erased = session.scalar(select(Register).where(Register.municipality_id == town.id))
        assert (erased.state, erased.salt, erased.faults) == ("erased", None, None)
        assert erased.counts["kept"] == 60


def test_a_register_goes_thirty_days_after_the_draw_of_its_panel(towns):
    town, _ = towns
    slug = make.make_panel(town, "drawn")
    registers.bring_in(town, slug)
    for days, left in [(29, 1), (30, 0)]:
        with db.write() as session:
            privacy.expiring(session, municipality_id=town.id, at=make.AFTER + timedelta(days=days))
        assert parts("people") == left


def test_an_official_erases_a_register_at_once_unless_a_lot_waits_for_it(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    registers.propose(town, slug)

    def throw_away():
        with db.write() as session:
            found = queries.register_here(session, town.id, registers.panel_id_of(town, slug))
            register.throw_away(session, found, by=town.first, at=START)

    with pytest.raises(Refused, match="register_in_use"):
        throw_away()
    registers.confirm(town, slug)
    with pytest.raises(Refused, match="register_in_use"):
        throw_away()
    registers.enter_number(town, slug)
    throw_away()
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(FramePart)) == 0
    with pytest.raises(NotFound):
        throw_away()


def test_somebody_finds_their_row_and_is_forgotten_without_moving_anybody(towns, monkeypatch):
    monkeypatch.setattr(registering, "PIECE", 25)
    town, neighbour = towns
    slug, other = make.make_panel(town), make.make_panel(neighbour)
    registers.bring_in(town, slug)
    registers.bring_in(neighbour, other)
    with db.read() as session:
        (mine, *_) = privacy.asking(session, who=somebody(town, key_of(town, 30)))
    assert [row["Name"] for row in mine.rows] == ["Noë Peeters-30"]
    before = residents(town, slug)
    with db.write() as session:
        privacy.leaving(session, who=somebody(town, key_of(town, 30)))
    with db.read() as session:
        (mine, *_) = privacy.asking(session, who=somebody(town, key_of(town, 30)))
        places = [(piece, row) for piece, row, _ in queries.residents(session, town.id, registers.look(town, slug).id)]
    assert mine.rows == []
    assert residents(town, slug) == [*before[:30], *before[31:]]
    assert (1, 5) not in places and (1, 6) in places
    assert len(residents(neighbour, other)) == 60


def test_who_objects_is_emptied_in_the_register(towns):
    town, _ = towns
    slug = make.make_panel(town)
    registers.bring_in(town, slug)
    with db.write() as session:
        leaving.object_without_account(session, town.id, key_of(town, 7), by="person:1", at=START)
    assert len(residents(town, slug)) == 59
