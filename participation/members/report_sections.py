"""What the report adds to the pages of a panel: how the panel came about or the report itself, for everybody; how far it
is, for the desk."""

from __future__ import annotations

from sqlalchemy.orm import Session

from participation.errors import N_
from participation.invitations.queries.counts import counted
from participation.members import report_figures
from participation.members.queries import report as queries
from participation.panels import queries as panels
from participation.panels.queries import OUTCOME, Next, Section

PLACE = 80
HEADING = N_("The report of the panel")
NOTHING_YET = ("next", N_("Nothing has been written yet"))
BEGUN = ("now", N_("The report is being written"))
WAITS = ("wait", N_("The council has not answered everything yet"))
DONE = ("done", N_("The report is public, and the council has answered"))


def shown(session: Session, *, municipality_id: int, panel_id: int) -> list[Section]:
    """For everybody: the report once it is published; before, how many got a letter and what they said."""
    standing = queries.report_standing(session, municipality_id, panel_id)
    if standing.is_published:
        slug = panels.panel_by_id(session, municipality_id, panel_id).slug
        state = "done" if standing.recommended and not standing.open_ones else "now"
        return [Section(HEADING, "members/report_shown.html", {"slug": slug}, OUTCOME, state)]
    letters = report_figures.letters(counted(session, municipality_id, panel_id), None) if standing.drawn else {}
    if not letters:
        return []
    return [Section(N_("How the panel came about"), "members/report_shown.html", {"letters": letters}, PLACE)]


def worked(session: Session, *, municipality_id: int, panel_id: int) -> list[Section]:
    """For the desk: whether there is something to report, and how far it is."""
    standing = queries.report_standing(session, municipality_id, panel_id)
    if not standing.drawn:
        return []
    if standing.is_published and standing.recommended and not standing.open_ones:
        return [Section(HEADING, "", {}, PLACE, *DONE)]
    options = {"slug": panels.panel_by_id(session, municipality_id, panel_id).slug}
    if standing.is_published:
        act = Next(N_("Write down what the council says"), "members_desk.report", options)
        return [Section(HEADING, "", {}, PLACE, *WAITS, act)]
    act = Next(N_("Write the report"), "members_desk.report", options)
    return [Section(HEADING, "", {}, PLACE, *(BEGUN if standing.recommended else NOTHING_YET), act)]
