"""What leaves the house of the members: how to reach them, for whoever leads their sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.journal.actions import record
from participation.members import queries, reaching
from participation.panels import queries as panels
from participation.permissions import Actor
from participation.text import csv_table

CONTACTS = ("code", "name", "email", "phone", "way", "language")


def contacts(session: Session, municipality_id: int, panel_id: int, *, by: Actor, at: datetime) -> str:
    """CSV of everybody who takes a seat, with what it takes to reach them on the day, and nothing else; the journal says
    that it was taken."""
    members = queries.confirmed_members(session, municipality_id, panel_id)
    record(
        session,
        municipality_id,
        "members.exported",
        subject=panels.subject_of(panel_id),
        by=f"person:{by.person_id}",
        facts={"people": len(members)},
        at=at,
    )
    rows = []
    for member in members:
        known = reaching.reach_of(municipality_id, member.reach)
        # No spreadsheet takes a number that begins with noughts for a formula.
        phone = f"00{known.phone[1:]}" if known.phone.startswith("+") else known.phone
        rows.append([member.code, known.name, known.email, phone, known.way, member.language])
    return csv_table(CONTACTS, rows)
