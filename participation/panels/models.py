"""What is remembered of a panel: its remit, targets and pool, the calculation of the fair chances, and each draw."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, OfMunicipality


class Panel(OfMunicipality, Base):
    """A citizen panel.

    title, question: per language
    targets: list of {category, feature, min, max, min_flex, max_flex}; [] until they are uploaded
    pool: what the pages need of the people without reading them: how many there are, in all (`count`) and of each
        feature (`of`, category to feature to number), and whether they gave addresses; {} until they are uploaded
    outlook: whether a panel exists and what fairness is possible with these targets; {} while unknown
    people_at: since when these people are its pool
    household_key: turns an address into a pseudonym; addresses themselves are not kept
    version: counts the changes of people, targets and seats; a calculation belongs to one version
    """

    __tablename__ = "panel"
    __table_args__ = (UniqueConstraint("municipality_id", "slug"), UniqueConstraint("municipality_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[dict[str, str]]
    question: Mapped[dict[str, str]]
    seats: Mapped[int]
    one_per_household: Mapped[bool] = mapped_column(default=False)
    number_of_panels: Mapped[int] = mapped_column(default=1000)
    objective: Mapped[str] = mapped_column(String(20), default="leximin")
    targets: Mapped[list[Any]] = mapped_column(default=list)
    pool: Mapped[dict[str, Any]] = mapped_column(default=dict)
    people_at: Mapped[datetime | None]
    outlook: Mapped[dict[str, Any]] = mapped_column(default=dict)
    household_key: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


def _of_a_panel() -> ForeignKeyConstraint:
    # Both columns together: a row can never point at a neighbour municipality's panel.
    return ForeignKeyConstraint(["municipality_id", "panel_id"], ["panel.municipality_id", "panel.id"])


def _of_a_calculation() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["municipality_id", "calculation_id"], ["calculation.municipality_id", "calculation.id"]
    )


def _by(*columns: str) -> tuple[ForeignKeyConstraint, ...]:
    return tuple(
        ForeignKeyConstraint(["municipality_id", column], ["person.municipality_id", "person.id"]) for column in columns
    )


class Remit(OfMunicipality, Base):
    """What a panel is asked to do, by whom, and what it may count on: everybody reads it from the start.

    What is not known yet is empty, or None. The columns are those of `remit_rules.RemitView`, which says what each is.
    """

    __tablename__ = "remit"
    __table_args__ = (_of_a_panel(),)

    panel_id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    model: Mapped[str] = mapped_column(String(30))
    commissioner: Mapped[str] = mapped_column(String(20))
    mandate: Mapped[dict[str, str]]
    promise: Mapped[dict[str, str]]
    output: Mapped[dict[str, str]]
    funding: Mapped[dict[str, str]]
    evaluation: Mapped[dict[str, str]]
    answer_months: Mapped[int | None]
    days: Mapped[int | None]
    sessions: Mapped[int | None]
    budget: Mapped[int | None]
    minimum_age: Mapped[int | None]
    resident_on: Mapped[date | None]
    left_out: Mapped[list[Any]]
    assessment: Mapped[str] = mapped_column(String(300), default="")
    calendar: Mapped[list[Any]]


class Statistic(OfMunicipality, Base):
    """How the population of a municipality is divided over the values of one feature, from a named source.

    shares: list of {feature, count}, in order; as_of: the day that the figures are of
    from_age: from which age people are counted, in years; None where everybody is
    """

    __tablename__ = "statistic"
    __table_args__ = (UniqueConstraint("municipality_id", "category"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    category: Mapped[str] = mapped_column(String(200))
    shares: Mapped[list[Any]]
    source: Mapped[str] = mapped_column(String(300))
    as_of: Mapped[date]
    from_age: Mapped[int | None]
    imported_at: Mapped[datetime]


class Round(OfMunicipality, Base):
    """A draw for the seats that came free: everything that is not as in the first, which is round 1 and has no row.

    seats: how many are open; targets: what is left of the panel's, in the same form; relaxed: list of {category, feature,
    bound, before, after}, in seats of the whole panel, where that could not be met by whoever is left; pool: the codes of
    those who can be drawn; closed_at: when they were drawn, or the round was given up
    """

    __tablename__ = "round"
    __table_args__ = (_of_a_panel(), *_by("opened_by"))

    municipality_id: Mapped[int]
    panel_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    seats: Mapped[int]
    targets: Mapped[list[Any]]
    relaxed: Mapped[list[Any]]
    pool: Mapped[list[Any]]
    opened_by: Mapped[int | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Tally(OfMunicipality, Base):
    """A count that stays when the people are forgotten: how many reached a step, by which way, with which feature.

    step: one of those in `rules`, from INVITED to PAID, or `session:3`; category, feature: both "" for all together
    way: how it came: a channel, why a letter did not arrive, the round of a draw, whether somebody was present, or what
        they were paid for; "" for all together
    """

    __tablename__ = "tally"
    __table_args__ = (_of_a_panel(),)

    municipality_id: Mapped[int]
    panel_id: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    way: Mapped[str] = mapped_column(String(15), primary_key=True)
    category: Mapped[str] = mapped_column(String(200), primary_key=True)
    feature: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]


class Candidate(OfMunicipality, Base):
    """Someone who volunteered.

    code: the random pseudonym that is published; reference: the id in the official's own list
    salt, leaf: the commitment to the features (see `lottery.commitment`)
    number_key: the national number, keyed, where the list had one: it finds doubles and whoever may not be drawn
    Once somebody is forgotten, only code and leaf are left: without its salt the leaf says nothing.
    """

    __tablename__ = "candidate"
    __table_args__ = (
        _of_a_panel(),
        UniqueConstraint("panel_id", "code"),
        UniqueConstraint("panel_id", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(12))
    reference: Mapped[str | None] = mapped_column(String(200))
    features: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    household: Mapped[str | None] = mapped_column(String(16))
    number_key: Mapped[str | None] = mapped_column(String(64))
    salt: Mapped[str | None] = mapped_column(String(32))
    leaf: Mapped[str] = mapped_column(String(64))
    forgotten_at: Mapped[datetime | None]


class Upload(OfMunicipality, Base):
    """A file that an official uploaded and has not yet accepted; `findings` is what the preview shows."""

    __tablename__ = "upload"
    __table_args__ = (_of_a_panel(), UniqueConstraint("panel_id", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    filename: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    options: Mapped[dict[str, Any]]
    findings: Mapped[dict[str, Any]]
    uploaded_at: Mapped[datetime]


class Calculation(OfMunicipality, Base):
    """One run of the engine for one version of a panel, and one round.

    state: waiting, running, done, failed or cancelled; trouble: why it failed, as {code, facts}
    report: what the fairness page shows (see `sortition.calculation`), and who fits in no panel (`misfits`, by code)
    """

    __tablename__ = "calculation"
    __table_args__ = (
        _of_a_panel(),
        UniqueConstraint("municipality_id", "id"),
        Index(
            "uq_calculation_active",
            "panel_id",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'running')"),
            postgresql_where=text("state IN ('waiting', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int] = mapped_column(index=True)
    round: Mapped[int] = mapped_column(default=1)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    stage: Mapped[str] = mapped_column(String(20), default="waiting")
    # The best lowest chance that is still possible; once it is done, the lowest over the numbered panels.
    bound: Mapped[float | None]
    gap: Mapped[float | None]
    seconds: Mapped[float] = mapped_column(default=0.0)
    stop_asked: Mapped[bool] = mapped_column(default=False)
    trouble: Mapped[dict[str, Any]] = mapped_column(default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)


class NumberedPanel(OfMunicipality, Base):
    """One of the numbered panels of a calculation: `codes` are the members', sorted."""

    __tablename__ = "numbered_panel"
    __table_args__ = (_of_a_calculation(),)

    municipality_id: Mapped[int]
    calculation_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    codes: Mapped[list[Any]]


class Chance(OfMunicipality, Base):
    """What a calculation gives one person: the exact chance, and in how many numbered panels they are."""

    __tablename__ = "chance"
    __table_args__ = (_of_a_calculation(),)

    municipality_id: Mapped[int]
    calculation_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    chance: Mapped[float]
    panels: Mapped[int]


class Draw(OfMunicipality, Base):
    """A promise and what became of it. One that is not cancelled at most, per round; cancelled ones stay visible.

    source: where the number comes from, as `lottery.sources` declares it; digest: that of the promise
    document: `draw.json` as published, to the byte; it is there from the promise on, and grows with the result
    """

    __tablename__ = "draw"
    __table_args__ = (
        _of_a_panel(),
        _of_a_calculation(),
        *_by("proposed_by", "promised_by", "drawn_by", "cancel_asked_by", "cancelled_by"),
        UniqueConstraint("panel_id", "sequence"),
        Index(
            "uq_draw_active",
            "panel_id",
            "round",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    panel_id: Mapped[int]
    calculation_id: Mapped[int]
    round: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int]
    number_of_panels: Mapped[int]
    source: Mapped[dict[str, Any]]
    seed_at: Mapped[datetime]
    proposed_by: Mapped[int | None]
    proposed_at: Mapped[datetime]
    promised_by: Mapped[int | None]
    promised_at: Mapped[datetime | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    drawn_by: Mapped[int | None]
    drawn_at: Mapped[datetime | None]
    values: Mapped[list[Any] | None]
    number: Mapped[int | None]
    cancel_asked_by: Mapped[int | None]
    cancel_asked_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    cancelled_by: Mapped[int | None]
    cancelled_at: Mapped[datetime | None]
    document: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
