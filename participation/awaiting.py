"""How a room says what waits for somebody at the desk: for the desk's first page, which does not know the rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from participation.errors import N_

OVERDUE = (N_("%(count)s is overdue"), N_("%(count)s are overdue"))


@dataclass(frozen=True)
class Work:
    """Something that waits.

    what: a pair of sentences, for one and for more, with `count`; late: how many of them should have been done by now
    act: what one does about it, for the link; endpoint, options: where
    """

    what: tuple[str, str]
    count: int
    act: str
    endpoint: str
    late: int = 0
    options: dict[str, Any] = field(default_factory=dict)
