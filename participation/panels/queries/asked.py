"""Looking at what somebody is asked who may join a pool: their features; and at whether the pool still takes people."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.errors import NotFound
from participation.panels.models import Draw, Panel
from participation.panels.queries.panels import PanelView
from participation.panels.rules import UNSAID


def features_asked(view: PanelView) -> dict[str, list[str]]:
    """Category to the features that somebody can choose from, in order; not saying is always possible besides."""
    asked: dict[str, list[str]] = {category: [] for category in view.categories}
    for target in view.targets:
        if target["feature"] != UNSAID:
            asked[target["category"]].append(target["feature"])
    return asked


def takes_people(session: Session, municipality_id: int, panel_id: int) -> bool:
    """Whether somebody can still come into the pool of a panel, or leave it: until its draw is proposed."""
    active = select(Draw.id).where(
        Draw.municipality_id == municipality_id, Draw.panel_id == panel_id, Draw.cancelled_at.is_(None)
    )
    return session.scalar(active.limit(1)) is None


def drawn_panels(session: Session, municipality_id: int) -> set[int]:
    """The panels here that have been drawn."""
    return set(
        session.scalars(
            select(Draw.panel_id).where(
                Draw.municipality_id == municipality_id, Draw.number.is_not(None), Draw.cancelled_at.is_(None)
            )
        )
    )


def panel_by_id_to_change(session: Session, municipality_id: int, panel_id: int) -> Panel:
    """The panel with this number here, taken so that nobody else changes it until this transaction ends. Raises
    NotFound."""
    found = session.scalar(
        select(Panel)
        .where(Panel.municipality_id == municipality_id, Panel.id == panel_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found
