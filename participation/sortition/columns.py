"""Finds the best lottery for any objective that rewards chances, and proves it; for maximin, Nash and Goldilocks.

First the chances that would be best if fractions of a person could sit are tried: a lottery that reaches them is proven
best, and nearly always there is one. Otherwise column generation (Nature 2021, supplementary information 7; fully
corrective, as Frank and Wolfe): let panels in until no other panel could improve the lottery.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from participation.sortition.committees import Committees, NoPanel
from participation.sortition.distribution import Distribution
from participation.sortition.exchanges import Exchanges
from participation.sortition.face import face_of
from participation.sortition.feasibility import panels_for_everyone
from participation.sortition.problem import Floats, Ints, Problem
from participation.sortition.progress import Progress, Report
from participation.sortition.repair import Lottery, Stuck, repair
from participation.sortition.seeding import seeded
from participation.sortition.variants import Variants

COARSE = 0.02  # relative gap within which the oracle is asked first
CERTAIN = 1e-7  # distance to the proven bound at which the search ends
UNUSED = 1e-10  # probability below which a panel is left out of the lottery


@dataclass(frozen=True)
class Priced:
    """The best lottery over the panels known so far.

    value: what the objective reaches; weights: (p,) probabilities of the panels, in the order in which they were given;
    prices: (t,) what one expected seat more of each type would add.
    """

    value: float
    weights: Floats
    prices: Floats


class Master(Protocol):
    """One objective, to be made as great as possible over the panels it has been given."""

    def add(self, panels: Ints) -> None: ...

    def solve(self) -> Priced: ...

    def value(self, chances: Floats) -> float:
        """What (t,) chances are worth."""
        ...

    def bound(self, priced: Priced, best: float) -> float:
        """What no lottery can exceed, given that no panel is worth more than `best` at these prices."""
        ...


def best_lottery(
    problem: Problem,
    name: str,
    master: Master,
    start: Ints,
    *,
    aim: Floats | None = None,
    bound: float = np.inf,
    report: Report,
    seconds: float | None = None,
) -> Distribution:
    """The lottery that the objective likes best, and its proven distance to the best.

    start: panels that together seat whoever can be seated; aim: (t,) chances to be tried first; bound: what is known from
    elsewhere that no lottery can exceed. When `seconds` of column generation have passed, the best lottery so far is
    returned, with its gap. Raises Cancelled if `report` does.
    """
    began = time.monotonic()
    if aim is not None:
        lottery = reached(problem, aim, lambda gap: report(Progress("repair", None, gap, time.monotonic() - began)))
        if lottery is not None:
            chances = lottery.weights @ lottery.panels / problem.sizes
            gap = max(0.0, bound - master.value(chances))
            if gap <= CERTAIN:
                elapsed = time.monotonic() - began
                return Distribution(name, problem, lottery.panels, lottery.weights, chances, gap, elapsed)
            start = np.vstack([start, lottery.panels])
    committees, variants = Committees(problem), Variants(problem)
    panels = np.unique(start, axis=0)
    known = {panel.tobytes() for panel in panels}
    master.add(panels)
    while True:
        priced = master.solve()
        elapsed = time.monotonic() - began
        gap = max(0.0, bound - priced.value)
        report(Progress("columns", bound if np.isfinite(bound) else None, gap if np.isfinite(gap) else None, elapsed))
        if gap <= CERTAIN or (seconds is not None and elapsed > seconds):
            break
        fresh: list[Ints] = []
        worth = float((panels @ priced.prices).max())
        for slack in (COARSE, 0.0):
            if fresh:
                break
            found = committees.best(priced.prices, gap=slack)
            bound = min(bound, master.bound(priced, found.bound))
            if found.panel is not None:
                fresh = _fresh([found.panel, *variants.better(found.panel, priced.prices, worth)], known)
        if not fresh:
            break
        known.update(panel.tobytes() for panel in fresh)
        panels = np.vstack([panels, *fresh])
        master.add(np.array(fresh))
    used = priced.weights > UNUSED
    weights = priced.weights[used] / priced.weights[used].sum()
    chances = weights @ panels[used] / problem.sizes
    gap = max(0.0, bound - master.value(chances))
    return Distribution(name, problem, panels[used], weights, chances, gap, time.monotonic() - began)


def reached(problem: Problem, chances: Floats, told: Callable[[float], None]) -> Lottery | None:
    """A lottery with exactly these chances, made as for leximin, or None if it takes more than that."""
    face = face_of(problem, chances)
    exchanges, committees = Exchanges(face), face.committees()
    try:
        outcome = repair(face, exchanges, seeded(face, exchanges, committees, told), committees, told)
    except (NoPanel, Stuck):
        return None
    return outcome if isinstance(outcome, Lottery) else None


def _fresh(panels: list[Ints], known: set[bytes]) -> list[Ints]:
    return list({panel.tobytes(): panel for panel in panels if panel.tobytes() not in known}.values())


def first_panels(problem: Problem) -> Ints:
    """Panels that together seat every type that is on any panel at all. Raises NoPanel."""
    panels, _ = panels_for_everyone(problem)
    if not len(panels):
        raise NoPanel
    return panels
