"""Looking at lots: what was promised, by whom, and what became of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session

from participation.awaiting import NONE_LATE, Counted
from participation.errors import NotFound
from participation.invitations.frames import Line, Wishes, lines_in
from participation.invitations.models import FramePart, Invited, InvitedBefore, Lot
from participation.invitations.rules import YES
from participation.panels import queries as panels
from participation.people import queries as people

AT_ONCE = 500


@dataclass(frozen=True)
class LotView:
    """A lot as its pages need it; the names are those of the officials, None once they are forgotten. See `models.Lot`."""

    id: int
    panel_id: int
    register_id: int
    sequence: int
    unit: str
    one_per_address: bool
    method: str
    by: str
    letters: int
    strata: list[dict[str, Any]]
    left_out: dict[str, int]
    units: int
    frame: str
    digest: str | None
    answers_until: date
    source: dict[str, Any]
    seed_at: datetime
    proposed_by: int | None
    proposed_at: datetime
    promised_by: int | None
    promised_at: datetime | None
    drawn_at: datetime | None
    values: list[str] | None
    cancel_asked_by: int | None
    cancel_asked_at: datetime | None
    reason: str | None
    cancelled_at: datetime | None
    proposer: str | None
    confirmer: str | None

    @property
    def mark(self) -> str:
        """Another one as soon as something changes of what the second official says yes to."""
        agreed = [self.frame, self.strata, self.source, self.seed_at.isoformat(), self.reason]
        return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).hexdigest()

    @property
    def wishes(self) -> Wishes:
        return Wishes(self.unit, self.one_per_address, self.method, self.by, self.letters)

    @property
    def is_promised(self) -> bool:
        return self.promised_at is not None

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None and self.cancelled_at is None


_KEPT = [name for name in LotView.__dataclass_fields__ if name not in ("proposer", "confirmer")]
_LOT = [getattr(Lot, name) for name in _KEPT]


def lots(session: Session, municipality_id: int, panel_id: int) -> list[LotView]:
    """Every lot of a panel, the newest first: the one that counts, and the cancelled ones."""
    return _lots(session, municipality_id, Lot.panel_id == panel_id)


def lot(session: Session, municipality_id: int, panel_id: int, sequence: int) -> LotView:
    """One lot of a panel. Raises NotFound."""
    found = _lots(session, municipality_id, Lot.panel_id == panel_id, Lot.sequence == sequence)
    if not found:
        raise NotFound
    return found[0]


def active_lot(lots: Sequence[LotView]) -> LotView | None:
    """The one that is not cancelled."""
    return next((lot for lot in lots if lot.cancelled_at is None), None)


def to_confirm(municipality_id: int, *, by: int) -> Counted:
    """The lots of which a colleague of this official wants a second yes: to promise one, or to cancel one."""
    return _waiting(
        municipality_id,
        or_(
            and_(Lot.promised_at.is_(None), Lot.proposed_by.is_distinct_from(by)),
            and_(Lot.cancel_asked_at.is_not(None), Lot.cancel_asked_by.is_distinct_from(by)),
        ),
    )


def due(municipality_id: int, at: datetime) -> Counted:
    """The lots whose number can be entered."""
    return _waiting(municipality_id, Lot.promised_at.is_not(None), Lot.cancel_asked_at.is_(None), Lot.seed_at <= at)


def lot_to_change(session: Session, municipality_id: int, panel_id: int, sequence: int) -> Lot:
    """The lot itself; take its panel first. Raises NotFound."""
    found = session.scalar(
        select(Lot).where(Lot.municipality_id == municipality_id, Lot.panel_id == panel_id, Lot.sequence == sequence)
    )
    if found is None:
        raise NotFound
    return found


def lot_document(session: Session, municipality_id: int, lot_id: int) -> bytes:
    """`lot.json` of a lot as published, to the byte. Raises NotFound while nothing is promised."""
    found = session.scalar(select(Lot.document).where(Lot.municipality_id == municipality_id, Lot.id == lot_id))
    if found is None:
        raise NotFound
    return found


def frame(session: Session, municipality_id: int, lot_id: int) -> Iterator[Line]:
    """Every line of the frame of a lot, in order, a piece at a time; none once its register is erased."""
    numbers = session.scalars(
        select(FramePart.number)
        .where(FramePart.municipality_id == municipality_id, FramePart.lot_id == lot_id)
        .order_by(FramePart.number)
    ).all()
    for number in numbers:
        content = session.execute(
            select(FramePart.content).where(
                FramePart.municipality_id == municipality_id, FramePart.lot_id == lot_id, FramePart.number == number
            )
        ).scalar_one()
        yield from lines_in(content)


def has_frame(session: Session, municipality_id: int, lot_id: int) -> bool:
    """Whether the frame of a lot is still here."""
    found = select(FramePart.number).where(FramePart.municipality_id == municipality_id, FramePart.lot_id == lot_id)
    return session.scalar(found.limit(1)) is not None


def invited_since(session: Session, municipality_id: int, day: date) -> set[str]:
    """The keyed numbers of whoever was invited on this day or later."""
    return set(
        session.scalars(
            select(InvitedBefore.number_key).where(
                InvitedBefore.municipality_id == municipality_id, InvitedBefore.invited_on >= day
            )
        )
    )


def invited_among(session: Session, municipality_id: int, number_keys: Sequence[str]) -> set[str]:
    """Which of these keyed numbers were ever invited."""
    here = select(InvitedBefore.number_key).where(InvitedBefore.municipality_id == municipality_id)
    return {
        key for some in batched(number_keys) for key in session.scalars(here.where(InvitedBefore.number_key.in_(some)))
    }


def past_answers(session: Session, municipality_id: int) -> list[tuple[int, int]]:
    """What the letters for earlier panels brought: letters and how many said yes, for each panel whose draw is prepared; in
    any other people still answer."""
    yes = func.count().filter(Invited.answer == YES)
    rows = session.execute(
        select(func.count(), yes)
        .where(Invited.municipality_id == municipality_id, Invited.panel_id.in_(panels.with_a_draw(municipality_id)))
        .group_by(Invited.panel_id)
        .order_by(Invited.panel_id)
    )
    return [(letters, willing) for letters, willing in rows]


def published_lots(session: Session, *, municipality_id: int) -> Iterator[tuple[str, bytes]]:
    """Every `lot.json` that was published here, with a place for it in an archive."""
    rows = session.execute(
        select(Lot.panel_id, Lot.sequence, Lot.document)
        .where(Lot.municipality_id == municipality_id)
        .order_by(Lot.panel_id, Lot.sequence)
    )
    for panel_id, sequence, content in rows:
        if content is not None:
            yield f"published/lots/{panel_id}-{sequence}/lot.json", content


def batched(keys: Sequence[str], size: int = AT_ONCE) -> Iterator[Sequence[str]]:
    """The keys in portions that a statement can name."""
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _waiting(municipality_id: int, *where: ColumnElement[bool]) -> Counted:
    """Of the lots that are neither drawn nor cancelled."""
    here = (Lot.municipality_id == municipality_id, Lot.drawn_at.is_(None), Lot.cancelled_at.is_(None))
    return select(Lot.panel_id, func.count(), NONE_LATE).where(*here, *where).group_by(Lot.panel_id)


def _lots(session: Session, municipality_id: int, *where: ColumnElement[bool]) -> list[LotView]:
    rows = session.execute(
        select(*_LOT).where(Lot.municipality_id == municipality_id, *where).order_by(Lot.sequence.desc())
    ).all()
    officials = {one for row in rows for one in (row.proposed_by, row.promised_by) if one}
    names = people.names(session, municipality_id, officials)
    return [_view(row, names) for row in rows]


def _view(row: Row[Any], names: dict[int, str]) -> LotView:
    kept: dict[str, Any] = {name: getattr(row, name) for name in _KEPT}
    return LotView(**kept, proposer=names.get(row.proposed_by), confirmer=names.get(row.promised_by))
