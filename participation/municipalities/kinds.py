"""What kinds of things a municipality decides for itself, and who decides them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a value is.

    threshold: bands, each {below, amount, unit}: how many people of a municipality with fewer than so many inhabitants
        (None: of any other size), `percent` of them or `people`; None where nothing is asked
    number, age, days: a whole number, or None
    choice: one of the rule's choices; choices: a list of them
    words: text per language; lines: lines per language
    languages: codes, the first of them first
    office: street, postcode, town, phone, email; phone: a number to call, or ""
    """

    THRESHOLD = "threshold"
    NUMBER = "number"
    AGE = "age"
    DAYS = "days"
    CHOICE = "choice"
    CHOICES = "choices"
    WORDS = "words"
    LINES = "lines"
    LANGUAGES = "languages"
    OFFICE = "office"
    PHONE = "phone"


class Decides(StrEnum):
    """Who decides. What the administration may arrange needs no decision to be named."""

    COUNCIL = "council"
    EXECUTIVE = "executive"
    ADMINISTRATION = "administration"


@dataclass(frozen=True)
class Rule:
    """One thing that a municipality decides for itself.

    name: what it is; meaning: what it means for people; after: where the proposal comes from (sentences)
    default: the proposal; None where there is none, or where it comes from the founding of the municipality
    choices: pairs of a value and its sentence; least, most: bounds of a number
    """

    key: str
    group: str
    kind: Kind
    name: str
    meaning: str
    default: Any = None
    after: str = ""
    decides: Decides = Decides.COUNCIL
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 100_000_000

    @property
    def needs_source(self) -> bool:
        return self.decides != Decides.ADMINISTRATION

    @property
    def is_public(self) -> bool:
        return self.group != "style"
