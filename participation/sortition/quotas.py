"""Understands a table of targets: how many seats go to people with each feature; for the official who sets them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from participation.sortition.faults import Fault, Faulty
from participation.sortition.problem import Target
from participation.sortition.tables import MOST_SIGNS, Row, Table, folded, quoted, raise_all

# What a target file calls the category and the feature: the papers, the Sortition Foundation, its older files.
_FORMS = (("category", "feature"), ("feature", "value"), ("category", "name"))
_NUMBERS = ("min", "max", "min_flex", "max_flex")
_MOST_SEATS = 1_000_000
_MOST_TARGETS = 1_000
_WHOLE = re.compile(r"([+-]?\d{1,18})([.,]0+)?", re.ASCII)
_FRACTION = re.compile(r"[+-]?\d*[.,]?\d+", re.ASCII)


def read_targets(table: Table, seats: int | None = None) -> tuple[Target, ...]:
    """The targets of a table with headers `category,feature,min,max`, `feature,value,min,max` or `category,name,min,max`,
    and perhaps `min_flex,max_flex`.

    With `seats`, every category must be able to fill exactly that many. Raises Faulty with everything that is wrong.
    """
    columns = _columns(table)
    if not table.rows:
        raise Faulty([Fault("targets_none")])
    if len(table.rows) > _MOST_TARGETS:
        raise Faulty([Fault("rows_too_many", facts={"most": _MOST_TARGETS})])
    lines = [_Line.read(row, columns) for row in table.rows]
    faults = [fault for line in lines for fault in line.number_faults()]
    faults += _name_faults(lines)
    if seats is not None:
        faults += _seat_faults(lines, seats)
    raise_all(faults)
    return tuple(line.target() for line in lines)


def named_features(table: Table) -> tuple[Target, ...]:
    """The features that a table of targets names, whatever else is wrong with it: enough to look at the people already.

    Minimums are 0 and maximums 0. Raises Faulty when the columns are not there.
    """
    columns = _columns(table)
    lines = [_Line.read(row, columns) for row in table.rows]
    named = dict.fromkeys((line.category, line.feature) for line in lines if line.category and line.feature)
    return tuple(Target(category, feature, 0, 0) for category, feature in named)


def _columns(table: Table) -> dict[str, tuple[int, str]]:
    """Index and header of the columns for `category`, `feature`, `min`, `max` and, when there, the flexible bounds."""

    def absent(form: tuple[str, str]) -> list[str]:
        return [name for name in (*form, "min", "max") if table.find(name) is None]

    form = min(_FORMS, key=lambda candidate: len(absent(candidate)))
    missing = absent(form)
    raise_all([fault for fault in map(table.absence, missing) if fault.code == "column_twice"])
    if missing:
        raise Faulty([Fault("targets_header", row=1, facts={"missing": ", ".join(missing)})])
    wanted = {"category": form[0], "feature": form[1], **{name: name for name in _NUMBERS}}
    return {
        role: (index, table.columns[index]) for role, name in wanted.items() if (index := table.find(name)) is not None
    }


@dataclass(frozen=True)
class _Line:
    """One row of the file: what each of its cells says, by the role of the column."""

    row: int
    headers: dict[str, str]
    texts: dict[str, str]

    @classmethod
    def read(cls, row: Row, columns: dict[str, tuple[int, str]]) -> _Line:
        return cls(
            row=row.number,
            headers={role: header for role, (_, header) in columns.items()},
            texts={role: row.cells[index] for role, (index, _) in columns.items()},
        )

    @property
    def category(self) -> str:
        return self.texts["category"]

    @property
    def feature(self) -> str:
        return self.texts["feature"]

    def number(self, role: str) -> int | None:
        """The number in a cell, or None when it is blank or faulty."""
        text = self.texts.get(role, "")
        whole = _WHOLE.fullmatch(text)
        return int(whole[1]) if whole and _number_fault(text) is None else None

    def target(self) -> Target:
        least, most = self.number("min"), self.number("max")
        assert least is not None and most is not None
        return Target(self.category, self.feature, least, most, self.number("min_flex"), self.number("max_flex"))

    def fault(self, code: str, role: str, **facts: str | int) -> Fault:
        return Fault(code, self.row, self.headers[role], facts)

    def number_faults(self) -> list[Fault]:
        faults = []
        for role in _NUMBERS:
            text = self.texts.get(role, "")
            may_be_blank = role.endswith("flex")
            code = None if may_be_blank and not text else _number_fault(text)
            if code:
                faults.append(self.fault(code, role, value=quoted(text)))
        least, most, lower, upper = map(self.number, _NUMBERS)
        if least is not None and most is not None and least > most:
            faults.append(self.fault("min_above_max", "min", min=least, max=most))
        if least is not None and lower is not None and lower > least:
            faults.append(self.fault("min_flex_above_min", "min_flex", flex=lower, min=least))
        if most is not None and upper is not None and upper < most:
            faults.append(self.fault("max_flex_below_max", "max_flex", flex=upper, max=most))
        return faults


def _number_fault(text: str) -> str | None:
    if not text:
        return "blank"
    whole = _WHOLE.fullmatch(text)
    if not whole:
        return "number_not_whole" if _FRACTION.fullmatch(text) else "number_unclear"
    if int(whole[1]) < 0:
        return "number_negative"
    return "number_too_large" if int(whole[1]) > _MOST_SEATS else None


def _name_faults(lines: Sequence[_Line]) -> list[Fault]:
    """Blank names, and names that are there already, exactly or but for capitals and accents."""
    faults = [line.fault("blank", role) for line in lines for role in ("category", "feature") if not line.texts[role]]
    faults += [
        line.fault("cell_too_long", role, most=MOST_SIGNS)
        for line in lines
        for role in ("category", "feature")
        if len(line.texts[role]) > MOST_SIGNS
    ]
    first_of_category: dict[str, _Line] = {}
    first_of_feature: dict[tuple[str, str], _Line] = {}
    for line in lines:
        if not (line.category and line.feature):
            continue
        first = first_of_category.setdefault(folded(line.category), line)
        if first.category != line.category:
            facts = {"category": quoted(line.category), "other": quoted(first.category)}
            faults.append(line.fault("category_almost_twice", "category", first=first.row, **facts))
        first = first_of_feature.setdefault((folded(line.category), folded(line.feature)), line)
        if first is not line:
            code = "target_twice" if first.feature == line.feature else "target_almost_twice"
            facts = {"category": quoted(line.category), "feature": quoted(line.feature), "other": quoted(first.feature)}
            faults.append(line.fault(code, "feature", first=first.row, **facts))
    return faults


def _clear_categories(lines: Sequence[_Line]) -> dict[str, tuple[_Line, int, int]]:
    """First line, sum of minimums and sum of maximums of each category whose numbers are all clear."""
    of_category: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        of_category[line.category].append(line)
    sums = {}
    for category, members in of_category.items():
        least = [number for line in members if (number := line.number("min")) is not None]
        most = [number for line in members if (number := line.number("max")) is not None]
        if category and len(least) == len(most) == len(members):
            sums[category] = members[0], sum(least), sum(most)
    return sums


def _seat_faults(lines: Sequence[_Line], seats: int) -> list[Fault]:
    """Categories whose targets cannot fill exactly this many seats."""
    faults = [Fault("seats_none")] if seats < 1 else []
    for category, (line, least, most) in _clear_categories(lines).items():
        if least > seats:
            faults.append(line.fault("minimums_above_seats", "min", category=quoted(category), sum=least, seats=seats))
        if most < seats:
            faults.append(line.fault("maximums_below_seats", "max", category=quoted(category), sum=most, seats=seats))
    return faults
