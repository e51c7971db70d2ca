"""One block as rows and columns: which kinds of people stand in which published counts.

Belongs here: the incidence of a block (docs/decisions/0007). Does not belong here: choosing numbers
(rounding, suppression) and which blocks there are (blocks).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

KEY = ("cohort", "by_1", "value_1", "by_2", "value_2", "measure", "part", "count")
"""What a count is called, in a group and model; the same count of two blocks has the same key."""
SETTLED = {"truth": pl.Int64, "value": pl.Int64, "is_within": pl.Boolean}
SETTLED_SCHEMA: dict[str, type[pl.DataType]] = dict.fromkeys(KEY, pl.String) | SETTLED
"""Of a count that is settled: itself, what is printed instead, and whether that is near enough."""


@dataclass(frozen=True)
class View:
    """One way of adding up a block.

    by       (column of the people, name of the breakdown), in the order of the key; a column named
             `cohort` is the cohort itself
    only     counts of these measures, and of these kinds (numerator …); empty: all
    without  measures that are not counted in this view
    """

    by: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cover:
    """A block laid out.

    people     how many there are of each kind in each finest cell (atoms)
    sums       the counts: KEY, truth, and before (what an earlier release printed, NULL where nothing); row i
               of incidence says which atoms add up to count i
    keys       the sum of the record keys of each atom's people, where people have them (cell_key)
    """

    people: npt.NDArray[np.int64]
    sums: pl.DataFrame
    incidence: sparse.csr_matrix
    keys: npt.NDArray[np.int64] | None = None


def lay_out(
    people: pl.DataFrame,
    counts: pl.DataFrame,
    views: tuple[View, ...],
    cohort: str,
    spread: tuple[str, ...] = (),
) -> Cover:
    """The cover of a block.

    people  one row per person: kind, and the columns that the views name; or fewer rows, with how many
            they stand for in the column weight; and a column record where they have record keys
    counts  kind, measure, part, count (flows.protection.counts)
    cohort  the cohort of every count that no view names one for
    spread  columns whose values may also meet kinds that nobody there is of: nobody is counted in such an
            atom, but the protected population may have people in it
    """
    columns = sorted({column for view in views for column, _ in view.by})
    weight = pl.col("weight").sum() if "weight" in people.columns else pl.len()
    keys = [pl.col("record").sum()] if "record" in people.columns else []
    atoms = people.group_by(*columns, "kind").agg(weight.alias("people"), *keys).sort(*columns, "kind")
    atoms = _spread(atoms, [name for name in spread if name in columns]).with_row_index("atom")
    counted = atoms.join(counts, on="kind")
    # View by view: the keys of all of them at once, as text, took more than a gigabyte.
    keys_of = (_named(counted, view, cohort).select(KEY).unique() for view in views)
    sums = pl.concat(keys_of).unique().sort(KEY).with_row_index("sum")
    members = (_named(counted, view, cohort).join(sums, on=KEY).select("sum", "atom") for view in views)
    member = pl.concat(members).unique().sort("sum", "atom")
    truth = (
        member.join(atoms.select("atom", "people"), on="atom")
        .group_by("sum")
        .agg(pl.col("people").sum().cast(pl.Int64).alias("truth"))
    )
    sums = sums.join(truth, on="sum").sort("sum")
    incidence = sparse.csr_matrix(
        (np.ones(member.height), (member["sum"].to_numpy(), member["atom"].to_numpy())),
        shape=(sums.height, atoms.height),
    )
    summed = atoms["record"].to_numpy() if keys else None
    return Cover(atoms["people"].to_numpy().astype(np.int64), sums.drop("sum"), incidence, summed)


def _spread(atoms: pl.DataFrame, spread: list[str]) -> pl.DataFrame:
    """The atoms, and one with nobody for every value of the columns and kind that do not meet."""
    if not spread:
        return atoms
    rest = [name for name in atoms.columns if name not in (*spread, "people")]
    every = atoms.select(spread).unique().join(atoms.select(rest).unique(), how="cross")
    met = every.join(atoms, on=[*spread, *rest], how="left", nulls_equal=True)
    columns = [name for name in atoms.columns if name != "people"]
    return met.select(*columns, pl.col("people").fill_null(0)).sort(columns)


def _named(counted: pl.DataFrame, view: View, cohort: str) -> pl.DataFrame:
    """atom and KEY of one view."""
    # Whoever has no place in a view (a point that is not observable) stands in none of its counts.
    there = [pl.col(column).is_not_null() for column, _ in view.by]
    if view.only:
        there.append(pl.col("measure").is_in(view.only))
    if view.counts:
        there.append(pl.col("count").is_in(view.counts))
    if view.without:
        there.append(~pl.col("measure").is_in(view.without))
    columns = {name: column for column, name in view.by}
    first, second, *_ = [*(name for _, name in view.by if name != "cohort"), "", ""]
    return counted.filter(*there).select(
        "atom",
        (pl.col(columns["cohort"]) if "cohort" in columns else pl.lit(cohort)).alias("cohort"),
        pl.lit(first).alias("by_1"),
        (pl.col(columns[first]) if first else pl.lit("")).alias("value_1"),
        pl.lit(second).alias("by_2"),
        (pl.col(columns[second]) if second else pl.lit("")).alias("value_2"),
        "measure",
        "part",
        "count",
    )
