"""What waits here for officials of the answers: who said yes and is to be called, and what people ask."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Asked
from participation.errors import N_
from participation.invitations.queries import answers as queries
from participation.municipalities.queries import Place
from participation.permissions import Actor

CALLS = (
    N_("%(count)s person said yes to an invitation and waits for your call"),
    N_("%(count)s people said yes to an invitation and wait for your call"),
)
ASKED = (
    N_("%(count)s question about an invitation waits for an answer"),
    N_("%(count)s questions about an invitation wait for an answer"),
)


def awaiting(_session: Session, *, place: Place, who: Actor, at: datetime) -> list[Asked]:  # noqa: ARG001
    """For who may send invitations."""
    if not who.may("invitations.send"):
        return []
    return [
        Asked(CALLS, queries.calls_waiting(place.id), N_("Call them"), "invitations_desk.calls"),
        Asked(ASKED, queries.questions_waiting(place.id), N_("Answer"), "invitations_desk.questions"),
    ]
