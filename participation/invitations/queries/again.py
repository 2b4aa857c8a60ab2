"""Looking at who said yes to an earlier panel, was not drawn, and asked to be invited to the next."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.invitations.models import Invited, Lot
from participation.invitations.rules import GONE
from participation.panels import queries as panels


def asked_again(session: Session, municipality_id: int, panel_id: int) -> list[int]:
    """The invitations of an earlier panel of those whom this one can invite now, by number, each person once.

    The draw of that panel is over and did not choose them, their term is not over, and no letter for this panel is theirs.
    """
    here = Invited.municipality_id == municipality_id
    theirs = select(Invited.number_key).where(here, Invited.panel_id == panel_id, Invited.number_key.is_not(None))
    rows = session.execute(
        select(Invited.id, Invited.panel_id, Invited.candidate, Invited.number_key)
        .where(
            here,
            Invited.panel_id != panel_id,
            Invited.panel_id.in_(panels.drawn_panels(session, municipality_id)),
            Invited.next_pool.is_(True),
            Invited.letter.is_not(None),
            Invited.state.not_in(GONE),
            Invited.number_key.is_(None) | Invited.number_key.not_in(theirs),
        )
        .order_by(Invited.panel_id.desc(), Invited.number)
    ).all()
    chosen = {
        number: {code for codes in panels.drawn_codes(session, municipality_id, number).values() for code in codes}
        for number in {row.panel_id for row in rows}
    }
    left = [row for row in rows if row.candidate not in chosen[row.panel_id]]
    return list({row.number_key or row.id: row.id for row in reversed(left)}.values())[::-1]


def mark_of(invitations: Sequence[int]) -> str:
    """Another one as soon as others can be invited: SHA-256 in hexadecimal."""
    return hashlib.sha256(str(sorted(invitations)).encode()).hexdigest()


def invited_again(session: Session, municipality_id: int, panel_id: int) -> int:
    """How many were invited to this panel because they asked for it at an earlier one: beyond the letters of its lot."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Invited)
            .join(Lot, (Lot.municipality_id == Invited.municipality_id) & (Lot.id == Invited.lot_id))
            .where(
                Invited.municipality_id == municipality_id,
                Invited.panel_id == panel_id,
                Invited.number > Lot.letters,
            )
        )
        or 0
    )
