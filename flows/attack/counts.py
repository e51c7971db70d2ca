"""The unknowns: how many persons of one group have a state in a cell, and what is printed of it.

Belongs here: from rows to counts (yes, no, den, unseen), their intervals, and cells that are absent
because nobody (or, rounded, hardly anybody) is in them. Does not belong here: relations between counts.

Three states (ruling R14): yes = numerator, no = denominator − numerator, unseen = n_not_observable;
den = yes + no. Matrices, status, fate, composition and specialisations share den and unseen between the
cells of a row (R40, R59, R63), so these stand under the key of the row.
"""

from __future__ import annotations

import polars as pl

from flows.attack.absent import with_absent
from flows.attack.cells import (
    CELL,
    IS_CATEGORY,
    IS_COMPOSITION,
    IS_MATRIX,
    IS_MONTHS,
    IS_NET,
    IS_SPECIALISED,
    IS_TOTAL,
    KEY,
    UNBOUNDED,
)


def counts_of(cells: pl.DataFrame) -> pl.DataFrame:
    """One row per count of one group's cells: KEY, published, low, high, spread, is_examined, share.

    cells      columns as cells_of gives them, of one group
    published  what is printed, null where withheld; low and high: what that leaves possible
    is_examined  the count is somebody's and not zero by definition
    share  of a count yes: what is printed of it as a share, where neither it nor its base is
    Two different prints of one count leave what both allow.
    """
    cells = with_absent(cells.with_columns(pl.col("measure").str.replace(r"^(months_.*)_p\d\d$", "$1")))
    own = _own(cells)
    own = pl.concat([own.filter(~IS_CATEGORY), categories_apart(own)])
    found = pl.concat([own, _shared(cells)]).with_columns(
        pl.when(IS_NET).then(2 * pl.col("spread")).otherwise("spread").alias("spread")
    )
    floor = pl.when(IS_NET).then(-UNBOUNDED).otherwise(0.0)
    # Numerator and denominator are each within the spread; what is between them is not printed.
    near = pl.when((pl.col("count") != "no") | (pl.col("spread") == 0)).then(pl.col("published"))
    return (
        found.with_columns(
            low=pl.max_horizontal(floor, (near - pl.col("spread")).cast(pl.Float64)),
            high=(near + pl.col("spread")).cast(pl.Float64).fill_null(UNBOUNDED),
        )
        .group_by(KEY, maintain_order=True)
        .agg(
            pl.col("published").max(),
            pl.col("low").max(),
            pl.col("high").min(),
            pl.col("spread").max(),
            pl.col("method").first(),
            pl.col("share").first(),
        )
        .with_columns(is_examined=~IS_NET & ~(IS_COMPOSITION & IS_TOTAL & (pl.col("count") == "no")))
    )


def _own(cells: pl.DataFrame) -> pl.DataFrame:
    """Counts that stand under the cell's own key."""
    yes, den, unseen = pl.col("numerator"), pl.col("denominator"), pl.col("n_not_observable")
    is_flow_total = IS_MATRIX & IS_TOTAL
    shares = _shares()
    # What an absent cell leaves of its row is everybody in the row, who stands in the cells beside it.
    rest = pl.when(~(pl.col("is_absent") & shares)).then(den - yes)
    return pl.concat(
        [
            _named(cells.filter(~IS_MONTHS & ~is_flow_total), "yes", yes, share=pl.col("share")),
            _named(cells.filter(~IS_MONTHS & ~is_flow_total & ~IS_NET), "no", rest),
            _named(cells.filter(~shares & ~IS_NET), "den", den),
            _named(cells.filter(~shares & ~IS_NET & ~IS_COMPOSITION), "unseen", unseen),
        ]
    )


def _shares() -> pl.Expr:
    return IS_CATEGORY | (IS_MATRIX & ~IS_TOTAL) | IS_SPECIALISED | (IS_COMPOSITION & ~IS_TOTAL)


def _shared(cells: pl.DataFrame) -> pl.DataFrame:
    """den and unseen of rows that share them, under the key of the whole row."""
    there, absent = (row_key(cells.filter(_shares(), is_absent=is_absent)) for is_absent in (False, True))
    whole = pl.concat([there, absent.join(there, on=CELL, how="anti")])
    # A pair of places without anybody is not written, so nothing tells those not observable of an origin
    # from where nobody is seen (ruling R40).
    is_told = ~(pl.col("is_absent") & (IS_MATRIX | IS_SPECIALISED))
    return pl.concat(
        [
            _named(whole, "den", pl.col("denominator")),
            _named(whole.filter(~IS_COMPOSITION), "unseen", pl.when(is_told).then("n_not_observable")),
        ]
    )


def row_key(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells under the key of the row that they share a denominator in."""
    empty, is_cut = pl.lit(""), IS_CATEGORY | IS_COMPOSITION
    cut = pl.when(IS_CATEGORY)
    return cells.with_columns(
        cut.then("by_2").when(is_cut).then(empty).otherwise("by_1").alias("by_1"),
        cut.then("value_2").when(is_cut).then(empty).otherwise("value_1").alias("value_1"),
        empty.alias("by_2"),
        empty.alias("value_2"),
    )


def categories_apart(cells: pl.DataFrame) -> pl.DataFrame:
    """Each category of status and fate as a measure, status_1:studying, in the cells it is cut by."""
    named = pl.when(IS_CATEGORY).then(pl.col("measure") + ":" + pl.col("value_1")).otherwise("measure")
    return row_key(cells.filter(IS_CATEGORY).with_columns(named.alias("measure")))


def _named(cells: pl.DataFrame, count: str, number: pl.Expr, share: pl.Expr | None = None) -> pl.DataFrame:
    return cells.select(
        *CELL,
        pl.lit(count).alias("count"),
        number.alias("published"),
        "spread",
        "method",
        (pl.lit(None, pl.Float64) if share is None else share).alias("share"),
    )
