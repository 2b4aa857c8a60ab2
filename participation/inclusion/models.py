"""What is remembered of forms on their way, of what was entered by whom for whom, and of what people ask us for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, OfMunicipality

# What became of an entry.
WAITING, TAKEN, TAKEN_BACK = "waiting", "taken", "taken_back"


def _of_people(*columns: str) -> tuple[ForeignKeyConstraint, ...]:
    # Both columns together: a row can never point at a person of a neighbour municipality.
    return tuple(
        ForeignKeyConstraint(["municipality_id", column], ["person.municipality_id", "person.id"]) for column in columns
    )


def _of_an_entry() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["municipality_id", "entry_id"], ["entry.municipality_id", "entry.id"])


class Draft(OfMunicipality, Base):
    """A form that somebody is filling in on the website.

    holder: in whose hands it is, keyed: an account, or a browser; None where it waits for its code. Each has one draft of
        a form, in however many windows
    digest: of the code with which they come back, once they asked to keep it
    answers: what was typed, as JSON of field name to list of texts, sealed; step: how many pages are done
    saved: whether they asked to keep it; one that was not saved is wiped after a day
    receipt: the code of its receipt, sealed, once it was sent: who presses twice finds it again
    """

    __tablename__ = "draft"
    __table_args__ = (
        *_of_people("person_id"),
        UniqueConstraint("municipality_id", "digest"),
        UniqueConstraint("municipality_id", "holder", "sheet", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    holder: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))
    sheet: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int | None] = mapped_column(index=True)
    answers: Mapped[str] = mapped_column(Text)
    receipt: Mapped[str | None] = mapped_column(Text)
    step: Mapped[int] = mapped_column(default=0)
    saved: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2))
    made_at: Mapped[datetime]
    expires: Mapped[datetime]


class Entry(OfMunicipality, Base):
    """A form that came in, by whichever way.

    digest: of the code on its receipt
    person_id: whose it is, where that is known; name: whose it is where they have no account, sealed
    entered_by: the official who entered it for them; None where they did it themselves
    known_by: how the official knew who it was: card, letter, signature, questions or nobody (nobody needs to be known)
    consented, read_back: what the official ticked; both true where somebody did it themselves
    answers: as in Draft, sealed; wiped once they can no longer be corrected
    state: waiting (for the second entry of a ballot), taken, taken_back
    correctable_until: after this it stands as it is
    """

    __tablename__ = "entry"
    __table_args__ = (
        *_of_people("person_id", "entered_by", "second_by"),
        UniqueConstraint("municipality_id", "digest"),
        UniqueConstraint("municipality_id", "id"),
        Index("ix_entry_sheet", "municipality_id", "sheet", "subject"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    digest: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))
    channel: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(index=True)
    name: Mapped[str | None] = mapped_column(Text)
    entered_by: Mapped[int | None]
    known_by: Mapped[str] = mapped_column(String(10))
    consented: Mapped[bool] = mapped_column(default=True)
    read_back: Mapped[bool] = mapped_column(default=True)
    answers: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(10), default="taken")
    made_at: Mapped[datetime]
    second_by: Mapped[int | None]
    corrected_at: Mapped[datetime | None]
    correctable_until: Mapped[datetime]


class TextQuestion(OfMunicipality, Base):
    """A question that was sent as a text message, to be answered with YES or NO and its code.

    digest: of the code; phone: from which the answer must come
    entry_id: the entry that is asked about ("is this right?"), where it is not a form that is asked
    """

    __tablename__ = "text_question"
    __table_args__ = (*_of_people("person_id"), _of_an_entry(), UniqueConstraint("municipality_id", "digest"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    digest: Mapped[str] = mapped_column(String(64))
    phone: Mapped[str] = mapped_column(String(20))
    sheet: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int | None]
    entry_id: Mapped[int | None]
    asked_at: Mapped[datetime]
    expires: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(3))
    answered_at: Mapped[datetime | None]


class Request(OfMunicipality, Base):
    """Something that somebody asks the municipality to do: call them back, arrange an interpreter, mend a page.

    kind: the form it came with; content: what they wrote, as JSON of field name to value, sealed for its kind
    state: open, done or declined; answer: what was done or why not, sealed: it may repeat what they wrote
    due_on: when it must be done; erase_on: when all of it is erased, None while that depends on its being done
    """

    __tablename__ = "request"
    __table_args__ = (
        *_of_people("person_id", "handled_by"),
        _of_an_entry(),
        UniqueConstraint("municipality_id", "entry_id"),
        Index("ix_request_kind", "municipality_id", "kind", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))
    entry_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(index=True)
    content: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(10), default="open")
    asked_at: Mapped[datetime]
    due_on: Mapped[date | None]
    handled_by: Mapped[int | None]
    handled_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    erase_on: Mapped[date | None]


class KnownProblem(OfMunicipality, Base):
    """Something on these pages that not everybody can use yet, as the accessibility statement says it.

    what, alternative: per language; reason: noncompliance, burden (disproportionate) or scope (out of it)
    """

    __tablename__ = "known_problem"
    __table_args__ = _of_people("noted_by")

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    what: Mapped[dict[str, str]]
    alternative: Mapped[dict[str, str]]
    reason: Mapped[str] = mapped_column(String(20))
    noted_by: Mapped[int | None]
    noted_at: Mapped[datetime]
    solved_at: Mapped[datetime | None]


class StatementReview(OfMunicipality, Base):
    """Somebody of the municipality went through the accessibility statement.

    method: self or other (somebody from outside); note: what they did, per language
    """

    __tablename__ = "statement_review"
    __table_args__ = _of_people("reviewed_by")

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    method: Mapped[str] = mapped_column(String(10))
    note: Mapped[dict[str, str]]
    reviewed_by: Mapped[int | None]
    reviewed_on: Mapped[date]
