"""From run to public and on: `run`, `approve`, `compare` and `backtest` as a user calls them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.approving import approve
from tests.end_to_end.calling import Call, call, call_outside, hashes, left_in, small_delivery
from tests.test_architecture import ROOT

Capture = pytest.CaptureFixture[str]


class Place:
    """A folder with deliveries, releases and a public folder, and calls within it."""

    def __init__(self, folder: Path) -> None:
        """The settings say where everything is, so that nothing outside is touched."""
        self.folder, self.out, self.public = folder, folder / "ut", folder / "publikt"
        self.settings = folder / "vardflode.toml"
        self.settings.write_text(
            f'[run]\nprofessions = ["tandhygienist"]\n'
            f"[paths]\nout = '{self.out}'\npublic = '{self.public}'\n",
            encoding="utf-8",
        )

    def call(self, capsys: Capture, command: str, *arguments: object) -> Call:
        """One call with these settings, as JSON."""
        return call(capsys, command, *arguments, "--settings", self.settings, "--json")

    def say(self, name: str, **changed: Any) -> None:
        """Lets a release's manifest say something else."""
        file = self.out / name / "manifest.json"
        said = json.loads(file.read_text(encoding="utf-8")) | changed
        file.write_text(json.dumps(said), encoding="utf-8")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Two deliveries: the second is the first with one degree less."""
    folder = tmp_path_factory.mktemp("place")
    first = small_delivery(folder / "leverans")
    second = Path(shutil.copytree(first, folder / "rattad"))
    degrees = second / "degrees.csv"
    degrees.write_text("".join(degrees.read_text("utf-8").splitlines(True)[:-1]), encoding="utf-8")
    (folder / "hemlighet").write_text("hemlig nog att duga", encoding="utf-8")
    return Place(folder)


@pytest.fixture(autouse=True)
def secret(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agency's secret is named, so that nothing is a rehearsal."""
    monkeypatch.setenv("VARDFLODE_SECRET_FILE", str(place.folder / "hemlighet"))


@pytest.fixture(scope="module")
def first(place: Place) -> Path:
    """A release that may be approved."""
    run = ("run", place.folder / "leverans", "--release", "2026-1", "--settings", place.settings)
    done = call_outside(*run, VARDFLODE_SECRET_FILE=str(place.folder / "hemlighet"))
    assert done.code == 0, done.err
    place.say("2026-1", audit={"passed": True})
    return place.out / "2026-1"


@pytest.fixture(scope="module")
def live(place: Place, first: Path) -> Path:
    """The first release, once it is public."""
    approve(first, place.public, "Anna Ek")
    return first


def test_a_rehearsal_is_made_and_refused(
    place: Place, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VARDFLODE_SECRET_FILE")
    made = place.call(capsys, "run", place.folder / "leverans", "--release", "ovning")
    assert (made.code, "ÖVNING" in made.err) == (0, True)
    place.say("ovning", audit={"passed": True})
    refused = place.call(capsys, "approve", "ovning")
    assert (refused.code, refused.keys) == (2, ["approve_rehearsal"])
    assert not (place.public / "ovning").exists()


def test_a_release_becomes_public_and_never_changes(
    place: Place, first: Path, tmp_path: Path, capsys: Capture
) -> None:
    run = ("run", place.folder / "leverans", "--release", "2026-1")
    place = Place(tmp_path)
    first = Path(shutil.copytree(first, place.out / "2026-1"))
    assert place.call(capsys, "approve", "2025-1").keys == ["release_missing"]
    place.say("2026-1", audit={"passed": False})
    assert place.call(capsys, "approve", first).keys == ["approve_audit"]
    place.say("2026-1", audit={"passed": True})
    done = place.call(capsys, "approve", "2026-1", "--by", "Anna Ek")
    assert done.code == 0, done.err
    assert done.json["data"]["approved_by"] == "Anna Ek"
    assert left_in(place.public) == ["2026-1", "live"]
    public = hashes(place.public / "live")
    assert public.pop("approval.json")
    assert public == hashes(first / "published")
    before = hashes(first)
    for arguments in ((*run, "--replace"), run):
        refused = place.call(capsys, *arguments)
        assert (refused.code, refused.keys) == (2, ["release_approved"])
    assert hashes(first) == before


def test_a_correction_has_a_version_a_list_and_a_reason(place: Place, live: Path, capsys: Capture) -> None:
    made = place.call(capsys, "run", place.folder / "rattad", "--release", "2026-1-1.1.0")
    assert made.code == 0, made.err
    said = json.loads((place.out / "2026-1-1.1.0/published/changes.json").read_text(encoding="utf-8"))
    assert said["earlier"]["release"] == "2026-1"
    assert said["causes"] == ["data", "protection"]
    found = place.call(capsys, "compare", "2026-1", "2026-1-1.1.0", "--limit", "3").json["data"]
    assert found["cells"]["changed"] > 10
    assert len(found["measures"]) == 3
    assert {reason["name"] for reason in found["why"]["reasons"]} >= {"inputs.degrees"}
    assert found["why"]["possible"] == ["data"]
    text = call(capsys, "compare", live, place.out / "2026-1-1.1.0", "--out", place.out)
    assert "Skillnaderna i talen kommer alltså av: data." in text.out
    assert "6/6 = 1.000 → 5/5 = 1.000" in text.out


def test_an_old_release_is_made_again_from_its_delivery(place: Place, first: Path, capsys: Capture) -> None:
    before = left_in(place.out)
    same = place.call(capsys, "backtest", "2026-1", place.folder / "leverans")
    assert same.code == 0, same.err
    assert same.json["data"]["cells"]["unchanged"] > 1000
    assert (same.json["data"]["measures"], same.json["data"]["why"]["differs"]) == ([], [])
    assert left_in(place.out) == before, "nothing is left when it is not to be kept"


def test_a_difference_that_todays_code_makes_is_shown(place: Place, first: Path, capsys: Capture) -> None:
    old = Path(shutil.copytree(first, place.folder / "gammal" / "2026-1"))
    measures = old / "internal" / "measures.parquet"
    frame = pl.read_parquet(measures)
    frame.with_columns(pl.col("numerator") + (pl.col("measure") == "established")).write_parquet(measures)
    manifest = old / "manifest.json"
    said = json.loads(manifest.read_text(encoding="utf-8"))
    said["settings"]["window"], said["code_version"] = "2000-2010", "0.0.1"
    manifest.write_text(json.dumps(said), encoding="utf-8")
    done = place.call(capsys, "backtest", old, place.folder / "leverans", "--keep", "--out", place.out)
    assert done.code == 0, done.err
    data = done.json["data"]
    assert {row["measure"] for row in data["measures"]} == {"established"}
    assert data["why"]["possible"] == ["code"]
    assert Path(data["kept"]) == place.out / "2026-1-backtest"
    assert (place.out / "2026-1-backtest" / "manifest.json").is_file()
    again = place.call(capsys, "backtest", old, place.folder / "leverans", "--keep", "--out", place.out)
    assert again.keys == ["release_exists"]


def test_another_delivery_is_refused_and_named(place: Place, first: Path, capsys: Capture) -> None:
    refused = place.call(capsys, "backtest", first, place.folder / "rattad")
    assert (refused.code, refused.keys) == (2, ["backtest_delivery_differs"])
    assert "degrees/degrees.csv" in refused.err and "registrations" not in refused.err


def test_the_public_folder_is_not_kept_in_the_repository() -> None:
    assert "public/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
