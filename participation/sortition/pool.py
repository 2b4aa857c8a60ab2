"""Understands the table of people who volunteered, and holds it against the targets; for the official who draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from participation.sortition.faults import Fault
from participation.sortition.problem import Person, Target, categories_of
from participation.sortition.tables import MOST_SIGNS, Table, folded, listed, quoted, raise_all, suggestion

_USUAL_ID_COLUMNS = ("id", "nationbuilder_id", "respondent_id", "unique_id", "person_id", "external_id", "code")
_MOST_SUGGESTIONS = 200


def read_people(
    table: Table,
    targets: Sequence[Target],
    *,
    seats: int | None = None,
    id_column: str | None = None,
    household_columns: Sequence[str] = (),
) -> tuple[Person, ...]:
    """The people of a table that has a column for each category of the targets.

    A feature must be written exactly as in the targets; for a slip of capitals, accents or a letter, the fault says
    which one was probably meant. Without `id_column`, codes are in the column "id", else in one of the usual names of
    sortition files, else in the first column. An address is several columns joined; letters' case and spaces make no
    difference in it; an address whose first column is blank is nobody's household. Raises Faulty with everything that
    is wrong; with `seats`, also when there are too few people for the seats or for a minimum.
    """
    categories = categories_of(targets)
    ids, id_faults = find_codes(table, id_column, categories)
    places = {name: table.find(name) for name in [*categories, *household_columns]}
    faults = id_faults + [table.absence(name) for name, index in places.items() if index is None]
    if not table.rows:
        raise_all([*faults, Fault("people_none")])
    for column in dict.fromkeys(places[name] for name in household_columns):
        if column not in (None, ids):
            faults += _length_faults(table, column)
    for category in categories:
        if (index := places[category]) is not None:
            of_category = [target for target in targets if target.category == category]
            wrong = _feature_faults(table, index, of_category)
            faults += wrong
            if seats is not None:
                faults += _shortages(table, index, of_category, mendable=len(wrong))
    if seats is not None and len(table.rows) < seats:
        faults.append(Fault("people_too_few", facts={"seats": seats, "count": len(table.rows)}))
    raise_all(faults)
    features = [index for category in categories if (index := places[category]) is not None]
    address = [index for name in household_columns if (index := places[name]) is not None]
    return tuple(
        Person(
            id=row.cells[ids or 0],
            features=tuple(row.cells[index] for index in features),
            household=_household([row.cells[index] for index in address]),
        )
        for row in table.rows
    )


def find_codes(table: Table, wanted: str | None, categories: Sequence[str]) -> tuple[int | None, list[Fault]]:
    """The column of the codes (see `read_people`), None where that cannot be told; and what is wrong with them."""
    ids, faults = _id_column(table, wanted, categories)
    if ids is not None:
        faults = faults + _id_faults(table, ids) + _length_faults(table, ids)
    return ids, faults


def _household(address: Sequence[str]) -> str | None:
    if not address or not address[0]:
        return None
    return " | ".join(" ".join(part.casefold().split()) for part in address)


def _id_column(table: Table, wanted: str | None, categories: Sequence[str]) -> tuple[int | None, list[Fault]]:
    """Where the codes are, or why that cannot be told."""
    if wanted is not None:
        index = table.find(wanted)
        return index, [] if index is not None else [table.absence(wanted)]
    for name in _USUAL_ID_COLUMNS:
        if (index := table.find(name)) is not None:
            return index, []
        if (absence := table.absence(name)).code == "column_twice":
            return None, [absence]
    if folded(table.columns[0]) in map(folded, categories):
        return None, [Fault("id_column_unclear", row=1)]
    return 0, []


def _id_faults(table: Table, column: int) -> list[Fault]:
    faults = []
    first_row: dict[str, int] = {}
    header = table.columns[column]
    for row in table.rows:
        code = row.cells[column]
        if not code:
            faults.append(Fault("id_blank", row.number, header))
        elif (first := first_row.setdefault(code, row.number)) != row.number:
            faults.append(Fault("id_twice", row.number, header, {"id": quoted(code), "first": first}))
    return faults


def _length_faults(table: Table, column: int) -> list[Fault]:
    header, facts = table.columns[column], {"most": MOST_SIGNS}
    return [
        Fault("cell_too_long", row.number, header, facts) for row in table.rows if len(row.cells[column]) > MOST_SIGNS
    ]


def _feature_faults(table: Table, column: int, targets: Sequence[Target]) -> list[Fault]:
    """Blank and unknown features of one category."""
    header, category = table.columns[column], quoted(targets[0].category)
    known = {target.feature for target in targets}
    shown = listed([target.feature for target in targets])
    people = Counter(row.cells[column] for row in table.rows)
    unknown = {value: _unknown(value, category, shown) for value in people if value not in known}
    for value in list(unknown)[:_MOST_SUGGESTIONS]:
        if value and (near := suggestion(value, known)):
            facts = {"value": quoted(value), "category": category, "near": quoted(near)}
            unknown[value] = "feature_unknown_near", facts
    return [
        Fault(unknown[value][0], row.number, header, unknown[value][1])
        for row in table.rows
        if (value := row.cells[column]) in unknown
    ]


def _shortages(table: Table, column: int, targets: Sequence[Target], *, mendable: int) -> list[Fault]:
    """Minimums of one category that its people cannot fill, even once the faulty cells are mended."""
    people = Counter(row.cells[column] for row in table.rows)
    faults = []
    for target in targets:
        if (count := people[target.feature]) + mendable < target.min:
            code = "feature_too_few" if count else "feature_nobody"
            words = {"category": quoted(target.category), "feature": quoted(target.feature)}
            faults.append(Fault(code, facts={**words, "min": target.min, "count": count}))
    return faults


def _unknown(value: str, category: str, shown: str) -> tuple[str, dict[str, str]]:
    if not value:
        return "feature_blank", {"known": shown}
    return "feature_unknown", {"value": quoted(value), "category": category, "known": shown}
