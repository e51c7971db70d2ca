"""People in groups of at least five: what an analyst's own SQL may see of persons.

Belongs here: which groups are shown, so that neither a group nor a difference between two answers is
of one to four persons. Does not belong here: judging the SQL (flows.drill.console).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import polars as pl

SMALLEST = 5
"""The fewest persons in a group that an analyst's own SQL is shown."""
MOST_COLUMNS = 5
"""The most breakdowns that one query may name beside group and model; more would single people out."""
ALWAYS = ("profession", "model")
"""Within these a person stands once, so that rows are persons."""


def shown_groups(counts: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The groups that may be shown, of the counts of every combination of ALWAYS and the columns.

    A group of less than five is hidden. Wherever what is hidden in a coarser group is one to four
    persons, the smallest group beside it is hidden too: the coarser group minus those shown would
    tell. Repeated until nothing more is hidden.
    """
    hidden = pl.col("persons") < SMALLEST
    rows = counts.with_columns(hidden.alias("is_hidden"))
    subsets = [s for n in range(len(columns)) for s in combinations(columns, n)]
    while True:
        before = rows["is_hidden"].sum()
        for subset in reversed(subsets):
            rows = _closed(rows, [*ALWAYS, *subset], [*ALWAYS, *columns])
        if rows["is_hidden"].sum() == before:
            return rows.filter(~pl.col("is_hidden")).drop("is_hidden").sort(*ALWAYS, *columns)


def _closed(rows: pl.DataFrame, within: list[str], columns: list[str]) -> pl.DataFrame:
    """Hides the smallest group shown wherever what is hidden within a coarser group is one to four."""
    persons = pl.col("persons")
    left = persons.filter(pl.col("is_hidden")).sum().over(within)
    gives_away = (left > 0) & (left < SMALLEST)
    # The first of the smallest, by its values, so that the same question hides the same groups.
    ordered = rows.sort("is_hidden", "persons", *columns)
    is_next = (pl.int_range(pl.len()).over(within) == 0) & ~pl.col("is_hidden")
    return ordered.with_columns((pl.col("is_hidden") | (gives_away & is_next)).alias("is_hidden"))
