"""The unknowns: how many persons of one group have a state in a cell, and what is printed of it.

Belongs here: from rows to counts (yes, no, den, unseen), their intervals, and cells that are absent
because nobody (or, rounded, hardly anybody) is in them. Does not belong here: relations between counts.

Three states (ruling R14): yes = numerator, no = denominator − numerator, unseen = n_not_observable;
den = yes + no. Matrices, status, fate, composition and specialisations share den and unseen between the
cells of a row (R40, R59, R63), so these stand under the key of the row.
"""

from __future__ import annotations

import polars as pl

from flows.attack.published import CELL

KEY = [*CELL, "count"]
UNBOUNDED = float("inf")
IS_SPECIALISED = pl.col("measure") == "specialisation_share"
IS_TOTAL = pl.col("by_1") == ""
IS_MATRIX = pl.col("measure").str.starts_with("mobility_")
IS_NET = pl.col("measure").str.starts_with("net_")
IS_MONTHS = pl.col("measure").str.starts_with("months_")
IS_COMPOSITION = pl.col("measure") == "composition"
IS_CATEGORY = pl.col("by_1").is_in(["status", "fate"])
BY_YEAR = pl.col("by_1").str.starts_with("years_since_")
IS_WHOLE = IS_CATEGORY | IS_MATRIX | IS_SPECIALISED | IS_COMPOSITION
"""Where `no` is what all the other cells of the row hold: no count of its own, so it has no rounding."""


def counts_of(cells: pl.DataFrame) -> pl.DataFrame:
    """One row per count of one group's cells: KEY, published, low, high, spread, is_examined.

    cells      columns as cells_of gives them, of one group
    published  what is printed, null where withheld; low and high: what that leaves possible
    is_examined  the count is somebody's and not zero by definition
    Two different prints of one count leave what both allow.
    """
    cells = with_absent(cells.with_columns(pl.col("measure").str.replace(r"^(months_.*)_p\d\d$", "$1")))
    is_category = pl.col("measure").str.contains(":", literal=True)
    is_rounded_apart = (pl.col("count") == "no") & (IS_WHOLE | is_category)
    own = _own(cells)
    own = pl.concat([own.filter(~IS_CATEGORY), categories_apart(own)])
    found = pl.concat([own, _shared(cells)]).with_columns(
        pl.when(IS_NET).then(2 * pl.col("spread")).otherwise("spread").alias("spread")
    )
    floor = pl.when(IS_NET).then(-UNBOUNDED).otherwise(0.0)
    near = pl.when(~is_rounded_apart | (pl.col("spread") == 0)).then(pl.col("published"))
    return (
        found.with_columns(
            low=pl.max_horizontal(floor, (near - pl.col("spread")).cast(pl.Float64)),
            high=(near + pl.col("spread")).cast(pl.Float64).fill_null(UNBOUNDED),
        )
        .group_by(KEY, maintain_order=True)
        .agg(
            pl.col("published").max(),
            pl.col("low").max(),
            pl.col("high").min(),
            pl.col("spread").max(),
            pl.col("method").first(),
        )
        .with_columns(is_examined=~IS_NET & ~(IS_COMPOSITION & IS_TOTAL & (pl.col("count") == "no")))
    )


def _own(cells: pl.DataFrame) -> pl.DataFrame:
    """Counts that stand under the cell's own key."""
    yes, den, unseen = pl.col("numerator"), pl.col("denominator"), pl.col("n_not_observable")
    is_flow_total = IS_MATRIX & IS_TOTAL
    shares = _shares()
    # What an absent cell leaves of its row is everybody in the row, who stands in the cells beside it.
    rest = pl.when(~(pl.col("is_absent") & shares)).then(den - yes)
    return pl.concat(
        [
            _named(cells.filter(~IS_MONTHS & ~is_flow_total), "yes", yes),
            _named(cells.filter(~IS_MONTHS & ~is_flow_total & ~IS_NET), "no", rest),
            _named(cells.filter(~shares & ~IS_NET), "den", den),
            _named(cells.filter(~shares & ~IS_NET & ~IS_COMPOSITION), "unseen", unseen),
        ]
    )


def _shares() -> pl.Expr:
    return IS_CATEGORY | (IS_MATRIX & ~IS_TOTAL) | IS_SPECIALISED | (IS_COMPOSITION & ~IS_TOTAL)


def _shared(cells: pl.DataFrame) -> pl.DataFrame:
    """den and unseen of rows that share them, under the key of the whole row."""
    there, absent = (row_key(cells.filter(_shares(), is_absent=is_absent)) for is_absent in (False, True))
    whole = pl.concat([there, absent.join(there, on=CELL, how="anti")])
    return pl.concat(
        [
            _named(whole, "den", pl.col("denominator")),
            _named(whole.filter(~IS_COMPOSITION), "unseen", pl.col("n_not_observable")),
        ]
    )


def row_key(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells under the key of the row that they share a denominator in."""
    empty, is_cut = pl.lit(""), IS_CATEGORY | IS_COMPOSITION
    cut = pl.when(IS_CATEGORY)
    return cells.with_columns(
        cut.then("by_2").when(is_cut).then(empty).otherwise("by_1").alias("by_1"),
        cut.then("value_2").when(is_cut).then(empty).otherwise("value_1").alias("value_1"),
        empty.alias("by_2"),
        empty.alias("value_2"),
    )


def categories_apart(cells: pl.DataFrame) -> pl.DataFrame:
    """Each category of status and fate as a measure of its own, status_1:studying, in the cells it is cut by."""
    named = pl.when(IS_CATEGORY).then(pl.col("measure") + ":" + pl.col("value_1")).otherwise("measure")
    return row_key(cells.filter(IS_CATEGORY).with_columns(named.alias("measure")))


def _named(cells: pl.DataFrame, count: str, number: pl.Expr) -> pl.DataFrame:
    return cells.select(
        *CELL, pl.lit(count).alias("count"), number.alias("published"), "spread", "method"
    )  # fmt: skip


def with_absent(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells and those that are absent while their kind is printed: all their counts are 0.

    A kind is a measure and its breakdowns; the values are those that the group has anywhere in cohorts of
    the kind. A cohort that is immature is withheld whole, so nothing is known of its absent cells.
    """
    kind = kind_of(pl.col("cohort"))
    cells = cells.with_columns(kind=kind).unique(maintain_order=True)
    gridded = cells.filter(~BY_YEAR)
    ordinary = gridded.filter(~IS_MATRIX & ~IS_CATEGORY & ~IS_SPECIALISED)
    values = ordinary.select("model", "kind", *CELL[3:]).unique()
    shapes = ordinary.select("model", "kind", "measure", "by_1", "by_2").unique()
    cohorts = _cohorts(gridded)
    grid = values.join(shapes, on=["model", "kind", "by_1", "by_2"]).join(
        cohorts, on=["model", "kind", "measure"]
    )
    squares = _squares(gridded).join(cohorts, on=["model", "kind", "measure"])
    both = pl.concat(
        [
            grid.select(*CELL, "method", "spread", "is_immature"),
            squares.select(*CELL, "method", "spread", "is_immature"),
        ]
    )
    nobody = pl.when(~pl.col("is_immature")).then(pl.lit(0))
    missing = both.join(cells, on=CELL, how="anti").with_columns(
        nobody.alias("numerator"),
        nobody.alias("denominator"),
        nobody.alias("n_not_observable"),
        pl.lit(True).alias("is_absent"),
    )
    return pl.concat([cells.with_columns(is_absent=pl.lit(False)), missing], how="diagonal_relaxed")


def _squares(cells: pl.DataFrame) -> pl.DataFrame:
    """Every cell of matrices, status and specialisations: all rows with all columns.

    What is a place in one matrix may hide a few persons in another; home and study are those that the
    matrices from there, or the breakdown, have.
    """
    square = cells.filter((IS_MATRIX & ~IS_TOTAL) | IS_SPECIALISED | IS_CATEGORY)
    side = ["model", "kind", "measure", "by_1", "by_2"]
    apart = pl.col("measure") + pl.col("by_1")
    point = pl.col("measure").str.extract(r"^mobility_(home|study)_to_").fill_null("anywhere")
    goal = pl.col("measure").str.extract(r"_to_(study)$").fill_null("anywhere")
    level = pl.col("by_1").str.strip_prefix("from_")
    rows = square.select(*side, "value_1", pool=pl.when(IS_MATRIX).then(point + "_" + level).otherwise(apart))
    apart = apart + "," + pl.col("by_2")
    columns = square.select(
        *side, "value_2", pool=pl.when(IS_MATRIX).then(goal + "_" + level).otherwise(apart)
    )
    values = _pool(rows, columns, cells)
    rows, columns = (
        one.drop(name)
        .unique()
        .join(values, on=["model", "kind", "pool"])
        .rename({"value": name})
        .drop("pool")
        for one, name in ((rows, "value_1"), (columns, "value_2"))
    )
    return rows.join(columns, on=side)


def _pool(rows: pl.DataFrame, columns: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """The values that a row or a column may have: model, kind, pool, value."""
    key = ("model", "kind", "pool")
    named = [rows.select(*key, value="value_1"), columns.select(*key, value="value_2")]
    single = cells.filter(
        pl.col("by_2") == "", pl.col("by_1").str.contains(r"^(home|study)_(county|region)$")
    )
    named.append(single.select("model", "kind", pool="by_1", value="value_1"))
    # A year's regions are the window's: the breakdown by place is published for the window alone.
    for level in ("county", "region"):
        everywhere = pl.concat(named).filter(pl.col("pool").str.ends_with(f"_{level}"))
        named.append(everywhere.with_columns(pool=pl.lit(f"anywhere_{level}")))
    return pl.concat(named).unique()


def _cohorts(cells: pl.DataFrame) -> pl.DataFrame:
    """Every measure in every cohort of its kind, with the method, and whether it is immature there."""
    measures = cells.group_by("model", "kind", "measure").agg(
        pl.col("method").first(), pl.col("spread").first()
    )
    immature = cells.filter(pl.col("status") == "immature").select("model", "cohort", "measure").unique()
    return (
        cells.select("model", "kind", "cohort")
        .unique()
        .join(measures, on=["model", "kind"])
        .join(immature.with_columns(is_immature=True), on=["model", "cohort", "measure"], how="left")
        .with_columns(pl.col("is_immature").fill_null(False))
    )


def kind_of(cohort: pl.Expr) -> pl.Expr:
    """window, lasar or year, as schemas.published_tables.kind_of_cohort has it."""
    return (
        pl.when(cohort.str.contains("-", literal=True)).then(pl.lit("window"))
        .when(cohort.str.contains("/", literal=True)).then(pl.lit("lasar"))
        .otherwise(pl.lit("year"))
    )  # fmt: skip
