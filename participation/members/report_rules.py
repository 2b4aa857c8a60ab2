"""What the report of a panel can hold, and which of its figures everybody may see. Time is an argument."""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, date

from participation.errors import N_, Refused

Words = Mapping[str, str]

# What a panel costs, besides what members are paid.
COSTS: dict[str, str] = {
    "letters": N_("Letters and postage"),
    "rooms": N_("Rooms"),
    "catering": N_("Food and drink"),
    "guidance": N_("Leading the talks"),
    "experts": N_("Experts and speakers"),
    "language": N_("Interpreters and translations"),
    "access": N_("Devices, transport and other help to take part"),
    "telling": N_("Telling everybody about it"),
    "preparing": N_("Preparing and looking after it"),
    "other": N_("Something else"),
}
# What the council says to a recommendation.
YES, PARTLY, NO, LATER = "yes", "partly", "no", "later"
ANSWERS: dict[str, str] = {
    YES: N_("The council follows it"),
    PARTLY: N_("The council follows it in part"),
    NO: N_("The council does not follow it"),
    LATER: N_("The council decides later"),
}
VOTES = ("for", "against", "abstained")
MOST_VOTES = 1000
MOST_CENTS, MOST_MINUTES = 1_000_000_000, 60 * 100_000

# Of fewer people than this no figure stands in a report, where they were invited and did not choose to be public.
FEW = 5


def check_cost(kind: str, cents: int, minutes: int) -> None:
    """It is about money, about working hours, or both."""
    if kind not in COSTS:
        raise ValueError(kind)
    if not cents and not minutes:
        raise Refused("cost_empty", field="amount")
    if not 0 <= cents <= MOST_CENTS:
        raise Refused("amount_odd", field="amount")
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refused("hours_odd", field="hours")


def check_recommendation(words: Words, votes: Mapping[str, int]) -> None:
    """It says something; and either nobody voted, or we know how many did what."""
    if not any(words.values()):
        raise Refused("recommendation_empty", field="words")
    if votes and not all(0 <= votes.get(one, -1) <= MOST_VOTES for one in VOTES):
        raise Refused("votes_odd", field="votes")


def check_answer(answer: str, words: Words, answered_on: date | None, today: date) -> None:
    """The council says why, whatever it decides, on a day that has been."""
    if answer not in ANSWERS:
        raise Refused("answer_missing", field="answer")
    if not any(words.values()):
        raise Refused("answer_without_reasons", field="answer_words")
    if answered_on is None or answered_on > today:
        raise Refused("day_odd", field="answered_on")


def answer_until(advised_on: date | None, months: int | None) -> date | None:
    """The last day for the council to answer; None while that is not known, or where no calendar has it."""
    if advised_on is None or not months:
        return None
    year, month = divmod(advised_on.month - 1 + months, 12)
    year, month = advised_on.year + year, month + 1
    return None if year > MAXYEAR else date(year, month, min(advised_on.day, monthrange(year, month)[1]))


def hidden(rows: Sequence[Sequence[int]]) -> frozenset[int]:
    """Which of these rows stay unseen, so that no figure of fewer than `FEW` people can be seen or computed.

    rows: groups of people with nobody in two of them, and how many of each there are in every column; the sum of a column
    is known to everybody where it is not small itself. A row goes wholly, the smallest first, until in each column the
    hidden ones together are not few and can be divided among them in more than one way.
    """
    gone = {place for place, row in enumerate(rows) if any(count < FEW for count in row)}
    left = sorted(
        (place for place in range(len(rows)) if place not in gone), key=lambda place: (sum(rows[place]), place)
    )
    while gone and left and not all(_is_safe(column, gone) for column in zip(*rows, strict=True)):
        gone.add(left.pop(0))
    return frozenset(gone)


def shown(rows: Sequence[Sequence[int]], whole: Sequence[int] = ()) -> list[list[int | str | None]]:
    """The same rows as everybody may see them: `FEWER` for what is small, None for what would give it away.

    whole: how many there are in each column together; who is in no row, such as who would rather not say, is what is left
    of it, so that it is hidden with the others where it is small
    """
    left = [max(0, many - sum(column)) for many, column in zip(whole, zip(*rows, strict=True), strict=False)]
    unseen = hidden([*rows, left] if any(left) else rows)
    return [
        [(FEWER if count < FEW else None) if place in unseen else count for count in row]
        for place, row in enumerate(rows)
    ]


# How fewer than `FEW` people stand among figures.
FEWER = f"<{FEW}"


def or_fewer(count: int) -> int | str:
    """A sum as everybody may see it."""
    return FEWER if 0 < count < FEW else count


def _is_safe(column: Sequence[int], gone: set[int]) -> bool:
    """Whether what is hidden of a column cannot be found from what is seen and from its sum."""
    if sum(column) < FEW:
        return True
    unseen = [column[place] for place in gone]
    small = sum(count < FEW for count in unseen)
    least, most = FEW * (len(unseen) - small), (FEW - 1) * small if small == len(unseen) else None
    together = sum(unseen)
    return len(unseen) > 1 and together >= FEW and together > least and (most is None or together < most)


def mark_of(*parts: object) -> str:
    """Another one as soon as something of these changes."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
