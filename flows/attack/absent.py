"""Cells that are absent because nobody (or, rounded, hardly anybody) is in them.

Belongs here: which cells a table would have. Does not belong here: what they hold (flows.attack.counts).
"""

from __future__ import annotations

import polars as pl

from flows.attack.cells import (
    BY_YEAR,
    CELL,
    IS_CATEGORY,
    IS_MATRIX,
    IS_NET,
    IS_SPECIALISED,
    IS_TOTAL,
    kind_of,
)
from flows.attack.geography import county_parts

ROW, COLUMN = ("by_1", "value_1"), ("by_2", "value_2")
KIND = ["model", "kind"]
HOW = ["method", "spread", "is_immature"]


def with_absent(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells, and those absent while their kind is printed: all their counts are 0; is_absent says which.

    A kind is a measure and its breakdowns; the values are those that the group has anywhere in cohorts of
    the kind. A cohort that is immature is withheld whole, so nothing is known of its absent cells.
    """
    cells = cells.with_columns(kind=kind_of(pl.col("cohort"))).unique(maintain_order=True)
    # A place that nobody came from has no net, though people may have arrived (ruling R46).
    gridded = cells.filter(~BY_YEAR, ~IS_NET)
    grids = _lattice(gridded).join(_cohorts(gridded), on=[*KIND, "measure"]).select(*CELL, *HOW)
    nobody = pl.when(~pl.col("is_immature")).then(pl.lit(0))
    missing = grids.join(cells, on=CELL, how="anti").with_columns(
        nobody.alias("numerator"),
        nobody.alias("denominator"),
        nobody.alias("n_not_observable"),
        pl.lit(True).alias("is_absent"),
    )
    return pl.concat([cells.with_columns(is_absent=pl.lit(False)), missing], how="diagonal_relaxed")


def _lattice(cells: pl.DataFrame) -> pl.DataFrame:
    """Every cell of every kind of table: all values of its rows with all values of its columns."""
    # A total, of a measure or of a matrix, has one row without a name.
    side = [*KIND, "measure", "by_1", "by_2"]
    shapes = cells.select(*side).unique().with_columns(pool_1=_pool_name("by_1"), pool_2=_pool_name("by_2"))
    values = _values(cells)
    for by, value in (("1", "value_1"), ("2", "value_2")):
        named = values.rename({"pool": f"pool_{by}", "value": value})
        shapes = shapes.join(named, on=[*KIND, f"pool_{by}"])
    return shapes


def _pool_name(by: str) -> pl.Expr:
    """What a row or column takes its values from: the breakdown, or the point that a matrix has there.

    What is a place in one matrix may hide a few persons in another. Home and study are those of the
    breakdown; status, fate and specialisations have values of their own, and whom they are cut by has not.
    """
    ends = r"^mobility_(home|study)_to_" if by == "by_1" else r"_to_(study)$"
    point = pl.col("measure").str.extract(ends).fill_null("any")
    level = pl.col(by).str.extract(r"_(county|region)$")
    own = IS_SPECIALISED | (IS_CATEGORY & pl.lit(by == "by_1"))
    is_place = IS_MATRIX & ~IS_TOTAL
    name = pl.when(own).then(pl.col("measure") + "," + pl.col(by)).otherwise(pl.col(by))
    return pl.when(is_place).then(point + "_" + level).otherwise(name)


def _values(cells: pl.DataFrame) -> pl.DataFrame:
    """The values of every pool: model, kind, pool, value. A county's regions are there where it is."""
    sides = [cells.select(*KIND, pool=_pool_name(by), value=value).unique() for by, value in (ROW, COLUMN)]
    own = pl.concat(sides).unique()
    parts = county_parts().select("county", "region").unique()
    is_county = pl.col("pool").str.ends_with("_county") & ~pl.col("pool").str.contains(",")
    counties = own.filter(is_county).join(parts, left_on="value", right_on="county")
    regions = counties.select(*KIND, pool=pl.col("pool").str.replace("_county$", "_region"), value="region")
    named = pl.concat([own, regions])
    everywhere = named.filter(pl.col("pool").str.contains(r"^(home|study|any|licence)_(county|region)$"))
    anywhere = everywhere.with_columns(pool=pl.lit("any_") + pl.col("pool").str.extract("_(county|region)$"))
    return pl.concat([named, anywhere]).unique()


def _cohorts(cells: pl.DataFrame) -> pl.DataFrame:
    """Every measure in every cohort of its kind, with the method, and whether it is immature there."""
    measures = cells.group_by(*KIND, "measure").agg(pl.col("method").first(), pl.col("spread").first())
    immature = cells.filter(pl.col("status") == "immature").select("model", "cohort", "measure").unique()
    return (
        cells.select(*KIND, "cohort")
        .unique()
        .join(measures, on=KIND)
        .join(immature.with_columns(is_immature=True), on=["model", "cohort", "measure"], how="left")
        .with_columns(pl.col("is_immature").fill_null(False))
    )
