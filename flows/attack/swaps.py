"""One more person for one less: where a total has no room for more people, others make room.

Belongs here: pairing people who may be added with people who may be taken away. Does not belong here: who
they are (flows.attack.people), and adding alone (flows.attack.witness).
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from flows.attack.questions import Question, Seen
from flows.attack.system import EXACT, Bools, Bounds, Floats, Ints, System

FEW, OF_EACH = 6, 50
"""So many people for each count in question, and so many of those who are in each count without room."""
ROWS = 500
"""So many people find their partners at once."""


def swap(
    system: System,
    bounds: Bounds,
    question: Question,
    seen: Seen,
    point: Floats,
    people: sparse.csc_matrix,
    up: Floats,
) -> None:
    """Adds each person who is in a count not yet seen wide, and takes others away where there is no room.

    people  counts × persons, each keeping every relation
    up      by person, how often they may be added to the point
    """
    width = question.widest
    unmet = question.is_left(seen.low, seen.high)
    in_question, tight, empty = _those_in(
        people, unmet, bounds.high - point < width - EXACT, point - bounds.low < 1 - EXACT
    )
    asked = wanted(in_question, up, width)
    spare = _who_may_go(tight)
    if not asked.size or not spare.size:
        return
    for first in range(0, asked.size, ROWS):
        some = asked[first : first + ROWS]
        partner, fits = _partners(tight, empty, some, spare)
        pairs, others = some[fits], partner[fits]
        if pairs.size:
            often = width - up[pairs]
            change = people[:, pairs] * width - people[:, others] @ sparse.diags(often)
            _add(system, bounds, seen, point, sparse.csc_matrix(change))


def _those_in(people: sparse.csc_matrix, *counts: Bools) -> list[sparse.csr_matrix]:
    """The people by count, for each choice of counts; all of them by count are given back at once."""
    by_count = sparse.csr_matrix(people)
    return [by_count[np.flatnonzero(some)] for some in counts]


def _who_may_go(tight: sparse.csr_matrix) -> Ints:
    """Some from every count without room."""
    some = [
        np.sort(row)[:: max(1, row.size // OF_EACH)] for row in np.split(tight.indices, tight.indptr[1:-1])
    ]
    return np.unique(np.concatenate([np.array([], dtype=np.int64), *some])).astype(np.int64)


def wanted(unmet: sparse.csr_matrix, up: Floats, width: float) -> Ints:
    """A few for each count in question, those that can nearly be added often enough."""
    some = [
        row[np.argsort(-up[row], kind="stable")[:FEW]] for row in np.split(unmet.indices, unmet.indptr[1:-1])
    ]
    found = np.unique(np.concatenate([np.array([], dtype=np.int64), *some])).astype(np.int64)
    return found[up[found] < width - EXACT]


def _partners(
    tight: sparse.csr_matrix, empty: sparse.csr_matrix, asked: Ints, spare: Ints
) -> tuple[Ints, Bools]:
    """By person asked, one who shares every count without room and, of counts that are empty, all."""
    shared = (abs(tight[:, asked]).T @ abs(tight[:, spare])).toarray()
    needed = np.asarray(abs(tight[:, asked]).sum(axis=0)).ravel()
    own = np.asarray(abs(empty[:, spare]).sum(axis=0)).ravel()
    lost = own[None, :] - (abs(empty[:, asked]).T @ abs(empty[:, spare])).toarray()
    score = np.where(shared >= needed[:, None] - EXACT, -lost, -np.inf)
    best = score.argmax(axis=1)
    fits: Bools = np.isfinite(score[np.arange(asked.size), best])
    return spare[best], fits


def _add(system: System, bounds: Bounds, seen: Seen, point: Floats, change: sparse.csc_matrix) -> None:
    """Sees the point with each change, where every bound and every relation still holds."""
    slack = system.matrix @ point
    falls = sparse.coo_matrix(system.matrix @ change)
    is_wrong = np.where(
        system.is_equal[falls.row],
        np.abs(falls.data) > EXACT,
        slack[falls.row] + falls.data < -EXACT,
    )
    entries = sparse.coo_matrix(change)
    there = point[entries.row] + entries.data
    outside = (there > bounds.high[entries.row] + EXACT) | (there < bounds.low[entries.row] - EXACT)
    fits = np.ones(change.shape[1], dtype=bool)
    fits[falls.col[is_wrong]] = False
    fits[entries.col[outside]] = False
    kept = fits[entries.col]
    np.minimum.at(seen.low, entries.row[kept], there[kept])
    np.maximum.at(seen.high, entries.row[kept], there[kept])
