"""What people of a town ask for, and the neighbour's double of it, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from participation import clock, db
from participation.inclusion import actions
from participation.inclusion.models import Request
from participation.sheets import sheet
from tests.towns import Town

# For each kind, a form filled in well, as `form.data` has it.
ANSWERS: Mapping[str, Mapping[str, object]] = {
    "call-back": {"name": "Dee", "phone": "012 34 56 78", "moment": "morning", "language": "fr", "about": "The square"},
    "support": {"needs": ["vgt", "loop"], "interpreter": "", "day": None, "more": "Gluten", "contact": "dee@x.example"},
    "data": {"wish": "correct", "which": "My street is wrong"},
    "copy": {"name": "Dee", "day": None, "about": "Code", "contact": "", "language": "fr"},
    "accessibility": {"what": "The map says nothing", "page": "Dorpskern", "uses": "", "contact": "dee@x.example"},
}


def ask(
    town: Town,
    kind: str,
    *,
    subject: str = "",
    person_id: int | None = None,
    at: datetime | None = None,
    **answers: object,
) -> int:
    """Somebody sends this form on the website; the number of the request."""
    filled = {**ANSWERS[kind], **answers}
    with db.write() as session:
        receipt = actions.enter(
            session,
            town.id,
            sheet(kind),
            subject=subject,
            typed={name: [str(value)] for name, value in filled.items()},
            answers=filled,
            language="fr",
            person_id=person_id,
            at=at or clock.now(),
        )
        number = session.scalar(select(Request.id).where(Request.entry_id == receipt.entry_id))
        assert number
        return number


def request(number: int) -> Request:
    """A request as it is kept now."""
    with db.read() as session:
        found = session.get_one(Request, number)
        session.expunge_all()
        return found
