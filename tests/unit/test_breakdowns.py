"""Breakdowns of which no share could be shown are not published: worked out by hand."""

from __future__ import annotations

import polars as pl

from flows.protection import Counted
from flows.protection.breakdowns import with_enough_people
from flows.protection.listed import CELLS

BASE = 20
WINDOW, YEAR = "2000-2010", "2004"


def row(measure: str, denominator: int, *, model: str = "education", **names: str) -> dict[str, str | int]:
    given = {"profession": "tandhygienist", "model": model, "cohort": WINDOW, "measure": measure} | names
    return {**dict.fromkeys(CELLS, ""), **given, "denominator": denominator}


def kept(*rows: dict[str, str | int], sensitivity: tuple[dict[str, str | int], ...] = ()) -> Counted:
    cells, beside = pl.DataFrame(rows), pl.DataFrame(sensitivity or rows[:1])
    nothing = pl.DataFrame()
    counted = Counted(cells, nothing, beside, nothing, nothing, nothing)
    return with_enough_people(counted, BASE)


def breakdowns(*rows: dict[str, str | int]) -> list[tuple[str, str]]:
    found = kept(*rows).cells.select("by_1", "by_2").unique(maintain_order=True)
    return [(first, second) for first, second in found.iter_rows()]


def test_one_part_of_twenty_keeps_all_parts() -> None:
    found = kept(
        row("retention_1", 20, by_1="sex", value_1="woman"),
        row("retention_1", 3, by_1="sex", value_1="man"),
        row("retention_1", 19, by_1="home_county", value_1="01"),
        row("retention_1", 4, by_1="home_county", value_1="12"),
    )
    assert found.cells["value_1"].to_list() == ["woman", "man"]


def test_the_whole_is_always_kept() -> None:
    assert breakdowns(
        row("retention_1", 4),
        row("status_1", 4, by_1="status", value_1="dead"),
        row("specialist_by_year", 4, model="licence", by_1="years_since_licence", value_1="2"),
    ) == [("", ""), ("status", ""), ("years_since_licence", "")]


def test_a_status_by_sex_is_cut_by_sex() -> None:
    few = row("status_1", 19, by_1="status", value_1="dead", by_2="sex", value_2="man")
    assert breakdowns(row("retention_1", 30), few) == [("", "")]
    assert breakdowns({**few, "denominator": 20}) == [("status", "sex")]


def test_how_many_there_are_is_no_base_of_a_part() -> None:
    """Of composition every row has the whole as its base."""
    assert breakdowns(row("composition", 300, by_1="home_county", value_1="01")) == []


def test_a_year_of_start_is_a_part_and_a_year_of_licence_is_a_whole() -> None:
    found = kept(
        row("retention_1", 19, cohort=YEAR),
        row("retention_1", 19, by_1="cohort_year", value_1=YEAR),
        row("retention_1", 19, cohort=YEAR, model="licensed"),
        sensitivity=(
            row("retention_1", 19, cohort=YEAR),
            row("retention_1", 19, cohort=YEAR, model="licensed"),
        ),
    )
    assert found.cells["model"].to_list() == ["licensed"]
    assert found.sensitivity["model"].to_list() == ["licensed"]


def test_groups_and_models_are_apart() -> None:
    many, few = (
        row("retention_1", size, by_1="sex", value_1="woman", profession=name)
        for size, name in ((500, "lakare"), (5, "optiker"))
    )
    assert kept(many, few).cells["profession"].to_list() == ["lakare"]
