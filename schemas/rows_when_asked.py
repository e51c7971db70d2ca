"""A lazy frame of text whose rows are fetched when they are asked for, and no other columns than those.

Belongs here: the way from a function that reads some columns to a Polars lazy frame. Does not belong
here: where the rows come from (schemas.foreign_files, schemas.databases).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import polars as pl
from polars.io.plugins import register_io_source

ROWS = 50_000
"""Rows that are fetched at a time."""


def rows_when_asked(
    names: Sequence[str], read: Callable[[list[str]], Iterator[pl.DataFrame]]
) -> pl.LazyFrame:
    """Text columns of those names; `read` gets the wanted names and gives frames of them, in that order."""

    def fetch(
        wanted: list[str] | None, condition: pl.Expr | None, most: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        left = most
        for frame in read(list(names) if wanted is None else wanted):
            rows = frame if left is None else frame.head(left)
            yield rows if condition is None else rows.filter(condition)
            if left is not None:
                left -= rows.height
                if not left:
                    return

    return register_io_source(fetch, schema=dict.fromkeys(names, pl.String))
