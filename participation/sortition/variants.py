"""Finds panels that differ from a given one by one exchange, far faster than asking for a new panel; for the searches."""

from __future__ import annotations

import numpy as np

from participation.sortition.problem import Floats, Ints, Problem

MOST = 200  # variants taken at most from one panel


class Variants:
    """The panels that differ from a given one by one exchange: two members leave for two others who have the same features
    together. Cheap to find, and as good a start as the oracle's next answer."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        # types are found by a mark, a sum of one random word for each feature: equal by accident once in 2^64
        words = np.random.default_rng(7).integers(0, 2**63, size=len(problem.lower), dtype=np.uint64)
        self._marks = words[problem.rows].sum(axis=1, dtype=np.uint64)
        self._order = np.argsort(self._marks)
        self._sorted = self._marks[self._order]

    def better(self, panel: Ints, prices: Floats, worth: float) -> list[Ints]:
        """For each type the best variant with one more of that type, if it is worth more than `worth`; the best first."""
        value = float(panel @ prices)
        found: list[tuple[float, Ints]] = []
        for kind in np.flatnonzero((panel < self._problem.sizes) & (prices > 0)).tolist():
            leaving, companions = self.exchanges(panel, kind)
            if not len(companions):
                continue
            gains = prices[kind] + prices[companions] - prices[leaving].sum(axis=1)
            best = int(gains.argmax())
            if value + gains[best] > worth + 1e-12:
                found.append((float(gains[best]), exchanged(panel, leaving[best], [kind, int(companions[best])])))
        found.sort(key=lambda gain_and_panel: -gain_and_panel[0])
        return [variant for _, variant in found[:MOST]]

    def exchanges(self, panel: Ints, kind: int) -> tuple[Ints, Ints]:
        """((e, 2) members that leave, (e,) companions) for every exchange that brings one more of `kind` into the panel."""
        rows, sizes = self._problem.rows, self._problem.sizes
        members = np.repeat(np.arange(len(panel)), np.minimum(panel, 2))
        shared = rows[members] == rows[kind]
        first, second = np.triu_indices(len(members), 1)
        fits = (shared[first] | shared[second]).all(axis=1)
        pairs = np.column_stack([members[first[fits]], members[second[fits]]])
        wanted = self._marks[pairs].sum(axis=1, dtype=np.uint64) - self._marks[kind]
        place = np.minimum(np.searchsorted(self._sorted, wanted), len(sizes) - 1)
        companion = self._order[place]
        legal = (
            (self._sorted[place] == wanted) & (pairs != kind).all(axis=1) & (pairs != companion[:, None]).all(axis=1)
        )
        legal &= panel[companion] + (companion == kind) < sizes[companion]
        return pairs[legal], companion[legal]


def exchanged(panel: Ints, leaving: Ints, entering: list[int]) -> Ints:
    """The panel after these members have given way to those."""
    variant = panel.copy()
    np.subtract.at(variant, leaving, 1)
    np.add.at(variant, entering, 1)
    return variant
