"""What waits here for officials: letters to print, and messages that could not be delivered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Asked
from participation.errors import N_
from participation.messages import queries
from participation.municipalities.queries import Place
from participation.permissions import Actor

LETTERS = (N_("%(count)s letter waits for the printer"), N_("%(count)s letters wait for the printer"))
FAILED = (N_("%(count)s message did not arrive"), N_("%(count)s messages did not arrive"))


def awaiting(_session: Session, *, place: Place, who: Actor, at: datetime) -> list[Asked]:  # noqa: ARG001
    """Letters that wait for the printer, and what failed, for who may do something about it."""
    asked = []
    if who.may("messages.print"):
        asked.append(Asked(LETTERS, queries.letters_waiting(place.id), N_("Print"), "messages_desk.outbox"))
    if who.may("messages.see"):
        failed = queries.failed(place.id)
        asked.append(Asked(FAILED, failed, N_("Look"), "messages_desk.outbox", {"state": "failed"}))
    return asked
