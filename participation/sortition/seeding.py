"""The first panels of a fair lottery: a few that the solver finds, multiplied, and balanced against each other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from participation.sortition.balance import balance
from participation.sortition.committees import Committees
from participation.sortition.exchanges import Exchanges
from participation.sortition.face import Face
from participation.sortition.problem import Ints
from participation.sortition.seating import Seating

LAGGING = 1.5  # seats by which a type may miss its due before the solver is asked for another panel


def seeded(
    face: Face, exchanges: Exchanges, committees: Committees, told: Callable[[float], None], *, rounds: int = 8
) -> Seating:
    """N panels of equal mass whose sum is nearly N c. told: called with the seats lacking per panel. Raises NoPanel.

    Exchanges alone cannot reach every panel. As long as some type lags, a panel rich in what is lacking joins in.
    """
    count = int(np.clip(len(face.seats) / 3, 40, 300))
    panels: Ints = np.repeat(committees.best(face.seats, gap=0.1).panel[None], count, axis=0)
    share = max(1, count // rounds)
    for turn in range(rounds + 1):
        seating = Seating(face, exchanges, panels)
        balance(face, exchanges, seating, told)
        panels = seating.panels
        lack = count * face.seats - seating.hits[:-1]
        if turn == rounds or np.abs(lack).max() <= LAGGING:
            break
        found = committees.best(lack / np.sqrt(face.problem.sizes), gap=0.1)
        # it takes the place of those that have most of what there is too much of
        panels[np.argsort(panels @ lack, kind="stable")[:share]] = found.panel
    return seating
