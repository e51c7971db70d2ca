"""The linear programme of one component, solved for points; every point widens what is known to be possible.

Belongs here: HiGHS, and how few programmes settle many counts. Does not belong here: which counts are in
question (flows.attack.widths).
"""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from flows.attack.system import EXACT, Bools, Floats
from flows.solver import QuietSolver

LARGE = 12_000
"""From so many counts on, interior points are found in seconds where the simplex takes minutes."""
ITERATIONS = 200
CAP = 1e5
"""Stands for no upper bound: far above what any question asks for."""


class Programme:
    """Relations over the counts of one component, and points within its bounds.

    matrix      rows × counts; equal rows are = right, others ≥ right
    low, high   bounds of the counts
    is_inside   whether points inside will do where there are many counts; else always corners
    is_best     whether the last point is known to be the largest along its wish
    """

    def __init__(
        self,
        matrix: sparse.csr_matrix,
        is_equal: Bools,
        right: Floats,
        low: Floats,
        high: Floats,
        *,
        is_inside: bool = False,
    ) -> None:
        """Handed to HiGHS once; later programmes start where the last one ended."""
        self.size = matrix.shape[1]
        self.solver = QuietSolver()
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("random_seed", 1)
        self.is_inside = is_inside and self.size > LARGE
        self.is_best = False
        if self.is_inside:
            self.solver.setOptionValue("solver", "ipm")
            self.solver.setOptionValue("run_crossover", "off")
            self.solver.setOptionValue("ipm_iteration_limit", ITERATIONS)
        self.solver.passModel(_model(matrix, is_equal, right, low, high))

    def point(self, wish: Floats) -> Floats | None:
        """The point that is largest along the wish (one weight a count); None when there is no point."""
        self.solver.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), -wish)
        if self.is_inside:
            self.solver.clearSolver()  # an interior point is no start for the next one
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        is_point = self.solver.getInfo().max_primal_infeasibility < EXACT
        self.is_best = status == highspy.HighsModelStatus.kOptimal
        if self.is_best or (self.is_inside and is_point):
            return np.asarray(self.solver.getSolution().col_value)
        if not self.is_inside:
            raise RuntimeError(f"HiGHS: {status}")
        self.is_inside = False
        self.solver.setOptionValue("solver", "simplex")
        return self.point(wish)


def _model(
    matrix: sparse.csr_matrix, is_equal: Bools, right: Floats, low: Floats, high: Floats
) -> highspy.HighsLp:
    """The programme as HiGHS takes it, all wishes 0."""
    by_row = sparse.csr_matrix(matrix)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = matrix.shape[1], matrix.shape[0]
    lp.col_cost_ = np.zeros(matrix.shape[1])
    lp.col_lower_, lp.col_upper_ = low, np.minimum(high, np.maximum(low, 0) + CAP)
    lp.row_lower_ = right
    lp.row_upper_ = np.where(is_equal, right, highspy.kHighsInf)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = by_row.indptr, by_row.indices
    lp.a_matrix_.value_ = by_row.data
    return lp
