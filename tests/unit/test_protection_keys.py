"""The keys under which the counts of a published row are settled, row by row."""

from __future__ import annotations

import polars as pl
import pytest

from flows.protection.counts import counts_of_kinds
from flows.protection.keys import keys_of_attrition, keys_of_cells, keys_of_curves

ROW = {
    **{"profession": "sjukskoterska", "model": "education", "cohort": "2000-2010"},
    **dict.fromkeys(("by_1", "value_1", "by_2", "value_2"), ""),
}
NAMES = ("cohort", "by_1", "value_1", "by_2", "value_2", "measure", "part", "count")


def keys(**said: str) -> dict[str, list[tuple[str, ...]]]:
    """What a row's counts are called, by what they are in the row; −1 marks what is taken away."""
    rows = keys_of_cells(pl.DataFrame([ROW | said]))
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in rows.iter_rows(named=True):
        key = tuple(row[name] for name in NAMES)
        found.setdefault(row["count_of"], []).append(key if row["sign"] == 1 else ("−", *key))
    return found


def test_a_share() -> None:
    found = keys(measure="employed_1", by_1="sex", value_1="man", by_2="age", value_2="-21")
    at = ("2000-2010", "sex", "man", "age", "-21", "employed_1", "")
    assert found == {name: [(*at, name)] for name in ("numerator", "denominator", "n_not_observable")}


def test_the_year_of_start_is_the_year_s_own_cohort() -> None:
    """R10: cohort_year 2004 of the window and the cohort 2004 are the same people, and one number."""
    single = keys(measure="employed_1", by_1="cohort_year", value_1="2004")
    assert single["numerator"] == [("2004", "", "", "", "", "employed_1", "", "numerator")]
    pair = keys(measure="employed_1", by_1="sex", value_1="man", by_2="cohort_year", value_2="2004")
    assert pair["numerator"] == [("2004", "sex", "man", "", "", "employed_1", "", "numerator")]
    own = keys(measure="employed_1", cohort="2004", by_1="sex", value_1="man")
    assert own == pair


def test_categories_share_their_base() -> None:
    """R59: the numerator is the category's, the base is everybody's."""
    found = keys(measure="status_1", by_1="status", value_1="studying", by_2="sex", value_2="man")
    at = ("2000-2010", "sex", "man", "", "", "status_1")
    assert found["numerator"] == [(*at, "studying", "numerator")]
    assert found["denominator"] == [(*at, "", "denominator")]


def test_a_matrix_has_its_base_at_the_origin() -> None:
    """R40."""
    said = {"measure": "mobility_home_to_study", "by_1": "from_county", "value_1": "01"}
    found = keys(**said, by_2="to_county", value_2="03")
    at = ("2000-2010", "from_county", "01")
    assert found["numerator"] == [(*at, "to_county", "03", "mobility_home_to_study", "", "numerator")]
    assert found["denominator"] == [(*at, "", "", "mobility_home_to_study", "", "denominator")]


def test_composition_is_of_all_who_started() -> None:
    found = keys(measure="composition", by_1="sex", value_1="man")
    assert found["numerator"] == [("2000-2010", "sex", "man", "", "", "composition", "", "numerator")]
    assert found["denominator"] == [("2000-2010", "", "", "", "", "composition", "", "numerator")]
    assert "n_not_observable" not in found


def test_net_is_the_difference_of_published_flows() -> None:
    """R46, and the issue: net_k is computed from the protected flows."""
    found = keys(measure="net_1", by_1="county", value_1="01")
    at = ("2000-2010", "county", "01", "", "")
    assert found["numerator"] == [
        (*at, "arrivals_1", "county", "numerator"),
        ("−", *at, "departures_1", "county", "numerator"),
    ]
    assert found["denominator"] == [(*at, "departures_1", "county", "denominator")]


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ({"measure": "started_share", "by_1": "specialisation", "value_1": "barn"}, "barn"),
        (
            {"measure": "started_share_by_year", "by_1": "years_since_licence", "value_1": "3"},
            "/3",
        ),
        (
            {
                **{"measure": "started_share_by_year", "by_1": "years_since_licence", "value_1": "3"},
                **{"by_2": "specialisation", "value_2": "barn"},
            },
            "barn/3",
        ),
        ({"measure": "months_start_to_degree_p50"}, ""),
    ],
)
def test_parts(said: dict[str, str], part: str) -> None:
    (key,) = keys(**said)["denominator"]
    assert key[1:5] == ("", "", "", "")
    assert key[6] == part
    assert key[5] == said["measure"].removesuffix("_p50")


def test_who_stays_is_who_began() -> None:
    """Attrition's last step is printed as the number of beginners too: one number."""
    rows = [
        {"profession": "a", "model": model, "cohort": "2004", "step": step, "reason": "", "persons": 1}
        for model, step in (("education", "started"), ("licensed", "followed"), ("licensed", "candidates"))
    ]
    found = keys_of_attrition(pl.DataFrame(rows))
    assert found.select("measure", "part").rows() == [
        ("composition", ""),
        ("followed", ""),
        ("attrition", "candidates/"),
    ]


def test_at_risk_and_events() -> None:
    rows = pl.DataFrame(
        [
            {
                **{"profession": "sjukskoterska", "cohort": "2000/01", "curve": "started"},
                **{"specialisation": "barn", "cause": "dead", "k": 4},
            }
        ]
    )
    found = keys_of_curves(rows)
    assert found.select("count_of", "part", "count").rows() == [
        ("n_risk", "barn/4", "denominator"),
        ("n_event", "barn/4/3", "numerator"),
    ]


@pytest.mark.parametrize(
    ("measure", "part", "state", "expected"),
    [
        ("employed_1", "", "yes", {("", "denominator"), ("", "numerator")}),
        ("employed_1", "", "no", {("", "denominator")}),
        ("employed_1", "", "unseen", {("", "n_not_observable")}),
        ("status_1", "", "studying", {("studying", "numerator"), ("", "denominator")}),
        ("composition", "", "yes", {("", "numerator")}),
        (
            # Started in läsår 1 of those followed to 2; seen to 1 only, so 2 is not observable (R52).
            *("started_share_by_year", "", "1/1/2"),
            {("/0", "denominator"), ("/1", "denominator"), ("/1", "numerator"), ("/2", "n_not_observable")},
        ),
        (
            # Died in läsår 1: at risk in 0 and 1, the event in 1.
            *("curve_started", "barn", "1/3/5"),
            {("barn/0", "denominator"), ("barn/1", "denominator"), ("barn/1/3", "numerator")},
        ),
    ],
)
def test_counts_of_a_state(measure: str, part: str, state: str, expected: set[tuple[str, str]]) -> None:
    states = pl.DataFrame({"kind": [1], "measure": [measure], "part": [part], "state": [state]})
    found = counts_of_kinds(states)
    assert set(found.select("part", "count").rows()) == expected
    assert found.height == len(expected)
