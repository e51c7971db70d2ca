"""Every check of `vardflode doctor` is seen to find what it looks for; the exit code is 0 or 2."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines import doctor, doctor_machine
from pipelines.doctor_machine import LOCK_FILE, differing_from, is_silent, locked_versions
from pipelines.secret import SET_BY
from schemas.faults import LANGUAGES, catalogue
from tests.end_to_end.calling import ROOT, call, call_outside, small_delivery
from tests.releasing import cell, make_release, table

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture
def place(tmp_path: Path, monkeypatch: Patch) -> Path:
    """A machine where everything is in order: settings, a delivery that waits, a secret."""
    small_delivery(tmp_path / "inbox" / "2026")
    paths = {name: tmp_path / name for name in ("inbox", "out", "public")}
    said = "".join(f'{name} = "{path}"\n' for name, path in paths.items())
    (tmp_path / "vardflode.toml").write_text(f"[paths]\n{said}", encoding="utf-8")
    (tmp_path / "secret").write_text("en hemlighet som ingen gissar", encoding="utf-8")
    (tmp_path / "secret").chmod(0o600)
    monkeypatch.setenv(SET_BY, str(tmp_path / "secret"))
    return tmp_path


def found(place: Path) -> dict[str, str]:
    """Level by name; the worst where a name is told twice."""
    levels = ("ok", "note", "warning", "fault")
    seen: dict[str, str] = {}
    for one in doctor.examine(place / "vardflode.toml", None, None):
        seen[one.name] = max(one.level, seen.get(one.name, "ok"), key=levels.index)
    return seen


def test_all_is_well(place: Path, capsys: Capture) -> None:
    done = call(capsys, "doctor", "--settings", place / "vardflode.toml", "--json")
    checks = {one["name"]: one["level"] for one in done.json["data"]["checks"]}
    assert done.code == 0, done.out
    assert [name for name, level in checks.items() if level == "fault"] == []
    assert checks["secret"] == checks["inbox"] == checks["disk"] == checks["lock"] == "ok"
    assert f"1 leveranser i {place / 'inbox'}" in done.out
    assert "i ordning" in done.err


def open_release(out: Path) -> None:
    """A release whose internal part others may read."""
    release = make_release(out, "r", cell(), internal=table(cell()))
    for folder in (release, release / "internal"):
        folder.chmod(0o755)


def spoil(place: Path, patch: Patch, what: str) -> None:
    """Puts one thing out of order."""
    wrong_lock = place / "lock"
    wrong_lock.write_text("polars==0.0.1 \\\n", encoding="utf-8")
    ways: dict[str, Callable[[], object]] = {
        "python": lambda: patch.setattr(sys, "version_info", (3, 12, 1)),
        "cores": lambda: patch.setattr(os, "cpu_count", lambda: 1),
        "memory": lambda: patch.setattr(doctor_machine, "memory_of_machine", lambda: 2**30),
        "memory_limit": lambda: patch.setattr("pipelines.memory.memory_limit", lambda: 2**30),
        "text": lambda: patch.setattr(sys, "getfilesystemencoding", lambda: "ascii"),
        "zone": lambda: patch.setattr(doctor_machine, "ZONE", "Europe/Ankeborg"),
        "lock": lambda: patch.setattr(doctor_machine, "LOCK_FILE", wrong_lock),
        "odbc": lambda: patch.setattr("ctypes.util.find_library", lambda name: None),
        "telemetry": lambda: patch.setenv("DAGSTER_HOME", str(place)),
        "settings": lambda: (place / "vardflode.toml").write_text('[run]\nwindow = "2010"\n'),
        "folder_is_file": (place / "out").touch,
        "internal": lambda: open_release(place / "out"),
        "left": lambda: (place / "out" / ".building-r").mkdir(parents=True),
        "disk": lambda: patch.setattr(doctor, "LEAST_ROOM", 2**60),
        "secret_open": lambda: (place / "secret").chmod(0o644),
        "secret": lambda: (place / "secret").write_text("kort"),
    }
    ways[what]()


SPOILT = {
    **dict.fromkeys(
        ("python", "lock", "settings", "folder_is_file", "internal", "disk", "memory_limit"), "fault"
    ),
    **dict.fromkeys(("secret", "secret_open"), "fault"),
    **dict.fromkeys(("cores", "memory", "text", "zone", "telemetry"), "warning"),
    **dict.fromkeys(("odbc", "left"), "note"),
}


@pytest.mark.parametrize(("what", "level"), SPOILT.items())
def test_what_is_out_of_order_is_found(place: Path, monkeypatch: Patch, what: str, level: str) -> None:
    assert found(place).get(what, "ok") == "ok"
    spoil(place, monkeypatch, what)
    assert found(place)[what] == level


def test_a_folder_that_cannot_be_used_is_found(place: Path, monkeypatch: Patch) -> None:
    """Who runs the tests may be allowed everything: the system's answer is given."""
    (place / "out").mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert {found(place)[name] for name in ("folder", "inbox")} == {"fault"}


def test_what_is_missing_without_being_wrong(place: Path, monkeypatch: Patch) -> None:
    monkeypatch.delenv(SET_BY)
    (place / "inbox" / "2026").rename(place / "elsewhere")
    (place / "inbox").rmdir()
    levels = found(place)
    assert (levels["secret"], levels["inbox"]) == ("warning", "note")


def test_faults_are_counted_and_the_code_is_2(place: Path, capsys: Capture, monkeypatch: Patch) -> None:
    spoil(place, monkeypatch, "secret_open")
    done = call(capsys, "doctor", "--settings", place / "vardflode.toml", "--json")
    assert (done.code, done.keys) == (2, ["doctor_found"])
    assert "chmod 600" in done.out and "1 punkter" in done.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_words(language: str) -> None:
    words: Any = catalogue(language)
    named = {*SPOILT, "inbox", "folder"} - {"folder_is_file", "left", "internal", "secret_open"}
    assert {f"{name}_ok" for name in named} <= set(words["doctor"])
    assert {f"{name}_{level}" for name, level in SPOILT.items()} <= set(words["doctor"])
    assert set(words["levels"]) == {"ok", "note", "warning", "fault"}


def test_the_lock_is_read_for_this_machine(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text(
        "numpy==1.0 ; python_full_version < '3.12' \\\n    --hash=sha256:aa\n"
        "numpy==2.0 ; python_full_version >= '3.12' \\\n    --hash=sha256:bb\nno-such-package==1 \\\n",
        encoding="utf-8",
    )
    assert locked_versions(lock) == {"numpy": "1.0", "no-such-package": "1"}
    assert [line.split()[0] for line in differing_from(lock)] == ["numpy", "no-such-package"]
    assert "no-such-package – (1)" in differing_from(lock)
    assert len(locked_versions(LOCK_FILE)) > 100


def test_telemetry_is_off_in_this_checkout(tmp_path: Path) -> None:
    assert is_silent(ROOT / "dagster.yaml")
    (tmp_path / "dagster.yaml").write_text("telemetry:\n  enabled: true\n", encoding="utf-8")
    assert not is_silent(tmp_path / "dagster.yaml")


def test_help_is_light() -> None:
    heavy = "import sys; from pipelines.cli import run_command; run_command(['doctor', '--help']); "
    heavy += "print([m for m in ('polars', 'duckdb', 'dagster', 'great_expectations') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert call_outside("doctor", "--help").code == 0
