"""Looking at the report of a panel: what it recommends, what the council said, what it cost, and how it came about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.content.queries import Subject
from participation.errors import N_, NotFound
from participation.i18n import LANGUAGES, say
from participation.invitations.queries.counts import counted
from participation.invitations.queries.letters import drawn_lot
from participation.members import session_rules
from participation.members.models import Cost, Member, Recommendation, Report
from participation.members.queries.reached import (
    THERE,
    attended_counts,
    confirmed_counts,
    paid_counts,
    session_step,
)
from participation.members.queries.sessions import SessionView, sessions
from participation.members.report_figures import Facts, Figures, figures
from participation.members.report_rules import COSTS
from participation.panels import queries as panels
from participation.panels.queries import Counts, PanelView
from participation.panels.queries.tallies import PAID

TITLE = N_("The report of the panel")


@dataclass(frozen=True)
class ReportView:
    """A report as its pages need it; see `models.Report`. A panel of which nobody wrote anything yet has an empty one."""

    advised_on: date | None = None
    since: Mapping[str, str] = field(default_factory=dict)
    figures: Figures = field(default_factory=dict)
    published_at: datetime | None = None

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


@dataclass(frozen=True)
class RecommendationView:
    """A recommendation as its pages need it; see `models.Recommendation`."""

    number: int
    words: Mapping[str, str]
    minority: Mapping[str, str]
    votes: Mapping[str, int]
    answer: str
    answer_words: Mapping[str, str]
    answered_on: date | None


@dataclass(frozen=True)
class CostView:
    """Something that a panel cost; see `models.Cost`."""

    id: int
    kind: str
    cents: int
    minutes: int
    note: str


_REPORT = [getattr(Report, name) for name in ReportView.__dataclass_fields__]
_RECOMMENDATION = [getattr(Recommendation, name) for name in RecommendationView.__dataclass_fields__]
_COST = [getattr(Cost, name) for name in CostView.__dataclass_fields__]


def subject_of(panel_id: int) -> str:
    """What the report of a panel is called where other rooms speak of it."""
    return f"report:{panel_id}"


def subject_name(session: Session, municipality_id: int, subject: str) -> dict[str, str] | None:
    """What `report:7` is called, per language; None for what is no report here."""
    view = _panel_of(session, municipality_id, subject)
    return _title(view) if view else None


def subject_told(session: Session, municipality_id: int, subject: str) -> Subject | None:
    """What the report `report:7` tells of itself, for who writes more about it; None for what is no report here."""
    view = _panel_of(session, municipality_id, subject)
    if view is None:
        return None
    return Subject(
        {"title": _title(view)},
        is_public=is_published(session, municipality_id, view.id),
        desk=("members_desk.report", {"slug": view.slug}),
    )


def report(session: Session, municipality_id: int, panel_id: int) -> ReportView:
    """The report of a panel, as far as it is written."""
    row = session.execute(
        select(*_REPORT).where(Report.municipality_id == municipality_id, Report.panel_id == panel_id)
    ).one_or_none()
    return ReportView(*row) if row else ReportView()


@dataclass(frozen=True)
class ReportStanding:
    """How far the report of a panel is. drawn: whether anybody was drawn yet; open_ones: recommendations that the council
    has not answered, of so many `recommended`."""

    drawn: bool
    is_published: bool
    recommended: int
    open_ones: int


def report_standing(session: Session, municipality_id: int, panel_id: int) -> ReportStanding:
    """How far it is, in one statement."""
    published = select(Report.panel_id).where(
        Report.municipality_id == municipality_id, Report.panel_id == panel_id, Report.published_at.is_not(None)
    )
    drawn = select(Member.id).where(Member.municipality_id == municipality_id, Member.panel_id == panel_id)
    row = session.execute(
        select(
            drawn.exists(),
            published.exists(),
            func.count(),
            func.count().filter(Recommendation.answer == ""),
        ).where(Recommendation.municipality_id == municipality_id, Recommendation.panel_id == panel_id)
    ).one()
    return ReportStanding(bool(row[0]), bool(row[1]), row[2], row[3])


def is_published(session: Session, municipality_id: int, panel_id: int) -> bool:
    """Whether everybody can read the report of a panel."""
    found = select(Report.panel_id).where(
        Report.municipality_id == municipality_id, Report.panel_id == panel_id, Report.published_at.is_not(None)
    )
    return session.scalar(found) is not None


def recommendations(session: Session, municipality_id: int, panel_id: int) -> list[RecommendationView]:
    """What a panel recommends, in order."""
    rows = session.execute(
        select(*_RECOMMENDATION)
        .where(Recommendation.municipality_id == municipality_id, Recommendation.panel_id == panel_id)
        .order_by(Recommendation.number)
    )
    return [RecommendationView(*row) for row in rows]


def recommendation(session: Session, municipality_id: int, panel_id: int, number: int) -> RecommendationView:
    """One of them. Raises NotFound."""
    found = next((one for one in recommendations(session, municipality_id, panel_id) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def costs(session: Session, municipality_id: int, panel_id: int) -> list[CostView]:
    """What a panel cost, the newest first."""
    rows = session.execute(
        select(*_COST)
        .where(Cost.municipality_id == municipality_id, Cost.panel_id == panel_id)
        .order_by(Cost.id.desc())
    )
    return [CostView(*row) for row in rows]


def paid(session: Session, municipality_id: int, panel_id: int) -> int:
    """What members of a panel were granted, in cents, also what no longer stands in the books."""
    written = panels.tallies(session, municipality_id, panel_id)
    now = paid_counts(session, municipality_id, panel_id)
    return sum(count for line, count in (now + written).items() if line.step == PAID)


def figures_now(session: Session, municipality_id: int, view: PanelView) -> Figures:
    """The figures of a report as they are counted now; about fifteen statements, however many people there are."""
    features = panels.features_of_pool(session, municipality_id, view)
    drawn = panels.drawn_codes(session, municipality_id, view.id)
    held = [one for one in sessions(session, municipality_id, view.id) if one.state == session_rules.HELD]
    counts: Counts = Counter()
    for some in (
        counted(session, municipality_id, view.id),
        panels.count_pool(features, drawn),
        confirmed_counts(session, municipality_id, view.id, features),
        attended_counts(session, municipality_id, view.id, features),
        paid_counts(session, municipality_id, view.id),
        panels.tallies(session, municipality_id, view.id),
    ):
        counts.update(some)
    lot = drawn_lot(session, municipality_id, view.id)
    return figures(
        Facts(
            counts,
            view.seats,
            (lot.sequence, lot.units) if lot else None,
            view.targets,
            panels.statistics(session, municipality_id),
            **_draws(session, municipality_id, view, drawn),
            sessions=[_session(one, counts) for one in held],
            costs=_by_kind(costs(session, municipality_id, view.id)),
            paid=sum(count for line, count in counts.items() if line.step == PAID),
        )
    )


def _draws(
    session: Session, municipality_id: int, view: PanelView, drawn: Mapping[int, Sequence[str]]
) -> dict[str, Any]:
    """The draws that count, in order, and the chances that the first of them gave."""
    there = [one for one in panels.draws(session, municipality_id, view.id) if one.is_drawn and one.round in drawn]
    told = [
        {
            "round": one.round,
            "sequence": one.sequence,
            "on": local(one.drawn_at).date().isoformat() if one.drawn_at else None,
            "people": len(drawn[one.round]),
        }
        for one in sorted(there, key=lambda one: one.round)
    ]
    first = next((one for one in there if one.round == panels.FIRST), None)
    lots = panels.report(session, municipality_id, first.calculation_id).get("lottery", {}) if first else {}
    chances = {name: lots[name] for name in ("lowest", "highest") if name in lots}
    return {"draws": told, "chances": {**chances, "panels": first.number_of_panels} if first and chances else {}}


def _session(view: SessionView, counts: Counts) -> dict[str, Any]:
    """A session that was held: how, and how many were there, for all or a part of it."""
    states = {line.way: count for line, count in counts.items() if line.step == session_step(view.number)}
    return {
        "number": view.number,
        "title": view.title,
        "on": local(view.starts_at).date().isoformat(),
        "mode": view.mode,
        "moved": view.changes > 0,
        "there": sum(states.get(state, 0) for state in THERE) if states else None,
    }


def _by_kind(lines: Sequence[CostView]) -> list[dict[str, Any]]:
    """Costs added up by what they are for, in the order of `report_rules.COSTS`."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        sums[line.kind][0] += line.cents
        sums[line.kind][1] += line.minutes
    return [{"kind": kind, "cents": sums[kind][0], "minutes": sums[kind][1]} for kind in COSTS if kind in sums]


def _panel_of(session: Session, municipality_id: int, subject: str) -> PanelView | None:
    kind, _, number = subject.partition(":")
    if kind != "report" or not (number.isascii() and number.isdecimal()) or len(number) > 9:
        return None
    try:
        return panels.panel_by_id(session, municipality_id, int(number))
    except NotFound:
        return None


def _title(view: PanelView) -> dict[str, str]:
    return {code: f"{say(TITLE, code)}: {title}" for code, title in view.title.items() if code in LANGUAGES}
