"""The chances of the highest geometric mean if fractions of a person could sit, which bound the Nash lottery from above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from participation.sortition.highs import OPTIMAL, demand_columns, open_highs, pass_model
from participation.sortition.problem import Floats, Ints, Problem, categories_of

ROUNDS = 200
CENTRED = 0.2  # share of the present distance to the boundary that the next step aims for
NEARLY = 1e-11


class Unsettled(Exception):
    """The method did not settle: perhaps some demand leaves no room at all."""


def proportional(problem: Problem, kinds: Ints) -> Floats:
    """(t,) chances that maximise the sum of m log p over `kinds` within the demands; nought for all others.

    A primal-dual interior point method (Mehrotra 1992) whose Newton steps are as small as the number of demands,
    and at the end Newton's method on the demands that proved tight. Raises Unsettled.
    """
    bounds = _implied_bounds(problem)
    people = problem.sizes[kinds].astype(float)
    matrix = np.vstack([problem.incidence, np.ones(len(problem.sizes))])[:, kinds] * people
    most = matrix.sum(axis=1)
    binding = (bounds[:, 0] > 0) | (bounds[:, 1] < most)
    chances = np.zeros(len(problem.sizes))
    try:
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            chances[kinds] = _Centre(matrix[binding], bounds[binding], people).chances()
    except (FloatingPointError, np.linalg.LinAlgError) as error:
        raise Unsettled from error
    return chances


def worth_most(problem: Problem, prices: Floats) -> float:
    """What no panel, not even one of fractions of people, is worth more than at these (t,) prices of a seat."""
    highs = open_highs()
    starts, indexes = demand_columns(problem)
    pass_model(
        highs,
        cost=prices,
        column_bounds=(np.zeros(len(prices)), problem.sizes),
        row_bounds=(np.append(problem.lower, problem.seats), np.append(problem.upper, problem.seats)),
        starts=starts,
        indexes=indexes,
        values=np.ones(len(indexes)),
        maximise=True,
    )
    highs.run()
    return float(highs.getInfo().objective_function_value) if highs.getModelStatus() == OPTIMAL else np.inf


def _implied_bounds(problem: Problem) -> Floats:
    """(r + 1, 2) bounds of the demands and of all seats, tightened by what the rest of each category must have."""
    lower, upper = problem.lower.astype(float), problem.upper.astype(float)
    for category in categories_of(problem.targets):
        rows = np.array([row for row, target in enumerate(problem.targets) if target.category == category])
        least, most = lower[rows].sum(), upper[rows].sum()
        lower[rows], upper[rows] = (
            np.maximum(lower[rows], problem.seats - (most - upper[rows])),
            np.minimum(upper[rows], problem.seats - (least - lower[rows])),
        )
    return np.column_stack([np.append(lower, problem.seats), np.append(upper, problem.seats)]).astype(float)


@dataclass
class _Centre:
    """min -sum m log p with `matrix` @ p within `bounds` and p at most one.

    matrix: (r, t); bounds: (r, 2); people: (t,). Rows whose bounds are equal are equations, the others have a slack on
    either side.
    """

    matrix: Floats
    bounds: Floats
    people: Floats

    def chances(self) -> Floats:
        lower, upper = self.bounds.T
        equal = upper - lower < 1e-9
        free = ~equal
        p = np.full(len(self.people), min(0.5, float(upper[-1] / self.people.sum())))
        level = (lower + upper) / 2
        scale = 1.0 / p[0]
        price = np.zeros(len(lower))
        at_low, at_high = np.where(equal, 0.0, scale), np.where(equal, 0.0, scale)
        at_one = np.full(len(p), scale)
        for _ in range(ROUNDS):
            price[free] = (at_low - at_high)[free]
            room_low, room_high = np.where(equal, 1.0, level - lower), np.where(equal, 1.0, upper - level)
            slope = -self.people / p - self.matrix.T @ price + at_one
            short = level - self.matrix @ p
            products = at_low @ room_low + at_high @ room_high + at_one @ (1 - p)
            mean = float(products / (2 * free.sum() + len(p)))
            if mean < NEARLY * scale and np.abs(short).max() < 1e-9:
                return self._polished(p, price, at_one)
            mu = CENTRED * mean
            theta = self.people / p**2 + at_one / (1 - p)
            g = -slope - mu / (1 - p) + at_one
            e = mu / room_low - at_low - mu / room_high + at_high
            omega = np.where(equal, np.inf, at_low / room_low + at_high / room_high)
            weighted = self.matrix / theta
            system = weighted @ self.matrix.T + np.diag(1.0 / omega)
            d_price = _solved(system, short + np.where(equal, 0.0, e / omega) - weighted @ g)
            d_p = (self.matrix.T @ d_price + g) / theta
            d_level = np.where(equal, 0.0, (e - d_price) / omega)
            d_low = np.where(equal, 0.0, mu / room_low - at_low - at_low / room_low * d_level)
            d_high = np.where(equal, 0.0, mu / room_high - at_high + at_high / room_high * d_level)
            d_one = mu / (1 - p) - at_one + at_one / (1 - p) * d_p
            primal = 0.99 * min(reach(p, d_p), reach(1 - p, -d_p), reach(room_low, d_level), reach(room_high, -d_level))
            dual = 0.99 * min(reach(at_low, d_low), reach(at_high, d_high), reach(at_one, d_one))
            p, level = p + primal * d_p, level + primal * d_level
            price = price + dual * np.where(equal, d_price, 0.0)
            at_low, at_high, at_one = at_low + dual * d_low, at_high + dual * d_high, at_one + dual * d_one
        raise Unsettled

    def _polished(self, p: Floats, price: Floats, at_one: Floats) -> Floats:
        """The same, as exactly as numbers allow: what is tight becomes an equation, what is certain a constant."""
        values = self.matrix @ p
        lower, upper = self.bounds.T
        tight = (values - lower < 1e-5) | (upper - values < 1e-5)
        goal = np.where(values - lower < upper - values, lower, upper)
        certain = 1 - p < 1e-6
        p = np.where(certain, 1.0, p)
        rows, open_ = self.matrix[tight][:, ~certain], ~certain
        for _ in range(20):
            short = goal[tight] - self.matrix[tight] @ p
            theta = self.people[open_] / p[open_] ** 2
            g = self.people[open_] / p[open_] + rows.T @ price[tight]
            weighted = rows / theta
            d_price = _solved(weighted @ rows.T, short - weighted @ g)
            step = (rows.T @ d_price + g) / theta
            way = reach(p[open_], step)
            p[open_] += step if way == 1 else 0.9 * way * step
            price[tight] += d_price
            if np.abs(step).max(initial=0.0) < 1e-14:
                break
        return np.clip(p, 0.0, 1.0)


def _solved(system: Floats, right: Floats) -> Floats:
    """Least squares, for every category may repeat that the seats are filled."""
    return np.asarray(np.linalg.lstsq(system, right, rcond=1e-13)[0])


def reach(values: Floats, step: npt.NDArray[np.floating[Any]]) -> float:
    """The part of the step, at most all of it, that keeps the values from going below nought."""
    falling = step < 0
    return min(1.0, float((values[falling] / -step[falling]).min(initial=1.0)))
