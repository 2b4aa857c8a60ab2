"""What is remembered of members: their seats, their sessions and tables, what they are paid, and what they recommend."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, OfMunicipality


def _of_a_panel() -> ForeignKeyConstraint:
    # Both columns together: a row can never point at a neighbour municipality's panel.
    return ForeignKeyConstraint(["municipality_id", "panel_id"], ["panel.municipality_id", "panel.id"])


def _of_a(table: str, column: str = "") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["municipality_id", column or f"{table}_id"], [f"{table}.municipality_id", f"{table}.id"]
    )


def _by(*columns: str) -> tuple[ForeignKeyConstraint, ...]:
    return tuple(
        ForeignKeyConstraint(["municipality_id", column], ["person.municipality_id", "person.id"]) for column in columns
    )


class Member(OfMunicipality, Base):
    """Somebody who was drawn, from that moment on.

    code: the public code under which they were drawn; round: the draw that drew them
    state: asked, confirmed, declined, silent or withdrawn (see `rules`); answer_by: the last day to confirm
    key, secret: the code with which they answer and open their page, keyed to be found and sealed to be written again
    reach: how to reach them, sealed JSON {name, email, phone, way, street, number, box, postcode, town}
    named: they want their name on the public page, which is `public_name`
    reason, words: why they do not come (any more), a key of `rules.REASONS` and their own words
    """

    __tablename__ = "member"
    __table_args__ = (
        _of_a_panel(),
        _of_a("person"),
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("panel_id", "code"),
        UniqueConstraint("municipality_id", "key"),
        Index("ix_member_panel_state", "panel_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(12))
    round: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    key: Mapped[str | None] = mapped_column(String(64))
    secret: Mapped[str | None] = mapped_column(Text)
    reach: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    large_print: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    answer_by: Mapped[date]
    answered_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(10))
    entry_id: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(20))
    words: Mapped[str | None] = mapped_column(Text)
    named: Mapped[bool] = mapped_column(default=False)
    public_name: Mapped[str | None] = mapped_column(String(120))
    left_at: Mapped[datetime | None]
    person_id: Mapped[int | None]
    forgotten_at: Mapped[datetime | None]


class PanelSession(OfMunicipality, Base):
    """A session of a panel.

    title, place, joining: per language; joining: how to take part from elsewhere (address of the meeting, telephone
    number, where to send what one writes); agenda: list of {at: "19:00", words: per language}, in order
    mode: hall, online, hybrid, telephone or written; fallback: the mode that is ready if it cannot be so, "" for none
    state: planned, held or cancelled
    """

    __tablename__ = "panel_session"
    __table_args__ = (_of_a_panel(), UniqueConstraint("municipality_id", "id"), UniqueConstraint("panel_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int]
    number: Mapped[int]
    title: Mapped[dict[str, str]]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    mode: Mapped[str] = mapped_column(String(10))
    place: Mapped[dict[str, str]]
    joining: Mapped[dict[str, str]]
    agenda: Mapped[list[Any]]
    fallback: Mapped[str] = mapped_column(String(10), default="")
    fallback_plan: Mapped[dict[str, str]]
    state: Mapped[str] = mapped_column(String(10), default="planned")
    changes: Mapped[int] = mapped_column(default=0)


class SessionChange(OfMunicipality, Base):
    """That a session was moved: to another mode, another moment, another place. Members were told, so many of them."""

    __tablename__ = "session_change"
    __table_args__ = (_of_a("panel_session", "session_id"), *_by("changed_by"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    session_id: Mapped[int] = mapped_column(index=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    reason: Mapped[dict[str, str]]
    told: Mapped[int]
    changed_by: Mapped[int | None]
    changed_at: Mapped[datetime]


class Arrangement(OfMunicipality, Base):
    """What is arranged so that one member can take part in a session as it is held.

    kind: technical_check, loan_device, help_at_town_hall, telephone, transport, interpreter or other; state: wanted,
    arranged, done or not_needed
    """

    __tablename__ = "arrangement"
    __table_args__ = (
        _of_a("panel_session", "session_id"),
        _of_a("member"),
        *_by("noted_by"),
        UniqueConstraint("session_id", "member_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    session_id: Mapped[int]
    member_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(300), default="")
    noted_by: Mapped[int | None]
    noted_at: Mapped[datetime]


class Material(OfMunicipality, Base):
    """Something to read or look at for a session: a link, or a file.

    public: whether everybody may have it, and not only members
    """

    __tablename__ = "material"
    __table_args__ = (_of_a("panel_session", "session_id"), UniqueConstraint("municipality_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    session_id: Mapped[int] = mapped_column(index=True)
    title: Mapped[dict[str, str]]
    language: Mapped[str] = mapped_column(String(2))
    link: Mapped[str] = mapped_column(String(500), default="")
    filename: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    public: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]


class Attendance(OfMunicipality, Base):
    """Whether a member was at a session. state: present, part, excused or absent; minutes: how long, for a part."""

    __tablename__ = "attendance"
    __table_args__ = (_of_a("panel_session", "session_id"), _of_a("member"), *_by("noted_by"))

    municipality_id: Mapped[int]
    session_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(8))
    minutes: Mapped[int | None]
    noted_by: Mapped[int | None]
    noted_at: Mapped[datetime]


class Allowance(OfMunicipality, Base):
    """What a member is paid. kind: session, travel, childcare, interpreter or other; state: noted, approved, exported or
    paid.

    once: what makes it this one, such as `session:3:7`; "" cannot be: nobody is paid twice for the same
    export: the number of the file for the bookkeeper in which it went
    """

    __tablename__ = "allowance"
    __table_args__ = (
        _of_a("member"),
        _of_a("panel_session", "session_id"),
        *_by("noted_by", "approved_by"),
        UniqueConstraint("municipality_id", "once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    member_id: Mapped[int] = mapped_column(index=True)
    session_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(12))
    cents: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    once: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    export: Mapped[int | None]
    noted_by: Mapped[int | None]
    noted_at: Mapped[datetime]
    approved_by: Mapped[int | None]
    approved_at: Mapped[datetime | None]


class BankDetail(OfMunicipality, Base):
    """Where a member is paid: kept apart, sealed JSON {holder, iban}, read only for the bookkeeper's file.

    account: None for who wants no money
    """

    __tablename__ = "bank_detail"
    __table_args__ = (_of_a("member"),)

    municipality_id: Mapped[int]
    member_id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(10))


class TablePlan(OfMunicipality, Base):
    """Who sits where in a session, round by round.

    seats: list of rounds, each a list of tables, each a list of members' numbers; helpers: list of rounds, each a list
    of tables, each {facilitator, note_taker}, by name
    balance: the features that each table mirrors; figures: see `table_rules.figures_of`; changes: what became of it on
    the day, the newest last (see `table_rules.changed`)
    """

    __tablename__ = "table_plan"
    __table_args__ = (_of_a("panel_session", "session_id"), *_by("made_by"), UniqueConstraint("session_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    session_id: Mapped[int]
    balance: Mapped[list[Any]]
    seats: Mapped[list[Any]]
    helpers: Mapped[list[Any]]
    figures: Mapped[dict[str, Any]]
    changes: Mapped[list[Any]] = mapped_column(default=list)
    seed: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=1)
    shown: Mapped[bool] = mapped_column(default=False)
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]


class SeatingWish(OfMunicipality, Base):
    """Who sits where, together or apart, whatever the plan: kind fixed, together or apart; table for fixed ones.

    Why is not kept: it is often about somebody's health or life.
    """

    __tablename__ = "seating_wish"
    __table_args__ = (_of_a_panel(), *_by("noted_by"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(10))
    members: Mapped[list[Any]]
    table: Mapped[int | None]
    noted_by: Mapped[int | None]
    noted_at: Mapped[datetime]


class Cost(OfMunicipality, Base):
    """What a panel cost, in money and in working hours: kind is a key of `rules.COSTS`."""

    __tablename__ = "cost"
    __table_args__ = (_of_a_panel(), *_by("noted_by"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    cents: Mapped[int]
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    noted_by: Mapped[int | None]
    noted_at: Mapped[datetime]


class Recommendation(OfMunicipality, Base):
    """What a panel recommends, and what the council said to it.

    words, minority, answer_words: per language; votes: {for, against, abstained}
    answer: yes, partly, no or later; "" while there is none
    """

    __tablename__ = "recommendation"
    __table_args__ = (_of_a_panel(), UniqueConstraint("panel_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int]
    number: Mapped[int]
    words: Mapped[dict[str, str]]
    minority: Mapped[dict[str, str]]
    votes: Mapped[dict[str, Any]]
    answer: Mapped[str] = mapped_column(String(10), default="")
    answer_words: Mapped[dict[str, str]]
    answered_on: Mapped[date | None]


class Report(OfMunicipality, Base):
    """What a panel came to, as everybody reads it; there is one from the first time that somebody writes something in it.

    advised_on: the day on which the council got the advice, from which its time to answer counts
    since: what has changed since, per language
    figures: how it came about, as it was counted when it was published (see `report_figures`); {} before
    """

    __tablename__ = "report"
    __table_args__ = (_of_a_panel(), *_by("published_by"))

    municipality_id: Mapped[int]
    panel_id: Mapped[int] = mapped_column(primary_key=True)
    advised_on: Mapped[date | None]
    since: Mapped[dict[str, str]] = mapped_column(default=dict)
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    published_by: Mapped[int | None]
    published_at: Mapped[datetime | None]
