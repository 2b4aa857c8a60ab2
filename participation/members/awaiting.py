"""What waits here for officials: members whom nobody can reach, answers that did not come, seats to draw, thanks to send."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from participation.awaiting import Work
from participation.clock import local
from participation.errors import N_
from participation.members import queries
from participation.panels import queries as panels
from participation.permissions import Actor

UNREACHED = (
    N_("%(count)s person has a seat, and we do not know how to reach them"),
    N_("%(count)s people have a seat, and we do not know how to reach them"),
)
LATE = (
    N_("%(count)s person did not say in time whether they take their seat"),
    N_("%(count)s people did not say in time whether they take their seat"),
)
OPEN = (N_("%(count)s seat of a panel is open"), N_("%(count)s seats of a panel are open"))
UNTHANKED = (
    N_("%(count)s person who was not drawn has not been thanked yet"),
    N_("%(count)s people who were not drawn have not been thanked yet"),
)
SEATS = "members_desk.seats"


def awaiting(session: Session, *, municipality_id: int, who: Actor, at: datetime) -> list[Work]:
    """What this official may do something about, panel by panel."""
    if not who.may("members.manage"):
        return []
    return [
        work
        for panel_id in queries.panels_at_work(session, municipality_id, at=at)
        for work in _of(session, municipality_id, panel_id, at)
        if work.count
    ]


def _of(session: Session, municipality_id: int, panel_id: int, at: datetime) -> Iterator[Work]:
    view = panels.panel_by_id(session, municipality_id, panel_id)
    here = {"slug": view.slug}
    board = queries.board(session, municipality_id, view, today=local(at).date())
    yield Work(UNREACHED, board.unreached, N_("Fill it in"), SEATS, options=here)
    yield Work(LATE, board.late, N_("Look at it"), SEATS, late=board.late, options=here)
    begun = queries.sessions_begun(session, municipality_id, panel_id, at=at)
    if not board.counts["asked"] and begun < queries.last_replacing_session(session, municipality_id):
        yield Work(OPEN, board.filled.open, N_("Draw for them"), "members_desk.draw_more", options=here)
    unselected = queries.not_drawn(session, municipality_id, panel_id)
    if unselected and queries.thanked_at(session, municipality_id, panel_id, unselected[0]) is None:
        yield Work(UNTHANKED, len(unselected[1]), N_("Thank them"), SEATS, options=here)
