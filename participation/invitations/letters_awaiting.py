"""What waits for officials: letters to make, to print and to post, and a reminder that may go out now; on the desk's first
page for all panels, and on the page of each panel for that one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Asked
from participation.clock import local
from participation.errors import N_
from participation.invitations.batches import sent_before
from participation.invitations.letter_rules import MADE, MAKING, PRINTED, REMINDER, Situation, may_make
from participation.invitations.queries import letters as queries
from participation.municipalities.queries import Place
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
LETTERS = "invitations_desk.letters"
# By the state of the newest letters that are not sent: how far this stretch is, and what comes next.
UNDER_WAY: dict[str, tuple[str, str, str]] = {
    MAKING: ("now", N_("Letters are being made"), ""),
    MADE: ("wait", N_("Letters wait to be printed"), N_("Print the letters")),
    PRINTED: ("wait", N_("Letters are on paper"), N_("Note that they were sent")),
}
NOBODY_YET = ("now", N_("Nobody has a letter yet"), N_("Make the letters"))
SILENT = ("now", N_("Some have not answered yet"), N_("Remind them"))
OUT = ("done", N_("The letters are out"), "")


def awaiting(_session: Session, *, place: Place, who: Actor, at: datetime) -> list[Asked]:
    """For who may send letters."""
    if not who.may("invitations.send"):
        return []
    before = sent_before(at, int(place.values["panel.reminder_days"]))
    silent = queries.to_remind(place.id, local(at).date(), sent_before=before)
    return [
        Asked(TO_MAKE, queries.without_letters(place.id), N_("Make the letters"), LETTERS),
        Asked(TO_PRINT, queries.waiting(place.id, MADE), N_("Print"), LETTERS),
        Asked(TO_SEND, queries.waiting(place.id, PRINTED), N_("Note that they were sent"), LETTERS),
        Asked(TO_REMIND, silent, N_("Remind them"), LETTERS),
    ]


def on_the_road(
    session: Session, municipality_id: int, panel_id: int, slug: str, *, order: int, at: datetime
) -> Section:
    """How far the letters for a panel are whose lot is drawn. order: the place of the section on the page"""
    state, words, act = _stretch(session, municipality_id, panel_id, at)
    following = Next(act, LETTERS, {"slug": slug}) if act else None
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
    return SILENT if _silent(session, municipality_id, panel_id, situation, at) else OUT


def _silent(session: Session, municipality_id: int, panel_id: int, situation: Situation, at: datetime) -> int:
    """How many can be reminded now."""
    if not may_make(REMINDER, situation, local(at).date()):
        return 0
    before = sent_before(at, situation.reminder_days)
    groups = queries.to_write(session, municipality_id, panel_id, REMINDER, situation.last_day, sent_before=before)
    return sum(group.letters for group in groups)
