"""What the report adds to the pages of a panel: how the panel came about or the report itself, for everybody; how far it
is, for the desk."""

from __future__ import annotations

from sqlalchemy.orm import Session

from participation.errors import N_
from participation.invitations.queries.counts import counted
from participation.members import report_figures
from participation.members.queries import has_members
from participation.members.queries import report as queries
from participation.panels import queries as panels
from participation.panels.queries import Next, Section

PLACE = 80
NOTHING_YET = ("next", N_("Nothing has been written yet"))
BEGUN = ("now", N_("The report is being written"))
WAITS = ("wait", N_("The council has not answered everything yet"))
DONE = ("done", N_("The report is public, and the council has answered"))


def shown(session: Session, *, municipality_id: int, panel_id: int) -> list[Section]:
    """For everybody: the report once it is published; before, how many got a letter and what they said."""
    slug = panels.panel_by_id(session, municipality_id, panel_id).slug
    if queries.is_published(session, municipality_id, panel_id):
        return [Section(N_("The report of the panel"), "members/report_shown.html", {"slug": slug}, PLACE)]
    if not has_members(session, municipality_id, panel_id):
        return []
    letters = report_figures.letters(counted(session, municipality_id, panel_id), None)
    if not letters:
        return []
    return [Section(N_("How the panel came about"), "members/report_shown.html", {"letters": letters}, PLACE)]


def worked(session: Session, *, municipality_id: int, panel_id: int) -> list[Section]:
    """For the desk: whether there is something to report, and how far it is."""
    if not has_members(session, municipality_id, panel_id):
        return []
    slug = panels.panel_by_id(session, municipality_id, panel_id).slug
    found = queries.report(session, municipality_id, panel_id)
    advice = queries.recommendations(session, municipality_id, panel_id)
    open_ones = sum(not one.answer for one in advice)
    act = None
    if not found.is_published:
        state, words = BEGUN if advice else NOTHING_YET
        act = Next(N_("Write the report"), "members_desk.report", {"slug": slug})
    elif open_ones or not advice:
        state, words = WAITS
        act = Next(N_("Write down what the council says"), "members_desk.report", {"slug": slug})
    else:
        state, words = DONE
    return [Section(N_("The report of the panel"), "", {}, PLACE, state, words, act)]
