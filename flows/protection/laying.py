"""What is to be protected, as tables: rows as they were counted, with the names of their counts.

Belongs here: laying out what a run has counted, and what an earlier release printed. Does not belong here:
protecting it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from flows.policy import Policy
from flows.protection.cover import KEY
from flows.protection.keys import GROUP, keys_of_attrition, keys_of_cells, keys_of_curves
from flows.protection.listed import rows_of
from flows.protection.registers import keys_of_quality
from flows.protection.tables import COUNTS
from schemas.published_tables import published_tables


@dataclass(frozen=True)
class Counted:
    """What a run has counted, before protection: the files of internal/, and the registers' rows.

    cells         measures.parquet, or of it what stands in a published table (printed_cells)
    alternatives  reference.alternatives, by which the rows of sensitivity are found
    """

    cells: pl.DataFrame
    curves: pl.DataFrame
    sensitivity: pl.DataFrame
    attrition: pl.DataFrame
    quality: pl.DataFrame
    alternatives: pl.DataFrame

    def of(self, profession: str) -> Counted:
        """One group's."""
        mine = pl.col("profession") == profession
        names = ("cells", "curves", "sensitivity", "attrition")
        return replace(self, **{name: getattr(self, name).filter(mine) for name in names})


@dataclass(frozen=True)
class Table:
    """A table's rows, the keys of their counts (flows.protection.keys), and which columns are counts."""

    rows: pl.DataFrame
    keys: pl.DataFrame
    counts: tuple[str, ...] = COUNTS


def laid_out(counted: Counted, name: str) -> Table:
    """A table's rows as they were counted, with the keys of their counts."""
    table = published_tables()[name]
    rows = {
        "cells": lambda: rows_of(counted.cells, table),
        "sensitivity": lambda: counted.sensitivity.sort(counted.sensitivity.columns),
        "curves": lambda: counted.curves,
        "attrition": lambda: counted.attrition.sort(counted.attrition.columns),
        "quality": lambda: counted.quality,
    }[table.layout]()
    return keyed(rows, name, counted.alternatives)


def keyed(rows: pl.DataFrame, name: str, alternatives: pl.DataFrame) -> Table:
    """Rows of a table, counted or published, with the keys of their counts."""
    layout = published_tables()[name].layout
    if layout == "cells":
        return Table(rows, keys_of_cells(rows))
    if layout == "sensitivity":
        return Table(rows, keys_of_cells(rows, alternatives))
    if layout == "curves":
        return Table(rows, keys_of_curves(rows), ("n_risk", "n_event"))
    if layout == "attrition":
        return Table(rows, keys_of_attrition(rows), ("persons",))
    return Table(rows, keys_of_quality(rows), ("rows",))


def printed_before(
    earlier: Mapping[str, pl.DataFrame], alternatives: pl.DataFrame, policy: Policy
) -> pl.DataFrame:
    """profession, model, KEY, before: every count that an earlier release printed by the same method."""
    found = [pl.DataFrame(schema=dict.fromkeys((*GROUP, *KEY), pl.String) | {"before": pl.Int64})]
    for name, table in earlier.items():
        if name not in published_tables() or published_tables()[name].layout == "quality":
            continue  # the rows of another delivery's registers are other rows
        rows = table.filter(pl.col("method") == policy.label)
        if "measure" in rows.columns:
            rows = rows.filter(~pl.col("measure").str.starts_with("net_"))
        laid = keyed(rows, name, alternatives)
        values = laid.rows.with_row_index("row").unpivot(
            laid.counts, index="row", variable_name="count_of", value_name="before"
        )
        printed = laid.keys.join(values, on=["row", "count_of"]).filter(pl.col("before").is_not_null())
        found.append(printed.select(*GROUP, *KEY, pl.col("before").cast(pl.Int64)))
    return pl.concat(found).unique([*GROUP, *KEY])
