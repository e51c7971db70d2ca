"""Removal: what goes, what stays, who is told, and that it may be killed at any step."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines import purging
from pipelines.approving import approve
from pipelines.comparing import compare
from pipelines.drilling.serving import folder_to_drill
from pipelines.earlier_release import warehouse_at
from pipelines.locking import locked
from pipelines.placing import sweep
from pipelines.purging import purge, purged
from pipelines.remaking import remake
from pipelines.settings import Settings
from schemas.faults import UserError
from tests.end_to_end.calling import call, hashes, left_in
from tests.releasing import cell, make_release, table
from tests.support import silent

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release with an internal part of two files, ten bytes and one table."""
    made = make_release(tmp_path / "out", "r", cell(), internal=table(cell()))
    (made / "internal" / "rejected").mkdir()
    (made / "internal" / "rejected" / "degrees.parquet").write_bytes(b"0123456789")
    return made


def keys(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    assert error.value.exit_code == 2
    return [fault.key for fault in error.value.faults]


def test_internal_goes_and_the_rest_stays_as_it_was(folder: Path) -> None:
    before = {name: said for name, said in hashes(folder).items() if not name.startswith("internal/")}
    size = (folder / "internal" / "measures.parquet").stat().st_size
    done = purge(folder, "Anna", "RA-MS 2030:12")
    after = hashes(folder)
    assert after.pop("purged.json") and after == before
    assert (done.files, done.bytes, done.purged_by) == (2, size + 10, "Anna")
    record = json.loads((folder / "purged.json").read_text(encoding="utf-8"))
    (line,) = (folder.parent / "purged.jsonl").read_text(encoding="utf-8").splitlines()
    assert record == json.loads(line) == vars(done)
    assert record["decision"] == "RA-MS 2030:12" and record["purged_on"].startswith("20")
    assert left_in(folder.parent) == ["purged.jsonl", "r"]


def test_who_needs_the_internal_part_is_told(folder: Path) -> None:
    other = make_release(folder.parent, "other", cell(), internal=table(cell()))
    assert purged(folder) is None
    purge(folder, "Anna", None)
    needing: list[Any] = [
        lambda: folder_to_drill(folder, Settings()),
        lambda: warehouse_at(folder),
        lambda: compare(folder, other, "internal"),
        lambda: approve(folder, folder.parent / "public", "Anna"),
        lambda: purge(folder, "Anna", None),
        lambda: remake(folder, "tandhygienist", Settings(), silent),
    ]
    for call_it in needing:
        with pytest.raises(UserError) as caught:
            call_it()
        assert keys(caught) == ["release_purged"]
        assert "Anna" in caught.value.faults[0].text("sv")
    assert compare(folder, other)["against"] == "published"


def test_a_release_that_somebody_is_at_work_on_is_left_alone(folder: Path) -> None:
    with locked(folder.parent, "r"), pytest.raises(UserError) as caught:
        purge(folder, None, None)
    assert keys(caught) == ["in_use"] and (folder / "internal").is_dir()
    shutil.rmtree(folder / "internal")
    with pytest.raises(UserError) as caught:
        purge(folder, None, None)
    assert keys(caught) == ["purge_nothing"]


@pytest.mark.parametrize("step", ["_log", "rename", "rmtree"])
def test_a_killed_removal_is_finished_by_the_next_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def killed(path: Path, *_: Any, **more: Any) -> None:
        if not more:  # not the removal of what an earlier one left
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil if step == "rmtree" else purging, step, killed)
        with pytest.raises(KeyboardInterrupt):
            purge(folder, "Anna", None)
    assert (folder / "purged.json").is_file(), "it is recorded before anything is removed"
    sweep(folder.parent)
    assert left_in(folder.parent) == ["purged.jsonl", "r"] or step == "_log"
    if step != "rmtree":
        assert purged(folder) is None and len(list((folder / "internal").rglob("*.parquet"))) == 2
        purge(folder, "Anna", None)
    assert not (folder / "internal").exists() and purged(folder) is not None


def test_it_asks_first(folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    place = ("purge", "r", "--out", folder.parent)
    done = call(capsys, *place, "--json")
    assert (done.code, done.keys) == (2, ["purge_unconfirmed"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    answers = iter(["annat", "r"])
    monkeypatch.setattr("pipelines.asking.ask_terminal", lambda question: next(answers))
    assert call(capsys, *place, "--json").keys == ["purge_unconfirmed"]
    assert (folder / "internal").is_dir()
    done = call(capsys, *place, "--json", "--by", "Anna")
    assert done.code == 0 and done.json["data"]["files"] == 2
    assert "gallrat" not in done.out and "Gallrat: 2" in done.err


def test_yes_asks_nothing(folder: Path, capsys: Capture) -> None:
    assert call(capsys, "purge", folder, "--yes", "--decision", "dnr 1", "--json").code == 0
    other = make_release(folder.parent, "other", cell(), internal=table(cell()))
    done = call(capsys, "compare", folder, other)
    assert "gallrad" in done.err and "Det publicerade jämförs i stället." in done.err
