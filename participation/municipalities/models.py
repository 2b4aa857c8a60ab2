"""What is remembered of a municipality."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, OfMunicipality


class Municipality(Base):
    """A tenant. Everything else belongs to exactly one.

    languages: those its pages are offered in, the official ones first
    state: open, suspended (nothing can be read or done, nothing is lost) or erased
    name, committees: per language; office: street, postcode, town, phone, email, and hours as lines per language
    """

    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    host: Mapped[str | None] = mapped_column(String(200), unique=True)
    name: Mapped[dict[str, str]]
    languages: Mapped[list[Any]]
    office: Mapped[dict[str, Any]]
    committees: Mapped[dict[str, Any]]
    is_demo: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="open")


class Setting(OfMunicipality, Base):
    """What a municipality chose for one of `municipalities.settings`, and the by-law or decision it comes from.

    source: per language
    """

    __tablename__ = "municipality_setting"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[dict[str, Any]]
    source: Mapped[dict[str, str]]
    source_date: Mapped[date | None]
    changed_at: Mapped[datetime]


class Logo(OfMunicipality, Base):
    """A municipality's logo, as we drew it anew from what was uploaded: a PNG."""

    __tablename__ = "logo"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    image: Mapped[bytes] = mapped_column(LargeBinary)
    width: Mapped[int]
    height: Mapped[int]
    changed_at: Mapped[datetime]


class HouseStyle(OfMunicipality, Base):
    """A municipality's own look, as read from the token file that it uploaded.

    light, dark: from the name of a token, without `--`, to its colour (`#rrggbb`); shape: to a font, weight or size
    """

    __tablename__ = "house_style"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    light: Mapped[dict[str, str]]
    dark: Mapped[dict[str, str]]
    shape: Mapped[dict[str, str]]
    changed_at: Mapped[datetime]


class Erasure(OfMunicipality, Base):
    """An administrator asked to erase the whole municipality; another one must confirm."""

    __tablename__ = "municipality_erasure"
    __table_args__ = (ForeignKeyConstraint(["municipality_id", "asked_by"], ["person.municipality_id", "person.id"]),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    asked_by: Mapped[int]
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(2000))
