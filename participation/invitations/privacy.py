"""What this room holds on people: extracts of the register, and who was invited and what they answered; why and for how long."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from participation.held import Holding, Kind, Somebody

KINDS: tuple[Kind, ...] = ()


def asking(session: Session, *, who: Somebody) -> list[Holding]:  # noqa: ARG001
    """Everything of theirs, kind by kind."""
    return []


def leaving(session: Session, *, who: Somebody) -> None:
    """They are to be forgotten."""


def expiring(session: Session, *, municipality_id: int, at: datetime) -> None:
    """What is over its term goes."""
