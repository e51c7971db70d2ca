"""Cumulative incidence: stored numbers of public data, the odd cases, and what is refused.

The stored numbers are those of survfit(Surv(etime, event) ~ 1) in R's package survival; every other
number of these data sets is compared in test_incidence_in_r.py.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest

from flows.incidence import cumulative_incidence
from tests import public_data

HALF_THE_EIGHTH_DIGIT = 5.1e-9


def frame(exit: Sequence[int], event: Sequence[int], **more: Sequence[float]) -> pl.DataFrame:
    return pl.DataFrame({"exit": exit, "event": event, **more}, strict=False)


def estimate(rows: pl.DataFrame, **names: str) -> pl.DataFrame:
    return cumulative_incidence(rows, exit="exit", event="event", **names)


def looked_up(result: pl.DataFrame, cause: int, times: Sequence[int], column: str) -> list[float]:
    """The values in force at the times, by a backward join."""
    wanted = pl.DataFrame({"time": times}, schema={"time": pl.Int64}).sort("time")
    known = result.filter(pl.col("cause") == cause).sort("time")
    return wanted.join_asof(known, on="time", strategy="backward")[column].to_list()


# ---------------------------------------------------------------- stored numbers


MGUS2 = {
    (1, "incidence"): [0.03410371, 0.06372217, 0.09981372, 0.13404164],
    (2, "incidence"): [0.32036701, 0.53181770, 0.72402798, 0.78420825],
    (1, "std_error"): [0.00488926, 0.00679685, 0.00978485, 0.02012756],
    (2, "std_error"): [0.01256737, 0.01405965, 0.01560635, 0.02093347],
}
"""Plasma cell malignancy (1) and death before it (2) at 60, 120, 240 and 360 months."""

TRANSPLANT = {
    (1, "incidence"): [0.02223079, 0.04326612, 0.07187115],
    (2, "incidence"): [0.11850805, 0.31779599, 0.71177489],
    (3, "incidence"): [0.00494370, 0.01112931, 0.03722555],
    (1, "std_error"): [0.00518131, 0.00715344, 0.00909227],
    (2, "std_error"): [0.01135632, 0.01637572, 0.01597021],
    (3, "std_error"): [0.00246573, 0.00368907, 0.00666891],
}
"""Death (1), transplant (2) and withdrawal (3) at 30, 90 and 365 days on the waiting list."""


@pytest.mark.parametrize(("cause", "column"), MGUS2)
def test_the_stored_numbers_of_mgus2(cause: int, column: str) -> None:
    found = looked_up(estimate(public_data.mgus2()), cause, [60, 120, 240, 360], column)
    assert found == pytest.approx(MGUS2[cause, column], abs=HALF_THE_EIGHTH_DIGIT)


@pytest.mark.parametrize(("cause", "column"), TRANSPLANT)
def test_the_stored_numbers_of_transplant(cause: int, column: str) -> None:
    found = looked_up(estimate(public_data.transplant()), cause, [30, 90, 365], column)
    assert found == pytest.approx(TRANSPLANT[cause, column], abs=HALF_THE_EIGHTH_DIGIT)


# ---------------------------------------------------------------- the shape of the result


def test_columns_types_and_order() -> None:
    result = estimate(frame([5, 3, 5, 8], [3, 1, 0, 1]))
    whole = {"cause": pl.Int64, "time": pl.Int64, "n_risk": pl.Int64, "n_event": pl.Int64}
    assert result.schema == whole | {"incidence": pl.Float64, "std_error": pl.Float64}
    assert result.select("cause", "time", "n_risk", "n_event").rows() == [
        (1, 3, 4, 1),
        (1, 5, 3, 0),
        (1, 8, 1, 1),
        (3, 3, 4, 0),
        (3, 5, 3, 1),
        (3, 8, 1, 0),
    ]


def test_any_width_of_whole_number_is_taken() -> None:
    wide = frame([5, 3, 5, 8], [2, 1, 0, 1])
    narrow = wide.cast({"exit": pl.UInt16, "event": pl.Int8})
    assert estimate(narrow).equals(estimate(wide))


def test_large_times_are_kept_to_the_last_digit() -> None:
    assert estimate(frame([2**62, 2**62 + 1], [1, 1]))["time"].to_list() == [2**62, 2**62 + 1]


def test_whole_weights_give_whole_sums_and_others_do_not() -> None:
    whole = estimate(frame([1, 2], [1, 0], w=[3, 2]), weights="w")
    assert whole.select("n_risk", "n_event").rows() == [(5, 3), (2, 0)]
    parts = estimate(frame([1, 2], [1, 0], w=[0.5, 2.0]), weights="w")
    assert parts.schema["n_risk"] == parts.schema["n_event"] == pl.Float64
    assert parts.select("n_risk", "n_event", "incidence").rows() == [(2.5, 0.5, 0.2), (2.0, 0.0, 0.2)]


@pytest.mark.parametrize("names", [{}, {"entry": "entry"}, {"weights": "w"}])
@pytest.mark.parametrize("n_rows", [0, 2])
def test_without_an_event_there_are_no_rows(names: dict[str, str], n_rows: int) -> None:
    rows = frame([3, 4], [0, 0], entry=[0, 1], w=[1.5, 2.5]).head(n_rows)
    result = estimate(rows, **names)
    assert result.height == 0
    assert result.columns == ["cause", "time", "n_risk", "n_event", "incidence", "std_error"]
    assert result.schema["n_risk"] == (pl.Float64 if "weights" in names else pl.Int64)


# ---------------------------------------------------------------- worked by hand


def test_who_is_censored_at_a_time_is_at_risk_at_it() -> None:
    # At 2: one event among four, of whom one is censored then; at 3: one of the two left.
    result = estimate(frame([2, 2, 3, 4], [1, 0, 1, 0]))
    assert result["n_risk"].to_list() == [4, 2, 1]
    assert result["incidence"].to_list() == pytest.approx([1 / 4, 1 / 4 + 3 / 4 / 2, 5 / 8], abs=1e-15)


def test_who_enters_at_a_time_is_not_at_risk_at_it() -> None:
    result = estimate(frame([2, 3, 4], [1, 1, 0], entry=[0, 2, 1]), entry="entry")
    assert result["n_risk"].to_list() == [2, 2, 1]
    assert result["incidence"].to_list() == pytest.approx([1 / 2, 3 / 4, 3 / 4], abs=1e-15)


def test_one_row() -> None:
    assert estimate(frame([4], [2])).rows() == [(2, 4, 1, 1, 1.0, 0.0)]


def test_everybody_at_one_time() -> None:
    # Two of three: p (1 − p) / 3 is the variance of a plain share.
    result = estimate(frame([4, 4, 4], [1, 2, 1]))
    error = (2 / 3 / 3 / 3) ** 0.5
    assert result["incidence"].to_list() == pytest.approx([2 / 3, 1 / 3], abs=1e-15)
    assert result["std_error"].to_list() == pytest.approx([error, error], abs=1e-15)


@pytest.mark.parametrize("weight", [1.0, 0.1, 1e-9, 1e12])
def test_once_everybody_at_risk_had_the_event_nothing_more_happens(weight: float) -> None:
    # Two of small weight have it at 3, while nobody else has entered; those who come later change nothing.
    rows = frame([3, 3, 5, 7, 8], [1, 2, 0, 1, 1], entry=[0, 1, 3, 4, 6], w=[weight, weight, 0.3, 0.7, 0.1])
    result = estimate(rows, entry="entry", weights="w")
    assert result["n_event"].to_list() == pytest.approx([weight, 0, 0.7, 0.1, weight, 0, 0, 0])
    assert set(result["incidence"].to_list()) == {0.5}
    assert result["std_error"].to_list() == pytest.approx([0.125**0.5] * 8, abs=1e-14)


@pytest.mark.parametrize(
    ("exits", "entries", "weights"),
    [
        ([3, 3], [0, 0], [0.0001, 0.9]),
        ([13, 5], [0, 0], [0.3, 0.7]),
        ([3, 3, 6], [0, 0, 3], [0.0001, 0.9, 0.0001]),
        ([3, 5, 7], [0, 3, 3], [0.1, 0.9, 1.3]),
        ([3, 0, 6], [-1, -1, 3], [1.3, 0.0001, 0.7]),
        ([3, 3, 7, 7, 5], [0, 0, 3, 3, 3], [0.1, 1.3, 0.3, 0.7, 0.3]),
    ],
)
def test_once_all_had_the_one_event_the_rounding_of_sums_is_not_seen(
    exits: list[int], entries: list[int], weights: list[float]
) -> None:
    rows = frame(exits, [1] * len(exits), entry=entries, w=weights)
    last = estimate(rows, entry="entry", weights="w").row(-1, named=True)
    assert last["incidence"] <= 1
    assert last["incidence"] == pytest.approx(1, abs=1e-15)
    assert last["std_error"] == 0


@pytest.mark.parametrize("entry", [-1, 0, 1])
def test_a_rounding_keeps_nobody_alive_for_those_who_enter_later(entry: int) -> None:
    # All of 3 go by cause 2, and their weights do not add up to the weight at risk but for a rounding.
    rows = frame([3, 0, 7], [2, 2, 1], entry=[entry, -1, 3], w=[0.9, 1.3, 1e4])
    result = estimate(rows, entry="entry", weights="w").filter(pl.col("cause") == 1)
    assert result.select("incidence", "std_error").rows() == [(0.0, 0.0)] * 3


def test_inexact_sums_do_not_depend_on_the_order_of_rows() -> None:
    draw = np.random.default_rng(7)
    exits, events = draw.integers(1, 30, 500), draw.integers(0, 3, 500)
    rows = pl.DataFrame({"exit": exits, "event": events, "w": draw.random(500) + 0.1})
    wanted = estimate(rows, weights="w")
    for seed in range(5):
        assert estimate(rows.sample(fraction=1, shuffle=True, seed=seed), weights="w").equals(wanted)


def test_after_everybody_was_censored_those_who_enter_are_followed() -> None:
    result = estimate(frame([3, 3, 8], [0, 0, 1], entry=[0, 0, 5]), entry="entry")
    assert result.select("time", "n_risk", "incidence", "std_error").rows() == [
        (3, 2, 0.0, 0.0),
        (8, 1, 1.0, 0.0),
    ]


@pytest.mark.parametrize("shift", [0, 1000, -(10**12)])
def test_only_the_order_of_times_matters(shift: int) -> None:
    rows = frame([1, 2, 2, 5, 6], [1, 2, 0, 1, 0], entry=[0, 1, 0, 2, 2])
    shifted = rows.with_columns(pl.col("exit", "entry") + shift)
    for names in ({}, {"entry": "entry"}):
        wanted = estimate(rows, **names).with_columns(pl.col("time") + shift)
        assert estimate(shifted, **names).equals(wanted)


# ---------------------------------------------------------------- large frames


def test_a_large_frame_without_censoring_has_the_error_of_a_plain_share() -> None:
    n = 200_000
    exits = np.random.default_rng(3).integers(1, 4000, n)
    result = estimate(pl.DataFrame({"exit": exits, "event": np.ones(n, dtype=np.int64)}))
    p = np.cumsum(np.bincount(exits)[1:])[result["time"].to_numpy() - 1] / n
    assert result["incidence"].to_numpy() == pytest.approx(p, rel=1e-12)
    assert result["std_error"].to_numpy() == pytest.approx(np.sqrt(p * (1 - p) / n), rel=1e-8)
    assert result["std_error"][-1] == 0.0


def test_a_million_rows_take_seconds() -> None:
    draw, n = np.random.default_rng(5), 1_000_000
    exits = draw.integers(1, 20_000, n)
    columns = {"exit": exits, "entry": exits - draw.integers(1, 9000, n), "event": draw.integers(0, 4, n)}
    rows = pl.DataFrame(columns | {"w": draw.random(n) + 0.1})
    began = time.process_time()
    result = estimate(rows, entry="entry", weights="w")
    # About one second of processor time; the limit leaves room for a slow or busy machine.
    assert time.process_time() - began < 15
    assert result.filter(pl.col("time") == result["time"].max())["incidence"].sum() <= 1 + 1e-9


# ---------------------------------------------------------------- what is refused

GOOD: dict[str, list[Any]] = {"entry": [0, 0, 1], "exit": [3, 4, 5], "event": [1, 0, 2], "w": [1.0, 2.0, 0.5]}


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("entry", [0, 4, 5], r"entry: not before exit in 2 rows, the first .*'row': 2"),
        ("entry", [0, None, 1], "entry: null .*in 1 rows, the first .*'row': 2"),
        ("exit", [3, 4, None], "exit: null .*in 1 rows, the first .*'row': 3"),
        ("exit", [3.0, 4.0, 5.0], "not whole numbers: .*'exit': Float64"),
        ("event", [1, -1, -2], "event: negative in 2 rows, the first .*'event': -1"),
        ("event", [1, None, 0], "event: null"),
        ("event", [True, False, True], "not whole numbers: .*'event': Boolean"),
        ("event", ["1", "0", "2"], "not whole numbers: .*'event': String"),
        ("w", [1.0, 0.0, 2.0], "w: not a positive number in 1 rows, the first .*'row': 2"),
        ("w", [1.0, -1.0, 2.0], "w: not a positive number"),
        ("w", [1, 0, 2], "w: not a positive number"),
        ("w", [1.0, float("nan"), 2.0], "w: not a positive number"),
        ("w", [1.0, float("inf"), 2.0], "w: not a positive number"),
        ("w", [1.0, None, 2.0], "w: null"),
        ("w", ["1", "2", "3"], "not whole numbers: .*'w': String"),
    ],
)
def test_bad_columns_are_refused(column: str, values: list[Any], message: str) -> None:
    assert estimate(pl.DataFrame(GOOD), entry="entry", weights="w").height == 6
    with pytest.raises(ValueError, match=message):
        estimate(pl.DataFrame(GOOD | {column: values}), entry="entry", weights="w")


def test_a_number_beyond_64_bits_is_refused() -> None:
    huge = pl.Series([3, 4, 2**63], dtype=pl.UInt64)
    with pytest.raises(ValueError, match="exit: null or beyond 64 bits"):
        estimate(pl.DataFrame(GOOD).with_columns(exit=huge))


def test_all_faults_come_at_once() -> None:
    rows = pl.DataFrame(GOOD | {"event": [1, None, -1], "w": [0.0, 1.0, 1.0], "entry": [3, 0, 0]})
    with pytest.raises(
        ValueError, match=r"event: null.*event: negative.*entry: not before exit.*w: not a positive"
    ):
        estimate(rows, entry="entry", weights="w")


def test_missing_columns_are_named() -> None:
    with pytest.raises(ValueError, match=r"no such columns: \['born', 'share'\]; there are \['entry', "):
        estimate(pl.DataFrame(GOOD), entry="born", weights="share")
