"""A run that replaces a release reads again only the registers that may have changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from pipelines.manifest import read_manifest
from pipelines.release import Release, Request, open_release
from pipelines.settings import Settings, load_settings
from schemas.contract import contracts
from tests.end_to_end.calling import PERSON, small_delivery
from tests.support import silent, the_program_is

EVERYBODYS = ["registrations", "degrees", "licences"]
ALL = [*EVERYBODYS, "individuals"]
OTHER_TABLES = ("rejected", "duplicates", "set_aside_persons", "people_of_cohorts", "rows_by_period")


@pytest.fixture(autouse=True)
def known_program(monkeypatch: pytest.MonkeyPatch) -> None:
    the_program_is("1.0+abc", monkeypatch)


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
    tables = [*(f"raw.{name}" for name in (*contracts(), *OTHER_TABLES))]
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


@pytest.mark.parametrize("program", ["1.0+abd", "1.0+abc.changed"])
def test_another_program_reads_everything(
    delivery: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    the_program_is(program, monkeypatch)
    make(delivery)
    assert taken(delivery) == ([] if program.endswith(".changed") else ALL)
    the_program_is("1.0+abc", monkeypatch)
    assert taken(delivery) == []


def test_a_warehouse_that_somebody_has_touched_is_not_used(delivery: Path) -> None:
    file = make(delivery) / "internal" / "warehouse.duckdb"
    with file.open("ab") as end:
        end.write(b"x")
    assert taken(delivery) == []


def test_a_purged_release_gives_nothing(delivery: Path) -> None:
    folder = make(delivery)
    (folder / "internal" / "warehouse.duckdb").unlink()
    assert taken(delivery) == []
    assert read_manifest(folder)["inputs"].keys() == set(ALL)
