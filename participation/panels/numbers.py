"""National numbers in a list of people: turned into pseudonyms as the file comes in, so that no number is ever kept.

They find who stands in a list twice, and who may not be drawn: whoever objects, officials and councillors.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Mapping, Sequence

from participation.sortition.faults import Fault, Faulty
from participation.sortition.tables import Row, Table, folded, read_table

# What such a column is usually called, in the languages of our municipalities.
HEADERS = frozenset(
    map(
        folded,
        (
            "rijksregisternummer",
            "rijksregister",
            "rrn",
            "rr",
            "insz",
            "niss",
            "nrn",
            "nn",
            "numéro national",
            "numéro de registre national",
            "registre national",
            "nationalregisternummer",
            "nationalnummer",
            "nationaal nummer",
            "national number",
            "burgerservicenummer",
            "bsn",
        ),
    )
)
SAMPLE = 50

_KEYED, _WRONG = "key:", "?"
_LIKE_A_NUMBER = re.compile(r"[\d ./-]{9,20}")

# Gives the pseudonym of a number as it was typed, or None where it cannot be one.
Key = Callable[[str], str | None]


def without_numbers(content: bytes, key: Key, *, also: Sequence[str] = ()) -> tuple[bytes, list[str]]:
    """A file as it may be kept, with pseudonyms for numbers, and the columns that hold them.

    also: columns that the official says hold numbers. A file that is no table comes back as it is.
    """
    try:
        table = read_table(content)
    except Faulty:
        return content, []
    named = {table.find(name) for name in also}
    places = [place for place in range(len(table.columns)) if place in named or _holds_numbers(table, place, key)]
    if not places:
        return content, []
    return _written(table, places, key), [table.columns[place] for place in places]


def keys_in(table: Table, column: str) -> tuple[dict[int, str], list[Fault]]:
    """Row number to pseudonym, where a row has one; and what is wrong with the others."""
    place = table.find(column)
    if place is None:
        return {}, [table.absence(column)]
    keys: dict[int, str] = {}
    first: dict[str, int] = {}
    faults = []
    for row in table.rows:
        cell = row.cells[place]
        if not cell:
            continue
        if not cell.startswith(_KEYED):
            faults.append(Fault("number_wrong", row.number, table.columns[place]))
        elif first.setdefault(cell, row.number) != row.number:
            facts = {"first": first[cell]}
            faults.append(Fault("number_twice", row.number, table.columns[place], facts))
        else:
            keys[row.number] = cell.removeprefix(_KEYED)
    return keys, faults


def leave_out(table: Table, rows: Collection[int]) -> Table:
    """The table without these rows."""
    return Table(table.columns, tuple(row for row in table.rows if row.number not in rows))


def barred_rows(keys: Mapping[int, str], barred: Mapping[str, str]) -> dict[int, str]:
    """Row number to why somebody may not be drawn."""
    return {row: barred[key] for row, key in keys.items() if key in barred}


def veiled(cell: str) -> str:
    """A cell as the preview shows it."""
    return "✓" if cell.startswith(_KEYED) else cell


def _holds_numbers(table: Table, place: int, key: Key) -> bool:
    if folded(table.columns[place]) in HEADERS:
        return True
    filled = [row.cells[place] for row in table.rows if row.cells[place]][:SAMPLE]
    return bool(filled) and 2 * sum(_is_number(cell, key) for cell in filled) >= len(filled)


def _is_number(cell: str, key: Key) -> bool:
    if cell.startswith(_KEYED):
        return True
    return bool(_LIKE_A_NUMBER.fullmatch(cell)) and key(cell) is not None


def _written(table: Table, places: Collection[int], key: Key) -> bytes:
    """As CSV, with every row under the number that it had."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    line = 1
    for row in table.rows:
        for _ in range(row.number - line - 1):
            writer.writerow([])
        writer.writerow(_keyed(row, places, key))
        line = row.number
    return text.getvalue().encode()


def _keyed(row: Row, places: Collection[int], key: Key) -> list[str]:
    return [_pseudonym(cell, key) if place in places else cell for place, cell in enumerate(row.cells)]


def _pseudonym(cell: str, key: Key) -> str:
    if not cell or cell.startswith(_KEYED):
        return cell
    found = key(cell)
    return f"{_KEYED}{found}" if found else _WRONG
