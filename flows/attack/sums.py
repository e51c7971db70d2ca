"""What adds up: parts and their whole, in every table alike.

Belongs here: how a relation is written down, and the sums that follow from how tables are cut. Does not
belong here: relations between measures (flows.attack.chain) and between places (flows.attack.places).

A relation is a frame of terms: relation (its name), row (which instance), is_equal (else ≥ 0), KEY,
coefficient, is_latent (a count that no table prints, but that exists). Σ coefficient × count = 0, or ≥ 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from flows.attack.cells import (
    BY_YEAR,
    IS_COMPOSITION,
    IS_MATRIX,
    IS_NET,
    IS_SPECIALISED,
    KEY,
    UNBOUNDED,
    kind_of,
)
from flows.attack.counts import row_key

TERM = ["relation", "row", "is_equal", *KEY, "coefficient", "is_latent"]
NO_SUM = ["", "step", "k", "specialisation", "county", "region", "from_county", "from_region"]
"""Breakdowns whose values do not add up to the total: overlapping, places of arrival, rows of a matrix."""


def parts_and_whole(
    relation: str,
    parts: pl.DataFrame,
    whole: Mapping[str, pl.Expr],
    *,
    split: Sequence[str] = (),
    is_equal: bool = True,
    sign: int = 1,
) -> pl.DataFrame:
    """Terms of: the parts sum to the whole (or to at most it; to at least it with sign −1).

    parts   counts, one row each; whole gives the columns of KEY in which the whole differs from a part.
    split   columns that keep several sums to the same whole apart.
    """
    to = {f"_{name}": whole.get(name, pl.col(name)) for name in KEY}
    keyed = parts.with_columns(**to).with_columns(
        row=pl.concat_str(pl.lit(relation), *to, *split, separator="|"), coefficient=pl.lit(-1.0 * sign)
    )
    wholes = keyed.select("row", *(pl.col(f"_{name}").alias(name) for name in KEY)).unique()
    return pl.concat(
        [
            keyed.select("row", *KEY, "coefficient"),
            wholes.select("row", *KEY, pl.lit(1.0 * sign).alias("coefficient")),
        ]
    ).select(
        pl.lit(relation).alias("relation"),
        "row",
        pl.lit(is_equal).alias("is_equal"),
        *KEY,
        "coefficient",
        pl.lit(False).alias("is_latent"),
    )


def terms_of(relation: str, sides: pl.DataFrame, *, is_equal: bool = True) -> pl.DataFrame:
    """Terms of a relation between counts that are printed; sides: row, KEY, coefficient."""
    return sides.with_columns(
        relation=pl.lit(relation), is_equal=pl.lit(is_equal), is_latent=pl.lit(False)
    ).select(TERM)


def sums(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """Every sum that follows from how the tables are cut."""
    states = _states(counts)
    # The rest of a cell of composition are all who started in other cells: no sum of a breakdown.
    counts = counts.filter(~(IS_COMPOSITION & (pl.col("count") == "no")))
    return [
        states,
        _rows(counts),
        _breakdowns(counts),
        *_margins(counts),
        *_years(counts),
        *_cohort_years(counts),
        _climbing(counts),
    ]


def _states(counts: pl.DataFrame) -> pl.DataFrame:
    """yes and no make den (ruling R14)."""
    parts = counts.filter(pl.col("count").is_in(["yes", "no"]))
    category = pl.col("measure").str.split(":").list.first()
    row = {name: row_key(parts)[name] for name in KEY[3:7]}
    keyed = parts.with_columns(**{f"r_{name}": values for name, values in row.items()})
    shares = IS_MATRIX | IS_SPECIALISED | IS_COMPOSITION
    to = {name: pl.when(shares).then(f"r_{name}").otherwise(name) for name in row}
    own = ["by_1", "value_1", "value_2", "measure"]
    return parts_and_whole("states", keyed, {**to, "measure": category, "count": pl.lit("den")}, split=own)


def _rows(counts: pl.DataFrame) -> pl.DataFrame:
    """The cells of a matrix or county, the categories of a status make their denominator (R40, R59, R60)."""
    yes = counts.filter(pl.col("count") == "yes")
    empty, den = pl.lit(""), pl.lit("den")
    square = parts_and_whole(
        "row",
        yes.filter((IS_MATRIX & (pl.col("by_2") != "")) | IS_SPECIALISED),
        {"by_2": empty, "value_2": empty, "count": den},
    )
    category = yes.filter(pl.col("measure").str.contains(":", literal=True))
    whole = {"measure": pl.col("measure").str.split(":").list.first(), "count": den}
    return pl.concat([square, parts_and_whole("categories", category, whole)])


def _breakdowns(counts: pl.DataFrame) -> pl.DataFrame:
    """The values of a breakdown make the total (definitions section 10)."""
    single = counts.filter(~pl.col("by_1").is_in(NO_SUM), ~BY_YEAR, pl.col("by_2") == "", ~IS_SPECIALISED)
    empty = pl.lit("")
    return parts_and_whole(
        "breakdown", single.with_columns(cut="by_1"), {"by_1": empty, "value_1": empty}, split=["cut"]
    )


def _margins(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """The cells of a pair make both its margins."""
    pair = counts.filter(
        pl.col("by_2") != "", ~pl.col("by_1").is_in(NO_SUM), ~BY_YEAR, ~IS_SPECIALISED
    ).with_columns(cut_1="by_1", cut_2="by_2")
    empty, split = pl.lit(""), ["cut_1", "cut_2"]
    second = {"by_1": pl.col("by_2"), "value_1": pl.col("value_2"), "by_2": empty, "value_2": empty}
    return [
        parts_and_whole("margin", pair, {"by_2": empty, "value_2": empty}, split=split),
        parts_and_whole("margin", pair, second, split=split),
    ]


def _years(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """A window is the sum of its years (definitions section 11)."""
    windows = counts.filter(kind_of(pl.col("cohort")) == "window").select("model", window="cohort").unique()
    found = []
    for model, window in windows.sort("model", "window").iter_rows():
        first, last = (str(year) for year in window.split("-"))
        years = counts.filter(
            pl.col("model") == model,
            kind_of(pl.col("cohort")) == "year",
            pl.col("cohort").is_between(pl.lit(first), pl.lit(last)),
            ~IS_NET,  # its absent cells are no zeros
        )
        if years["cohort"].n_unique() == int(last) - int(first) + 1:
            found.append(parts_and_whole("years", years, {"cohort": pl.lit(window)}))
    return found


def _cohort_years(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """The window's breakdown by cohort year repeats the one-year cohorts (ruling R10)."""
    empty = pl.lit("")
    alone = counts.filter(pl.col("by_1") == "cohort_year")
    paired = counts.filter(pl.col("by_2") == "cohort_year")
    return [
        parts_and_whole("cohort_year", alone, {"cohort": pl.col("value_1"), "by_1": empty, "value_1": empty}),
        parts_and_whole(
            "cohort_year", paired, {"cohort": pl.col("value_2"), "by_2": empty, "value_2": empty}
        ),
    ]


def _climbing(counts: pl.DataFrame) -> pl.DataFrame:
    """Who had started or applied by k had so by k + 1 (ruling R48)."""
    climbing = counts.filter(
        pl.col("count") == "yes",
        pl.col("measure").is_in(["started_share_by_year", "applied_share_by_year"]),
        BY_YEAR,
    )
    after = (pl.col("value_1").cast(pl.Int64) + 1).cast(pl.String)
    return parts_and_whole("climbing", climbing, {"value_1": after}, is_equal=False)


def complete(terms: pl.DataFrame, counts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The terms that can be used, and the counts with the latent ones added.

    A relation one of whose counts is neither printed nor latent says nothing, and is left out.
    """
    latent = terms.filter("is_latent").select(KEY).unique().join(counts, on=KEY, how="anti")
    added = latent.with_columns(
        low=pl.lit(0.0),
        high=pl.lit(UNBOUNDED),
        spread=pl.lit(0, pl.Int64),
        method=pl.lit(""),
        is_examined=pl.lit(False),
    )
    # Sorted, so that the same tables give the same programme, whatever order they were read in.
    counts = pl.concat([counts, added], how="diagonal_relaxed").sort(KEY).with_row_index("id")
    terms = terms.sort("row", *KEY)
    found = terms.join(counts.select(*KEY, "id"), on=KEY, how="left", maintain_order="left")
    lacking = found.filter(pl.col("id").is_null()).select("row").unique()
    return found.join(lacking, on="row", how="anti", maintain_order="left"), counts
