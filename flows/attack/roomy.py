"""Points that fit every relation and leave as many counts as can be the room for more people.

Belongs here: finding them, by one programme over all counts. Does not belong here: what a point is good for
(flows.attack.witness).

Where nothing is withheld the printed numbers are such a point. Where something is, they do not quite add up,
and some count must be raised; whoever is in it has less room. Which counts are raised is a matter of price.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from flows.attack.solving import Programme
from flows.attack.system import EXACT, Bools, Bounds, Floats, System, among


class Room:
    """The programme of all counts, each with `width` of room above unless it is raised."""

    def __init__(self, system: System, bounds: Bounds, width: float) -> None:
        """Handed to the solver once; every point starts where the last one was found."""
        is_free = bounds.high - bounds.low > EXACT
        self.free = np.flatnonzero(is_free)
        self.fixed = np.where(is_free, 0.0, bounds.low)
        own, is_equal, right = among(system, self.free, bounds.low)
        low, high = bounds.low[self.free], bounds.high[self.free]
        top = np.maximum(high - width, low)
        rising = np.flatnonzero(np.isfinite(top))
        self.rising = self.free[rising]
        self.programme = Programme(
            sparse.hstack([own, own[:, rising]], format="csr"),
            is_equal,
            right,
            np.concatenate([low, np.zeros(rising.size)]),
            np.concatenate([top, high[rising] - top[rising]]),
        )

    def point(self, dear: Floats) -> Floats | None:
        """One value a count, within the bounds and every relation; None where there is none.

        dear  by count, what it costs that it has room for one person less
        """
        found = self.programme.point(np.concatenate([np.zeros(self.free.size), -dear[self.rising]]))
        if found is None:
            return None
        point = self.fixed.copy()
        point[self.free] = found[: self.free.size]
        point[self.rising] += found[self.free.size :]
        return point


def tied(system: System, near: Bools) -> Bools:
    """The counts, and those that stand in a row with one of them."""
    rows = np.flatnonzero(abs(system.matrix) @ near.astype(np.float64))
    found = near.copy()
    found[system.matrix[rows].indices] = True
    return found
