"""What is allowed with the seats of a panel, and what follows. Time is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from participation.errors import N_, Refused

ASKED, CONFIRMED, DECLINED, SILENT, WITHDRAWN = "asked", "confirmed", "declined", "silent", "withdrawn"
STATES: dict[str, str] = {
    ASKED: N_("Has not answered yet"),
    CONFIRMED: N_("Takes the seat"),
    DECLINED: N_("Does not take the seat"),
    SILENT: N_("Did not answer in time"),
    WITHDRAWN: N_("Left"),
}
# Whose seat it is still; the seat of anybody else is open.
SEATED = (ASKED, CONFIRMED)

# Why somebody does not come, or not any more. Nobody has to say.
REASONS: dict[str, str] = {
    "time": N_("It takes too much time, or the days do not suit me"),
    "health": N_("My health"),
    "care": N_("I look after somebody"),
    "moved": N_("I have moved, or I am going to"),
    "other": N_("Something else"),
    "unsaid": N_("I would rather not say"),
}
# What no form offers: the draw did not count after all, or we no longer hold anything of them.
CANCELLED, FORGOTTEN = "cancelled", "forgotten"
REASON_NAMES = {**REASONS, CANCELLED: N_("The draw was cancelled"), FORGOTTEN: N_("They were forgotten")}

# What a municipality decides, by the key of `municipalities.settings`.
SEAT_DAYS, REMINDER_DAYS = "panel.seat_days", "panel.seat_reminder_days"
SILENCE, LAST_REPLACING = "panel.seat_silence", "panel.last_replacing_session"
BY_ITSELF = "by_itself"


@dataclass(frozen=True)
class Filled:
    """How many seats a panel has, how many of them are somebody's, and for how many a draw is under way."""

    seats: int
    taken: int
    being_drawn: int = 0

    @property
    def open(self) -> int:
        return max(0, self.seats - self.taken - self.being_drawn)


@dataclass(frozen=True)
class Mirror:
    """How many seats a feature has among those who are on the panel, beside what was asked."""

    category: str
    feature: str
    least: int
    most: int
    seated: int
    confirmed: int

    @property
    def missing(self) -> int:
        return max(0, self.least - self.seated)


def answer_by(told_on: date, days: int) -> date:
    """The last day to answer: so many whole days after the day on which somebody was told."""
    return told_on + timedelta(days=days)


def remind_on(answer_by: date, days: int) -> date:
    """From which day somebody who has not answered is reminded."""
    return answer_by - timedelta(days=days)


def is_late(state: str, answer_by: date, today: date) -> bool:
    """Whether the last day to answer is over, and nobody drew a conclusion from it yet."""
    return state == ASKED and answer_by < today


def check_may_take(state: str, filled: Filled) -> None:
    """Somebody says yes: also late, and also after a no, for as long as there is a seat."""
    if state not in SEATED and not filled.open:
        raise Refused("seat_gone", field="code")


def check_may_leave(state: str) -> None:
    """Only who has a seat can give it back."""
    if state not in SEATED:
        raise Refused("seat_not_theirs", field="code")


def check_may_draw_more(filled: Filled, *, sessions_held: int, last_session: int) -> None:
    """New members come in only where seats are open, no other draw for them is under way, and not too late."""
    if filled.being_drawn:
        raise Refused("round_is_open")
    if not filled.open:
        raise Refused("no_open_seats")
    if sessions_held >= last_session:
        raise Refused("too_late_to_replace", number=last_session)


def mirror(
    targets: Sequence[Mapping[str, object]],
    seated: Iterable[Sequence[str]],
    confirmed: Iterable[Sequence[str]],
) -> list[Mirror]:
    """What the panel is made of beside its targets. seated, confirmed: features of each, in the order of the categories."""
    categories = list(dict.fromkeys(str(target["category"]) for target in targets))
    having, surely = _counts(categories, seated), _counts(categories, confirmed)
    return [
        Mirror(
            str(target["category"]),
            str(target["feature"]),
            int(str(target["min"])),
            int(str(target["max"])),
            having.get(pair, 0),
            surely.get(pair, 0),
        )
        for target in targets
        for pair in [(str(target["category"]), str(target["feature"]))]
    ]


def _counts(categories: Sequence[str], people: Iterable[Sequence[str]]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for features in people:
        for pair in zip(categories, features, strict=False):
            counts[pair] = counts.get(pair, 0) + 1
    return counts
