"""How a room says what it holds on people: what, why, who sees it and for how long.

Each room with people in its tables has a drawer `privacy.py` with `KINDS`, and three functions that hear the news:
`asking` (a person wants to see it), `leaving` (a person wants to be forgotten) and `expiring` (its time is over).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """A kind of personal data: a line of the privacy page and of the record of processing.

    name: `people.account`; the retention setting is called after it
    tables: the tables it lives in
    what, why, ground, seen_by: sentences for translation (N_)
    days: the term after which it is erased, counted from `since` (a sentence); None where its room erases it itself
    """

    name: str
    tables: tuple[str, ...]
    what: str
    why: str
    ground: str
    seen_by: str
    since: str
    days: int | None


@dataclass(frozen=True)
class Holding:
    """What we hold of one kind on one person. Rows map column names, sentences for translation, to plain values."""

    kind: str
    rows: Sequence[Mapping[str, object]] = field(default_factory=tuple)
