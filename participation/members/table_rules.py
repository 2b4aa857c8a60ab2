"""Who sits where in a session: what is asked, what is kept, and what it says in figures. For whoever arranges tables.

What is kept names members by their numbers; the search names them as pages do, so that what it says can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from participation.errors import N_, Refused
from participation.sortition import mixing
from participation.sortition.mixing.plan import NOWHERE
from participation.sortition.mixing.wishes import check_wishes
from participation.sortition.problem import Person

FIXED, TOGETHER, APART = "fixed", "together", "apart"
WISHES: dict[str, str] = {
    APART: N_("never at the same table"),
    TOGETHER: N_("always at the same table"),
    FIXED: N_("always at this one table"),
}
MOST_TABLES, MOST_ROUNDS = 100, 12
AT_A_TABLE, ROUNDS = 8, 3
SECONDS = 4.0  # an official waits for it; a hundred people take less than one

# Rounds, each of tables, each of members' numbers.
Seats = Sequence[Sequence[Sequence[int]]]


@dataclass(frozen=True)
class Guest:
    """Somebody who may sit at a table. name: another one for each; is_member: they have a seat on the panel now;
    features: one for each feature that is balanced, "" where it is not known"""

    id: int
    name: str
    is_member: bool = True
    features: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What is asked of tables, whatever the plan: a kind of `WISHES`; table: from 1, for one who always sits there."""

    kind: str
    members: tuple[int, ...]
    table: int | None = None
    id: int = 0

    @property
    def says(self) -> tuple[object, ...]:
        """What makes it the same wish."""
        return self.kind, frozenset(self.members), self.table


@dataclass(frozen=True)
class Moved:
    """Somebody has another table in a round (all from 1); before: None for who had none."""

    round: int
    member: int
    before: int | None
    after: int


@dataclass(frozen=True)
class Made:
    """A plan as it is kept; the parts are those of `models.TablePlan`."""

    balance: list[str]
    seats: list[list[list[int]]]
    helpers: list[list[dict[str, str]]]
    figures: dict[str, Any]
    seed: str


@dataclass(frozen=True)
class Changed:
    """A plan that was changed on the day. change: {since, missing, come, moves}, with members' numbers"""

    seats: list[list[list[int]]]
    figures: dict[str, Any]
    change: dict[str, Any]


def named(people: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """What each is called, by number: their name, with their code where somebody else is called so too.

    people: number, code and name
    """
    people = list(people)
    known = Counter(" ".join(name.split()).casefold() for _, _, name in people)
    return {
        number: f"{name} ({code})" if known[" ".join(name.split()).casefold()] > 1 else name
        for number, code, name in people
    }


def tables_for(people: int) -> int:
    """How many tables a page proposes."""
    return max(1, round(people / AT_A_TABLE))


def arranged(
    guests: Sequence[Guest],
    wishes: Sequence[Wish],
    *,
    tables: int,
    rounds: int,
    balance: Sequence[str],
    facilitators: Sequence[str],
    note_takers: Sequence[str],
    seed: str,
) -> Made:
    """A seat in every round for each of these guests, and somebody to guide each table and to take notes there.

    seed: hexadecimal. Raises Faulty when what is asked cannot all hold.
    """
    plan = mixing.arrange(
        _people(guests),
        tables=tables,
        rounds=rounds,
        wishes=_asked(wishes, guests),
        seed=int(seed, 16),
        seconds=SECONDS,
    )
    guides = mixing.rotate(facilitators, plan) if facilitators else ()
    notes = mixing.rotate(note_takers, plan, beside=guides or None) if note_takers else ()
    helpers = [
        [
            {
                "facilitator": guides[number][table] if guides else "",
                "note_taker": notes[number][table] if notes else "",
            }
            for table in range(tables)
        ]
        for number in range(rounds)
    ]
    return Made(list(balance), _kept(plan, guests), helpers, figures_of(plan), seed)


def changed(
    seats: Seats,
    guests: Sequence[Guest],
    wishes: Sequence[Wish],
    *,
    missing: Collection[int],
    come: Collection[int],
    since: int,
) -> Changed:
    """The plan when somebody is missing, or comes after all, from a round on: as few others as can be change tables.

    guests: everybody in the plan, and whoever comes. Raises Faulty.
    """
    seated = {one for tables in seats for table in tables for one in table}
    names = {one.id: one.name for one in guests}
    known = [one for one in guests if one.id in seated]
    wanted = _asked(wishes, [one for one in guests if one.id in seated | set(come)])
    check_wishes(wanted, [one.name for one in guests], len(seats[0]), len(seats))
    plan = _again(seats, known, wanted)
    late = _people([one for one in guests if one.id in come])
    done = mixing.changed(plan, absent=[names[one] for one in missing if one in seated], late=late, since=since)
    numbers = {one.name: one.id for one in guests}
    return Changed(
        _kept(done.plan, guests),
        figures_of(done.plan),
        {
            "since": since,
            "missing": sorted(missing),
            "come": sorted(come),
            "moves": [[one.round, numbers[one.person], one.before, one.after] for one in done.moves],
        },
    )


def figures_of(plan: mixing.Plan) -> dict[str, Any]:
    """What a plan says of itself: how many pairs of people meet, of how many at most; how often two meet at most; and how
    far each table is from looking like all (see `mixing.Plan.gap`)."""
    return {
        "meetings": plan.meetings,
        "most_meetings": plan.most_meetings,
        "times": int(plan.met.max(initial=0)),
        "gap": plan.gap,
    }


def check_wish(wish: Wish, others: Sequence[Wish], guests: Sequence[Guest], *, tables: int | None = None) -> None:
    """Whether a wish can hold beside the others. Raises Faulty with who is at odds, Refused for one that is none.

    tables: of the plan, where there is one; without, it must hold for as few tables as there would have to be.
    """
    if wish.kind not in WISHES:
        raise ValueError(wish.kind)
    if wish.kind == FIXED and (len(wish.members) != 1 or not wish.table):
        raise Refused("wish_for_one", field="who_1")
    if wish.kind != FIXED and len(set(wish.members)) < 2:
        raise Refused("wish_for_two", field="who_2")
    wishes = [*others, wish]
    least = [2, *(one.table or 0 for one in wishes), *(len(one.members) for one in wishes if one.kind == APART)]
    mixing.arrange(
        _people(guests),
        tables=tables or min(max(least), max(1, len(guests))),
        rounds=1,
        wishes=_asked(wishes, guests),
        steps=0,
    )


def unkept(wishes: Sequence[Wish], seats: Seats) -> list[Wish]:
    """The wishes to which a plan does not keep, because they came after it."""
    return [wish for wish in wishes if any(_is_broken(wish, tables) for tables in seats)]


def missing_now(changes: Sequence[Mapping[str, Any]]) -> set[int]:
    """Who was noted as missing and did not come after all."""
    found: set[int] = set()
    for change in changes:
        found = (found | set(change["missing"])) - set(change["come"])
    return found


def moves_of(change: Mapping[str, Any]) -> list[Moved]:
    """Who got another table in a change, in the order of the rounds."""
    return [Moved(*one) for one in change["moves"]]


def seats_of(seats: Seats, member: int) -> list[int]:
    """The table of somebody in each round, from 1; 0 where they have none."""
    return [next((number for number, people in enumerate(tables, start=1) if member in people), 0) for tables in seats]


def _is_broken(wish: Wish, tables: Sequence[Sequence[int]]) -> bool:
    at = {one: number for number, people in enumerate(tables, start=1) for one in people if one in wish.members}
    if wish.kind == FIXED:
        return any(number != wish.table for number in at.values())
    alike = [one == other for one, other in combinations(at.values(), 2)]
    return any(alike) if wish.kind == APART else not all(alike)


def _people(guests: Sequence[Guest]) -> list[Person]:
    return [Person(one.name, one.features) for one in guests]


def _asked(wishes: Sequence[Wish], guests: Sequence[Guest]) -> mixing.Wishes:
    """The wishes about these guests; of whoever is not among them nothing is asked."""
    names = {one.id: one.name for one in guests}

    def groups(kind: str) -> tuple[tuple[str, ...], ...]:
        found = [tuple(names[one] for one in wish.members if one in names) for wish in wishes if wish.kind == kind]
        return tuple(group for group in found if len(group) > 1)

    return mixing.Wishes(
        fixed=tuple(
            mixing.Fixed(names[one], wish.table)
            for wish in wishes
            for one in wish.members
            if wish.kind == FIXED and wish.table and one in names
        ),
        apart=groups(APART),
        together=groups(TOGETHER),
    )


def _kept(plan: mixing.Plan, guests: Sequence[Guest]) -> list[list[list[int]]]:
    """Who sits where by number, at each table in the order of their names."""
    numbers = {one.name: one.id for one in guests}
    return [
        [
            [numbers[name] for name in sorted(plan.at(round_, table), key=str.casefold)]
            for table in range(1, plan.tables + 1)
        ]
        for round_ in range(1, plan.rounds + 1)
    ]


def _again(seats: Seats, guests: Sequence[Guest], wishes: mixing.Wishes) -> mixing.Plan:
    """What was kept, as the search has it: whoever has no seat in a round is absent from it."""
    people = sorted(guests, key=lambda one: one.name)
    tables = np.array([[number - 1 for number in seats_of(seats, one.id)] for one in people], dtype=np.int64).T
    tables = tables.reshape(len(seats), len(people))
    absent = {
        one.name: tuple((np.flatnonzero(tables[:, place] == NOWHERE) + 1).tolist()) for place, one in enumerate(people)
    }
    return mixing.Plan(
        tuple(_people(people)),
        len(seats[0]),
        tables,
        mixing.Wishes(wishes.fixed, wishes.apart, wishes.together, {one: away for one, away in absent.items() if away}),
    )
