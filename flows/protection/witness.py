"""A witness: another population that prints the same, in which counts that are small are not.

Belongs here: the linear programme. Does not belong here: what is withheld for it (suppression).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from flows.protection.linked import Indices, Part
from flows.protection.programme import Flags, Numbers, Programme, solve

TINY = 1e-6
"""The price of a change that no row prints: enough that nothing changes for nothing."""
BY_THE_WAY = 1e-4
"""What one person more in another small count is worth: far less than a printed row, but not nothing."""


@dataclass(frozen=True)
class Small:
    """The small counts: change[plus] − change[minus] must rise by need (minus −1: nothing is taken off)."""

    plus: Indices
    minus: Indices
    need: Numbers

    def gained(self, change: Numbers) -> Numbers:
        """How much a change of the numbered counts raises each."""
        less = np.where(self.minus >= 0, change[self.minus], 0.0)
        return change[self.plus] - less


def witness(here: Part, prices: Numbers, small: Small, asked: Flags, must: Indices) -> Numbers | None:
    """The change of every numbered count in the cheapest witness of some small counts; None: there is none.

    prices  of a change by one in each numbered count; 0 where no row prints it
    asked   which small counts are worth raising by the way
    must    numbers of those that must be raised by all their need
    """
    free = np.unique(here.at[~here.is_fixed])
    place = np.full(prices.size + 1, -1)
    place[free] = np.arange(free.size)
    minus = np.where(small.minus >= 0, small.minus, prices.size)
    wished = np.flatnonzero(asked & (place[small.plus] >= 0) & ((small.minus < 0) | (place[minus] >= 0)))
    raised = _raised(place[small.plus[wished]], place[minus[wished]], free.size)
    counted = _counted(here, place, free.size)
    rows = [[here.incidence, -counted, counted, None], [None, -raised, raised, sparse.identity(wished.size)]]
    price = np.maximum(prices[free], TINY)
    least = np.where(np.isin(wished, must), small.need[wished], -np.inf)
    kinds, size = here.people.size, here.people.size + 2 * free.size
    programme = Programme(
        rows=sparse.bmat(rows, format="csr"),
        low=np.concatenate([np.zeros(here.at.size), np.full(wished.size, -np.inf)]),
        high=np.zeros(here.at.size + wished.size),
        cost=np.concatenate([np.zeros(kinds), price, price, np.full(wished.size, -BY_THE_WAY)]),
        at_least=np.concatenate([-here.people.astype(float), np.zeros(2 * free.size), least]),
        at_most=np.concatenate([np.full(size, np.inf), small.need[wished]]),
        whole=np.zeros(size + wished.size, np.bool_),
    )
    found = solve(programme).values
    if found is None:
        return None
    change = np.zeros(prices.size)
    change[free] = found[kinds : kinds + free.size] - found[kinds + free.size : size]
    return change


def _counted(here: Part, place: Indices, size: int) -> sparse.csr_matrix:
    """Which count each row of the part adds up to; a count that a block outside holds does not change."""
    rows = np.flatnonzero(~here.is_fixed)
    return sparse.csr_matrix((np.ones(rows.size), (rows, place[here.at[rows]])), shape=(here.at.size, size))


def _raised(plus: Indices, minus: Indices, size: int) -> sparse.csr_matrix:
    number = np.arange(plus.size)
    taken = minus >= 0
    values = np.concatenate([np.ones(plus.size), -np.ones(int(taken.sum()))])
    at = (np.concatenate([number, number[taken]]), np.concatenate([plus, minus[taken]]))
    return sparse.csr_matrix((values, at), shape=(plus.size, size))
