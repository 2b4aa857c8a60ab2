"""What is remembered of a municipality."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class Municipality(Base):
    """A tenant. Everything else belongs to exactly one.

    languages: those its pages are offered in, the official ones first
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
