"""Files on their way in: what an uploaded list would change, and every fault at its cell, before anything is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar

from participation.lottery.commitment import household_pseudonym
from participation.panels import numbers
from participation.panels.rules import people_fit
from participation.sortition.faults import Fault, Faulty
from participation.sortition.pool import read_people
from participation.sortition.problem import Person, Target, categories_of
from participation.sortition.quotas import read_targets
from participation.sortition.tables import Table, quoted, raise_all, read_table

TARGETS, PEOPLE = "targets", "people"
Line = TypeVar("Line", Target, "Applicant")

MOST_SHOWN = 100
FIRST_ROWS = 8


@dataclass(frozen=True)
class Findings:
    """What the preview of a file shows.

    columns, rows: the header and the rows to look at, each with its number in the file; the rows with faults come first
    faults: all of them as {code, row, column, facts}, up to a number that a person would still read
    count: rows in the file; changes: how many are new, gone, changed and the same, compared with what is there now
    clears_people: these targets do not fit the people who are there, who would have to be uploaded again
    left_out: rows of people who may not be drawn, as [number, why]; all of them are `left_out_count`
    """

    columns: list[str]
    rows: list[list[Any]]
    faults: list[dict[str, Any]]
    fault_count: int
    count: int
    changes: dict[str, int]
    clears_people: bool = False
    left_out: list[list[Any]] = field(default_factory=list)
    left_out_count: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Applicant(Person):
    """Somebody of an uploaded list, with the pseudonym of their national number where the list has it."""

    number_key: str | None = None


def look_at_targets(
    content: bytes, seats: int, now: Sequence[Mapping[str, Any]], pool: Mapping[str, Any]
) -> tuple[Findings, list[Target]]:
    """Read a file of targets beside those of now. Returns what to show, and the targets ([] while there are faults)."""
    table, targets, faults = _read(content, lambda table: read_targets(table, seats))
    before = {(target["category"], target["feature"]): (target["min"], target["max"]) for target in now}
    after = {(target.category, target.feature): (target.min, target.max) for target in targets}
    clears = (
        bool(pool) and bool(targets) and not people_fit(pool, [(target.category, target.feature) for target in targets])
    )
    return _findings(table, faults, _changes(before, after), clears_people=clears), targets


def look_at_people(
    content: bytes,
    targets: Sequence[Target],
    seats: int,
    now: Mapping[str, tuple[object, ...]],
    *,
    id_column: str | None,
    household_columns: Sequence[str],
    household_key: str,
    number_column: str | None = None,
    barred: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Findings, list[Applicant]]:
    """Read a list of people beside those of now (reference to features and the household's pseudonym).

    number_column: holds pseudonyms, see `numbers`; barred: whose may not be drawn, and why. They are left out.
    """
    left_out: dict[int, str] = {}

    def reader(table: Table) -> Sequence[Applicant]:
        keys, faults = numbers.keys_in(table, number_column) if number_column else ({}, [])
        left_out.update(numbers.barred_rows(keys, barred))
        taken = numbers.leave_out(table, left_out)
        try:
            people = read_people(taken, targets, seats=seats, id_column=id_column, household_columns=household_columns)
        except Faulty as faulty:
            raise_all([*faults, *faulty.faults])
        raise_all(faults)
        return [
            Applicant(person.id, person.features, person.household, keys.get(row.number))
            for person, row in zip(people, taken.rows, strict=True)
        ]

    table, people, faults = _read(content, reader)
    after = {person.id: (*person.features, pseudonym(household_key, person.household)) for person in people}
    findings = _findings(table, faults, _changes(now, after))
    shown = [[row, why] for row, why in list(left_out.items())[:MOST_SHOWN]]
    return replace(findings, left_out=shown, left_out_count=len(left_out)), people


def pseudonym(household_key: str, address: str | None) -> str | None:
    """What is kept of an address: see `Panel.household_key`."""
    return household_pseudonym(bytes.fromhex(household_key), address) if address else None


def summary(people: Sequence[Person], targets: Sequence[Target]) -> dict[str, Any]:
    """What the pages need of the people without reading them: see `Panel.pool`."""
    of = {
        category: dict(Counter(person.features[index] for person in people))
        for index, category in enumerate(categories_of(targets))
    }
    return {"count": len(people), "of": of, "households": any(person.household for person in people)}


def _read(content: bytes, reader: Callable[[Table], Sequence[Line]]) -> tuple[Table | None, list[Line], list[Fault]]:
    try:
        table = read_table(content)
    except Faulty as faulty:
        return None, [], faulty.faults
    try:
        return table, list(reader(table)), []
    except Faulty as faulty:
        return table, [], faulty.faults


def _findings(
    table: Table | None, faults: Sequence[Fault], changes: dict[str, int], *, clears_people: bool = False
) -> Findings:
    faulty = {fault.row for fault in faults if fault.row}
    rows = list(table.rows) if table else []
    shown = [row for row in rows if row.number in faulty][:MOST_SHOWN] or rows[:FIRST_ROWS]
    return Findings(
        columns=list(table.columns) if table else [],
        rows=[[row.number, [quoted(numbers.veiled(cell)) for cell in row.cells]] for row in shown],
        faults=[
            {"code": fault.code, "row": fault.row, "column": fault.column, "facts": dict(fault.facts)}
            for fault in faults[:MOST_SHOWN]
        ],
        fault_count=len(faults),
        count=len(rows),
        changes=changes,
        clears_people=clears_people,
    )


def _changes(before: Mapping[Any, object], after: Mapping[Any, object]) -> dict[str, int]:
    kept = before.keys() & after.keys()
    changed = sum(before[key] != after[key] for key in kept)
    return {
        "new": len(after.keys() - before.keys()),
        "gone": len(before.keys() - after.keys()),
        "changed": changed,
        "same": len(kept) - changed,
    }
