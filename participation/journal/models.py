"""What the journal remembers: one chain of entries per municipality."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, OfMunicipality


class JournalEntry(OfMunicipality, Base):
    """One thing that happened. The database refuses to change or delete it (see the migration that makes the table)."""

    __tablename__ = "journal_entry"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    by: Mapped[str] = mapped_column(String(60))
    via: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))


class JournalHead(OfMunicipality, Base):
    """The last number and digest of a municipality's chain; whoever writes next takes this row first."""

    __tablename__ = "journal_head"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    seq: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))


class DailyCheckpoint(OfMunicipality, Base):
    """The end of a municipality's chain as it stood at the end of a day: what witnesses keep."""

    __tablename__ = "journal_checkpoint"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    seq: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
