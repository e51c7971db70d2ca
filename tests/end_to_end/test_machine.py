"""A full disk, a killed or interrupted run, a closed pipe: one message at most, and nothing half-made."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest

from flows.warehouse import RegisterCounts, Warehouse
from pipelines.causes import in_words
from pipelines.failing import UnexpectedError
from pipelines.release import Request, open_release
from pipelines.settings import Settings
from schemas.faults import UserError
from tests.end_to_end.calling import PERSON, PROGRAM, ROOT, call, call_outside, left_in, surroundings

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of a hundred kilobytes, or None where nothing may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "vardflode-test", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_full_disk(
    sound: Path, tmp_path: Path, tiny_disk: Path | None, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tiny_disk or tmp_path / "out"
    if tiny_disk is None:
        # Not allowed to mount: the first file that is written meets the same error.
        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    done = call(capsys, "run", sound, "--release", "prov", "--out", out, "--json")
    assert (done.code, done.keys) == (2, ["disk_full"]), done.err
    assert left_in(out) == []


def test_full_disk_while_a_file_is_unpacked(
    delivery: Path, tmp_path: Path, tiny_disk: Path | None, capsys: Capture
) -> None:
    if tiny_disk is None:
        tiny_disk = Path("/dev/full")
    (delivery / "degrees.csv").unlink()
    (delivery / "degrees.csv.gz").write_bytes(gzip.compress(b"x,y\n" + b"1,2\n" * 1_000_000))
    done = call(capsys, "check", delivery, "--out", tiny_disk, "--json")
    assert done.code == 2
    assert done.keys == (["not_writable"] if tiny_disk == Path("/dev/full") else ["disk_full"])


def test_internal_fault_leaves_a_log(sound: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines import release

    monkeypatch.setattr(release, "read_register", lambda *_: 1 / 0)
    done = call(capsys, "check", sound, "--json")
    assert (done.code, done.keys) == (3, ["internal"])
    assert "ZeroDivisionError" in done.err
    (log,) = re.findall(r"(/\S+\.log)", done.json["faults"][0]["text"])
    assert "Traceback" in Path(log).read_text(encoding="utf-8")
    Path(log).unlink()


def started(sound: Path, out: Path) -> subprocess.Popen[str]:
    """A run in a process of its own that has begun to read."""
    arguments = ["run", str(sound), "--release", "prov", "--out", str(out)]
    run = subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=ROOT,
        env=surroundings({}),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    for _ in range(600):
        if any(path.name == ".building-prov" for path in out.glob(".*")) or run.poll() is not None:
            break
        time.sleep(0.05)
    assert left_in(out), "the run grows beside the releases, hidden"
    return run


@pytest.fixture
def heard_interrupt() -> Iterator[None]:
    """Ctrl-C is heard by what is started here, also where the tests themselves run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard_interrupt")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(sound: Path, tmp_path: Path, number: signal.Signals) -> None:
    run = started(sound, tmp_path / "out")
    run.send_signal(number)
    out, err = run.communicate(timeout=60)
    assert (run.returncode, out) == (130, "")
    assert "Avbrutet; inget halvfärdigt finns kvar." in err
    assert "Traceback" not in err
    assert left_in(tmp_path / "out") == []


def test_killed_run_leaves_nothing_that_looks_like_a_release(
    sound: Path, tmp_path: Path, capsys: Capture
) -> None:
    """That the next run goes on: tests/crashing.py."""
    out = tmp_path / "out"
    run = started(sound, out)
    run.kill()
    run.communicate(timeout=60)
    assert left_in(out) == [".building-prov", ".lock-prov"]
    again = call(capsys, "run", out / "nothing", "--release", "annan", "--out", out)
    assert "En tidigare körning av prov dog innan den var klar" in again.err
    assert left_in(out) == [], "what the killed run left has been swept away"
    again = call(capsys, "run", out / "nothing", "--release", "annan", "--out", out)
    assert "dog innan" not in again.err, "it is told once"


def test_reader_of_stdout_may_leave() -> None:
    program = subprocess.Popen(
        [*PROGRAM, "explain", "measures.cells"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    program.stdout.close()
    assert program.stderr is not None
    assert (program.stderr.read(), program.wait()) == ("", 0)
    program.stderr.close()


def test_terminal_without_swedish_letters() -> None:
    done = call_outside("profession", "show", "lakare", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert "L?kare" in done.out


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), OSError(27, "File too large")])
def test_a_disk_that_fills_while_a_release_is_put_in_place(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    """At the last moment, when everything has been counted: what stands is the old release, whole."""
    (tmp_path / "out" / "prov").mkdir(parents=True)
    (tmp_path / "out" / "prov" / "manifest.json").touch()

    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr("pipelines.placing.settle", full)
    request = Request(sound, Settings(out=str(tmp_path / "out")), "prov", replace=True)
    with pytest.raises(UserError) as caught, open_release(request, lambda *_, **__: None) as release:
        for register in release.delivery.files:
            release.read(register)
        release.finish()
    assert [(f.key, f.fields["folder"]) for f in caught.value.faults] == [("disk_full", tmp_path / "out")]
    assert caught.value.exit_code == 2
    assert left_in(tmp_path / "out") == ["prov"] and left_in(tmp_path / "out" / "prov") == ["manifest.json"]


def test_memory_that_runs_out(
    sound: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Warehouse.load_register

    def narrow(self: Warehouse, *others: Any) -> RegisterCounts:
        self.connection.execute("set memory_limit = '1MB'")
        self.connection.execute("set max_temp_directory_size = '0KB'")
        return right(self, *others)

    monkeypatch.setattr(Warehouse, "load_register", narrow)
    done = call(capsys, "check", sound, "--out", tmp_path / "out", "--json")
    assert (done.code, done.keys) == (2, ["memory_full"]), done.err
    assert left_in(tmp_path / "out") == []


def test_a_limit_under_which_libraries_would_end_the_program(sound: Path, tmp_path: Path) -> None:
    for gigabytes, code, said in ((1.5, 2, "Programmet får ha 1.5 GB minne"), (4, 0, "Läser registrations")):
        done = subprocess.run(
            [
                "sh",
                "-c",
                f'ulimit -v {int(gigabytes * 2**20)}; exec "$@"',
                "sh",
                *PROGRAM,
                "check",
                str(sound),
            ],
            cwd=ROOT,
            env=surroundings({}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, said in done.stderr) == (code, True), done.stderr
        assert "ulimit -v unlimited" in done.stderr or code == 0
        assert "memory allocation" not in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("said", "code", "keys"),
    [
        ("could not spawn threads: ThreadPoolBuildError", 2, ["memory_full"]),
        ("HEMLIG-1 is not what was expected", 3, ["internal"]),
    ],
)
def test_a_fault_inside_polars(
    sound: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, said: str, code: int, keys: list[str]
) -> None:
    """It is no Exception, and may quote a row; `call` asserts that no person is named."""

    def panics(*_: object) -> None:
        raise pl.exceptions.PanicException(said)

    monkeypatch.setattr("pipelines.release.read_register", panics)
    done = call(capsys, "check", sound, "--json")
    assert (done.code, done.keys) == (code, keys)
    for log in re.findall(r"(/\S+\.log)", done.json["faults"][0]["text"]):
        assert "HEMLIG" not in Path(log).read_text(encoding="utf-8")
        Path(log).unlink()


def test_dagster_is_told_nothing_that_a_fault_inside_polars_quotes() -> None:
    quoted = PERSON.format(1)
    with pytest.raises(UnexpectedError) as caught, in_words():
        raise pl.exceptions.PanicException(quoted)
    assert quoted not in str(caught.value) and caught.value.kind == "PanicException"
    with pytest.raises(dg.Failure, match="Minnet räcker inte"), in_words():
        raise MemoryError
    with pytest.raises(KeyboardInterrupt), in_words():
        raise KeyboardInterrupt


def test_freed_memory_goes_back_soon() -> None:
    """The last word counts to the allocator, so ours must come after what Polars asks for itself."""
    code = "import os, pipelines, polars; print(os.environ['_RJEM_MALLOC_CONF'])"
    env = {name: value for name, value in os.environ.items() if name != "_RJEM_MALLOC_CONF"}  # this process's
    run = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT, env=env
    )
    assert run.stdout.strip().endswith("dirty_decay_ms:2000,muzzy_decay_ms:0")
