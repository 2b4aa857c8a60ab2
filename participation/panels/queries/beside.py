"""Statements that another room puts beside its own, so that one question tells what both know: about every panel here."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from participation.panels.models import Chance, Draw, Panel, Round

FIRST_ROUND = 1


def seats_to_give(municipality_id: int) -> Select[int, int]:
    """panel_id, and its seats but for those of which a draw is under way."""
    being_drawn = select(func.coalesce(func.sum(Round.seats), 0)).where(
        Round.municipality_id == municipality_id, Round.panel_id == Panel.id, Round.closed_at.is_(None)
    )
    return select(Panel.id.label("panel_id"), (Panel.seats - being_drawn.scalar_subquery()).label("seats")).where(
        Panel.municipality_id == municipality_id
    )


def in_the_first_draw(municipality_id: int) -> Select[int, int, str]:
    """panel_id, the sequence of the first draw of all its seats once it is drawn, and the codes of who took part."""
    return (
        select(Draw.panel_id, Draw.sequence, Chance.code)
        .join(Chance, Chance.calculation_id == Draw.calculation_id)
        .where(
            Draw.municipality_id == municipality_id,
            Chance.municipality_id == municipality_id,
            Draw.round == FIRST_ROUND,
            Draw.drawn_at.is_not(None),
            Draw.cancelled_at.is_(None),
        )
    )


def with_a_draw(municipality_id: int) -> Select[int]:
    """The panels of which a draw of all seats is proposed, promised or drawn."""
    return select(Draw.panel_id).where(
        Draw.municipality_id == municipality_id, Draw.round == FIRST_ROUND, Draw.cancelled_at.is_(None)
    )
