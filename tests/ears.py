"""What the logs say while the tests run, and whether anybody is named in it."""

from __future__ import annotations

import logging
import re

from stdnum.be import nn

from participation import logs

# How the makers of `towns` and the tests name people, and where they reach them.
PEOPLE = re.compile(
    r"[\w.+-]+@[\w.-]+\.(?:example|be)"
    r"|\b(?:an|bo|cas|dee|eva) (?:ourtown|nexttown)\b"
    r"|\+32 ?\d[\d ]{7,}"
    r"|\b04\d\d[ /.]?\d\d[ .]?\d\d[ .]?\d\d\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\b\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}\b")


def names(line: str) -> list[str]:
    """What in a line says who somebody is: addresses, telephone numbers, names, national numbers."""
    return PEOPLE.findall(line) + [found for found in NUMBER.findall(line) if nn.is_valid(found)]


class Ears(logging.Handler):
    """Hears every logger at every level, but for those that are quiet in production too; `told` is what it must not hear."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.told: list[str] = []
        self.setFormatter(logs.formatter())
        self.before = logging.getLogger().level
        logging.getLogger().addHandler(self)
        logging.getLogger().setLevel(logging.DEBUG)
        logs.quieten()

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if names(line):
            self.told.append(line)

    def leave(self) -> None:
        """Hear nothing any more."""
        logging.getLogger().removeHandler(self)
        logging.getLogger().setLevel(self.before)
