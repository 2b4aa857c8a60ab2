"""The desk's place in the house, and what each of its pages needs to know."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint

from participation.db import Session
from participation.panels import queries
from participation.panels.desk import sentences
from participation.panels.desk.standing import Standing, standing
from participation.panels.queries import CalculationView, DrawView, PanelView, RoundView
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
    """A panel with its newest calculation and its draws: a few statements, whatever the size of the pool.

    number: of which round, that is the first unless another is asked for; then `panel` has the seats, the targets and the
    people of that round. draws: all of them, the newest first.
    """

    def __init__(self, session: Session, slug: str, number: int = queries.FIRST) -> None:
        whole = queries.panel(session, here().id, slug)
        self.rounds: list[RoundView] = queries.rounds(session, here().id, whole.id)
        self.number = number
        self.round: RoundView | None = queries.round_numbered(self.rounds, number)
        self.panel: PanelView = queries.in_round(whole, self.round)
        self.calculation: CalculationView | None = queries.calculation(session, here().id, whole.id, number)
        self.draws: list[DrawView] = queries.draws(session, here().id, whole.id)
        self.draw: DrawView | None = queries.active_draw(self.draws, number)

    @classmethod
    def of_now(cls, session: Session, slug: str) -> Dossier:
        """The same of the round that is being prepared or drawn: the seats that came free, where there are any."""
        panel = queries.panel(session, here().id, slug)
        return cls(session, slug, queries.round_now(queries.rounds(session, here().id, panel.id)))

    @classmethod
    def of_draw(cls, session: Session, slug: str, sequence: int) -> tuple[Dossier, DrawView]:
        """The same of the round of one draw, and that draw. Raises NotFound."""
        panel = queries.panel(session, here().id, slug)
        draw = queries.draw(session, here().id, panel.id, sequence)
        return cls(session, slug, draw.round), draw

    @property
    def situation(self) -> Situation:
        return queries.situation(self.panel, self.calculation, self.draw)

    @property
    def step(self) -> Step | None:
        return step_now(self.situation)

    def standing(self, now: datetime, *, has_remit: bool = True) -> Standing:
        """Where it stands, as the person who is signed in sees it."""
        who = someone().person_id
        return standing(self.panel, self.calculation, self.draw, seen_by=who, now=now, has_remit=has_remit)

    @property
    def is_frozen(self) -> bool:
        return self.draw is not None or (self.round is not None and not self.round.is_open)
