"""The solver prints nothing."""

from __future__ import annotations

import subprocess
import sys

SOLVE = """
import numpy as np
from scipy import sparse
from flows.protection.programme import Programme, solve
one = np.ones(1)
found = solve(Programme(sparse.csr_matrix([[2.0]]), one, 3 * one, -one, 0 * one, 9 * one, one > 0))
assert found.values.tolist() == [1.0], found
"""


def test_a_process_that_solves_prints_nothing() -> None:
    """highspy prints a banner once in each process, so it is looked for in a new one."""
    done = subprocess.run([sys.executable, "-c", SOLVE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
