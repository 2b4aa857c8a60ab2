"""When letters may be made and to whom, how long there is to answer them, and what a letter that came back says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from participation.errors import N_, Refused
from participation.invitations.rules import DECEASED, MOVED, REFUSED, STATES, UNKNOWN
from participation.lottery import codes as lottery

INVITATION, REMINDER, EXTENSION = "invitation", "reminder", "extension"
KINDS: dict[str, str] = {
    INVITATION: N_("Invitations"),
    REMINDER: N_("Reminders"),
    EXTENSION: N_("Letters with more time"),
}
MAKING, MADE, PRINTED, SENT = "making", "made", "printed", "sent"
ON_PAPER = (PRINTED, SENT)

# Why the post brought a letter back.
WHY_RETURNED: dict[str, str] = {why: STATES[why] for why in (MOVED, DECEASED, UNKNOWN, REFUSED)}

# With two sheets each: as many as a ream of paper makes.
IN_A_FILE = 250
# Somebody who gets a letter has at least this long to answer it, with the post that brings it.
FEWEST_DAYS = 7
MOST_CODES = 20_000

# The paragraphs of a letter that are the municipality's own.
PARTS: dict[str, str] = {
    "about": N_("About the question"),
    "asked": N_("What you ask of them, and what they get"),
}
LONGEST_PART = 800


@dataclass(frozen=True)
class Situation:
    """What decides which letters may be made.

    is_open: whether answers still count, so that it makes sense to ask; in_the_making: whether letters are being made now
    last_day: to answer; sent_on: when the first invitations left, None while none did
    """

    is_drawn: bool
    is_open: bool
    in_the_making: bool
    last_day: date
    sent_on: date | None
    reminder_days: int

    @property
    def reminder_from(self) -> date | None:
        """The first day on which whoever got the first invitations may be reminded."""
        return self.sent_on and self.sent_on + timedelta(days=self.reminder_days)


def check_make(
    kind: str,
    situation: Situation,
    *,
    until: date,
    reason: Mapping[str, str],
    languages: Sequence[str],
    today: date,
) -> None:
    """Whether letters of this kind may be made today.

    until: the last day to answer that they name; languages: those in which letters are written
    """
    if not situation.is_drawn:
        raise Refused("letters_before_lot")
    if not situation.is_open:
        raise Refused("letters_too_late")
    if situation.in_the_making:
        raise Refused("letters_in_the_making")
    if kind == INVITATION:
        _check_later(until, situation.last_day, today)
        return
    if situation.sent_on is None:
        raise Refused("letters_not_sent")
    if kind == REMINDER:
        _check_reminder(situation, today)
    else:
        _check_extension(situation, until, reason, languages, today)


def may_make(kind: str, situation: Situation, today: date) -> bool:
    """Whether it is time for letters of this kind, whoever they would go to."""
    if not (situation.is_drawn and situation.is_open) or situation.in_the_making:
        return False
    if kind == REMINDER:
        return situation.reminder_from is not None and situation.reminder_from <= today <= situation.last_day
    return kind == INVITATION or situation.sent_on is not None


def once_of(kind: str, until: date, invited_id: int) -> str:
    """What makes a letter this one: more time may be given more than once, everything else is written once."""
    what = f"{kind} {until}" if kind == EXTENSION else kind
    return f"{what}:{invited_id}"


def files_of(letters: int) -> int:
    """In how many files so many letters come."""
    return -(-letters // IN_A_FILE)


def check_sent_on(on: date, printed_on: date, today: date) -> None:
    """The day on which letters left the house."""
    if on > today:
        raise Refused("letters_sent_ahead", field="on")
    if on < printed_on:
        raise Refused("letters_sent_before", field="on")


def codes_in(text: str) -> tuple[list[str], list[str]]:
    """The codes that stand in what was typed, scanned or in a file, each once; and the lines in which there is none.

    Around a code may stand whatever the print house wrote beside it; a first line without any digit names the columns.
    """
    codes: dict[str, None] = {}
    without: list[str] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines()):
        found = [code for code in lottery.codes_in(line) if lottery.is_long(code)]
        codes.update(dict.fromkeys(found))
        if line.strip() and not found and (number or re.search(r"\d", line)):
            without.append(line.strip())
    if len(codes) > MOST_CODES:
        raise Refused("codes_too_many", field="codes", most=MOST_CODES)
    return list(codes), without


def one_code(typed: str) -> str:
    """The one code that was typed. Raises `lottery.faults.Fault` where it is none."""
    return lottery.read_long_code(typed)


def is_for(name: str, house: str, letter: Mapping[str, str]) -> bool:
    """Whether a letter went to somebody of this name (or of this street, where it went to an address) in a house with this
    number; capitals, accents and the order of the words make no difference."""
    asked = _plain(name)
    known = _plain(f"{letter['name']} {letter['street']}")
    return bool(asked) and asked <= known and _plain(house) == _plain(letter["number"])


def _plain(words: str) -> frozenset[str]:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    return frozenset(re.findall(r"\w+", bare.casefold()))


def text_of(content: bytes) -> str:
    """A file as text; codes are the same whatever wrote it. Raises Refused for what is no text."""
    if b"\0" in content:
        raise Refused("codes_file", field="file")
    return content.decode("utf-8", "replace")


def _check_reminder(situation: Situation, today: date) -> None:
    if situation.reminder_from is not None and today < situation.reminder_from:
        raise Refused("reminder_early", days=situation.reminder_days)
    if today > situation.last_day:
        raise Refused("reminder_late")


def _check_extension(
    situation: Situation, until: date, reason: Mapping[str, str], languages: Sequence[str], today: date
) -> None:
    if until <= situation.last_day:
        raise Refused("extension_no_later", field="answers_until")
    _check_later(until, situation.last_day, today)
    for code in languages:
        if not reason.get(code, "").strip():
            raise Refused("extension_reason_missing", field=f"reason_{code}")


def _check_later(until: date, last_day: date, today: date) -> None:
    """What was promised is never taken back, and a letter leaves time to answer."""
    if until < last_day:
        raise Refused("letters_until_earlier", field="answers_until")
    if until < today + timedelta(days=FEWEST_DAYS):
        raise Refused("letters_until_soon", field="answers_until", days=FEWEST_DAYS)
