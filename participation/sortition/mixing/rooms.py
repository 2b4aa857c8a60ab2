"""One round, as the search sees it: who is here, how many sit at each table, and who is bound to whom or to a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from participation.sortition.faults import Fault, Faulty
from participation.sortition.mixing.wishes import Wishes
from participation.sortition.problem import Ints
from participation.sortition.tables import listed

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Unit:
    """People who sit together, or one person about whom something was asked; table: from 0, where it is decided."""

    people: tuple[int, ...]
    table: int | None = None


@dataclass(frozen=True)
class Room:
    """What must hold in one round of n people, numbered in the order of their ids.

    number: of the round, from 1; here: (m,) who is present; least, most: (tables,) how few and how many sit at each;
    units: about whom something was asked; apart: pairs of units that do not share a table.
    """

    number: int
    ids: Sequence[str]
    here: Ints
    least: Ints
    most: Ints
    units: tuple[Unit, ...]
    apart: tuple[tuple[int, int], ...]

    def movable(self) -> Bools:
        """(n,) who may change seats alone."""
        free = np.zeros(len(self.ids), dtype=bool)
        free[self.here] = True
        for unit in self.units:
            free[list(unit.people)] = unit.table is None and len(unit.people) == 1
        return free

    def groups(self) -> list[tuple[int, ...]]:
        """Who may change seats only together."""
        return [unit.people for unit in self.units if unit.table is None and len(unit.people) > 1]

    def named(self, units: Sequence[Unit]) -> str:
        """The people of some units, in words."""
        return listed([self.ids[one] for unit in units for one in unit.people])


def make_room(ids: Sequence[str], wishes: Wishes, number: int, tables: int, places: Sequence[int] | None) -> Room:
    """A round of these people, of whom nobody is twice in the list. Raises Faulty when what is asked plainly cannot be.

    places: how many fit at each table; without, the tables differ by at most one.
    """
    place = {one: index for index, one in enumerate(ids)}
    away = wishes.away(number)
    here = np.array([index for index, one in enumerate(ids) if one not in away], dtype=np.int64)
    least, most = _sizes(len(here), tables, places, number)
    units = _units(wishes, place, away, number)
    of_person = {one: index for index, unit in enumerate(units) for one in unit.people}
    apart = {
        tuple(sorted(of_person[place[one]] for one in pair)) for pair in wishes.pairs_apart() if away.isdisjoint(pair)
    }
    room = Room(number, ids, here, least, most, tuple(units), tuple(sorted((one, other) for one, other in apart)))
    if faults := [*_too_large(room), *_seated_together(room), *_overfull(room)]:
        raise Faulty(faults)
    return room


def _sizes(people: int, tables: int, places: Sequence[int] | None, number: int) -> tuple[Ints, Ints]:
    """(least, most) at each table. With places, those that stay empty are taken from the largest tables first."""
    if places is None:
        least = np.full(tables, people // tables, dtype=np.int64)
        return least, least + (people % tables > 0)
    sizes = np.array(places, dtype=np.int64)
    if sizes.sum() < people:
        facts = {"places": int(sizes.sum()), "people": people, "round": number}
        raise Faulty([Fault("mixing_places_too_few", facts=facts)])
    for _ in range(int(sizes.sum()) - people):
        sizes[int(sizes.argmax())] -= 1
    return sizes, sizes


def _units(wishes: Wishes, place: dict[str, int], away: set[str], number: int) -> list[Unit]:
    """Groups, then everybody else about whom something was asked. Raises Faulty when a group has two tables."""
    seats = {one: table - 1 for one, table in wishes.seats(number).items()}
    apart = {one for pair in wishes.pairs_apart() for one in pair}
    grouped = [tuple(one for one in group if one not in away) for group in wishes.groups()]
    alone = sorted((apart | seats.keys()) - away - {one for group in grouped for one in group})
    units, faults = [], []
    for group in [*filter(None, grouped), *((one,) for one in alone)]:
        tables = {one: seats[one] for one in group if one in seats}
        if len(set(tables.values())) > 1:
            (one, first), (other, second) = _two_tables(tables)
            facts: dict[str, str | int] = {"people": listed([one, other]), "first": first + 1, "second": second + 1}
            faults.append(Fault("mixing_together_fixed_apart", facts={**facts, "round": number}))
        units.append(Unit(tuple(place[one] for one in group), next(iter(tables.values()), None)))
    if faults:
        raise Faulty(faults)
    return units


def _two_tables(tables: dict[str, int]) -> tuple[tuple[str, int], tuple[str, int]]:
    first = next(iter(tables.items()))
    return first, next(seat for seat in tables.items() if seat[1] != first[1])


def _too_large(room: Room) -> list[Fault]:
    most = int(room.most.max())
    return [
        Fault("mixing_group_too_large", facts={"people": room.named([unit]), "count": len(unit.people), "most": most})
        for unit in room.units
        if len(unit.people) > max(most, 1)
    ]


def _seated_together(room: Room) -> list[Fault]:
    """People who stay apart and whose seats are decided at one table."""
    faults = []
    for first, second in room.apart:
        one, other = room.units[first], room.units[second]
        if one.table is not None and one.table == other.table:
            facts = {"table": one.table + 1, "round": room.number}
            faults.append(Fault("mixing_apart_at_one_table", facts={**facts, "people": room.named([one, other])}))
    return faults


def _overfull(room: Room) -> list[Fault]:
    """Tables at which more people must sit than fit."""
    faults = []
    for table, most in enumerate(room.most.tolist()):
        fixed = [unit for unit in room.units if unit.table == table]
        count = sum(len(unit.people) for unit in fixed)
        if count > most:
            facts = {"table": table + 1, "most": most, "count": count, "round": room.number}
            faults.append(Fault("mixing_table_full", facts={**facts, "people": room.named(fixed)}))
    return faults


def cliques(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Sets of units of which every two stay apart, that together hold every pair."""
    near: dict[int, set[int]] = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found: list[list[int]] = []
    held: set[tuple[int, int]] = set()
    for pair in sorted(pairs):
        if pair in held:
            continue
        clique = list(pair)
        for other in sorted(near[pair[0]] & near[pair[1]]):
            if near[other].issuperset(clique):
                clique.append(other)
        found.append(sorted(clique))
        held.update(combinations(found[-1], 2))
    return found
