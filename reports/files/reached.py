"""Everybody who reached a place, from wherever: the sums of a matrix's columns, as a table beside it.

Belongs here: adding the published counts of a column. Does not belong here: the matrix, whose rows have their
sums already: the denominator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from reports.files.dimensions import FROM, TO
from reports.files.table import TableFile
from reports.marks import OK, PROTECTED

PART = "part"
"""The reason of a sum in which some number is withheld."""
ONE = ("profession", "model", "cohort", "measure", "by_2", "value_2")


class Reached(TableFile):
    """Sums hold people alone."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """Only how many."""
        return ("numerator",)


def reached(file: TableFile) -> Iterator[Reached]:
    """The sums of a table of moves; nothing of another table."""
    pairs = [by.split(",") for by in file.table.breakdowns if by.startswith(FROM)]
    if not pairs or not file.table.crossed:
        return
    is_withheld = pl.col("numerator").is_null().any()
    found = (
        file.frame.filter(pl.col("by_1").str.starts_with(FROM), pl.col("by_2").str.starts_with(TO))
        .group_by(ONE)
        .agg(
            pl.when(is_withheld).then(None).otherwise(pl.col("numerator").sum()).first().alias("numerator"),
            pl.when(is_withheld).then(pl.lit(PROTECTED)).otherwise(pl.lit(OK)).first().alias("status"),
            pl.when(is_withheld).then(pl.lit(PART)).otherwise(pl.lit("")).first().alias("reason"),
            pl.col("method").first(),
        )
        .rename({"by_2": "by_1", "value_2": "value_1"})
        .with_columns(pl.lit("").alias("by_2"), pl.lit("").alias("value_2"))
        .sort("profession", "cohort", "measure", "by_1", "value_1")
    )
    table = replace(file.table, breakdowns=tuple(pair[1] for pair in pairs), crossed=False)
    yield Reached(table, found, file.release, file.professions)
