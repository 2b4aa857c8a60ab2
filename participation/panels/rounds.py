"""Opening a round: a new small draw for the seats of a panel that came free, never the next name on a list.

What is drawn, from whom and with which targets is fixed as it opens; chances, promise and number then come as the first
time, and the draws before stay as they were. One round at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.panels import queries
from participation.panels.models import Calculation, Candidate, Panel, Round
from participation.people import queries as people
from participation.permissions import Actor


def open_round(
    session: Session,
    panel: Panel,
    *,
    seats: int,
    targets: Sequence[Mapping[str, Any]],
    relaxed: Sequence[Mapping[str, Any]],
    pool: Sequence[str],
    by: Actor,
    at: datetime,
) -> int:
    """Open a draw for free seats of a panel that was taken to be changed; returns its number, from 2 on.

    targets: what is left of the panel's, in the same form; relaxed: list of {category, feature, bound, before, after};
    pool: codes of those who can be drawn. `queries.whats_left` finds all three. Raises Refused.
    """
    people.check_no_interest(session, panel.municipality_id, by.person_id, f"panel:{panel.id}")
    if not _is_drawn(session, panel):
        raise Refused("panel_not_drawn_yet")
    if _open(session, panel) is not None:
        raise Refused("round_is_open")
    held = _still_held(session, panel, pool)
    if not 0 < seats <= len(held):
        raise Refused("nobody_left_to_draw")
    opened = Round(
        municipality_id=panel.municipality_id,
        panel_id=panel.id,
        number=_newest(session, panel) + 1,
        seats=seats,
        targets=[dict(target) for target in targets],
        relaxed=[dict(one) for one in relaxed],
        pool=held,
        opened_by=by.person_id,
        opened_at=at,
    )
    session.add(opened)
    session.flush()
    _record(session, opened, "panel.round_opened", by=by, at=at, seats=seats, people=len(held), relaxed=len(relaxed))
    return opened.number


def give_up(session: Session, panel: Panel, number: int, *, by: Actor, at: datetime) -> None:
    """Close a round that is not to be drawn after all, as long as nothing has been proposed. Raises NotFound, Refused."""
    people.check_no_interest(session, panel.municipality_id, by.person_id, f"panel:{panel.id}")
    found = _round(session, panel, number)
    if found.closed_at is not None:
        raise Refused("round_is_closed")
    if queries.active_draw_to_change(session, panel.municipality_id, panel.id, number) is not None:
        raise Refused("panel_is_frozen")
    found.closed_at = at
    # Whatever is being calculated for it would only stand in the way of the next.
    session.execute(
        update(Calculation)
        .where(
            Calculation.municipality_id == panel.municipality_id,
            Calculation.panel_id == panel.id,
            Calculation.state.in_(("waiting", "running")),
        )
        .values(stop_asked=True)
    )
    _record(session, found, "panel.round_given_up", by=by, at=at)


def _is_drawn(session: Session, panel: Panel) -> bool:
    first = queries.active_draw_to_change(session, panel.municipality_id, panel.id, queries.FIRST)
    return first is not None and first.drawn_at is not None


def _open(session: Session, panel: Panel) -> Round | None:
    return session.scalar(
        select(Round).where(
            Round.municipality_id == panel.municipality_id, Round.panel_id == panel.id, Round.closed_at.is_(None)
        )
    )


def _round(session: Session, panel: Panel, number: int) -> Round:
    found = session.scalar(
        select(Round).where(
            Round.municipality_id == panel.municipality_id, Round.panel_id == panel.id, Round.number == number
        )
    )
    if found is None:
        raise NotFound
    return found


def _newest(session: Session, panel: Panel) -> int:
    found = session.scalar(
        select(func.max(Round.number)).where(Round.municipality_id == panel.municipality_id, Round.panel_id == panel.id)
    )
    return found or queries.FIRST


def _still_held(session: Session, panel: Panel, codes: Sequence[str]) -> list[str]:
    """Those of these people who are in the pool of the panel and were not forgotten, in order."""
    known = session.scalars(
        select(Candidate.code)
        .where(
            Candidate.municipality_id == panel.municipality_id,
            Candidate.panel_id == panel.id,
            Candidate.forgotten_at.is_(None),
        )
        .order_by(Candidate.code)
    )
    wanted = set(codes)
    return [code for code in known if code in wanted]


def _record(session: Session, of: Round, event: str, *, by: Actor, at: datetime, **facts: str | int) -> None:
    record(
        session,
        of.municipality_id,
        event,
        subject=f"panel:{of.panel_id}/round:{of.number}",
        by=f"person:{by.person_id}",
        at=at,
        facts=facts,
    )
