"""LEXIMIN: the lottery that makes the lowest chance as high as it can be, then the next lowest, and so on; for everyone
who must be able to say that no fairer draw exists.

Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens' assemblies", Nature 596 (2021). The
paper builds the lottery panel by panel with a commercial solver. Here the fair chances come first, from a relaxation
(`relaxation`); a lottery that reaches them proves them. It is made on the one face of the demands where its panels must
lie (`face`), from panels balanced against each other (`seeding`) and then repaired by exchanges (`repair`). If no
lottery reaches the chances, a cut corrects the relaxation (`cuts`). Whatever defeats this goes to `column_generation`.
"""

from __future__ import annotations

import time

import numpy as np

from participation.sortition.column_generation import by_column_generation
from participation.sortition.committees import Committees, NoPanel
from participation.sortition.cuts import valid_everywhere
from participation.sortition.distribution import Distribution
from participation.sortition.exchanges import Exchanges
from participation.sortition.face import face_of
from participation.sortition.problem import Floats, Problem
from participation.sortition.progress import Progress, Report, silent
from participation.sortition.relaxation import Relaxation, Unsolved
from participation.sortition.repair import Lottery, Stuck, repair
from participation.sortition.seeding import seeded

CUTS = 40
FEW_TYPES = 80  # up to here going panel by panel is quicker than going cut by cut


def leximin(problem: Problem, *, report: Report = silent) -> Distribution:
    """The leximin lottery; `gap` says how far its chances are from those proven best. Raises NoPanel, and Cancelled if
    `report` does."""
    watch = _Watch(report)
    try:
        chances, lottery = _by_relaxation(problem, watch)
    except (NoPanel, Stuck, Unsolved):
        chances, lottery = by_column_generation(problem, Committees(problem), watch.found)
    distribution = Distribution("leximin", problem, lottery.panels, lottery.weights, chances, None, 0.0)
    if not problem.meets(lottery.panels).all():
        raise RuntimeError("a panel misses a demand")
    gap = float(np.abs(distribution.chances - chances).max(initial=0.0))
    watch.bound = float(chances.min())
    watch.tell("finish", gap)
    return Distribution("leximin", problem, lottery.panels, lottery.weights, chances, gap, watch.seconds)


def _by_relaxation(problem: Problem, watch: _Watch) -> tuple[Floats, Lottery]:
    """Chances that the relaxation proves best, and a lottery that reaches them."""
    relaxation = Relaxation(problem)
    for _ in range(CUTS):
        chances = relaxation.leximin(watch.level)
        watch.bound = float(chances.min())
        face = face_of(problem, chances)
        exchanges, committees = Exchanges(face), face.committees()
        seating = seeded(face, exchanges, committees, watch.seeding)
        outcome = repair(face, exchanges, seating, committees, watch.repairing)
        if isinstance(outcome, Lottery):
            return chances, outcome
        if len(problem.sizes) <= FEW_TYPES:
            break
        watch.tell("cut", None)
        cut = valid_everywhere(face, outcome, Committees(problem))
        if cut is None:
            break
        relaxation.cuts.append(cut)
    raise Stuck


class _Watch:
    """Turns what the steps say into progress for the caller."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._start = time.perf_counter()
        self.bound: float | None = None

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._start

    def tell(self, stage: str, gap: float | None) -> None:
        self._report(Progress(stage, self.bound, gap, self.seconds))

    def level(self, lowest: float) -> None:
        self.bound = lowest
        self.tell("relaxation", None)

    def seeding(self, gap: float) -> None:
        self.tell("seeding", gap)

    def repairing(self, gap: float) -> None:
        self.tell("repair", gap)

    def found(self, lowest: float, gap: float) -> None:
        self.bound = lowest
        self.tell("repair", gap)
