"""Which people may take each other's place in a panel: the table of legal exchanges, for the makers of fair lotteries.

Two seats (of types a and b) may go to two others (of types c and d) when both pairs count for the same tight demands.
A dummy type, nobody, completes single exchanges: a gives way to c. Demands with room to spare are checked per panel.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from participation.sortition.face import Face
from participation.sortition.problem import Floats

Bools = npt.NDArray[np.bool_]
PAIRS = 1_200_000  # enough for 1,500 types; beyond that a sample of the classes is kept


class Exchanges:
    """Pairs of types, sorted into classes; the pairs of one class may replace each other.

    first, second: (q,) the types of each pair, `nobody` = t standing for none; twice: which pairs are one type;
    kind: (q,) its class; starts: (classes,) where each class begins; loads: (t + 1, l) what each type counts for in the
    loose demands of the face.
    """

    def __init__(self, face: Face) -> None:
        types = len(face.seats)
        self.nobody = types
        first, second, marks = _pairs(face)
        order = np.argsort(marks, kind="stable")
        marks = marks[order]
        edges = np.flatnonzero(np.append(True, marks[1:] != marks[:-1]))
        lengths = np.diff(np.append(edges, len(marks)))
        kept = order[np.repeat(lengths > 1, lengths)]
        lengths = lengths[lengths > 1]
        self.first, self.second = first[kept], second[kept]
        self.twice = np.flatnonzero(self.first == self.second)
        self.edges: list[int] = np.append(0, np.cumsum(lengths)).tolist()
        self.starts = np.array(self.edges[:-1], dtype=np.int64)
        self.kind = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        self.loads = np.zeros((types + 1, len(face.loose)), dtype=np.int64)
        self.loads[:types] = face.problem.incidence[face.loose].T

    def __len__(self) -> int:
        return len(self.first)

    def worth(self, weights: Floats) -> Floats:
        """(q,) the weight of each pair, given (t + 1,) weights of the types."""
        return np.asarray(weights[self.first] + weights[self.second])

    def both(self, able: Bools) -> Bools:
        """(q,) the pairs of which both types are among the (t + 1,) able ones."""
        return np.asarray(able[self.first] & able[self.second])

    def pair(self, index: int) -> tuple[int, int]:
        """The two types of a pair."""
        return int(self.first[index]), int(self.second[index])

    def best_of(self, kind: int, worth: Floats, most: int = 6) -> list[int]:
        """The pairs of most worth in a class, best first."""
        start, end = self.edges[kind], self.edges[kind + 1]
        return [start + place for place in np.argsort(-worth[start:end], kind="stable")[:most].tolist()]


def _pairs(face: Face) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.uint64]]:
    """All pairs of types that can be in some panel, each with a mark that is equal for pairs that count alike.

    The mark is a sum of random words, one per tight demand and one per person: equal by accident once in 2^64.
    """
    types = len(face.seats)
    words = np.random.default_rng(7).integers(0, 2**63, size=len(face.lower) + 1, dtype=np.uint64)
    person = words[-1]
    words[:-1][~face.tight] = 0
    marks = np.append(words[face.problem.rows].sum(axis=1, dtype=np.uint64) + person, np.uint64(0))
    usable = np.append(np.flatnonzero(face.most > 0), types).astype(np.int32)
    free = face.most > face.least
    sample = np.uint64(max(1, -(-(len(usable) ** 2) // (2 * PAIRS))))
    firsts, seconds = [], []
    for index, kind in enumerate(usable[:-1].tolist()):
        others = usable[index:] if face.most[kind] > 1 else usable[index + 1 :]
        others = others[free[kind] | np.append(free, True)[others]]
        if sample > 1:
            # classes are kept or left out whole; single exchanges always stay
            mark = (marks[kind] + marks[others]) >> np.uint64(20)
            others = others[(mark % sample == 0) | (others == types)]
        firsts.append(np.full(len(others), kind, dtype=np.int32))
        seconds.append(others)
    first = np.concatenate([np.zeros(0, dtype=np.int32), *firsts])
    second = np.concatenate([np.zeros(0, dtype=np.int32), *seconds])
    return first, second, marks[first] + marks[second]
