"""A run that replaces a release reads again only the registers that may have changed."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines import read_before
from pipelines.manifest import ROOT, hashed_beside, read_manifest, sha256
from pipelines.read_before import reader
from pipelines.release import Release, Request, open_release
from pipelines.remaking import open_again
from pipelines.settings import Settings, load_settings
from schemas.contract import Contract, contracts
from schemas.delivery import Delivery
from schemas.faults import UserError
from schemas.reading import read_register
from tests.end_to_end.calling import PERSON, small_delivery
from tests.support import silent, the_reader_is

EVERYBODYS = ["registrations", "degrees", "licences"]
ALL = [*EVERYBODYS, "individuals"]
OTHER_TABLES = ("duplicates", "set_aside_persons", "people_of_cohorts", "rows_by_period")


@pytest.fixture(autouse=True)
def known_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    the_reader_is("the same", monkeypatch)


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """Among those who start: a row to reject, one that stands twice, and people in no cohort."""
    folder = small_delivery(tmp_path / "delivery")
    add(folder, "degrees", f"{PERSON.format(1)},LU,tandhygienist,never")
    again = (folder / "individuals.csv").read_text(encoding="utf-8").splitlines()[-1]
    stranger = again.replace(again.partition(",")[0], PERSON.format("stranger"))
    add(folder, "individuals", again, stranger)
    add(folder, "licences", f"{PERSON.format('stranger')},LK,20050101")
    return folder


def add(folder: Path, register: str, *lines: str) -> None:
    file = folder / f"{register}.csv"
    file.write_text("\n".join([file.read_text(encoding="utf-8").rstrip(), *lines, ""]), encoding="utf-8")


def settings(delivery: Path, *groups: str) -> Settings:
    return replace(
        load_settings(None), out=str(delivery.parent / "out"), professions=groups or ("tandhygienist",)
    )


@contextmanager
def reading(delivery: Path, *groups: str) -> Iterator[tuple[Release, dict[str, str]]]:
    """A release whose registers have been read and judged; and how each of them was."""
    said: dict[str, str] = {}

    def talk(key: str, **fields: object) -> None:
        if "register" in fields:
            said[str(fields["register"])] = key

    request = Request(delivery, settings(delivery, *groups), "2026-1", replace=True)
    with open_release(request, talk) as release:
        for register in contracts():
            release.read(register)
        release.run_gate()
        yield release, said


def make(delivery: Path) -> Path:
    """A release that stands, as far as its registers go."""
    with reading(delivery) as (release, _):
        return release.finish()


def taken(delivery: Path, *groups: str) -> list[str]:
    """The registers whose rows are taken from the release that stands."""
    with reading(delivery, *groups) as (_, said):
        assert sorted(said) == sorted(ALL)
        return [register for register in ALL if said[register] == "taking"]


def stored(release: Release) -> dict[str, pl.DataFrame]:
    """Every table of rows and counts that reading fills."""
    tables = [*(f"raw.{name}" for name in (*contracts(), "rejected", *OTHER_TABLES))]
    frames = {name: release.warehouse.frame(f"select * from {name}") for name in tables}
    return {name: frame.sort(frame.columns) for name, frame in frames.items()}


def test_what_is_taken_is_what_reading_gives(delivery: Path) -> None:
    with reading(delivery) as (first, said):
        assert set(said.values()) == {"reading"}
        rows, account = stored(first), (first.counts, first.by_period, first.inputs)
        first.finish()
    with reading(delivery) as (second, said):
        assert said == dict.fromkeys(ALL, "taking")
        for name, frame in stored(second).items():
            assert frame.equals(rows[name]), name
        assert (second.counts, second.by_period, second.inputs) == account
        second.finish()
    heights = {name: rows[f"raw.{name}"].height for name in ("rejected", "duplicates", "set_aside_persons")}
    assert heights == {"rejected": 1, "duplicates": 1, "set_aside_persons": 1}
    assert second.counts["individuals"].set_aside == 1
    assert taken(delivery) == ALL  # from a release whose rows were themselves taken


def test_a_first_run_and_one_under_another_name_read_everything(delivery: Path) -> None:
    assert taken(delivery) == []
    make(delivery)
    with open_release(Request(delivery, settings(delivery), "2026-2"), silent) as release:
        assert release.before is None


def test_a_register_whose_file_has_changed_is_read(delivery: Path) -> None:
    make(delivery)
    add(delivery, "individuals", "")
    assert taken(delivery) == EVERYBODYS


def test_other_peoples_rows_are_read_when_the_cohorts_may_be_others(delivery: Path) -> None:
    make(delivery)
    assert taken(delivery, "tandhygienist", "lakare") == EVERYBODYS  # the stranger is a physician
    add(delivery, "degrees", "")
    assert taken(delivery) == ["registrations", "licences"]


def test_a_file_under_another_name_is_read(delivery: Path) -> None:
    make(delivery)
    (delivery / "licences.csv").rename(delivery / "licences_2026.csv")
    assert taken(delivery) == ["registrations", "degrees"]


def test_another_description_of_the_delivery_reads_everything(delivery: Path) -> None:
    make(delivery)
    file = delivery / "delivery.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert taken(delivery) == []


def test_another_reader_reads_everything(delivery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(delivery)
    the_reader_is("another", monkeypatch)
    assert taken(delivery) == []


def test_what_reads_is_told_by_its_files_and_libraries(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    monkeypatch.setattr(read_before, "ROOT", tmp_path)
    told = [reader.__wrapped__()]
    (tmp_path / "schemas" / "combined" / "own.toml").write_text("", encoding="utf-8")
    told.append(reader.__wrapped__())
    monkeypatch.setattr(read_before, "version", lambda _: "0.0")
    told.append(reader.__wrapped__())
    assert len(set(told)) == 3
    assert reader.__wrapped__() == told[-1]


def test_a_warehouse_that_somebody_has_touched_is_not_used(delivery: Path) -> None:
    file = make(delivery) / "internal" / "warehouse.duckdb"
    with file.open("ab") as end:
        end.write(b"x")
    assert taken(delivery) == []


def test_changes_that_wait_in_a_log_are_not_followed(delivery: Path) -> None:
    """The file itself is as the manifest says; opening it would follow the log beside it."""
    file = make(delivery) / "internal" / "warehouse.duckdb"
    dies = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); c.execute('delete from raw.licences')"
    subprocess.run([sys.executable, "-c", f"{dies}; os._exit(0)", str(file)], check=True)
    assert file.with_name("warehouse.duckdb.wal").exists()
    assert taken(delivery) == []
    with pytest.raises(UserError) as caught:
        remade(delivery)
    assert caught.value.faults[0].fields["files"] == ["internal/warehouse.duckdb.wal"]


@pytest.mark.parametrize("table", ["rejected", *OTHER_TABLES])
def test_a_warehouse_without_a_table_is_let_go(delivery: Path, table: str) -> None:
    folder = make(delivery)
    file = folder / "internal" / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"drop table raw.{table}")
    says(folder, "outputs", **{"internal/warehouse.duckdb": sha256(file)})
    with reading(delivery) as (release, said):
        assert release.before is None and set(said.values()) == {"reading"}
        there = release.warehouse.frame("select database_name from duckdb_databases()")["database_name"]
        assert "earlier" not in there


def says(folder: Path, section: str, **said: Any) -> None:
    """Changes the manifest."""
    manifest = read_manifest(folder)
    manifest[section] |= said
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def remade(delivery: Path) -> Path:
    """The release, its registers copied as for a group that is made again."""
    folder = delivery.parent / "out" / "2026-1"
    own = settings(delivery)
    request = Request(folder, own, folder.name, replace=True)
    with open_again(request, own.scope(), read_manifest(folder), silent) as release:
        return release.finish()


def test_a_remade_release_gives_what_was_read(delivery: Path) -> None:
    with reading(delivery) as (first, _):
        rows = stored(first)
        first.finish()
    remade(delivery)
    with reading(delivery) as (second, said):
        assert said == dict.fromkeys(ALL, "taking")
        assert [name for name, frame in stored(second).items() if not frame.equals(rows[name])] == []


def test_a_release_is_not_remade_for_other_people_than_it_was_read_for(delivery: Path) -> None:
    file = make(delivery) / "internal" / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "delete from raw.people_of_cohorts where LopNr = (select min(LopNr) from raw.licences)"
        )
    says(file.parent.parent, "outputs", **{"internal/warehouse.duckdb": sha256(file)})
    with pytest.raises(UserError) as caught:
        remade(delivery)
    assert [fault.key for fault in caught.value.faults] == ["remake_needs_delivery"]


def test_registers_that_are_not_delivered_do_not_count(delivery: Path) -> None:
    (delivery / "licences.csv").unlink()
    file = delivery / "delivery.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(line for line in lines if not line.startswith("licences")), encoding="utf-8")
    make(delivery)
    with reading(delivery) as (_, said):
        assert said == dict.fromkeys(["registrations", "degrees", "individuals"], "taking")


def test_a_file_that_changes_while_it_is_read_is_refused(
    delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the rows of one content would stand beside the hash of another."""

    def changing(of: Delivery, contract: Contract, *others: Any) -> Iterator[Any]:
        yield from read_register(of, contract, *others)
        if contract.register == "licences":
            add(delivery, "licences", f"{PERSON.format('new')},LK,20060101")

    monkeypatch.setattr("pipelines.release.read_register", changing)
    with pytest.raises(UserError) as caught:
        make(delivery)
    assert [f.key for f in caught.value.faults] == ["file_changing"]
    assert list((delivery.parent / "out").iterdir()) == []


def test_a_disk_that_is_full_when_the_warehouse_is_closed(delivery: Path) -> None:
    """Until then its tables wait in a log; a release with that log beside it must not stand."""
    unlimited = resource.RLIM_INFINITY
    was = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with pytest.raises(UserError) as caught, reading(delivery) as (release, _):
            log = release.folder / "internal" / "warehouse.duckdb.wal"
            resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 10, unlimited))
            release.finish()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (unlimited, unlimited))
        signal.signal(signal.SIGXFSZ, was)
    assert [f.key for f in caught.value.faults] == ["disk_full"]
    assert not (delivery.parent / "out" / "2026-1").exists()


def test_hashing_stops_when_reading_does(tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.touch()
    os.truncate(file, 2**36)  # a minute's hashing, and no space
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), hashed_beside([file]):
        raise KeyboardInterrupt
    assert time.monotonic() - began < 5


def test_a_purged_release_gives_nothing(delivery: Path) -> None:
    folder = make(delivery)
    (folder / "internal" / "warehouse.duckdb").unlink()
    assert taken(delivery) == []
    assert read_manifest(folder)["inputs"].keys() == set(ALL)
