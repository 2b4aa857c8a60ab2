"""Reads an extract of the population register line by line, for the official who brings it in: a million rows, and never
more than one of them in memory.

Only the columns that the official names are kept. What cannot be used is written down with its row and column, and the
rest goes on. A row is one line: population registers write no line breaks inside a cell.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from participation.errors import N_, Refused
from participation.sortition.tables import folded

MOST_ROWS = 1_000_000
MOST_LISTED = 100_000
LONGEST_LINE = 20_000
LONGEST_CELL = 200
# No extract has more; a file without line breaks would be all header.
MOST_COLUMNS = 200

# A date has eight, the national numbers of our countries nine and eleven.
MOST_DIGITS_SHOWN = 8

NEEDED = ("reference", "street", "postcode", "town")

# Why a row was left out, or, of the last, what it lacks although it is kept.
FINDINGS: dict[str, str] = {
    "row_broken": N_("This row cannot be read: it has other columns than the first, or an open quotation mark."),
    "reference_missing": N_("The number in your own list is missing."),
    "reference_twice": N_("This number in your own list is there already, further up."),
    "number_wrong": N_("This cannot be a national number."),
    "number_twice": N_("This national number is there already, further up."),
    "address_missing": N_("The address is not complete."),
    "born_missing": N_("The date of birth is missing."),
    "born_wrong": N_("This cannot be a date of birth."),
    "too_young": N_("Too young on the day that counts."),
    "name_missing": N_("The name is missing: only a letter to “the residents” can be sent."),
}
NOTED = frozenset({"name_missing"})
# So many that a list of them would hide the rest, and nothing in them can be mended.
UNLISTED = frozenset({"too_young"})


class Resident(NamedTuple):
    """One row that is kept. age: in years on the day that counts, "" where the register does not say; key: the keyed
    national number, "" where there is none."""

    reference: str
    name: str
    street: str
    number: str
    box: str
    postcode: str
    town: str
    age: str
    sex: str
    district: str
    language: str
    key: str


@dataclass(frozen=True)
class Conditions:
    """Who counts. columns: ours -> the header in the file; minimum_age: in years on the day `on`."""

    columns: Mapping[str, str]
    minimum_age: int
    on: date


@dataclass
class Found:
    """What a register turned out to hold. counts: `rows`, `kept`, and how many of each of `FINDINGS`; listed: lines of
    row, column and finding as CSV, at most `MOST_LISTED`."""

    counts: Counter[str] = field(default_factory=Counter)
    listed: list[str] = field(default_factory=list)

    def note(self, row: int, column: str, finding: str) -> None:
        self.counts[finding] += 1
        if finding not in UNLISTED and len(self.listed) < MOST_LISTED:
            self.listed.append(f"{row}\t{column}\t{finding}")


# From bytes to rows.


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a file that comes in pieces, without their ends."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > 50 * LONGEST_LINE:
            raise Refused("register_no_table", field="file")
        for line in lines:
            yield line.rstrip(b"\r")
    if rest:
        yield rest.rstrip(b"\r")


def decoded(line: bytes) -> str:
    """UTF-8, and Windows-1252 for a line that is none: so are files from older programs."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def delimiter_of(header: str) -> str:
    """The sign that cuts the first line into the most columns."""
    return max(";,\t|", key=header.count)


def cells_of(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line; None where its quotation marks are broken."""
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader((line,), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def rows_of(chunks: Iterable[bytes]) -> Iterator[tuple[int, list[str] | None]]:
    """Every row with its number, the header first as row 1; None for one that cannot be read. Blank rows are passed over.

    Raises Refused for what is no CSV file.
    """
    lines = lines_of(chunks)
    first = next(lines, b"")
    _check_is_text(first)
    header = decoded(first.removeprefix(b"\xef\xbb\xbf"))
    delimiter = delimiter_of(header)
    columns = cells_of(header, delimiter)
    if not columns or not 2 <= len(columns) <= MOST_COLUMNS:
        raise Refused("register_no_table", field="file")
    columns = [clean(cell) for cell in columns]
    yield 1, columns
    width = len(columns)
    for row, line in enumerate(lines, start=2):
        if not line.strip(b"\t ;,|"):
            continue
        cells = cells_of(decoded(line), delimiter) if len(line) <= LONGEST_LINE else None
        fits = cells is not None and (len(cells) == width or (len(cells) > width and not any(cells[width:])))
        yield row, cells if fits else None


def _check_is_text(first: bytes) -> None:
    if first.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused("register_workbook", field="file")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in first:
        raise Refused("register_no_table", field="file")


def clean(cell: str) -> str:
    """A cell as its reader sees it: one space between words, no longer than a word can be, and no sign that steers, such
    as one that turns what follows around."""
    text = " ".join(cell.split())[:LONGEST_CELL]
    if not text.isprintable():
        text = " ".join("".join(sign for sign in text if sign.isprintable()).split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def veiled(cell: str) -> str:
    """A cell as an official looks at it before the file is read: national numbers are not for looking at."""
    return "✓" if len(re.findall("[0-9]", cell)) > MOST_DIGITS_SHOWN else cell


# From rows to residents.


class Reader:
    """Understands the rows of one file, one by one.

    key: gives the keyed national number of what stands in a cell, None where it can be none
    """

    def __init__(self, header: Sequence[str], conditions: Conditions, key: Callable[[str], str | None]) -> None:
        self.found = Found()
        self._columns = conditions.columns
        self._places = {ours: header.index(name) for ours, name in conditions.columns.items()}
        self._minimum_age, self._on = conditions.minimum_age, conditions.on
        self._key = key
        # 64 bits of each: a million whole ones would not fit.
        self._references: set[int] = set()
        self._keys: set[int] = set()

    def resident(self, row: int, cells: Sequence[str] | None) -> Resident | None:
        """Who stands in a row; None, with a note of why, for one that is left out."""
        self.found.counts["rows"] += 1
        try:
            resident = self._understood(cells)
        except _LeftOut as why:
            self.found.note(row, self._columns.get(why.ours, ""), why.finding)
            return None
        if not resident.name and "name" in self._columns:
            self.found.note(row, self._columns["name"], "name_missing")
        self.found.counts["kept"] += 1
        return resident

    def _understood(self, cells: Sequence[str] | None) -> Resident:
        if cells is None:
            raise _LeftOut("", "row_broken")
        cell = {ours: clean(cells[place]) for ours, place in self._places.items()}
        self._check_reference(cell["reference"])
        for ours in ("street", "postcode", "town"):
            if not cell[ours]:
                raise _LeftOut(ours, "address_missing")
        age = self._age(cell["born"]) if "born" in cell else ""
        key = self._new_key(cell.get("national_number", ""))
        self._references.add(hash(cell["reference"]))
        return Resident(
            reference=cell["reference"],
            name=" ".join(part for part in (cell.get("first_name"), cell.get("name")) if part),
            street=cell["street"],
            number=cell.get("number", ""),
            box=cell.get("box", ""),
            postcode=cell["postcode"],
            town=cell["town"],
            age=age,
            sex=cell.get("sex", ""),
            district=cell.get("district", ""),
            language=language_of(cell.get("language", "")),
            key=key,
        )

    def _check_reference(self, reference: str) -> None:
        if not reference:
            raise _LeftOut("reference", "reference_missing")
        if hash(reference) in self._references:
            raise _LeftOut("reference", "reference_twice")

    def _age(self, born: str) -> str:
        if not born:
            raise _LeftOut("born", "born_missing")
        age = age_on(born, self._on)
        if age is None:
            raise _LeftOut("born", "born_wrong")
        if age < self._minimum_age:
            raise _LeftOut("born", "too_young")
        return str(age)

    def _new_key(self, written: str) -> str:
        """The keyed national number, "" for whoever has none, such as newcomers."""
        if not written:
            return ""
        key = self._key(written)
        if key is None:
            raise _LeftOut("national_number", "number_wrong")
        if hash(key) in self._keys:
            raise _LeftOut("national_number", "number_twice")
        self._keys.add(hash(key))
        return key


class _LeftOut(Exception):
    """A row that cannot be used. ours: which of our columns; finding: a key of `FINDINGS`."""

    def __init__(self, ours: str, finding: str) -> None:
        super().__init__(finding)
        self.ours = ours
        self.finding = finding


def age_on(born: str, on: date) -> int | None:
    """The age in whole years on a day; None where no date of birth is written.

    Written as 1984-05-31, 31/05/1984, 31.5.1984, 31-05-1984, 19840531 or 1984. A year alone counts to its last day, so
    that nobody is taken for older than they are.
    """
    try:
        if born.isascii() and born.isdigit() and len(born) in (4, 8):
            year, rest = int(born[:4]), born[4:]
            day = date(year, int(rest[:2]), int(rest[2:])) if rest else date(year, 12, 31)
        else:
            one, two, three = map(int, born[:10].replace("/", "-").replace(".", "-").split("-"))
            day = date(one, two, three) if one > 31 else date(three, two, one)
    except ValueError:
        return None
    years = on.year - day.year - ((on.month, on.day) < (day.month, day.day))
    return years if -1 <= years <= 130 and day.year > 1850 else None


# What registers write for a language, folded.
_LANGUAGES = {
    **dict.fromkeys(("nl", "n", "ned", "nederlands", "neerlandais", "dutch", "1"), "nl"),
    **dict.fromkeys(("fr", "f", "fra", "frans", "francais", "french", "2"), "fr"),
    **dict.fromkeys(("de", "d", "deu", "duits", "allemand", "deutsch", "german", "3"), "de"),
    **dict.fromkeys(("en", "e", "eng", "engels", "anglais", "english"), "en"),
}


def language_of(written: str) -> str:
    """nl, fr, de or en; "" where the register says another or none."""
    return _LANGUAGES.get(folded(written), "") if written else ""


# How residents are kept: a line each, its cells apart by tabs, which no cell can hold.

# So much of a keyed number stands beside a sealed piece: enough to find somebody, too little to know who it is.
PREFIX = 8


def written(residents: Iterable[Resident | None]) -> bytes:
    """A piece of a register; an empty line for whoever was forgotten."""
    return "\n".join("\t".join(one) if one else "" for one in residents).encode()


def residents_in(content: bytes) -> list[Resident | None]:
    """The residents of a piece, each in their place."""
    return [Resident(*line.split("\t")) if line else None for line in content.decode().split("\n")]


def prefixes(residents: Iterable[Resident | None]) -> bytes:
    """The first bytes of each resident's keyed number, one after the other; zeros for whoever has none."""
    return b"".join(prefix_of(one.key) if one else bytes(PREFIX) for one in residents)


def prefix_of(key: str) -> bytes:
    return bytes.fromhex(key[: 2 * PREFIX]) if key else bytes(PREFIX)
