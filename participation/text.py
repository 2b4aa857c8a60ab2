"""What leaves the house as text: tables, and several files in one."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

# The oldest moment that a zip can name: when a file was put in says nothing about it.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)


def csv_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV that no spreadsheet takes for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, by name; the same files give the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_MOMENT), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def harmless(cell: object) -> object:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
