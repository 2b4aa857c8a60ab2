"""Writes a lottery as numbered panels of equal chance, so that one public number can draw it and anyone can count.

Flanigan, Kehne, Procaccia, "Fair Sortition Made Transparent", NeurIPS 2021.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from participation.sortition.balance import balance, confine
from participation.sortition.distribution import Distribution
from participation.sortition.exchanges import Exchanges
from participation.sortition.face import Face, face_of
from participation.sortition.households import housed
from participation.sortition.problem import Floats, Ints, Problem
from participation.sortition.progress import Progress, Report, silent
from participation.sortition.seating import Seating

ROUNDING = 1e-6


@dataclass(frozen=True)
class NumberedPanels:
    """members: (M, seats) people of each panel, as indexes into `problem.people`, ascending; counts: (n,) panels that
    each person is in; outside: people whose count is not M times their chance, rounded down or up; largest_deviation:
    of counts / M from a person's chance."""

    members: Ints
    counts: Ints
    outside: int
    largest_deviation: float


def numbered_panels(
    problem: Problem, distribution: Distribution, number_of_panels: int = 1000, *, report: Report = silent
) -> NumberedPanels:
    """M panels, each as likely as any other, that give everyone their chance as nearly as M allows.

    The same distribution always gives the same panels. Raises Cancelled if `report` does.
    """
    start = time.perf_counter()

    def told(_: float) -> None:
        report(Progress("numbering", None, None, time.perf_counter() - start))

    many = number_of_panels
    face = face_of(problem, distribution.chances)
    exchanges = Exchanges(face)
    seating = Seating(face, exchanges, _rounded(face, distribution, many))
    balance(face, exchanges, seating, told)
    due = many * face.seats / problem.sizes
    bounds = np.floor(due + ROUNDING).astype(np.int64), np.ceil(due - ROUNDING).astype(np.int64)
    panels = confine(face, exchanges, seating, (problem.sizes * bounds[0], problem.sizes * bounds[1]), told)
    panels = panels[np.lexsort(panels.T[::-1])]
    if not problem.meets(panels).all():
        raise RuntimeError("a panel misses a demand")
    members = np.sort(housed(problem, panels), axis=1)
    counts = np.bincount(members.ravel(), minlength=len(problem.people))
    least, most = bounds[0][problem.type_of], bounds[1][problem.type_of]
    return NumberedPanels(
        members=members,
        counts=counts,
        outside=int(((counts < least) | (counts > most)).sum()),
        largest_deviation=float(np.abs(counts / many - distribution.chance_of_person).max(initial=0.0)),
    )


def _rounded(face: Face, distribution: Distribution, many: int) -> Ints:
    """(M, t) each panel as often as M times its probability, rounded down or up: up for those that are missed most."""
    panels, weights = _on_face(face, distribution)
    copies = np.floor(many * weights + 1e-9).astype(np.int64)
    spare = many * weights - copies > 1e-9
    chosen = np.repeat(np.arange(len(panels)), copies)
    wanting = many * face.seats - copies @ panels
    root = 1.0 / np.sqrt(face.problem.sizes)
    scaled = (panels * root).astype(np.float32)
    left, had, extra = many - len(chosen), np.zeros(len(root)), []
    for turn in range(left):
        worth = scaled @ ((wanting * (turn + 1) / left - had) * root).astype(np.float32)
        pick = int(np.where(spare, worth, -np.inf).argmax()) if spare.any() else int(weights.argmax())
        spare[pick] = False
        had += panels[pick]
        extra.append(pick)
    return panels[np.append(chosen, np.array(extra, dtype=np.int64))]


def _on_face(face: Face, distribution: Distribution) -> tuple[Ints, Floats]:
    """The panels without those of negligible probability that lie off the face of the chances."""
    panels, weights = distribution.panels, distribution.weights
    counts = panels @ face.problem.incidence.T
    on = ((panels >= face.least) & (panels <= face.most)).all(axis=1)
    on &= ((counts >= face.lower) & (counts <= face.upper)).all(axis=1)
    return panels[on], weights[on] / weights[on].sum()
