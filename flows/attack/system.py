"""The programme of one group: unknown counts with their bounds, and the relations as a sparse matrix.

Belongs here: the two as arrays, and what bounds follow from relations alone. Does not belong here: which
relations there are, and solving (flows.attack.solving).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
EXACT = 1e-6
"""Counts are whole numbers: what differs by less is rounding of the arithmetic."""
ROUNDS = 200
NOBODY = -1


@dataclass(frozen=True)
class System:
    """Σ coefficient × count = 0 in rows that are equal, ≥ 0 in the others.

    matrix     rows of relations, columns of counts
    is_equal   by row
    relations  name by row
    counts     by column, in the order of the columns: KEY, published, spread, method, is_examined
    """

    matrix: sparse.csr_matrix
    is_equal: Bools
    relations: list[str]
    counts: pl.DataFrame


@dataclass(frozen=True)
class Bounds:
    """What is possible of each count: low and high, and the row that said so last (NOBODY: its own print).

    contradictions: rows that no numbers within the bounds satisfy.
    """

    low: Floats
    high: Floats
    why_low: Ints
    why_high: Ints
    contradictions: Ints


def system_of(terms: pl.DataFrame, counts: pl.DataFrame) -> System:
    """The system of terms (with the id of each count, flows.attack.sums.complete)."""
    rows = terms.select("row", "relation", "is_equal").unique("row", maintain_order=True).with_row_index("at")
    placed = terms.join(rows.select("row", "at"), on="row", how="left", maintain_order="left")
    entries = (placed["coefficient"].to_numpy(), (placed["at"].to_numpy(), placed["id"].to_numpy()))
    matrix = sparse.csr_matrix(entries, shape=(rows.height, counts.height))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return System(matrix, rows["is_equal"].to_numpy(), rows["relation"].to_list(), counts)


def propagated(system: System, low: Floats, high: Floats) -> Bounds:
    """The bounds that follow when every relation is applied to every count until nothing changes.

    Whole numbers: a bound between two is the inner one. Stops at the first contradiction.
    """
    low, high = low.copy(), high.copy()
    why_low, why_high = (np.full(low.size, NOBODY, dtype=np.int64) for _ in range(2))
    entries = sparse.coo_matrix(system.matrix)
    at, of, weight = entries.row.astype(np.int64), entries.col.astype(np.int64), entries.data
    none = np.array([], dtype=np.int64)
    for _ in range(ROUNDS):
        least, most = _others(at, of, weight, low, high, system.matrix.shape[0])
        wrong = _impossible(system, at, of, weight, low, high)
        if wrong.size or (low > high + EXACT).any():
            return Bounds(
                low, high, why_low, why_high, wrong if wrong.size else _blamed(low, high, why_low, why_high)
            )
        # weight × count ≥ −(what the others can be at most); and ≤ −(at least) where the row is equal.
        floor, ceiling = -most, np.where(system.is_equal[at], -least, np.inf)
        new_low = np.where(weight > 0, floor, ceiling) / weight
        new_high = np.where(weight > 0, ceiling, floor) / weight
        changed = _tighten(low, why_low, np.ceil(new_low - EXACT), of, at, np.maximum)
        changed |= _tighten(high, why_high, np.floor(new_high + EXACT), of, at, np.minimum)
        if not changed:
            break
    return Bounds(low, high, why_low, why_high, none)


def _activity(at: Ints, of: Ints, weight: Floats, low: Floats, high: Floats, rows: int) -> tuple[Floats, ...]:
    """By entry its least and most, by row their finite sums and how many are infinite."""
    one, other = weight * low[of], weight * high[of]
    least, most = np.minimum(one, other), np.maximum(one, other)
    found = [least, most]
    for part in (least, most):
        is_finite = np.isfinite(part)
        found.append(np.bincount(at, np.where(is_finite, part, 0.0), minlength=rows))
        found.append(np.bincount(at, ~is_finite, minlength=rows))
    return tuple(found)


def _others(
    at: Ints, of: Ints, weight: Floats, low: Floats, high: Floats, rows: int
) -> tuple[Floats, Floats]:
    """By entry, the least and the most that the other entries of its row can sum to."""
    least, most, sum_least, no_least, sum_most, no_most = _activity(at, of, weight, low, high, rows)
    found = []
    for part, total, infinite, sign in ((least, sum_least, no_least, -1.0), (most, sum_most, no_most, 1.0)):
        is_finite = np.isfinite(part)
        left = infinite[at] - ~is_finite
        rest = total[at] - np.where(is_finite, part, 0.0)
        found.append(np.where(left > 0, sign * np.inf, rest))
    return found[0], found[1]


def _impossible(system: System, at: Ints, of: Ints, weight: Floats, low: Floats, high: Floats) -> Ints:
    rows = system.matrix.shape[0]
    _, _, sum_least, no_least, sum_most, no_most = _activity(at, of, weight, low, high, rows)
    too_much = system.is_equal & (no_least == 0) & (sum_least > EXACT)
    too_little = (no_most == 0) & (sum_most < -EXACT)
    found: Ints = np.flatnonzero(too_much | too_little).astype(np.int64)
    return found


def _blamed(low: Floats, high: Floats, why_low: Ints, why_high: Ints) -> Ints:
    crossed = low > high + EXACT
    rows = np.unique(np.concatenate([why_low[crossed], why_high[crossed]]))
    found: Ints = rows[rows != NOBODY]
    return found


def _tighten(bound: Floats, why: Ints, new: Floats, of: Ints, at: Ints, inner: np.ufunc) -> bool:
    """Moves the bounds inwards where an entry says more; whether any moved by more than EXACT."""
    before = bound.copy()
    is_said = np.isfinite(new)
    inner.at(bound, of[is_said], new[is_said])
    moved = bound != before
    said = is_said & moved[of] & (new == bound[of])
    why[of[said]] = at[said]
    return bool(moved.any())


def among(system: System, ids: Ints, others: Floats) -> tuple[sparse.csr_matrix, Bools, Floats]:
    """The relations that some of the counts `ids` stand in, with all other counts at what `others` says.

    Result: rows × ids, which rows are equal, and what is right of them.
    """
    own = system.matrix[:, ids]
    rows = np.flatnonzero(np.diff(own.indptr))
    rest = others.copy()
    rest[ids] = 0.0
    return own[rows], system.is_equal[rows], -(system.matrix[rows] @ rest)


def rest_of_rows(system: System) -> sparse.csr_matrix:
    """Identity, and each count `no` as its row's den − yes: whoever is in a row is in no other cell of it."""
    is_states = np.array([name == "states" for name in system.relations])
    states = sparse.csr_matrix(system.matrix[np.flatnonzero(is_states)])
    size = system.counts.height
    if not states.shape[0]:
        return sparse.identity(size, format="csr")
    names = system.counts["count"].to_numpy()
    no = np.array(
        [
            int(ids[names[ids] == "no"][0]) if (names[ids] == "no").any() else -1
            for ids in np.split(states.indices, states.indptr[1:-1])
        ]
    )
    to_no = sparse.csr_matrix(
        (np.ones((no >= 0).sum()), (no[no >= 0], np.flatnonzero(no >= 0))), shape=(size, no.size)
    )
    is_rest = np.zeros(size, dtype=bool)
    is_rest[no[no >= 0]] = True
    others = sparse.diags((~is_rest).astype(np.float64))
    return sparse.csr_matrix(others + to_no @ states @ others)
