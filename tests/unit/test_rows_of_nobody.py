"""Rows that say that something is withheld where nobody was counted."""

from __future__ import annotations

import polars as pl

from flows.protection.cover import KEY
from flows.protection.listed import CELLS
from flows.protection.tables import rows_of_nobody
from schemas.published_tables import published_tables

LIKE = pl.DataFrame(
    schema=dict.fromkeys(CELLS, pl.String)
    | dict.fromkeys(("numerator", "denominator", "n_not_observable"), pl.Int64)
    | {"value": pl.Float64, "status": pl.String}
)


def strayed(table: str, **names: str) -> list[tuple[str, ...]]:
    """Breakdowns of the rows for a count of nobody that could not be kept within the base."""
    key = dict.fromkeys(KEY, "") | {"cohort": "2000-2010", "count": "denominator"} | names
    own = {"profession": "tandhygienist", "model": "education", "truth": 0, "value": 5, "is_within": False}
    found = rows_of_nobody(pl.DataFrame([key | own]), published_tables()[table], LIKE)
    return found.select("by_1", "value_1", "by_2", "value_2").rows()


def test_a_count_under_its_own_name() -> None:
    found = strayed("rates", measure="licensed_share", by_1="age", value_1="22-24")
    assert found == [("age", "22-24", "", "")]


def test_an_origin_is_told_by_those_who_stayed() -> None:
    found = strayed("mobility", measure="mobility_home_to_study", by_1="from_county", value_1="23")
    assert found == [("from_county", "23", "to_county", "23")]


def test_a_category_is_the_first_breakdown() -> None:
    whole = strayed("status", measure="status_1", part="studying", count="numerator")
    by_sex = strayed(
        "status", measure="status_1", part="studying", by_1="sex", value_1="man", count="numerator"
    )
    assert whole == [("status", "studying", "", "")]
    assert by_sex == [("status", "studying", "sex", "man")]


def test_a_specialisation_is_the_second_breakdown() -> None:
    licence = {"model": "licence", "cohort": "2000/01", "measure": "specialisation_share"}
    place = {"by_1": "degree_county", "value_1": "23", "part": "barn", "count": "numerator"}
    key = dict.fromkeys(KEY, "") | licence | place
    own = {"profession": "sjukskoterska", "truth": 0, "value": 5, "is_within": False}
    table = published_tables()["specialisations"]
    found = rows_of_nobody(pl.DataFrame([key | own]), table, LIKE)
    assert found.select("by_1", "value_1", "by_2", "value_2").rows() == [
        ("degree_county", "23", "specialisation", "barn")
    ]


def test_who_is_within_or_somebody_has_no_such_row() -> None:
    key = dict.fromkeys(KEY, "") | {"cohort": "2000-2010", "measure": "licensed_share", "count": "numerator"}
    own = {"profession": "tandhygienist", "model": "education", "value": 5}
    kept = [
        key | own | {"truth": 1, "is_within": True},
        key | own | {"truth": 3, "is_within": False},
    ]
    assert rows_of_nobody(pl.DataFrame(kept), published_tables()["rates"], LIKE).height == 0
