"""Cell suppression: every count exact or withheld, and a population that proves each withheld one safe.

Belongs here: which rows of a group go. Does not belong here: how blocks hang together
(flows.protection.linked) and the tables made of it (flows.protection.tables).

*Primary*: a printed row whose numerator, complement, denominator or number not observable is small (1 to
smallest − 1). A row goes as a whole. *Secondary*: for each small count a linear programme looks for
another population, real and nowhere negative, that gives every count still printed the value it has, and
the small count the value smallest or more; printed counts may change at a price, and their rows go too.
That population is a witness: whoever knows the printed counts and every relation between them cannot tell
it from the truth, so that his upper bound of the count is at least smallest. Rows are only ever added to
what is withheld, so a witness stays one. Zero is nobody and is not protected: an exact zero stays.

All tables of a group hang together. A witness of a count that only one block has may change that block
alone: what it shares with others keeps its value, printed or withheld, so that it is a witness for the whole
group. A count that several blocks have, or that its block alone cannot raise, gets one in all blocks at
once, a batch of counts at a time; there an answer always is, if only everybody five times over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse

from flows.protection.counts import DENOMINATOR, NUMERATOR
from flows.protection.cover import KEY, Cover, View, lay_out
from flows.protection.linked import Indices, Linked, Part, link, part, possible, telling
from flows.protection.programme import Flags, Numbers
from flows.protection.witness import Small, witness

TINY = 1e-6
BATCHES = 4
"""So many programmes over all blocks: what a batch raises together cannot make room for one another."""
ALL_OF_THEM = 10.0
"""How much dearer a row of everybody is than a row as large in a breakdown."""


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


def suppress(covers: list[Cover], printed: pl.DataFrame, *, smallest: int) -> pl.DataFrame:
    """KEY, truth, value (the truth) and is_within (false: withheld) of every count of the covers.

    covers   the blocks of one group and model
    printed  row, sign, count_of and KEY of each count that a row prints (flows.protection.keys)
    A row stands when all its counts are within. ArithmeticError when no population raises a small count.
    """
    linked = link(telling(covers, printed))
    known = printed.join(linked.counts, on=KEY)
    rows = _rows(known, linked)
    small = _small(known, linked, smallest, rows)
    _witnesses(linked, rows, small)
    is_printed = rows.prices() > 0
    truth = pl.Series("truth", linked.truth)[linked.counts["at"]]
    within = pl.Series("is_within", is_printed)[linked.counts["at"]]
    return linked.counts.select(KEY).with_columns(truth, truth.alias("value"), within)


class Suppressed:
    """One group in one model whose blocks are gathered and protected together (population.Settling).

    printed  row, sign, count_of, KEY
    """

    def __init__(self, printed: pl.DataFrame, smallest: int) -> None:
        self.printed, self.smallest = printed, smallest
        self.covers: list[Cover] = []

    def add(
        self,
        name: str,  # the blocks of a group are one programme, which needs no name
        people: pl.DataFrame,
        counts: pl.DataFrame,
        views: tuple[View, ...],
        cohort: str,
        spread: tuple[str, ...] = (),
    ) -> None:
        """Takes in a block; arguments as of flows.protection.cover.lay_out."""
        if people.height:
            self.covers.append(possible(lay_out(people, counts, views, cohort, spread), self.printed))

    def result(self) -> pl.DataFrame:
        """KEY, truth, value (the truth), is_within of the counts of all blocks."""
        return suppress(self.covers, self.printed, smallest=self.smallest)


def _rows(known: pl.DataFrame, linked: Linked) -> Rows:
    numbers = known.with_columns(number=pl.col("row").rank("dense") - 1)
    shape = (int(numbers["number"].max() or 0) + 1, linked.truth.size)  # type: ignore[arg-type]  # a number
    at = (numbers["number"].to_numpy(), numbers["at"].to_numpy())
    member = sparse.csr_matrix((np.ones(known.height), at), shape=shape)
    member.data[:] = 1.0
    truth = pl.Series("truth", linked.truth)[known["at"]]
    priced = numbers.with_columns(truth).group_by("number").agg(
        pl.col("truth").max().log1p(), (pl.col("by_1") == "").all().alias("is_all")
    ).sort("number")  # fmt: skip
    # A row of nobody costs something too: what it prints is exact as well.
    price = np.maximum(priced["truth"].to_numpy(), np.log(2)) * np.where(
        priced["is_all"].to_numpy(), ALL_OF_THEM, 1.0
    )
    return Rows(member, price, np.zeros(shape[0], np.bool_))


def _small(known: pl.DataFrame, linked: Linked, smallest: int, rows: Rows) -> Small:
    """The small counts of the rows; those rows are withheld."""
    number = known["row"].rank("dense").to_numpy().astype(np.int64) - 1
    shares = known.with_columns(number=pl.Series(number))
    # A net is a difference: what it leaves of the denominator is nobody's number.
    is_share = pl.col("sign").min().over("row") > 0
    parts = shares.filter(pl.col("count_of").is_in([NUMERATOR, "n_event"]), is_share)
    wholes = shares.filter(pl.col("count_of").is_in([DENOMINATOR, "n_risk"]))
    pairs = parts.join(wholes, on="number").select("number", plus="at_right", minus="at")
    single = shares.select("number", plus="at", minus=pl.lit(-1, pl.Int64))
    found = pl.concat([single, pairs]).unique().sort("plus", "minus", "number")
    plus, minus = found["plus"].to_numpy(), found["minus"].to_numpy()
    value = linked.truth[plus] - np.where(minus >= 0, linked.truth[minus], 0)
    is_small = (value > 0) & (value < smallest)
    rows.is_withheld[found["number"].to_numpy()[is_small]] = True
    kept = found.filter(is_small).with_columns(need=pl.Series(smallest - value[is_small], dtype=pl.Float64))
    kept = kept.unique(["plus", "minus"]).sort("plus", "minus")
    return Small(kept["plus"].to_numpy(), kept["minus"].to_numpy(), kept["need"].to_numpy())


def _witnesses(linked: Linked, rows: Rows, small: Small) -> None:
    """Withholds rows until every small count has a witness.

    Counts of several blocks first, a batch at a time in all blocks together; then block by block; then those
    that their block alone cannot raise, in all again.
    """
    holders = linked.holders()
    every = part(linked, holders, list(range(len(linked.blocks))))
    wholes = sparse.csr_matrix(holders[np.maximum(small.minus, 0)].multiply((small.minus >= 0)[:, None]))
    held = sparse.csr_matrix(holders[small.plus] + wholes > 0)
    shared = np.flatnonzero(np.asarray(held.sum(axis=1)).ravel() > 1)
    is_unsafe = np.ones(small.plus.size, np.bool_)
    _in_batches(every, rows, small, is_unsafe, shared)
    left = []
    for block in range(len(linked.blocks)):
        here = part(linked, holders, [block])
        for i in np.setdiff1d(held[:, block].nonzero()[0], shared):
            if is_unsafe[i] and not _raise(here, rows, small, is_unsafe, np.array([i]), by_the_way=True):
                left.append(i)
    _in_batches(every, rows, small, is_unsafe, np.array(left, np.int64))


def _in_batches(every: Part, rows: Rows, small: Small, is_unsafe: Flags, wanted: Indices) -> None:
    for batch in range(BATCHES):
        must = wanted[batch::BATCHES]
        must = must[is_unsafe[must]]
        if must.size and not _raise(every, rows, small, is_unsafe, must, by_the_way=False):
            raise ArithmeticError("no population of the group raises its small counts")


def _raise(
    here: Part, rows: Rows, small: Small, is_unsafe: Flags, must: Indices, *, by_the_way: bool
) -> bool:
    """Withholds what a witness of some small counts changes; whether there is one."""
    asked = is_unsafe if by_the_way else np.isin(np.arange(is_unsafe.size), must)
    change = witness(here, rows.prices(), small, asked, must)
    if change is None:
        return False
    rows.withhold(np.abs(change) > TINY)
    is_unsafe &= small.gained(change) < small.need - TINY
    return True
