"""Looking up municipalities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.errors import NotFound
from participation.municipalities.models import Municipality, Setting


@dataclass(frozen=True)
class Place:
    """A municipality as the pages need it."""

    id: int
    slug: str
    host: str | None
    names: dict[str, str]
    languages: list[str]
    office: dict[str, Any]
    committees: dict[str, list[str]]
    is_demo: bool


def municipality(session: Session, slug: str) -> Place:
    """The municipality with this short name. Raises NotFound."""
    return _place(session.scalar(select(Municipality).where(Municipality.slug == slug)))


def municipality_at(session: Session, host: str) -> Place:
    """The municipality that answers at this host. Raises NotFound."""
    return _place(session.scalar(select(Municipality).where(Municipality.host == host)))


def slug_of(session: Session, municipality_id: int) -> str:
    """The short name of a municipality."""
    return session.execute(select(Municipality.slug).where(Municipality.id == municipality_id)).scalar_one()


def holds_demo(session: Session) -> bool:
    """Whether any municipality here is a fictional one."""
    return session.scalar(select(Municipality.id).where(Municipality.is_demo).limit(1)) is not None


def all_municipalities(session: Session) -> list[Place]:
    """Every municipality on this server, by short name."""
    return [_place(found) for found in session.scalars(select(Municipality).order_by(Municipality.slug))]


def term_days(session: Session, municipality_id: int, kind: str, default: int | None) -> int | None:
    """After how many days a kind of personal data (`held.Kind.name`) goes here; None where it goes by itself."""
    chosen = session.scalar(
        select(Setting.value).where(Setting.municipality_id == municipality_id, Setting.key == f"retention.{kind}")
    )
    return default if default is None or chosen is None else int(chosen["value"])


def _place(found: Municipality | None) -> Place:
    if found is None:
        raise NotFound
    return Place(
        id=found.id,
        slug=found.slug,
        host=found.host,
        names=found.name,
        languages=list(found.languages),
        office=found.office,
        committees=found.committees,
        is_demo=found.is_demo,
    )
