"""Two releases of one table side by side: which rows are gone, new, of other values, or only told otherwise.

Belongs here: what tells the rows of a table apart, and their comparison. Does not belong here: what
the differences amount to (flows.changes) and why they are there (pipelines.reasons).
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

COMMON = ("profession", "model", "cohort", "measure")
CELL = ("by_1", "value_1", "by_2", "value_2")
EXTRA_KEYS: dict[str, tuple[str, ...]] = {
    "sensitivity": (*CELL, "choice", "alternative"),
    "cells": CELL,
    "curves": ("specialisation", "cause", "k"),
    "attrition": ("reason",),
    "quality": ("reason",),
}
"""What tells a table's rows apart beside COMMON, by layout (schemas.published_tables)."""
SETS: dict[str, tuple[str, ...]] = {
    "sensitivity": ("choice", "alternative", "by_1", "by_2"),
    "cells": ("by_1", "by_2"),
    "curves": ("specialisation", "cause"),
}
"""Those that name a set of rows; the others name a row within it."""
DESCRIBING = ("method", "reason", "withheld")
"""Columns that say how or why; a row in which only they differ has the same values."""
KINDS = ("removed", "added", "new_values", "corrected")
PRINTED = 1e-9
"""Shares closer than this are printed alike."""


def layout_of(frame: pl.DataFrame) -> str:
    """Which layout a table has, told by its columns."""
    telling = {"sensitivity": "alternative", "cells": "by_1", "curves": "cause", "quality": "register"}
    return next((name for name, column in telling.items() if column in frame.columns), "attrition")


def is_comparable(old: pl.DataFrame, new: pl.DataFrame) -> bool:
    """Whether two tables of one name have the same layout, and so rows that can be matched."""
    return layout_of(old) == layout_of(new) and all(
        set(keys_of(new)) <= set(normal(frame).columns) for frame in (old, new)
    )


def normal(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with the columns of COMMON whatever its layout, and keys as text."""
    layout = layout_of(frame)
    if layout == "quality":
        frame = frame.with_columns(pl.concat_str("register", "step", separator=".").alias("measure"))
        frame = frame.with_columns(pl.lit("").alias(name) for name in COMMON if name != "measure")
        frame = frame.drop("register", "step")
    frame = frame.rename({"curve": "measure", "step": "measure"}, strict=False)
    keys = [*COMMON, *EXTRA_KEYS[layout]]
    return frame.with_columns(
        pl.col(name).cast(pl.String).fill_null("") for name in keys if name in frame.columns
    )


def keys_of(frame: pl.DataFrame) -> list[str]:
    """The columns that tell the rows of a table apart, once it is normal."""
    return [*COMMON, *EXTRA_KEYS[layout_of(frame)]]


def compared(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Every row of either table side by side (columns and columns_after) with its `change`.

    change: removed, added, new_values, corrected (only how or why it is shown) or same.
    """
    keys = keys_of(new)
    before, after = normal(old), normal(new)
    both = [name for name in before.columns if name in after.columns and name not in keys]
    sides = [_numbered(frame.select(*keys, *both), keys) for frame in (before, after)]
    joined = sides[0].join(sides[1], on=[*keys, "nth"], how="full", coalesce=True, suffix="_after")
    pairs = {name: (before.schema[name], after.schema[name]) for name in both}
    values = [_differs(name, *pair) for name, pair in pairs.items() if name not in DESCRIBING]
    described = [_differs(name, *pair) for name, pair in pairs.items() if name in DESCRIBING]
    change = (
        pl.when(pl.col("there_after").is_null()).then(pl.lit("removed"))
        .when(pl.col("there").is_null()).then(pl.lit("added"))
        .when(pl.any_horizontal(pl.lit(False), *values)).then(pl.lit("new_values"))
        .when(pl.any_horizontal(pl.lit(False), *described)).then(pl.lit("corrected"))
        .otherwise(pl.lit("same"))
    )  # fmt: skip
    return joined.with_columns(change.alias("change")).drop("there", "there_after", "nth").sort(keys)


def _numbered(frame: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """With a mark that the row is there, and a number among rows of the same key (there should be one)."""
    nth = pl.int_range(pl.len()).over(keys)
    return frame.sort(frame.columns).with_columns(nth.alias("nth"), pl.lit(True).alias("there"))


def _differs(name: str, before: pl.DataType, after: pl.DataType) -> pl.Expr:
    old, new = pl.col(name), pl.col(f"{name}_after")
    if before.is_numeric() and after.is_numeric() and (before.is_float() or after.is_float()):
        return (old.is_null() != new.is_null()) | ((old - new).abs() > PRINTED).fill_null(False)
    if before != after:
        old, new = old.cast(pl.String), new.cast(pl.String)
    return old.ne_missing(new)
