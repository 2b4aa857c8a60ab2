"""On the day: somebody is missing or comes after all, and as few others as possible change tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from participation.sortition.faults import Faulty
from participation.sortition.mixing.exchanging import GAP, REPEAT
from participation.sortition.mixing.plan import NOWHERE, Plan, features, times_met
from participation.sortition.mixing.rooms import Room, make_room
from participation.sortition.mixing.seating import Settled, settle_near
from participation.sortition.mixing.wishes import Wishes, unknown_person
from participation.sortition.problem import Floats, Ints, Person


@dataclass(frozen=True)
class Move:
    """Somebody who gets another table in a round (all from 1); before: None for who had none yet."""

    round: int
    person: str
    before: int | None
    after: int


@dataclass(frozen=True)
class Change:
    """The new plan, and who moves in it, in the order of the rounds."""

    plan: Plan
    moves: tuple[Move, ...]


def changed(plan: Plan, *, absent: Collection[str] = (), late: Sequence[Person] = (), since: int) -> Change:
    """The plan when some are absent from a round on (from 1), and others come: who was thought absent, or was not in it at
    all. Both at once, so that whoever comes can sit where somebody is missing. What was held before stays as it was.

    Tables stay as even as they were promised, and every wish holds; nobody moves who need not. Raises Faulty when the
    wishes cannot hold with those who are left.
    """
    _check_known(absent, plan)
    rounds, before = range(since, plan.rounds + 1), set(range(1, since))
    away = {one: set(plan.wishes.absent.get(one, ())).union(rounds) for one in absent}
    known = set(plan.ids)
    new = [person for person in late if person.id not in known]
    away |= {person.id: set(plan.wishes.absent.get(person.id, ())) & before for person in late}
    away |= {person.id: before for person in new}
    people = tuple(sorted([*plan.people, *new], key=lambda person: person.id))
    seats = np.full((plan.rounds, len(people)), NOWHERE, dtype=np.int64)
    seats[:, [place for place, person in enumerate(people) if person.id in known]] = plan.seats
    return _seated_anew(Plan(people, plan.tables, seats, _with_absent(plan.wishes, away), plan.places), since)


def _check_known(ids: Collection[str], plan: Plan) -> None:
    if faults := [unknown_person(one, plan.ids) for one in ids if one not in plan.ids]:
        raise Faulty(faults)


def _with_absent(wishes: Wishes, away: Mapping[str, set[int]]) -> Wishes:
    return replace(wishes, absent={**wishes.absent, **{one: tuple(sorted(rounds)) for one, rounds in away.items()}})


def _seated_anew(plan: Plan, since: int) -> Change:
    """Everybody who is there has a seat again, from a round on."""
    seats, have, moves = plan.seats.copy(), features(plan.people), []
    for number in range(since, plan.rounds + 1):
        room = make_room(plan.ids, plan.wishes, number, plan.tables, plan.places)
        if plan.places is not None:
            # tables of a given size may stay emptier: nobody moves to fill them
            room = replace(room, least=np.zeros_like(room.least), most=np.array(plan.places))
        now = np.full(len(plan.people), NOWHERE, dtype=np.int64)
        now[room.here] = seats[number - 1, room.here]
        seats[number - 1] = NOWHERE
        seats[number - 1] = _seats(room, settle_near(room, now), now, have, times_met(seats))
        for one in np.flatnonzero((seats[number - 1] != now) & (seats[number - 1] >= 0)).tolist():
            before = int(now[one]) + 1 if now[one] >= 0 else None
            moves.append(Move(number, plan.ids[one], before, int(seats[number - 1, one]) + 1))
    return Change(replace(plan, seats=seats), tuple(moves))


def _seats(room: Room, settled: Settled, now: Ints, have: Floats, met: Ints) -> Ints:
    """(people,) seats of a round: units as they were settled; of the others, those move who bring most.

    have: (people, values) features; met: (people, people) how often two meet in other rounds.
    """
    tables = len(settled.sizes)
    seats = now.copy()
    bound = np.zeros(len(now), dtype=bool)
    for unit, table in zip(room.units, settled.table, strict=True):
        seats[list(unit.people)] = table
        bound[list(unit.people)] = True
    expected = np.outer(settled.sizes, have[room.here].mean(axis=0)) if len(room.here) else np.zeros((tables, 0))
    while True:
        sits = np.equal.outer(seats, np.arange(tables)).astype(float)
        spare = settled.sizes - sits.sum(axis=0)
        if not (spare > 0).any():
            return seats
        waiting = np.isin(np.arange(len(now)), room.here) & (seats == NOWHERE)
        may = ~bound & (waiting | ((seats >= 0) & (spare[seats] < 0)))
        price = REPEAT * (met @ sits) + 2 * GAP * (have @ (sits.T @ have - expected).T)
        cost = price - np.where(waiting, 0.0, price[np.arange(len(now)), seats])[:, None]
        cost[~may] = np.inf
        cost[:, spare <= 0] = np.inf
        one, table = divmod(int(cost.argmin()), tables)
        seats[one] = table
