"""One more person for one less: where a total has no room for more people, others make room.

Belongs here: pairing people who may be added with people who may be taken away. Does not belong here: who
they are (flows.attack.people), and adding alone (flows.attack.witness).
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from flows.attack.questions import Question, Seen
from flows.attack.system import EXACT, Bools, Bounds, Floats, Ints, System

TAKEN = 2_000
"""Of those who may be taken away, so many are looked at, spread evenly."""
ROWS = 1_000
"""So many people find their partners at once."""


def swap(
    system: System,
    bounds: Bounds,
    question: Question,
    seen: Seen,
    point: Floats,
    people: sparse.csc_matrix,
    up: Floats,
    down: Floats,
) -> None:
    """Adds each person who is in a count not yet seen wide, and takes others away where there is no room.

    people    counts × persons, each keeping every relation
    up, down  by person, how often they may be added to the point, and taken from it
    """
    width = float(question.width[question.is_open].max(initial=0.0))
    unmet = question.is_open & ~question.is_met(seen.low, seen.high)
    is_tight = bounds.high - point < width - EXACT
    wanted = np.flatnonzero((up < width - EXACT) & _is_in(people, unmet))
    spare = np.flatnonzero(down >= 1 - EXACT)
    spare = spare[:: max(1, spare.size // TAKEN)]
    if not wanted.size or not spare.size:
        return
    by_row = sparse.csr_matrix(people)
    tight, small = by_row[np.flatnonzero(is_tight)], by_row[np.flatnonzero(unmet)]
    for first in range(0, wanted.size, ROWS):
        some = wanted[first : first + ROWS]
        partner, fits = _partners(tight, small, some, spare)
        pairs, others = some[fits], partner[fits]
        if pairs.size:
            often = width - up[pairs]
            change = people[:, pairs] * width - people[:, others] @ sparse.diags(often)
            _add(system, bounds, seen, point, sparse.csc_matrix(change))


def _is_in(people: sparse.csc_matrix, counts: Bools) -> Bools:
    found: Bools = (abs(people).T @ counts.astype(np.float64)) > 0
    return found


def _partners(
    tight: sparse.csr_matrix, small: sparse.csr_matrix, wanted: Ints, spare: Ints
) -> tuple[Ints, Bools]:
    """By person wanted, one who shares every count without room, and few of those in question."""
    shared = (abs(tight[:, wanted]).T @ abs(tight[:, spare])).toarray()
    needed = np.asarray(abs(tight[:, wanted]).sum(axis=0)).ravel()
    lost = (abs(small[:, wanted]).T @ abs(small[:, spare])).toarray()
    score = np.where(shared >= needed[:, None] - EXACT, -lost, -np.inf)
    best = score.argmax(axis=1)
    fits: Bools = np.isfinite(score[np.arange(wanted.size), best])
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
