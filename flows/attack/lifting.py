"""Many counts lifted at once, each only so far: who is nobody, and how many are wide enough.

Belongs here: programmes over all counts of a system that lift some of them. Does not belong here: people put
into them (flows.attack.witness), and one count by itself (flows.attack.asking).

A programme that only adds counts up puts everybody where there is most room. Where what a count adds is
capped, it is better to lift another: one programme settles hundreds, where few people stand in all cells.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from flows.attack.questions import Question, Seen
from flows.attack.solving import Programme
from flows.attack.system import EXACT, Bounds, Floats, Ints, System, among

LIFTED = 0.01
"""From so much on, a count has been seen to be lifted."""
FEW, POOR, GAIN = 150, 8, 0.05
"""So few need no lifting together; so many programmes in vain end it; and below so large a share of them
settled by one, only every PART-th of them is lifted at a time: there is room for some, not for all."""
PART = 4


class Lifting:
    """The programmes of a system that lift some of its counts."""

    def __init__(self, system: System, bounds: Bounds) -> None:
        """What all of them have in common."""
        is_free = bounds.high - bounds.low > EXACT
        self.free = np.flatnonzero(is_free)
        self.low, self.high = bounds.low[self.free], bounds.high[self.free]
        self.place = np.full(is_free.size, -1)
        self.place[self.free] = np.arange(self.free.size)
        self.own, self.is_equal, self.right = among(system, self.free, bounds.low)

    def lifts(self, ids: Ints, floor: Floats, most: Floats, wish: Floats, seen: Seen) -> Floats | None:
        """By count, how far above its floor the best point lifts it, `most` at most; the point is seen.

        None where the solver knows no best point.
        """
        size = ids.size
        asked = sparse.csr_matrix(
            (np.ones(size), (np.arange(size), self.place[ids])), shape=(size, self.free.size)
        )
        programme = Programme(
            sparse.bmat([[self.own, None], [asked, -sparse.identity(size)]], format="csr"),
            np.concatenate([self.is_equal, np.zeros(size, dtype=bool)]),
            np.concatenate([self.right, floor]),
            np.concatenate([self.low, np.zeros(size)]),
            np.concatenate([self.high, most]),
            is_inside=True,
        )
        found = programme.point(np.concatenate([np.zeros(self.free.size), wish]))
        if found is None or not programme.is_best:
            return None
        seen.add(self.free, found[: self.free.size])
        return found[self.free.size :]


def without_nobody(lifting: Lifting, bounds: Bounds, question: Question, seen: Seen) -> Question:
    """The question without the counts that cannot be one person, all of them together.

    A count that cannot be one person is no small count: it is known to be zero by the definitions.
    """
    rest = np.flatnonzero(question.is_left(seen.low, seen.high) & (seen.high < 1) & (bounds.low < EXACT))
    while rest.size:
        one = np.ones(rest.size)
        lifted = lifting.lifts(rest, np.zeros(rest.size), one, one, seen)
        if lifted is None:
            return question
        if lifted.sum() < 1 - EXACT:
            is_open = question.is_open.copy()
            is_open[rest] = False
            return replace(question, is_open=is_open)
        rest = rest[lifted < LIFTED]
    return question


def lift(lifting: Lifting, bounds: Bounds, question: Question, seen: Seen) -> None:
    """Lifts what is left as far as it must be possible, many at once, until few are left or it is in vain."""
    chance = np.random.default_rng(1)
    poor, is_all = 0, True
    while poor < POOR:
        left = np.flatnonzero(question.is_left(seen.low, seen.high))
        if left.size <= FEW:
            return
        some = left if is_all else chance.permutation(left)[: max(FEW, left.size // PART)]
        reaches_up = np.isfinite(question.reach[some])
        floor = np.where(reaches_up | np.isinf(seen.low[some]), bounds.low[some], seen.low[some])
        most = np.where(reaches_up, question.reach[some] - floor, question.width[some])
        found = lifting.lifts(some, floor, most, chance.uniform(0.5, 1.5, some.size), seen)
        gained = left.size - int(question.is_left(seen.low, seen.high).sum())
        is_all = is_all and gained > left.size * GAIN
        poor = 0 if gained and found is not None else poor + 1
