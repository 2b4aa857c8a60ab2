"""What other rooms add to the pages of a panel, which does not know them: a piece of a page each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from participation import events


@dataclass(frozen=True)
class Next:
    """What somebody at the desk does next: the words of the button, and where it leads.

    options: what the address needs besides the municipality
    """

    words: str
    endpoint: str
    options: Mapping[str, Any] = field(default_factory=dict)


# The place of what a panel led to, on its public page.
OUTCOME = -1


@dataclass(frozen=True)
class Section:
    """What another room adds to the page of a panel.

    heading: a sentence; template: the piece of the page, which finds `facts` as `section.facts`; "" where there is none
    order: its place, the lowest first; in public, what a panel led to is `OUTCOME` and stands above all else. At the desk this is the stretch of the road and its place there: 34 is the fifth
        of the third stretch, see `desk.road.STRETCHES`
    state, words: at the desk, how far that stretch is: the kind of a tag, and a sentence. Of an outcome, the state is "done"
        once the council has answered all of it
    act: at the desk, what comes next on that stretch; None while nothing does
    """

    heading: str
    template: str
    facts: Mapping[str, Any]
    order: int
    state: str = ""
    words: str = ""
    act: Next | None = None


def sections(session: Session, event: str, municipality_id: int, panel_id: int) -> list[Section]:
    """What everybody who hears it answers to `panel.shown` or `panel.worked`, in order."""
    told = events.tell(session, event, municipality_id=municipality_id, panel_id=panel_id)
    return sorted(chain.from_iterable(told), key=lambda section: section.order)
