"""Every panel of a small problem, and the best lottery over them by a plain solver: what clever methods must agree with."""

import numpy as np
from scipy.optimize import linprog


def all_panels(problem):
    """(p, t) all panels of types, listed one feature row at a time."""
    found = []

    def fill(kind, panel, left, room, need):
        if kind == len(problem.sizes):
            if left == 0 and (need <= 0).all():
                found.append(panel)
            return
        rows = problem.rows[kind]
        for count in range(min(int(problem.sizes[kind]), left, int(room[rows].min())) + 1):
            room_after, need_after = room.copy(), need.copy()
            room_after[rows] -= count
            need_after[rows] -= count
            fill(kind + 1, [*panel, count], left - count, room_after, need_after)

    fill(0, [], problem.seats, problem.upper.copy(), problem.lower.copy())
    return np.array(found, dtype=np.int64).reshape(len(found), len(problem.sizes))


def highest_minimum(problem, panels, counted):
    """The highest lowest chance of the counted types, by one linear program over all panels."""
    if not len(panels) or not counted.any():
        return 0.0
    shares = panels[:, counted] / problem.sizes[counted]
    result = linprog(
        np.append(np.zeros(len(panels)), -1.0),
        A_ub=np.column_stack([-shares.T, np.ones(counted.sum())]),
        b_ub=np.zeros(counted.sum()),
        A_eq=np.append(np.ones(len(panels)), 0.0)[None],
        b_eq=[1.0],
    )
    return float(-result.fun)


def lowest_maximum(problem, panels, counted, least):
    """The lowest highest chance when the counted types have at least `least`; infinite when they cannot."""
    shares = panels / problem.sizes
    types = shares.shape[1]
    result = linprog(
        np.append(np.zeros(len(panels)), 1.0),
        A_ub=np.vstack(
            [
                np.column_stack([-shares[:, counted].T, np.zeros(counted.sum())]),
                np.column_stack([shares.T, -np.ones(types)]),
            ]
        ),
        b_ub=np.concatenate([np.full(counted.sum(), -least), np.zeros(types)]),
        A_eq=np.append(np.ones(len(panels)), 0.0)[None],
        b_eq=[1.0],
    )
    return float(result.fun) if result.status == 0 else np.inf


def geometric_mean(problem, chances, counted):
    people = problem.sizes[counted]
    return float(np.exp(people @ np.log(np.maximum(chances[counted], 1e-300)) / people.sum()))
