"""Reads the table that someone made in a spreadsheet, from CSV or XLSX, for `quotas` and `pool` to understand."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from itertools import islice
from typing import IO
from xml.parsers import expat

from participation.sortition.faults import Fault, Faulty

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_SIGNS = 200  # of a word that is kept: a code, a category, a feature, a part of an address
MOST_UNPACKED_BYTES = 100_000_000
_SPREADSHEET_ROWS = 1_048_576
# What a spreadsheet program writes is shallow, and nearly all of it is rows, cells and their words.
_DEEPEST = 32
_MOST_ELEMENTS = 4_000_000
_MOST_OTHER_ELEMENTS = 200_000
_CELLS = {"row", "c", "v", "f", "is", "t", "si", "r"}
_MOST_FAULTS = 5_000

_ZIP = b"PK\x03\x04"
_OLD_OR_LOCKED_OFFICE = b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Row:
    """number: as a spreadsheet counts it, the header being row 1; cells: one text per column, blank where empty."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """columns: the headers, in the words of the file; rows: those that are not blank, in the order of the file.

    All text is in Unicode's composed form (NFC), and white space is one space between words and none around them,
    since nobody can see the difference on a screen.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def find(self, name: str) -> int | None:
        """Index of the column with this header, whatever its capitals; None when there is none, or more than one."""
        if self.columns.count(name) == 1:
            return self.columns.index(name)
        alike = [index for index, column in enumerate(self.columns) if folded(column) == folded(name)]
        return alike[0] if len(alike) == 1 else None

    def absence(self, name: str) -> Fault:
        """Why `find` did not find a column."""
        if sum(folded(column) == folded(name) for column in self.columns) > 1:
            return Fault("column_twice", row=1, column=name, facts={"column": quoted(name)})
        near = suggestion(name, self.columns)
        if near:
            facts = {"column": quoted(name), "near": quoted(near)}
            return Fault("column_missing_near", row=1, column=near, facts=facts)
        return Fault("column_missing", row=1, facts={"column": quoted(name), "known": listed(self.columns)})


def read_table(content: bytes) -> Table:
    """The table in the bytes of a CSV or XLSX file; what the bytes are decides, not the name of the file.

    CSV: UTF-8 with or without byte order mark, fields apart by comma, semicolon or tab. XLSX: the first sheet, with the
    values that its formulas had when it was saved. Raises Faulty.
    """
    if len(content) > MOST_BYTES:
        raise Faulty([Fault("file_too_large", facts={"most": MOST_BYTES // 1_000_000})])
    if content.startswith(_OLD_OR_LOCKED_OFFICE):
        raise Faulty([Fault("workbook_old_or_locked")])
    records = _workbook_records(content) if content.startswith(_ZIP) else _text_records(content)
    return _table((number, cells) for number, cells in records if any(cells))


def folded(text: str) -> str:
    """The text as a hurried reader sees it: without capitals, accents, underscores or extra spaces."""
    apart = unicodedata.normalize("NFKD", text.replace("_", " "))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).casefold().split())


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """The one known word that was probably meant, or None."""
    by_look = {folded(other[:100]): other for other in islice(known, 500) if other}
    close = get_close_matches(folded(word[:100]), by_look, n=1, cutoff=0.75)
    return by_look[close[0]] if close else None


def quoted(text: str) -> str:
    """A word from the file, short enough to stand in a sentence."""
    return text if len(text) <= 60 else text[:59] + "…"


def listed(words: Sequence[str]) -> str:
    """Words from the file in a row, short enough to stand in a sentence."""
    shown = [quoted(word) for word in words if word]
    return ", ".join(shown[:12]) + (", …" if len(shown) > 12 else "")


def raise_all(faults: list[Fault]) -> None:
    """Raise Faulty when there are faults, in the order of the file; beyond thousands, only their number."""
    if not faults:
        return
    faults = sorted(faults, key=lambda fault: (fault.row is not None, fault.row or 0))
    if len(faults) > _MOST_FAULTS:
        more = Fault("and_more", facts={"count": len(faults) - _MOST_FAULTS})
        faults = [*faults[:_MOST_FAULTS], more]
    raise Faulty(faults)


def _table(records: Iterable[tuple[int, list[str]]]) -> Table:
    lines = list(islice(records, MOST_ROWS + 2))
    if not lines:
        raise Faulty([Fault("file_empty")])
    if len(lines) > MOST_ROWS + 1:
        raise Faulty([Fault("rows_too_many", facts={"most": MOST_ROWS})])
    (_, header), *body = lines
    while not header[-1]:
        header.pop()
    width = len(header)
    if width > MOST_COLUMNS:
        raise Faulty([Fault("columns_too_many", row=1, facts={"most": MOST_COLUMNS})])
    raise_all([Fault("cells_beyond_header", row=number) for number, cells in body if any(cells[width:])])
    return Table(
        columns=tuple(header),
        rows=tuple(Row(number, tuple(cells[:width] + [""] * (width - len(cells)))) for number, cells in body),
    )


def _text_records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each record of a CSV file with its number; blank lines count, as in a spreadsheet."""
    text = unicodedata.normalize("NFC", _decoded(content))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader, None)
        except csv.Error:
            raise Faulty([Fault("quotes_broken", row=number)]) from None
        if record is None:
            return
        yield number, [" ".join(cell.split()) for cell in record]


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        raise Faulty([Fault("encoding_utf16")])
    if b"\x00" in content or content.startswith(b"%PDF"):
        raise Faulty([Fault("not_a_table")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = len(re.split(rb"\r\n|\r|\n", content[: error.start]))
        raise Faulty([Fault("encoding_unknown", row=row)]) from None


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most columns of the same number."""

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = []
        try:
            for record in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 20):
                if any(record):
                    widths.append(len(record))
        except csv.Error:
            pass
        if not widths or widths[0] == 1:
            return 0, 0
        return widths.count(widths[0]), widths[0]

    return max(",;\t", key=agreement)


def _workbook_records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row of the first sheet of an XLSX workbook with its number."""
    from openpyxl import load_workbook

    _refuse_bombs(content)
    try:
        with warnings.catch_warnings():  # about styles and extensions that are of no concern here
            warnings.simplefilter("ignore")
            sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
            area = {"min_row": 1, "max_row": _SPREADSHEET_ROWS, "min_col": 1, "max_col": MOST_COLUMNS + 1}
            rows = enumerate(sheet.iter_rows(**area, values_only=True), start=1)
            filled = ((number, values) for number, values in rows if values.count(None) < len(values))
            records = [(number, [_text(value) for value in values]) for number, values in islice(filled, MOST_ROWS + 2)]
    except Exception:  # noqa: BLE001  a damaged workbook makes the reader fail in any of a dozen ways
        raise Faulty([Fault("workbook_broken")]) from None
    return iter(records)


def _refuse_bombs(content: bytes) -> None:
    """Look at the sizes a workbook declares before unpacking anything, the unpacker never goes beyond them; then at the
    shape of what is in it, a piece at a time: its reader keeps all that is no cell, and a small file can hold much."""
    too_large = Faulty([Fault("workbook_too_large", facts={"most": MOST_UNPACKED_BYTES // 1_000_000})])
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED_BYTES:
            raise too_large
        shape = _Shape()
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as piece:
                    shape.read(piece)
    except Faulty:
        raise
    except _OddShape:
        raise too_large from None
    except Exception:  # noqa: BLE001  as above
        raise Faulty([Fault("workbook_broken")]) from None


class _OddShape(Exception):
    """No spreadsheet program writes this."""


class _Shape:
    """Counts the elements of a workbook without keeping them."""

    def __init__(self) -> None:
        self.depth = self.elements = self.others = 0

    def read(self, piece: IO[bytes]) -> None:
        reader = expat.ParserCreate()
        reader.StartElementHandler, reader.EndElementHandler = self._start, self._end
        self.depth = 0
        reader.ParseFile(piece)

    def _start(self, name: str, _attributes: object) -> None:
        self.depth += 1
        self.elements += 1
        self.others += name not in _CELLS
        if self.depth > _DEEPEST or self.elements > _MOST_ELEMENTS or self.others > _MOST_OTHER_ELEMENTS:
            raise _OddShape

    def _end(self, _name: str) -> None:
        self.depth -= 1


def _text(value: object) -> str:
    """A cell as its owner sees it: 3 rather than 3.0, and a day without midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(unicodedata.normalize("NFC", str(value)).split())
