"""Protects a whole release: every table of schemas/published, all of them at once.

Belongs here: from what was counted to published tables. Does not belong here: the methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from flows.protection.cover import KEY, Cover
from flows.protection.estimates import curves_table
from flows.protection.keys import GROUP, keys_of_attrition, keys_of_cells, keys_of_curves
from flows.protection.people import People
from flows.protection.policy import Policy, chance
from flows.protection.population import Beside, Solve, settle
from flows.protection.registers import keys_of_quality
from flows.protection.rounding import Rounded, round_block
from flows.protection.tables import IMMATURE, cells_table, counts_table, rows_of, with_counts
from schemas.published_tables import COLUMNS, published_tables


@dataclass(frozen=True)
class Counted:
    """What a run has counted, before protection: the files of internal/, and the registers' rows.

    alternatives  reference.alternatives, by which the rows of sensitivity are found
    """

    cells: pl.DataFrame
    curves: pl.DataFrame
    sensitivity: pl.DataFrame
    attrition: pl.DataFrame
    quality: pl.DataFrame
    alternatives: pl.DataFrame


@dataclass(frozen=True)
class _Table:
    rows: pl.DataFrame
    keys: pl.DataFrame
    counts: tuple[str, ...] = ("numerator", "denominator", "n_not_observable")


def publish(
    counted: Counted, people: People, window: str, policy: Policy, seed: bytes
) -> dict[str, pl.DataFrame]:
    """Every published table by name, with the columns of schemas.published_tables, sorted."""
    laid = {name: _laid_out(counted, name) for name in published_tables()}
    wanted = pl.concat(_not_immature(table).select(*GROUP, *KEY).unique() for table in laid.values()).unique()
    settled = settle(
        people, Beside(counted.attrition, counted.quality), wanted, window, partial(_solver, policy, seed)
    )
    return {name: _published(name, table, settled, policy) for name, table in laid.items()}


def _laid_out(counted: Counted, name: str) -> _Table:
    table = published_tables()[name]
    if table.layout == "cells":
        rows = rows_of(counted.cells, table)
        return _Table(rows, keys_of_cells(rows))
    if table.layout == "sensitivity":
        rows = counted.sensitivity.sort(counted.sensitivity.columns)
        return _Table(rows, keys_of_cells(rows, counted.alternatives))
    if table.layout == "curves":
        return _Table(counted.curves, keys_of_curves(counted.curves), ("n_risk", "n_event"))
    if table.layout == "attrition":
        rows = counted.attrition.sort(counted.attrition.columns)
        return _Table(rows, keys_of_attrition(rows), ("persons",))
    return _Table(counted.quality, keys_of_quality(counted.quality), ("rows",))


def _not_immature(table: _Table) -> pl.DataFrame:
    """The keys of the rows that are printed: an immature row is not, and binds nothing."""
    if "status" not in table.rows.columns:
        return table.keys
    immature = table.rows.with_row_index("row").filter(pl.col("status") == IMMATURE).select("row")
    return table.keys.join(immature, on="row", how="anti")


def _solver(policy: Policy, seed: bytes, profession: str, model: str) -> Solve:
    def solve(cover: Cover, fixed: np.ndarray, name: str) -> Rounded:
        return round_block(
            cover,
            fixed,
            base=policy.base,
            chance=chance(seed, profession, model, name),
            gap=policy.gap,
            nodes=policy.nodes,
        )

    return solve


def _published(name: str, table: _Table, settled: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    layout = published_tables()[name].layout
    rows = with_counts(table.rows, table.keys, settled, table.counts)
    if layout == "curves":
        return curves_table(rows, policy)
    if layout in ("attrition", "quality"):
        return counts_table(rows, table.counts, policy, layout)
    return cells_table(rows, policy, COLUMNS[layout])
