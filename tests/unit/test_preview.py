"""What a preview reads, and what the council's page may show."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.preview import LAST_SSYK96, asked_occupations, early, registers
from flows.preview_tables import asked_for, needed
from flows.professions import load_professions
from flows.queries import queries
from pipelines.council import SHARES, _holders, _years, safe_count
from pipelines.preview_result import HEADLINE, SURVIVING
from reports.observed import observed, years_text
from schemas.delivery import Cover, Delivery

KNOWN = load_professions()


def delivery(first: int, last: int, **codes: dict[str, str]) -> Delivery:
    """A delivery with LISA for some years."""
    cover = {"individuals": Cover(first, last)}
    return Delivery(Path(), "x", "", date(2026, 1, 1), cover, {}, {}, {"individuals": codes})


def test_the_tables_are_in_order_and_complete() -> None:
    tables = needed()
    for i, table in enumerate(tables):
        assert (queries()[table].reads & queries().keys()) <= set(tables[:i])
    assert "measures.sensitivity" not in tables and "measures.cells" in tables
    assert {"registrations", "degrees", "licences", "individuals"} <= set(registers())


def test_every_measure_that_is_shown_is_counted() -> None:
    declared = {m.name for q in queries().values() for m in q.measures if m.model == "education"}
    assert {*SURVIVING, *SHARES} <= set(HEADLINE) <= declared


def test_what_is_not_shown_is_built_empty() -> None:
    built = asked_for(["composition", "retention_1"])
    assert [query.table for query in built] == needed()
    selects = {query.table: query.select for query in built}
    empty = {table for table, select in selects.items() if select.endswith("where false")}
    assert empty >= {"measures.pathways", "measures.months", "measures.trips", "milestones.status"}
    assert not empty & {"spine.cohort", "milestones.fate", "measures.people", "measures.cells"}
    assert selects["measures.education"].endswith("where measure in ('composition')")
    assert selects["measures.after_licence"].endswith("where measure in ('retention_1')")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (1999, 2024, [("ssyk96", 2013), ("ssyk2012", 2024)]),
        (1999, 2010, [("ssyk96", 2010)]),
        (2014, 2020, [("ssyk2012", 2020)]),
    ],
)
def test_everybody_is_looked_at_in_the_last_year_of_each_edition(
    first: int, last: int, expected: list[tuple[str, int]]
) -> None:
    found = asked_occupations(KNOWN["logoped"], delivery(first, last))
    assert [(edition, year) for edition, year, _ in found] == expected
    assert LAST_SSYK96 == 2013


def test_a_code_that_the_delivery_writes_otherwise_is_looked_for_under_its_name() -> None:
    found = asked_occupations(KNOWN["logoped"], delivery(2014, 2020, Ssyk4_2012={"LOG": "2283", "X": "2222"}))
    assert found == [("ssyk2012", 2020, frozenset({"2283", "LOG"}))]
    nothing = asked_occupations(KNOWN["tandtekniker"], delivery(1999, 2010))
    assert nothing == [], "no code in SSYK 96"


ROWS = pl.DataFrame(
    {
        "LopNr": [" 1 ", "2", "3", None, "2"],
        "Ar": ["2003", "2020", "2020", "2020", "2019"],
        "Ssyk4_2012": ["1111", "2283", "2222", None, "2283"],
    }
)


@pytest.mark.parametrize(
    ("names", "year", "kept"),
    [
        (("LopNr", "Ar", "Ssyk4_2012"), None, [True, True, False, False, False]),
        (("LopNr", "Ssyk4_2012"), 2020, [True, True, False, False, True]),
        (("LopNr", "Ssyk4_2012"), 2019, [True, False, False, False, False]),
        (("LopNr", "Ar"), None, [True, False, False, False, False]),
    ],
)
def test_early_rows(names: tuple[str, ...], year: int | None, kept: list[bool]) -> None:
    wanted = early(pl.Series(["1"]), [("ssyk2012", 2020, frozenset({"2283"}))])
    assert ROWS.select(wanted(names, year).alias("kept"))["kept"].to_list() == kept


def test_people_whom_the_delivery_calls_otherwise() -> None:
    wanted = early(pl.Series(["ett"]), [], {"1": "ett"})
    assert ROWS.select(wanted(("LopNr",), None).alias("kept"))["kept"].sum() == 1


# ---------------------------------------------------------------- the council's page


@pytest.mark.parametrize(
    ("count", "whole", "shown"),
    [
        (0, None, 0),
        (1, None, None),
        (4, None, None),
        (5, None, 5),
        (96, 100, None),
        (95, 100, 95),
        (100, 100, 100),
    ],
)
def test_a_small_count_or_a_small_rest_is_hidden(count: int, whole: int | None, shown: int | None) -> None:
    assert safe_count(count, 5, whole) == shown


def test_a_hidden_year_is_not_the_only_one() -> None:
    persons = {"2000": 20, "2001": 3, "2002": 9, "2000-2002": 32}
    shown = {row["cohort"]: row["persons"] for row in _years(persons, "2000-2002", 5)}
    assert shown == {"2000": 20, "2001": None, "2002": None, "2000-2002": 32}


def test_a_hidden_part_of_those_with_the_occupation_is_not_the_only_one() -> None:
    entry: dict[str, Any] = {
        "kind": "ssyk96",
        "persons": 100,
        "own": 60,
        "none": 37,
        "others": {"audionom": 3},
    }
    shown = _holders(entry, 5)
    hidden = [shown["own"], shown["none"], shown["others"]["audionom"]].count(None)
    assert hidden == 2 and shown["persons"] == 100


def test_runs_of_years() -> None:
    assert years_text([2003, 2000, 2001, 2005]) == "2000–2001, 2003, 2005"
    assert years_text([]) == ""


def test_what_can_be_observed_is_said_alike_everywhere() -> None:
    words = {"too_new": "new {years}", "unseen": "not {years}", "never": "none"}
    row: dict[str, Any] = {"ok": [2000, 2001], "immature": [2004], "not_observable": [1998, 1999]}
    assert observed(row, words) == "2000–2001; new 2004; not 1998–1999"
    assert observed(dict.fromkeys(row, ()), words) == "none"
