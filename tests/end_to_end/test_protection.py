"""Protection through the command line: the secret, the settings, and a release that the attacker opens."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from reports.files.table import FORMATS
from schemas.published_tables import published_tables
from tests.comparing_files import every_table_must
from tests.end_to_end.calling import call, left_in, small_delivery

Capture = pytest.CaptureFixture[str]
GROUP = ("--professions", "tandhygienist")


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    return small_delivery(tmp_path / "delivery")


def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (tmp_path / "secret").write_text(text, encoding="utf-8")
    monkeypatch.setenv("VARDFLODE_SECRET_FILE", str(tmp_path / "secret"))


def test_with_a_secret_it_is_no_rehearsal_and_the_settings_decide_the_base(
    delivery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Every listed table in every format; the audit in the manifest; the secret nowhere; threes for fives."""
    words = "a secret that nobody else has"
    secret(tmp_path, monkeypatch, words)
    settings, out = tmp_path / "vardflode.toml", tmp_path / "out"
    settings.write_text("[protection]\nbase = 3\n", encoding="utf-8")
    run = ("run", delivery, "--release", "r", "--out", out, *GROUP, "--settings", settings)
    done = call(capsys, *run, "--json")
    assert done.code == 0, done.err
    assert "ÖVNING" not in done.err
    manifest = json.loads((out / "r" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["rehearsal"] is False
    assert manifest["audit"]["passed"] is True
    assert manifest["settings"]["protection"]["base"] == 3
    site = out / "r" / "published" / "site"
    endings = (*FORMATS, "csv-metadata.json")
    files = [f"{t}.{ending}" for t in published_tables() for ending in endings]
    assert left_in(site / "tables") == sorted([*files, "dcat.rdf"])
    assert "ÖVNING" not in (site / "index.html").read_text(encoding="utf-8")
    assert every_table_must(site / "tables") > 900, "numbers and reasons are the same in every format"
    rates = pl.read_parquet(site / "tables" / "rates.parquet")
    assert set(rates["method"]) == {"rounding_3"}
    assert (rates["numerator"].drop_nulls() % 3 == 0).all()
    for path in (out / "r").rglob("*"):
        assert path.is_dir() or words.encode() not in path.read_bytes(), path


def test_a_secret_that_could_be_guessed(
    delivery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    secret(tmp_path, monkeypatch, "short")
    done = call(capsys, "run", delivery, "--release", "r", "--out", tmp_path / "out", *GROUP, "--json")
    assert (done.code, done.keys) == (2, ["secret_too_short"])


def test_a_release_that_is_opened_is_not_published(
    delivery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """The issue: it keeps its internal part, writes no published/, and exits 1."""
    monkeypatch.setattr("pipelines.release.audit_of", lambda *_: {"passed": False, "broken": 3})
    out = tmp_path / "out"
    done = call(capsys, "run", delivery, "--release", "r", "--out", out, *GROUP, "--json")
    assert (done.code, done.keys) == (1, ["audit_failed"])
    assert left_in(out) == ["r"]
    assert left_in(out / "r") == ["internal", "manifest.json"]
    assert (out / "r" / "internal" / "measures.parquet").is_file()
    manifest = json.loads((out / "r" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["audit"] == {"passed": False, "broken": 3}
    assert "3 tal" in done.err


@pytest.mark.parametrize(
    "setting", ["base = 4", 'method = "none"', "smallest = 3", "rate_base = 10", 'base = "5"']
)
def test_settings_that_would_protect_less(
    delivery: Path, tmp_path: Path, capsys: Capture, setting: str
) -> None:
    file = tmp_path / "vardflode.toml"
    file.write_text(f"[protection]\n{setting}\n", encoding="utf-8")
    done = call(
        capsys, "run", delivery, "--release", "r", "--out", tmp_path / "o", "--settings", file, "--json"
    )
    assert (done.code, done.keys) == (2, ["setting_type_wrong"])
