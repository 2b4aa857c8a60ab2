"""The desk's place in the house, and what each of its pages needs to know."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint

from participation.db import Session
from participation.panels import queries
from participation.panels.desk import sentences
from participation.panels.desk.standing import Standing, standing
from participation.panels.queries import CalculationView, DrawView, PanelView
from participation.panels.rules import Situation, Step, step_now
from participation.web.context import here, someone

bp = Blueprint("desk", __name__)


@bp.context_processor
def say_findings() -> dict[str, object]:
    """The sentences that the desk's templates can count on."""
    named = (
        "fault_words",
        "change_words",
        "misfit_words",
        "cost_words",
        "stage_words",
        "stage_place",
        "certainty_words",
    )
    return {name: getattr(sentences, name) for name in named}


class Dossier:
    """A panel with its newest calculation and its draws: four statements, whatever the size of the pool."""

    def __init__(self, session: Session, slug: str) -> None:
        self.panel: PanelView = queries.panel(session, here().id, slug)
        self.calculation: CalculationView | None = queries.calculation(session, here().id, self.panel.id)
        self.draws: list[DrawView] = queries.draws(session, here().id, self.panel.id)
        self.draw: DrawView | None = queries.active_draw(self.draws)

    @property
    def situation(self) -> Situation:
        return queries.situation(self.panel, self.calculation, self.draw)

    @property
    def step(self) -> Step | None:
        return step_now(self.situation)

    def standing(self, now: datetime) -> Standing:
        """Where it stands, as the person who is signed in sees it."""
        return standing(self.panel, self.calculation, self.draw, seen_by=someone().person_id, now=now)

    @property
    def is_frozen(self) -> bool:
        return self.draw is not None
