"""Finds a witness for every small count of a group, and withholds what the witnesses change.

Belongs here: in which order and in how many programmes. Does not belong here: which counts are small
(flows.protection.suppression) and the programme itself (witness).

All tables of a group hang together. A witness of a count that only one block has may change that block
alone: what it shares with others keeps its value, printed or withheld, so that it is a witness for the whole
group. A count that several blocks have, or that its block alone cannot raise, gets one in all blocks at
once, a batch of counts at a time; there an answer always is, if only everybody five times over.

What an earlier release has printed, and still is so, keeps its value in a witness too. Where that leaves no
witness the count gets one as if nothing had been printed before, and the audit, which knows the earlier
release, says that it is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from flows.protection.linked import Indices, Linked, Part, part
from flows.protection.programme import Flags, Numbers
from flows.protection.witness import Small, witness

TINY = 1e-6
BATCHES = 4
"""So many programmes over all blocks: what a batch raises together cannot make room for one another."""


@dataclass
class Rows:
    """The rows of a group's tables: which numbered counts each prints, its price, whether it is withheld."""

    member: sparse.csr_matrix
    price: Numbers
    is_withheld: Flags

    def prices(self) -> Numbers:
        """Of a change by one in each numbered count: of every row that prints it; 0 when none does."""
        return np.asarray(self.member.T @ np.where(self.is_withheld, 0.0, self.price))

    def withhold(self, changed: Flags) -> None:
        """Withholds every row that prints a changed count."""
        self.is_withheld |= (self.member @ changed) > 0


def find_witnesses(linked: Linked, rows: Rows, small: Small) -> None:
    """Withholds rows until every small count has a witness.

    Counts of several blocks first, a batch at a time in all blocks together; then block by block; then those
    that their block alone cannot raise, in all again.
    """
    holders = linked.holders()
    whole = list(range(len(linked.blocks)))
    every = part(linked, holders, whole)
    wholes = sparse.csr_matrix(holders[np.maximum(small.minus, 0)].multiply((small.minus >= 0)[:, None]))
    held = sparse.csr_matrix(holders[small.plus] + wholes > 0)
    shared = np.flatnonzero(np.asarray(held.sum(axis=1)).ravel() > 1)
    is_unsafe = np.ones(small.plus.size, np.bool_)
    left = _in_batches(every, rows, small, is_unsafe, shared)
    for block in whole:
        here = part(linked, holders, [block])
        own = np.setdiff1d(held[:, block].nonzero()[0], shared)
        for i in own:
            if is_unsafe[i]:
                _raise(here, rows, small, is_unsafe, np.array([i]), by_the_way=True)
        left += own[is_unsafe[own]].tolist()
    left = _in_batches(every, rows, small, is_unsafe, np.array(left, np.int64))
    told = part(replace(linked, known=np.zeros_like(linked.known)), holders, whole)
    if _in_batches(told, rows, small, is_unsafe, np.array(left, np.int64)):
        raise ArithmeticError("no population of the group raises its small counts")


def _in_batches(every: Part, rows: Rows, small: Small, is_unsafe: Flags, wanted: Indices) -> list[int]:
    """Raises them a batch at a time; those that no population raises."""
    batches = (wanted[batch::BATCHES] for batch in range(BATCHES))
    return [i for batch in batches for i in _together(every, rows, small, is_unsafe, batch)]


def _together(every: Part, rows: Rows, small: Small, is_unsafe: Flags, wanted: Indices) -> list[int]:
    """Raises them by one programme, or by halves where some of them cannot be; those that cannot."""
    must = wanted[is_unsafe[wanted]]
    if must.size == 0:
        return []
    if _raise(every, rows, small, is_unsafe, must, by_the_way=False):
        return [int(i) for i in must[is_unsafe[must]]]
    if must.size == 1:
        return [int(must[0])]
    half = must.size // 2
    return [i for some in (must[:half], must[half:]) for i in _together(every, rows, small, is_unsafe, some)]


def _raise(
    here: Part, rows: Rows, small: Small, is_unsafe: Flags, must: Indices, *, by_the_way: bool
) -> bool:
    """Withholds what a witness of some small counts changes; whether there is one.

    Counts that an earlier release tells are not raised, and stay unsafe.
    """
    asked = is_unsafe if by_the_way else np.isin(np.arange(is_unsafe.size), must)
    change = witness(here, rows.prices(), small, asked, must)
    if change is None:
        return False
    rows.withhold(np.abs(change) > TINY)
    is_unsafe &= small.gained(change) < small.need - TINY
    return True
