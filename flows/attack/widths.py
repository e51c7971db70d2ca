"""How much room every count in question is left: by propagation, by shared points, by its own programme.

Belongs here: settling counts with as few programmes as possible. Does not belong here: which are in
question (flows.attack.questions), and people that need none (flows.attack.witness).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from flows.attack.asking import alone, may_be_somebody, share, unsettled
from flows.attack.questions import Question, Seen
from flows.attack.roomy import tied
from flows.attack.solving import Programme
from flows.attack.system import EXACT, Bools, Bounds, Floats, Ints, System, among

ENOUGH = 20
"""So many broken counts in one component, and the rest need not be known to refuse the release."""
RINGS, NEAR, FEW = 8, 35_000, 100
"""Around the counts that are left, so many steps along relations, and so many counts, are tried first."""


@dataclass(frozen=True)
class Settled:
    """How each count was settled, and those that have too little room.

    by_programme, unexamined: how many; broken: ids; infeasible: ids of components without a
    feasible point; low, high: the range of a broken count.
    """

    by_programme: int
    unexamined: int
    broken: Ints
    infeasible: Ints
    low: Floats
    high: Floats

    @classmethod
    def nothing(cls, unexamined: int) -> Settled:
        """So many counts were not looked at: the prints contradict each other already."""
        none = np.array([], dtype=np.int64)
        return cls(0, unexamined, none, none, none.astype(np.float64), none.astype(np.float64))


def settle(system: System, bounds: Bounds, question: Question, seen: Seen) -> Settled:
    """Every open count of the system settled; `seen` holds points known before, and grows."""
    fixed = bounds.high - bounds.low <= EXACT
    seen.add(np.flatnonzero(fixed), bounds.low[fixed])
    if seen.point is not None:
        _near_by(system, bounds, question, seen)
    done = [
        _component(system, bounds, question, seen, ids)
        for ids in _components(system, ~fixed, question.is_left(seen.low, seen.high))
    ]
    by_programme = sum(one.by_programme for one in done)
    left = [
        np.concatenate([getattr(one, name) for one in done] or [_none()]) for name in ("broken", "infeasible")
    ]
    unexamined = sum(one.unexamined for one in done)
    return Settled(
        by_programme,
        unexamined,
        left[0],
        left[1],
        seen.low,
        seen.high,
    )


def _near_by(system: System, bounds: Bounds, question: Question, seen: Seen) -> None:
    """Moves only the counts around those that are left, all others as in the known point."""
    for rings in range(1, RINGS + 1):
        near = question.is_left(seen.low, seen.high)
        if not near.any():
            return
        for _ in range(rings):
            near = tied(system, near)
        ids = np.flatnonzero(near & (bounds.high - bounds.low > EXACT))
        if ids.size > NEAR:
            return
        programme = _programme(system, bounds, ids, seen.point)
        share(programme, bounds, question, seen, ids)
        if rings == RINGS:
            for place in may_be_somebody(programme, seen, ids, unsettled(question, seen, ids))[:FEW]:
                alone(programme, question, seen, ids, int(place))


def _none() -> Ints:
    return np.array([], dtype=np.int64)


def _components(system: System, free: Bools, wanted: Bools) -> list[Ints]:
    """The free counts that relations tie together, by component; only those in which something is wanted."""
    if not wanted.any():
        return []
    ids = np.flatnonzero(free)
    touch = system.matrix[:, ids].astype(bool).astype(np.float64)
    both = sparse.bmat([[None, touch], [touch.T, None]], format="csr")
    _, labels = csgraph.connected_components(both, directed=False)
    mine = labels[touch.shape[0] :]
    keep = np.unique(mine[wanted[ids]])
    order = np.argsort(mine, kind="stable")
    starts = np.searchsorted(mine[order], keep), np.searchsorted(mine[order], keep, side="right")
    return [ids[order[first:last]].astype(np.int64) for first, last in zip(*starts, strict=True)]


def _component(system: System, bounds: Bounds, question: Question, seen: Seen, ids: Ints) -> Settled:
    programme = _programme(system, bounds, ids)
    first = programme.point(np.zeros(ids.size))
    if first is None:
        return Settled(0, 0, _none(), ids, bounds.low, bounds.high)
    seen.add(ids, first)
    share(programme, bounds, question, seen, ids)
    left = may_be_somebody(programme, seen, ids, unsettled(question, seen, ids))
    broken: list[int] = []
    for done, place in enumerate(left):
        if not unsettled(question, seen, ids[place : place + 1]).size:
            continue
        if len(broken) >= ENOUGH:
            unexamined = left.size - done
            return Settled(done, unexamined, np.array(broken, dtype=np.int64), _none(), seen.low, seen.high)
        if not alone(programme, question, seen, ids, int(place)):
            broken.append(int(ids[place]))
    return Settled(left.size, 0, np.array(broken, dtype=np.int64), _none(), seen.low, seen.high)


def _programme(system: System, bounds: Bounds, ids: Ints, point: Floats | None = None) -> Programme:
    """The counts `ids`, with everything else at what it is fixed to, or as in the point."""
    is_fixed = np.isfinite(bounds.low) & (bounds.high - bounds.low <= EXACT)
    others = np.where(is_fixed, bounds.low, 0.0) if point is None else point
    return Programme(*among(system, ids, others), bounds.low[ids], bounds.high[ids], is_inside=True)
