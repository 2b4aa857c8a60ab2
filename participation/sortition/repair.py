"""Turns panels that are nearly fair into a lottery that is exactly fair, by a sparse linear program over exchanges.

N panels of equal mass stand for sum x; N c - sum x is what they still lack. Every column of the program moves some of
the mass of one panel to a child that differs by one exchange, so it has at most five entries however many seats
there are. The duals say which exchanges, and when those run out which whole panels, would help most; when none would,
they separate c from all panels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from participation.sortition.committees import Committees
from participation.sortition.exchanges import Exchanges
from participation.sortition.face import Face
from participation.sortition.highs import INFINITY, OPTIMAL, open_highs, pass_model
from participation.sortition.problem import Floats, Ints
from participation.sortition.seating import Seating

MOVE_COST = 0.02  # against one per seat lacking: keeps the lottery short
EXACT = 1e-9  # seats lacking, per panel, that count as none
SEPARATED = 1e-7  # seats by which duals must part c from all panels to be believed
ROUNDS = 60
SLOW = 0.3  # a round that leaves more than this share of the lack calls for a whole panel
MOVES_PER_TYPE = 1.0  # columns added per round at most: the duals choose better than numbers do
MOVES = 100  # but never fewer than these
PER_TYPE = 120  # and at most so many in which a type takes part
NOISES = (0.2, 0.5)  # in seats, to make the first columns differ


@dataclass(frozen=True)
class Lottery:
    """panels: (p, t); weights: (p,) their probabilities."""

    panels: Ints
    weights: Floats


@dataclass(frozen=True)
class OutOfReach:
    """weights @ x <= bound < weights @ c for every panel x on the face: no lottery has these expected seats."""

    weights: Floats
    bound: float


class Stuck(Exception):
    """The exchanges and panels found did not suffice within the rounds allowed."""


@dataclass(frozen=True)
class _Solution:
    """lack: seats missing or in excess, per panel; off: the largest difference of a chance from its due; mass: of each
    column that moves mass; duals of the rows of the types, and of the panels (what one more unit of mass is worth)."""

    lack: float
    off: float
    mass: Floats
    types: Floats
    hosts: Floats


def repair(
    face: Face, exchanges: Exchanges, seating: Seating, committees: Committees, told: Callable[[float], None]
) -> Lottery | OutOfReach:
    """An exact lottery with the expected seats of the face, or the proof that there is none.

    seating: the N panels to start from; it gains panels. told: called every round with the largest difference of a
    chance from its due. Raises Stuck, NoPanel.
    """
    program = _Program(face, exchanges, seating)
    for noise in NOISES:
        program.add_moves(np.clip(program.due, -1, 1), np.zeros(len(seating)), noise=noise)
    cost, last = MOVE_COST, np.inf
    for _ in range(ROUNDS):
        solution = program.solve(cost, crossover=cost > 0)
        told(solution.off)
        if solution.lack <= EXACT:
            return program.lottery(solution if cost else program.shortened(solution))
        added = program.add_moves(solution.types, solution.hosts, cost=cost)
        slow, last = solution.lack > SLOW * last, solution.lack
        if added >= 20 and not slow:
            continue
        weights, worst = solution.types, program.worst(solution)
        found = committees.best(weights, gap=0.02, seconds=20.0)
        if not cost and found.bound >= weights @ face.seats - SEPARATED and found.value <= worst + EXACT:
            found = committees.best(weights)
        if found.bound < weights @ face.seats - SEPARATED or found.value <= worst + EXACT:
            if cost:
                cost, last = 0.0, np.inf  # the cost blurs the duals: ask again without it
                continue
            if found.bound < weights @ face.seats - SEPARATED:
                return OutOfReach(weights, found.bound)
        if found.panel is None:
            raise Stuck
        program.add_host(found.panel)
        program.pass_mass(solution)
    raise Stuck


class _Program:
    """The linear program and its growing set of columns.

    Rows: one per type, one for the mass passed from panel to panel, one per panel (it moves no more than it has).
    """

    def __init__(self, face: Face, exchanges: Exchanges, seating: Seating) -> None:
        self.face, self.exchanges, self.seating = face, exchanges, seating
        self.types = len(face.seats)
        self.starters = len(seating)
        self.due = self.starters * face.seats - seating.hits[:-1]
        self.most = max(MOVES, int(MOVES_PER_TYPE * self.types))
        self.rng = np.random.default_rng(0)
        self.moves = np.zeros((0, 5), dtype=np.int64)  # panel; types a and b that leave it; c and d that enter
        self.givers: list[int] = []
        self.takers: list[int] = []
        self.busy = np.zeros(self.starters, dtype=np.int64)

    def add_moves(self, weights: Floats, hosts: Floats, *, noise: float = 0.0, cost: float = 0.0) -> int:
        """Add the exchanges of most worth, spread over types and panels, and say how many there were."""
        ex, rng = self.exchanges, self.rng
        if not len(ex):
            return 0
        weights = np.append(weights + noise * rng.normal(size=self.types), 0.0)
        worth = ex.worth(weights)
        able = np.flatnonzero(ex.both(self.seating.can_enter()))
        best_first = able[np.lexsort((-worth[able], ex.kind[able]))]
        kinds = ex.kind[best_first]
        out = np.flatnonzero(ex.both(self.seating.can_leave()))
        start = np.searchsorted(kinds, ex.kind[out])
        end = np.searchsorted(kinds, ex.kind[out], side="right")
        out, start, end = out[end > start], start[end > start], end[end > start]
        into = best_first[np.minimum(start + rng.integers(0, 4, len(out)), end - 1)]
        gain = worth[into] - worth[out]
        good = np.flatnonzero(gain > cost + 1e-7)
        order = good[np.argsort(-gain[good] * rng.uniform(0.6, 1.0, len(good)))][: 8 * self.most]
        quads = np.stack([ex.first[out], ex.second[out], ex.first[into], ex.second[into]], axis=1)[order].astype(int)
        chosen = []
        use = np.zeros(self.types + 1, dtype=np.int64).tolist()
        for (a, b, c, d), worth_it in zip(quads.tolist(), gain[order].tolist(), strict=True):
            use[ex.nobody] = 0
            if max(use[a], use[b], use[c], use[d]) >= PER_TYPE or ({a, b} & {c, d}) - {ex.nobody}:
                continue
            able_hosts = self.seating.hosts(a, b, c, d)
            if not len(able_hosts):
                continue
            host = int(able_hosts[np.argmin(hosts[able_hosts] * 1e3 + self.busy[able_hosts])])
            if worth_it <= hosts[host] + cost + 1e-7:
                continue
            self.busy[host] += 1
            for kind in (a, b, c, d):
                use[kind] += 1
            chosen.append((host, a, b, c, d))
            if len(chosen) >= self.most:
                break
        before = len(self.moves)
        if chosen:
            self.moves = _unique(np.vstack([self.moves, np.array(chosen, dtype=np.int64)]))
        return len(self.moves) - before

    def add_host(self, panel: Ints) -> None:
        """A panel that starts without mass, and may take some."""
        self.seating.add(panel)
        self.busy = np.append(self.busy, 0)
        self.takers.append(len(self.seating) - 1)

    def worst(self, solution: _Solution) -> float:
        """What the least useful panel is worth under these duals."""
        return float((self.seating.panels @ solution.types + solution.hosts).min())

    def pass_mass(self, solution: _Solution, most: int = 20) -> None:
        """Let the least useful panels give mass, and the most useful take it."""
        worth = self.seating.panels[: len(solution.hosts)] @ solution.types + solution.hosts
        order = np.argsort(worth, kind="stable").tolist()
        self.givers += [host for host in order if host not in self.givers][:most]
        self.takers += [host for host in order[::-1] if host not in self.takers][:most]

    def solve(self, cost: float, *, crossover: bool = False) -> _Solution:
        """The least seats lacking."""
        t, columns = self.types, self._columns()
        mass_columns = columns.shape[1] - 2 * t
        highs = open_highs(
            solver="ipm",
            run_crossover="on" if crossover else "off",
            primal_feasibility_tolerance=1e-9,
            dual_feasibility_tolerance=1e-9,
        )
        own = np.where(np.arange(len(self.seating)) < self.starters, 1.0, 0.0)
        exact = np.append(self.due, 0.0)
        pass_model(
            highs,
            cost=np.concatenate([np.ones(2 * t), np.full(mass_columns, cost)]),
            column_bounds=(np.zeros(2 * t + mass_columns), np.full(2 * t + mass_columns, INFINITY)),
            row_bounds=(
                np.concatenate([exact, np.full(len(own), -INFINITY)]),
                np.concatenate([exact, own]),
            ),
            starts=columns.indptr,
            indexes=columns.indices,
            values=columns.data,
        )
        highs.run()
        if highs.getModelStatus() != OPTIMAL:
            raise Stuck
        solution = highs.getSolution()
        values, duals = np.array(solution.col_value), np.array(solution.row_dual)
        return _Solution(
            lack=max(0.0, float(values[: 2 * t].sum())) / self.starters,
            off=float(np.abs((values[:t] - values[t : 2 * t]) / self.face.problem.sizes).max()) / self.starters,
            mass=values[2 * t :],
            types=duals[:t],
            hosts=-duals[t + 1 :],
        )

    def _columns(self) -> sparse.csc_matrix:
        t, hosts = self.types, len(self.seating)
        rows = t + 1 + hosts
        eye = sparse.eye_array(rows, t, format="csc")
        host = self.moves[:, 0] + t + 1
        q = len(self.moves)
        entries = np.concatenate([self.moves[:, 1:].T.ravel(), host])
        signs = np.repeat([-1.0, -1.0, 1.0, 1.0, 1.0], q)
        somebody = entries != self.exchanges.nobody
        moves = sparse.csc_array(
            (signs[somebody], (entries[somebody], np.tile(np.arange(q), 5)[somebody])), shape=(rows, q)
        )
        passing = []
        for sign, which in ((1.0, self.givers), (-1.0, self.takers)):
            panels = sparse.csc_array(self.seating.panels[which].T)
            own = sparse.csc_array(
                (np.full(len(which), sign), (which, np.arange(len(which)))), shape=(hosts, len(which))
            )
            passing.append(sparse.vstack([-sign * panels, np.full((1, len(which)), sign), own]))
        return sparse.hstack([eye, -eye, moves, *passing], format="csc")

    def shortened(self, solution: _Solution) -> _Solution:
        """The same lottery by fewer moves, if the solver finds one among those in use."""
        kept = solution.mass[: len(self.moves)] > 1e-9
        every, self.moves = self.moves, self.moves[kept]
        short = self.solve(MOVE_COST, crossover=True)
        if short.lack <= EXACT:
            return short
        self.moves = every
        return solution

    def lottery(self, solution: _Solution) -> Lottery:
        """Children get the mass that was moved, their panels keep the rest; equal panels merge."""
        mass, panels = np.maximum(solution.mass, 0.0), self.seating.panels
        q = len(self.moves)
        moved, given, taken = np.split(mass, [q, q + len(self.givers)])
        rest = np.where(np.arange(len(panels)) < self.starters, 1.0, 0.0)
        rest -= np.bincount(self.moves[:, 0], moved, minlength=len(panels))
        rest -= np.bincount(np.array(self.givers, dtype=np.int64), given, minlength=len(panels))
        rest += np.bincount(np.array(self.takers, dtype=np.int64), taken, minlength=len(panels))
        children = np.flatnonzero(moved > 1e-11)
        kids = np.hstack([panels[self.moves[children, 0]], np.zeros((len(children), 1), dtype=np.int64)])
        each = np.arange(len(children))
        for column, step in ((1, -1), (2, -1), (3, 1), (4, 1)):
            np.add.at(kids, (each, self.moves[children, column]), step)
        stay = np.flatnonzero(rest > 1e-11)
        every = np.vstack([panels[stay], kids[:, :-1]]).astype(np.int16)
        every, inverse = np.unique(every, axis=0, return_inverse=True)
        weights = np.bincount(inverse.ravel(), np.append(rest[stay], moved[children]))
        return Lottery(every.astype(np.int64), weights / weights.sum())


def _unique(moves: Ints) -> Ints:
    """The moves without repetitions, in the order of their arrival."""
    _, first = np.unique(moves, axis=0, return_index=True)
    return moves[np.sort(first)]
