"""Gives each table somebody to guide it or to take notes, and lets them go round; they are no members of the panel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from participation.sortition.faults import Fault, Faulty
from participation.sortition.mixing.plan import Plan
from participation.sortition.tables import quoted

# What is avoided first: serving more rounds than others, the same table again, the same colleague again, the same people.
MORE_ROUNDS, SAME_TABLE, SAME_COLLEAGUE = 10**9, 10**6, 10**3


def rotate(
    names: Sequence[str], plan: Plan, *, beside: Sequence[Sequence[str]] | None = None
) -> tuple[tuple[str, ...], ...]:
    """For each round, who serves at each table: everybody at most at one, all as often, and each time at another table.

    beside: what `rotate` gave for the other role, so that colleagues change too. Raises Faulty when there are fewer
    names than tables, or one stands there twice or in the other role.
    """
    others = {name for row in beside or () for name in row}
    twice = [name for place, name in enumerate(names) if name in names[:place] or name in others]
    faults = [Fault("mixing_host_twice", facts={"id": quoted(name)}) for name in dict.fromkeys(twice)]
    if len(names) < plan.tables:
        faults.append(Fault("mixing_hosts_too_few", facts={"tables": plan.tables, "count": len(names)}))
    if faults:
        raise Faulty(faults)
    served = np.zeros((len(names), plan.tables))
    met = np.zeros((len(names), len(plan.people)))
    together: dict[tuple[int, str], int] = {}
    rows = []
    for number, seats in enumerate(plan.seats):
        sits = np.equal.outer(seats, np.arange(plan.tables)).astype(float)
        cost = MORE_ROUNDS * served.sum(axis=1)[:, None] + SAME_TABLE * served + met @ sits
        for table, colleague in enumerate(beside[number] if beside else ()):
            cost[:, table] += [SAME_COLLEAGUE * together.get((one, colleague), 0) for one in range(len(names))]
        ones, tables = linear_sum_assignment(cost)
        row = [""] * plan.tables
        for one, table in zip(ones.tolist(), tables.tolist(), strict=True):
            row[table] = names[one]
            served[one, table] += 1
            met[one] += sits[:, table]
            if beside:
                together[one, beside[number][table]] = together.get((one, beside[number][table]), 0) + 1
        rows.append(tuple(row))
    return tuple(rows)
