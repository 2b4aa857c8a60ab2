"""A rehearsal of a draw with fictional people: the whole course at once, from the pool to the check, before there is
anybody; for the officials who will draw, and who want to show a hall how it goes.

The people are made from the figures of the population where there are any, else from the targets; and as in life, some
groups put themselves forward more than others. Nothing is kept and nothing counts: every code begins with TEST.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import N_, Refused
from participation.journal.actions import record
from participation.lottery import draw as lottery
from participation.lottery import verify
from participation.lottery.commitment import commit, new_salt
from participation.lottery.sources import declare_balls
from participation.panels.models import Panel
from participation.panels.queries import PanelView
from participation.permissions import Actor
from participation.sortition.calculation import Calculation, GaveUp, Infeasible, calculate
from participation.sortition.problem import Person, Target, categories_of, make_problem
from participation.sortition.progress import Progress

# How many of the fictional people share an address, and by how much the keenest group differs from the least keen.
SHARING, KEENEST = 0.1, 2.5
LONGEST_SECONDS = 20.0
TITLE = N_("Rehearsal with fictional people: this is not a draw")

Shares = Mapping[str, Mapping[str, float]]


class _TookTooLong(Exception):
    """Nobody waits longer for a page."""


@dataclass(frozen=True)
class Group:
    """One feature: its part of the population and of the fictional pool, its target, its seats on the panel."""

    category: str
    feature: str
    share: float
    pool_share: float
    min: int
    max: int
    seats: int


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal gave, or why it gave no panel.

    trouble: {code, facts} as a calculation tells it, None when there is a panel
    report: of the calculation; number, panels: which numbered panel, of how many; codes: of its fictional people
    chances: code to how many of the panels they are in; promise: the fingerprint; checks: each sentence that verify.py
    proved
    """

    people: int
    trouble: dict[str, Any] | None = None
    report: Mapping[str, Any] | None = None
    groups: Sequence[Group] = ()
    number: int = 0
    panels: int = 0
    codes: Sequence[str] = ()
    chances: Mapping[str, int] | None = None
    promise: str = ""
    checks: Sequence[str] = ()


def rehearse(
    panel: PanelView,
    figures: Sequence[tuple[str, Sequence[Mapping[str, Any]]]],
    people: int,
    *,
    at: datetime,
    seed: int,
) -> Rehearsed:
    """Make people up, find their fair chances, promise, draw and check, without keeping anything.

    figures: the population by category, as lists of {feature, count}; the same seed makes the same people and number.
    Raises Refused.
    """
    targets = [Target(**target) for target in panel.targets]
    if not targets:
        raise Refused("targets_first")
    chooser = random.Random(seed)  # noqa: S311 - nobody real can win or lose by it
    shares = shares_of(targets, figures)
    pool = volunteers(shares, people, chooser, shared_homes=panel.one_per_household)
    problem = make_problem(targets, pool, panel.seats, one_per_household=panel.one_per_household)
    try:
        outcome = calculate(problem, panel.objective, panel.number_of_panels, report=_in_time)
    except _TookTooLong:
        raise Refused("rehearsal_took_too_long", field="people") from None
    except (Infeasible, GaveUp) as trouble:
        return Rehearsed(people, trouble=trouble.as_dict(), groups=_groups(targets, shares, pool, []))
    return _drawn(panel, targets, shares, outcome, chooser, at)


def note(session: Session, panel: Panel, *, people: int, by: Actor, at: datetime) -> None:
    """Write down that somebody rehearsed; of what it gave, nothing is kept."""
    record(
        session,
        panel.municipality_id,
        "panel.rehearsed",
        subject=f"panel:{panel.id}",
        by=f"person:{by.person_id}",
        at=at,
        facts={"people": people},
    )


def shares_of(targets: Sequence[Target], figures: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]) -> Shares:
    """The part of each feature in its category: of the population where its figures name each feature, else from the
    middle of its target."""
    known = {category: {one["feature"]: float(one["count"]) for one in shares} for category, shares in figures}
    found = {}
    for category in categories_of(targets):
        own = [target for target in targets if target.category == category]
        counts = known.get(category, {})
        if not all(target.feature in counts for target in own):
            counts = {target.feature: (target.min + target.max) / 2 for target in own}
        whole = sum(counts[target.feature] for target in own) or 1.0
        found[category] = {target.feature: counts[target.feature] / whole for target in own}
    return found


def volunteers(shares: Shares, people: int, chooser: random.Random, *, shared_homes: bool = False) -> list[Person]:
    """Fictional people who put themselves forward, of some groups more than of others."""
    keen = {
        category: {feature: KEENEST ** chooser.uniform(-0.5, 0.5) for feature in features}
        for category, features in shares.items()
    }
    columns = [
        chooser.choices(
            list(features), [share * keen[category][feature] or 1e-9 for feature, share in features.items()], k=people
        )
        for category, features in shares.items()
    ]
    width = len(str(people))
    found: list[Person] = []
    for place, features in enumerate(zip(*columns, strict=True), 1):
        home = f"home {place}" if shared_homes else None
        if shared_homes and found and chooser.random() < SHARING:
            home = found[-1].household
        found.append(Person(f"TEST-{place:0{width}}", features, home))
    return found


def _in_time(progress: Progress) -> None:
    if progress.seconds > LONGEST_SECONDS:
        raise _TookTooLong


def _drawn(
    panel: PanelView,
    targets: Sequence[Target],
    shares: Shares,
    outcome: Calculation,
    chooser: random.Random,
    at: datetime,
) -> Rehearsed:
    """The acts of a draw with the same code as the real ones, and what verify.py says of it."""
    people = outcome.distribution.problem.people
    panels = [sorted(people[one].id for one in members) for members in outcome.numbered.members.tolist()]
    categories = categories_of(targets)
    pool = {
        one.id: commit(new_salt(), dict(zip(categories, one.features, strict=True)), one.household or "")
        for one in people
    }
    terms = [asdict(target) for target in targets]
    moment = local(at)
    commitment = lottery.promise(
        draw=f"rehearsal-{panel.slug}",
        municipality=TITLE,
        title=TITLE,
        pool=pool,
        panels=panels,
        targets=terms,
        seats=panel.seats,
        sources=[declare_balls(TITLE, moment, len(panels))],
        time=moment,
        one_per_household=panel.one_per_household,
    )
    promised = lottery.publish(commitment, pool, panels, terms)
    digits = f"{chooser.randrange(len(panels)):0{len(str(len(panels) - 1))}}"
    done = lottery.draw(promised, [digits], time=moment)
    codes = done["result"]["panel"]
    seated = [one for one in people if one.id in set(codes)]
    return Rehearsed(
        len(people),
        report=outcome.as_dict(),
        groups=_groups(targets, shares, people, seated),
        number=done["result"]["number"],
        panels=len(panels),
        codes=codes,
        chances=done["chances"],
        promise=done["commitment_digest"],
        checks=[line.sentence for line in verify.verify(done) if not line.wrong],
    )


def _groups(targets: Sequence[Target], shares: Shares, pool: Sequence[Person], seated: Sequence[Person]) -> list[Group]:
    categories = categories_of(targets)
    here = Counter(pair for one in pool for pair in zip(categories, one.features, strict=True))
    there = Counter(pair for one in seated for pair in zip(categories, one.features, strict=True))
    return [
        Group(
            target.category,
            target.feature,
            shares[target.category][target.feature],
            here[target.category, target.feature] / len(pool),
            target.min,
            target.max,
            there[target.category, target.feature],
        )
        for target in targets
    ]
