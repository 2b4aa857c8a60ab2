"""What a panel is asked to do and may count on: when it can be shown, what is still missing, and what we would advise."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from participation.errors import N_, Refused
from participation.panels.models_of_panels import FULL_DAYS

Words = Mapping[str, str]

MOST_MONTHS, MOST_DAYS, MOST_AGE = 60, 200, 99
MOST_DATES = 40


@dataclass(frozen=True)
class RemitView:
    """What a panel is asked to do, by whom, and what it may count on. What is not known yet is empty, or None.

    model: a key of `models_of_panels.MODELS`; commissioner: who asks, a key of `rules.COMMISSIONERS`
    mandate: what the panel is to do; promise: what the council does with its report, within `answer_months` of it;
        output: what the panel delivers; funding: who pays; evaluation: how it is looked back on (per language)
    days: full days of all sessions together; budget: in euros; assessment: where the privacy assessment can be found
    minimum_age: in years, on `resident_on`, the day on which somebody must live here
    left_out: keys of `rules.LEFT_OUT`, who cannot be drawn
    calendar: {on: ISO date, words: per language}, in order
    """

    model: str = ""
    commissioner: str = ""
    mandate: Words = field(default_factory=dict)
    promise: Words = field(default_factory=dict)
    output: Words = field(default_factory=dict)
    funding: Words = field(default_factory=dict)
    evaluation: Words = field(default_factory=dict)
    answer_months: int | None = None
    days: int | None = None
    sessions: int | None = None
    budget: int | None = None
    minimum_age: int | None = None
    resident_on: date | None = None
    left_out: Sequence[str] = ()
    assessment: str = ""
    calendar: Sequence[Mapping[str, Any]] = ()

    @property
    def mark(self) -> str:
        """A digest of all of it, for the journal: another one as soon as something changes."""
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def who(self) -> tuple[int | None, date | None, frozenset[str]]:
        """Who can be drawn."""
        return self.minimum_age, self.resident_on, frozenset(self.left_out)


# What is missing, in words, in the order in which it is asked.
MISSING = {
    "mandate": N_("what the panel is asked to do"),
    "promise": N_("what the council promises to do with the advice"),
    "commissioner": N_("who asks for the advice"),
    "answer_months": N_("within how many months the council answers"),
    "days": N_("how many days the panel meets"),
    "calendar": N_("the calendar"),
    "minimum_age": N_("from which age people can be drawn"),
    "resident_on": N_("on which day somebody must live here"),
    "left_out": N_("who cannot be drawn"),
    "output": N_("what the panel delivers"),
    "funding": N_("who pays for it"),
}
FOR_THE_PAGE = ("mandate", "promise")
BEFORE_THE_LOT = ("commissioner", "answer_months", "days", "calendar", "minimum_age", "resident_on", "left_out")
BEFORE_THE_DRAW = ("output", "funding")

# Advice, never a wall: the principles of the OECD for panels, in words.
ADVICE = {
    "few_days": N_(
        "This panel meets for fewer than 4 full days. That is short for listening to all sides and weighing them. If "
        "there is a good reason, tell it in what the panel is asked to do."
    ),
    "no_evaluation": N_(
        "Nothing says yet how you look back on this panel. Ask members and councillors what they thought of it, and "
        "publish what they say."
    ),
    "no_assessment": N_(
        "There is no reference to a privacy assessment yet. A panel uses the population register, so the data protection "
        "officer should look along before the letters go out."
    ),
}


def is_ready(remit: RemitView | None, languages: Sequence[str]) -> bool:
    """Whether everybody can read it: what is asked and what is promised stand there, in these languages."""
    return remit is not None and all(remit.mandate.get(code) and remit.promise.get(code) for code in languages)


def missing(remit: RemitView, languages: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """What is not there yet of what is wanted, as keys of `MISSING`; words are wanted in each of these languages."""
    return [name for name in wanted if not _is_there(getattr(remit, name), languages)]


def advice(remit: RemitView) -> list[str]:
    """What we would advise, as keys of `ADVICE`."""
    thought_of = {
        "few_days": remit.days is None or remit.days >= FULL_DAYS,
        "no_evaluation": bool(remit.evaluation),
        "no_assessment": bool(remit.assessment),
    }
    return [name for name, is_so in thought_of.items() if not is_so]


def check_who_stays(before: RemitView, after: RemitView, *, draw_exists: bool) -> None:
    """Who can be drawn is part of what a draw rests on, so it stays as it is from its proposal on."""
    if draw_exists and before.who != after.who:
        raise Refused("who_is_frozen", field="minimum_age")


def _is_there(value: object, languages: Sequence[str]) -> bool:
    if isinstance(value, Mapping):
        return all(value.get(code) for code in languages)
    return value is not None and value != "" and value != () and value != []
