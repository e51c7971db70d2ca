"""Searches for a whole-numbered population whose counts keep their limits, or leave as few as can be.

Belongs here: how the programme of a block is solved well in little time. Does not belong here: what the
limits are (rounding) and the solver itself (programme).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from flows.protection.programme import Numbers, Programme, solve

OUTRIGHT = 400
"""So many kinds are solved outright in whole numbers."""
AROUND = 250
"""So many are set free around what is broken, and so many of all."""
ROUNDS, ROUNDS_FOR_DEAR = 8, 8
"""So often the search goes on around what is broken, and so much longer where that is dear."""
TINY = 1e-6


@dataclass(frozen=True)
class Limits:
    """Between what each count may lie, and what it costs when it does not, per unit."""

    low: Numbers
    high: Numbers
    price: Numbers


@dataclass(frozen=True)
class Search:
    """Where the search ends (relative gap, nodes), and its random numbers."""

    chance: np.random.Generator
    gap: float
    nodes: int

    def population(
        self, incidence: sparse.csr_matrix, limits: Limits, cost: Numbers, at_most: Numbers
    ) -> Numbers:
        """How many there are of each kind: whole numbers, the cheapest found.

        Small programmes are solved outright; large ones in fractions first, then what is left in fractions.
        Then again around what is broken, with everything else as it was found.
        """
        counts, kinds = incidence.shape
        programme = _programme(incidence, limits, cost, at_most)
        if kinds <= OUTRIGHT:
            found = self._whole(programme, kinds, np.ones(kinds, np.bool_), None)
        else:
            relaxed = _answer(programme, 0.0, None)
            free = np.abs(relaxed[:kinds] - np.rint(relaxed[:kinds])) > TINY
            found = self._whole(programme, kinds, free, relaxed)
        dear = limits.price > limits.price.min()
        for done in range(ROUNDS + ROUNDS_FOR_DEAR):
            outside = found[kinds : kinds + counts] + found[kinds + counts :] > TINY
            if (outside & dear).any():
                outside &= dear
            elif done >= ROUNDS or not outside.any():
                break
            found = self._whole(programme, kinds, self._around(incidence, outside), found)
        people: Numbers = np.rint(found[:kinds])
        return people

    def _around(self, incidence: sparse.csr_matrix, outside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Which kinds to set free: some of those in broken counts, and some of all."""
        kinds = incidence.shape[1]
        concerned = np.asarray(incidence[outside].sum(axis=0)).ravel() > 0
        drawn = self.chance.random(kinds)
        in_broken = concerned & (drawn < AROUND / max(concerned.sum(), 1))
        free: npt.NDArray[np.bool_] = in_broken | (drawn < AROUND / kinds)
        return free

    def _whole(
        self, programme: Programme, kinds: int, free: npt.NDArray[np.bool_], found: Numbers | None
    ) -> Numbers:
        """The programme in whole numbers, with the kinds that are not free as they were found."""
        at_least, at_most = programme.at_least.copy(), programme.at_most.copy()
        if found is not None:
            kept = np.flatnonzero(~free)
            at_least[kept] = at_most[kept] = np.rint(found[kept])
        whole = programme.whole.copy()
        whole[:kinds] = free
        better = replace(programme, at_least=at_least, at_most=at_most, whole=whole)
        return _answer(better, self.gap, self.nodes)


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


def _answer(programme: Programme, gap: float, nodes: int | None) -> Numbers:
    found = solve(programme, gap=gap, nodes=nodes).values
    if found is None:
        raise ArithmeticError("the programme has no answer, though every count may give way")
    return found
