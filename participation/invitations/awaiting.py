"""What waits here for officials: a lot that needs a second one, or its number; who said yes and is to be called, and what
people ask."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Asked
from participation.errors import N_
from participation.invitations.queries import answers as queries
from participation.invitations.queries import lots
from participation.municipalities.queries import Place
from participation.permissions import Actor

# Of each panel there is one at most.
TO_CONFIRM = (N_("The lot waits for a second official"),) * 2
DUE = (N_("The lot waits for its number"),) * 2
CALLS = (
    N_("%(count)s person said yes to an invitation and waits for your call"),
    N_("%(count)s people said yes to an invitation and wait for your call"),
)
ASKED = (
    N_("%(count)s question about an invitation waits for an answer"),
    N_("%(count)s questions about an invitation wait for an answer"),
)


def awaiting(_session: Session, *, place: Place, who: Actor, at: datetime) -> list[Asked]:
    """For who may send invitations."""
    if not who.may("invitations.send"):
        return []
    return [
        Asked(TO_CONFIRM, lots.to_confirm(place.id, by=who.person_id), N_("Look and confirm"), "invitations_desk.whom"),
        Asked(DUE, lots.due(place.id, at), N_("Enter the number"), "invitations_desk.whom"),
        Asked(CALLS, queries.calls_waiting(place.id), N_("Call them"), "invitations_desk.calls"),
        Asked(ASKED, queries.questions_waiting(place.id), N_("Answer"), "invitations_desk.questions"),
    ]
