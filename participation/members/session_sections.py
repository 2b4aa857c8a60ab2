"""What sessions add to the pages of a panel: the one that comes next, for everybody; how far they are, for the desk."""

from __future__ import annotations

from sqlalchemy.orm import Session

from participation.errors import N_
from participation.members import session_rules as rules
from participation.members.queries import has_members
from participation.members.queries import sessions as queries
from participation.panels import queries as panels
from participation.panels.queries import Next, Section

PLACE = 70
NONE_YET = ("next", N_("No session has been planned yet"))
PLANNED = ("now", N_("Sessions are planned"))
OVER = ("done", N_("Every session has been held"))


def shown(session: Session, *, municipality_id: int, panel_id: int) -> list[Section]:
    """For everybody: when the panel meets next."""
    found = [view for view in queries.sessions(session, municipality_id, panel_id) if not view.is_cancelled]
    if not found:
        return []
    facts = {"sessions": found, "slug": panels.panel_by_id(session, municipality_id, panel_id).slug}
    return [Section(N_("When the panel meets"), "members/sessions_shown.html", facts, PLACE)]


def worked(session: Session, *, municipality_id: int, panel_id: int) -> list[Section]:
    """For the desk: whether there are sessions, and how many were held."""
    found = [view for view in queries.sessions(session, municipality_id, panel_id) if not view.is_cancelled]
    if not found and not has_members(session, municipality_id, panel_id):
        return []
    held = sum(view.state == rules.HELD for view in found)
    state, words = NONE_YET if not found else OVER if held == len(found) else PLANNED
    act = None
    if not found:
        slug = panels.panel_by_id(session, municipality_id, panel_id).slug
        act = Next(N_("Plan a session"), "members_desk.plan_session", {"slug": slug})
    facts = {"sessions": len(found), "held": held}
    return [Section(N_("Sessions"), "members/desk/sessions_piece.html", facts, PLACE, state, words, act)]
