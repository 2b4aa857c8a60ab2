"""What is asked of tables: who sits where, who stays apart or together, who is away; and what in it cannot be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from participation.sortition.faults import Fault, Faulty
from participation.sortition.tables import listed, quoted, suggestion


@dataclass(frozen=True)
class Fixed:
    """A seat that is decided: a person's id, a table from 1, and a round from 1, or None for every round."""

    person: str
    table: int
    round: int | None = None


@dataclass(frozen=True)
class Wishes:
    """What always holds, whatever it costs in meetings or balance. People are named by their ids.

    fixed: seats that are decided; apart: of the people in one tuple, no two ever share a table; together: the people in
    one tuple always share one; absent: the rounds (from 1) that somebody misses. Who is absent sits nowhere, whatever
    else is asked; the others of their group stay together.
    """

    fixed: tuple[Fixed, ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    absent: Mapping[str, Collection[int]] = field(default_factory=dict)

    def away(self, round_: int) -> set[str]:
        """Who is absent in a round."""
        return {one for one, rounds in self.absent.items() if round_ in rounds}

    def seats(self, round_: int) -> dict[str, int]:
        """The table of everybody whose seat in a round is decided; call it on wishes that were checked."""
        return {one.person: one.table for one in self.fixed if one.round in (None, round_)}

    def groups(self) -> list[tuple[str, ...]]:
        """Who stays together, groups that share somebody joined into one; in the order in which they were named."""
        joined: list[dict[str, None]] = []
        for group in self.together:
            sharing = [other for other in joined if not other.keys().isdisjoint(group)]
            whole = dict.fromkeys([one for other in sharing for one in other] + list(group))
            joined = [other for other in joined if other not in sharing] + [whole]
        return [tuple(group) for group in joined if len(group) > 1]

    def pairs_apart(self) -> set[frozenset[str]]:
        """Each two people who stay apart."""
        return {frozenset(pair) for group in self.apart for pair in combinations(dict.fromkeys(group), 2)}


def check_wishes(wishes: Wishes, ids: Sequence[str], tables: int, rounds: int) -> None:
    """Whether the wishes are about these people, tables and rounds and do not say two things at once. Raises Faulty."""
    faults = unknown(wishes, ids, tables, rounds)
    if not faults:
        faults = _twice(wishes, rounds) + _at_odds(wishes)
    if faults:
        raise Faulty(faults)


def unknown(wishes: Wishes, ids: Sequence[str], tables: int, rounds: int) -> list[Fault]:
    """People, tables and rounds that there are not."""
    known = set(ids)
    named = [one.person for one in wishes.fixed] + [one for group in (*wishes.apart, *wishes.together) for one in group]
    faults = [unknown_person(one, ids) for one in dict.fromkeys([*named, *wishes.absent]) if one not in known]
    for one in wishes.fixed:
        if not 1 <= one.table <= tables:
            faults.append(Fault("mixing_table_unknown", facts={"table": one.table, "tables": tables}))
    numbers = {one.round for one in wishes.fixed if one.round} | {n for away in wishes.absent.values() for n in away}
    for number in sorted(numbers - set(range(1, rounds + 1))):
        faults.append(Fault("mixing_round_unknown", facts={"round": number, "rounds": rounds}))
    return faults


def unknown_person(one: str, ids: Sequence[str]) -> Fault:
    """That nobody has this id; whose was probably meant."""
    near = suggestion(one, ids)
    if near:
        return Fault("mixing_person_unknown_near", facts={"id": quoted(one), "near": quoted(near)})
    return Fault("mixing_person_unknown", facts={"id": quoted(one)})


def _twice(wishes: Wishes, rounds: int) -> list[Fault]:
    """People with two decided seats in one round."""
    faults: dict[str, Fault] = {}
    for round_ in range(1, rounds + 1):
        seat, away = dict[str, int](), wishes.away(round_)
        for one in wishes.fixed:
            if one.round not in (None, round_) or one.person in away:
                continue
            if seat.setdefault(one.person, one.table) != one.table:
                facts = {"first": seat[one.person], "second": one.table, "round": round_}
                faults.setdefault(one.person, Fault("mixing_fixed_twice", facts={**facts, "id": quoted(one.person)}))
    return list(faults.values())


def _at_odds(wishes: Wishes) -> list[Fault]:
    """People who would have to be together and apart."""
    apart = wishes.pairs_apart()
    return [
        Fault("mixing_apart_and_together", facts={"people": listed([one, other])})
        for group in wishes.groups()
        for one, other in combinations(group, 2)
        if frozenset((one, other)) in apart
    ]
