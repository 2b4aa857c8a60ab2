"""Exchanges seats among many panels until together they give each type what it is due, as nearly as whole seats allow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from participation.sortition.exchanges import Exchanges
from participation.sortition.face import Face
from participation.sortition.problem import Floats, Ints
from participation.sortition.seating import Seating

PER_PASS = 400  # exchanges tried between two looks at the whole table
GAIN = 1e-9  # less is rounding
OUTSIDE = 20.0  # weight of a seat outside the bounds, against squares of about one


def balance(
    face: Face, exchanges: Exchanges, seating: Seating, told: Callable[[float], None], *, passes: int = 1000
) -> None:
    """Lower sum (N c - hits)^2 / m, exchange by exchange, each made in as many panels as it helps.

    With r = N c - hits, one more seat for a type changes the sum by (1 - 2 r) / m and one less by (1 + 2 r) / m.
    told: called at every pass with the largest difference of a chance from its due.
    """
    rng = np.random.default_rng(0)
    due = np.append(face.seats, 0.0) * len(seating)
    curve = np.append(1.0 / face.problem.sizes, 0.0)
    for _ in range(passes):
        pull = 2.0 * (due - seating.hits) * curve
        told(float(np.abs(pull).max()) / (2 * len(seating)))
        if not _one_pass(exchanges, seating, pull - curve, -pull - curve, curve, rng, several=True):
            return


def confine(
    face: Face,
    exchanges: Exchanges,
    seating: Seating,
    bounds: tuple[Ints, Ints],
    told: Callable[[float], None],
    *,
    passes: int = 400,
) -> Ints:
    """Bring the (t,) hits of all panels within lower and upper bounds, if exchanges can, and return the panels.

    Goes on from where `balance` ends: being outside now weighs most, and noise shakes it loose when it is stuck.
    """
    rng = np.random.default_rng(0)
    lower, upper = (np.append(bound, 0).astype(float) for bound in bounds)
    due = np.append(face.seats, 0.0) * len(seating)
    curve = np.append(1.0 / face.problem.sizes, 0.0)
    best, fewest, noise = seating.panels, np.inf, 0.0

    def harm(hits: Floats) -> Floats:
        return np.asarray((hits - due) ** 2 * curve + OUTSIDE * _outside(hits, lower, upper))

    for turn in range(passes):
        outside = float(_outside(seating.hits, lower, upper)[:-1].sum())
        if outside < fewest:
            best, fewest = seating.panels, outside
        told(outside)
        if not outside:
            break
        now, shake = harm(seating.hits), noise * rng.normal(size=(2, len(due)))
        shake[:, -1] = 0.0
        enter, leave = now - harm(seating.hits + 1) + shake[0], now - harm(seating.hits - 1) + shake[1]
        enter[-1] = leave[-1] = 0.0
        done = _one_pass(exchanges, seating, enter, leave, curve, rng, several=False)
        noise = 0.0 if done else 0.4 * (1 + turn % 4)
    return best


def _outside(hits: Floats, lower: Floats, upper: Floats) -> Floats:
    return np.maximum(0.0, np.maximum(lower - hits, hits - upper))


def _one_pass(
    exchanges: Exchanges,
    seating: Seating,
    enter: Floats,
    leave: Floats,
    curve: Floats,
    rng: np.random.Generator,
    *,
    several: bool,
) -> int:
    """Make exchanges that gain, best first and no type twice, and say how many.

    enter, leave: (t + 1,) what one seat more or less of a type gains; curve: how fast that wears off; several: make an
    exchange in as many panels as still gain from it.
    """
    if not len(exchanges):
        return 0
    into = exchanges.worth(np.where(seating.can_enter(), enter, -np.inf))
    out_of = exchanges.worth(np.where(seating.can_leave(), leave, -np.inf))
    for worth in (into, out_of):
        worth[exchanges.twice] -= 2.0 * curve[exchanges.first[exchanges.twice]]
    gain = np.maximum.reduceat(into, exchanges.starts)[exchanges.kind] + out_of
    leaving = np.flatnonzero(gain > GAIN)
    if len(leaving) > 8 * PER_PASS:
        leaving = leaving[np.argpartition(-gain[leaving], 8 * PER_PASS)[: 8 * PER_PASS]]
    best = leaving[np.argsort(-gain[leaving], kind="stable")]
    table = np.stack([best, exchanges.first[best], exchanges.second[best], exchanges.kind[best]], axis=1)
    used: set[int] = set()
    alternatives: dict[int, list[int]] = {}
    done = tried = 0
    for pair, a, b, kind in table.tolist():
        if a in used or b in used:
            continue
        tried += 1
        if tried > PER_PASS:
            break
        if kind not in alternatives:
            alternatives[kind] = exchanges.best_of(kind, into)
        for other in alternatives[kind]:
            if into[other] + out_of[pair] <= GAIN:
                break
            c, d = exchanges.pair(other)
            if c in used or d in used or {a, b} & {c, d} - {exchanges.nobody}:
                continue
            hosts = seating.hosts(a, b, c, d)
            if not len(hosts):
                continue
            times = 1
            if several:
                bend = curve[[a, b, c, d]].sum() + 2 * curve[a] * (a == b) + 2 * curve[c] * (c == d)
                slope = enter[c] + enter[d] + leave[a] + leave[b] + curve[[a, b, c, d]].sum()
                times = min(len(hosts), max(1, int(slope / (2 * bend) + 0.5)))
            first = int(rng.integers(len(hosts)))
            seating.exchange(np.roll(hosts, -first)[:times], a, b, c, d)
            used |= {a, b, c, d} - {exchanges.nobody}
            done += 1
            break
    return done
