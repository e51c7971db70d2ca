"""The data that the reader's own choice draws from: equal to the frame, and nothing withheld in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reports.cells import Cell
from reports.explore.compact import Reasons, chosen_rows, compact, group_cells, placed
from reports.explore.lexicon import lexicon
from reports.language import ENGLISH, SWEDISH
from reports.site import LANGUAGES, Site
from tests import licence_site
from tests.exploring import PROFESSIONS, RATE, RELEASE, WINDOW, frame, told, write

Found = dict[tuple[str, ...], dict[str, Any]]


def read(raw: list[Any], why: list[str]) -> dict[str, Any]:
    """A compact cell as the form says that it is read."""
    names = ("numerator", "denominator", "n_not_observable", "value", "value_low", "value_high")
    if raw[0] is None:
        return dict.fromkeys(names) | {
            "n_not_observable": raw[2] if len(raw) > 2 else None,
            "why": why[raw[1] - 1],
        }
    found = dict.fromkeys(names) | dict(zip(names, raw[:3], strict=False))
    found["value"] = raw[0] / raw[1] if len(raw) == 3 else raw[3]
    if len(raw) == 6:
        found |= {"value_low": raw[4], "value_high": raw[5]}
    return found | {"why": why[raw[4] - 1] if len(raw) == 5 else ""}


def cells(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every cell of a script by model, measure, cohort, breakdown and values."""

    def walk(path: tuple[str, ...], node: Any) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
        if isinstance(node, list):
            yield path, read(node, data["why"]["sv"])
        else:
            for name, inner in node.items():
                yield from walk((*path, name), inner)

    for model, measures in data["models"].items():
        for measure, found in measures.items():
            yield from walk((model, measure), found["cells"])


@pytest.mark.parametrize(
    ("published", "profession"),
    [
        (frame(), "logoped"),
        (licence_site.FRAMES["published"], licence_site.NURSE),
        (licence_site.FRAMES["published"], licence_site.DRAFT),
    ],
    ids=["by hand", "nurses", "draft"],
)
def test_the_script_holds_what_the_frame_holds(published: pl.DataFrame, profession: str) -> None:
    found = dict(cells(group_cells(published, profession, LANGUAGES)))
    rows = list(chosen_rows(published, profession).iter_rows(named=True))
    assert len(found) == len(rows) > 0
    for row in rows:
        by, values = placed(row)
        one = found[(row["model"], row["measure"], row["cohort"], by, *values)]
        is_ok = row["status"] == "ok"
        for name in ("numerator", "denominator", "value"):
            assert one[name] == (row[name] if is_ok else None), (row, name)
        is_told = is_ok or row["status"] == "not_observable"
        assert one["n_not_observable"] == (row["n_not_observable"] if is_told else None)
        assert bool(one["why"]) == (one["value"] is None)


def test_a_withheld_number_is_null_with_its_reason() -> None:
    data = group_cells(frame(), "logoped", LANGUAGES)
    found = dict(cells(data))
    county = found[("education", RATE, WINDOW, "home_county", "10")]
    assert county["numerator"] is None and county["denominator"] is None and county["value"] is None
    assert county["why"].startswith("Skyddad: talet kan inte avrundas")
    assert len(data["why"]["sv"]) == len(data["why"]["en"]) == len(set(data["why"]["en"]))


def test_each_kind_of_cell_has_its_form() -> None:
    reasons = Reasons(LANGUAGES)
    kinds = {
        (3, 4, 0, 0.75): [3, 4, 0],
        (250, 250, 1, 36.5): [250, 250, 1, 36.5],
        (0, 40, 0, 0.0): [0, 40, 0],
    }
    for (numerator, denominator, unseen, value), form in kinds.items():
        assert compact(Cell(numerator, denominator, unseen, value, "ok"), reasons) == form
    assert compact(Cell(10, 20, 0, 0.5, "ok", low=0.375, high=0.625), reasons) == [
        10,
        20,
        0,
        0.5,
        0.375,
        0.625,
    ]
    assert compact(Cell(5, 10, 0, None, "ok", "base_small"), reasons) == [5, 10, 0, None, 1]
    assert compact(Cell(None, None, None, None, "protected", "secondary"), reasons) == [None, 2]
    assert compact(Cell(None, None, 40, None, "not_observable"), reasons) == [None, 3, 40]


def test_sex_comes_second_in_a_pair() -> None:
    row = {"by_1": "sex", "value_1": "woman", "by_2": "age", "value_2": "-21"}
    assert placed(row) == ("age,sex", ["-21", "woman"])
    assert placed(row | {"by_2": "", "value_2": ""}) == ("sex", ["woman"])
    assert placed(dict.fromkeys(row, "")) == ("", [""])


def test_a_zero_is_a_dash_only_where_every_one_is_exact() -> None:
    def zero_of(*methods: str) -> str:
        cut = frame().filter(pl.col("measure") == RATE, pl.col("by_1") == "sex").head(len(methods))
        given = cut.with_columns(pl.Series("method", methods))
        return str(group_cells(given, "logoped", LANGUAGES)["models"]["education"][RATE]["zero"])

    assert zero_of("suppression", "suppression") == "–"
    assert zero_of("suppression", "rounding_5") == zero_of("rounding_5", "suppression") == "0"


def test_the_same_frame_gives_the_same_scripts(tmp_path: Path) -> None:
    names = [f"assets/data/{name}.js" for name in ("logoped", "audionom", "words", "words.en")]
    one, two = write(tmp_path / "one"), write(tmp_path / "two")
    for name in names:
        assert (one / name).read_bytes() == (two / name).read_bytes()
    assert told(one / names[0])["window"] == WINDOW


def test_every_choice_has_its_words_in_both_languages(tmp_path: Path) -> None:
    site = Site((), RELEASE, {"cells": frame()}, tmp_path)
    swedish, english = (lexicon(site, language) for language in (SWEDISH, ENGLISH))
    for words in (swedish, english):
        titles = {one["name"]: one for one in words["measures"]["education"]}
        assert {RATE, "status_1", "months_start_to_degree_p50"} <= set(titles)
        assert all(one["title"] and one["definition"] and one["unit"] for one in titles.values())
        assert set(words["values"]) <= set(words["breakdowns"])
    assert swedish["signs"] == {"thousands": "\u00a0", "decimal": ","}
    assert english["signs"] == {"thousands": ",", "decimal": "."}
    assert list(swedish["values"]["age"]) == ["-21", "22-24", "30-34", "35-"], "in the order of the text file"
    assert swedish["values"]["home_county"]["12"] == "Skåne län"
    assert swedish["regions"]["12"] == "Södra"


def test_moves_between_places_stand_elsewhere() -> None:
    moved = frame().with_columns(pl.lit("net_1").alias("measure"))
    assert group_cells(moved, "logoped", LANGUAGES)["models"] == {}


def test_groups_are_named_in_the_language(tmp_path: Path) -> None:
    site = write(tmp_path)
    assert told(site / "assets/data/words.js")["groups"] == {"logoped": "Logoped", "audionom": "Audionom"}
    assert told(site / "assets/data/words.en.js")["groups"]["audionom"] == "Audiologist"
    assert len(PROFESSIONS) == 2
