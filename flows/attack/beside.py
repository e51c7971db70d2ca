"""What stands beside the cells: who was left out, the curves, the registers' rows.

Belongs here: their counts and relations, also with the cells. Does not belong here: relations between
cells, and the sensitivity of choices (flows.attack.choices).
Their keys are written in the columns of a cell: attrition by step and reason, curves by k and
specialisation, quality with the register as the measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from flows.attack.cells import KEY, UNBOUNDED
from flows.attack.published import spread, with_layout
from flows.attack.sums import parts_and_whole, terms_of

ENTERED = {
    "education": ("attrition", "started", "exam_rate_to_date"),
    "licence": ("attrition", "followed", "started_share"),
    "licensed": ("attrition", "followed", "resident_1"),
}
"""By model: those who stay after the exclusions are everybody in the base of a measure (rulings R18, R72)."""
BECOME = ["accepted", "duplicates", "set_aside", "rejected"]


def attrition(tables: Mapping[str, pl.DataFrame], profession: str) -> pl.DataFrame:
    """Counts of who was left out, columns as counts_of gives them."""
    rows = with_layout(tables, "attrition").filter(pl.col("profession") == profession)
    return _counts(
        rows.select(
            "model",
            "cohort",
            pl.lit("attrition").alias("measure"),
            pl.lit("step").alias("by_1"),
            pl.col("step").alias("value_1"),
            pl.lit("reason").alias("by_2"),
            pl.col("reason").alias("value_2"),
            pl.lit("yes").alias("count"),
            pl.col("persons").alias("published"),
            "method",
        )
    )


def quality(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Counts of the registers' rows."""
    return _counts(
        with_layout(tables, "quality").select(
            pl.lit("").alias("model"),
            pl.lit("").alias("cohort"),
            pl.concat_str(pl.lit("rows of "), "register").alias("measure"),
            pl.lit("step").alias("by_1"),
            pl.col("step").alias("value_1"),
            pl.lit("reason").alias("by_2"),
            pl.col("reason").fill_null("").alias("value_2"),
            pl.lit("yes").alias("count"),
            pl.col("rows").alias("published"),
            "method",
        )
    )


def curves(tables: Mapping[str, pl.DataFrame], profession: str) -> pl.DataFrame:
    """Counts of the curves: at risk, and gone by each cause, in each läsår."""
    rows = with_layout(tables, "curves").filter(pl.col("profession") == profession)
    key = [
        pl.col("model"),
        pl.col("cohort"),
        pl.concat_str(pl.lit("curve_"), "curve").alias("measure"),
        pl.lit("k").alias("by_1"),
        pl.col("k").cast(pl.String).alias("value_1"),
        pl.lit("of").alias("by_2"),
        pl.col("specialisation").alias("value_2"),
    ]
    parts = [
        rows.select(*key, pl.lit("risk").alias("count"), pl.col("n_risk").alias("published"), "method"),
        rows.select(*key, pl.col("cause").alias("count"), pl.col("n_event").alias("published"), "method"),
    ]
    return _counts(pl.concat(parts).unique(maintain_order=True))


def _counts(rows: pl.DataFrame) -> pl.DataFrame:
    """With the bounds that each print leaves; of two prints of one count, what both allow."""
    number = pl.col("published").cast(pl.Float64)
    return (
        rows.with_columns(spread=spread(pl.col("method")))
        .with_columns(
            low=(number - pl.col("spread")).clip(0.0).fill_null(0.0),
            high=(number + pl.col("spread")).fill_null(UNBOUNDED),
        )
        .group_by(KEY, maintain_order=True)
        .agg(
            pl.col("published").max(),
            pl.col("low").max(),
            pl.col("high").min(),
            pl.col("spread").max(),
            pl.col("method").first(),
            share=pl.lit(None, pl.Float64),
            is_examined=pl.lit(True),
        )
    )


def beside(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """Every relation in which one of these tables stands."""
    return [*_left_out(counts), *_rows_read(counts), *_curves(counts)]


def _left_out(counts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Candidates are those excluded, by reason, and those who stay (definitions section 2)."""
    left = counts.filter(
        pl.col("measure") == "attrition", pl.col("value_1").is_in(["excluded", "started", "followed"])
    )
    candidates = {"value_1": pl.lit("candidates"), "value_2": pl.lit("")}
    yield parts_and_whole("left out", left, candidates)
    for model, (measure, step, base) in ENTERED.items():
        mine = counts.filter(
            pl.col("model") == model,
            pl.col("measure") == base,
            pl.col("by_1") == "",
            pl.col("count").is_in(["den", "unseen"]),
        )
        stayed = {
            "measure": pl.lit(measure),
            "by_1": pl.lit("step"),
            "value_1": pl.lit(step),
            "by_2": pl.lit("reason"),
            "count": pl.lit("yes"),
        }
        yield parts_and_whole(step, mine, stayed)


def _rows_read(counts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Rows read are accepted, duplicates, set aside or rejected, by reason (definitions section 12)."""
    rows = counts.filter(pl.col("measure").str.starts_with("rows of "), pl.col("value_1").is_in(BECOME))
    yield parts_and_whole("rows read", rows, {"value_1": pl.lit("read"), "value_2": pl.lit("")})


def _curves(counts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """At risk next are at most those at risk who are not gone; who has started by k is the sum to k (R52)."""
    mine = counts.filter(pl.col("measure").str.starts_with("curve_"))
    before = ((pl.col("value_1").cast(pl.Int64) - 1).cast(pl.String)).alias("value_1")
    at_risk = mine.filter(pl.col("count") == "risk", pl.col("value_1") != "0").with_columns(
        row=pl.concat_str(pl.lit("at risk"), *KEY, separator="|")
    )
    earlier = at_risk.with_columns(before)
    gone = [
        earlier.with_columns(count=pl.lit(cause))
        .join(mine, on=KEY, how="semi")
        .select("row", *KEY, pl.lit(-1.0).alias("coefficient"))
        for cause in ("reached", "emigrated", "dead")
    ]
    sides = [
        at_risk.select("row", *KEY, pl.lit(-1.0).alias("coefficient")),
        earlier.select("row", *KEY, pl.lit(1.0).alias("coefficient")),
    ]
    yield terms_of("at risk", pl.concat([*sides, *gone]), is_equal=False)
    yield _started(mine, counts)


def _started(mine: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    by_year = counts.filter(pl.col("measure") == "started_share_by_year", pl.col("count") == "yes")
    row = pl.concat_str(pl.lit("started by"), *KEY, separator="|")
    now = by_year.with_columns(row=row)
    k = pl.col("value_1").cast(pl.Int64)
    events = now.with_columns(
        measure=pl.lit("curve_started"), by_1=pl.lit("k"), by_2=pl.lit("of"), count=pl.lit("reached")
    )
    last = now.filter(k > 0).with_columns(value_1=(k - 1).cast(pl.String))
    weights = ((now, -1.0), (events, 1.0), (last, 1.0))
    sides = [one.select("row", *KEY, pl.lit(weight).alias("coefficient")) for one, weight in weights]
    return terms_of("started by", pl.concat(sides))
