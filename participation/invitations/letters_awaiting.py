"""What waits for officials: letters to make, to print and to post, and a reminder that may go out now; on the desk's first
page for all panels, and on the page of each panel for that one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Work
from participation.clock import local
from participation.errors import N_
from participation.invitations.batches import sent_before
from participation.invitations.letter_rules import MADE, MAKING, PRINTED, REMINDER, may_make
from participation.invitations.queries import letters as queries
from participation.panels import queries as panels
from participation.panels.queries import Next, Section
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

TITLE = N_("Letters")
# By the state of the newest letters that are not sent: how far this stretch is, and what comes next.
UNDER_WAY: dict[str, tuple[str, str, str]] = {
    MAKING: ("now", N_("Letters are being made"), ""),
    MADE: ("wait", N_("Letters wait to be printed"), N_("Print the letters")),
    PRINTED: ("wait", N_("Letters are on paper"), N_("Note that they were sent")),
}
NOBODY_YET = ("now", N_("Nobody has a letter yet"), N_("Make the letters"))
SILENT = ("now", N_("Some have not answered yet"), N_("Remind them"))
OUT = ("done", N_("The letters are out"), "")


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


def on_the_road(
    session: Session, municipality_id: int, panel_id: int, slug: str, *, order: int, at: datetime
) -> Section:
    """How far the letters for a panel are whose lot is drawn. order: the place of the section on the page"""
    state, words, act = _stretch(session, municipality_id, panel_id, at)
    following = Next(act, "invitations_desk.letters", {"slug": slug}) if act else None
    return Section(TITLE, "", {}, order, state, words, following)


def _stretch(session: Session, municipality_id: int, panel_id: int, at: datetime) -> tuple[str, str, str]:
    batches = queries.batches(session, municipality_id, panel_id)
    situation = queries.situation(session, municipality_id, panel_id)
    if not situation.is_open:
        return OUT
    if not batches:
        return NOBODY_YET
    if (waits := next((one for one in batches if one.state in UNDER_WAY), None)) is not None:
        return UNDER_WAY[waits.state]
    return SILENT if _silent(session, municipality_id, panel_id, at) else OUT


def _all(session: Session, municipality_id: int, at: datetime) -> Iterator[tuple[tuple[str, str], int, str, int]]:
    for panel_id, letters in queries.without_letters(session, municipality_id):
        yield TO_MAKE, letters, N_("Make the letters"), panel_id
    for panel_id, state, letters in queries.waiting(session, municipality_id):
        if state == MADE:
            yield TO_PRINT, letters, N_("Print"), panel_id
        else:
            yield TO_SEND, letters, N_("Note that they were sent"), panel_id
    for panel_id in queries.asking_answers(session, municipality_id, local(at).date()):
        if silent := _silent(session, municipality_id, panel_id, at):
            yield TO_REMIND, silent, N_("Remind them"), panel_id


def _silent(session: Session, municipality_id: int, panel_id: int, at: datetime) -> int:
    """How many can be reminded now."""
    situation = queries.situation(session, municipality_id, panel_id)
    if not may_make(REMINDER, situation, local(at).date()):
        return 0
    before = sent_before(at, situation.reminder_days)
    groups = queries.to_write(session, municipality_id, panel_id, REMINDER, situation.last_day, sent_before=before)
    return sum(group.letters for group in groups)
