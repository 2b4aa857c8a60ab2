"""Writing counts down before the people go of whom they are made: so that a report still tells how a panel came about.

A count is made of the people who are there and of what stands here, which is only about people who were forgotten since.
So each room writes down whoever it is about to forget, once, and nothing of a single person is ever here: no code, no
number, no two features together.
"""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation.panels.models import Panel, Tally
from participation.panels.queries.tallies import Counts, Line


def keep(session: Session, municipality_id: int, panel_id: int, counts: Counts) -> None:
    """Add these to what was written down of a panel; call it for people right before they are forgotten."""
    if not counts:
        return
    # Two who are forgotten at once are written down one after the other.
    session.execute(
        select(Panel.id).where(Panel.municipality_id == municipality_id, Panel.id == panel_id).with_for_update()
    )
    kept = {
        Line(row.step, row.way, row.category, row.feature): row
        for row in session.scalars(
            select(Tally)
            .where(Tally.municipality_id == municipality_id, Tally.panel_id == panel_id)
            .execution_options(populate_existing=True)
        )
    }
    for line, count in counts.items():
        if line in kept:
            kept[line].count += count
        else:
            session.add(Tally(municipality_id=municipality_id, panel_id=panel_id, **line._asdict(), count=count))
    session.flush()


def drop(session: Session, municipality_id: int, panel_id: int, step: str, way: str | None = None) -> None:
    """What was written down of a step no longer holds: of one way, or of all."""
    gone = delete(Tally).where(Tally.municipality_id == municipality_id, Tally.panel_id == panel_id, Tally.step == step)
    session.execute(gone if way is None else gone.where(Tally.way == way))
