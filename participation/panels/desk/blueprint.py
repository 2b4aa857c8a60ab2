"""The desk's place in the house, and what each of its pages needs to know."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint

from participation.db import Session
from participation.errors import NotFound
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

    number: of which round, that is the first unless another is asked for; with None the one that is being prepared or
    drawn: the seats that came free, where there are any. `panel` has the seats, the targets and the people of that round.
    sequence: of a draw, whose round it is then. draws: all of them, the newest first. Raises NotFound.
    """

    def __init__(
        self, session: Session, slug: str, number: int | None = queries.FIRST, *, sequence: int | None = None
    ) -> None:
        whole = queries.panel(session, here().id, slug)
        self.rounds: list[RoundView] = queries.rounds(session, here().id, whole.id)
        self.draws: list[DrawView] = queries.draws(session, here().id, whole.id)
        if sequence is not None:
            number = self.drawn(sequence).round
        self.number = queries.round_now(self.rounds) if number is None else number
        self.round: RoundView | None = queries.round_numbered(self.rounds, self.number)
        self.panel: PanelView = queries.in_round(whole, self.round)
        self.calculation: CalculationView | None = queries.calculation(session, here().id, whole.id, self.number)
        self.draw: DrawView | None = queries.active_draw(self.draws, self.number)

    def drawn(self, sequence: int) -> DrawView:
        """One of its draws. Raises NotFound."""
        found = next((draw for draw in self.draws if draw.sequence == sequence), None)
        if found is None:
            raise NotFound
        return found

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
