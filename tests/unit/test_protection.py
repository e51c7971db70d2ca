"""The simple rule: no small count is shown, and what is withheld has a reason and no number."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.preview_protection import hide_more, protect

COUNTS = ("numerator", "denominator", "n_not_observable", "value")


def cell(numerator: int, denominator: int, n_not_observable: int = 0, status: str = "ok") -> pl.DataFrame:
    value = numerator / denominator if denominator else None
    row = {
        "profession": "tandhygienist",
        "model": "education",
        "cohort": "2000-2010",
        "measure": "exam_rate_to_date",
        "by_1": "",
        "value_1": "",
        "by_2": "",
        "value_2": "",
        "numerator": numerator,
        "denominator": denominator,
        "n_not_observable": n_not_observable,
        "value": value,
        "status": status,
    }
    return pl.DataFrame([row], schema_overrides={"value": pl.Float64})


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ((30, 50, 0), ""),
        ((5, 25, 0), ""),
        ((4, 50, 0), "numerator_small"),
        ((47, 50, 0), "complement_small"),
        ((0, 3, 0), "base_small"),
        ((30, 50, 2), "not_observable_small"),
        ((0, 50, 0), ""),
        ((50, 50, 0), ""),
    ],
)
def test_which_cells_are_withheld(numbers: tuple[int, int, int], reason: str) -> None:
    shown = protect(cell(*numbers), smallest=5).row(0, named=True)
    assert shown["reason"] == reason
    assert shown["status"] == ("protected" if reason else "ok")
    if reason:
        assert all(shown[name] is None for name in COUNTS)
    else:
        assert (shown["numerator"], shown["denominator"], shown["n_not_observable"]) == numbers


def test_withheld_is_never_zero() -> None:
    shown = protect(cell(3, 50), smallest=5).row(0, named=True)
    assert shown["numerator"] is None
    assert shown["value"] is None


def test_an_immature_cell_keeps_its_status_and_shows_no_number() -> None:
    shown = protect(cell(30, 50, status="immature"), smallest=5).row(0, named=True)
    assert (shown["status"], shown["reason"]) == ("immature", "immature")
    assert all(shown[name] is None for name in COUNTS)


def test_a_share_needs_a_base_of_twenty() -> None:
    assert protect(cell(8, 19), smallest=5).row(0, named=True)["value"] is None
    assert protect(cell(8, 20), smallest=5).row(0, named=True)["value"] == 0.4


@given(numerator=st.integers(0, 60), more=st.integers(0, 60), unknown=st.integers(0, 30))
def test_no_small_count_is_ever_shown(numerator: int, more: int, unknown: int) -> None:
    shown = protect(cell(numerator, numerator + more, unknown), smallest=5).row(0, named=True)
    if shown["status"] == "ok":
        counts = (shown["numerator"], shown["denominator"], shown["n_not_observable"])
        complement = shown["denominator"] - shown["numerator"]
        assert not any(1 <= count <= 4 for count in (*counts, complement))


@pytest.mark.parametrize(
    ("counts", "total", "more"),
    [
        ({"a": None, "b": 9, "c": 40}, 52, {"b"}),
        ({"a": None, "b": None, "c": 40}, 43, {"c"}),
        ({"a": None, "b": None, "c": 40}, 46, set()),
        ({"a": 4, "b": 9}, 13, set()),
        ({"a": None, "b": 9, "c": 3}, None, {"c"}),
    ],
)
def test_what_must_be_hidden_with_a_part_of_a_whole(
    counts: dict[str, int | None], total: int | None, more: set[str]
) -> None:
    assert hide_more(counts, total) == more
