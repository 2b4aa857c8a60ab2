"""Looking at panels, and at where each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from participation import db
from participation.content import queries as content
from participation.content.queries import Content, Subject
from participation.errors import NotFound
from participation.panels.models import Panel, Round
from participation.panels.queries.calculations import CalculationView, newest_calculations
from participation.panels.queries.draws import DrawView, draws, newest_draws
from participation.panels.queries.remits import remit, remits
from participation.panels.remit_rules import RemitView, is_ready
from participation.panels.rules import Situation


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
    household_key: str
    version: int
    created_at: datetime

    @property
    def subject(self) -> str:
        """What it is called where other rooms speak of it."""
        return subject_of(self.id)

    @property
    def texts(self) -> Mapping[str, Mapping[str, str]]:
        """Its own words, by part and by language."""
        return {"title": self.title, "question": self.question}

    @property
    def categories(self) -> list[str]:
        return list(dict.fromkeys(target["category"] for target in self.targets))


_PANEL = [getattr(Panel, name) for name in PanelView.__dataclass_fields__]


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
    wanted = select(*_PANEL).where(Panel.municipality_id == municipality_id, Panel.id == panel_id)
    row = db.once(session, ("panel", municipality_id, panel_id), lambda: session.execute(wanted).one_or_none())
    if row is None:
        raise NotFound
    return PanelView(*row)


def subject_of(panel_id: int) -> str:
    """What a panel is called where other rooms speak of it."""
    return f"panel:{panel_id}"


def subject_name(session: Session, municipality_id: int, subject: str) -> dict[str, str] | None:
    """What `panel:7` is called, per language; None for what is no panel here."""
    found = _of_subject(session, municipality_id, subject)
    return None if found is None else found.title


def subject_told(session: Session, municipality_id: int, subject: str) -> Subject | None:
    """What the panel `panel:7` tells of itself, for who writes more about it; None for what is no panel here."""
    found = _of_subject(session, municipality_id, subject)
    if found is None:
        return None
    return Subject(
        found.texts, is_public=is_public(session, municipality_id, found), desk=("desk.panel", {"slug": found.slug})
    )


def told(session: Session, municipality_id: int, view: PanelView) -> tuple[PanelView, Content]:
    """A panel in every language, and all that is told about it."""
    found = content.content(session, municipality_id, view.subject, view.texts)
    return translated(view, found), found


def translated(view: PanelView, found: Content) -> PanelView:
    """The panel with its words in every language in which somebody wrote them."""
    return replace(view, title=found.of("title"), question=found.of("question"))


def all_told(session: Session, municipality_id: int, views: Sequence[PanelView]) -> dict[int, Content]:
    """The words about each of these panels, by its number, in one statement."""
    texts = content.texts_of(session, municipality_id, [view.subject for view in views])
    return {view.id: Content(content.joined(texts.get(view.subject, {}), view.texts)) for view in views}


def panel_to_change(session: Session, municipality_id: int, slug: str) -> Panel:
    """The panel itself, taken so that nobody else changes it until this transaction ends. Raises NotFound."""
    found = session.scalar(
        select(Panel).where(Panel.municipality_id == municipality_id, Panel.slug == slug).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def panels(session: Session, municipality_id: int) -> list[tuple[PanelView, CalculationView | None, DrawView | None]]:
    """Every panel here, newest first, each with the newest calculation and the newest draw of the round that is being
    prepared or drawn, in a few statements."""
    calculations = newest_calculations(session, municipality_id)
    newest = newest_draws(session, municipality_id)
    now = _rounds_now(session, municipality_id)
    views = _panels(session, municipality_id)
    at = {view.id: (view.id, now.get(view.id, 1)) for view in views}
    return [(view, calculations.get(at[view.id]), newest.get(at[view.id])) for view in views]


def is_public(session: Session, municipality_id: int, view: PanelView, known: Sequence[DrawView] | None = None) -> bool:
    """Whether everybody can follow this panel; see `public_panels`. known: its draws, where they were looked up."""
    if any(draw.is_promised for draw in (draws(session, municipality_id, view.id) if known is None else known)):
        return True
    return bool(_told_to_all(session, municipality_id, {view.id: remit(session, municipality_id, view.id)}))


def public_panels(session: Session, municipality_id: int) -> list[tuple[PanelView, DrawView | None]]:
    """The panels that citizens can follow, newest first, each with the newest draw of all its seats that was promised.

    From the start: as soon as a summary, what is asked and what is promised stand there in each official language. What
    was once promised as a draw stays.
    """
    newest = newest_draws(session, municipality_id, promised=True)
    promised = {panel_id: draw for (panel_id, number), draw in newest.items() if number == 1}
    told = _told_to_all(session, municipality_id, remits(session, municipality_id))
    return [
        (view, promised.get(view.id))
        for view in _panels(session, municipality_id)
        if view.id in promised or view.id in told
    ]


def _told_to_all(session: Session, municipality_id: int, written: Mapping[int, RemitView | None]) -> set[int]:
    """Which of these panels, by number, everybody can read about."""
    official = content.official_languages(session, municipality_id)
    ready = [number for number, one in written.items() if is_ready(one, official)]
    told = content.summed_up(session, municipality_id, [subject_of(number) for number in ready])
    return {number for number in ready if subject_of(number) in told}


def _of_subject(session: Session, municipality_id: int, subject: str) -> PanelView | None:
    kind, _, number = subject.partition(":")
    if kind != "panel" or not (number.isascii() and number.isdecimal()) or len(number) > 9:
        return None
    return next(iter(_panels(session, municipality_id, Panel.id == int(number))), None)


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


def _rounds_now(session: Session, municipality_id: int) -> dict[int, int]:
    """The round that is open, of each panel where seats came free, by panel id."""
    rows = session.execute(
        select(Round.panel_id, Round.number).where(Round.municipality_id == municipality_id, Round.closed_at.is_(None))
    )
    return {row.panel_id: row.number for row in rows}


def _panels(session: Session, municipality_id: int, *wanted: ColumnElement[bool]) -> list[PanelView]:
    rows = session.execute(
        select(*_PANEL)
        .where(Panel.municipality_id == municipality_id, *wanted)
        .order_by(Panel.created_at.desc(), Panel.id.desc())
    )
    return [PanelView(*row) for row in rows]
