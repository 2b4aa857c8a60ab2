"""What is remembered of messages: what goes to whom, by which channel, and what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, OfMunicipality


class Message(OfMunicipality, Base):
    """One message to one person.

    kind: a key of `messages.kinds.KINDS`; channel: email, phone or letter
    key: what makes it this message and no other, so that it leaves once however often it is asked for
    to: the e-mail address or number; address: the lines of a letter's address
    copies: the same in the languages in which somebody may ask for it: [subject, body] by language; letters only, and
        never with a secret
    body: the words, emptied once a message with a secret has left, else by its retention term
    state: gathering (waits for the digest), bundled (went along in it), waiting, sent, failed;
        letters: waiting, printing (in a batch that somebody is printing), printed, returned
    trouble: why the last attempt failed, a key of `messages.troubles`
    batch: the letters that are printed together; the number of the first of them
    large_print: whether this letter is printed large
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("municipality_id", "key"),
        ForeignKeyConstraint(["municipality_id", "person_id"], ["person.municipality_id", "person.id"]),
        Index("ix_message_state", "municipality_id", "state"),
        # The number stands in jobs and in the journal, and is never given again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int | None] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    to: Mapped[str] = mapped_column(String(254), default="")
    address: Mapped[list[str]] = mapped_column(JSON, default=list)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    copies: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10))
    trouble: Mapped[str] = mapped_column(String(200), default="")
    tries: Mapped[int] = mapped_column(default=0)
    batch: Mapped[int | None]
    large_print: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Unsubscribed(OfMunicipality, Base):
    """A kind of news that a person no longer wants."""

    __tablename__ = "unsubscribed"
    __table_args__ = (ForeignKeyConstraint(["municipality_id", "person_id"], ["person.municipality_id", "person.id"]),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    since: Mapped[datetime]
