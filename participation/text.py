"""Tables that leave the house as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def csv_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV that no spreadsheet takes for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: object) -> object:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
