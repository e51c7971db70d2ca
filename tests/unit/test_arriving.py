"""A folder in the inbox: whole or not, as its supplier sent it or not; the notes of what became of it."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.locking import locked
from pipelines.unattended.arriving import arrivals, check_sums, look, read_sums
from pipelines.unattended.ledger import APPROVED, CHECKED, RUN, Ledger
from pipelines.unattended.publishing_days import occasion
from schemas.faults import UserError
from tests.arriving import put, seal, sums


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return seal(put(tmp_path / "inbox" / "2026-06", degrees_csv="a\n", licences_csv="b\n"))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "out", tmp_path / "public")


def keys(folder: Path) -> list[str]:
    return [fault.key for fault in look(folder).missing]


def refused(call: object) -> str:
    assert isinstance(call, UserError)
    return call.faults[0].key


# ---------------------------------------------------------------- whole or not


def test_a_whole_delivery_lacks_nothing_and_has_a_hash(folder: Path) -> None:
    found = look(folder)
    assert found.missing == ()
    assert found.content == check_sums(folder)


def test_the_hash_is_of_the_content_and_of_no_name_or_time(folder: Path) -> None:
    copied = Path(shutil.copytree(folder, folder.parent / "kopia"))
    os.utime(copied / "degrees.csv", (1, 1))
    assert look(copied).content == look(folder).content
    assert look(copied).snapshot != look(folder).snapshot
    (copied / "delivery.toml").write_text("[delivery]\n", encoding="utf-8")
    seal(copied)
    assert look(copied).content != look(folder).content


@pytest.mark.parametrize("name", ["delivery.toml", "SHA256SUMS"])
def test_what_every_delivery_has_is_waited_for(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert keys(folder) == ["arrival_no_file"]
    assert look(folder).content is None


def test_files_that_have_not_come_and_files_that_nobody_listed_are_named(folder: Path) -> None:
    (folder / "degrees.csv").rename(folder / "degrees.csv.part")
    assert keys(folder) == ["arrival_files_missing", "arrival_not_listed"]
    texts = [fault.text("sv") for fault in look(folder).missing]
    assert "degrees.csv" in texts[0] and "degrees.csv.part" in texts[1]


def test_a_delivery_toml_that_the_agency_wrote_need_not_be_listed(folder: Path) -> None:
    listed = [line for line in sums(folder).splitlines() if "delivery.toml" not in line]
    (folder / "SHA256SUMS").write_text("\n".join(listed), encoding="utf-8")
    assert keys(folder) == []


def test_a_link_is_no_file(folder: Path) -> None:
    (folder / "deaths.csv").symlink_to(folder / "degrees.csv")
    assert "arrival_link" in keys(folder)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "between"), [("", "  "), ("./", " *"), (".\\", "  ")])
def test_sums_are_read_as_standard_tools_write_them(
    folder: Path, before: str, between: str, ending: str
) -> None:
    lines = [line.replace("  ", between + before).upper() for line in sums(folder).splitlines()]
    lines = [line[:64] + line[64:].lower() for line in lines]
    (folder / "SHA256SUMS").write_bytes(("\ufeff" + ending.join(lines) + ending).encode())
    assert check_sums(folder)


@pytest.mark.parametrize("line", ["abc  a.csv", "{0}  ../a.csv", "{0}  /a.csv", "{0}  C:\\a.csv", "{0}"])
def test_a_line_that_cannot_be_meant_is_refused(folder: Path, line: str) -> None:
    (folder / "SHA256SUMS").write_text(line.format("a" * 64), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_sums(folder)
    assert refused(caught.value) == "sums_unreadable"
    assert keys(folder) == ["sums_unreadable"]


def test_a_file_that_is_not_as_its_sum_says_is_named(folder: Path) -> None:
    (folder / "licences.csv").write_text("x\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        check_sums(folder)
    assert refused(caught.value) == "sums_differ"
    assert caught.value.faults[0].fields["files"] == ["licences.csv"]


def test_folders_are_looked_at_and_nothing_else(folder: Path) -> None:
    (folder.parent / "läs mig.txt").write_text("hej", encoding="utf-8")
    (folder.parent / ".tmp").mkdir()
    (folder.parent / "länk").symlink_to(folder)
    assert [found.folder.name for found in arrivals(folder.parent)] == ["2026-06"]
    assert arrivals(folder.parent / "finns inte") == []


# ---------------------------------------------------------------- notes


def test_a_check_an_approval_and_a_run_are_noted_by_content(folder: Path, ledger: Ledger) -> None:
    found = look(folder)
    content = found.content or ""
    ledger.checked(found, passed=True)
    said = ledger.approve(folder, "Anna", "2026-1")
    assert (said["by"], said["release"]) == ("Anna", "2026-1")
    assert str(said["on"]).startswith("20")
    ledger.begin(content, "2026-1", "run-a")
    ledger.begin(content, "2026-1", "run-a")
    with pytest.raises(UserError) as caught:
        ledger.begin(content, "2026-1", "run-b")
    assert refused(caught.value) == "delivery_run_already"
    assert all(ledger.note(content, kind) for kind in (CHECKED, APPROVED, RUN))
    assert sorted(p.name for p in (ledger.out / ".deliveries" / content).iterdir()) == [
        *("approved.json", "checked.json", "run.json")
    ]


def test_only_a_delivery_that_passed_as_it_stands_is_approved(folder: Path, ledger: Ledger) -> None:
    def key(release: str = "2026-1") -> str:
        with pytest.raises(UserError) as caught:
            ledger.approve(folder, "Anna", release)
        return refused(caught.value)

    assert key() == "delivery_not_checked"
    ledger.checked(look(folder), passed=False)
    assert key() == "delivery_check_failed"
    ledger.checked(look(folder), passed=True)
    assert key("../ut") == "release_name_wrong"
    os.utime(folder / "degrees.csv", (1, 1))
    assert key() == "delivery_not_checked"
    (folder / "degrees.csv").unlink()
    assert key() == "arrival_files_missing"
    shutil.rmtree(folder)
    assert key() == "delivery_folder_missing"


def test_while_one_run_is_being_noted_another_is_refused(folder: Path, ledger: Ledger) -> None:
    content = look(folder).content or ""
    with locked(ledger.out / ".deliveries", content), pytest.raises(UserError) as caught:
        ledger.begin(content, "b", "two")
    assert refused(caught.value) == "in_use"
    assert ledger.note(content, RUN) is None


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("first", "today", "starts", "publishes"),
    [
        ("2026-12-01", "2024-01-01", "2026-11-01", "2026-12-01"),
        ("2026-12-01", "2026-12-01", "2026-11-01", "2026-12-01"),
        ("2026-12-01", "2026-12-02", "2029-11-01", "2029-12-01"),
        ("2026-01-31", "2026-01-01", "2025-12-31", "2026-01-31"),
        ("2026-03-31", "2027-05-05", "2029-02-28", "2029-03-31"),
        ("2028-02-29", "2028-03-01", "2031-01-28", "2031-02-28"),
    ],
)
def test_every_third_year_from_a_month_before(first: str, today: str, starts: str, publishes: str) -> None:
    found = occasion(date.fromisoformat(first), date.fromisoformat(today))
    assert (found.starts_on.isoformat(), found.publishes_on.isoformat()) == (starts, publishes)
