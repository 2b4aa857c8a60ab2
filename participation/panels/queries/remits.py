"""Looking at what panels are asked to do, and what they may count on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from participation import db
from participation.panels.models import Remit
from participation.panels.remit_rules import RemitView

_REMIT = [getattr(Remit, name) for name in RemitView.__dataclass_fields__]


def remit(session: Session, municipality_id: int, panel_id: int) -> RemitView | None:
    """What this panel is asked to do, or None where nobody wrote it yet."""
    wanted = select(*_REMIT).where(Remit.municipality_id == municipality_id, Remit.panel_id == panel_id)
    row = db.once(session, ("remit", municipality_id, panel_id), lambda: session.execute(wanted).one_or_none())
    return None if row is None else _view(row)


def remits(session: Session, municipality_id: int) -> Mapping[int, RemitView]:
    """That of each panel here that has one, by panel id."""
    rows = session.execute(select(Remit.panel_id, *_REMIT).where(Remit.municipality_id == municipality_id))
    return {row.panel_id: _view(row[1:]) for row in rows}


def _view(row: Row[Any] | Sequence[Any]) -> RemitView:
    return RemitView(*row)
