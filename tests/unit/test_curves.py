"""Curves by läsår: the estimate laid out year by year, and what of it may be shown."""

from __future__ import annotations

import polars as pl
import pytest

from flows.curves import curves

SHAPE = {
    **dict.fromkeys(("profession", "cohort", "curve", "specialisation"), pl.String),
    "last_k": pl.Int32,
    "exit": pl.Int32,
    "event": pl.Int32,
}


def spells(*rows: tuple[int, int], times: int = 1) -> pl.DataFrame:
    """(exit, event) of one curve that ends at k = 4, each so many times."""
    names = ("sjukskoterska", "2000/01", "started", "", 4)
    return pl.DataFrame([(*names, *row) for row in rows for _ in range(times)], schema=SHAPE, orient="row")


def test_one_row_per_year_also_where_nothing_happens() -> None:
    """Four persons: one starts in year 1, one emigrates in year 2, two are seen to year 4."""
    found = curves(spells((1, 1), (2, 2), (4, 0), (4, 0)))
    reached = found.filter(pl.col("cause") == "reached")
    assert reached["k"].to_list() == [0, 1, 2, 3, 4]
    assert reached["n_risk"].to_list() == [4, 4, 3, 2, 2]
    assert reached["n_event"].to_list() == [0, 1, 0, 0, 0]
    assert reached["incidence"].to_list() == pytest.approx([0, 0.25, 0.25, 0.25, 0.25])
    gone = found.filter(pl.col("cause") == "emigrated")
    assert gone["incidence"].to_list() == pytest.approx([0, 0, 0.25, 0.25, 0.25])
    assert set(found["cause"]) == {"reached", "emigrated"}


def test_a_curve_goes_to_the_last_year_also_when_everybody_has_come_there() -> None:
    found = curves(spells((1, 1), (2, 1)))
    assert found["k"].to_list() == [0, 1, 2, 3, 4]
    assert found["n_risk"].to_list() == [2, 2, 1, 0, 0]
    assert found["incidence"].to_list() == pytest.approx([0, 0.5, 1, 1, 1])


def test_a_curve_without_an_event_is_flat_and_nobody_has_none() -> None:
    found = curves(spells((4, 0), (4, 3)))
    reached = found.filter(pl.col("cause") == "reached")
    assert reached["incidence"].to_list() == [0, 0, 0, 0, 0]
    assert reached["n_risk"].to_list() == [2, 2, 2, 2, 2]
    assert found.filter(pl.col("cause") == "dead")["incidence"].to_list() == [0, 0, 0, 0, 0.5]
    assert curves(spells()).height == 0
