"""Which rows of what was counted stand in a published table, as schemas/published lists them.

Belongs here: choosing rows. Does not belong here: their numbers (tables).
"""

from __future__ import annotations

import polars as pl

from schemas.published_tables import SIGNS_OF_COHORTS, YEAR, PublishedTable, published_tables

CELLS = ("profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2")


def printed_cells(measures: pl.LazyFrame) -> pl.DataFrame:
    """The rows of measures.parquet that stand in a published table: one in fifteen."""
    tables = [table for table in published_tables().values() if table.layout == "cells"]
    return measures.filter(pl.any_horizontal(stands_in(table) for table in tables)).collect()


def rows_of(cells: pl.DataFrame, table: PublishedTable) -> pl.DataFrame:
    """The rows of measures that stand in a table, sorted."""
    return cells.filter(stands_in(table)).sort(CELLS)


def stands_in(table: PublishedTable) -> pl.Expr:
    """Whether a row of measures stands in a table."""
    breakdown = (
        pl.when(pl.col("by_2") == "").then(pl.col("by_1")).otherwise(pl.col("by_1") + "," + pl.col("by_2"))
    )
    return pl.all_horizontal(
        pl.col("model") == table.model,
        kind_of_row().is_in(table.cohorts),
        pl.col("measure").is_in(table.measures),
        breakdown.is_in(table.breakdowns),
    )


def kind_of_row() -> pl.Expr:
    """window, lasar or year: what kind of cohort a row is about."""
    kind = pl.lit(YEAR)
    for name, sign in SIGNS_OF_COHORTS.items():
        has_sign = pl.col("cohort").str.contains(sign, literal=True)
        kind = pl.when(has_sign).then(pl.lit(name)).otherwise(kind)
    return kind
