"""What waits here for officials of the answers: who said yes and is to be called, and what people ask."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Work
from participation.errors import N_
from participation.invitations.queries import answers as queries
from participation.panels import queries as panels
from participation.permissions import Actor

CALLS = (
    N_("%(count)s person said yes to an invitation and waits for your call"),
    N_("%(count)s people said yes to an invitation and wait for your call"),
)
ASKED = (
    N_("%(count)s question about an invitation waits for an answer"),
    N_("%(count)s questions about an invitation wait for an answer"),
)


def awaiting(session: Session, *, municipality_id: int, who: Actor, at: datetime) -> list[Work]:  # noqa: ARG001
    """For who may send invitations."""
    if not who.may("invitations.send"):
        return []
    work = []
    for panel_id, (calls, questions) in queries.waiting(session, municipality_id).items():
        options = {"slug": panels.panel_by_id(session, municipality_id, panel_id).slug}
        work.append(Work(CALLS, calls, N_("Call them"), "invitations_desk.calls", options=options))
        work.append(Work(ASKED, questions, N_("Answer"), "invitations_desk.questions", options=options))
    return [one for one in work if one.count]
