"""What waits here for officials: letters to print, and messages that could not be delivered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Work
from participation.errors import N_
from participation.messages import queries
from participation.messages.recipients import LETTER
from participation.permissions import Actor


def awaiting(session: Session, *, municipality_id: int, who: Actor, at: datetime) -> list[Work]:  # noqa: ARG001
    """Letters that wait for the printer, and what failed, for who may do something about it."""
    found = queries.counts(session, municipality_id)
    letters = found.get(("waiting", LETTER), 0)
    failed = sum(count for (state, _), count in found.items() if state == "failed")
    work = []
    if letters and who.may("messages.print"):
        words = (N_("%(count)s letter waits for the printer"), N_("%(count)s letters wait for the printer"))
        work.append(Work(words, letters, N_("Print"), "messages_desk.outbox"))
    if failed and who.may("messages.see"):
        words = (N_("%(count)s message did not arrive"), N_("%(count)s messages did not arrive"))
        work.append(Work(words, failed, N_("Look"), "messages_desk.outbox", options={"state": "failed"}))
    return work
