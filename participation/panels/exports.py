"""What leaves the house as a file, with only the fields that are declared here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from participation.lottery.commitment import receipt
from participation.panels.models import Panel
from participation.panels.queries import Lots, Volunteer
from participation.sortition.problem import Target, categories_of
from participation.text import csv_table

Writer = Callable[[Panel, Sequence[Volunteer]], str]


def codes(_: Panel, people: Sequence[Volunteer]) -> str:
    """CSV: id, code."""
    return csv_table(["id", "code"], ((row.reference, row.code) for row in people))


def chances(rows: Iterable[Lots], panels: int) -> str:
    """CSV: code, panels, of."""
    return csv_table(["code", "panels", "of"], ((row.code, row.panels, panels) for row in rows))


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
