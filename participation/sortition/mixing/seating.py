"""Finds one way to sit in a round that keeps to everything that was asked, or proves that there is none and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np

from participation.sortition.faults import Fault, Faulty
from participation.sortition.highs import INFEASIBLE, INFINITY, open_highs, pass_model
from participation.sortition.mixing.rooms import Room, cliques
from participation.sortition.problem import Floats, Ints

_SECONDS = 20.0  # for a proof; what panels ask takes thousandths
_TRIES, _SECONDS_A_TRY = 100, 0.5  # when looking for the few rules that are at odds


class Impossible(Exception):
    """Nobody can sit like that."""


@dataclass(frozen=True)
class Settled:
    """table: (units,) where each unit sits; sizes: (tables,) how many people sit at each table."""

    table: Ints
    sizes: Ints


def settle_at_random(room: Room, rng: np.random.Generator) -> Settled:
    """Any way to sit, another one each time. Raises Faulty with those who are at odds when there is none."""
    return _settle_or_say_why(room, rng.random((len(room.units), len(room.most))), None)


def settle_near(room: Room, now: Ints) -> Settled:
    """The way to sit for which fewest people leave their table. Raises Faulty.

    now: (n,) the table of everybody, -1 for who has none yet.
    """
    tables = np.arange(len(room.most))
    costs = np.zeros((len(room.units), len(tables)))
    for index, unit in enumerate(room.units):
        for one in unit.people:
            if now[one] >= 0:
                costs[index] += tables != now[one]
    bound = [one for unit in room.units for one in unit.people]
    free = np.setdiff1d(room.here, bound)
    singles = np.bincount(now[free][now[free] >= 0], minlength=len(tables))
    return _settle_or_say_why(room, costs, singles)


def _settle_or_say_why(room: Room, costs: Floats, singles: Ints | None) -> Settled:
    try:
        return _settle(room, costs, singles)
    except Impossible:
        raise Faulty([_why(room)]) from None


def _settle(room: Room, costs: Floats, singles: Ints | None, seconds: float = _SECONDS) -> Settled:
    """The cheapest way to sit; any way, when nobody has a table yet. Raises Impossible, and Faulty when
    the time is up without an answer.

    costs: (units, tables) of each unit at each table; singles: (tables,) how many people about whom nothing was asked sit
    there now, each of whom costs 1 when they leave.
    """
    units, tables = costs.shape
    spare, everybody = room.most - room.least, float(len(room.here))
    seats = [float(unit.table in (None, table)) for unit in room.units for table in range(tables)]
    columns, apart = _columns(room)
    least, most = _rows(room, np.zeros(tables) if singles is None else singles, apart)
    highs = open_highs(time_limit=seconds, mip_rel_gap=0.0)
    if singles is None:
        highs.setOptionValue("mip_max_improving_sols", 1)
    pass_model(
        highs,
        cost=[*costs.ravel(), *[0.0] * tables, *[1.0] * tables],
        column_bounds=([0.0] * len(columns), [*seats, *spare, *[everybody] * tables]),
        row_bounds=(least, most),
        starts=np.cumsum([0, *map(len, columns)]),
        indexes=[row for column in columns for row, _ in column],
        values=[value for column in columns for _, value in column],
        integer=True,
    )
    highs.run()
    if highs.getModelStatus() in INFEASIBLE:
        raise Impossible
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise Faulty([Fault("mixing_too_hard", facts={"round": room.number})])
    answer = np.round(np.array(highs.getSolution().col_value)).astype(np.int64)
    sits, more = answer[: units * tables].reshape(units, tables), answer[units * tables : (units + 1) * tables]
    return Settled(sits.argmax(axis=1), room.least + more)


def _columns(room: Room) -> tuple[list[list[tuple[int, float]]], int]:
    """The columns of an integer program, each as its rows and their values; and how many rows there are for who is apart.

    For each unit and table, whether it sits there; for each table, how many more sit there than the least; and for each
    table, how many people about whom nothing was asked leave it. The rows are those of `_rows`.
    """
    units, tables = len(room.units), len(room.most)
    fits, all_, leaves = units, units + tables, units + tables + 1
    apart = leaves + tables
    sets = cliques(room.apart)
    columns: list[list[tuple[int, float]]] = []
    for index, unit in enumerate(room.units):
        size, within = float(len(unit.people)), [number for number, clique in enumerate(sets) if index in clique]
        for table in range(tables):
            rivals = [(apart + number * tables + table, 1.0) for number in within]
            columns.append([(index, 1.0), (fits + table, size), (leaves + table, -size), *rivals])
    columns += [[(fits + table, -1.0), (all_, 1.0), (leaves + table, 1.0)] for table in range(tables)]
    columns += [[(leaves + table, 1.0)] for table in range(tables)]
    return columns, len(sets) * tables


def _rows(room: Room, singles: Ints | Floats, apart: int) -> tuple[list[float], list[float]]:
    """The least and the most of each row: every unit sits at one table; the units at a table fit there; everybody has a
    seat; of those about whom nothing was asked, as many leave as find no seat beside the units; of those who are apart,
    one at most sits at each table."""
    units, tables = len(room.units), len(room.most)
    extra = float(len(room.here) - int(room.least.sum()))
    least = [*[1.0] * units, *[-INFINITY] * tables, extra, *(singles - room.least), *[0.0] * apart]
    most = [*[1.0] * units, *room.least, extra, *[INFINITY] * tables, *[1.0] * apart]
    return least, most


def _why(room: Room) -> Fault:
    """Who is at odds: as many rules are left out as can be while nobody can sit; those that remain need each other."""
    for clique in cliques(room.apart):
        if len(clique) > len(room.most):
            facts = {"count": len(clique), "tables": len(room.most)}
            return Fault("mixing_apart_too_many", facts={**facts, "people": _named(room, clique)})
    rules: list[tuple[str, int]] = [
        *(("apart", index) for index in range(len(room.apart))),
        *(("table", index) for index, unit in enumerate(room.units) if unit.table is not None),
        *(("group", index) for index, unit in enumerate(room.units) if len(unit.people) > 1),
    ]
    needed, size, tries = rules, len(rules), 0
    while size and tries < _TRIES:
        start = 0
        while start < len(needed) and tries < _TRIES:
            fewer = needed[:start] + needed[start + size :]
            tries += 1
            if _is_impossible(room, set(fewer)):
                needed = fewer
            else:
                start += size
        size //= 2
    about = {unit for kind, index in needed for unit in (room.apart[index] if kind == "apart" else (index,))}
    return Fault("mixing_at_odds", facts={"people": _named(room, sorted(about)), "round": room.number})


def _named(room: Room, units: Sequence[int]) -> str:
    return room.named([room.units[index] for index in units])


def _is_impossible(room: Room, rules: set[tuple[str, int]]) -> bool:
    """Whether it is soon proven that nobody can sit when only these rules hold; a group that is none is one person."""
    units = tuple(
        replace(
            unit,
            people=unit.people if ("group", index) in rules else unit.people[:1],
            table=unit.table if ("table", index) in rules else None,
        )
        for index, unit in enumerate(room.units)
    )
    apart = tuple(pair for index, pair in enumerate(room.apart) if ("apart", index) in rules)
    looser = replace(room, units=units, apart=apart)
    try:
        _settle(looser, np.zeros((len(units), len(room.most))), None, _SECONDS_A_TRY)
    except Impossible:
        return True
    except Faulty:
        return False
    return False
