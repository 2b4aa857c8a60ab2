"""Reads the two files of a draw and says in words all that stands in the way of it; for the draw command."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from participation.commands.order import Order, Refusal
from participation.commands.voice import Voice
from participation.errors import N_
from participation.i18n import Sentence
from participation.sortition.faults import SENTENCES, Fault, Faulty
from participation.sortition.feasibility import CHANGES, REASONS, Obstacle, misfits, obstacle
from participation.sortition.pool import read_people
from participation.sortition.problem import Person, Problem, Target, make_problem
from participation.sortition.quotas import named_features, read_targets
from participation.sortition.tables import Table, read_table

Read = TypeVar("Read")

MOST_NAMED = 20
# Faults that other targets would mend.
OF_PROPORTION = {"minimums_above_seats", "maximums_below_seats", "feature_too_few", "feature_nobody"}

TO_MEND: Sentence = (
    N_("Nothing was drawn: one thing must be mended first."),
    N_("Nothing was drawn: %(count)s things must be mended first."),
)
AT_CELL: str = N_("%(file)s, row %(row)s, column %(column)s: %(sentence)s")
AT_ROW: str = N_("%(file)s, row %(row)s: %(sentence)s")
AT_FILE: str = N_("%(file)s: %(sentence)s")
IMPOSSIBLE: str = N_("No panel of %(seats)s people can meet these targets.")
SMALLEST: str = N_("The smallest changes that make a panel possible:")
BEYOND: str = N_("(further than min_flex and max_flex allow)")
HOUSEHOLD: str = N_("The rule of one person per household is what stops it: without that rule a panel exists.")
OTHER_SIZE: str = N_("With %(size)s seats, a panel could meet the targets as they are.")
MISFITS: Sentence = (
    N_("One person fits in no panel, because %(reason)s: %(people)s"),
    N_("%(count)s people fit in no panel, because %(reason)s: %(people)s"),
)


def understood(order: Order, voice: Voice) -> Problem:
    """The problem in the two files. Raises Refusal when it has faults, after telling them all."""
    targets_table, targets, faults = _targets(order)
    people, more = _people(order, targets_table, targets)
    tell_faults(order.targets, faults, voice)
    tell_faults(order.people, more, voice)
    both = faults + more
    if targets and people and all(fault.code in OF_PROPORTION for fault in both):
        problem = make_problem(targets, people, order.seats, one_per_household=bool(order.household))
        if both and (impossible := obstacle(problem)):
            _tell_obstacle(impossible, order.seats, voice)
        if not both:
            return problem
    raise Refusal(TO_MEND, count=sum(int(fault.facts["count"]) if fault.code == "and_more" else 1 for fault in both))


def check_possible(problem: Problem, voice: Voice) -> None:
    """Whether any panel can meet the targets. Raises Refusal when none can, after telling what would help."""
    if (impossible := obstacle(problem)) is not None:
        _tell_obstacle(impossible, problem.seats, voice)
        raise Refusal(IMPOSSIBLE, seats=problem.seats)


def name_misfits(problem: Problem, voice: Voice) -> None:
    """Name the people who will have no chance, whatever is calculated."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for misfit in misfits(problem):
        by_reason[voice.words(REASONS[misfit.reason], **misfit.facts)].append(problem.people[misfit.person].id)
    for reason, ids in by_reason.items():
        named = ", ".join(ids[:MOST_NAMED]) + (", …" if len(ids) > MOST_NAMED else "")
        voice.warn(MISFITS, count=len(ids), reason=reason, people=named)


def _targets(order: Order) -> tuple[Table | None, Sequence[Target], list[Fault]]:
    """The targets as far as they can be understood, and what is wrong with them."""
    try:
        table = read_table(order.targets.read_bytes())
    except Faulty as faulty:
        return None, (), faulty.faults
    try:
        return table, read_targets(table, order.seats), []
    except Faulty as faulty:
        proportion = all(fault.code in OF_PROPORTION for fault in faulty.faults)
        return table, _or_none(partial(read_targets, table)) if proportion else (), faulty.faults


def _people(
    order: Order, targets_table: Table | None, targets: Sequence[Target]
) -> tuple[Sequence[Person], list[Fault]]:
    """The people as far as they can be understood, and what is wrong with them."""
    try:
        table = read_table(order.people.read_bytes())
    except Faulty as faulty:
        return (), faulty.faults
    known = targets or (_or_none(lambda: named_features(targets_table)) if targets_table else ())
    if not known:
        return (), []
    read = partial(read_people, table, known, id_column=order.id_column, household_columns=order.household)
    try:
        return read(seats=order.seats), []
    except Faulty as faulty:
        proportion = all(fault.code in OF_PROPORTION for fault in faulty.faults)
        return _or_none(read) if proportion else (), faulty.faults


def _or_none(read: Callable[[], Sequence[Read]]) -> Sequence[Read]:
    try:
        return read()
    except Faulty:
        return ()


def tell_faults(path: Path, faults: Sequence[Fault], voice: Voice) -> None:
    """Say each fault with the file, and the row and column where it has them."""
    for fault in faults:
        place = AT_FILE if fault.row is None else AT_CELL if fault.column else AT_ROW
        sentence = voice.words(SENTENCES[fault.code], **fault.facts)
        voice.warn(place, file=path.name, row=fault.row, column=fault.column, sentence=sentence)


def _tell_obstacle(impossible: Obstacle, seats: int, voice: Voice) -> None:
    if impossible.changes:
        voice.warn(SMALLEST)
    for change in impossible.changes:
        words = voice.words(CHANGES[change.bound], **change.facts)
        voice.warn("  %(words)s", words=f"{words} {voice.words(BEYOND)}" if change.beyond_flex else words)
    if impossible.household:
        voice.warn(HOUSEHOLD)
    if impossible.seats is not None and impossible.seats != seats:
        voice.warn(OTHER_SIZE, size=impossible.seats)
