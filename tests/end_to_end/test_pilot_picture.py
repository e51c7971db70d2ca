"""The pilots' published picture of nurses' advanced education, from the national synthetic delivery.

Framtidens vårdkompetens (2019), pilots 1 and 2: about a fifth started within three years and half
within ten to sixteen, district nurses latest; about 80 % of starters graduate, midwives 90 and
psychiatric nurses 70; 90 % are established within a year, ambulance nurses 97.
"""

from __future__ import annotations

import polars as pl
import pytest

from flows.synthetic import write_delivery
from tests.support import run_delivery

COHORTS = ("2000/01", "2007/08")


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """The licence model's cells, on a delivery large enough for shares per specialisation."""
    folder = tmp_path_factory.mktemp("national")
    write_delivery(folder / "delivery", seed=1, persons=96_000, formats="parquet")
    release = run_delivery(folder / "delivery", professions=["sjukskoterska"])
    measures = pl.read_parquet(release / "internal" / "measures.parquet")
    return measures.filter(pl.col("model") == "licence")


def share(cells: pl.DataFrame, measure: str, by: str = "", value: str = "") -> float:
    """The share over both cohorts together."""
    found = cells.filter(
        (pl.col("measure") == measure)
        & (pl.col("by_1") == by)
        & (pl.col("value_1") == value)
        & (pl.col("by_2") == "")
    )
    assert found.height == len(COHORTS)
    return float(found.select(pl.col("numerator").sum() / pl.col("denominator").sum()).item())


def started_by(cells: pl.DataFrame, cohort: str) -> dict[int, float]:
    """Share started by k läsår."""
    found = cells.filter(
        (pl.col("measure") == "started_share_by_year") & (pl.col("by_2") == "") & (pl.col("cohort") == cohort)
    )
    return {int(k): float(value) for k, value in found.select("value_1", "value").iter_rows()}


@pytest.mark.parametrize("cohort", COHORTS)
def test_a_fifth_by_three_years_and_half_by_ten_to_sixteen(cells: pl.DataFrame, cohort: str) -> None:
    curve = started_by(cells, cohort)
    assert abs(curve[3] - 0.20) < 0.04
    half = min(k for k, value in curve.items() if value >= 0.5)
    assert 10 <= half <= 16


def test_district_nurses_start_latest(cells: pl.DataFrame) -> None:
    by_year = cells.filter((pl.col("measure") == "started_share_by_year") & (pl.col("by_2") != ""))
    total = by_year.group_by("value_2", pl.col("value_1").cast(pl.Int64).alias("k")).agg(
        pl.col("numerator").sum()
    )
    # The mean läsår of the start, of those who start the specialisation within sixteen years.
    ever = total.filter(pl.col("k") == 16).select("value_2", ever="numerator").filter(pl.col("ever") >= 50)
    waiting = total.filter(pl.col("k") < 16).join(ever, on="value_2")
    mean = (
        waiting.group_by("value_2")
        .agg(((pl.col("ever") - pl.col("numerator")) / pl.col("ever")).sum().alias("years"))
        .sort("years", descending=True)
    )
    assert mean.height >= 8
    assert mean["value_2"][0] == "distrikt"
    assert mean["years"][0] > mean["years"][1] + 0.3


def test_four_of_five_graduate_midwives_more_and_psychiatric_nurses_less(cells: pl.DataFrame) -> None:
    everyone = share(cells, "exam_rate_nominal_3")
    midwives = share(cells, "exam_rate_nominal_3", "specialisation", "barnmorska")
    psychiatric = share(cells, "exam_rate_nominal_3", "specialisation", "psykiatrisk")
    assert abs(everyone - 0.80) < 0.05
    assert abs(midwives - 0.90) < 0.05
    assert abs(psychiatric - 0.70) < 0.08
    assert psychiatric < everyone < midwives


def test_nine_of_ten_are_established_and_ambulance_nurses_more(cells: pl.DataFrame) -> None:
    everyone = share(cells, "established")
    ambulance = share(cells, "established", "specialisation", "ambulans")
    assert abs(everyone - 0.90) < 0.03
    assert abs(ambulance - 0.97) < 0.04
    assert ambulance > everyone
