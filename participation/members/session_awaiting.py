"""What waits here once a panel meets: sessions of which nobody noted who was there, and pay to approve or to take along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Asked
from participation.errors import N_
from participation.members.queries import money
from participation.members.queries import sessions as queries
from participation.municipalities.queries import Place
from participation.permissions import Actor

UNNOTED = (
    N_("%(count)s session was held, and nobody noted who was there"),
    N_("%(count)s sessions were held, and nobody noted who was there"),
)
TO_APPROVE = (
    N_("%(count)s line of what members are paid waits for a second official"),
    N_("%(count)s lines of what members are paid wait for a second official"),
)
TO_EXPORT = (
    N_("%(count)s line of what members are paid is ready for the bookkeeper"),
    N_("%(count)s lines of what members are paid are ready for the bookkeeper"),
)


def awaiting(_session: Session, *, place: Place, who: Actor, at: datetime) -> list[Asked]:
    """What this person may do something about."""
    return list(_all(place.id, who, at))


def _all(municipality_id: int, who: Actor, at: datetime) -> Iterator[Asked]:
    if who.may("sessions.lead"):
        yield Asked(UNNOTED, queries.unnoted(municipality_id, at=at), N_("Note who was there"), "members_desk.sessions")
    if who.may("allowances.approve"):
        yield Asked(
            TO_APPROVE, money.to_approve(municipality_id, by=who.person_id), N_("Look at it"), "members_desk.money"
        )
    if who.may("allowances.export"):
        yield Asked(TO_EXPORT, money.to_export(municipality_id), N_("Make the file"), "members_desk.money")
