"""The columns of a cell and of a count, and what kinds of measures there are.

Belongs here: names and tests that several modules share. Does not belong here: doing anything with them.
"""

from __future__ import annotations

import polars as pl

CELL = ["model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"]
KEY = [*CELL, "count"]
UNBOUNDED = float("inf")
IS_SPECIALISED = pl.col("measure") == "specialisation_share"
IS_TOTAL = pl.col("by_1") == ""
IS_MATRIX = pl.col("measure").str.starts_with("mobility_")
IS_NET = pl.col("measure").str.starts_with("net_")
IS_MONTHS = pl.col("measure").str.starts_with("months_")
IS_COMPOSITION = pl.col("measure") == "composition"
IS_CATEGORY = pl.col("by_1").is_in(["status", "fate"])
BY_YEAR = pl.col("by_1").str.starts_with("years_since_")
IS_WHOLE = IS_CATEGORY | IS_MATRIX | IS_SPECIALISED | IS_COMPOSITION
"""Where `no` is what all the other cells of the row hold: no count of its own, so it has no rounding."""


def kind_of(cohort: pl.Expr) -> pl.Expr:
    """window, lasar or year, by the signs of schemas.published_tables.SIGNS_OF_COHORTS."""
    return (
        pl.when(cohort.str.contains("-", literal=True)).then(pl.lit("window"))
        .when(cohort.str.contains("/", literal=True)).then(pl.lit("lasar"))
        .otherwise(pl.lit("year"))
    )  # fmt: skip
