"""Looking at panels: columns rather than whole objects, so that a pool of thousands stays light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from participation.errors import NotFound
from participation.panels.models import Calculation, Candidate, Chance, Draw, NumberedPanel, Panel, Upload
from participation.panels.rules import Situation
from participation.people.models import Person
from participation.sortition.problem import Person as PoolPerson
from participation.sortition.problem import Problem, Target, make_problem

PAGE = 50


@dataclass(frozen=True)
class PanelView:
    """A panel as its pages need it."""

    id: int
    slug: str
    title: dict[str, str]
    question: dict[str, str]
    seats: int
    one_per_household: bool
    objective: str
    number_of_panels: int
    targets: list[dict[str, Any]]
    pool: dict[str, Any]
    outlook: dict[str, Any]
    version: int
    created_at: datetime

    @property
    def categories(self) -> list[str]:
        return list(dict.fromkeys(target["category"] for target in self.targets))


@dataclass(frozen=True)
class CalculationView:
    """A calculation as its pages need it."""

    id: int
    version: int
    state: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    stage: str
    bound: float | None
    gap: float | None
    seconds: float
    stop_asked: bool
    trouble: dict[str, Any]

    @property
    def is_active(self) -> bool:
        return self.state in ("waiting", "running")


@dataclass(frozen=True)
class DrawView:
    """A draw as its pages need it; the names are those of the officials who did the acts."""

    id: int
    calculation_id: int
    sequence: int
    source: dict[str, Any]
    seed_at: datetime
    proposed_by: int
    proposed_at: datetime
    promised_by: int | None
    promised_at: datetime | None
    digest: str | None
    drawn_at: datetime | None
    values: list[str] | None
    number: int | None
    cancel_asked_by: int | None
    cancel_asked_at: datetime | None
    reason: str | None
    cancelled_at: datetime | None
    proposer: str
    confirmer: str | None

    @property
    def is_promised(self) -> bool:
        return self.promised_at is not None

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None and self.cancelled_at is None


class Lots(NamedTuple):
    """A code and in how many of the numbered panels it is."""

    code: str
    panels: int


class MyChance(NamedTuple):
    """chance: the exact one; panels: the number of numbered panels."""

    chance: float
    panels: int


class Listed(NamedTuple):
    """A line of the pool: code, the official's own reference, features in the order of the categories."""

    code: str
    reference: str
    features: list[str]


class Volunteer(NamedTuple):
    """All that is held of somebody in the pool."""

    code: str
    reference: str
    features: list[str]
    household: str | None
    salt: str
    leaf: str


_VOLUNTEER = [getattr(Candidate, name) for name in Volunteer._fields]
_LISTED = [getattr(Candidate, name) for name in Listed._fields]
_PANEL = [getattr(Panel, name) for name in PanelView.__dataclass_fields__]
_CALCULATION = [getattr(Calculation, name) for name in CalculationView.__dataclass_fields__]
_DRAW = [getattr(Draw, name) for name in DrawView.__dataclass_fields__ if name not in ("proposer", "confirmer")]


def panel(session: Session, municipality_id: int, slug: str) -> PanelView:
    """The panel with this name here. Raises NotFound."""
    row = session.execute(
        select(*_PANEL).where(Panel.municipality_id == municipality_id, Panel.slug == slug)
    ).one_or_none()
    if row is None:
        raise NotFound
    return PanelView(*row)


def panel_by_id(session: Session, municipality_id: int, panel_id: int) -> PanelView:
    """The panel with this number here. Raises NotFound."""
    row = session.execute(
        select(*_PANEL).where(Panel.municipality_id == municipality_id, Panel.id == panel_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return PanelView(*row)


def panel_to_change(session: Session, municipality_id: int, slug: str) -> Panel:
    """The panel itself, taken so that nobody else changes it until this transaction ends. Raises NotFound."""
    found = session.scalar(
        select(Panel).where(Panel.municipality_id == municipality_id, Panel.slug == slug).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def panels(session: Session, municipality_id: int) -> list[tuple[PanelView, CalculationView | None, DrawView | None]]:
    """Every panel here, newest first, each with its newest calculation and its newest draw: three statements in all."""
    rows = session.execute(
        select(*_PANEL)
        .where(Panel.municipality_id == municipality_id)
        .order_by(Panel.created_at.desc(), Panel.id.desc())
    )
    found = [PanelView(*row) for row in rows]
    calculations = {
        row.panel_id: CalculationView(*row[1:])
        for row in session.execute(
            select(Calculation.panel_id, *_CALCULATION)
            .where(Calculation.municipality_id == municipality_id)
            .order_by(Calculation.id)
        )
    }
    draws = {
        row.panel_id: DrawView(*row[1:])
        for row in session.execute(_draws(municipality_id, Draw.panel_id).order_by(Draw.sequence))
    }
    return [(view, calculations.get(view.id), draws.get(view.id)) for view in found]


def public_panels(session: Session, municipality_id: int) -> list[tuple[PanelView, DrawView]]:
    """The panels that citizens can follow, newest first, each with the newest draw that has been promised."""
    promised = _draws(municipality_id, Draw.panel_id).where(Draw.promised_at.is_not(None)).order_by(Draw.sequence)
    draws = {row.panel_id: DrawView(*row[1:]) for row in session.execute(promised)}
    rows = session.execute(
        select(*_PANEL)
        .where(Panel.municipality_id == municipality_id, Panel.id.in_(draws))
        .order_by(Panel.created_at.desc(), Panel.id.desc())
    )
    return [(view, draws[view.id]) for view in (PanelView(*row) for row in rows)]


def calculation(session: Session, panel_id: int) -> CalculationView | None:
    """The newest calculation of a panel."""
    row = session.execute(
        select(*_CALCULATION).where(Calculation.panel_id == panel_id).order_by(Calculation.id.desc()).limit(1)
    ).one_or_none()
    return CalculationView(*row) if row else None


def done_calculation(session: Session, panel_id: int) -> CalculationView:
    """The newest calculation that ended well. Raises NotFound."""
    row = session.execute(
        select(*_CALCULATION)
        .where(Calculation.panel_id == panel_id, Calculation.state == "done")
        .order_by(Calculation.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound
    return CalculationView(*row)


def report(session: Session, calculation_id: int) -> dict[str, Any]:
    """The fairness report of a calculation; {} until it is done."""
    found: dict[str, Any] = session.execute(
        select(Calculation.report).where(Calculation.id == calculation_id)
    ).scalar_one()
    return found


def draws(session: Session, municipality_id: int, panel_id: int) -> list[DrawView]:
    """Every draw of a panel, the newest first: the one that counts, and the cancelled ones."""
    rows = session.execute(_draws(municipality_id).where(Draw.panel_id == panel_id).order_by(Draw.sequence.desc()))
    return [DrawView(*row) for row in rows]


def draw(session: Session, municipality_id: int, panel_id: int, sequence: int) -> DrawView:
    """One draw of a panel. Raises NotFound."""
    row = session.execute(
        _draws(municipality_id).where(Draw.panel_id == panel_id, Draw.sequence == sequence)
    ).one_or_none()
    if row is None:
        raise NotFound
    return DrawView(*row)


def draw_to_change(session: Session, panel_id: int, sequence: int) -> Draw:
    """The draw itself; take its panel first. Raises NotFound."""
    found = session.scalar(select(Draw).where(Draw.panel_id == panel_id, Draw.sequence == sequence))
    if found is None:
        raise NotFound
    return found


def active_draw(draws: Sequence[DrawView]) -> DrawView | None:
    """The one that is not cancelled."""
    return next((draw for draw in draws if draw.cancelled_at is None), None)


def document(session: Session, draw_id: int) -> bytes:
    """`draw.json` of a draw as published, to the byte. Raises NotFound while nothing is promised."""
    found = session.execute(select(Draw.document).where(Draw.id == draw_id)).scalar_one()
    if found is None:
        raise NotFound
    return found


def situation(view: PanelView, newest: CalculationView | None, draw: DrawView | None) -> Situation:
    """What decides what can be done now."""
    return Situation(
        has_targets=bool(view.targets),
        has_people=bool(view.pool),
        has_chances=newest is not None and newest.state == "done" and newest.version == view.version,
        proposed_by=draw.proposed_by if draw else None,
        promised=draw is not None and draw.is_promised,
        drawn=draw is not None and draw.is_drawn,
    )


def upload(session: Session, panel_id: int, kind: str) -> Row[Any] | None:
    """The upload that waits to be accepted: id, filename, options, findings, uploaded_at."""
    return session.execute(
        select(Upload.id, Upload.filename, Upload.options, Upload.findings, Upload.uploaded_at).where(
            Upload.panel_id == panel_id, Upload.kind == kind
        )
    ).one_or_none()


def upload_content(session: Session, panel_id: int, kind: str) -> bytes:
    """The waiting file itself. Raises NotFound."""
    content = session.execute(
        select(Upload.content).where(Upload.panel_id == panel_id, Upload.kind == kind)
    ).scalar_one_or_none()
    if content is None:
        raise NotFound
    return content


def problem(session: Session, view: PanelView | Panel, *, targets: Sequence[dict[str, Any]] | None = None) -> Problem:
    """The selection problem of a panel as it stands; people are known by their codes only."""
    rows = session.execute(
        select(Candidate.code, Candidate.features, Candidate.household).where(Candidate.panel_id == view.id)
    )
    return make_problem(
        [Target(**target) for target in (view.targets if targets is None else targets)],
        [PoolPerson(code, tuple(features), household) for code, features, household in rows],
        view.seats,
        one_per_household=view.one_per_household,
    )


def members(session: Session, calculation_id: int, number: int) -> list[str]:
    """The codes of one numbered panel. Raises NotFound."""
    codes: list[str] | None = session.execute(
        select(NumberedPanel.codes).where(
            NumberedPanel.calculation_id == calculation_id, NumberedPanel.number == number
        )
    ).scalar_one_or_none()
    if codes is None:
        raise NotFound
    return codes


def seated(session: Session, panel_id: int, calculation_id: int, number: int) -> list[Listed]:
    """The people of one numbered panel as the official needs them."""
    rows = session.execute(
        select(*_LISTED)
        .where(Candidate.panel_id == panel_id, Candidate.code.in_(members(session, calculation_id, number)))
        .order_by(Candidate.code)
    )
    return [Listed(*row) for row in rows]


def references(session: Session, panel_id: int, codes: Sequence[str]) -> dict[str, str]:
    """Code to the official's own reference."""
    rows = session.execute(
        select(Candidate.code, Candidate.reference).where(Candidate.panel_id == panel_id, Candidate.code.in_(codes))
    )
    return dict(rows.tuples().all())


def chance(session: Session, calculation_id: int, code: str) -> MyChance:
    """What a calculation gives one code. Raises NotFound."""
    row = session.execute(
        select(Chance.chance, Chance.panels).where(Chance.calculation_id == calculation_id, Chance.code == code)
    ).one_or_none()
    if row is None:
        raise NotFound
    return MyChance(*row)


def draw_with_code(session: Session, municipality_id: int, code: str) -> tuple[int, int] | None:
    """The newest promised draw here in which this code takes part: panel id and sequence."""
    row = session.execute(
        select(Draw.panel_id, Draw.sequence)
        .join(Chance, Chance.calculation_id == Draw.calculation_id)
        .where(Draw.municipality_id == municipality_id, Draw.promised_at.is_not(None), Chance.code == code)
        .order_by(Draw.promised_at.desc(), Draw.id.desc())
        .limit(1)
    ).one_or_none()
    return (row.panel_id, row.sequence) if row else None


def all_chances(session: Session, calculation_id: int) -> list[Lots]:
    """Everybody's number of panels."""
    rows = session.execute(_lots(calculation_id))
    return [Lots(*row) for row in rows]


def chances(session: Session, calculation_id: int, page: int) -> tuple[list[Lots], int]:
    """Everybody's number of panels, `PAGE` at a time, and how many pages there are."""
    count = session.scalar(select(func.count()).where(Chance.calculation_id == calculation_id)) or 0
    rows = session.execute(_lots(calculation_id).limit(PAGE).offset(PAGE * (page - 1)))
    return [Lots(*row) for row in rows], _pages(count)


def candidates(session: Session, panel_id: int, page: int, wanted: str = "") -> tuple[list[Listed], int]:
    """The pool as the official sees it; those whose code or reference contains `wanted`."""
    where = [Candidate.panel_id == panel_id]
    if wanted:
        where.append(
            Candidate.reference.icontains(wanted, autoescape=True) | Candidate.code.icontains(wanted, autoescape=True)
        )
    count = session.scalar(select(func.count()).select_from(Candidate).where(*where)) or 0
    rows = session.execute(
        select(*_LISTED).where(*where).order_by(Candidate.reference).limit(PAGE).offset(PAGE * (page - 1))
    )
    return [Listed(*row) for row in rows], _pages(count)


def candidate(session: Session, panel_id: int, code: str) -> Volunteer:
    """One person of the pool with all that their receipt says. Raises NotFound."""
    row = session.execute(
        select(*_VOLUNTEER).where(Candidate.panel_id == panel_id, Candidate.code == code)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Volunteer(*row)


def everybody(session: Session, panel_id: int) -> list[Volunteer]:
    """The whole pool, for exports and digests."""
    rows = session.execute(select(*_VOLUNTEER).where(Candidate.panel_id == panel_id).order_by(Candidate.code))
    return [Volunteer(*row) for row in rows]


def _lots(calculation_id: int) -> Any:
    return select(Chance.code, Chance.panels).where(Chance.calculation_id == calculation_id).order_by(Chance.code)


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE))


def _draws(municipality_id: int, *more: Any) -> Any:
    proposer, confirmer = aliased(Person), aliased(Person)
    return (
        select(*more, *_DRAW, proposer.name.label("proposer"), confirmer.name.label("confirmer"))
        .join(proposer, proposer.id == Draw.proposed_by)
        .outerjoin(confirmer, confirmer.id == Draw.promised_by)
        .where(Draw.municipality_id == municipality_id)
    )
