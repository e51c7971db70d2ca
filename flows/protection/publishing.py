"""Protects a whole release: every table of schemas/published, all of them at once.

Belongs here: from what was counted to published tables. Does not belong here: the methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import polars as pl

from flows.policy import CELL_KEY, SUPPRESSION, Policy, chance
from flows.processes import in_processes
from flows.protection.breakdowns import cut_alike, with_enough_people
from flows.protection.cell_key import Keyed, changes
from flows.protection.cover import KEY, Cover
from flows.protection.estimates import curves_table
from flows.protection.group import Group
from flows.protection.keys import GROUP, keys_of_cells
from flows.protection.laying import Counted, Table, laid_out, printed_before
from flows.protection.listed import CELLS
from flows.protection.people import People
from flows.protection.population import Beside, Settling, settle
from flows.protection.rounding import Rounded, round_block
from flows.protection.search import Search
from flows.protection.suppression import Suppressed
from flows.protection.tables import (
    IMMATURE,
    cells_table,
    counts_table,
    rows_of_nobody,
    with_counts,
)
from schemas.published_tables import COLUMNS, published_tables

MANY = 20_000
"""From so many rows of cells on, groups are protected in processes of their own."""


def publish(
    counted: Counted,
    people: People,
    window: str,
    policy: Policy,
    seed: bytes,
    earlier: Mapping[str, pl.DataFrame] | None = None,
    kept: Mapping[str, Mapping[str, pl.DataFrame]] | None = None,
) -> dict[str, pl.DataFrame]:
    """Every published table by name, with the columns of schemas.published_tables, sorted.

    earlier  the published tables of an earlier release, by name
    kept     group → its rows by table, where they are known to be what they would be now (rests_on)
    """
    must_be_of_one_method(policy.method)
    counted = with_enough_people(counted, policy.rate_base)
    before = printed_before(earlier or {}, counted.alternatives, policy)
    registers = [name for name, table in published_tables().items() if table.layout == "quality"]
    flows = [name for name in published_tables() if name not in registers]
    # The largest first, so that the two that run at once end at much the same time.
    sizes = counted.cells.group_by("profession").len().sort("len", "profession", descending=[True, False])
    groups = dict(kept or {})
    todo = [profession for profession in sizes["profession"] if profession not in groups]
    tasks = (
        (counted.of(name), people.of(name), flows, window, policy, seed, _of(before, name)) for name in todo
    )
    is_small = counted.cells.height < MANY
    made = [_tables(*task) for task in tasks] if is_small else in_processes(_tables, tasks)
    groups |= dict(zip(todo, made, strict=True))
    found = _tables(counted, people, registers, window, policy, seed, before)
    found |= {name: pl.concat(groups[profession][name] for profession in sorted(groups)) for name in flows}
    return {name: found[name] for name in published_tables()}


def _of(frame: pl.DataFrame, profession: str) -> pl.DataFrame:
    return frame.filter(pl.col("profession") == profession)


def _tables(
    counted: Counted,
    people: People,
    names: list[str],
    window: str,
    policy: Policy,
    seed: bytes,
    before: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """The tables of these names, settled together."""
    laid = {name: laid_out(counted, name) for name in names}
    wanted = pl.concat(
        _not_immature(table).select(pl.lit(name).alias("table"), "row", "sign", "count_of", *GROUP, *KEY)
        for name, table in laid.items()
    )
    wanted = wanted.with_columns(row=pl.struct("table", "row").rank("dense").cast(pl.Int64)).drop("table")
    beside = Beside(counted.attrition, counted.quality)
    settled = settle(people, beside, wanted, window, partial(_group, policy, seed), before)
    return {
        name: _published(name, _with_strayed(name, table, counted.cells, settled), settled, policy)
        for name, table in laid.items()
    }


def _not_immature(table: Table) -> pl.DataFrame:
    """The keys of the rows that are printed: an immature row is not, and binds nothing."""
    if "status" not in table.rows.columns:
        return table.keys
    immature = table.rows.with_row_index("row").filter(pl.col("status") == IMMATURE).select("row")
    return table.keys.join(immature, on="row", how="anti")


def _group(
    policy: Policy, seed: bytes, profession: str, model: str, printed: pl.DataFrame, before: pl.DataFrame
) -> Settling:
    """How a group is protected: the method of the policy."""
    if policy.method == SUPPRESSION:
        return Suppressed(printed, before, policy.smallest)
    if policy.method == CELL_KEY:
        return Keyed(printed, changes(policy.noise, policy.variance, policy.below), seed)

    def solve(cover: Cover, fixed: np.ndarray, name: str) -> Rounded:
        search = Search(chance(seed, profession, model, name), policy.nodes)
        return round_block(cover, fixed, policy.base, search)

    return Group(profession, model, printed.select(KEY).unique(), solve, before)


def must_be_of_one_method(method: str) -> None:
    """ValueError when a table asks for another method than the release's.

    The tables are about the same people: an exact count beside a rounded one of the same people, or of all
    but one, gives the rounded one away. So a table's own method may only be the release's.
    """
    other = [t.name for t in published_tables().values() if t.method not in ("default", method)]
    if other:
        raise ValueError(f"{', '.join(sorted(other))}: a release has one method of protection, {method}")


def _with_strayed(name: str, table: Table, cells: pl.DataFrame, settled: pl.DataFrame) -> Table:
    """The table with the rows that must be said to be withheld though nobody is in them."""
    listed = published_tables()[name]
    if listed.layout != "cells":
        return table
    more = cut_alike(rows_of_nobody(settled, listed, table.rows), cells)
    if more.height == 0:
        return table
    rows = pl.concat([table.rows, more]).sort(CELLS)
    return Table(rows, keys_of_cells(rows))


def _published(name: str, table: Table, settled: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    layout = published_tables()[name].layout
    rows = with_counts(table.rows, table.keys, settled, table.counts)
    if layout == "curves":
        return curves_table(rows, policy)
    if layout in ("attrition", "quality"):
        return counts_table(rows, table.counts, policy, layout)
    return cells_table(rows, policy, COLUMNS[layout])
