"""Where the number of a lot may come from: for the official who proposes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from participation.clock import local
from participation.lottery.invitations import FEWEST_OUTCOMES
from participation.lottery.sources import declare_balls, declare_beacon, declare_numbers, round_after


def declare_source(
    kind: str, name: str, when: datetime, *, count: int = 6, lowest: int = 1, highest: int = 45
) -> dict[str, Any]:
    """Where the number will come from, as it stands in the promise; balls are always six."""
    if kind == "balls":
        return declare_balls(name, local(when), FEWEST_OUTCOMES)
    if kind == "numbers":
        return declare_numbers(name, local(when), count=count, lowest=lowest, highest=highest)
    return declare_beacon(name, round_after(when))
