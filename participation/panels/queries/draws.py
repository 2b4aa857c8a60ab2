"""Looking at draws: what was promised, by whom, and what became of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from participation import db
from participation.errors import NotFound
from participation.panels.models import Chance, Draw, Panel
from participation.people import queries as people


@dataclass(frozen=True)
class DrawView:
    """A draw as its pages need it; the names are those of the officials who did the acts, None once they are forgotten."""

    id: int
    calculation_id: int
    round: int
    sequence: int
    number_of_panels: int
    source: dict[str, Any]
    seed_at: datetime
    proposed_by: int | None
    proposed_at: datetime
    promised_by: int | None
    promised_at: datetime | None
    digest: str | None
    drawn_at: datetime | None
    values: list[str] | None
    number: int | None
    cancel_asked_by: int | None
    cancel_asked_at: datetime | None
    reason: str | None
    cancelled_at: datetime | None
    proposer: str | None
    confirmer: str | None

    @property
    def mark(self) -> str:
        """Another one as soon as something changes of what the second official says yes to."""
        agreed = [self.calculation_id, self.source, self.seed_at.isoformat(), self.reason]
        return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).hexdigest()

    @property
    def is_promised(self) -> bool:
        return self.promised_at is not None

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None and self.cancelled_at is None


_KEPT = [name for name in DrawView.__dataclass_fields__ if name not in ("proposer", "confirmer")]
_DRAW = [getattr(Draw, name) for name in _KEPT]


def draws(session: Session, municipality_id: int, panel_id: int) -> list[DrawView]:
    """Every draw of a panel, the newest first: the one that counts, and the cancelled ones."""
    found = db.once(
        session,
        ("draws", municipality_id, panel_id),
        lambda: _draws(session, municipality_id, Draw.panel_id == panel_id),
    )
    return [view for _, view in reversed(found)]


def newest_draws(session: Session, municipality_id: int, *, promised: bool = False) -> dict[tuple[int, int], DrawView]:
    """The newest draw of each round of each panel here, by panel id and round; with `promised`, the newest that has been
    promised."""
    found = _draws(session, municipality_id, *([Draw.promised_at.is_not(None)] if promised else []))
    return {(panel_id, draw.round): draw for panel_id, draw in found}


def draw(session: Session, municipality_id: int, panel_id: int, sequence: int) -> DrawView:
    """One draw of a panel. Raises NotFound."""
    found = _draws(session, municipality_id, Draw.panel_id == panel_id, Draw.sequence == sequence)
    if not found:
        raise NotFound
    return found[0][1]


def draw_to_change(session: Session, municipality_id: int, panel_id: int, sequence: int) -> Draw:
    """The draw itself; take its panel first. Raises NotFound."""
    found = session.scalar(
        select(Draw).where(
            Draw.municipality_id == municipality_id, Draw.panel_id == panel_id, Draw.sequence == sequence
        )
    )
    if found is None:
        raise NotFound
    return found


def active_draw_to_change(session: Session, municipality_id: int, panel_id: int, number: int) -> Draw | None:
    """The draw itself that is not cancelled, of one round of a panel; take its panel first."""
    return session.scalar(
        select(Draw).where(
            Draw.municipality_id == municipality_id,
            Draw.panel_id == panel_id,
            Draw.round == number,
            Draw.cancelled_at.is_(None),
        )
    )


def active_draw(draws: Sequence[DrawView], number: int = 1) -> DrawView | None:
    """The one of this round that is not cancelled."""
    return next((draw for draw in draws if draw.round == number and draw.cancelled_at is None), None)


def pool_of_draw(session: Session, municipality_id: int, panel_id: int, written: str) -> list[str]:
    """The codes of everybody who could be drawn in the draw with this number, as it was sent. Raises NotFound."""
    found = [draw for draw in draws(session, municipality_id, panel_id) if str(draw.sequence) == written]
    if not found:
        raise NotFound
    of = found[0].calculation_id
    return list(
        session.scalars(
            select(Chance.code).where(Chance.municipality_id == municipality_id, Chance.calculation_id == of)
        )
    )


def document(session: Session, municipality_id: int, draw_id: int) -> bytes:
    """`draw.json` of a draw as published, to the byte. Raises NotFound while nothing is promised."""
    found = session.execute(
        select(Draw.document).where(Draw.municipality_id == municipality_id, Draw.id == draw_id)
    ).scalar_one()
    if found is None:
        raise NotFound
    return found


def published_documents(session: Session, *, municipality_id: int) -> Iterator[tuple[str, bytes]]:
    """Every `draw.json` that was published here, with a place for it in an archive."""
    rows = session.execute(
        select(Panel.slug, Draw.sequence, Draw.document)
        .join(Draw, (Draw.municipality_id == Panel.municipality_id) & (Draw.panel_id == Panel.id))
        .where(Panel.municipality_id == municipality_id)
        .order_by(Panel.slug, Draw.sequence)
    )
    for slug, sequence, content in rows:
        if content is not None:
            yield f"published/panels/{slug}/draws/{sequence}/draw.json", content


def draw_with_code(session: Session, municipality_id: int, code: str) -> tuple[int, int] | None:
    """The newest promised draw here in which this code takes part: panel id and sequence."""
    row = session.execute(
        select(Draw.panel_id, Draw.sequence)
        .join(
            Chance,
            (Chance.municipality_id == Draw.municipality_id) & (Chance.calculation_id == Draw.calculation_id),
        )
        .where(Draw.municipality_id == municipality_id, Draw.promised_at.is_not(None), Chance.code == code)
        .order_by(Draw.promised_at.desc(), Draw.id.desc())
        .limit(1)
    ).one_or_none()
    return (row.panel_id, row.sequence) if row else None


def _draws(session: Session, municipality_id: int, *where: ColumnElement[bool]) -> list[tuple[int, DrawView]]:
    """Draws with the panel they are of, in the order in which they were proposed."""
    rows = session.execute(
        select(Draw.panel_id, *_DRAW).where(Draw.municipality_id == municipality_id, *where).order_by(Draw.sequence)
    ).all()
    officials = {one for row in rows for one in (row.proposed_by, row.promised_by) if one}
    names = people.names(session, municipality_id, officials)
    return [(row.panel_id, _view(row, names)) for row in rows]


def _view(row: Row[Any], names: dict[int, str]) -> DrawView:
    kept: dict[str, Any] = {name: getattr(row, name) for name in _KEPT}
    return DrawView(**kept, proposer=names.get(row.proposed_by), confirmer=names.get(row.promised_by))
