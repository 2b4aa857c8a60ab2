"""Looking up messages: what waits, what left, what failed, and who wants no news."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.messages.kinds import ALL_NEWS
from participation.messages.models import Unsubscribed


def unsubscribed(session: Session, municipality_id: int, person_id: int) -> set[str]:
    """The kinds of news that somebody no longer wants; `kinds.ALL_NEWS` among them means all."""
    return set(
        session.scalars(
            select(Unsubscribed.kind).where(
                Unsubscribed.municipality_id == municipality_id, Unsubscribed.person_id == person_id
            )
        )
    )


def wants(session: Session, municipality_id: int, person_id: int, kind: str) -> bool:
    """Whether somebody gets this kind of news."""
    return not unsubscribed(session, municipality_id, person_id) & {kind, ALL_NEWS}
