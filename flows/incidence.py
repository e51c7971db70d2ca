"""Cumulative incidence with competing events: the only place where time to an event is estimated.

Belongs here: the Aalen–Johansen estimate and its standard error, from one row per person. Does not
belong here: who is followed and when something happened to them (sql/milestones), and whether an
estimate may be shown (flows.protection). docs/decisions/0004-incidence.md says why it is as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SHAPE = {"cause": pl.Int64, "time": pl.Int64} | dict.fromkeys(
    ("n_risk", "n_event", "incidence", "std_error"), pl.Float64
)
ROUNDING = 64 * float(np.finfo(np.float64).eps)
"""A variance below this part of the largest that went into it is what rounding left of zero."""


def cumulative_incidence(
    frame: pl.DataFrame, *, entry: str | None = None, exit: str, event: str, weights: str | None = None
) -> pl.DataFrame:
    """The probability that each cause has happened by each time, the other causes competing.

    frame    one row per person: followed after `entry` (without it, from the beginning) up to and
             including `exit`, both whole numbers in one unit of the caller's, such as days; `event`
             is 0 when the person was then still without an event (censored), else the cause 1, 2, …;
             `weights` are positive. A person is at risk at t when entry < t <= exit.
    Result   cause, time       Int64, sorted; every distinct exit, censorings too, for every cause that
                               occurs: a backward join on time finds the value at any time, and
                               before the first time it is 0. No event at all: no rows.
             n_risk, n_event   at risk, and with this event, at the time; sums of weights where there
                               are weights. Int64, or Float64 when the weights are.
             incidence         Float64, 0 to 1; the causes and the event-free add up to 1
             std_error         Float64, the infinitesimal jackknife: the root of the sum over rows of
                               (weight × derivative of the incidence by the weight)², each row a person

    ValueError names every column that is missing, null, not whole, out of range or not positive.
    Source: R's survival::survfit(Surv(entry, exit, factor(event)) ~ 1), eight digits of which are
    stored in tests/unit/test_incidence.py.
    """
    roles = {"entry": entry, "exit": exit, "event": event, "weight": weights}
    rows = _rows(_checked(frame, {role: name for role, name in roles.items() if name is not None}))
    curve = _curve(rows)
    found = [_one_cause(rows, curve, int(cause)) for cause in np.unique(rows.cause[rows.cause > 0])]
    result = pl.concat([pl.DataFrame(schema=SHAPE), *found])
    is_whole = weights is None or frame.schema[weights].is_integer()
    return result.with_columns(pl.col("n_risk", "n_event").cast(pl.Int64)) if is_whole else result


def _checked(frame: pl.DataFrame, named: Mapping[str, str]) -> pl.DataFrame:
    """The columns entry, exit, event as Int64 and weight as Float64, from those that are named so.

    Sorted, so that the same rows in another order give the same floating-point sums, bit for bit.
    """
    if missing := [name for name in named.values() if name not in frame.columns]:
        raise ValueError(f"no such columns: {missing}; there are {frame.columns}")
    given = {role: frame.schema[name] for role, name in named.items()}
    good = {r for r, kind in given.items() if kind.is_integer() or (r == "weight" and kind.is_float())}
    if odd := {named[role]: kind for role, kind in given.items() if role not in good}:
        raise ValueError(f"not whole numbers: {odd}; only weights may have decimals")
    kinds = {role: pl.Float64 if role == "weight" else pl.Int64 for role in named}
    rows = frame.select(pl.col(named[r]).cast(kind, strict=False).alias(r) for r, kind in kinds.items())
    _refuse(rows, named)
    # Without an entry everybody is at risk from the first time on, wherever the times begin.
    plain = {"entry": pl.col("exit").min() - 1, "weight": pl.lit(1.0)}
    rows = rows.with_columns(value.alias(role) for role, value in plain.items() if role not in named)
    return rows.sort("entry", "exit", "event", "weight")


def _refuse(rows: pl.DataFrame, named: Mapping[str, str]) -> None:
    """ValueError that names, for every fault, the column, how many rows and the first of them."""
    faults = {f"{name}: null or beyond 64 bits": pl.col(role).is_null() for role, name in named.items()}
    faults[f"{named['event']}: negative"] = pl.col("event") < 0
    if "entry" in named:
        faults[f"{named['entry']}: not before {named['exit']}"] = pl.col("entry") >= pl.col("exit")
    if "weight" in named:
        is_good = (pl.col("weight") > 0) & pl.col("weight").is_finite()
        faults[f"{named['weight']}: not a positive number"] = ~is_good
    numbered = rows.with_row_index("row", 1)
    found = ((fault, numbered.filter(is_faulty)) for fault, is_faulty in faults.items())
    said = [f"{fault} in {f.height} rows, the first {f.row(0, named=True)}" for fault, f in found if f.height]
    if said:
        raise ValueError("; ".join(said))


@dataclass(frozen=True)
class _Rows:
    """The rows as arrays; first and last are the positions in `times` between which a row is at risk."""

    times: Integers
    first: Integers
    last: Integers
    cause: Integers
    weight: Floats

    def at(self, position: Integers, amount: NDArray[Any]) -> Floats:
        """The sum of an amount per row, by time."""
        return np.bincount(position, amount, minlength=self.times.size).astype(np.float64)

    def at_risk(self, amount: Floats) -> Floats:
        """The sum of an amount over those at risk, by time; from the end that has less to add up.

        Where few are at risk, at the first times and at the last, a rounding would weigh most.
        """
        leaving, entering = self.at(self.last, amount), self.at(self.first, amount)
        from_first = np.cumsum(entering - np.append(0.0, leaving)[:-1])
        from_last = np.cumsum((leaving - entering)[::-1])[::-1] + entering
        is_early = np.cumsum(entering) < np.cumsum(leaving[::-1])[::-1]
        return np.maximum(np.where(is_early, from_first, from_last), leaving)


def _rows(checked: pl.DataFrame) -> _Rows:
    times, last = np.unique(checked["exit"].to_numpy(), return_inverse=True)
    first = np.searchsorted(times, checked["entry"].to_numpy(), side="right")
    return _Rows(times, first, last, checked["event"].to_numpy(), checked["weight"].to_numpy())


@dataclass(frozen=True)
class _Curve:
    """What all causes share, by time: at risk, and the event-free probability just before.

    The logarithm of the event-free probability falls by log_fall for one unit of weight with an event
    at the time (0 once nobody is left), and rises by log_rise for one at risk at all times before.
    """

    n_risk: Floats
    before: Floats
    log_fall: Floats
    log_rise: Floats


def _curve(rows: _Rows) -> _Curve:
    n_risk, has_event = rows.at_risk(rows.weight), rows.cause > 0
    hazard = rows.at(rows.last, rows.weight * has_event) / n_risk
    # Counted in heads, since sums of weights may miss by a rounding that everybody had the event.
    is_everybody = rows.at(rows.last, has_event) == rows.at_risk(np.ones_like(rows.weight))
    staying = np.where(is_everybody, 0.0, 1 - hazard)
    event_free = np.cumprod(staying)
    log_fall = np.divide(1, n_risk * staying, out=np.zeros_like(staying), where=event_free > 0)
    return _Curve(n_risk, np.append(1.0, event_free)[:-1], log_fall, _added_up(log_fall * hazard))


def _added_up(steps: Floats) -> Floats:
    """Sums of the steps before each time, and of all of them last."""
    return np.append(0.0, np.cumsum(steps))


def _one_cause(rows: _Rows, curve: _Curve, cause: int) -> pl.DataFrame:
    n_event = rows.at(rows.last, rows.weight * (rows.cause == cause))
    incidence = _added_up(curve.before * n_event / curve.n_risk)
    std_error = np.sqrt(_variance(rows, curve, cause, incidence))
    numbers = (curve.n_risk, n_event, np.minimum(incidence[1:], 1.0), std_error)
    return pl.DataFrame((np.full_like(rows.times, cause), rows.times, *numbers), schema=SHAPE)


def _variance(rows: _Rows, curve: _Curve, cause: int, incidence: Floats) -> Floats:
    """Σ (weight × U)² over the rows, by time; U is the derivative of the incidence C by a row's weight.

    While a row is at risk, U changes with the hazards; from its exit on, only with the event-free
    probability that its presence changed: U(t) = U(exit) + (C(t) − C(exit)) × L, where L is the
    derivative of the logarithm of the event-free probability. So the squares of all rows move on from
    time to time by sums over rows, and no row is looked at more than at its entry and exit.
    """
    first, after, last, square = rows.first, rows.last + 1, rows.last, rows.weight**2
    rise, log_rise = np.diff(incidence), np.diff(curve.log_rise)
    thinning = rise / curve.n_risk
    slope = _added_up(rise * curve.log_rise[:-1] - thinning)
    # L and U at the exit, as of one still without the event, and with its own.
    l_0 = curve.log_rise[after] - curve.log_rise[first]
    u_0 = slope[after] - slope[first] - (incidence[after] - incidence[first]) * curve.log_rise[first]
    l_1 = l_0 - (rows.cause > 0) * curve.log_fall[last]
    u_1 = u_0 + (rows.cause == cause) * (curve.before / curve.n_risk)[last]
    # Sums of weight² × 1, L and U: those at risk, as they come from the time before.
    s_1 = rows.at_risk(square)
    s_l = _added_up(log_rise * s_1 - rows.at(last, square * l_0))[:-1]
    s_u = _added_up(rise * s_l - thinning * s_1 - rows.at(last, square * u_0))[:-1] + rise * s_l
    # Sums of weight² × L², L × U and U²: all who have entered.
    ll = _added_up(2 * log_rise * s_l + log_rise**2 * s_1 + rows.at(last, square * (l_1**2 - l_0**2)))
    at_risk = log_rise * s_u - thinning * (s_l + log_rise * s_1)
    lu = _added_up(rise * ll[:-1] + at_risk + rows.at(last, square * (l_1 * u_1 - l_0 * u_0)))
    at_risk = thinning**2 * s_1 - 2 * thinning * s_u
    moved_on = 2 * rise * lu[:-1] + rise**2 * ll[:-1]
    variance = np.cumsum(moved_on + at_risk + rows.at(last, square * (u_1**2 - u_0**2)))
    # Never negative, and 0 where everybody has had the event, although the sums miss it by a rounding.
    largest = np.maximum.accumulate(np.maximum(variance, thinning**2 * s_1))
    return np.where(variance > ROUNDING * largest, variance, 0.0)
