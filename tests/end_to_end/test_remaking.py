"""One group made again in a standing release, and a group that joins it: the rest stays, byte for byte."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest

from flows.professions import HOME
from flows.protection import publishing
from pipelines.definitions import defs
from pipelines.manifest import read_manifest
from pipelines.release import Request
from pipelines.remaking import remake, remakeable
from pipelines.running import run_release
from pipelines.settings import load_settings
from schemas.faults import UserError
from tests.end_to_end.calling import small_delivery
from tests.support import silent, the_reader_is

OLD, NEW = ("arbetsterapeut", "tandhygienist"), "dietist"
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
LETTERS = {"arbetsterapeut": "AT", "tandhygienist": "TH", "dietist": "DT"}


@dataclass
class Place:
    """A delivery of three small groups, and which groups each call protected anew."""

    folder: Path
    delivery: Path
    protected: list[str] = field(default_factory=list)

    def run(self, out: str, *groups: str, own: Path | None = None, **more: Any) -> Path:
        self.protected.clear()
        settings = replace(self.settings(out, own), professions=groups)
        made = run_release(Request(self.delivery, settings, "2026-1", **more), silent)
        assert made.target is not None
        return made.target

    def remake(self, out: str, group: str, own: Path | None = None) -> Path:
        self.protected.clear()
        made = remake(self.folder / out / "2026-1", group, self.settings(out, own), silent)
        assert made.target is not None
        return made.target

    def materialise(self, out: str, group: str, own: Path, patch: pytest.MonkeyPatch) -> Path:
        """As a person chooses release and group on Dagster's pages."""
        self.protected.clear()
        file, place = self.folder / "vardflode.toml", self.folder / out
        paths = f'[paths]\nout = "{place}"\npublic = "{self.folder / "public"}"\n'
        file.write_text(f'[run]\nprofession_dirs = ["{own}"]\n{paths}', encoding="utf-8")
        patch.setenv("VARDFLODE_SETTINGS", str(file))
        with dg.DagsterInstance.ephemeral() as instance:
            instance.add_dynamic_partitions("releases", ["2026-1"])
            instance.add_dynamic_partitions("professions", [group])
            key = dg.MultiPartitionKey({"release": "2026-1", "profession": group})
            made = defs.resolve_job_def("remake").execute_in_process(
                run_config=QUIET, instance=instance, partition_key=key
            )
        (event,) = made.asset_materializations_for_node("release__remade")
        assert Path(str(event.metadata["page"].value)).is_file()
        return place / "2026-1"

    def settings(self, out: str, own: Path | None) -> Any:
        dirs = (str(own),) if own else ()
        public = str(self.folder / "public")
        return replace(load_settings(None), out=str(self.folder / out), public=public, profession_dirs=dirs)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("remaking")
    delivery = small_delivery(folder / "delivery")
    for register in ("registrations", "degrees", "licences", "individuals"):
        file = delivery / f"{register}.csv"
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        for group, letters in LETTERS.items():
            if group != "tandhygienist":
                theirs = [
                    line.replace("tandhygienist", group).replace(",TH,", f",{letters},") for line in lines
                ]
                lines += [line.replace("HEMLIG-", f"{letters}-") for line in theirs if "HEMLIG-" in line]
        file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    found = Place(folder, delivery)
    protect = publishing._tables

    def noted(counted: Any, people: Any, names: list[str], *others: Any) -> Any:
        if "quality" not in names:
            found.protected.extend(counted.cells["profession"].unique())
        return protect(counted, people, names, *others)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "_tables", noted)
        # A checkout that is worked in changes between two runs.
        patch.setattr("pipelines.manifest.code_version", lambda: "the same")
        the_reader_is("the same", patch)
        yield found


@pytest.fixture(scope="module")
def changed(place: Place) -> Path:
    """A folder of the agency's own, with dental hygienists whose occupation is another."""
    own = place.folder / "own"
    own.mkdir()
    text = (HOME / "tandhygienist.toml").read_text(encoding="utf-8")
    assert '"3225"' in text
    text = text.replace('"3225"', '"3226"').replace('name_sv = "Tandhygienist"', 'name_sv = "Tandhygien"')
    (own / "tandhygienist.toml").write_text(text, encoding="utf-8")
    return own


def differing(a: Path, b: Path) -> list[str]:
    """Files of two folders that are not the same bytes."""
    sides = [
        {p.relative_to(f).as_posix(): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in (a, b)
    ]
    return sorted(name for name in {*sides[0], *sides[1]} if sides[0].get(name) != sides[1].get(name))


def rows(folder: Path, *groups: str) -> dict[str, pl.DataFrame]:
    """The published rows of the groups, table by table."""
    tables = {
        file.name: pl.read_parquet(file)
        for file in (folder / "published" / "site" / "tables").glob("*.parquet")
    }
    return {
        name: table.filter(pl.col("profession").is_in(groups))
        for name, table in tables.items()
        if "profession" in table.columns
    }


def test_remaking_and_joining(place: Place, changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one test: every step starts from what the one before it left."""
    first = place.run("out", *OLD)
    assert sorted(place.protected) == list(OLD)
    before = Path(shutil.copytree(first, place.folder / "before"))

    # A group joins: it alone is protected, and the rows of the others stay.
    joined = place.run("out", *OLD, NEW, replace=True)
    assert place.protected == [NEW]
    old, new = rows(before, *OLD), rows(joined, *OLD)
    assert old.keys() == new.keys() and all(old[name].equals(new[name]) for name in old)
    assert rows(joined, NEW)["rates.parquet"].height > 0

    # One group's codes have changed: it alone is protected, and all is as a whole run would make it.
    remade = place.materialise("out", "tandhygienist", changed, monkeypatch)
    assert place.protected == ["tandhygienist"]
    whole = place.run("whole", *OLD, NEW, own=changed)
    assert sorted(place.protected) == sorted((*OLD, NEW))
    assert differing(remade / "published", whole / "published") == []
    said, expected = read_manifest(remade), read_manifest(whole)
    for manifest in (said, expected):
        manifest["outputs"] = {k: v for k, v in manifest["outputs"].items() if not k.endswith(".duckdb")}
    assert said == expected
    assert differing(before / "published", remade / "published") != []


def refused(place: Place, group: str, own: Path | None = None) -> list[str]:
    """Why a group is not made again; the release is untouched by that."""
    manifest = (place.folder / "out" / "2026-1" / "manifest.json").read_bytes()
    with pytest.raises(UserError) as caught:
        place.remake("out", group, own)
    assert (place.folder / "out" / "2026-1" / "manifest.json").read_bytes() == manifest
    assert [p.name for p in (place.folder / "out").glob(".building*")] == []
    return [fault.key for fault in caught.value.faults]


def test_what_cannot_be_made_again_is_refused(place: Place, changed: Path, tmp_path: Path) -> None:
    folder = place.folder / "out" / "2026-1"
    assert refused(place, "logoped") == ["remake_not_in_release"]
    text = (changed / "tandhygienist.toml").read_text(encoding="utf-8")
    (tmp_path / "tandhygienist.toml").write_text(text.replace('["TH"]', '["TH", "TL"]'), encoding="utf-8")
    assert refused(place, "tandhygienist", tmp_path) == ["remake_needs_delivery"]
    assert remakeable(place.settings("out", None)) == {"2026-1": sorted(read_manifest(folder)["professions"])}
    page = folder / "published" / "site" / "index.html"
    kept = page.read_bytes()
    page.write_text("annat", encoding="utf-8")
    assert refused(place, "tandhygienist") == ["approve_changed"]
    page.write_bytes(kept)


def test_an_approved_release_is_not_made_again(place: Place) -> None:
    folder = place.folder / "out" / "2026-1"
    (folder / "approval.json").write_text("{}", encoding="utf-8")
    assert refused(place, "tandhygienist") == ["release_approved"]
    assert remakeable(place.settings("out", None)) == {}
