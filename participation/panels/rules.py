"""What is allowed with a panel and its draw, and what follows. Time is an argument."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from participation.errors import N_, Refused

FEWEST_SEATS, MOST_SEATS = 2, 1000
# In how many numbered panels of a later round somebody with an average chance is, where there can be so many.
LOTS_EACH, MOST_PANELS = 10, 10_000
# Fictional people of a rehearsal.
FEWEST_PEOPLE, MOST_PEOPLE = 10, 1000
# Seconds between two looks at the page of the moment, and how near to its moment it is looked at often.
SELDOM, OFTEN, AROUND = 60, 5, timedelta(hours=3)
# Addresses of the desk that are not of one panel.
TAKEN_NAMES = frozenset({"new"})


# Why an official forgets somebody, as it stands in the journal; what the person said is nobody's business.
REASONS = {
    "asked": N_("They asked for it"),
    "objected": N_("They do not want to be drawn"),
    "mistake": N_("They were never meant to be in this list"),
    "died": N_("They have died"),
}

# The feature of whoever would rather not say, in any category: a target's, a candidate's and on any list.
UNSAID = N_("rather not say")

# The steps of people on the way to a panel, at each of which they are counted, in order. INVITED: a letter went out;
# UNREACHED: it did not arrive, or they cannot take part; POOL: they could be drawn; ATTENDED: all sessions together, and
# `session:3` is one of them; PAID: what members were paid, in cents.
INVITED, UNREACHED, QUESTION, REFUSED, WILLING = "invited", "unreached", "question", "no", "yes"
POOL, DRAWN, CONFIRMED, ATTENDED, PAID = "pool", "drawn", "confirmed", "attended", "paid"

# Who asks the question, and so who answers the advice; `executive` is called by its name in the municipality.
COMMISSIONERS = {
    "council": N_("The municipal council"),
    "executive": N_("The %(executive)s"),
    "both": N_("The municipal council, together with the %(executive)s"),
    "residents": N_("Residents, with a proposal that the municipal council took up"),
}

# Who cannot be drawn, so that the advice is nobody's who decides or works on it.
LEFT_OUT = {
    "councillors": N_("Councillors of this municipality"),
    "executive": N_("The %(executive)s"),
    "mandates": N_("Whoever holds a mandate at another level of government"),
    "involved": N_("Staff of the municipality who prepare or guide this panel"),
    "leadership": N_("The heads of the administration"),
    "speakers": N_("Experts and organisations that the panel hears"),
    "relatives": N_("Whoever lives in the house of one of these"),
}
# Left out as a rule, until an official says otherwise.
USUALLY_LEFT_OUT = ("councillors", "executive", "involved")


class HasMoments(Protocol):
    """What is known of when a draw takes place."""

    @property
    def seed_at(self) -> datetime: ...

    @property
    def drawn_at(self) -> datetime | None: ...

    @property
    def cancelled_at(self) -> datetime | None: ...


class Step(StrEnum):
    """The road of a panel, in order."""

    TARGETS = "targets"
    PEOPLE = "people"
    CHANCES = "chances"
    PROMISE = "promise"
    NUMBER = "number"
    PANEL = "panel"


@dataclass(frozen=True)
class Terms:
    """What a calculation rests on besides targets and people. objective: a key of `sortition.calculation.OBJECTIVES`;
    number_of_panels: into how many numbered panels the chances are divided."""

    seats: int
    one_per_household: bool = False
    objective: str = "leximin"
    number_of_panels: int = 1000


@dataclass(frozen=True)
class Situation:
    """All that decides what can be done with a panel now."""

    has_targets: bool
    has_people: bool
    has_chances: bool
    proposed_by: int | None = None
    promised: bool = False
    drawn: bool = False


def step_now(situation: Situation) -> Step | None:
    """The step that waits, or None when the panel is there."""
    done = {
        Step.TARGETS: situation.has_targets,
        Step.PEOPLE: situation.has_people,
        Step.CHANCES: situation.has_chances or situation.promised,
        Step.PROMISE: situation.promised,
        Step.NUMBER: situation.drawn,
    }
    return next((step for step, finished in done.items() if not finished), None)


def check_panel(title: Mapping[str, str], question: Mapping[str, str], seats: int) -> None:
    """A panel has a name, a question and a size that can be drawn."""
    if not any(text.strip() for text in title.values()):
        raise Refused("title_missing", field="title")
    if not any(text.strip() for text in question.values()):
        raise Refused("question_missing", field="question")
    if not FEWEST_SEATS <= seats <= MOST_SEATS:
        raise Refused("seats_out_of_range", field="seats")


def check_may_change(*, draw_exists: bool) -> None:
    """People, targets and size change only while nothing has been promised or proposed."""
    if draw_exists:
        raise Refused("panel_is_frozen")


def check_may_propose(
    *, has_chances: bool, is_current: bool, draw_exists: bool, seed_at: datetime, at: datetime
) -> None:
    if draw_exists:
        raise Refused("draw_exists")
    if not has_chances:
        raise Refused("no_calculation")
    if not is_current:
        raise Refused("calculation_outdated")
    check_seed_comes_later(seed_at, at)


def check_seed_comes_later(seed_at: datetime, at: datetime) -> None:
    """A promise is worth something only while its number cannot exist."""
    if seed_at <= at:
        raise Refused("seed_date_passed", field="at")


def check_second_official(first: int | None, second: int) -> None:
    if first is None:
        raise Refused("not_waiting_for_confirmation")
    if first == second:
        raise Refused("second_official_needed")


def check_may_draw(*, promised: bool, number_known: bool) -> None:
    if not promised:
        raise Refused("not_promised_yet")
    if number_known:
        raise Refused("already_drawn")


def seconds_between_looks(draw: HasMoments, now: datetime) -> int | None:
    """How often somebody who follows a draw looks again whether it is there: seldom, and often around its moment. None
    once there is nothing more to see."""
    if draw.drawn_at is not None or draw.cancelled_at is not None:
        return None
    return SELDOM if abs(now - draw.seed_at) > AROUND else OFTEN


def panels_for(number_of_panels: int, seats: int, people: int) -> int:
    """Into how many numbered panels the chances of a later round are divided: as many as the first time, or ten or a
    hundred times that. With few seats, rounding to whole panels would weigh too much otherwise, or leave people out."""
    while number_of_panels * seats < LOTS_EACH * people and 10 * number_of_panels <= MOST_PANELS:
        number_of_panels *= 10
    return number_of_panels


def short_name(title: str) -> str:
    """The name of a panel in addresses: letters, digits and dashes; "" for a title that has none of them."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return f"panel-{name}" if name in TAKEN_NAMES else name


def targets_from_form(targets: Sequence[Mapping[str, Any]], wished: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """The targets with the minimums and maximums that were typed, in the same order. Refuses what is no number."""
    changed = []
    for target, (least, most) in zip(targets, wished, strict=True):
        names = {"category": target["category"], "feature": target["feature"]}
        if not (_is_number(least) and _is_number(most)):
            raise Refused("target_not_a_number", **names)
        if int(least) > int(most):
            raise Refused("target_min_above_max", **names, min=least, max=most)
        changed.append({**target, "min": int(least), "max": int(most)})
    return changed


def people_fit(pool: Mapping[str, Any], features: Sequence[tuple[str, str]]) -> bool:
    """Whether every feature that the people of a pool have is still among the (category, feature) pairs."""
    known: dict[str, set[str]] = {}
    for category, feature in features:
        known.setdefault(category, set()).add(feature)
    return list(pool["of"]) == list(known) and all(set(pool["of"][category]) <= known[category] for category in known)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6
