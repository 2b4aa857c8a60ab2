"""Opens HiGHS the same way everywhere: silent, one thread, a fixed seed; for the solvers of this package."""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt

from participation.sortition.problem import Problem

INFINITY = highspy.kHighsInf
OPTIMAL = highspy.HighsModelStatus.kOptimal
OUT_OF_TIME = highspy.HighsModelStatus.kTimeLimit
INFEASIBLE = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}
Indexes = npt.NDArray[np.int32]


def open_highs(**options: float | str) -> highspy.Highs:
    """An empty HiGHS model with these options."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    for name, value in {"threads": 1, "random_seed": 0, **options}.items():
        highs.setOptionValue(name, value)
    return highs


def failure(highs: highspy.Highs) -> RuntimeError:
    """That the solver gave no answer, to be raised where a model is known to have one."""
    return RuntimeError(f"HiGHS: {highs.modelStatusToString(highs.getModelStatus())}")


def pass_model(
    highs: highspy.Highs,
    *,
    cost: npt.ArrayLike,
    column_bounds: tuple[npt.ArrayLike, npt.ArrayLike],
    row_bounds: tuple[npt.ArrayLike, npt.ArrayLike],
    starts: npt.ArrayLike,
    indexes: npt.ArrayLike,
    values: npt.ArrayLike,
    maximise: bool = False,
    integer: bool = False,
) -> None:
    """Load a model whose matrix is given column by column (`starts`, `indexes`, `values` as in a CSC matrix)."""
    model = highspy.HighsLp()
    model.col_cost_ = np.asarray(cost, dtype=float)
    model.col_lower_, model.col_upper_ = (np.asarray(bound, dtype=float) for bound in column_bounds)
    model.row_lower_, model.row_upper_ = (np.asarray(bound, dtype=float) for bound in row_bounds)
    model.num_col_ = len(model.col_cost_)
    model.num_row_ = len(model.row_lower_)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.asarray(starts, dtype=np.int32)
    model.a_matrix_.index_ = np.asarray(indexes, dtype=np.int32)
    model.a_matrix_.value_ = np.asarray(values, dtype=float)
    model.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
    if integer:
        model.integrality_ = [highspy.HighsVarType.kInteger] * model.num_col_
    highs.passModel(model)


def demand_columns(problem: Problem) -> tuple[Indexes, Indexes]:
    """(starts, indexes) of the matrix of demands, one column per type, with a last row in which every seat counts."""
    types, columns = problem.rows.shape
    seats_row = np.full((types, 1), len(problem.lower))
    indexes = np.hstack([problem.rows, seats_row]).astype(np.int32).ravel()
    return np.arange(types + 1, dtype=np.int32) * np.int32(columns + 1), indexes
