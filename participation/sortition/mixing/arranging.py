"""Divides people over tables for several rounds, so that as many as possible meet and each table looks like all."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from participation.sortition.faults import Fault, Faulty
from participation.sortition.mixing.exchanging import Round, improve
from participation.sortition.mixing.plan import NOWHERE, Plan, features, times_met
from participation.sortition.mixing.rooms import Bools, Room, make_room
from participation.sortition.mixing.seating import Settled, settle_at_random
from participation.sortition.mixing.wishes import Wishes, check_wishes
from participation.sortition.problem import Ints, Person
from participation.sortition.tables import quoted

STEPS = 24  # exchanges for each person in each round
VAIN = 10  # times that all rounds are gone through without any better seat, after which there is probably none


def arrange(
    people: Sequence[Person],
    *,
    tables: int,
    rounds: int,
    wishes: Wishes | None = None,
    places: Sequence[int] | None = None,
    seed: int = 0,
    steps: int | None = None,
    seconds: float | None = None,
) -> Plan:
    """A seat in every round for everybody who is there. Raises Faulty when the wishes cannot all hold.

    people: with the features that are to be balanced, blank where unknown; places: how many fit at each table (without,
    tables differ by at most one); steps: exchanges to take at most. The same people in any order, wishes, seed and steps
    give the same plan on every machine; with `seconds` it may stop earlier, and then they need not.
    """
    end = float("inf") if seconds is None else time.monotonic() + seconds
    people = tuple(sorted(people, key=lambda person: person.id))
    wishes = wishes or Wishes()
    rooms = rooms_of(people, wishes, tables, rounds, places)
    rng = np.random.default_rng(seed)
    seats = np.array([_first_seats(room, settle_at_random(room, rng), rng) for room in rooms])
    left = STEPS * len(people) * rounds if steps is None else steps
    _improve(seats, rooms, people, wishes, rng, left, end)
    return Plan(people, tables, seats, wishes, None if places is None else tuple(places))


def rooms_of(
    people: Sequence[Person], wishes: Wishes, tables: int, rounds: int, places: Sequence[int] | None
) -> list[Room]:
    """The rounds of people who are sorted by id. Raises Faulty with what is wrong."""
    ids = [person.id for person in people]
    twice = [one for one, next_ in pairwise(ids) if one == next_]
    faults = [Fault("mixing_person_twice", facts={"id": quoted(one)}) for one in dict.fromkeys(twice)]
    if len(ids) < tables:
        faults.append(Fault("mixing_tables_too_many", facts={"tables": tables, "people": len(ids)}))
    if faults:
        raise Faulty(faults)
    check_wishes(wishes, ids, tables, rounds)
    rooms, found = [], dict[str, Fault]()
    for number in range(1, rounds + 1):
        try:
            rooms.append(make_room(ids, wishes, number, tables, places))
        except Faulty as faulty:
            # what is wrong in every round is said once
            for fault in faulty.faults:
                found.setdefault(f"{fault.code} {fault.facts.get('people')} {fault.facts.get('table')}", fault)
    if found:
        raise Faulty(list(found.values()))
    return rooms


def matrix_apart(people: Sequence[Person], wishes: Wishes) -> Bools:
    """(people, people) who never shares a table with whom."""
    index = {person.id: place for place, person in enumerate(people)}
    apart = np.zeros((len(people), len(people)), dtype=bool)
    for one, other in (tuple(pair) for pair in wishes.pairs_apart()):
        apart[index[one], index[other]] = apart[index[other], index[one]] = True
    return apart


def _first_seats(room: Room, settled: Settled, rng: np.random.Generator) -> Ints:
    """(people,) those about whom something was asked as it was settled, the others anywhere."""
    seats = np.full(len(room.ids), NOWHERE, dtype=np.int64)
    for unit, table in zip(room.units, settled.table, strict=True):
        seats[list(unit.people)] = table
    empty = settled.sizes - np.bincount(seats[seats >= 0], minlength=len(settled.sizes))
    free = room.here[seats[room.here] == NOWHERE]
    seats[free] = np.repeat(np.arange(len(empty)), empty)[np.argsort(rng.random(len(free)), kind="stable")]
    return seats


def _improve(
    seats: Ints,
    rooms: Sequence[Room],
    people: Sequence[Person],
    wishes: Wishes,
    rng: np.random.Generator,
    steps: int,
    end: float,
) -> None:
    """Let people change seats, a round at a time and over again, until the steps or the time are up."""
    have, apart, met = features(people), matrix_apart(people, wishes), times_met(seats)
    turn = vain = 0
    while steps > 0 and vain < VAIN * len(rooms) and time.monotonic() < end:
        room, row = rooms[turn % len(rooms)], seats[turn % len(rooms)]
        turn += 1
        here = room.here
        met -= times_met(row[None])
        within = np.ix_(here, here)
        round_ = Round(
            row[here],
            len(room.most),
            features=have[here],
            met=met[within].astype(float),
            apart=apart[within],
            movable=room.movable()[here],
        )
        groups = [np.searchsorted(here, np.array(group)).tolist() for group in room.groups()]
        found, taken = improve(round_, groups, rng, steps)
        steps -= taken
        vain = vain + 1 if (found == row[here]).all() else 0
        row[here] = found
        met += times_met(row[None])
