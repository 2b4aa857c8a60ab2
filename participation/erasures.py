"""Who was forgotten, by number only: so that the operator can forget them again after an old backup is put back.

A line is written once the database has kept the erasure, and not when it was undone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from participation import config

_WAITING = "erasures"


@dataclass(frozen=True)
class Erased:
    """A line. who: `person:3`, `candidate:7:ABCD-1234` for somebody in the pool of panel 7, or `municipality` for
    all of it."""

    at: datetime
    municipality_id: int
    who: str


def path() -> Path:
    """The file with the lines."""
    return config.current().instance / "erasures.log"


def note(session: Session, municipality_id: int, who: str, *, at: datetime) -> None:
    """Write a line as soon as this session has committed."""
    session.info.setdefault(_WAITING, []).append(f"{at.isoformat()} {municipality_id} {who}\n")


def noted() -> Iterator[Erased]:
    """Every line, the oldest first; one that was cut off by a sudden end is left out."""
    for line in path().read_text().splitlines() if path().exists() else ():
        parts = line.split()
        if len(parts) == 3:
            yield Erased(datetime.fromisoformat(parts[0]), int(parts[1]), parts[2])


@event.listens_for(Session, "after_commit")
def _write_down(session: Session) -> None:
    # The end of a savepoint is told here too, and is not yet the end.
    if session.in_nested_transaction() or not (lines := session.info.pop(_WAITING, None)):
        return
    path().parent.mkdir(parents=True, exist_ok=True)
    with open(path(), "a", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
