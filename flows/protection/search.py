"""Searches for a whole-numbered population whose counts keep their limits, or leave as few as can be.

Belongs here: how the programme of a block is solved well in little time. Does not belong here: what the
limits are (rounding) and the solver itself (programme).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from flows.protection.programme import Answer, Flags, Numbers, Programme, solve

OUTRIGHT = 400
"""So many kinds are solved outright in whole numbers."""
AROUND = 800
"""So many are set free around what is broken, and so many of all."""
ROUNDS, IDLE = 40, 4
"""So often the search goes on around what is broken, and so often in vain before it ends."""
NEAR = 0.5
"""The search ends so near the best, in the least price of a count that gives way by one."""
TINY = 1e-6


@dataclass(frozen=True)
class Limits:
    """Between what each count may lie, and what it costs when it does not, per unit."""

    low: Numbers
    high: Numbers
    price: Numbers


@dataclass(frozen=True)
class Search:
    """How many nodes each programme may take, and the search's random numbers."""

    chance: np.random.Generator
    nodes: int

    def population(
        self, incidence: sparse.csr_matrix, limits: Limits, cost: Numbers, at_most: Numbers
    ) -> Numbers:
        """How many there are of each kind: whole numbers, the cheapest found.

        Small programmes are solved outright; large ones in fractions first, then what is left in fractions.
        Then again and again around what is broken, with everything else as it was found, each time from the
        best so far.
        """
        programme, kinds = _programme(incidence, limits, cost, at_most), incidence.shape[1]
        relaxed, near = _answer(solve(programme)), NEAR * limits.price.min()
        is_large, start = kinds > OUTRIGHT, _whole(relaxed[:kinds], incidence, limits)
        free = np.abs(relaxed - start)[:kinds] > TINY if is_large else np.ones(kinds, np.bool_)
        best, idle = _better(programme, start, free, 1 if is_large else self.nodes, near), 0
        for _ in range(ROUNDS):
            counts = incidence @ best[:kinds]
            outside = (counts < limits.low) | (counts > limits.high)
            is_best = programme.cost @ best < programme.cost @ relaxed + near
            if is_best or idle == IDLE or not outside.any():
                break
            free = self._around(incidence, outside, limits.price)
            found = _better(programme, best, free, self.nodes, near)
            gain = programme.cost @ best - programme.cost @ found
            idle = 0 if gain > near else idle + 1
            best = found if gain > 0 else best
        people: Numbers = best[:kinds]
        return people

    def _around(self, incidence: sparse.csr_matrix, outside: Flags, price: Numbers) -> Flags:
        """Which kinds to set free: some of those in the dearest broken counts, and some of all."""
        kinds = incidence.shape[1]
        dear = outside & (price > price.min())
        concerned = np.asarray(incidence[dear if dear.any() else outside].sum(axis=0)).ravel() > 0
        drawn = self.chance.random(kinds)
        in_broken = concerned & (drawn < AROUND / max(concerned.sum(), 1))
        free: Flags = in_broken | (drawn < AROUND / kinds)
        return free


def _whole(people: Numbers, incidence: sparse.csr_matrix, limits: Limits) -> Numbers:
    """The columns of the programme with people in whole numbers, and how far their counts are outside."""
    whole = np.rint(people)
    counts = incidence @ whole
    return np.concatenate([whole, np.maximum(limits.low - counts, 0), np.maximum(counts - limits.high, 0)])


def _better(programme: Programme, start: Numbers, free: Flags, nodes: int, gap: float) -> Numbers:
    """The best found from a start with some kinds free, the others as they are; in whole numbers."""
    at_least, at_most, whole = programme.at_least.copy(), programme.at_most.copy(), programme.whole.copy()
    kept = np.flatnonzero(~free)
    at_least[kept] = at_most[kept] = start[kept]
    whole[: free.size] = free
    near = replace(programme, at_least=at_least, at_most=at_most, whole=whole)
    found = _answer(solve(near, gap=gap, nodes=nodes, start=start))
    found[: free.size] = np.rint(found[: free.size])
    return found


def _programme(incidence: sparse.csr_matrix, limits: Limits, cost: Numbers, at_most: Numbers) -> Programme:
    """Every count may give way, upwards or downwards, at its price: so that there is always an answer."""
    counts, kinds = incidence.shape
    give = sparse.identity(counts, format="csr")
    return Programme(
        rows=sparse.hstack([incidence, give, -give], format="csr"),
        low=limits.low,
        high=limits.high,
        cost=np.concatenate([cost, limits.price, limits.price]),
        at_least=np.zeros(kinds + 2 * counts),
        at_most=np.concatenate([at_most, np.full(2 * counts, np.inf)]),
        whole=np.zeros(kinds + 2 * counts, np.bool_),
    )


def _answer(answer: Answer) -> Numbers:
    if answer.values is None:
        raise ArithmeticError("the programme has no answer, though every count may give way")
    return answer.values
