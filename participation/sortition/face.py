"""Where all panels of a fair lottery must lie: the smallest face of the demands that holds the expected seats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from participation.sortition.committees import Committees
from participation.sortition.problem import Floats, Ints, Problem

TIGHT = 1e-7  # seats; expected seats are exact to about 1e-10


@dataclass(frozen=True)
class Face:
    """The demands, narrowed to what every panel of a lottery with these expected seats has in common.

    A lottery that meets a bound on average meets it in every panel: a demand that is tight at the expected seats has
    lower = upper, a type of chance zero or one has least = most.

    seats: (t,) expected seats; lower, upper, tight: (r,) bounds of the demands and whether they are equalities;
    least, most: (t,) bounds of the types; loose: demands that are not tight but could stop a panel.
    """

    problem: Problem
    seats: Floats
    lower: Ints
    upper: Ints
    least: Ints
    most: Ints
    tight: npt.NDArray[np.bool_]
    loose: Ints

    def committees(self) -> Committees:
        """The panels on the face."""
        return Committees(self.problem, lower=self.lower, upper=self.upper, least=self.least, most=self.most)


def face_of(problem: Problem, chances: Floats) -> Face:
    """The face that belongs to these (t,) chances."""
    seats = chances * problem.sizes
    incidence = problem.incidence
    demanded = incidence @ seats
    at_lower = demanded - problem.lower < TIGHT
    at_upper = problem.upper - demanded < TIGHT
    lower = np.where(at_upper, problem.upper, problem.lower)
    upper = np.where(at_lower, problem.lower, problem.upper)
    most_possible = np.minimum(incidence @ problem.sizes, problem.seats)
    can_bind = (problem.lower > 0) | (problem.upper < most_possible)
    tight = lower == upper
    return Face(
        problem=problem,
        seats=seats,
        lower=lower,
        upper=upper,
        least=np.where(problem.sizes - seats < TIGHT, problem.sizes, 0),
        most=np.where(seats < TIGHT, 0, problem.sizes),
        tight=tight,
        loose=np.flatnonzero(~tight & can_bind),
    )
