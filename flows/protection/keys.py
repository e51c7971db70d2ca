"""What the counts of a published row are called: the keys under which the population settles them.

Belongs here: from a row of measures, sensitivity, curves or attrition to the keys of its counts. Does not
belong here: the counts themselves.
"""

from __future__ import annotations

import polars as pl

from flows.protection.counts import DENOMINATOR, NUMERATOR, UNSEEN
from flows.protection.cover import KEY

GROUP = ("profession", "model")
CATEGORY = ("status", "fate")
YEARS = ("years_since_licence", "years_since_start")
CAUSES = {"reached": 1, "emigrated": 2, "dead": 3}

MEASURE, BY_1, VALUE_1 = pl.col("measure"), pl.col("by_1"), pl.col("value_1")
BY_2, VALUE_2 = pl.col("by_2"), pl.col("value_2")
EMPTY = pl.lit("")
IS_MATRIX = BY_1.str.starts_with("from_")
IS_CATEGORY = BY_1.is_in(CATEGORY)
IS_PLACE = BY_1.is_in(["county", "region"])
IS_YEARS = BY_1.is_in(YEARS)
IS_SPECIALISATION = BY_1 == "specialisation"
IS_SHARE_OF_COUNTY = MEASURE == "specialisation_share"
QUARTILE = r"_p(25|50|75)$"


def keys_of_cells(cells: pl.DataFrame, alternatives: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row per row of cells and count: row, sign, count_of, profession, model, KEY.

    count_of  numerator, denominator, n_not_observable: what the count is in the row
    sign      1, or −1 for the departures in a net
    alternatives  reference.alternatives, for the sensitivity table
    """
    rows = cells.with_row_index("row")
    if alternatives is None:
        rows = rows.with_columns(own=MEASURE.str.replace(QUARTILE, ""), variant=EMPTY)
    else:
        named = alternatives.select(
            "choice", "alternative", own=MEASURE, variant="variant", measure=MEASURE + pl.col("suffix")
        )
        rows = rows.join(named, on=["choice", "alternative", "measure"], maintain_order="left")
    found = [_counts(rows, name) for name in (NUMERATOR, DENOMINATOR, UNSEEN)]
    net = pl.col("measure").str.starts_with("net_")
    arrivals = found[0].with_columns(MEASURE.str.replace("^net_", "arrivals_"))
    departures = (
        found[0].filter(net).with_columns(MEASURE.str.replace("^net_", "departures_"), sign=pl.lit(-1))
    )
    rest = [f.with_columns(MEASURE.str.replace("^net_", "departures_")) for f in found[1:]]
    return pl.concat([arrivals, departures, *rest]).select("row", "sign", "count_of", *GROUP, *KEY)


def _counts(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """The keys of the numerators, or of the denominators or those not observable."""
    is_numerator = pl.lit(name == NUMERATOR)
    is_composition = MEASURE == "composition"
    of_all = is_composition & ~is_numerator
    by_year_1, by_year_2 = BY_1 == "cohort_year", BY_2 == "cohort_year"
    no_second = (
        by_year_2 | IS_YEARS | ((IS_MATRIX | IS_SHARE_OF_COUNTY) & ~is_numerator) | (IS_SHARE_OF_COUNTY)
    )
    no_first = by_year_1 | IS_SPECIALISATION | IS_YEARS
    by_1 = pl.when(of_all | no_first).then(EMPTY).when(IS_CATEGORY).then(BY_2).otherwise(BY_1)
    value_1 = pl.when(of_all | no_first).then(EMPTY).when(IS_CATEGORY).then(VALUE_2).otherwise(VALUE_1)
    is_bare = of_all | no_second | IS_CATEGORY
    part = (
        pl.when(IS_CATEGORY & is_numerator).then(VALUE_1)
        .when(IS_SHARE_OF_COUNTY & is_numerator).then(VALUE_2)
        .when(IS_SPECIALISATION | IS_PLACE).then(pl.when(IS_PLACE).then(BY_1).otherwise(VALUE_1))
        .when(IS_YEARS).then(VALUE_2 + "/" + VALUE_1)
        .otherwise(pl.col("variant"))
    )  # fmt: skip
    return rows.select(
        "row",
        pl.lit(1).alias("sign"),
        pl.lit(name).alias("count_of"),
        *GROUP,
        pl.when(by_year_1 & ~of_all).then(VALUE_1).when(by_year_2).then(VALUE_2)
        .otherwise(pl.col("cohort")).alias("cohort"),
        by_1.alias("by_1"),
        value_1.alias("value_1"),
        pl.when(is_bare).then(EMPTY).otherwise(BY_2).alias("by_2"),
        pl.when(is_bare).then(EMPTY).otherwise(VALUE_2).alias("value_2"),
        pl.col("own").alias("measure"),
        pl.when(IS_CATEGORY & ~is_numerator).then(EMPTY).otherwise(part).alias("part"),
        pl.when(of_all).then(pl.lit(NUMERATOR)).otherwise(pl.lit(name)).alias("count"),
    ).filter(~((pl.col("measure") == "composition") & (pl.col("count_of") == UNSEEN)))  # fmt: skip


def keys_of_curves(curves: pl.DataFrame) -> pl.DataFrame:
    """One row per row of curves and count: row, count_of (n_risk, n_event), profession, model, KEY."""
    rows = curves.with_row_index("row")
    at = pl.col("specialisation") + "/" + pl.col("k").cast(pl.String)
    cause = pl.col("cause").replace_strict(CAUSES, return_dtype=pl.String)
    found = [("n_risk", DENOMINATOR, at), ("n_event", NUMERATOR, at + "/" + cause)]
    return pl.concat(
        rows.select(
            "row",
            pl.lit(1).alias("sign"),
            pl.lit(name).alias("count_of"),
            "profession",
            pl.lit("licence").alias("model"),
            "cohort",
            *(EMPTY.alias(column) for column in ("by_1", "value_1", "by_2", "value_2")),
            ("curve_" + pl.col("curve")).alias("measure"),
            part.alias("part"),
            pl.lit(count).alias("count"),
        )
        for name, count, part in found
    )


ATTRITION = "attrition"
KEPT = {"education": "composition", "licence": "followed", "licensed": "followed"}


def keys_of_attrition(attrition: pl.DataFrame) -> pl.DataFrame:
    """One row per row of attrition: row, count_of (persons), profession, model, KEY.

    Those who stay are the number of beginners, or of those followed, that other tables print too.
    """
    is_kept = pl.col("step").is_in(["started", "followed"])
    kept = pl.col("model").replace_strict(KEPT)
    return attrition.with_row_index("row").select(
        "row",
        pl.lit(1).alias("sign"),
        pl.lit("persons").alias("count_of"),
        *GROUP,
        "cohort",
        *(EMPTY.alias(column) for column in ("by_1", "value_1", "by_2", "value_2")),
        pl.when(is_kept).then(kept).otherwise(pl.lit(ATTRITION)).alias("measure"),
        pl.when(is_kept).then(EMPTY).otherwise(pl.col("step") + "/" + pl.col("reason")).alias("part"),
        pl.lit(NUMERATOR).alias("count"),
    )
