"""How far a calculation is, told while it runs, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """stage: what is being done (a key the caller can translate); bound: the lowest chance that is provably possible;
    gap: how far the panels found so far are from the proven chances (largest difference of one person's chance), or
    None while unknown; seconds: time since the start."""

    stage: str
    bound: float | None
    gap: float | None
    seconds: float


class Cancelled(Exception):
    """The caller asked the calculation to stop."""


# Called now and then by every calculation; raises Cancelled to end it.
Report = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """For callers who do not watch."""
