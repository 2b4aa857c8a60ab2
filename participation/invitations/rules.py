"""What is allowed with an invitation and its answer, and what follows. Time is an argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from participation.errors import N_, Refused

# What somebody can answer. CALL: yes, and call me for the rest; QUESTION: neither yes nor no.
YES, NO, CALL, QUESTION = "yes", "no", "call", "question"
PAPER = "paper"
# With fewer who said yes for each seat, a group is thin: the lot can hardly choose.
ENOUGH_PER_SEAT = 2

MOVED, DECEASED, INELIGIBLE, UNKNOWN, REFUSED = "moved", "deceased", "ineligible", "unknown", "refused"
# Why somebody who was drawn cannot take part, or was not reached.
STATES: dict[str, str] = {
    MOVED: N_("Moved away"),
    DECEASED: N_("Has died"),
    INELIGIBLE: N_("May not take part"),
    UNKNOWN: N_("Not known at this address"),
    REFUSED: N_("The letter was refused"),
}
# Whose answer no longer counts. Whoever was only not reached, and answers after all, was reached.
GONE = frozenset({MOVED, DECEASED, INELIGIBLE})

REASONS_FOR_NO: dict[str, str] = {
    "time": N_("I have no time, or the days do not suit me"),
    "health": N_("My health"),
    "care": N_("I look after somebody"),
    "subject": N_("This question is not for me"),
    "trust": N_("I do not believe that anything is done with it"),
    "unsure": N_("I do not feel able to do it"),
    "other": N_("Something else"),
    "unsaid": N_("I would rather not say"),
}


def check_may_answer(
    answer: str, *, state: str, before: str | None, last_day: date, today: date, channel: str, is_open: bool
) -> None:
    """Whether this answer still counts; a question always does.

    before: what they answered earlier; is_open: whether no draw has been prepared yet
    A no counts as long as the lot is open, and so does a yes that is put right. After the last day somebody can say yes
    only on paper: with a card that was posted in time.
    """
    if answer == QUESTION:
        return
    if state in GONE:
        raise Refused("answer_not_eligible", field="code")
    if not is_open:
        raise Refused("answers_closed", field="code")
    if answer != NO and today > last_day and before != YES and channel != PAPER:
        raise Refused("answers_over", field="code")


def feature_name(number: int) -> str:
    """What the field of a category is called in the form: they are numbered from 1."""
    return f"feature_{number}"


@dataclass(frozen=True)
class Group:
    """How many said yes with one feature, beside the seats that are for it."""

    category: str
    feature: str
    yes: int
    least: int
    most: int

    @property
    def is_thin(self) -> bool:
        """Whether there are hardly more people than seats that must be theirs."""
        return self.yes < ENOUGH_PER_SEAT * self.least

    @property
    def missing(self) -> int:
        """How many more would be enough."""
        return max(0, ENOUGH_PER_SEAT * self.least - self.yes)


def groups(targets: Sequence[Mapping[str, Any]], pool: Mapping[str, Any]) -> list[Group]:
    """Each feature of the targets beside the people of the pool, in the order of the targets."""
    of: Mapping[str, Mapping[str, int]] = pool.get("of", {})
    return [
        Group(
            target["category"],
            target["feature"],
            of.get(target["category"], {}).get(target["feature"], 0),
            target["min"],
            target["max"],
        )
        for target in targets
    ]
