"""The simple rule of the first release: cells with a small count are withheld.

A count is small when it lies between 1 and smallest − 1; a cell is withheld when its
numerator, its complement or its number not observable is small. Cells of one row are not protected against
subtraction, but for parts of a known whole (hide_more): a preview is not published.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

WITHHELD = ("numerator", "denominator", "n_not_observable", "value")
RATE_BASE = 20
"""A share or a quartile needs a base of at least 20 (definitions section 11)."""


def protect(cells: pl.DataFrame, *, smallest: int) -> pl.DataFrame:
    """The cells as they may be shown: the columns of measures, method, reason, value_low, value_high.

    A withheld cell has status protected and null numerator, denominator, value and
    n_not_observable; an immature one is withheld too. reason is one of numerator_small,
    complement_small, not_observable_small, base_small, immature, not_observable, or empty.
    """

    reason = _reason(smallest)
    withheld = ~pl.col("reason").is_in(["", "immature", "not_observable"])
    hidden = withheld | (pl.col("status") == "immature")
    shown = cells.with_columns(reason.alias("reason"), pl.lit("simple").alias("method")).with_columns(
        *(pl.when(~hidden).then(pl.col(name)).alias(name) for name in WITHHELD),
        pl.when(withheld).then(pl.lit("protected")).otherwise(pl.col("status")).alias("status"),
        pl.lit(None, pl.Float64).alias("value_low"),
        pl.lit(None, pl.Float64).alias("value_high"),
    )
    large = pl.col("denominator") >= RATE_BASE
    shown = shown.with_columns(pl.when(large).then(pl.col("value")).alias("value"))
    return shown.select(*cells.columns, "method", "reason", "value_low", "value_high")


def _reason(smallest: int) -> pl.Expr:
    """Why a cell is withheld, the first that applies; empty when it is shown."""

    def small(count: pl.Expr) -> pl.Expr:
        return count.abs().is_between(1, smallest - 1)

    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    # Net migration is a difference: what it leaves of the denominator is nobody's number.
    is_net = pl.col("measure").str.starts_with("net_")
    return (
        pl.when(pl.col("status") == "immature").then(pl.lit("immature"))
        .when(small(denominator)).then(pl.lit("base_small"))
        .when(small(numerator)).then(pl.lit("numerator_small"))
        .when(~is_net & small(denominator - numerator)).then(pl.lit("complement_small"))
        .when(small(pl.col("n_not_observable"))).then(pl.lit("not_observable_small"))
        .when(pl.col("status") == "not_observable").then(pl.lit("not_observable"))
        .otherwise(pl.lit(""))
    )  # fmt: skip


def hide_more(counts: Mapping[str, int | None], total: int | None, safe_bound: int = 5) -> set[str]:
    """The further parts of a whole to hide, smallest first, so that the hidden ones stay hidden."""
    hidden = sum(count is None for count in counts.values())
    shown = {name: count for name, count in counts.items() if count is not None}
    rest = None if total is None else total - sum(shown.values())
    more: set[str] = set()
    for count, name in sorted((count, name) for name, count in shown.items() if count > 0):
        if _is_safe(hidden + len(more), rest, safe_bound):
            break
        more.add(name)
        rest = None if rest is None else rest + count
    return more


def _is_safe(hidden: int, rest: int | None, safe_bound: int) -> bool:
    """True when no hidden part of a known rest is bounded below `safe_bound`.

    Every hidden part may be as small as 1, so one part is at most rest - (hidden - 1).
    """
    return hidden == 0 or (hidden > 1 and (rest is None or rest - (hidden - 1) >= safe_bound))
