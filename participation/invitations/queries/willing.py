"""Looking at what people who said yes also agreed to: to be drawn for a seat that comes free, and for a next panel."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from participation.invitations.models import Invited


def who_may_be_drawn_again(session: Session, municipality_id: int, panel_id: int) -> set[str] | None:
    """The public codes of those who agreed to be drawn for a seat that comes free; None where nobody was invited by lot:
    then the pool came in as a list, and that question was not asked here."""
    here = (Invited.municipality_id == municipality_id, Invited.panel_id == panel_id)
    if session.scalar(select(Invited.id).where(*here).limit(1)) is None:
        return None
    return _codes(session, *here, Invited.stays.is_(True))


def who_may_be_asked_again(session: Session, municipality_id: int, panel_id: int) -> set[str]:
    """The public codes of those who may be asked for a next panel."""
    return _codes(
        session, Invited.municipality_id == municipality_id, Invited.panel_id == panel_id, Invited.next_pool.is_(True)
    )


def _codes(session: Session, *where: ColumnElement[bool]) -> set[str]:
    found = session.scalars(
        select(Invited.candidate).where(*where, Invited.candidate.is_not(None), Invited.answer == "yes")
    )
    return {code for code in found if code is not None}
