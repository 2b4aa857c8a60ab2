"""What a session can be and how it may change, who was there, and what that is worth. Time is an argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from participation.errors import N_, Refused

HALL, ONLINE, HYBRID, TELEPHONE, WRITTEN = "hall", "online", "hybrid", "telephone", "written"
MODES: dict[str, str] = {
    HALL: N_("in a hall"),
    ONLINE: N_("online"),
    HYBRID: N_("in a hall and online"),
    TELEPHONE: N_("by telephone"),
    WRITTEN: N_("in writing"),
}
IN_A_PLACE = (HALL, HYBRID)
PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
LONGEST = timedelta(days=60)  # of a session in writing; any other lasts some hours

CHECK, LOAN, TOWN_HALL, CALL = "technical_check", "loan_device", "help_at_town_hall", "telephone"
ARRANGEMENTS: dict[str, str] = {
    CHECK: N_("technical check"),
    LOAN: N_("device on loan"),
    TOWN_HALL: N_("help at the town hall"),
    CALL: N_("taking part by telephone"),
    "transport": N_("a lift there and back"),
    "interpreter": N_("interpreter"),
    "other": N_("something else"),
}
WANTED, ARRANGED, DONE, NOT_NEEDED = "wanted", "arranged", "done", "not_needed"
ARRANGEMENT_STATES: dict[str, str] = {
    WANTED: N_("wanted"),
    ARRANGED: N_("arranged"),
    DONE: N_("done"),
    NOT_NEEDED: N_("not needed"),
}
SETTLED = (DONE, NOT_NEEDED)
# What is gone through with every member, by how the session is held; and what it is that nobody may be without.
PROPOSED: dict[str, tuple[str, ...]] = {
    HALL: ("transport", "interpreter"),
    ONLINE: (CHECK, LOAN, TOWN_HALL, CALL),
    HYBRID: (CHECK, LOAN, TOWN_HALL, "transport"),
    TELEPHONE: (CALL, "interpreter"),
    WRITTEN: ("interpreter",),
}
NEEDED: dict[str, str] = {ONLINE: CHECK, HYBRID: CHECK, TELEPHONE: CALL}

PRESENT, PART, EXCUSED, ABSENT = "present", "part", "excused", "absent"
ATTENDANCE: dict[str, str] = {
    PRESENT: N_("present"),
    PART: N_("part of it"),
    EXCUSED: N_("excused"),
    ABSENT: N_("absent"),
}

SESSION, TRAVEL, CHILDCARE, INTERPRETER, OTHER = "session", "travel", "childcare", "interpreter", "other"
ALLOWANCES: dict[str, str] = {
    SESSION: N_("taking part in a session"),
    TRAVEL: N_("travel"),
    CHILDCARE: N_("somebody for the children"),
    INTERPRETER: N_("interpreter"),
    OTHER: N_("something else"),
}
NOTED, APPROVED, EXPORTED, PAID = "noted", "approved", "exported", "paid"
ALLOWANCE_STATES: dict[str, str] = {
    NOTED: N_("waits for a second official"),
    APPROVED: N_("approved"),
    EXPORTED: N_("with the bookkeeper"),
    PAID: N_("paid"),
}
MOST_CENTS = 1_000_000

Words = Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """When, where and how a session is held: what members are told of when it changes.

    place, joining: per language; joining: how to take part from elsewhere, which only members read
    """

    starts_at: datetime
    ends_at: datetime
    mode: str
    place: Words
    joining: Words


@dataclass(frozen=True)
class About:
    """What a session is called and what happens there; nobody is written to when that changes.

    agenda: list of {at: "19:00" or "", words: per language}; fallback: a mode, or ""
    """

    title: Words
    agenda: Sequence[Mapping[str, Any]]
    fallback: str = ""
    fallback_plan: Words = field(default_factory=dict)


def check_plan(plan: Plan) -> None:
    """A session has a beginning before its end, a known mode, and a place where people come together."""
    if plan.mode not in MODES:
        raise ValueError(plan.mode)
    if plan.ends_at <= plan.starts_at:
        raise Refused("session_ends_first", field="ends")
    if plan.ends_at - plan.starts_at > LONGEST:
        raise Refused("session_too_long", field="ends")
    if plan.mode in IN_A_PLACE and not any(plan.place.values()):
        raise Refused("session_place_missing", field="place")


def check_about(about: About, mode: str) -> None:
    """It has a name; and what is ready if it cannot be held so is something else."""
    if not any(about.title.values()):
        raise Refused("session_title_missing", field="title")
    if about.fallback and about.fallback not in MODES:
        raise ValueError(about.fallback)
    if about.fallback == mode:
        raise Refused("fallback_is_the_same", field="fallback")


def check_still_planned(state: str) -> None:
    """What was cancelled or held no longer moves."""
    if state != PLANNED:
        raise Refused("session_is_over")


def check_reason(reason: Words) -> None:
    if not any(reason.values()):
        raise Refused("reason_missing", field="reason")


def agenda_of(lines: Mapping[str, str]) -> list[dict[str, Any]]:
    """An agenda from its lines per language, such as "19:00 Welcome"; the hour may be left out.

    Raises Refused where one language has more lines than another.
    """
    read = {code: [_point(line) for line in text.splitlines() if line.strip()] for code, text in lines.items()}
    read = {code: points for code, points in read.items() if points}
    if len({len(points) for points in read.values()}) > 1:
        raise Refused("agenda_lines_differ", field="agenda")
    return [
        {
            "at": next((at for at, _ in row if at), ""),
            "words": {code: words for code, (_, words) in zip(read, row, strict=True)},
        }
        for row in zip_longest(*read.values())
    ]


def agenda_lines(agenda: Sequence[Mapping[str, Any]], language: str) -> str:
    """The same agenda as somebody types it in one language."""
    return "\n".join(f"{point['at']} {point['words'].get(language, '')}".strip() for point in agenda)


def _point(line: str) -> tuple[str, str]:
    first, _, rest = line.strip().partition(" ")
    hour, colon, minute = first.replace(".", ":").partition(":")
    digits = hour.isascii() and hour.isdecimal() and minute.isascii() and minute.isdecimal()
    if colon and digits and int(hour) < 24 and len(minute) == 2 and int(minute) < 60:
        return f"{int(hour):02}:{minute}", rest.strip()
    return "", line.strip()


def check_minutes(state: str, minutes: int | None, whole: int) -> int | None:
    """How long somebody was there, in minutes, where it was for a part; `whole`: how long the session lasted.

    Raises Refused where that is not said, or is no part of it.
    """
    if state not in ATTENDANCE:
        raise ValueError(state)
    if state != PART:
        return None
    if minutes is None or not 0 < minutes < whole:
        raise Refused("minutes_of_a_part", whole=whole)
    return minutes


def due(state: str, *, amount: int, part_percent: int) -> int:
    """What somebody is paid for a session, in cents: the whole amount, a part of it rounded to a cent, or nothing."""
    if state == PRESENT:
        return amount
    return round(amount * part_percent / 100) if state == PART else 0


def check_amount(cents: int) -> int:
    if not 0 < cents <= MOST_CENTS:
        raise Refused("amount_odd", field="amount")
    return cents


def cents_of(typed: str) -> int:
    """An amount in euros as people type it, in cents: 12,50 or 12.50 or € 12. Raises Refused."""
    bare = typed.replace("€", "").replace(" ", "").replace("\u00a0", "").replace(",", ".")
    euros, _, cents = bare.partition(".")
    if not (euros.isascii() and euros.isdecimal() and len(euros) <= 6) or not (
        cents == "" or (cents.isascii() and cents.isdecimal() and len(cents) <= 2)
    ):
        raise Refused("amount_odd", field="amount")
    return check_amount(int(euros) * 100 + int((cents + "00")[:2]))


def check_second(noted_by: int | None, by: int) -> None:
    """Nobody approves what they noted themselves."""
    if noted_by == by:
        raise Refused("allowance_needs_another")
