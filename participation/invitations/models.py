"""What is remembered of a register, of the lot that decides who is invited, of the letters, and of the answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, OfMunicipality


def _of_a_panel() -> ForeignKeyConstraint:
    # Both columns together: a row can never point at a neighbour municipality's panel.
    return ForeignKeyConstraint(["municipality_id", "panel_id"], ["panel.municipality_id", "panel.id"])


def _of_a(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["municipality_id", f"{table}_id"], [f"{table}.municipality_id", f"{table}.id"])


def _by(*columns: str) -> tuple[ForeignKeyConstraint, ...]:
    return tuple(
        ForeignKeyConstraint(["municipality_id", column], ["person.municipality_id", "person.id"]) for column in columns
    )


class Register(OfMunicipality, Base):
    """An extract of the population register that was brought in for one panel; a newer one takes its place.

    columns: what of ours stands in which column of the file
    state: uploaded (the columns are not named yet), waiting, reading, ready, failed or erased
    counts: rows, kept, and how many were left out by reason; trouble: why it failed, as {code, facts}
    faults: the rows that could not be read, as compressed CSV of row, column and what is wrong
    salt: sealed; with it the keys of its people are made, see `lottery.invitations`
    erase_on: the last day on which it is here
    """

    __tablename__ = "register"
    __table_args__ = (
        _of_a_panel(),
        *_by("imported_by"),
        UniqueConstraint("municipality_id", "id"),
        Index(
            "uq_register_here",
            "panel_id",
            unique=True,
            sqlite_where=text("erased_at IS NULL"),
            postgresql_where=text("erased_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int]
    filename: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10))
    rows_read: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    trouble: Mapped[dict[str, Any]] = mapped_column(default=dict)
    faults: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    salt: Mapped[str | None] = mapped_column(Text)
    imported_by: Mapped[int | None]
    uploaded_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    erase_on: Mapped[date]
    erased_at: Mapped[datetime | None]


class RegisterPart(OfMunicipality, Base):
    """A piece of a register, compressed and sealed: of the file as it came (`file`), or of its people (`people`).

    keys: the first 8 bytes of the keyed national number of each of its people, one after the other: by these somebody's
    rows are found without opening every piece
    """

    __tablename__ = "register_part"
    __table_args__ = (_of_a("register"),)

    municipality_id: Mapped[int]
    register_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(6), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int] = mapped_column(default=0)
    keys: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Lot(OfMunicipality, Base):
    """A draw of whom to invite: a promise and what became of it. One that is not cancelled at most, per panel.

    unit: person or address; one_per_address: of persons at one address at most one
    method: simple, systematic or stratified; by: the feature that stratifies, "" for none; weights: of its values
    letters: how many go out; strata: list of {name, size, weight, letters}
    left_out: how many were not in the frame, by reason; units: how many were; frame: digest of them in their order
    answers_until: the last day to answer, as it stands in the letters; extended with a reason by a batch
    document: `lot.json` as published, to the byte
    """

    __tablename__ = "lot"
    __table_args__ = (
        _of_a_panel(),
        _of_a("register"),
        *_by("proposed_by", "promised_by", "drawn_by", "cancel_asked_by", "cancelled_by"),
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("panel_id", "sequence"),
        Index(
            "uq_lot_active",
            "panel_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int]
    register_id: Mapped[int]
    sequence: Mapped[int]
    unit: Mapped[str] = mapped_column(String(10))
    one_per_address: Mapped[bool] = mapped_column(default=False)
    method: Mapped[str] = mapped_column(String(12))
    by: Mapped[str] = mapped_column(String(20), default="")
    weights: Mapped[dict[str, Any]] = mapped_column(default=dict)
    letters: Mapped[int]
    strata: Mapped[list[Any]] = mapped_column(default=list)
    left_out: Mapped[dict[str, Any]] = mapped_column(default=dict)
    units: Mapped[int]
    frame: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))
    answers_until: Mapped[date]
    source: Mapped[dict[str, Any]]
    seed_at: Mapped[datetime]
    proposed_by: Mapped[int | None]
    proposed_at: Mapped[datetime]
    promised_by: Mapped[int | None]
    promised_at: Mapped[datetime | None]
    drawn_by: Mapped[int | None]
    drawn_at: Mapped[datetime | None]
    values: Mapped[list[Any] | None]
    cancel_asked_by: Mapped[int | None]
    cancel_asked_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    cancelled_by: Mapped[int | None]
    cancelled_at: Mapped[datetime | None]
    document: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class FramePart(OfMunicipality, Base):
    """A piece of the frame of a lot: who could be drawn, in the order that was promised; see `invitations.frames`.

    units: how many; content: for each its key, the number of its group, and where it stands in the register
    """

    __tablename__ = "frame_part"
    __table_args__ = (_of_a("lot"),)

    municipality_id: Mapped[int]
    lot_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    units: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Invited(OfMunicipality, Base):
    """Somebody, or an address, that was drawn to be invited; and what they answered.

    number: its place in the lot, by which letters are kept in order
    code_key, code: the secret code in the letter, keyed to be found and sealed to be printed again
    letter: who it goes to and where, sealed JSON {name, street, number, box, postcode, town}; name "" is "the residents"
    known: what the register says of them, feature to value: what the counts are made of, and nothing else
    state: why it can no longer be answered or did not arrive, a key of `rules.STATES`, "" for none
    answer: yes, no or question (neither yet); the newest counts. channel, entry_id: how it came. A yes without features
        came by text message: they are called for the rest
    features: what they said of themselves, category to feature, `panels.queries.UNSAID` where they would rather
        not say
    reason, words: why not, a key of `rules.REASONS_FOR_NO` and their own words, sealed
    question: what they asked, sealed, at `asked_at`; handled_at: when the desk answered it
    reach: how to reach them, sealed JSON {name, email, phone, way}
    stays: they may be drawn for a seat that comes free; next_pool: and for a next panel
    candidate: their public code in the pool of the panel
    """

    __tablename__ = "invited"
    __table_args__ = (
        _of_a_panel(),
        _of_a("lot"),
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("panel_id", "number"),
        UniqueConstraint("municipality_id", "code_key"),
        UniqueConstraint("panel_id", "candidate"),
        Index("ix_invited_panel_answer", "panel_id", "answer", "state"),
        Index("ix_invited_entry", "municipality_id", "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int]
    lot_id: Mapped[int]
    number: Mapped[int]
    code_key: Mapped[str | None] = mapped_column(String(64))
    code: Mapped[str | None] = mapped_column(Text)
    letter: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    large_print: Mapped[bool] = mapped_column(default=False)
    known: Mapped[dict[str, Any]]
    household: Mapped[str | None] = mapped_column(String(16))
    number_key: Mapped[str | None] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(15), default="")
    answer: Mapped[str | None] = mapped_column(String(10))
    answered_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(10))
    entry_id: Mapped[int | None]
    features: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str | None] = mapped_column(String(20))
    words: Mapped[str | None] = mapped_column(Text)
    question: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    reach: Mapped[str | None] = mapped_column(Text)
    stays: Mapped[bool] = mapped_column(default=False)
    next_pool: Mapped[bool] = mapped_column(default=False)
    candidate: Mapped[str | None] = mapped_column(String(12))
    forgotten_at: Mapped[datetime | None]


class Batch(OfMunicipality, Base):
    """Letters that are made, printed and sent together.

    kind: invitation, reminder or extension; reason: per language, why there is more time
    state: making, made, printed or sent; answers_until: the last day to answer that these letters name
    """

    __tablename__ = "batch"
    __table_args__ = (
        _of_a_panel(),
        *_by("made_by", "printed_by", "sent_by"),
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("panel_id", "sequence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int]
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(8))
    letters: Mapped[int]
    answers_until: Mapped[date]
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]
    printed_by: Mapped[int | None]
    printed_at: Mapped[datetime | None]
    sent_by: Mapped[int | None]
    sent_at: Mapped[datetime | None]


class LetterWords(OfMunicipality, Base):
    """The paragraphs of the letters for a panel that are the municipality's own, in one language; "" for none.

    about: about the question; asked: what is asked of whoever sits on the panel, and what they get for it
    """

    __tablename__ = "letter_words"
    __table_args__ = (_of_a_panel(),)

    municipality_id: Mapped[int]
    panel_id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    about: Mapped[str] = mapped_column(Text)
    asked: Mapped[str] = mapped_column(Text)


class BatchLetter(OfMunicipality, Base):
    """One letter of a batch. once: what makes it this one, such as `invitation:7` (its kind and who is invited): nobody gets it twice, whatever breaks off."""

    __tablename__ = "batch_letter"
    __table_args__ = (_of_a("batch"), _of_a("invited"), UniqueConstraint("municipality_id", "once"))

    municipality_id: Mapped[int]
    batch_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    invited_id: Mapped[int] = mapped_column(index=True)
    once: Mapped[str] = mapped_column(String(40))
    returned: Mapped[str | None] = mapped_column(String(15))


class InvitedBefore(OfMunicipality, Base):
    """That somebody was invited, so that the next panels leave them in peace for a while; nothing else of them."""

    __tablename__ = "invited_before"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    number_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    invited_on: Mapped[date]
