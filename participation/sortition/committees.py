"""Finds the panel of greatest weight that meets every demand: the oracle that every algorithm for fair lotteries asks."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from participation.sortition.highs import INFEASIBLE, OPTIMAL, demand_columns, failure, open_highs, pass_model
from participation.sortition.problem import Floats, Ints, Problem


class NoPanel(Exception):
    """No panel meets the demands."""


@dataclass(frozen=True)
class Found:
    """panel: (t,) seats of each type, or None if the time ran out before any panel was found;
    value: its weight; bound: what no panel can exceed."""

    panel: Ints | None
    value: float
    bound: float


class Committees:
    """All panels of a problem, or only those within narrower bounds, as an integer program that is built once.

    lower, upper: (r,) bounds of the demands; least, most: (t,) bounds of the types. They stand for the problem's own.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        lower: Ints | None = None,
        upper: Ints | None = None,
        least: Ints | None = None,
        most: Ints | None = None,
    ) -> None:
        types = len(problem.sizes)
        self._problem = problem
        self._columns = np.arange(types, dtype=np.int32)
        self._highs = open_highs(mip_abs_gap=1e-10, mip_feasibility_tolerance=1e-9)
        starts, indexes = demand_columns(problem)
        pass_model(
            self._highs,
            cost=np.zeros(types),
            column_bounds=(np.zeros(types) if least is None else least, problem.sizes if most is None else most),
            row_bounds=(
                np.append(problem.lower if lower is None else lower, problem.seats),
                np.append(problem.upper if upper is None else upper, problem.seats),
            ),
            starts=starts,
            indexes=indexes,
            values=np.ones(len(indexes)),
            maximise=True,
            integer=True,
        )

    def best(self, weights: Floats, *, gap: float = 0.0, seconds: float | None = None) -> Found:
        """The panel of greatest total weight, up to a relative `gap`, or the best one found within `seconds`.

        weights: (t,) worth of one seat of each type. Raises NoPanel.
        """
        # HiGHS judges by absolute tolerances: let the largest weight be a thousand
        scale = 1000.0 / max(float(np.abs(weights).max(initial=0.0)), 1e-300)
        self._highs.setOptionValue("mip_rel_gap", float(gap))
        limit = float("inf") if seconds is None else seconds
        self._highs.setOptionValue("time_limit", limit)
        self._highs.changeColsCost(len(weights), self._columns, weights * scale)
        self._highs.clearSolver()
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in INFEASIBLE:
            raise NoPanel
        if status not in (OPTIMAL, highspy.HighsModelStatus.kTimeLimit):
            raise failure(self._highs)
        information = self._highs.getInfo()
        bound = information.mip_dual_bound / scale
        if information.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Found(None, -np.inf, bound)
        panel = np.round(np.array(self._highs.getSolution().col_value)).astype(np.int64)
        if not self._problem.meets(panel[None])[0]:
            raise RuntimeError("HiGHS returned a panel that misses a demand")
        value = float(weights @ panel)
        return Found(panel, value, max(bound, value))
