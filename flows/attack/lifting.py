"""Many counts lifted at once, each only so far: who may be somebody, and who is nobody.

Belongs here: the programme over all counts of a system that says so. Does not belong here: one count by
itself (flows.attack.asking).

A programme that only adds counts up puts everybody where there is most room. Where what a count adds is
capped, it is better to lift another: one programme shows of most counts that somebody may be in them, and
the few that are left are asked again, until nothing can be lifted.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from flows.attack.questions import Question, Seen
from flows.attack.solving import Programme
from flows.attack.system import EXACT, Bounds, Ints, System

LIFTED = 0.01
"""From so much on, a count has been seen to be lifted."""


def without_nobody(system: System, bounds: Bounds, question: Question, seen: Seen) -> Question:
    """The question without the counts that cannot be one person, all of them together; points are seen.

    A count that cannot be one person is no small count: it is known to be zero by the definitions.
    """
    rest = np.flatnonzero(question.is_left(seen.low, seen.high) & (seen.high < 1) & (bounds.low < EXACT))
    while rest.size:
        is_lifted = _lifted(system, bounds, rest, seen)
        if is_lifted is None:
            return question
        if not is_lifted.any():
            is_open = question.is_open.copy()
            is_open[rest] = False
            return replace(question, is_open=is_open)
        rest = rest[~is_lifted]
    return question


def _lifted(system: System, bounds: Bounds, ids: Ints, seen: Seen) -> np.ndarray | None:
    """Which of the counts the best point lifts; none where all of them together are less than one person.

    None where the solver knows no best point.
    """
    is_free = bounds.high - bounds.low > EXACT
    free = np.flatnonzero(is_free)
    place = np.full(is_free.size, -1)
    place[free] = np.arange(free.size)
    own = system.matrix[:, free]
    rows = np.flatnonzero(np.diff(own.indptr))
    size = ids.size
    asked = sparse.csr_matrix((np.ones(size), (np.arange(size), place[ids])), shape=(size, free.size))
    programme = Programme(
        sparse.bmat([[own[rows], None], [asked, -sparse.identity(size)]], format="csr"),
        np.concatenate([system.is_equal[rows], np.zeros(size, dtype=bool)]),
        np.concatenate([-(system.matrix[rows] @ np.where(is_free, 0.0, bounds.low)), np.zeros(size)]),
        np.concatenate([bounds.low[free], np.zeros(size)]),
        np.concatenate([bounds.high[free], np.ones(size)]),
        is_inside=True,
    )
    found = programme.point(np.concatenate([np.zeros(free.size), np.ones(size)]))
    if found is None or not programme.is_best:
        return None
    seen.add(free, found[: free.size])
    lift = found[free.size :]
    return lift >= LIFTED if lift.sum() >= 1 - EXACT else np.zeros(size, dtype=bool)
