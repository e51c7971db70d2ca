"""A share that is printed though neither of its counts is: what it says of the two together.

Belongs here: that relation. Does not belong here: a share beside one of its counts (flows.attack.published).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from flows.attack.cells import CELL, KEY
from flows.attack.sums import terms_of

SHARE = "share"
ROOM = 1e-9
"""The tables print the quotient itself; what differs by less is rounding of the arithmetic."""


def shares(counts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Numerator = share × base, as two inequalities; a quotient of rounded counts says nothing exact.

    Only where the base stands in the cell itself, as it does for every measure that is one share.
    """
    bases = counts.filter(pl.col("count") == "den").select(CELL)
    is_exact = pl.col("share").is_not_null() & (pl.col("spread") == 0)
    alone = counts.filter(is_exact, pl.col("count") == "yes").join(bases, on=CELL)
    for sign in (1.0, -1.0):
        row = pl.concat_str(pl.lit(f"{SHARE} {sign:+.0f}"), *KEY, separator="|")
        ends = alone.with_columns(row=row, end=pl.col("share") - sign * ROOM)
        for count, weight in (("yes", pl.lit(sign)), ("den", -sign * pl.col("end"))):
            sides = ends.with_columns(count=pl.lit(count), coefficient=weight)
            yield terms_of(SHARE, sides, is_equal=False)
