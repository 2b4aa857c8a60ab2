"""What waits here for officials: letters to make, to print and to post, and a reminder that may go out now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Work
from participation.clock import local
from participation.errors import N_
from participation.invitations.batches import sent_before
from participation.invitations.letter_rules import MADE, REMINDER, may_make
from participation.invitations.queries import letters as queries
from participation.panels import queries as panels
from participation.permissions import Actor

TO_MAKE = (
    N_("%(count)s person is drawn and has no letter yet"),
    N_("%(count)s people are drawn and have no letter yet"),
)
TO_PRINT = (N_("%(count)s letter for a panel can be printed"), N_("%(count)s letters for a panel can be printed"))
TO_SEND = (N_("%(count)s letter for a panel is on paper"), N_("%(count)s letters for a panel are on paper"))
TO_REMIND = (
    N_("%(count)s person has not answered and can be reminded"),
    N_("%(count)s people have not answered and can be reminded"),
)


def awaiting(session: Session, *, municipality_id: int, who: Actor, at: datetime) -> list[Work]:
    """For who may send letters."""
    if not who.may("invitations.send"):
        return []
    return [
        Work(
            what,
            count,
            act,
            "invitations_desk.letters",
            options={"slug": panels.panel_by_id(session, municipality_id, panel_id).slug},
        )
        for what, count, act, panel_id in _all(session, municipality_id, at)
    ]


def _all(session: Session, municipality_id: int, at: datetime) -> Iterator[tuple[tuple[str, str], int, str, int]]:
    for panel_id, letters in queries.without_letters(session, municipality_id):
        yield TO_MAKE, letters, N_("Make the letters"), panel_id
    for panel_id, state, letters in queries.waiting(session, municipality_id):
        if state == MADE:
            yield TO_PRINT, letters, N_("Print"), panel_id
        else:
            yield TO_SEND, letters, N_("Note that they were sent"), panel_id
    today = local(at).date()
    for panel_id in queries.asking_answers(session, municipality_id, today):
        situation = queries.situation(session, municipality_id, panel_id)
        if may_make(REMINDER, situation, today):
            before = sent_before(at, situation.reminder_days)
            groups = queries.to_write(
                session, municipality_id, panel_id, REMINDER, situation.last_day, sent_before=before
            )
            if silent := sum(group.letters for group in groups):
                yield TO_REMIND, silent, N_("Remind them"), panel_id
