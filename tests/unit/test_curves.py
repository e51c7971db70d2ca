"""Curves by läsår: the estimate laid out year by year, and what of it may be shown."""

from __future__ import annotations

import polars as pl
import pytest

from flows.curves import curves
from flows.protection.beside import protect_attrition, protect_curves

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


def test_a_year_with_few_is_withheld() -> None:
    """100 begin; 10 start in year 0, 3 in year 1, 12 in year 2: year 1 alone is small."""
    rows = [(0, 1)] * 10 + [(1, 1)] * 3 + [(2, 1)] * 12 + [(3, 0)] * 75
    shown = protect_curves(curves(spells(*rows)), smallest=5)
    found = dict(shown.select("k", "status").iter_rows())
    assert found == {0: "ok", 1: "protected", 2: "ok", 3: "ok", 4: "protected"}
    hidden = shown.filter(pl.col("k") == 1)
    assert hidden.select("n_risk", "n_event", "incidence", "std_error").row(0) == (None,) * 4


def test_a_curve_of_few_is_withheld_whole() -> None:
    rows = [(0, 1)] * 8 + [(3, 0)] * 11
    assert set(protect_curves(curves(spells(*rows)), smallest=5)["status"]) == {"protected"}


def attrition(**persons: int) -> pl.DataFrame:
    """One cohort by licence year: step or reason → persons."""
    steps = {"candidates": ("candidates", ""), "followed": ("followed", "")}
    rows = [
        ("lakare", "licensed", "2010", *steps.get(name, ("excluded", name)), number)
        for name, number in persons.items()
    ]
    return pl.DataFrame(
        rows, schema=["profession", "model", "cohort", "step", "reason", "persons"], orient="row"
    )


def test_a_small_reason_takes_with_it_what_would_give_it_away() -> None:
    shown = protect_attrition(
        attrition(candidates=103, followed=60, no_swedish_degree=40, reused_number=3), smallest=5
    )
    assert shown["persons"].to_list() == [None, 60, None, None]
    assert shown["status"].to_list() == ["protected", "ok", "protected", "protected"]


def test_nothing_small_is_shown_whole() -> None:
    frame = attrition(candidates=100, followed=60, no_swedish_degree=40, reused_number=0)
    shown = protect_attrition(frame, smallest=5)
    assert shown["persons"].to_list() == [100, 60, 40, 0]
    assert set(shown["status"]) == {"ok"}
