"""choices.toml as tables: what is in force, and one change at a time."""

from __future__ import annotations

import pytest

from flows.choices import alternative_rows, choices, defaults, variant_rows, version

ISSUE = {
    "target_set": ["occupation", "workplace", "either"],
    "follow_up_year": ["calendar_year", "lasar"],
    "occupation_status": ["all_accepted", "november_only"],
    "occupation_age": ["any_year", "not_before_licence"],
    "missing_occupation": ["not_observable", "counted_as_no", "counted_as_yes"],
    "employed_base": ["resident", "licensed"],
    "established_year": ["following_year", "lasar_end_year"],
    "general_degree": ["to_end_of_data", "same_lasar"],
}
"""Every choice that is weighed in the sensitivity table."""


def test_every_choice_and_its_alternatives() -> None:
    weighed = {name: c.allowed for name, c in choices().items() if c.alternatives}
    assert weighed == ISSUE
    assert all(c.says for c in choices().values())
    assert version() >= 1


def test_one_variant_for_each_change() -> None:
    rows = variant_rows(defaults()).to_dicts()
    assert [r["variant"] for r in rows] == [
        "",
        *(f"{name}={value}" for name, values in ISSUE.items() for value in values[1:]),
    ]
    for row in rows[1:]:
        changed = {name for name, value in defaults().items() if row[name] != value}
        assert changed == {row["variant"].split("=")[0]}


def test_the_value_in_force_is_the_variant_without_a_name() -> None:
    in_force = defaults() | {"target_set": "either"}
    found = {
        (r["alternative"], r["variant"], r["suffix"])
        for r in alternative_rows(in_force).to_dicts()
        if r["choice"] == "target_set"
    }
    assert found == {
        ("occupation", "target_set=occupation", ""),
        ("workplace", "target_set=workplace", "_workplace"),
        ("either", "", "_either"),
    }


@pytest.mark.parametrize(
    ("choice", "measures"),
    [
        ("follow_up_year", ["employed_1", "employed_3", "in_profession_1", "in_profession_3"]),
        ("employed_base", ["employed_1", "employed_3"]),
        ("established_year", ["established"]),
    ],
)
def test_measures_of_a_choice(choice: str, measures: list[str]) -> None:
    rows = alternative_rows(defaults()).to_dicts()
    assert set(measures) <= {r["measure"] for r in rows if r["choice"] == choice}
