"""Rows in the order of all their columns."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.in_order import in_order


def test_text_goes_by_its_letters_and_missing_values_first() -> None:
    frame = pl.DataFrame({"a": ["b", "a", None, "a", "ä", "10", "9"], "b": [1, 3, 2, 2, 1, 0, 0]})
    assert in_order(frame).rows() == [
        *((None, 2), ("10", 0), ("9", 0), ("a", 2), ("a", 3), ("b", 1), ("ä", 1)),
    ]


@pytest.mark.parametrize("rows", [0, 1])
def test_a_frame_without_rows_keeps_its_columns(rows: int) -> None:
    frame = pl.DataFrame({"a": ["x"], "b": [1.5]}).head(rows)
    assert in_order(frame).equals(frame) and in_order(frame).schema == frame.schema


def test_rows_alike_in_their_first_texts_go_by_what_follows() -> None:
    frame = pl.DataFrame({"a": ["b", None, "a", "a"], "b": ["x", "x", None, "x"], "c": [1, 2, 4, 3]})
    twice = pl.concat([frame, frame.with_columns(c=pl.col("c") - 1)])
    expected = [(None, "x", 1), (None, "x", 2), ("a", None, 3), ("a", None, 4)]
    assert in_order(twice).rows() == [*expected, ("a", "x", 2), ("a", "x", 3), ("b", "x", 0), ("b", "x", 1)]


def test_more_combinations_of_values_than_a_number_has_room_for_are_sorted() -> None:
    letters = [chr(ord("a") + n) for n in range(20)]
    frame = pl.DataFrame({str(n): letters[n:] + letters[:n] for n in range(20)})
    assert in_order(frame).rows() == sorted(frame.rows())
