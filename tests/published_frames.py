"""Frames as they are published, made of plain counts: some withheld, or every count a multiple of five.

Belongs here: the columns and marks of schemas.published_tables. Does not belong here: protection itself
(flows.protection), whose sums and secondary cells no page test needs.
"""

from __future__ import annotations

import polars as pl

from flows.preview_protection import protect

BASE, RATE_BASE = 5, 20
COUNTS = ("numerator", "denominator", "n_not_observable")


def suppressed(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells with a small count withheld; what is shown is exact."""
    reason = pl.col("reason").replace("not_observable_small", "secondary")
    return protect(cells, smallest=5).with_columns(
        pl.lit("suppression").alias("method"),
        reason,
        pl.col("value").alias("value_low"),
        pl.col("value").alias("value_high"),
    )


def rounded(cells: pl.DataFrame) -> pl.DataFrame:
    """Everybody five times: every count is a multiple of five, and all sums add up."""
    count, base = pl.col("numerator"), pl.col("denominator")
    has_share = (base * BASE >= RATE_BASE) & (pl.col("status") == "ok")
    has_ends = has_share & ~pl.col("measure").str.contains("^net_|^months_")
    low = (count * BASE - BASE + 1) / (base * BASE + BASE - 1)
    high = (count * BASE + BASE - 1) / (base * BASE - BASE + 1)
    reason = pl.when(pl.col("status") != "ok").then("status").when(~has_share).then(pl.lit("base_small"))
    return cells.with_columns(
        *(pl.col(name) * BASE for name in COUNTS),
        pl.when(has_share).then("value").alias("value"),
        pl.lit("rounding_5").alias("method"),
        reason.otherwise(pl.lit("")).alias("reason"),
        pl.when(has_ends).then(low.clip(0)).alias("value_low"),
        pl.when(has_ends).then(high.clip(None, 1)).alias("value_high"),
    )


def counted(frame: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Curves, attrition or quality with their marks: rows with a count of 1-4 withheld."""
    is_small = pl.any_horizontal(pl.col(name).is_between(1, 4) for name in names[:2])
    return frame.with_columns(
        *(pl.when(~is_small).then(name).alias(name) for name in names),
        pl.when(is_small).then(pl.lit("protected")).otherwise(pl.lit("ok")).alias("status"),
        pl.lit("suppression").alias("method"),
        pl.when(is_small).then(pl.lit("numerator_small")).otherwise(pl.lit("")).alias("withheld"),
    )


def fivefold(frame: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Plain curves, attrition or quality with everybody five times, none withheld."""
    return frame.with_columns(
        *(pl.col(name) * BASE for name in names),
        pl.lit("ok").alias("status"),
        pl.lit("rounding_5").alias("method"),
        pl.lit("").alias("withheld"),
    )


def withheld(
    frame: pl.DataFrame, *names: str, holds: int | None = None, reason: str = "secondary"
) -> pl.DataFrame:
    """The same rows protected for a reason; holds is what the frame wrongly keeps of their numbers."""
    told = "withheld" if "withheld" in frame.columns else "reason"
    return frame.with_columns(
        *(pl.lit(holds).cast(frame.schema[name]).alias(name) for name in names),
        pl.lit("protected").alias("status"),
        pl.lit(reason).alias(told),
    )
