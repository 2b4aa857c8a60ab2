"""Makes a proof that holds for the panels on a face hold for all panels, so that the relaxation can learn from it."""

from __future__ import annotations

import numpy as np

from participation.sortition.committees import Committees
from participation.sortition.face import Face
from participation.sortition.relaxation import Cut
from participation.sortition.repair import SEPARATED, OutOfReach

TRIES = 12


def valid_everywhere(face: Face, proof: OutOfReach, committees: Committees) -> Cut | None:
    """A cut that every panel respects and the expected seats of the face do not, or None.

    The outward normals of the face are largest on the face: enough of them outweighs what panels elsewhere could gain.
    committees: all panels of the problem.
    """
    problem = face.problem
    narrowed = (problem.lower < problem.upper) & face.tight
    sign = np.where(face.upper == problem.upper, 1.0, -1.0) * narrowed
    normals = sign @ problem.incidence
    pinned = face.least == face.most
    normals += np.where(pinned, np.where(face.most > 0, 1.0, -1.0), 0.0)
    push = float(np.abs(proof.weights).max())
    for attempt in range(TRIES):
        weights = proof.weights + (push * 3.0 ** (attempt - 1) if attempt else 0.0) * normals
        bound = committees.best(weights).bound
        if bound < weights @ face.seats - SEPARATED / 2:
            return Cut(weights, bound)
    return None
