"""Cumulative incidence in exact fractions, one time and one row after the other.

The standard error is the definition taken literally: one row's weight is made a little larger and a
little smaller, and everything is counted again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

STEP = Fraction(1, 10**9)
"""The difference quotient around a weight is off by some STEP², for weights and risk sets of a few."""


@dataclass(frozen=True)
class Followed:
    """One row: at risk at t when entry < t <= exit; event 0 is censored, 1, 2, … a cause."""

    entry: int
    exit: int
    event: int
    weight: Fraction = Fraction(1)


@dataclass(frozen=True)
class Estimate:
    """What is known of one cause at one time."""

    n_risk: Fraction
    n_event: Fraction
    incidence: Fraction
    event_free: Fraction


def estimates(rows: Sequence[Followed]) -> dict[tuple[int, int], Estimate]:
    """(cause, time) → estimate, for every cause that occurs and every exit, sorted."""
    causes = sorted({row.event for row in rows if row.event})
    event_free, incidence = Fraction(1), dict.fromkeys(causes, Fraction(0))
    found = {}
    for time in sorted({row.exit for row in rows}):
        n_risk = sum((row.weight for row in rows if row.entry < time <= row.exit), Fraction(0))
        had = [row for row in rows if row.exit == time and row.event]
        events = {c: sum((row.weight for row in had if row.event == c), Fraction(0)) for c in causes}
        for cause in causes:
            incidence[cause] += event_free * events[cause] / n_risk
        event_free *= 1 - sum(events.values()) / n_risk
        for cause in causes:
            found[cause, time] = Estimate(n_risk, events[cause], incidence[cause], event_free)
    return dict(sorted(found.items()))


def variances(rows: Sequence[Followed]) -> dict[tuple[int, int], Fraction]:
    """(cause, time) → Σ over rows of (weight × derivative of the incidence by the weight)²."""
    total = dict.fromkeys(estimates(rows), Fraction(0))
    for i, row in enumerate(rows):
        more, less = (
            estimates([*rows[:i], replace(row, weight=row.weight + step), *rows[i + 1 :]])
            for step in (STEP, -STEP)
        )
        for key in total:
            slope = (more[key].incidence - less[key].incidence) / (2 * STEP)
            total[key] += (row.weight * slope) ** 2
    return total
