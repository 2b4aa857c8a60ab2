"""What leaves the house as a file, with only the fields that are declared here."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from participation.lottery.commitment import receipt
from participation.panels.models import Panel
from participation.panels.queries import Lots, Volunteer
from participation.sortition.problem import Target, categories_of


def codes(_: Panel, people: Sequence[Volunteer]) -> str:
    """CSV: id, code."""
    return table(["id", "code"], ((row.reference, row.code) for row in people))


def chances(rows: Iterable[Lots], panels: int) -> str:
    """CSV: code, panels, of."""
    return table(["code", "panels", "of"], ((row.code, row.panels, panels) for row in rows))


def openings(panel: Panel, people: Sequence[Volunteer]) -> str:
    """JSON: a list of receipts, for `verify.py --openings`."""
    categories = categories_of([Target(**target) for target in panel.targets])
    receipts = [
        receipt(
            row.code,
            bytes.fromhex(row.salt),
            dict(zip(categories, row.features, strict=True)),
            row.household or "",
        )
        for row in people
    ]
    return json.dumps(receipts, ensure_ascii=False, indent=1)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV in which no cell can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
