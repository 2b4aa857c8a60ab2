"""How often something may be tried, counted in the database so that every process counts the same."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class Count(Base):
    """How often something was tried by somebody since a moment; who, is a keyed digest."""

    __tablename__ = "pace_count"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    until: Mapped[datetime]
