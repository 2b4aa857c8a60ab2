"""Adding municipalities."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation.journal.actions import open_journal
from participation.municipalities.models import Municipality


class HostTaken(Exception):
    """Another municipality answers at this host."""


def found(
    session: Session,
    slug: str,
    *,
    name: dict[str, str],
    languages: list[str],
    office: dict[str, Any],
    committees: dict[str, list[str]],
    host: str | None = None,
    is_demo: bool = False,
) -> Municipality:
    """Add a municipality, with its journal."""
    municipality = Municipality(
        slug=slug, host=host, name=name, languages=languages, office=office, committees=committees, is_demo=is_demo
    )
    session.add(municipality)
    session.flush()
    open_journal(session, municipality.id)
    return municipality


def move_to_host(session: Session, municipality_id: int, host: str | None) -> None:
    """Let a municipality answer at a host of its own, or no longer. Raises HostTaken."""
    try:
        with session.begin_nested():
            session.get_one(Municipality, municipality_id).host = host and host.lower()
    except IntegrityError:
        raise HostTaken from None
