"""The drill-down counts as the release does, and what it counts beyond it adds up."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.drill.asked import Asked
from flows.drill.counting import MOST_GROUPS, Drill
from schemas.faults import UserError

COUNTS = ("numerator", "denominator", "n_not_observable")
CELL = ("value_1", "value_2", *COUNTS, "value", "status")
KEY = ("profession", "model", "cohort", "measure", "by_1", "by_2")
WINDOW = "2000-2010"
NOT_COUNTED_BY_PERSON = ("mobility_", "arrivals_", "departures_", "net_", "specialisation_share")


@pytest.fixture(scope="module")
def drill(drilled: Path) -> Iterator[Drill]:
    opened = Drill(drilled / "internal" / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def released(drilled: Path) -> pl.DataFrame:
    return pl.read_parquet(drilled / "internal" / "measures.parquet")


def cells(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    """Cells as rows, in one order."""
    return sorted(frame.select(CELL).rows(), key=lambda row: row[:2])


def questions(released: pl.DataFrame, model: str) -> list[dict[str, str]]:
    """Questions that the release answers too: of every measure, some from all over its cells."""
    keys = released.filter(pl.col("model") == model).select(KEY).unique().sort(KEY)
    by_measure = keys.partition_by("measure", maintain_order=True)
    asked = [row for k in by_measure for row in k.gather_every(max(1, k.height // 4)).iter_rows(named=True)]
    return sorted(asked, key=lambda row: row["profession"])  # a group at a time: few are kept in memory


@pytest.mark.parametrize("model", ["education", "licence", "licensed"])
def test_every_cell_is_the_releases(drill: Drill, released: pl.DataFrame, model: str) -> None:
    compared: Counter[str] = Counter()
    left_out = set()
    for key in questions(released, model):
        if key["measure"] not in drill.measures(key["profession"], model):
            left_out.add(key["measure"])
            continue
        found = drill.count(Asked(**key)).cells
        want = released.filter(*(pl.col(name) == value for name, value in key.items()))
        assert cells(found) == cells(want), key
        compared[key["measure"]] += 1
    assert len(compared) >= 5 and min(compared.values()) >= 4
    assert all(name.startswith(NOT_COUNTED_BY_PERSON) or name.endswith("_by_year") for name in left_out)


def test_every_way_of_counting_is_the_sensitivity_tables(drill: Drill) -> None:
    """Each alternative of each choice, among them the target sets."""
    told = drill.tables["sensitivity"].filter(pl.col("cohort").is_in([WINDOW, "2000/01", "2005"]))
    named = drill.tables["alternatives"].with_columns(counted=pl.col("measure") + pl.col("suffix"))
    rows = told.join(
        named, left_on=["measure", "choice", "alternative"], right_on=["counted", "choice", "alternative"]
    )
    compared = set()
    for row in rows.filter(pl.col("variant") != "").sort("profession").iter_rows(named=True):
        asked = Asked(
            row["profession"], row["model"], row["cohort"], row["measure_right"], variant=row["variant"]
        )
        found = drill.count(asked).cells.row(0, named=True)
        assert [found[name] for name in COUNTS] == [row[name] for name in COUNTS], asked
        compared.add(row["variant"])
    assert {"target_set=workplace", "target_set=either"} <= compared


def test_municipalities_add_up_to_their_county(drill: Drill) -> None:
    asked = Asked("sjukskoterska", "education", WINDOW, "retention_1", "home_county", "sex")
    finer = Asked("sjukskoterska", "education", WINDOW, "retention_1", "home_municipality", "sex")
    by_county = dict(
        zip(*drill.count(asked).cells.group_by("value_1").agg(pl.sum("denominator")), strict=True)
    )
    added: dict[str, int] = {}
    for code, persons in drill.count(finer).cells.select("value_1", "denominator").iter_rows():
        county = code if not code.isdigit() else "03" if code == "1917" else code[:2]
        added[county] = added.get(county, 0) + persons
    assert added == by_county
    assert len(added) > 5


def test_a_pair_that_no_release_has_adds_up_to_its_single(drill: Drill) -> None:
    """A year by age and home region: the release cuts one year by pairs with sex only."""
    single = drill.count(Asked("sjukskoterska", "education", "2003", "composition", "age")).cells
    pair = drill.count(Asked("sjukskoterska", "education", "2003", "composition", "age", "home_region")).cells
    assert dict(pair.group_by("value_1").agg(pl.sum("numerator")).rows()) == dict(
        single.select("value_1", "numerator").rows()
    )
    assert set(pair["denominator"]) == set(single["denominator"])  # a composition is of the whole cohort


def test_only_graduates_are_cut_by_what_comes_after(drill: Drill) -> None:
    started = Asked("sjukskoterska", "education", WINDOW, "exam_rate_nominal_3")
    licensed = Asked("sjukskoterska", "education", WINDOW, "retention_1")
    assert "after_1_municipality" not in drill.breakdowns(started)
    assert {"after_1_municipality", "degree_institution"} <= set(drill.breakdowns(licensed))
    assert not {"status_1", "fate", "resident_1"} & set(drill.breakdowns(licensed))


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"profession": "bagare"}, "drill_value"),
        ({"cohort": "1950"}, "drill_value"),
        ({"by_1": "person"}, "drill_value"),
        ({"by_1": "x' or 1=1 --"}, "drill_value"),
        ({"variant": "target_set=none"}, "drill_value"),
        ({"by_1": "sex", "by_2": "sex"}, "drill_same"),
        ({"measure": "status_1", "by_1": "sex"}, "drill_parts"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(drill: Drill, wrong: dict[str, str], key: str) -> None:
    usual = {"profession": "sjukskoterska", "model": "education", "cohort": WINDOW, "measure": "retention_1"}
    with pytest.raises(UserError) as refused:
        drill.count(Asked(**usual | wrong))
    assert key in {fault.key for fault in refused.value.faults}


def test_no_person_number_is_left_in_memory(drill: Drill) -> None:
    memory = drill._group("sjukskoterska").memory
    columns = memory.frame("select table_name, column_name from information_schema.columns")
    assert {"people", "observations", "breakdowns"} <= set(columns["table_name"])
    assert not {"person", "LopNr"} & set(columns["column_name"])
    schemas = memory.frame("select distinct database_name from duckdb_tables()")
    assert "release" not in schemas["database_name"].to_list()


def test_few_groups_are_kept_and_an_earlier_one_is_read_again(drilled: Path) -> None:
    drill = Drill(drilled / "internal" / "warehouse.duckdb")
    assert drill._groups == {}  # opening reads nobody
    first, *others = drill.professions()
    models = drill.models(first)
    assert len(others) == MOST_GROUPS
    for group in others:
        drill.models(group)
    assert set(drill._groups) == set(others)
    assert drill.models(first) == models
    drill.close()


def test_a_release_that_is_made_again_is_not_mixed_with_the_old(drilled: Path, tmp_path: Path) -> None:
    file = shutil.copytree(drilled / "internal", tmp_path / "internal") / "warehouse.duckdb"
    drill = Drill(file)
    drill.models("sjukskoterska")
    os.utime(file, (0, 0))
    assert drill.models("sjukskoterska")  # is in memory
    with pytest.raises(UserError) as refused:
        drill.models("tandhygienist")
    assert [fault.key for fault in refused.value.faults] == ["drill_changed"]
