"""One programme, and how it is asked: many counts at once, those that are nobody together, one alone.

Belongs here: asking. Does not belong here: which programmes there are (flows.attack.widths), and solving
(flows.attack.solving).
"""

from __future__ import annotations

import numpy as np

from flows.attack.published import SMALLEST
from flows.attack.questions import Question, Seen
from flows.attack.solving import Programme
from flows.attack.system import EXACT, Bounds, Ints

SHARED_ROUNDS = 200
"""Programmes that push many counts at once, before each that is left gets its own."""
POOR = 3
"""So many of them in a row that settle nothing end the sharing."""
FAR = 1e3


def unsettled(question: Question, seen: Seen, ids: Ints) -> Ints:
    """Places in `ids` of the open counts that have not been seen to have room enough."""
    return np.flatnonzero(question.is_left(seen.low, seen.high)[ids])


def share(programme: Programme, bounds: Bounds, question: Question, seen: Seen, ids: Ints) -> None:
    """Pushes all that are left at once, up or (where only the width counts) down, until that is poor.

    A count is pushed to where more is left to be seen, at random where both ends are open.
    """
    chance = np.random.default_rng(1)
    poor = 0
    for _ in range(SHARED_ROUNDS):
        left = unsettled(question, seen, ids)
        if not left.size or poor >= POOR:
            return
        here = ids[left]
        above, below = bounds.high[here] - seen.high[here], seen.low[here] - bounds.low[here]
        up = np.minimum(above, FAR) / np.maximum(np.minimum(above, FAR) + np.minimum(below, FAR), EXACT)
        falls = np.isneginf(question.reach[here]) & (chance.random(left.size) > up)
        wish = np.zeros(ids.size)
        wish[left] = np.where(falls, -1.0, 1.0)
        wish[left] *= chance.uniform(0.5, 1.5, left.size)
        point = programme.point(wish)
        if point is None:
            return
        seen.add(ids, point)
        gained = left.size - unsettled(question, seen, ids).size
        poor = 0 if gained else poor + 1


def may_be_somebody(programme: Programme, seen: Seen, ids: Ints, left: Ints) -> Ints:
    """Those left that may be one person or more: the others cannot, all together, and so none of them.

    A count that cannot be one person is no small count: it is known to be zero by the definitions.
    """
    found: list[Ints] = []
    while left.size:
        wish = np.zeros(ids.size)
        wish[left] = 1.0
        point = programme.point(wish)
        if point is None or not programme.is_best:
            break
        seen.add(ids, point)
        if point[left].sum() < 1 - EXACT:
            left = np.array([], dtype=np.int64)
            break
        most = point[left] >= point[left].max() / 2
        found.append(left[most])
        left = left[~most]
    return np.sort(np.concatenate([*found, left]))


def alone(programme: Programme, question: Question, seen: Seen, ids: Ints, place: int) -> bool:
    """Whether one count has room enough, by its own largest and, where that is not enough, smallest.

    What cannot be one person (see above), or must be five, is no small count.
    """
    wish = np.zeros(ids.size)
    one = ids[place]
    for direction in (1.0, -1.0):
        wish[place] = direction
        point = programme.point(wish)
        if point is not None:
            seen.add(ids, point)
        if not unsettled(question, seen, ids[place : place + 1]).size:
            return True
        end = seen.high[one] < 1 - EXACT if direction > 0 else seen.low[one] > SMALLEST - EXACT
        if programme.is_best and end:
            return True
        if np.isfinite(question.reach[one]):
            return False  # only the upper end counts
    return False
