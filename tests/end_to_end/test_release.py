"""What a release holds: files, columns, numbers, hashes; the same input gives the same bytes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from flows.professions import HOME
from pipelines.cli import run_command
from tests.end_to_end.calling import (
    PEOPLE,
    PERSON,
    Call,
    call,
    call_outside,
    checked,
    hashes,
    left_in,
    small_delivery,
)
from tests.site_links import broken_links
from tests.support import FULL_COVERS

Capture = pytest.CaptureFixture[str]
MEASURES = {
    **dict.fromkeys(
        ("profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"), pl.String
    ),
    **dict.fromkeys(("numerator", "denominator", "n_not_observable"), pl.Int64),
    "value": pl.Float64,
    "status": pl.String,
}
"""Columns of measures.parquet in order (interfaces.md section 3)."""
ATTRITION = {
    **dict.fromkeys(("profession", "model", "cohort", "step", "reason"), pl.String),
    "persons": pl.Int64,
}
BREAKDOWNS = (
    *("sex", "age", "background", "upper_secondary", "earlier_degree", "institution", "home_county"),
    *("home_region", "study_county", "study_region", "cohort_year"),
)


@dataclass(frozen=True)
class Released:
    """A release, the call that made it, and the hashes of its files."""

    folder: Path
    delivery: Path
    arguments: tuple[object, ...]
    call: Call
    files: dict[str, str]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Released]:
    """A small release of tandhygienist and of a group that the program has never heard of."""
    folder = tmp_path_factory.mktemp("released")
    delivery = small_delivery(folder / "delivery")
    text = (HOME / "tandhygienist.toml").read_text(encoding="utf-8")
    own = text.replace('id = "tandhygienist"', 'id = "munhygienist"').replace(
        'name_sv = "Tandhygienist"', 'name_sv = "Munhygienist"'
    )
    own = own.replace("aliases = []", 'aliases = ["MH"]').replace('status = "pilot"', 'status = "draft"')
    (folder / "egna").mkdir()
    (folder / "egna" / "munhygienist.toml").write_text(own, encoding="utf-8")
    for name in ("registrations", "degrees"):
        path = delivery / f"{name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        half = [line.replace("tandhygienist", "MH") if i % 2 else line for i, line in enumerate(lines)]
        path.write_text("\n".join(half) + "\n", encoding="utf-8")
    arguments: tuple[object, ...] = (
        "run",
        delivery,
        "--release",
        "prov",
        "--out",
        folder / "out",
        "--profession-dir",
        folder / "egna",
    )
    arguments += ("--professions", "munhygienist,tandhygienist", "--json")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("VARDFLODE_SECRET_FILE", raising=False)
        with (
            contextlib.redirect_stdout(io.StringIO()) as out,
            contextlib.redirect_stderr(io.StringIO()) as err,
        ):
            code = run_command([str(argument) for argument in arguments])
        done = checked(code, out.getvalue(), err.getvalue(), arguments)
        assert done.code == 0, done.err
        target = folder / "out" / "prov"
        yield Released(target, delivery, arguments, done, hashes(target))


def test_run_says_where_the_release_is(released: Released) -> None:
    data = released.call.json["data"]
    assert data["folder"] == str(released.folder)
    assert Path(data["report"]).is_file()
    assert data["registers"]["registrations"]["accepted"] == len(PEOPLE)
    assert "UTKAST: Munhygienist" in released.call.err
    assert "ÖVNING" in released.call.err


def test_files_of_a_release(released: Released) -> None:
    internal = {"measures", "persons", "attrition", "sensitivity", "curves"}
    assert left_in(released.folder) == ["internal", "manifest.json", "published"]
    assert left_in(released.folder / "internal") == sorted(
        [*(f"{name}.parquet" for name in internal), "rejected", "warehouse.duckdb"]
    )
    assert left_in(released.folder / "internal/rejected") == [
        f"{name}.parquet" for name in ("degrees", "individuals", "licences", "registrations")
    ]


def test_columns_of_measures_attrition_and_sensitivity(released: Released) -> None:
    internal = released.folder / "internal"
    measures = pl.read_parquet(internal / "measures.parquet")
    assert dict(measures.schema) == MEASURES
    assert list(measures.schema) == list(MEASURES)
    assert measures.select(pl.col(pl.String).null_count()).row(0) == (0,) * 9
    assert set(measures["status"]) <= {"ok", "not_observable", "immature"}
    assert set(measures["model"]) == {"education", "licensed"}  # nobody here leads to an advanced education
    assert set(measures["profession"]) == {"tandhygienist", "munhygienist"}
    attrition = pl.read_parquet(internal / "attrition.parquet")
    assert attrition.schema == pl.Schema(ATTRITION)
    sensitivity = pl.read_parquet(internal / "sensitivity.parquet")
    assert dict(sensitivity.schema) == MEASURES | {"choice": pl.String, "alternative": pl.String}
    rejected = pl.read_parquet(internal / "rejected/individuals.parquet")
    assert rejected.columns == ["file", "row", "column", "value", "reason"]


def test_columns_of_persons(released: Released) -> None:
    persons = pl.read_parquet(released.folder / "internal/persons.parquet")
    assert persons.columns[:5] == ["person", "profession", "model", "cohort", "entry_term"]
    followed = [f"{name}_{k}" for k in (1, 3) for name in ("resident", "employed", "in_profession", "status")]
    points = [f"{point}_municipality" for point in ("home", "study", "after_1", "after_3")]
    needed = {*BREAKDOWNS, "applied_term", "licensed_on", "established", *followed, *points}
    assert needed - set(persons.columns) == set()
    assert persons.filter(pl.col("model") == "education").height == len(PEOPLE)
    assert set(persons["model"]) == {"education", "licensed"}
    assert persons.unique(["person", "profession", "model"]).height == persons.height
    for name in (*(f"resident_{k}" for k in (1, 3)), "employed_1", "in_profession_1", "established"):
        assert set(persons[name].drop_nulls()) <= {"yes", "no", "unknown"}


def test_the_numbers_of_a_small_release(released: Released) -> None:
    cells = pl.read_parquet(released.folder / "internal/measures.parquet").filter(
        (pl.col("model") == "education") & (pl.col("cohort") == "2000-2010") & (pl.col("by_1") == "")
    )
    found = {
        (p, m): (n, d)
        for p, m, n, d in cells.select("profession", "measure", "numerator", "denominator").iter_rows()
    }
    for name in ("tandhygienist", "munhygienist"):
        assert found[name, "exam_rate_to_date"] == (12, 12)


def test_manifest_holds_hashes_of_what_went_in_and_came_out(released: Released) -> None:
    manifest = json.loads((released.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["delivery"] == "test"
    assert manifest["settings"]["professions"] == ["munhygienist", "tandhygienist"]
    assert (manifest["settings"]["window"], manifest["rehearsal"]) == ("2000-2010", True)
    assert manifest["engine"] == "duckdb"
    assert manifest["outputs"] == {k: v for k, v in released.files.items() if k != "manifest.json"}
    given = hashes(released.delivery)
    files = {name: entry["files"] for name, entry in manifest["inputs"].items()}
    assert {name: {f: e["sha256"] for f, e in entry.items()} for name, entry in files.items()} == {
        name: {f"{name}.csv": given[f"{name}.csv"]} for name in files
    }
    assert files["individuals"]["individuals.csv"]["rows"] == 12 * len(PEOPLE)
    assert manifest["professions"]["tandhygienist"]["ssyk2012"] == ["3250"]
    assert set(files) == set(FULL_COVERS) - {"applications", "upper_secondary", "migration", "deaths"}
    counts = manifest["inputs"]["individuals"]
    assert (
        counts["rows_read"]
        == counts["accepted"] + counts["duplicates"] + counts["set_aside"]
        == 12 * len(PEOPLE)
    )


def test_a_group_of_ones_own_has_its_page(released: Released) -> None:
    site = released.folder / "published/site"
    pages = {path.stem: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert "Munhygienist" in pages["munhygienist"]
    assert "munhygienist" in pages["index"]


def test_the_site_is_whole_and_says_what_is_new_and_where_measures_are_counted(released: Released) -> None:
    site = released.folder / "published/site"
    assert broken_links(site) == []
    news = (site / "news.html").read_text(encoding="utf-8")
    assert "Omgång prov, version 1.0.0, är den första." in news and "changes.json, för program" in news
    assert "Omgång prov, version 1.0.0." in (site / "index.html").read_text(encoding="utf-8")
    method = (site / "method.html").read_text(encoding="utf-8")
    files = set(re.findall(r"<code>(sql/[^<]+)</code>", method))
    assert files and all((HOME.parent.parent / file).is_file() for file in files)
    tables = (site / "tables.html").read_text(encoding="utf-8")
    assert all(f'href="tables/{path.name}"' in tables for path in (site / "tables").iterdir())


def test_no_person_is_published(released: Released) -> None:
    for path in (released.folder / "published").rglob("*"):
        if path.is_file():
            assert PERSON.format("").encode() not in path.read_bytes(), path


def test_an_existing_name_is_refused(released: Released, capsys: Capture) -> None:
    refused = call(capsys, *released.arguments)
    assert (refused.code, refused.keys) == (2, ["release_exists"])


def test_the_same_input_gives_the_same_bytes_elsewhere_and_at_another_time_and_replace_swaps(
    released: Released, tmp_path: Path
) -> None:
    """Another folder, another day for the files, another time zone and hash seed: the same bytes."""
    delivery = Path(shutil.copytree(released.delivery, tmp_path / "annan mapp" / "leverans"))
    for file in delivery.iterdir():
        os.utime(file, (10**9, 10**9))
    target = Path(shutil.copytree(released.folder, tmp_path / "annan ut" / "prov"))
    (target / "gammal").touch()
    arguments = [delivery if a == released.delivery else a for a in released.arguments]
    arguments[arguments.index("--out") + 1] = target.parent
    done = call_outside(*arguments, "--replace", TZ="Pacific/Kiritimati", PYTHONHASHSEED="7", LC_ALL="C")
    assert done.code == 0, done.err
    assert left_in(target.parent) == ["prov"]
    made = hashes(target)
    assert set(made) == set(released.files), "what stood there before is gone"
    assert {"published/changes.json", "published/site/index.html"} <= set(made)
    changes = {name for name, was in released.files.items() if made[name] != was}
    assert changes <= {"internal/warehouse.duckdb", "manifest.json"}


def test_a_release_moved_away_by_a_killed_run_is_put_back(released: Released, capsys: Capture) -> None:
    target = released.folder
    target.rename(target.with_name(".old-prov"))
    assert call(capsys, *released.arguments).keys == ["release_exists"]
    assert left_in(target.parent) == ["prov"]
