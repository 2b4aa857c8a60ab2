"""Understands the files from which tables are made: the people, and who is fixed, apart, together or absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from participation.sortition.faults import Fault
from participation.sortition.mixing.wishes import Fixed, unknown_person
from participation.sortition.pool import find_codes
from participation.sortition.problem import Person
from participation.sortition.tables import Row, Table, quoted, raise_all

_MOST_SUGGESTIONS = 200


def read_guests(table: Table, balance: Sequence[str], *, id_column: str | None = None) -> tuple[Person, ...]:
    """The people of a table, with what is in the columns that are to be balanced, blank where it is not known.

    The codes are where `pool.read_people` would look for them. Raises Faulty with everything that is wrong.
    """
    ids, faults = find_codes(table, id_column, balance)
    places = [table.find(name) for name in balance]
    faults += [table.absence(name) for name, place in zip(balance, places, strict=True) if place is None]
    if not table.rows:
        faults.append(Fault("people_none"))
    raise_all(faults)
    return tuple(
        Person(row.cells[ids or 0], tuple(row.cells[place] for place in places if place is not None))
        for row in table.rows
    )


def read_fixed(table: Table, ids: Sequence[str], tables: int, rounds: int) -> tuple[Fixed, ...]:
    """Rows of id, table and round; without a round, or without that column, the seat is decided in all. Raises Faulty."""
    who, where, when = table.find("id"), table.find("table"), table.find("round")
    raise_all([table.absence(name) for name, place in (("id", who), ("table", where)) if place is None])
    assert who is not None and where is not None
    known, faults, found = set(ids), list[Fault](), []
    for row in table.rows:
        faults += _unknown(row, [who], table, known, ids if len(faults) < _MOST_SUGGESTIONS else ())
        seat = _number(row, where, table, faults)
        if seat is not None and not 1 <= seat <= tables:
            facts = {"table": seat, "tables": tables}
            faults.append(Fault("mixing_table_unknown", row.number, table.columns[where], facts))
        found.append(Fixed(row.cells[who], seat or 0, _round(row, when, table, rounds, faults)))
    raise_all(faults)
    return tuple(found)


def read_groups(table: Table, ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Each row names some people by their ids, one in a cell; the first row is a header. Raises Faulty."""
    known, faults, found = set(ids), list[Fault](), []
    for row in table.rows:
        filled = [place for place, cell in enumerate(row.cells) if cell]
        faults += _unknown(row, filled, table, known, ids if len(faults) < _MOST_SUGGESTIONS else ())
        group = tuple(dict.fromkeys(row.cells[place] for place in filled))
        if len(group) < 2:
            faults.append(Fault("mixing_alone", row.number))
        found.append(group)
    raise_all(faults)
    return tuple(found)


def read_absent(table: Table, ids: Sequence[str], rounds: int) -> dict[str, tuple[int, ...]]:
    """Rows of id and round; without a round, or without that column, somebody misses all. Raises Faulty."""
    who, when = table.find("id"), table.find("round")
    if who is None:
        raise_all([table.absence("id")])
    assert who is not None
    known, faults, found = set(ids), list[Fault](), dict[str, set[int]]()
    for row in table.rows:
        faults += _unknown(row, [who], table, known, ids if len(faults) < _MOST_SUGGESTIONS else ())
        missed = _round(row, when, table, rounds, faults)
        found.setdefault(row.cells[who], set()).update(range(1, rounds + 1) if missed is None else (missed,))
    raise_all(faults)
    return {one: tuple(sorted(missed)) for one, missed in found.items()}


def _unknown(row: Row, places: Sequence[int], table: Table, known: set[str], near: Sequence[str]) -> list[Fault]:
    """The cells that should hold somebody's id and do not; near: among whom the one that was meant is looked for."""
    faults = []
    for place in places:
        if row.cells[place] not in known:
            fault = unknown_person(row.cells[place], near)
            faults.append(replace(fault, row=row.number, column=table.columns[place]))
    return faults


def _round(row: Row, place: int | None, table: Table, rounds: int, faults: list[Fault]) -> int | None:
    """The round in a row; None for every round."""
    if place is None or not row.cells[place]:
        return None
    number = _number(row, place, table, faults)
    if number is not None and not 1 <= number <= rounds:
        facts = {"round": number, "rounds": rounds}
        faults.append(Fault("mixing_round_unknown", row.number, table.columns[place], facts))
    return number


def _number(row: Row, place: int, table: Table, faults: list[Fault]) -> int | None:
    """The whole number in a cell; None, and a fault more, when there is none."""
    cell, column = row.cells[place], table.columns[place]
    if cell.isdecimal() and len(cell) < 7:
        return int(cell)
    unclear = Fault("number_unclear", row.number, column, {"value": quoted(cell)})
    faults.append(unclear if cell else Fault("blank", row.number, column))
    return None
