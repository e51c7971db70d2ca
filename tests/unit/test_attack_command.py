"""`vardflode audit`: what it says and how it ends."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.end_to_end.calling import Call, call
from tests.unit.test_attack import Row, row, table

Capture = pytest.CaptureFixture[str]


def release(folder: Path, *rows: Row) -> Path:
    """A release of one published table."""
    tables = folder / "published" / "site" / "tables"
    tables.mkdir(parents=True)
    table(*rows).write_parquet(tables / "rates.parquet")
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    return release(tmp_path / "2026-1", row("exam_rate_to_date", (20, 50, 0)))


@pytest.fixture
def open_(tmp_path: Path) -> Path:
    cells = (
        row("exam_rate_to_date", (18, 40, 0), "sex", "woman"),
        row("exam_rate_to_date", None, "sex", "man"),
    )
    return release(tmp_path / "2026-2", row("exam_rate_to_date", (20, 50, 0)), *cells)


def audited(capsys: Capture, *arguments: object) -> Call:
    return call(capsys, "audit", *arguments)


def test_a_safe_release_passes(capsys: Capture, safe: Path) -> None:
    done = audited(capsys, safe)
    assert done.code == 0
    assert "öppnade inget tal" in done.err
    assert "Publicerade tal: " in done.out


def test_an_opened_count_is_named_and_fails(capsys: Capture, open_: Path) -> None:
    done = audited(capsys, open_)
    assert done.code == 1
    assert "a 2000-2010 exam_rate_to_date sex=man: täljaren är högst 2 och minst 2." in done.out
    assert "grupperna summerar till totalen" in done.out
    assert "the groups add up to the total" in audited(capsys, open_, "--lang", "en").out


def test_json_holds_everything(capsys: Capture, open_: Path) -> None:
    done = audited(capsys, open_, "--json")
    assert done.code == 1
    assert done.keys == ["audit_opened"]
    data = done.json["data"]
    assert data["passed"] is False
    assert {found["value_1"] for found in data["broken"]} == {"man"}
    assert data["examined"] >= len(data["broken"])


def test_an_earlier_release_is_counted_on(capsys: Capture, tmp_path: Path) -> None:
    def made(name: str, men: int) -> Path:
        sexes = [("man", men), ("woman", 105 - men)]
        cells = [row("composition", (n, 105, 0), "sex", sex, method="rounding_5") for sex, n in sexes]
        return release(tmp_path / name, row("composition", (105, 105, 0), method="rounding_5"), *cells)

    then, now = made("2026-1", 0), made("2029-1", 5)
    assert audited(capsys, now).code == 0
    assert audited(capsys, now, "--against", then).code == 1
    assert audited(capsys, "2029-1", "--against", "2026-1", "--out", tmp_path, "--json").code == 1


def test_a_folder_that_is_no_release_is_refused(capsys: Capture, tmp_path: Path) -> None:
    done = audited(capsys, tmp_path / "nej", "--json")
    assert done.code == 2
    assert done.keys == ["release_missing"]
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    done = audited(capsys, tmp_path, "--json")
    assert done.code == 2
    assert done.keys == ["audit_no_tables"]


def test_only_tables_that_are_listed_are_read(capsys: Capture, safe: Path) -> None:
    other = safe / "published" / "site" / "tables" / "other.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(other)
    assert audited(capsys, safe).code == 0
