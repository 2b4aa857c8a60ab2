"""How a room says what it holds on people: what, why, who sees it and for how long.

Each room with people in its tables has a drawer `privacy.py` with `KINDS`, and three functions that hear the news:
`asking` (somebody wants to see it), `leaving` (somebody is to be forgotten) and `expiring` (its time is over).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from participation.errors import N_

# The acts of officials in a draw that is promised before its number is known: by whom, when, and what it was.
ACTS_OF_A_DRAW = {
    "proposed_by": ("proposed_at", N_("Proposed")),
    "promised_by": ("promised_at", N_("Confirmed")),
    "drawn_by": ("drawn_at", N_("Number entered")),
    "cancel_asked_by": ("cancel_asked_at", N_("Asked to cancel")),
    "cancelled_by": ("cancelled_at", N_("Cancelled")),
}


class Sentence(str):
    """A value that is a sentence of ours, to be said in the reader's language; anything else is shown as it is."""

    __slots__ = ()


@dataclass(frozen=True)
class Kind:
    """A kind of personal data: a line of the privacy page and of the record of processing.

    name: `people.account`; the retention setting is called after it
    title: a few words; what, why, ground, seen_by: sentences; all for translation (N_)
    tables: the tables it lives in
    days: the term after which it is erased, counted from `since` (a sentence); None where its room erases it itself
    """

    name: str
    title: str
    tables: tuple[str, ...]
    what: str
    why: str
    ground: str
    seen_by: str
    since: str
    days: int | None


@dataclass(frozen=True)
class Holding:
    """What we hold of one kind on one person. Rows map column names, sentences for translation, to plain values;
    what an official wrote is a mapping of language to words."""

    kind: str
    rows: Sequence[Mapping[str, object]] = field(default_factory=tuple)


@dataclass(frozen=True)
class Somebody:
    """Who wants to see what is held on them, or to be forgotten, and when; with all by which rooms may know them.

    addresses: their e-mail address and telephone number; number_key: the pseudonym of their national number
    """

    municipality_id: int
    person_id: int
    addresses: Collection[str]
    number_key: str | None
    at: datetime


class _Register:
    kinds: tuple[Kind, ...] = ()


def register(kinds: Sequence[Kind]) -> None:
    """Say which kinds there are in all rooms together, once for the whole process."""
    _Register.kinds = tuple(kinds)


def kinds() -> tuple[Kind, ...]:
    """Every kind of personal data that is held, room by room."""
    return _Register.kinds
