"""What waits here once a panel meets: sessions of which nobody noted who was there, and pay to approve or to take along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Work
from participation.errors import N_
from participation.members.queries import money
from participation.members.queries import sessions as queries
from participation.panels import queries as panels
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


def awaiting(session: Session, *, municipality_id: int, who: Actor, at: datetime) -> list[Work]:
    """What this person may do something about, panel by panel."""
    return list(_all(session, municipality_id, who, at))


def _all(session: Session, municipality_id: int, who: Actor, at: datetime) -> Iterator[Work]:
    def here(panel_id: int) -> dict[str, str]:
        return {"slug": panels.panel_by_id(session, municipality_id, panel_id).slug}

    if who.may("sessions.lead"):
        for panel_id, count in queries.unnoted(session, municipality_id, at=at).items():
            yield Work(UNNOTED, count, N_("Note who was there"), "members_desk.sessions", options=here(panel_id))
    if who.may("allowances.approve"):
        for panel_id, count in money.to_approve(session, municipality_id, by=who.person_id).items():
            yield Work(TO_APPROVE, count, N_("Look at it"), "members_desk.money", options=here(panel_id))
    if who.may("allowances.export"):
        for panel_id, count in money.to_export(session, municipality_id).items():
            yield Work(TO_EXPORT, count, N_("Make the file"), "members_desk.money", options=here(panel_id))
