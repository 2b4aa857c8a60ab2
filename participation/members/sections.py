"""What this room adds to the pages of a panel: who is on it, for everybody; how far the seats are, for the desk."""

from __future__ import annotations

from sqlalchemy.orm import Session

from participation.errors import N_
from participation.members import queries
from participation.members.rules import ASKED, CONFIRMED, Filled
from participation.panels import queries as panels
from participation.panels.queries import Next, Section

SEATS = 60
ALL_TAKEN = ("done", N_("Every seat is taken"))
WAITING = ("wait", N_("Not everybody has said whether they come"))
OPEN = ("late", N_("Seats are open"))
UNDER_WAY = ("now", N_("New members are being drawn"))


def shown(session: Session, *, municipality_id: int, panel_id: int) -> list[Section]:
    """For everybody: how many took their seat, and the names of those who want that."""
    if not queries.has_members(session, municipality_id, panel_id):
        return []
    view = panels.panel_by_id(session, municipality_id, panel_id)
    facts = {
        "seats": view.seats,
        "confirmed": queries.counts(session, municipality_id, panel_id)[CONFIRMED],
        "names": queries.public_names(session, municipality_id, panel_id),
    }
    return [Section(N_("The members"), "members/seats_shown.html", facts, SEATS)]


def worked(session: Session, *, municipality_id: int, panel_id: int) -> list[Section]:
    """For the desk: how far the seats are, and what is to be done about them."""
    if not queries.has_members(session, municipality_id, panel_id):
        return []
    view = panels.panel_by_id(session, municipality_id, panel_id)
    counts = queries.counts(session, municipality_id, panel_id)
    filled = queries.filled(session, municipality_id, view)
    state, words = _state(filled, counts[ASKED])
    act = None
    if words in (OPEN[1], WAITING[1]):
        act = Next(N_("Look at the seats"), "members_desk.seats", {"slug": view.slug})
    facts = {"seats": view.seats, "confirmed": counts[CONFIRMED], "asked": counts[ASKED], "open": filled.open}
    return [Section(N_("Seats"), "members/desk/seats_piece.html", facts, SEATS, state, words, act)]


def _state(filled: Filled, asked: int) -> tuple[str, str]:
    if filled.being_drawn:
        return UNDER_WAY
    if filled.open:
        return OPEN
    return WAITING if asked else ALL_TAKEN
