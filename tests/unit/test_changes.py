"""What differs between two releases' tables, and the version that follows from it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from flows.changes import Changes, changes, next_version
from flows.table_rows import compared
from tests.releasing import cell, table


def sexes(*values: str, **changed: Any) -> list[dict[str, Any]]:
    """The cell by sex."""
    return [cell(by_1="sex", value_1=value, **changed) for value in values]


def found(old: pl.DataFrame, new: pl.DataFrame) -> Changes:
    """What differs when both are a release's only table."""
    return changes({"rates": old}, {"rates": new})


# ---------------------------------------------------------------- rows


@pytest.mark.parametrize(
    ("after", "change"),
    [
        ({}, "same"),
        ({"value": 0.75 + 1e-13}, "same"),
        ({"numerator": 65, "value": 0.8125}, "new_values"),
        ({"value_low": 0.7}, "new_values"),
        ({"numerator": None, "denominator": None, "value": None, "status": "protected"}, "new_values"),
        ({"method": "suppression"}, "corrected"),
        ({"reason": "secondary"}, "corrected"),
        ({"cohort": "2001"}, "added"),
    ],
)
def test_what_becomes_of_a_row(after: dict[str, Any], change: str) -> None:
    rows = compared(table(cell()), table(cell(**after)))
    assert set(rows["change"]) == ({change, "removed"} if change == "added" else {change})


def test_rows_of_one_key_are_told_apart_and_none_is_lost() -> None:
    twice = table(cell(), cell(numerator=5))
    assert compared(twice, twice)["change"].to_list() == ["same", "same"]
    assert compared(twice, table(cell()))["change"].to_list().count("removed") == 1


@pytest.mark.parametrize(
    ("layout", "row", "changed"),
    [
        ("sensitivity", cell(choice="target_set", alternative="either"), {"numerator": 61}),
        (
            "curves",
            {"profession": "a", "model": "licence", "cohort": "2000/01", "curve": "started", "k": 3},
            {"n_event": 7},
        ),
        (
            "attrition",
            {"profession": "a", "model": "education", "cohort": "2004", "step": "excluded", "reason": "x"},
            {"persons": 9},
        ),
        ("quality", {"register": "deaths", "step": "rejected", "reason": "unknown_code"}, {"rows": 9}),
    ],
)
def test_every_layout_is_compared_by_its_own_key(
    layout: str, row: dict[str, Any], changed: dict[str, Any]
) -> None:
    old, new = table(row, layout=layout), table(row | changed, layout=layout)
    differing = changes({layout: old}, {layout: new})
    assert differing.counts == {
        "removed": 0, "added": 0, "new_values": 1, "corrected": 0, "unchanged": 0,
    }  # fmt: skip
    assert (differing.removed, differing.added) == ([], [])
    elsewhere = row | {"cohort": "2012"} if layout != "quality" else row | {"register": "licences"}
    assert changes({layout: old}, {layout: table(elsewhere, layout=layout)}).level == "major"


def test_a_frame_of_each_layout_changes_in_a_key_column_beside_the_common_ones() -> None:
    row = {"profession": "a", "model": "licence", "cohort": "2000/01", "curve": "started", "k": 3}
    old = table(row | {"specialisation": "x"}, layout="curves")
    gone = changes({"curves": old}, {"curves": table(row | {"specialisation": "y"}, layout="curves")})
    assert [(entry["what"], entry["specialisation"]) for entry in gone.removed] == [("breakdown", "x")]


# ---------------------------------------------------------------- sets


def test_a_table_that_is_gone_and_one_that_is_new() -> None:
    both = changes({"rates": table(cell()), "months": table(cell())}, {"rates": table(cell())})
    assert both.removed == [{"what": "table", "table": "months"}]
    assert both.level == "major"
    assert (
        changes({"rates": table(cell())}, {"rates": table(cell()), "months": table(cell())}).level == "minor"
    )


@pytest.mark.parametrize(
    ("kept", "lost", "expected"),
    [
        ({}, {"profession": "optiker"}, {"what": "profession", "profession": "optiker"}),
        ({}, {"cohort": "2004"}, {"what": "cohort", "cohort": "2004"}),
        ({}, {"measure": "status_1"}, {"what": "measure", "model": "education", "measure": "status_1"}),
        ({}, {"by_1": "sex", "value_1": "1"}, {"what": "breakdown", "by_1": "sex", "by_2": ""}),
    ],
)
def test_a_set_that_is_gone_is_named_once_by_its_widest_name(
    kept: dict[str, str], lost: dict[str, str], expected: dict[str, str]
) -> None:
    some = [cell(**lost), cell(**lost, numerator=9, value_2="x")]
    gone = found(table(cell(**kept), *some), table(cell(**kept)))
    assert gone.removed == [{"table": "rates", **expected}]
    assert gone.level == "major"
    assert found(table(cell(**kept)), table(cell(**kept), *some)).added == [{"table": "rates", **expected}]


def test_a_measure_that_only_one_group_loses_names_the_group() -> None:
    others = [cell(profession="optiker"), cell(profession="optiker", measure="status_1")]
    gone = found(table(cell(), cell(measure="status_1"), *others), table(cell(), *others))
    assert gone.removed == [
        {
            "what": "measure",
            "table": "rates",
            "profession": "logoped",
            "model": "education",
            "measure": "status_1",
        }
    ]


def test_a_category_that_no_row_has_any_more_is_gone() -> None:
    gone = found(table(cell(), *sexes("1", "2")), table(cell(), *sexes("1")))
    assert gone.removed == [{"what": "category", "table": "rates", "by": "sex", "value": "2"}]


def test_a_row_that_comes_and_goes_within_a_set_that_stands_breaks_nothing() -> None:
    beside = sexes("1", "2", measure="resident_1")
    gone = found(table(*beside, *sexes("1", "2")), table(*beside, *sexes("1")))
    assert gone.removed == []
    assert (gone.counts["removed"], gone.level) == (1, "minor")


def test_a_column_that_is_gone_is_major_and_a_new_one_minor() -> None:
    short = table(cell()).drop("value_low")
    assert found(table(cell()), short).removed == [
        {"what": "column", "table": "rates", "column": "value_low"}
    ]
    assert (found(short, table(cell())).level, found(table(cell()), short).level) == ("minor", "major")


def test_rows_are_counted_by_group_and_measure() -> None:
    old = table(cell(), cell(cohort="2004"), cell(measure="resident_1"))
    new = table(cell(numerator=1), cell(cohort="2004", numerator=2), cell(measure="resident_1"))
    differing = found(old, new)
    assert differing.rows == [
        {
            "table": "rates",
            "profession": "logoped",
            "model": "education",
            "measure": "retention_1",
            "cohorts": ["2000-2010", "2004"],
            "removed": 0,
            "added": 0,
            "new_values": 2,
            "corrected": 0,
        }
    ]
    assert differing.unchanged == 1


def test_a_table_of_another_layout_is_another_table() -> None:
    quality = table({"register": "deaths"}, layout="quality")
    both = changes({"rates": table(cell())}, {"rates": quality})
    assert both.removed == both.added == [{"what": "table", "table": "rates"}]


# ---------------------------------------------------------------- the version


@pytest.mark.parametrize(
    ("previous", "after", "version"),
    [
        (None, [cell()], "1.0.0"),
        ("1.0.0", [cell()], "1.0.1"),
        ("1.0.0", [cell(method="suppression")], "1.0.1"),
        ("1.0.0", [cell(numerator=65)], "1.1.0"),
        ("1.4.2", [cell(), cell(profession="optiker")], "1.5.0"),
        ("1.4.2", [cell(profession="optiker")], "2.0.0"),
    ],
)
def test_major_minor_patch(previous: str | None, after: list[dict[str, Any]], version: str) -> None:
    assert next_version(previous, found(table(cell()), table(*after)).level) == version
