"""Which published counts a person in a state stands in.

Belongs here: the way from a state (measures.states) to the numerator, the denominator and the number not
observable of the cells that count it. Does not belong here: who is in which state (sql/measures).
"""

from __future__ import annotations

import polars as pl

NUMERATOR, DENOMINATOR, UNSEEN = "numerator", "denominator", "n_not_observable"
CATEGORIES = ("status_1", "status_3", "fate", "specialisation_share")
"""Measures that have a row for every category; a person's state is the category."""
EVERYBODY = ("composition", "followed", "asked")
"""Counts of people that are no share of their own."""

SHAPE = {"measure": pl.String, "part": pl.String, "state": pl.String}
COUNTED = SHAPE | {"counted": pl.String, "count": pl.String}


def counts_of_kinds(states: pl.DataFrame) -> pl.DataFrame:
    """kind, measure, part, count: every count that a person of the kind adds one to.

    states  kind, measure, part, state (measures.states_of_kinds)
    part: the category, the specialisation, the years since (with the specialisation before a slash), or
    for a curve the years and the cause; count: numerator, denominator, n_not_observable.
    """
    rows: list[tuple[str, ...]] = []
    for measure, part, state in states.select(*SHAPE).unique().iter_rows():
        rows += [(measure, part, state, *counted) for counted in _counts(measure, part, state)]
    counted = pl.DataFrame(rows, schema=COUNTED, orient="row")
    return states.join(counted, on=list(SHAPE)).select("kind", "measure", part="counted", count="count")


def _counts(measure: str, part: str, state: str) -> list[tuple[str, str]]:
    if measure.endswith("_by_year"):
        return _by_year(part, state)
    if measure.startswith("curve_"):
        return _of_curve(part, state)
    if measure in EVERYBODY:
        return [(part, NUMERATOR)]
    if state == "unseen":
        return [(part, UNSEEN)]
    if measure in CATEGORIES:
        return [(state, NUMERATOR), (part, DENOMINATOR)]
    return [(part, DENOMINATOR), *([(part, NUMERATOR)] if state == "yes" else [])]


def _by_year(part: str, state: str) -> list[tuple[str, str]]:
    """Cumulative: of those seen to k, those whose event came by k (rulings R52, R71)."""
    years, seen_to, last_k = (int(number) if number else None for number in state.split("/"))
    found = []
    for k in range(0 if last_k is None else last_k + 1):
        is_seen = seen_to is not None and seen_to >= k
        found.append((f"{part}/{k}", DENOMINATOR if is_seen else UNSEEN))
        if is_seen and years is not None and years <= k:
            found.append((f"{part}/{k}", NUMERATOR))
    return found


def _of_curve(part: str, state: str) -> list[tuple[str, str]]:
    """At risk until the exit; the event in the läsår of the exit (0 is the end of sight)."""
    exit_, event, last_k = (int(number) for number in state.split("/"))
    found = [(f"{part}/{k}", DENOMINATOR) for k in range(min(exit_, last_k) + 1)]
    return found + ([(f"{part}/{exit_}/{event}", NUMERATOR)] if event else [])
