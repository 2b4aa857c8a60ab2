"""What waits here for officials: members whom nobody can reach, answers that did not come, seats to draw, thanks to send."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Asked
from participation.errors import N_
from participation.members.queries import waiting
from participation.members.rules import LAST_REPLACING
from participation.municipalities.queries import Place
from participation.permissions import Actor

UNREACHED = (
    N_("%(count)s person has a seat, and we do not know how to reach them"),
    N_("%(count)s people have a seat, and we do not know how to reach them"),
)
LATE = (
    N_("%(count)s person did not say in time whether they take their seat"),
    N_("%(count)s people did not say in time whether they take their seat"),
)
OPEN = (N_("%(count)s seat of a panel is open"), N_("%(count)s seats of a panel are open"))
UNTHANKED = (
    N_("%(count)s person who was not drawn has not been thanked yet"),
    N_("%(count)s people who were not drawn have not been thanked yet"),
)
SEATS = "members_desk.seats"


def awaiting(_session: Session, *, place: Place, who: Actor, at: datetime) -> list[Asked]:
    """What this official may do something about."""
    if not who.may("members.manage"):
        return []
    last = int(place.values[LAST_REPLACING])
    return [
        Asked(UNREACHED, waiting.unreached(place.id, at=at), N_("Fill it in"), SEATS),
        Asked(LATE, waiting.late(place.id, at=at), N_("Look at it"), SEATS),
        Asked(OPEN, waiting.open_seats(place.id, last, at=at), N_("Draw for them"), "members_desk.draw_more"),
        Asked(UNTHANKED, waiting.unthanked(place.id, at=at), N_("Thank them"), SEATS),
    ]
