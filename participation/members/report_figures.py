"""The figures of a report: how a panel came about, in counts that everybody may see; for whoever reads it, and as JSON.

A count is a whole number, "<5" for fewer than five people of whom nobody chose to be public, or None where it would give
such a count away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from participation.members.report_rules import or_fewer, shown
from participation.panels.queries import Counts, Line, StatisticView
from participation.panels.queries.tallies import (
    ATTENDED,
    CONFIRMED,
    DRAWN,
    INVITED,
    POOL,
    QUESTION,
    REFUSED,
    UNREACHED,
    WILLING,
)

Figures = dict[str, Any]

YES, NO = "yes", "no"
SILENT, REST = "silent", "unreached"


@dataclass(frozen=True)
class Facts:
    """What a report is made of.

    counts: by step, of those we know and those who were forgotten; seats: of the panel; lot: the lot that decided who got a
    letter: its sequence, and how many could have got one; None where there was none
    targets: of the panel; statistics: of the population
    draws: {round, sequence, on, people} of each that counts; chances: {lowest, highest, panels}, {} while unknown
    sessions: {number, title, on, mode, modes}, with who was there: {there, away}
    costs: {kind, cents, minutes}; paid: to members, in cents
    """

    counts: Counts
    seats: int
    lot: tuple[int, int] | None
    targets: Sequence[Mapping[str, Any]]
    statistics: Sequence[StatisticView]
    draws: Sequence[Mapping[str, Any]] = ()
    chances: Mapping[str, Any] = field(default_factory=dict)
    sessions: Sequence[Mapping[str, Any]] = ()
    costs: Sequence[Mapping[str, Any]] = ()
    paid: int = 0


def figures(facts: Facts) -> Figures:
    """Everything that a report shows in numbers."""
    return {
        "letters": letters(facts.counts, facts.lot),
        "ways": ways(facts.counts),
        "register": register_groups(facts.counts),
        "pool": facts.counts[Line(POOL)],
        "seats": facts.seats,
        "draws": list(facts.draws),
        "chances": dict(facts.chances),
        "confirmed": facts.counts[Line(CONFIRMED)],
        "confirmed_ways": confirmed_ways(facts.counts),
        "mirror": mirror(facts),
        "sessions": list(facts.sessions),
        "costs": list(facts.costs),
        "paid": facts.paid,
    }


def letters(counts: Counts, lot: tuple[int, int] | None) -> Figures:
    """How many were invited, and what became of it; {} where nobody was."""
    invited = counts[Line(INVITED)]
    if not invited:
        return {}
    yes, no, gone = (counts[Line(step)] for step in (WILLING, REFUSED, UNREACHED))
    parts = {YES: yes, NO: no, REST: gone, SILENT: invited - yes - no - gone}
    there = {name: count for name, count in parts.items() if count}
    seen = dict(zip(there, shown([[count] for count in there.values()]), strict=True))
    return {
        "invited": or_fewer(invited),
        "lot": lot[0] if lot else None,
        "units": lot[1] if lot else None,
        **{name: seen[name][0] if name in seen else 0 for name in parts},
    }


def ways(counts: Counts) -> list[Figures]:
    """Who answered by which way: yes, and no."""
    named = {line.way for line in counts if line.step in (WILLING, REFUSED, QUESTION) and line.way}
    found = {way: [counts[Line(WILLING, way)], counts[Line(REFUSED, way)]] for way in sorted(named)}
    rows = {way: row for way, row in found.items() if any(row)}
    order = sorted(rows, key=lambda way: (-rows[way][0], way))
    seen = shown([rows[way] for way in order], [counts[Line(WILLING)], counts[Line(REFUSED)]])
    return [{"way": way, YES: row[0], NO: row[1]} for way, row in zip(order, seen, strict=True)]


def register_groups(counts: Counts) -> list[Figures]:
    """Letters and who said yes, for each group that the register knows."""
    found = []
    for category in dict.fromkeys(line.category for line in counts if line.step == INVITED and line.category):
        groups = sorted({line.feature for line in counts if (line.step, line.category) == (INVITED, category)})
        sent = [counts[Line(INVITED, "", category, group)] for group in groups]
        yes = [counts[Line(WILLING, "", category, group)] for group in groups]
        everybody, willing = counts[Line(INVITED)], counts[Line(WILLING)]
        seen = shown(
            [[many, some, many - some] for many, some in zip(sent, yes, strict=True)],
            [everybody, willing, everybody - willing],
        )
        found.append(
            {
                "category": category,
                "groups": [
                    {"group": group, "letters": row[0], YES: row[1]} for group, row in zip(groups, seen, strict=True)
                ],
            }
        )
    return sorted(found, key=lambda one: str(one["category"]))


def confirmed_ways(counts: Counts) -> list[Figures]:
    """By which way members took their seat."""
    found = {line.way: count for line, count in counts.items() if line.step == CONFIRMED and line.way and count}
    order = sorted(found, key=lambda way: (-found[way], way))
    seen = shown([[found[way]] for way in order], [counts[Line(CONFIRMED)]])
    return [{"way": way, "people": row[0]} for way, row in zip(order, seen, strict=True)]


def mirror(facts: Facts) -> list[Figures]:
    """For each category of the targets, whom the panel mirrors: the population beside the pool, the panel as it was drawn
    and is now, and who came on average. What a panel is made of is public, as its targets are."""
    known = {one.category: one for one in facts.statistics}
    held = len([one for one in facts.sessions if one["there"] is not None])
    found = []
    for category in dict.fromkeys(target["category"] for target in facts.targets):
        targets = [target for target in facts.targets if target["category"] == category]
        names = [target["feature"] for target in targets]
        source = known.get(category)
        pool, drawn, seated, came = (
            [facts.counts[Line(step, way, category, name)] for name in names]
            for step, way in ((POOL, ""), (DRAWN, "1"), (CONFIRMED, ""), (ATTENDED, ""))
        )
        seen = [row[0] for row in shown([[count] for count in pool], [facts.counts[Line(POOL)]])]
        # Of a group of a few people, who was not there can be guessed.
        there = [row[0] for row in shown([[count] for count in seated])]
        found.append(
            {
                "category": category,
                "source": source.source if source else None,
                "as_of": source.as_of.isoformat() if source else None,
                "groups": [
                    {
                        "group": name,
                        "population": _share(source, name),
                        "least": target["min"],
                        "most": target["max"],
                        "pool": seen[place],
                        "drawn": drawn[place],
                        "confirmed": seated[place],
                        "came": round(came[place] / held, 1) if held and isinstance(there[place], int) else None,
                    }
                    for place, (name, target) in enumerate(zip(names, targets, strict=True))
                ],
            }
        )
    return found


def _share(source: StatisticView | None, feature: str) -> float | None:
    """The part of the population that has a feature, from 0 to 1; None where no figures say so."""
    if source is None:
        return None
    counts = dict(source.division.counts)
    people = sum(counts.values())
    return round(counts[feature] / people, 4) if feature in counts and people else None
