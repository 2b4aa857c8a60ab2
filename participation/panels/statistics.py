"""Figures of the population: read from a file, and turned into a proposal of targets; for the official who sets them.

A share becomes seats by the method of the largest remainder (Hamilton): every feature first has its exact seats rounded
down, and the seats that are left go to the largest fractions.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from participation.errors import N_
from participation.panels.rules import UNSAID
from participation.sortition.faults import Fault, Faulty
from participation.sortition.tables import MOST_SIGNS, Row, Table, folded, quoted, raise_all, read_table

MOST_FIGURES = 500
MOST_SIGNS_OF_A_FILE = 200_000
# What the columns are called, in the words of those who make such files.
NAMES = {
    "category": ("category", "categorie", "kategorie"),
    "feature": ("feature", "kenmerk", "caractéristique", "merkmal"),
    "count": ("count", "aantal", "nombre", "anzahl"),
}
# 12345, 12.345, 12 345 or 12'345: thousands apart as any spreadsheet writes them.
_COUNT = re.compile(r"\d{1,9}|\d{1,3}(?:[.,' \u00a0\u202f]\d{3}){1,2}", re.ASCII)

# How many seats the bounds stand off the share; None where they are both its rounded number.
LOOSE: Mapping[str, int | None] = {"exact": None, "near": 0, "wide": 1, "wider": 2}
LOOSE_WORDS = {
    "exact": N_("Exactly the rounded number"),
    "near": N_("From rounded down to rounded up: advised"),
    "wide": N_("One seat wider on both sides"),
    "wider": N_("Two seats wider on both sides"),
}


@dataclass(frozen=True)
class Division:
    """How many people have each feature of a category, as pairs, in the order of the file."""

    category: str
    counts: tuple[tuple[str, int], ...]

    @property
    def people(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def shares(self) -> list[dict[str, Any]]:
        """As they are kept; see `models.Statistic`."""
        return [{"feature": feature, "count": count} for feature, count in self.counts]


@dataclass(frozen=True)
class Proposed:
    """A proposed target, and how it came about. share: of the people, 0 to 1; exact: the seats of that share;
    rounded: the whole seats that the largest remainder gives. These are None for whoever would rather not say."""

    category: str
    feature: str
    share: float | None
    exact: float | None
    rounded: int | None
    least: int
    most: int

    def target(self) -> dict[str, Any]:
        """As it stands among the targets of a panel."""
        names = {"category": self.category, "feature": self.feature}
        return {**names, "min": self.least, "max": self.most, "min_flex": None, "max_flex": None}


def read_figures(content: bytes) -> list[Division]:
    """The figures of a CSV or XLSX file with columns category, feature and count. Raises Faulty with all that is wrong."""
    table = read_table(content)
    places = {role: _place(table, role) for role in NAMES}
    raise_all([Fault("column_missing", row=1, facts=_missing(table, role)) for role in NAMES if places[role] is None])
    if not table.rows:
        raise Faulty([Fault("figures_none")])
    if len(table.rows) > MOST_FIGURES:
        raise Faulty([Fault("rows_too_many", facts={"most": MOST_FIGURES})])
    headers = {role: table.columns[place] for role, place in places.items() if place is not None}
    lines = [
        (row, {role: row.cells[place] for role, place in places.items() if place is not None}) for row in table.rows
    ]
    raise_all([*_cell_faults(lines, headers), *_double_faults(lines, headers)])
    found: dict[str, list[tuple[str, int]]] = {}
    for _row, texts in lines:
        found.setdefault(texts["category"], []).append((texts["feature"], _count(texts["count"])))
    divisions = [Division(category, tuple(counts)) for category, counts in found.items()]
    raise_all(
        [Fault("figures_nobody", facts={"category": quoted(one.category)}) for one in divisions if not one.people]
    )
    return divisions


def as_csv(divisions: Iterable[Division]) -> str:
    """Figures as the table that `read_figures` understands."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["category", "feature", "count"])
    writer.writerows((one.category, feature, count) for one in divisions for feature, count in one.counts)
    return text.getvalue()


def usual_unsaid(seats: int) -> int:
    """How many seats of each category we propose to leave for who would rather not say: one in ten, and one at least."""
    return max(1, seats // 10)


def proposal(divisions: Iterable[Division], seats: int, *, loose: str = "near", unsaid: int = 0) -> list[Proposed]:
    """Targets for a panel of so many seats that mirror these figures.

    loose: a key of `LOOSE`; unsaid: at most so many in each category may rather not say, for whom the minimums of the
    others then leave room. The minimums never exceed the seats, and the maximums can always fill them.
    """
    found: list[Proposed] = []
    unsaid = min(unsaid, seats)
    for one in divisions:
        counts = [count for _, count in one.counts]
        rounded, below = largest_remainder(counts, seats), largest_remainder(counts, seats - unsaid)
        slack = LOOSE[loose]
        for place, (feature, count) in enumerate(one.counts):
            share = Fraction(count, one.people)
            if slack is None:
                least, most = min(below[place], rounded[place]), rounded[place]
            else:
                least = max(0, floor(share * (seats - unsaid)) - slack)
                most = min(seats, ceil(share * seats) + slack)
            found.append(
                Proposed(one.category, feature, float(share), float(share * seats), rounded[place], least, most)
            )
        if unsaid:
            found.append(Proposed(one.category, UNSAID, None, None, None, 0, unsaid))
    return found


def largest_remainder(counts: Sequence[int], seats: int) -> list[int]:
    """Seats in proportion to these counts, of which there is at least one person; of equal fractions the first wins."""
    people = sum(counts)
    exact = [Fraction(count * seats, people) for count in counts]
    given = [floor(one) for one in exact]
    by_fraction = sorted(range(len(counts)), key=lambda place: (given[place] - exact[place], place))
    for place in by_fraction[: seats - sum(given)]:
        given[place] += 1
    return given


def _place(table: Table, role: str) -> int | None:
    """Index of the column for this role, by any of its names."""
    return next((place for name in NAMES[role] if (place := table.find(name)) is not None), None)


def _missing(table: Table, role: str) -> dict[str, str | int]:
    return {"column": role, "known": ", ".join(quoted(column) for column in table.columns if column)}


def _cell_faults(lines: Sequence[tuple[Row, dict[str, str]]], headers: Mapping[str, str]) -> list[Fault]:
    """Cells that are empty, too long, or no number."""
    faults = []
    for row, texts in lines:
        for role, text in texts.items():
            if not text:
                faults.append(Fault("blank", row.number, headers[role]))
            elif len(text) > MOST_SIGNS:
                faults.append(Fault("cell_too_long", row.number, headers[role], {"most": MOST_SIGNS}))
            elif role == "count" and not _COUNT.fullmatch(text):
                faults.append(Fault("count_unclear", row.number, headers[role], {"value": quoted(text)}))
            elif role == "feature" and text == UNSAID:
                faults.append(Fault("figures_unsaid", row.number, headers[role]))
    return faults


def _double_faults(lines: Sequence[tuple[Row, dict[str, str]]], headers: Mapping[str, str]) -> list[Fault]:
    """Features that are there already, and categories written in two ways; exactly, or but for capitals and accents."""
    faults: list[Fault] = []
    features: dict[tuple[str, str], int] = {}
    categories: dict[str, tuple[str, int]] = {}
    for row, texts in lines:
        category, feature = texts["category"], texts["feature"]
        written, first = categories.setdefault(folded(category), (category, row.number))
        if written != category:
            facts: dict[str, str | int] = {"category": quoted(category), "other": quoted(written), "first": first}
            faults.append(Fault("category_almost_twice", row.number, headers["category"], facts))
        first = features.setdefault((folded(category), folded(feature)), row.number)
        if first != row.number and feature:
            facts = {"category": quoted(category), "feature": quoted(feature), "first": first}
            faults.append(Fault("figure_twice", row.number, headers["feature"], facts))
    return faults


def _count(text: str) -> int:
    return int(re.sub(r"\D", "", text))
