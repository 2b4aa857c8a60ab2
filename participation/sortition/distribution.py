"""A lottery over panels, and what it promises each person."""

from __future__ import annotations

from dataclasses import dataclass

from participation.sortition.problem import Floats, Ints, Problem


@dataclass(frozen=True)
class Distribution:
    """A probability distribution over panels of types.

    panels:  (p, t) seats of each type in each panel; every panel meets the problem's demands
    weights: (p,) probabilities, summing to one
    target:  (t,) the chance of a person of each type that the objective asks for
    gap:     for leximin, the largest difference between `chances` and the proven leximin chances; for the other
             objectives, the distance between the objective reached and its proven bound; None where nothing is proven
    """

    objective: str
    problem: Problem
    panels: Ints
    weights: Floats
    target: Floats
    gap: float | None
    seconds: float

    @property
    def chances(self) -> Floats:
        """(t,) the chance of one person of each type, recomputed from the panels themselves."""
        return (self.weights @ self.panels) / self.problem.sizes

    @property
    def chance_of_person(self) -> Floats:
        """(n,) the chance of each person, in the order of `problem.people`."""
        return self.chances[self.problem.type_of]
