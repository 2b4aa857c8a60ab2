"""Exchanges seats among many panels until together they give each type what it is due, as nearly as whole seats allow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from participation.sortition.exchanges import Exchanges
from participation.sortition.face import Face
from participation.sortition.problem import Floats
from participation.sortition.seating import Seating

PER_PASS = 400  # exchanges tried between two looks at the whole table


def balance(
    face: Face, exchanges: Exchanges, seating: Seating, told: Callable[[float], None], *, passes: int = 1000
) -> None:
    """Lower sum (N c - hits)^2 / m, exchange by exchange, each made in as many panels as it helps.
    told: called at every pass with the largest difference of a chance from its due.

    With r = N c - hits, one more seat for a type changes the sum by (1 - 2 r) / m and one less by (1 + 2 r) / m.
    """
    if not len(exchanges):
        return
    rng = np.random.default_rng(0)
    sizes = np.append(face.problem.sizes, 1).astype(float)
    due = np.append(face.seats, 0.0) * len(seating)
    curve = np.append(1.0 / sizes[:-1], 0.0)
    for _ in range(passes):
        lack = due - seating.hits
        told(float(np.abs(lack[:-1] * curve[:-1]).max()) / len(seating))
        if not _one_pass(exchanges, seating, 2.0 * lack * curve, curve, rng):
            return


def _one_pass(ex: Exchanges, seating: Seating, pull: Floats, curve: Floats, rng: np.random.Generator) -> int:
    into = ex.worth(pull - curve) - 2.0 * ex.twice * curve[ex.first]
    outof = ex.worth(-pull - curve) - 2.0 * ex.twice * curve[ex.first]
    enters, leaves = seating.can_enter(), seating.can_leave()
    into[~(enters[ex.first] & enters[ex.second])] = -np.inf
    best = np.maximum.reduceat(into, ex.starts)[ex.kind]
    gain = best + outof
    gain[~(leaves[ex.first] & leaves[ex.second])] = -np.inf
    leaving = np.flatnonzero(gain > 1e-9)
    if not len(leaving):
        return 0
    if len(leaving) > 8 * PER_PASS:
        leaving = leaving[np.argpartition(-gain[leaving], 8 * PER_PASS)[: 8 * PER_PASS]]
    leaving = leaving[np.argsort(-gain[leaving], kind="stable")]
    used = np.zeros(len(pull), dtype=bool)
    done = tries = 0
    ends = np.append(ex.starts[1:], len(ex))
    for out in leaving.tolist():
        a, b = int(ex.first[out]), int(ex.second[out])
        if used[a] or used[b]:
            continue
        start, end = int(ex.starts[ex.kind[out]]), int(ends[ex.kind[out]])
        worth = into[start:end]
        tries += 1
        for entering in (np.argsort(-worth)[:4] + start).tolist():
            if into[entering] + outof[out] <= 1e-9:
                break
            c, d = int(ex.first[entering]), int(ex.second[entering])
            if used[c] or used[d] or c in (a, b) and c != ex.nobody or d in (a, b) and d != ex.nobody:
                continue
            hosts = seating.hosts(a, b, c, d)
            if not len(hosts):
                continue
            slope = pull[c] + pull[d] - pull[a] - pull[b]
            bend = curve[a] + curve[b] + curve[c] + curve[d] + 2 * curve[a] * (a == b) + 2 * curve[c] * (c == d)
            times = min(len(hosts), max(1, int(slope / (2 * bend) + 0.5)))
            seating.exchange(rng.choice(hosts, times, replace=False) if times < len(hosts) else hosts, a, b, c, d)
            used[[a, b, c, d]] = True
            used[ex.nobody] = False
            done += 1
            break
        if tries >= PER_PASS:
            break
    return done
