"""Marked persons, values and a marked secret: found in internal/ and nowhere else that a run writes."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import polars as pl
import pytest

from flows.warehouse import Warehouse
from pipelines import release
from pipelines.definitions import defs
from tests.end_to_end.calling import PERSON, PROGRAM, ROOT, call, left_in, small_delivery, surroundings

Capture = pytest.CaptureFixture[str]
MARK = "Q7X"
"""In every planted value; in no code, name or file of the project."""
SECRET = f"{MARK}-hemligheten-som-ingen-gissar"


def marked(folder: Path) -> Path:
    """A delivery of marked people, some of whose rows are rejected, blanked or of nobody."""
    place = small_delivery(folder)
    for file in place.glob("*.csv"):
        text = file.read_text(encoding="utf-8").replace(PERSON.format(""), f"{MARK}-")
        file.write_text(text, encoding="utf-8")
    with (place / "individuals.csv").open("a", encoding="utf-8") as rows:
        sound = f"{MARK}-90,2001,1,1980,0180,1,1,3225"
        rows.write(sound.replace("0180", f"{MARK}K") + "\n")
        rows.write(sound.replace(",1,1980", f",{MARK}S,1980") + "\n")
        rows.write(sound.replace("2001", f"20{MARK}") + "\n")
        rows.write(sound.replace("3225", f"{MARK}Y").replace("90", "91") + "\n")
    with (place / "degrees.csv").open("a", encoding="utf-8") as rows:
        rows.write(f"{MARK}-1,{MARK}H,{MARK}E,2003-13-{MARK}\n")
        rows.write(f"{MARK}-92,{MARK}H,tandhygienist,2003-06-05\n")
    with (place / "registrations.csv").open("a", encoding="utf-8") as rows:
        rows.write(f"{MARK}-92,2001,2,{MARK}H,tandhygienist,1281\n")
    return place


def contents(file: Path) -> Iterator[bytes]:
    """What a file says, unpacked: the tables in it as text."""
    yield file.read_bytes()
    if file.suffix == ".parquet":
        frame = pl.read_parquet(file)
        yield " ".join(str(frame[name].unique().to_list()) for name in frame.columns).encode()
    elif zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    elif file.suffix == ".db":
        with sqlite3.connect(file) as database:
            yield "\n".join(database.iterdump()).encode()


def tells(folder: Path) -> list[str]:
    """The files below that say something marked, by content or by name."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    mark = MARK.encode()
    return sorted(
        path.relative_to(folder).as_posix()
        for path in files
        if mark in path.name.encode() or any(mark in said for said in contents(path))
    )


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text(SECRET, encoding="utf-8")
    monkeypatch.setenv("VARDFLODE_SECRET_FILE", str(tmp_path / "key"))


def job_run(
    place: Path, delivery: Path, instance: Callable[[str], dg.DagsterInstance]
) -> dg.ExecuteInProcessResult:
    """The job as Dagster runs it, with its artefacts below `place`."""
    settings = place / "vardflode.toml"
    paths = f'[paths]\nout = "{place / "out"}"\npublic = "{place / "public"}"\n'
    settings.write_text(f'[run]\nprofessions = ["tandhygienist"]\n{paths}', encoding="utf-8")
    config = {"delivery": str(delivery), "release": "r", "settings": str(settings)}
    (place / "dagster").mkdir()
    with instance(str(place / "dagster")) as history:
        return defs.resolve_job_def("release").execute_in_process(
            run_config={"resources": {"work": {"config": config}}}, instance=history, raise_on_error=False
        )


@pytest.mark.usefixtures("secret")
def test_a_whole_run_tells_of_nobody(
    tmp_path: Path, capfd: Capture, caplog: pytest.LogCaptureFixture
) -> None:
    done = job_run(tmp_path, marked(tmp_path / "delivery"), dg.DagsterInstance.local_temp)
    assert done.success
    out, err = capfd.readouterr()
    assert MARK not in out + err + caplog.text
    assert tells(tmp_path / "dagster") == []
    inside = tells(tmp_path / "out" / "r")
    assert "internal/rejected/individuals.parquet" in inside, "the search finds what is there"
    assert [name for name in inside if not name.startswith("internal/")] == []
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "out" / "r").iterdir()}
    assert modes == {"internal": 0o700, "published": 0o700, "manifest.json": 0o600}
    kinds = {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "out" / "r" / "internal").rglob("*")}
    assert kinds == {0o700, 0o600}
    assert left_in(tmp_path) == ["dagster", "delivery", "key", "out", "vardflode.toml"]


def quoting(*_: Any) -> Any:
    """What a library may say when it meets a value."""
    raise duckdb.ConversionException(f"Could not convert string '{MARK}-1' to INT32")


def test_an_error_that_quotes_a_value_is_recorded_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    monkeypatch.setattr(Warehouse, "load_register", quoting)
    delivery = marked(tmp_path / "delivery")
    done = job_run(tmp_path, delivery, dg.DagsterInstance.ephemeral)
    assert not done.success
    out, err = capfd.readouterr()
    told = out + err + str(done.all_events)
    assert "ConversionException" in told and MARK not in told
    assert left_in(tmp_path / "out") == []


def test_the_log_of_an_internal_fault_quotes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(release, "read_register", quoting)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    done = call(capsys, "check", marked(tmp_path / "delivery"), "--json")
    assert (done.code, done.keys) == (3, ["internal"])
    assert "ConversionException" in done.err and MARK not in done.out + done.err
    (log,) = (tmp_path / "tmp").iterdir()
    assert "load_register" in log.read_text(encoding="utf-8") or "read" in log.read_text(encoding="utf-8")
    assert tells(tmp_path / "tmp") == []
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_killed_run_leaves_persons_in_its_own_folder_only(tmp_path: Path) -> None:
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    arguments = ["run", marked(tmp_path / "delivery"), "--release", "r", "--out", tmp_path / "out"]
    with (tmp_path / "log").open("w") as log:
        run = subprocess.Popen(
            [*PROGRAM, *map(str, arguments)],
            cwd=ROOT,
            env=surroundings({"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp")}),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    for _ in range(1200):
        if "Prövar" in (tmp_path / "log").read_text(encoding="utf-8") or run.poll() is not None:
            break
        time.sleep(0.05)
    run.kill()
    assert run.wait(60) == -signal.SIGKILL
    assert left_in(tmp_path / "out") == [".building-r", ".lock-r"]
    found = {place for place in tells(tmp_path) if not place.startswith("delivery/")}
    assert {place.split("/")[1] for place in found} <= {".building-r"}
    assert stat.S_IMODE((tmp_path / "out" / ".building-r").stat().st_mode) == 0o700
    assert left_in(tmp_path / "tmp") == left_in(tmp_path / "home") == []
