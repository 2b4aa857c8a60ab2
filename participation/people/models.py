"""What is remembered of people with an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class Person(Base):
    """Someone with an account. `stamp` is what a session cookie holds: changing it ends every session."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(200))
    stamp: Mapped[str] = mapped_column(String(43), unique=True)


class HeldRole(Base):
    """A role that a person has in a municipality."""

    __tablename__ = "held_role"
    __table_args__ = (UniqueConstraint("municipality_id", "person_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))


class SignInLink(Base):
    """A way in that works once and for 15 minutes; only the digest of its secret is kept."""

    __tablename__ = "sign_in_link"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires: Mapped[datetime]
    used: Mapped[datetime | None]
