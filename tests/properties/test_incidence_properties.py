"""Cumulative incidence equals the naive computation on any few rows, and what must hold does hold."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.incidence import cumulative_incidence
from tests.naive.incidence import Followed, estimates, variances

WEIGHTS = [Fraction(1), Fraction(2), Fraction(1, 2), Fraction(7, 4), Fraction(10)]
"""Each of them is exact as a floating-point number too."""


@st.composite
def followed(draw: st.DrawFn, *, late: bool = True, censored: bool = True) -> list[Followed]:
    """A few rows with many ties; gaps in the codes of causes."""
    found = []
    for _ in range(draw(st.integers(1, 9))):
        exit = draw(st.integers(-2, 7))
        entry = draw(st.integers(-4, exit - 1)) if late else -4
        event = draw(st.sampled_from([0, 1, 1, 2, 5] if censored else [1, 1, 2, 5]))
        found.append(Followed(entry, exit, event, draw(st.sampled_from(WEIGHTS))))
    return found


def estimate(rows: Sequence[Followed]) -> pl.DataFrame:
    """Ours, of rows with entries and weights."""
    frame = pl.DataFrame(
        {
            "came": [row.entry for row in rows],
            "went": [row.exit for row in rows],
            "why": [row.event for row in rows],
            "share": [float(row.weight) for row in rows],
        },
        schema={"came": pl.Int64, "went": pl.Int64, "why": pl.Int64, "share": pl.Float64},
    )
    return cumulative_incidence(frame, entry="came", exit="went", event="why", weights="share")


def by_key(result: pl.DataFrame, column: str) -> dict[tuple[int, int], float]:
    """(cause, time) → value."""
    return {(cause, time): value for cause, time, value in result.select("cause", "time", column).rows()}


def event_free(rows: Sequence[Followed]) -> dict[int, float]:
    """time → event-free probability, of the naive computation."""
    return {time: float(found.event_free) for (_, time), found in estimates(rows).items()}


@settings(max_examples=300, deadline=None)
@given(followed())
def test_estimates_are_those_of_the_naive_computation(rows: list[Followed]) -> None:
    found, wanted = estimate(rows), estimates(rows)
    assert found.select("cause", "time").rows() == list(wanted)
    assert by_key(found, "n_risk") == {key: float(one.n_risk) for key, one in wanted.items()}
    assert by_key(found, "n_event") == {key: float(one.n_event) for key, one in wanted.items()}
    exact = {key: float(one.incidence) for key, one in wanted.items()}
    assert by_key(found, "incidence") == pytest.approx(exact, abs=1e-14)


@settings(max_examples=60, deadline=None)
@given(followed())
def test_standard_errors_are_those_of_weights_moved_one_at_a_time(rows: list[Followed]) -> None:
    found = by_key(estimate(rows), "std_error")
    assert found == pytest.approx({key: float(v) ** 0.5 for key, v in variances(rows).items()}, abs=1e-7)
    # The root of a rounding is large, so the variances are held to more digits.
    squares = {key: error**2 for key, error in found.items()}
    assert squares == pytest.approx({key: float(v) for key, v in variances(rows).items()}, abs=1e-13)


@given(followed(late=False, censored=False))
def test_without_censoring_it_is_the_plain_proportion(rows: list[Followed]) -> None:
    everybody = sum(row.weight for row in rows)
    for (cause, time), found in by_key(estimate(rows), "incidence").items():
        had = sum(row.weight for row in rows if row.event == cause and row.exit <= time)
        assert found == pytest.approx(float(had / everybody), abs=1e-14)


@given(followed())
def test_the_causes_and_the_event_free_add_up_to_one(rows: list[Followed]) -> None:
    sums = estimate(rows).group_by("time").agg(pl.col("incidence").sum())
    free = event_free(rows)
    assert dict(sums.rows()) == pytest.approx({time: 1 - share for time, share in free.items()}, abs=1e-14)


@given(followed())
def test_incidence_never_falls_and_stays_between_0_and_1(rows: list[Followed]) -> None:
    result = estimate(rows)
    assert result.height == 0 or result["incidence"].is_between(0, 1).all()
    assert result["std_error"].is_finite().all()
    steps = result.select(pl.col("incidence").diff().over("cause")).drop_nulls()
    assert (steps["incidence"] >= 0).all()


@given(followed(), st.randoms(use_true_random=False))
def test_a_row_split_in_two_leaves_the_estimate(rows: list[Followed], draw: random.Random) -> None:
    """Its first part is censored at a time between, its second enters there."""
    split: list[Followed] = []
    for row in rows:
        between = draw.randint(row.entry, row.exit - 1)
        if between > row.entry:
            split.append(Followed(row.entry, between, 0, row.weight))
        split.append(Followed(max(row.entry, between), row.exit, row.event, row.weight))
    whole, parts = estimate(rows), estimate(split)
    # A cut adds times, at which nothing happens; at the others every number but the error is the same.
    columns = ["cause", "time", "n_event", "n_risk", "incidence"]
    same = parts.join(whole, on=["cause", "time"], how="semi").select(columns)
    assert same.select("cause", "time", "n_event").rows() == whole.select("cause", "time", "n_event").rows()
    for column in ("n_risk", "incidence"):
        assert same[column].to_list() == pytest.approx(whole[column].to_list(), abs=1e-14)
    added = parts.join(whole, on=["cause", "time"], how="anti")
    assert set(added["n_event"].to_list()) <= {0.0}


@given(followed(), st.sampled_from([2, Fraction(1, 2), 3, Fraction(1, 10)]))
def test_weights_are_relative(rows: list[Followed], times: Fraction) -> None:
    more = [Followed(row.entry, row.exit, row.event, row.weight * times) for row in rows]
    for column, precision in (("incidence", 1e-14), ("std_error", 1e-7)):
        assert by_key(estimate(more), column) == pytest.approx(by_key(estimate(rows), column), abs=precision)


@given(followed())
def test_a_weight_of_two_is_two_rows_for_the_estimate(rows: list[Followed]) -> None:
    doubled = [Followed(row.entry, row.exit, row.event, 2 * row.weight) for row in rows]
    twice, heavy = estimate([*rows, *rows]), estimate(doubled)
    assert twice.drop("std_error", "incidence").equals(heavy.drop("std_error", "incidence"))
    assert by_key(twice, "incidence") == pytest.approx(by_key(heavy, "incidence"), abs=1e-14)
    # The error is smaller with two persons than with one of twice the weight: by the root of two.
    smaller = {key: error / 2**0.5 for key, error in by_key(heavy, "std_error").items()}
    assert by_key(twice, "std_error") == pytest.approx(smaller, abs=1e-7)


@given(followed(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Followed], draw: random.Random) -> None:
    other = draw.sample(rows, len(rows))
    assert estimate(other).equals(estimate(rows))


@given(followed(late=False))
def test_an_entry_before_everything_is_no_entry(rows: list[Followed]) -> None:
    columns = {"exit": [row.exit for row in rows], "event": [row.event for row in rows]}
    frame = pl.DataFrame(columns | {"entry": [row.entry for row in rows]})
    without = cumulative_incidence(frame, exit="exit", event="event")
    assert cumulative_incidence(frame, entry="entry", exit="exit", event="event").equals(without)
