"""Whatever the people: no withheld small count can be bounded below five by who knows all that is printed."""

from __future__ import annotations

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.protection.cover import View
from tests.disclosure import SMALLEST, Release, least_upper_bound

TOTAL = View()
SEX, COUNTY, REGION, AGE = (View(((name, name),)) for name in ("sex", "county", "region", "age"))
SEX_REGION = View((("sex", "sex"), ("region", "region")))
COUNTIES = (("a", "north"), ("b", "north"), ("c", "south"), ("c", "north"))
COUNTS = [
    (0, "m", "numerator"),
    (0, "m", "denominator"),
    (1, "m", "denominator"),
    (2, "m", "n_not_observable"),
]
CHAIN = [(0, "next", "denominator"), (0, "next", "numerator"), (3, "next", "denominator")]
CHAIN += [(3, "m", "numerator"), (3, "m", "denominator")]
NEAR = 1e-5


@st.composite
def releases(draw: st.DrawFn) -> Release:
    """People with a sex, a county in a region, an age and a state; a block by place and one by age."""
    size = draw(st.integers(1, 6))
    cells = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["men", "women"]),
                st.sampled_from(COUNTIES),
                st.sampled_from(["old", "young"]),
                st.integers(0, 3),
                st.integers(1, 4 * size),
            ),
            min_size=1,
            max_size=14,
        )
    )
    people = pl.DataFrame(
        [(sex, *place, age, kind, weight) for sex, place, age, kind, weight in cells],
        schema=["sex", "county", "region", "age", "kind", "weight"],
        orient="row",
    )
    counts = pl.DataFrame(COUNTS + CHAIN, schema=["kind", "measure", "count"], orient="row")
    counts = counts.with_columns(part=pl.lit(""))
    release = Release()
    release.add_people(people, counts, (TOTAL, SEX, COUNTY, REGION, SEX_REGION))
    if draw(st.booleans()):
        release.add_people(people, counts, (TOTAL, SEX, AGE))
    return release


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(releases())
def test_no_small_count_is_bounded_below_five(release: Release) -> None:
    assert least_upper_bound(release) >= SMALLEST - NEAR


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(releases())
def test_what_is_printed_is_exact_and_not_small(release: Release) -> None:
    settled = release.settled()
    assert settled.filter(pl.col("value") != pl.col("truth")).height == 0
    printed = settled.filter("is_printed")
    assert printed.filter(pl.col("truth").is_between(1, SMALLEST - 1)).height == 0
    cells = printed.pivot("count_of", index="row", values="truth", aggregate_function="first")
    if {"numerator", "denominator"} <= set(cells.columns):
        rest = cells["denominator"] - cells["numerator"].fill_null(0)
        assert not rest.is_between(1, SMALLEST - 1).any()
