"""Cell suppression: every count exact or withheld, and a population that proves each withheld one safe.

Belongs here: which counts of a group are small, and what it all comes to. Does not belong here: which other
rows go (flows.protection.raising), how blocks hang together (linked) and the tables made of it (tables).

*Primary*: a printed row whose numerator, complement, denominator or number not observable is small (1 to
smallest − 1). A row goes as a whole. *Secondary*: for each small count a linear programme looks for
another population, real and nowhere negative, that gives every count still printed the value it has, and
the small count the value smallest or more; printed counts may change at a price, and their rows go too.
That population is a witness: whoever knows the printed counts and every relation between them cannot tell
it from the truth, so that his upper bound of the count is at least smallest. Rows are only ever added to
what is withheld, so a witness stays one. Zero is nobody and is not protected: an exact zero stays.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import sparse

from flows.protection.counts import DENOMINATOR, NUMERATOR
from flows.protection.cover import KEY, Cover, View, lay_out
from flows.protection.linked import Linked, link, possible, telling
from flows.protection.raising import Rows, find_witnesses
from flows.protection.witness import Small

NOTHING_BEFORE = pl.DataFrame(schema=dict.fromkeys(KEY, pl.String) | {"before": pl.Int64})
"""Without an earlier release."""
ALL_OF_THEM = 10.0
"""How much dearer a row of everybody is than a row as large in a breakdown."""


def suppress(
    covers: list[Cover], printed: pl.DataFrame, before: pl.DataFrame, *, smallest: int
) -> pl.DataFrame:
    """KEY, truth, value (the truth) and is_within (false: withheld) of every count of the covers.

    covers   the blocks of one group and model
    printed  row, sign, count_of and KEY of each count that a row prints (flows.protection.keys)
    before   KEY, before: the counts that an earlier release has printed
    A row stands when all its counts are within. ArithmeticError when no population raises a small count.
    """
    linked = link(telling(covers, pl.concat([printed.select(KEY), before.select(KEY)])), before)
    known = printed.join(linked.counts, on=KEY)
    rows = _rows(known, linked)
    small = _small(known, linked, smallest, rows)
    find_witnesses(linked, rows, small)
    is_printed = rows.prices() > 0
    truth = pl.Series("truth", linked.truth)[linked.counts["at"]]
    within = pl.Series("is_within", is_printed)[linked.counts["at"]]
    return linked.counts.select(KEY).with_columns(truth, truth.alias("value"), within)


class Suppressed:
    """One group in one model whose blocks are gathered and protected together (population.Settling).

    printed  row, sign, count_of, KEY
    before   KEY, before: the counts that an earlier release has printed
    """

    def __init__(self, printed: pl.DataFrame, before: pl.DataFrame, smallest: int) -> None:
        self.printed, self.before, self.smallest = printed, before, smallest
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
        return suppress(self.covers, self.printed, self.before, smallest=self.smallest)


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
