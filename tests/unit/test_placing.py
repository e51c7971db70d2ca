"""Locks that go with their process, what killed runs leave, and what reaches the disk before its name."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import durable
from pipelines.approving import approve
from pipelines.finding import release_at
from pipelines.locking import locked
from pipelines.placing import growing, put_in_place, sweep
from pipelines.private import for_owner_only, scratch_folder
from pipelines.settings import Settings
from pipelines.user import user_name
from schemas.faults import UserError
from tests.end_to_end.calling import ROOT, left_in
from tests.releasing import cell, make_release

HOLD = """
import sys
from pathlib import Path
from pipelines.{module} import {what}
with {what}({arguments}):
    print("held", flush=True)
    sys.stdin.read()
"""


def holding(module: str, what: str, arguments: str, folder: Path) -> subprocess.Popen[str]:
    """A process that holds a lock until its stdin is closed, or it is killed."""
    code = HOLD.format(module=module, what=what, arguments=arguments.format(folder=f"Path({str(folder)!r})"))
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(folder)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def killed(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Somebody else who is making the release a."""
    process = holding("placing", "growing", "{folder}, 'a'", tmp_path)
    yield process
    killed(process)


# ---------------------------------------------------------------- locks


def test_the_second_is_told_who_and_since_when(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    with pytest.raises(UserError) as caught, growing(tmp_path, "a"):
        pass
    (fault,) = caught.value.faults
    assert (caught.value.exit_code, fault.key) == (2, "in_use")
    assert (fault.fields["who"], fault.fields["process"]) == (user_name(), other.pid)
    assert str(fault.fields["since"])[:4].isdigit() and str(tmp_path / "a") in fault.text("sv")
    sweep(tmp_path)
    assert (tmp_path / ".building-a").is_dir(), "what somebody is making is not swept away"
    with growing(tmp_path, "b"):
        pass


def test_a_killed_holder_holds_nothing(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    killed(other)
    assert left_in(tmp_path) == [".building-a", ".lock-a"]
    sweep(tmp_path)
    assert left_in(tmp_path) == []


def test_a_lock_is_gone_after_its_work_and_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path, "a"):
            assert left_in(tmp_path) == [".lock-a"]
            with pytest.raises(UserError), locked(tmp_path, "a"):
                pass
    assert left_in(tmp_path) == []


def test_a_folder_without_rights_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError) as caught, locked(tmp_path / "file", "a"):
        pass
    assert caught.value.faults[0].key == "not_writable"


def test_two_approvals_at_once(tmp_path: Path) -> None:
    folder = make_release(tmp_path / "out", "r", cell())
    for place, name in ((tmp_path / "public", "live"), (tmp_path / "out", "r")):
        with locked(place, name), pytest.raises(UserError) as caught:
            approve(folder, tmp_path / "public", "Anna")
        assert [fault.key for fault in caught.value.faults] == ["in_use"]
    assert approve(folder, tmp_path / "public", "Anna").release == "r"


# ---------------------------------------------------------------- what killed runs leave


def test_a_release_that_a_killed_run_had_moved_away_is_found(tmp_path: Path) -> None:
    (tmp_path / ".old-a").mkdir()
    (tmp_path / ".old-a" / "manifest.json").touch()
    (tmp_path / ".building-a").mkdir()
    assert release_at(Path("a"), Settings(out=str(tmp_path))) == tmp_path / "a"
    assert left_in(tmp_path) == ["a"]


def test_temporary_folders_of_killed_calls_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    process = holding("private", "scratch_folder", "", tmp_path)
    (own,) = tmp_path.iterdir()
    (own / "rows").touch()
    with scratch_folder() as ours:
        assert sorted(tmp_path.iterdir()) == sorted([own, ours]), "one that is used stays"
    killed(process)
    assert (own / "rows").exists()
    with scratch_folder() as ours:
        assert list(tmp_path.iterdir()) == [ours]
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- for the owner only


def test_what_is_written_is_the_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with growing(tmp_path, "a") as folder, for_owner_only(folder):
            (folder / "internal").mkdir()
            (folder / "internal" / "rows").touch()
            with tempfile.NamedTemporaryFile() as file:
                assert Path(file.name).parent == folder
            modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (folder, *folder.rglob("*"))}
        assert modes == {".building-a": 0o700, "internal": 0o700, "rows": 0o600}
        assert tempfile.tempdir is None or Path(tempfile.tempdir) != folder
        assert os.umask(0) == 0
    finally:
        os.umask(before)


def test_the_public_copy_can_be_read_by_everybody(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        approve(make_release(tmp_path / "out", "r", cell()), tmp_path / "public", "Anna")
    finally:
        os.umask(before)
    found = [tmp_path / "public" / "r", *(tmp_path / "public" / "r").rglob("*")]
    assert {stat.S_IMODE(p.stat().st_mode) for p in found if p.is_dir()} == {0o755}
    assert {stat.S_IMODE(p.stat().st_mode) for p in found if p.is_file()} == {0o644}


# ---------------------------------------------------------------- power loss


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What is sent to the disk and what is renamed, in their order; a file by the name it has then."""
    said: list[tuple[str, str]] = []
    to_disk, replace = durable._to_disk, Path.replace

    def noted(path: Path) -> None:
        said.append(("disk", path.name))
        to_disk(path)

    def renamed(self: Path, target: Path) -> Path:
        said.append(("rename", Path(target).name))
        return replace(self, target)

    monkeypatch.setattr(durable, "_to_disk", noted)
    monkeypatch.setattr(Path, "replace", renamed)
    return said


def test_content_is_on_the_disk_before_its_name(tmp_path: Path, order: list[tuple[str, str]]) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "manifest.json").touch()
    with growing(tmp_path, "a") as folder:
        (folder / "internal").mkdir()
        (folder / "internal" / "rows").write_text("x", encoding="utf-8")
        put_in_place(folder, tmp_path / "a", replace=True)
    top = ("disk", tmp_path.name)
    assert order == [
        *(("disk", "rows"), ("disk", "internal"), ("disk", ".building-a")),
        *(("rename", ".old-a"), top, ("rename", "a"), top, ("rename", ".building-a"), top),
    ]


def test_an_approval_is_on_the_disk_before_it_is_live(tmp_path: Path, order: list[tuple[str, str]]) -> None:
    approve(make_release(tmp_path / "out", "r", cell()), tmp_path / "public", "Anna")
    copied, live = order.index(("rename", "r")), order.index(("rename", "live"))
    recorded = len(order) - 1 - order[::-1].index(("rename", "approval.json"))
    on_disk = {name for what, name in order[:copied] if what == "disk"}
    assert {"rates.parquet", "index.html", "tables", "site", ".approval.json", ".building-r"} <= on_disk
    assert copied < live < recorded
    assert order[copied + 1] == order[live + 1] == ("disk", "public")


def test_fsync_is_what_sends_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: sent.append(os.fstat(handle).st_ino))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").touch()
    (tmp_path / "folder" / "link").symlink_to("nowhere")
    durable.settle(tmp_path / "folder")
    assert sent == [(tmp_path / "folder" / "file").stat().st_ino, (tmp_path / "folder").stat().st_ino]


# ---------------------------------------------------------------- killed at seeded moments


def test_five_seeded_kills(tmp_path: Path) -> None:
    """`make crash` does a hundred, of whole runs."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crashing", "--short", "--kills", "5", "--seed", "11"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert len(done.stdout.splitlines()) == 5
