"""What is remembered of what the municipality tells: words in each language, and pictures and films beside them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, OfMunicipality


def _by(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["municipality_id", column], ["person.municipality_id", "person.id"])


class Wording(OfMunicipality, Base):
    """Words about something in one language.

    subject: such as `panel:7`; part: summary (B1), easy (easy to read), or what its room calls it (title, question)
    """

    __tablename__ = "wording"
    __table_args__ = (_by("written_by"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(120), primary_key=True)
    part: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int | None]
    written_at: Mapped[datetime]


class Medium(OfMunicipality, Base):
    """A picture, pictogram, film in sign language, film or recording that goes with something.

    kind: picture, pictogram, sign, film or sound
    language: of the words in it; of a film in sign language vgt, lsfb, dgs or ngt
    size: of the file, in bytes; digest: its SHA-256 in hexadecimal
    alt: what a picture shows, or what a film is called, per language; {} for what is only decoration
    captions: WebVTT; transcript: all that is said and shown, in words
    """

    __tablename__ = "medium"
    __table_args__ = (_by("added_by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    subject: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(4))
    content_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    alt: Mapped[dict[str, str]]
    captions: Mapped[str | None] = mapped_column(Text)
    transcript: Mapped[str | None] = mapped_column(Text)
    added_by: Mapped[int | None]
    added_at: Mapped[datetime]
