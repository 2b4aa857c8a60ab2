"""What is wrong with a file or a set of targets, said so that its owner can mend it: where, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def N_(sentence: str) -> str:
    """Mark a sentence for translation without translating it here."""
    return sentence


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    code: a key of `SENTENCES`; row: line of the file as a spreadsheet numbers it (the header is row 1), or None;
    column: the header of the column, or None; facts: what the sentence quotes.
    """

    code: str
    row: int | None = None
    column: str | None = None
    facts: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        sentence = SENTENCES[self.code]
        if isinstance(sentence, tuple):
            sentence = sentence[0 if self.facts.get("count") == 1 else 1]
        return sentence % self.facts


class Faulty(Exception):
    """Everything that is wrong with the input, at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


# A pair holds the singular and the plural; the fact `count` chooses between them.
SENTENCES: dict[str, str | tuple[str, str]] = {
}
