"""Protects a whole release: every table of schemas/published, all of them at once.

Belongs here: from what was counted to published tables. Does not belong here: the methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import polars as pl

from flows.protection.cell_key import Keyed, changes
from flows.protection.cover import KEY, Cover
from flows.protection.estimates import curves_table
from flows.protection.group import Group
from flows.protection.keys import GROUP, keys_of_attrition, keys_of_cells, keys_of_curves
from flows.protection.people import People
from flows.protection.policy import CELL_KEY, SUPPRESSION, Policy, chance
from flows.protection.population import Beside, Make, Settling, settle
from flows.protection.registers import keys_of_quality
from flows.protection.rounding import Rounded, round_block
from flows.protection.search import Search
from flows.protection.suppression import Suppressed
from flows.protection.tables import (
    CELLS,
    IMMATURE,
    cells_table,
    counts_table,
    rows_of,
    rows_of_nobody,
    with_counts,
)
from schemas.published_tables import COLUMNS, published_tables

AT_ONCE = 2
"""So many groups: more take more memory than they save time."""


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

    def of(self, profession: str) -> Counted:
        """One group's."""
        mine = pl.col("profession") == profession
        names = ("cells", "curves", "sensitivity", "attrition")
        return replace(self, **{name: getattr(self, name).filter(mine) for name in names})


@dataclass(frozen=True)
class _Table:
    rows: pl.DataFrame
    keys: pl.DataFrame
    counts: tuple[str, ...] = ("numerator", "denominator", "n_not_observable")


def publish(
    counted: Counted,
    people: People,
    window: str,
    policy: Policy,
    seed: bytes,
    earlier: Mapping[str, pl.DataFrame] | None = None,
) -> dict[str, pl.DataFrame]:
    """Every published table by name, with the columns of schemas.published_tables, sorted.

    earlier  the published tables of an earlier release, by name
    """
    must_be_of_one_method(policy.method)
    before = printed_before(earlier or {}, counted.alternatives, policy)
    make = partial(_group, policy, seed)
    registers = [name for name, table in published_tables().items() if table.layout == "quality"]
    flows = [name for name in published_tables() if name not in registers]

    def one(profession: str) -> dict[str, pl.DataFrame]:
        return _tables(counted.of(profession), people.of(profession), flows, window, policy, make, before)

    # The largest first, so that the two that run at once end at much the same time.
    sizes = counted.cells.group_by("profession").len().sort("len", "profession", descending=[True, False])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        groups = dict(zip(sizes["profession"], pool.map(one, sizes["profession"]), strict=True))
    found = _tables(counted, people, registers, window, policy, make, before)
    found |= {name: pl.concat(groups[profession][name] for profession in sorted(groups)) for name in flows}
    return {name: found[name] for name in published_tables()}


def _tables(
    counted: Counted,
    people: People,
    names: list[str],
    window: str,
    policy: Policy,
    make: Make,
    before: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """The tables of these names, settled together."""
    laid = {name: _laid_out(counted, name) for name in names}
    wanted = pl.concat(
        _not_immature(table).select(pl.lit(name).alias("table"), "row", "sign", "count_of", *GROUP, *KEY)
        for name, table in laid.items()
    )
    wanted = wanted.with_columns(row=pl.struct("table", "row").rank("dense").cast(pl.Int64)).drop("table")
    beside = Beside(counted.attrition, counted.quality)
    settled = settle(people, beside, wanted, window, make, before)
    return {
        name: _published(name, _with_strayed(name, table, settled), settled, policy)
        for name, table in laid.items()
    }


def _laid_out(counted: Counted, name: str) -> _Table:
    """A table's rows as they were counted, with the keys of their counts."""
    table = published_tables()[name]
    rows = {
        "cells": lambda: rows_of(counted.cells, table),
        "sensitivity": lambda: counted.sensitivity.sort(counted.sensitivity.columns),
        "curves": lambda: counted.curves,
        "attrition": lambda: counted.attrition.sort(counted.attrition.columns),
        "quality": lambda: counted.quality,
    }[table.layout]()
    return _keyed(rows, name, counted.alternatives)


def _keyed(rows: pl.DataFrame, name: str, alternatives: pl.DataFrame) -> _Table:
    layout = published_tables()[name].layout
    if layout == "cells":
        return _Table(rows, keys_of_cells(rows))
    if layout == "sensitivity":
        return _Table(rows, keys_of_cells(rows, alternatives))
    if layout == "curves":
        return _Table(rows, keys_of_curves(rows), ("n_risk", "n_event"))
    if layout == "attrition":
        return _Table(rows, keys_of_attrition(rows), ("persons",))
    return _Table(rows, keys_of_quality(rows), ("rows",))


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
        laid = _keyed(rows, name, alternatives)
        values = laid.rows.with_row_index("row").unpivot(
            laid.counts, index="row", variable_name="count_of", value_name="before"
        )
        printed = laid.keys.join(values, on=["row", "count_of"]).filter(pl.col("before").is_not_null())
        found.append(printed.select(*GROUP, *KEY, pl.col("before").cast(pl.Int64)))
    return pl.concat(found).unique([*GROUP, *KEY])


def _not_immature(table: _Table) -> pl.DataFrame:
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
        return Suppressed(printed, policy.smallest)
    if policy.method == CELL_KEY:
        return Keyed(printed, changes(policy.noise, policy.variance, policy.below), seed)

    def solve(cover: Cover, fixed: np.ndarray, name: str) -> Rounded:
        search = Search(chance(seed, profession, model, name), policy.gap, policy.nodes)
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


def _with_strayed(name: str, table: _Table, settled: pl.DataFrame) -> _Table:
    """The table with the rows that must be said to be withheld though nobody is in them."""
    listed = published_tables()[name]
    if listed.layout != "cells":
        return table
    more = rows_of_nobody(settled, listed, table.rows)
    if more.height == 0:
        return table
    rows = pl.concat([table.rows, more]).sort(CELLS)
    return _Table(rows, keys_of_cells(rows))


def _published(name: str, table: _Table, settled: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    layout = published_tables()[name].layout
    rows = with_counts(table.rows, table.keys, settled, table.counts)
    if layout == "curves":
        return curves_table(rows, policy)
    if layout in ("attrition", "quality"):
        return counts_table(rows, table.counts, policy, layout)
    return cells_table(rows, policy, COLUMNS[layout])
