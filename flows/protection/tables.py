"""The published tables, made of protected counts.

Belongs here: which rows a table has, their status, shares and intervals, and why a row is withheld. Does
not belong here: how a count is protected (rounding, suppression, cell_key).
"""

from __future__ import annotations

import polars as pl

from flows.policy import CELL_KEY, ROUNDING, Policy
from flows.protection.counts import DENOMINATOR, NUMERATOR, UNSEEN
from flows.protection.keys import CATEGORY, QUARTILE
from flows.protection.listed import CELLS, rows_of
from schemas.published_tables import COLUMNS, PublishedTable

COUNTS = (NUMERATOR, DENOMINATOR, UNSEEN)
OK, PROTECTED, IMMATURE, NOT_OBSERVABLE = "ok", "protected", "immature", "not_observable"
WITHHELD = "secondary"
"""Why a count is withheld, whatever the reason: to say that it is small is to say that it is 1 to 4."""


def rows_of_nobody(settled: pl.DataFrame, table: PublishedTable, like: pl.DataFrame) -> pl.DataFrame:
    """Rows with nobody in them that must be said to be withheld, with the columns of `like`.

    Nobody was counted there, so there is no row; but the population could not be kept out, and a row that
    is not there would be read as zero.
    """
    strayed = settled.filter(~pl.col("is_within") & (pl.col("truth") == 0))
    rows = _rows_that_print(strayed).select(*CELLS, status=pl.lit(OK)).unique()
    made = rows.with_columns(
        *(pl.lit(None, pl.Int64).alias(name) for name in COUNTS), value=pl.lit(None, pl.Float64)
    )
    return rows_of(made.select(like.columns), table).join(like, on=CELLS, how="anti")


def _rows_that_print(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts (KEY) under the names of the rows that print them; keys_of_cells the other way.

    What the rows of an origin share is told by the row of those who stayed there.
    """
    measure, by_1, value_1, part = (pl.col(name) for name in ("measure", "by_1", "value_1", "part"))
    is_category = measure.is_in(["status_1", "status_3", "fate"]) & (part != "")
    is_specialised = (measure == "specialisation_share") & (part != "")
    is_origin = by_1.str.starts_with("from_") & (pl.col("by_2") == "")
    category = measure.str.replace(r"_\d$", "")
    return counts.filter((part == "") | is_category | is_specialised).with_columns(
        by_1=pl.when(is_category).then(category).otherwise(by_1),
        value_1=pl.when(is_category).then(part).otherwise(value_1),
        by_2=pl.when(is_category).then(by_1)
        .when(is_specialised).then(pl.lit("specialisation"))
        .when(is_origin).then(by_1.str.replace("from_", "to_"))
        .otherwise("by_2"),
        value_2=pl.when(is_category).then(value_1)
        .when(is_specialised).then(part)
        .when(is_origin).then(value_1)
        .otherwise("value_2"),
    )  # fmt: skip


def with_counts(
    rows: pl.DataFrame, keys: pl.DataFrame, settled: pl.DataFrame, names: tuple[str, ...] = COUNTS
) -> pl.DataFrame:
    """The rows with protected counts in place of their own, and is_within.

    keys     row, sign, count_of, profession, model, KEY (flows.protection.keys)
    settled  profession, model, KEY, truth, value, is_within; a count that is not there is zero
    A row whose counts are not the settled ones' truth stops the release (ArithmeticError): the tables and
    the population would not be about the same people.
    """
    on = [name for name in keys.columns if name not in ("row", "sign", "count_of")]
    found = keys.join(settled, on=on, how="left").with_columns(
        pl.col("truth", "value").fill_null(0), pl.col("is_within").fill_null(True)
    )
    summed = found.group_by("row", "count_of").agg(
        (pl.col("truth") * pl.col("sign")).sum(),
        (pl.col("value") * pl.col("sign")).sum(),
        pl.col("is_within").all(),
    )
    numbered = rows.with_row_index("row")
    for name in names:
        one = summed.filter(pl.col("count_of") == name).select(
            "row", "truth", pl.col("value").alias("settled"), pl.col("is_within").alias(f"{name}_within")
        )
        numbered = numbered.join(one, on="row", how="left", maintain_order="left").with_columns(
            pl.col(f"{name}_within").fill_null(True), pl.col("truth", "settled").fill_null(0)
        )
        _must_be_counted_alike(numbered, name)
        numbered = numbered.with_columns(pl.col("settled").alias(name)).drop("truth", "settled")
    within = pl.all_horizontal(f"{name}_within" for name in names)
    return numbered.with_columns(within.alias("is_within")).select(*rows.columns, "is_within")


def _must_be_counted_alike(rows: pl.DataFrame, name: str) -> None:
    wrong = rows.filter(pl.col(name) != pl.col("truth"))
    if "status" in rows.columns:
        wrong = wrong.filter(pl.col("status") != IMMATURE)  # not printed, so nobody settled it
    if wrong.height:
        example = wrong.row(0, named=True)
        raise ArithmeticError(
            f"{wrong.height} rows of the tables count other people than protection does: {name} of {example}"
        )


def cells_table(rows: pl.DataFrame, policy: Policy, columns: tuple[str, ...]) -> pl.DataFrame:
    """Rows of the layouts cells and sensitivity as they are published.

    rows  the columns of measures with protected counts, and is_within
    A cell exists when somebody of the protected population is in it (ruling R13), and a matrix names no
    pair of places without anybody (R40): so that a row's being there tells nothing that its counts do not.
    """
    if policy.method == CELL_KEY:
        rows = _capped(rows)
    count, base = pl.col(NUMERATOR), pl.col(DENOMINATOR)
    by_pair = pl.col("by_1").str.starts_with("from_") | (pl.col("by_2") == "specialisation")
    names_nobody = (by_pair & pl.col("measure").str.contains("^(mobility|specialisation)")) | (
        pl.col("measure") == "composition"
    )
    is_there = (base + pl.col(UNSEEN) > 0) & ~(names_nobody & (count == 0))
    is_immature, is_small = pl.col("status") == IMMATURE, base < policy.rate_base
    is_kept = pl.col("is_within") & ~is_immature
    is_month = pl.col("measure").str.contains(QUARTILE)
    share = pl.when(is_month).then(pl.col("value").round()).otherwise(count / base)
    # That an immature row exists would say that somebody is in it: only totals say that they are immature.
    is_total = (pl.col("by_1") == "") | (pl.col("by_1").is_in(CATEGORY) & (pl.col("by_2") == ""))
    is_told = pl.when(is_immature).then(is_total).otherwise(is_there | ~is_kept)
    made = rows.filter(is_told).with_columns(
        pl.when(is_kept & ~is_small & (base > 0)).then(share).alias("value"),
        pl.when(is_immature).then(pl.lit(IMMATURE))
        .when(~is_kept).then(pl.lit(PROTECTED))
        .when(base <= 0).then(pl.lit(NOT_OBSERVABLE))
        .otherwise(pl.lit(OK)).alias("status"),
        pl.lit(policy.label).alias("method"),
        _reason(policy).alias("reason"),
        *_interval(policy, is_kept & (base > 0) & ~is_month & ~pl.col("measure").str.starts_with("net_")),
        *(pl.when(is_kept).then(pl.col(name)).alias(name) for name in COUNTS),
    )  # fmt: skip
    return made.select(columns)


def _reason(policy: Policy) -> pl.Expr:
    """Why a row has no share, or nothing at all; empty where it has all."""
    base = pl.col(DENOMINATOR)
    return (
        pl.when(pl.col("status") == IMMATURE).then(pl.lit(IMMATURE))
        .when(~pl.col("is_within")).then(pl.lit(WITHHELD))
        .when(base <= 0).then(pl.lit(NOT_OBSERVABLE))
        .when(base < policy.rate_base).then(pl.lit("base_small"))
        .otherwise(pl.lit(""))
    )  # fmt: skip


def _capped(rows: pl.DataFrame) -> pl.DataFrame:
    """Numerators no larger than their denominators, which each count's own change may have made them."""
    is_net = pl.col("measure").str.starts_with("net_")
    capped = pl.min_horizontal(NUMERATOR, DENOMINATOR)
    return rows.with_columns(pl.when(is_net).then(pl.col(NUMERATOR)).otherwise(capped).alias(NUMERATOR))


def _interval(policy: Policy, has_share: pl.Expr) -> list[pl.Expr]:
    """The shares that the published counts allow: how far each may lie from the true one."""
    off = {ROUNDING: policy.base - 1, CELL_KEY: policy.noise}.get(policy.method, 0)
    count, base = pl.col(NUMERATOR), pl.col(DENOMINATOR)
    least = pl.max_horizontal(count - off, 0) / (base + off)
    most = pl.min_horizontal((count + off) / pl.max_horizontal(base - off, 1), 1.0)
    return [
        pl.when(has_share).then(least).alias("value_low"),
        pl.when(has_share).then(most).alias("value_high"),
    ]


def counts_table(rows: pl.DataFrame, counts: tuple[str, ...], policy: Policy, layout: str) -> pl.DataFrame:
    """Rows of the layouts attrition and quality as they are published: a count, or why there is none."""
    kept = pl.col("is_within")
    return rows.with_columns(
        *(pl.when(kept).then(pl.col(name)).alias(name) for name in counts),
        pl.when(kept).then(pl.lit(OK)).otherwise(pl.lit(PROTECTED)).alias("status"),
        pl.lit(policy.label).alias("method"),
        pl.when(kept).then(pl.lit("")).otherwise(pl.lit(WITHHELD)).alias("withheld"),
    ).select(COLUMNS[layout])
