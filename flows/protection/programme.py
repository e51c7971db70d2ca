"""A mixed-integer programme in rows and columns, solved by HiGHS with one thread and no clock.

Belongs here: the solver and nothing else of what the numbers mean. The same programme gives the same
answer: one thread, a fixed seed, and an end by gap or nodes, never by seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

from flows.solver import QuietSolver

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Programme:
    """Minimise cost·x subject to low ≤ rows·x ≤ high and at_least ≤ x ≤ at_most.

    whole  which columns are integers
    """

    rows: sparse.csr_matrix
    low: Numbers
    high: Numbers
    cost: Numbers
    at_least: Numbers
    at_most: Numbers
    whole: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Answer:
    """The columns' values, None when there is none."""

    values: Numbers | None
    cost: float = 0.0


def solve(
    programme: Programme, *, gap: float = 0.0, nodes: int | None = None, start: Numbers | None = None
) -> Answer:
    """The best answer found: the optimum of a linear programme, within gap or nodes of a mixed one.

    gap    how far from the best the answer may be, in cost; a share of the cost would say nothing, for most
           of it is the same in every answer
    start  an answer to begin from: nothing dearer is found
    """
    solver = QuietSolver()
    options: dict[str, bool | int | float | str] = {
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": gap,
        "mip_max_nodes": nodes if nodes is not None else 2**31 - 1,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(programme))
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = start
        solver.setSolution(known)
    solver.run()
    if solver.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return Answer(None)
    return Answer(np.array(solver.getSolution().col_value), float(solver.getInfo().objective_function_value))


def _model(programme: Programme) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = programme.rows.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = (
        programme.cost,
        programme.at_least,
        programme.at_most,
    )
    model.row_lower_, model.row_upper_ = programme.low, programme.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = programme.rows.indptr
    model.a_matrix_.index_ = programme.rows.indices
    model.a_matrix_.value_ = programme.rows.data
    if programme.whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(is_whole)] for is_whole in programme.whole]
    return model
