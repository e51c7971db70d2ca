"""What an earlier release of the same cohorts adds: the same counts printed twice, and one minus the other.

Belongs here: which counts of the two are the same people, and windows that lie in one another. Does not
belong here: relations within one release.

Counts of the start and of the time up to the exam deadline are settled: a later delivery counts the same
people (the attacker assumes so). Where two exact prints differ after all, the difference is people.
"""

from __future__ import annotations

import polars as pl

from flows.attack.cells import KEY, UNBOUNDED, kind_of
from flows.attack.published import SMALLEST
from flows.attack.sums import TERM

SETTLED = (
    "composition",
    "continued_term_2",
    "continued_year_2",
    "earlier_registration_share",
    "exam_rate_nominal_3",
    "mobility_home_to_study",
)
IS_SETTLED = pl.col("measure").is_in(SETTLED) | pl.col("measure").str.starts_with("fate")
DIFFERENCE = "earlier release"


def with_earlier(counts: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """The counts, with what an earlier release printed of the same settled ones taken into the bounds.

    A count that two exact prints give differently keeps today's: the cohort has changed (differences()).
    Settled counts that only the earlier release has, of another window too, are added.
    """
    settled = before.filter(IS_SETTLED, pl.col("published").is_not_null())
    then = settled.select(*KEY, then_low="low", then_high="high")
    both = counts.join(then, on=KEY, how="left", maintain_order="left")
    agrees = ~((pl.col("then_low") > pl.col("high")) | (pl.col("then_high") < pl.col("low")))
    agrees |= pl.col("spread") > 0  # rounded prints that cannot be of one count do not add up
    known = pl.col("then_low").is_not_null() & agrees
    moves = known & ((pl.col("then_low") > pl.col("low")) | (pl.col("then_high") < pl.col("high")))
    taken = both.with_columns(
        is_earlier=moves,
        low=pl.when(known).then(pl.max_horizontal("low", "then_low")).otherwise("low"),
        high=pl.when(known).then(pl.min_horizontal("high", "then_high")).otherwise("high"),
    ).select(*counts.columns, "is_earlier")
    only_then = settled.join(counts, on=KEY, how="anti").select(
        *counts.columns, pl.lit(True).alias("is_earlier")
    )
    return _with_years_between(pl.concat([taken, only_then]))


def differences(counts: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Settled counts whose two exact prints differ by one to four people: KEY and apart, how many."""
    both = counts.filter(IS_SETTLED).join(before.select(*KEY, then="published"), on=KEY)
    apart = (pl.col("published") - pl.col("then")).abs()
    return both.filter(pl.col("spread") == 0, apart.is_between(1, SMALLEST - 1)).select(
        *KEY, apart=apart.cast(pl.Float64)
    )


def _with_years_between(counts: pl.DataFrame) -> pl.DataFrame:
    """With the cells of the years between two windows, where no table prints them."""
    found = [counts]
    for inner, outer, years in _nested(counts):
        cells = _in_both(counts, inner, outer)
        for year in years:
            one = cells.with_columns(
                cohort=pl.lit(year),
                published=pl.lit(None, pl.Int64),
                low=pl.lit(0.0),
                high=pl.lit(UNBOUNDED),
                is_earlier=pl.lit(True),
            )
            found.append(one.join(pl.concat(found), on=KEY, how="anti"))
    return pl.concat(found, how="vertical_relaxed")


def windows(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """A window that lies in a longer one: the longer one is it and the years between, cell by cell."""
    found = []
    for inner, outer, years in _nested(counts):
        cells = _in_both(counts, inner, outer)
        row = pl.concat_str(pl.lit(f"window {inner}"), *KEY, separator="|")
        base = cells.select(
            pl.lit(DIFFERENCE).alias("relation"), row.alias("row"), pl.lit(True).alias("is_equal"), *KEY
        )
        for cohort, weight in ((outer, 1.0), (inner, -1.0), *((year, -1.0) for year in years)):
            part = base.with_columns(
                cohort=pl.lit(cohort), coefficient=pl.lit(weight), is_latent=pl.lit(False)
            )
            found.append(part.select(TERM))
    return found


def _nested(counts: pl.DataFrame) -> list[tuple[str, str, list[str]]]:
    """Every window that lies in a longer one, and the years between them."""
    is_window = kind_of(pl.col("cohort")) == "window"
    labels = counts.filter(is_window)["cohort"].unique().sort().to_list()
    pairs = [(inner, outer, _years_between(inner, outer)) for inner in labels for outer in labels]
    return [pair for pair in pairs if pair[2]]


def _years_between(inner: str, outer: str) -> list[str]:
    first, last, start, end = (int(year) for label in (inner, outer) for year in label.split("-"))
    if inner == outer or first < start or last > end:
        return []
    return [str(year) for year in (*range(start, first), *range(last + 1, end + 1))]


def _in_both(counts: pl.DataFrame, inner: str, outer: str) -> pl.DataFrame:
    """The settled counts of the longer window that the shorter one has too."""
    settled = counts.filter(
        IS_SETTLED, pl.col("count") != "no", pl.col("by_1") != "cohort_year", pl.col("by_2") != "cohort_year"
    )
    key = [name for name in KEY if name != "cohort"]
    then = settled.filter(pl.col("cohort") == inner)
    return settled.filter(pl.col("cohort") == outer).join(then, on=key, how="semi")
