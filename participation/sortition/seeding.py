"""The first panels of a fair lottery: a few that the solver finds, multiplied, and balanced against each other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from participation.sortition.balance import balance
from participation.sortition.committees import Committees
from participation.sortition.exchanges import Exchanges
from participation.sortition.face import Face
from participation.sortition.problem import Floats, Ints
from participation.sortition.seating import Seating

LAGGING = 2.0  # seats by which a type may miss its due before the solver is asked for another panel


def seeded(
    face: Face, exchanges: Exchanges, committees: Committees, told: Callable[[float], None], *, rounds: int = 24
) -> Seating:
    """N panels of equal mass whose sum is nearly N c. told: called with the seats lacking per panel. Raises NoPanel.

    Exchanges alone cannot reach every panel. As long as some type lags, a panel rich in what is lacking joins in.
    """
    count = int(np.clip(len(face.seats) / 3, 40, 300))
    seating = Seating(face, exchanges, np.repeat(_panel(committees, face.seats)[None], count, axis=0))
    balance(face, exchanges, seating, told)
    for _ in range(rounds):
        lack = count * face.seats - seating.hits[:-1]
        if np.abs(lack).max() <= LAGGING:
            break
        seating = Seating(face, exchanges, _joined(seating.panels, _panel(committees, lack * np.abs(lack)), lack))
        balance(face, exchanges, seating, told)
    return seating


def _panel(committees: Committees, weights: Floats) -> Ints:
    found = committees.best(weights, gap=0.1).panel
    assert found is not None  # only a time limit could leave it out
    return found


def _joined(panels: Ints, panel: Ints, lack: Floats) -> Ints:
    """Let a panel take the place of as many others as the type that lags most needs, of those worth least."""
    most = int(np.abs(lack).argmax())
    order = np.argsort(panels @ (lack * np.abs(lack)), kind="stable")
    step = np.abs(panel[most] - panels[order, most].astype(float))
    replaced = int(np.searchsorted(np.cumsum(step), abs(lack[most]))) + 1
    joined = panels.copy()
    joined[order[:replaced]] = panel
    return joined
