"""Secret codes out of the letters of the demo, for whoever wants to try what somebody with such a letter can do."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.invitations import seals
from participation.invitations.models import Invited
from participation.members import reaching
from participation.members.models import Member
from participation.members.rules import ASKED, CONFIRMED
from participation.municipalities.models import Municipality
from participation.panels.models import Panel

# The panel of which people answer now, and the one that meets soon.
ANSWERING, MEETING = "de-bibliotheek-van-morgen", "rustige-straten-rond-de-scholen"


def codes(session: Session) -> Iterator[tuple[str, str, str]]:
    """What one can do, where, and the code."""
    invited = session.scalars(
        select(Invited)
        .join(Panel, Panel.id == Invited.panel_id)
        .where(Panel.slug == ANSWERING, Invited.answer.is_(None), Invited.state == "", Invited.code.is_not(None))
        .order_by(Invited.number)
    ).first()
    if invited and invited.code:
        code = seals.code_of(invited.municipality_id, invited.code)
        yield "Answer an invitation", f"/{_slug(session, invited.municipality_id)}/invitation", code
    for state, words in ((ASKED, "Take a seat on a panel"), (CONFIRMED, "A member’s own page")):
        member = session.scalars(
            select(Member)
            .join(Panel, Panel.id == Member.panel_id)
            .where(Panel.slug == MEETING, Member.state == state)
            .order_by(Member.id)
        ).first()
        if member:
            yield words, f"/{_slug(session, member.municipality_id)}/member", reaching.code_of(member)


def _slug(session: Session, municipality_id: int) -> str:
    return session.scalars(select(Municipality.slug).where(Municipality.id == municipality_id)).one()
