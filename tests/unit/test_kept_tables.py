"""Which protected rows of a standing release go out again as they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.protecting import kept_tables
from tests.releasing import cell, make_release

HASHES = {"logoped": "a", "dietist": "b"}


@pytest.fixture
def standing(tmp_path: Path) -> Path:
    rows = (cell(), cell(numerator=5), cell(profession="dietist"))
    return make_release(tmp_path, "2026-1", *rows, rests_on=HASHES)


def test_the_rows_of_groups_that_rest_on_the_same_are_kept(standing: Path) -> None:
    kept = kept_tables(standing, {"logoped": "a", "dietist": "changed", "naprapat": "new"})
    assert list(kept) == ["logoped"]
    assert kept["logoped"]["rates"]["numerator"].to_list() == [60, 5]


@pytest.mark.parametrize("how", ["changed", "gone", "unpublished", "nothing stands", "no manifest"])
def test_nothing_is_kept_of_a_release_that_is_not_as_its_manifest_says(standing: Path, how: str) -> None:
    file = standing / "published" / "site" / "tables" / "rates.parquet"
    if how == "changed":
        file.write_bytes(file.read_bytes() + b"x")
    elif how == "gone":
        file.unlink()
    elif how == "unpublished":  # the audit did not pass
        manifest = (standing / "manifest.json").read_text(encoding="utf-8")
        (standing / "manifest.json").write_text(manifest.replace("published/", "x/"), encoding="utf-8")
        shutil.rmtree(standing / "published")
    elif how == "no manifest":
        (standing / "manifest.json").unlink()
    assert kept_tables(None if how == "nothing stands" else standing, HASHES) == {}


def test_an_older_manifest_keeps_nothing(tmp_path: Path) -> None:
    assert kept_tables(make_release(tmp_path, "2023-1", cell()), HASHES) == {}
