"""Writing down what a panel is asked to do and may count on, for the official who sets it up."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.journal.actions import record
from participation.panels import queries
from participation.panels.models import Panel, Remit
from participation.panels.remit_rules import RemitView, check_who_stays
from participation.people import queries as people
from participation.permissions import Actor


def write(session: Session, panel: Panel, remit: RemitView, *, by: Actor, at: datetime) -> None:
    """From now on this is the remit of a panel, taken with `panel_to_change`. The journal tells of every change."""
    people.check_no_interest(session, panel.municipality_id, by.person_id, queries.subject_of(panel.id))
    before = queries.remit(session, panel.municipality_id, panel.id)
    drawn = queries.active_draw(queries.draws(session, panel.municipality_id, panel.id)) is not None
    if before is not None:
        check_who_stays(before, remit, draw_exists=drawn)
        if before.mark == remit.mark:
            return
    kept = {**asdict(remit), "left_out": list(remit.left_out), "calendar": [dict(one) for one in remit.calendar]}
    row = session.scalar(
        select(Remit).where(Remit.municipality_id == panel.municipality_id, Remit.panel_id == panel.id)
    )
    if row is None:
        session.add(Remit(panel_id=panel.id, municipality_id=panel.municipality_id, **kept))
    else:
        for name, value in kept.items():
            setattr(row, name, value)
    record(
        session,
        panel.municipality_id,
        "panel.remit_written",
        subject=queries.subject_of(panel.id),
        by=f"person:{by.person_id}",
        at=at,
        facts={"remit": remit.mark},
    )
