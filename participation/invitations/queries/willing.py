"""Looking at what people who said yes also agreed to: to be drawn for a seat that comes free."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.invitations.models import Invited


def who_may_be_drawn_again(session: Session, municipality_id: int, panel_id: int) -> set[str] | None:
    """The public codes of those who agreed to be drawn for a seat that comes free; None where nobody was invited by lot:
    then the pool came in as a list, and that question was not asked here."""
    here = (Invited.municipality_id == municipality_id, Invited.panel_id == panel_id)
    if session.scalar(select(Invited.id).where(*here).limit(1)) is None:
        return None
    found = session.scalars(
        select(Invited.candidate).where(
            *here, Invited.stays.is_(True), Invited.candidate.is_not(None), Invited.answer == "yes"
        )
    )
    return {code for code in found if code is not None}
