"""The inbox's sensor and the schedule of every third year, tick by tick, with a clock of the test's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipelines.definitions import defs
from pipelines.settings import load_settings
from pipelines.unattended.arriving import look
from pipelines.unattended.starting import ledger_of
from pipelines.unattended.watching import every_third_year, inbox
from tests.arriving import put, seal
from tests.releasing import cell, make_release


class Agency:
    """A machine with an inbox: Dagster asks, remembers keys as its daemon does, and people approve."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.inbox = place / "inbox"
        self.inbox.mkdir()
        self.settings = load_settings(place / "vardflode.toml")
        self.ledger = ledger_of(self.settings)
        self.cursor: str | None = None
        self.keys: set[str] = set()
        self.instance = dg.DagsterInstance.ephemeral()
        self.started: list[tuple[str, str]] = []
        self.reason = ""

    def look(self) -> str:
        """One tick of the sensor; the reason when it skips."""
        context = dg.build_sensor_context(self.instance, cursor=self.cursor, definitions=defs)
        data = inbox.evaluate_tick(context)
        for change in data.dynamic_partitions_requests or []:
            if isinstance(change, dg.AddDynamicPartitionsRequest):
                self.instance.add_dynamic_partitions(change.partitions_def_name, list(change.partition_keys))
            else:
                for key in change.partition_keys:
                    self.instance.delete_dynamic_partition(change.partitions_def_name, key)
        self.cursor = data.cursor
        self._start(list(data.run_requests or []))
        self.reason = data.skip_message or ""
        return self.reason

    def ask(self, day: date) -> str:
        """One tick of the schedule, at six in the morning."""
        at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
        data = every_third_year.evaluate_tick(dg.build_schedule_context(scheduled_execution_time=at))
        self._start(list(data.run_requests or []))
        return data.skip_message or ""

    def _start(self, requests: list[dg.RunRequest]) -> None:
        for request in requests:
            if request.run_key in self.keys:
                continue
            self.keys.add(request.run_key or "")
            resources, ops = request.run_config.get("resources", {}), request.run_config.get("ops", {})
            asked = resources.get("work", ops.get("check_delivery", {}))["config"]
            self.started.append((str(request.job_name or "release"), Path(asked["delivery"]).name))
            if "release" in asked:
                self.ledger.begin(asked["content"], asked["release"], f"run {len(self.started)}")

    def deliver(self, name: str, text: str = "a\n") -> Path:
        return seal(put(self.inbox / name, degrees_csv=text))

    def checked(self, folder: Path, *, passed: bool = True) -> None:
        """What the job `check` leaves behind."""
        self.ledger.checked(look(folder), passed=passed)

    def restart(self) -> None:
        """The machine is gone and another has the disk: Dagster has forgotten everything."""
        self.cursor, self.keys = None, set()


@pytest.fixture
def agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agency]:
    paths = "\n".join(f'{name} = "{tmp_path / name}"' for name in ("inbox", "out", "public"))
    settings = tmp_path / "vardflode.toml"
    settings.write_text(f"[paths]\n{paths}\n[schedule]\nfirst_publication = 2026-12-01\n", encoding="utf-8")
    monkeypatch.setenv("VARDFLODE_SETTINGS", str(settings))
    yield Agency(tmp_path)


# ---------------------------------------------------------------- the inbox


def test_an_empty_inbox_is_said_to_be_empty(agency: Agency) -> None:
    assert "Inga leveranser" in agency.look()
    shutil.rmtree(agency.inbox)
    assert "Inga leveranser" in agency.look()


def test_a_delivery_is_checked_then_approved_then_run_and_never_again(agency: Agency) -> None:
    folder = agency.deliver("2026-06")
    assert "ändras fortfarande" in agency.look()
    agency.look()
    assert agency.started == [("check", "2026-06")]
    assert "Begärd" in agency.look()
    agency.checked(folder)
    assert "väntar på att någon låter den köras" in agency.look()
    agency.ledger.approve(folder, "Anna", "2026-1")
    agency.look()
    assert agency.started == [("check", "2026-06"), ("release", "2026-06")]
    for _ in range(3):
        assert "har körts, som 2026-1" in agency.look()
    agency.restart()
    assert "har körts, som 2026-1" in agency.look()
    assert len(agency.started) == 2


def test_a_delivery_that_arrives_in_pieces_waits_and_says_for_what(agency: Agency) -> None:
    whole = seal(put(agency.place / "elsewhere", degrees_csv="a\n", licences_csv="b\n" * 500))
    folder = agency.inbox / "2026-06"
    folder.mkdir()
    assert "delivery.toml saknas" in agency.look()
    shutil.copy(whole / "delivery.toml", folder)
    assert "SHA256SUMS saknas" in agency.look()
    shutil.copy(whole / "SHA256SUMS", folder)
    shutil.copy(whole / "degrees.csv", folder)
    assert "licences.csv" in agency.look()
    (folder / "licences.csv").write_text("b\n" * 100, encoding="utf-8")
    assert "ändras fortfarande" in agency.look()
    (folder / "licences.csv").write_text("b\n" * 500, encoding="utf-8")
    assert "ändras fortfarande" in agency.look()
    assert agency.started == []
    agency.look()
    assert agency.started == [("check", "2026-06")]


def test_a_delivery_that_changes_after_the_check_is_checked_again_before_it_runs(agency: Agency) -> None:
    folder = agency.deliver("2026-06")
    agency.look(), agency.look()
    agency.checked(folder)
    agency.ledger.approve(folder, "Anna", "2026-1")
    (folder / "degrees.csv").write_text("annat\n", encoding="utf-8")
    assert "ändras fortfarande" in agency.look()
    agency.look()
    assert agency.started == [("check", "2026-06")] * 2, "its sums are no longer right: the check will say so"
    agency.checked(folder, passed=False)
    assert "kontrollen stoppade den" in agency.look()
    seal(folder)
    agency.look(), agency.look()
    agency.checked(folder)
    assert "väntar på att någon" in agency.look(), "another content needs another approval"
    assert agency.started == [("check", "2026-06")] * 3


def test_a_check_that_failed_is_made_again_when_the_folder_has_changed(agency: Agency) -> None:
    folder = agency.deliver("2026-06")
    agency.look(), agency.look()
    agency.checked(folder, passed=False)
    assert "kontrollen stoppade den" in agency.look()
    os.utime(folder / "degrees.csv", (1, 1))  # copied again
    agency.look(), agency.look()
    assert agency.started == [("check", "2026-06")] * 2


@pytest.mark.parametrize("name", ["2026-06 kopia", "2025-kopia"])
@pytest.mark.parametrize("when", ["seen", "checked", "approved", "run"])
def test_a_delivery_copied_under_another_name_is_not_checked_or_run_for_itself(
    agency: Agency, name: str, when: str
) -> None:
    folder = agency.deliver("2026-06")
    agency.look(), agency.look()
    if when != "seen":
        agency.checked(folder)
    if when in ("approved", "run"):
        agency.ledger.approve(folder, "Anna", "2026-1")
    if when == "run":
        agency.look()
    before = list(agency.started)
    shutil.copytree(folder, agency.inbox / name, copy_function=shutil.copy)
    reasons = [agency.look() for _ in range(3)]
    assert agency.started in (before, [*before, ("release", "2026-06")])
    assert f"{name} är samma leverans som 2026-06" in "".join(reasons)


def test_a_folder_that_was_moved_is_the_same_delivery(agency: Agency) -> None:
    folder = agency.deliver("2026-06")
    agency.look(), agency.look()
    agency.checked(folder)
    agency.ledger.approve(folder, "Anna", "2026-1")
    folder.rename(agency.inbox / "2026-06-klar")
    agency.look(), agency.look()
    assert agency.started == [("check", "2026-06"), ("release", "2026-06-klar")]


def test_a_restart_between_check_and_approval_loses_nothing(agency: Agency) -> None:
    folder = agency.deliver("2026-06")
    agency.look(), agency.look()
    agency.checked(folder)
    agency.restart()
    agency.look()
    assert "väntar på att någon" in agency.look()
    agency.ledger.approve(folder, "Anna", "2026-1")
    agency.look()
    assert agency.started == [("check", "2026-06"), ("release", "2026-06")]


def test_one_broken_folder_holds_nobody_up(agency: Agency) -> None:
    broken, sound = agency.deliver("a", "1\n"), agency.deliver("b", "2\n")
    (broken / "SHA256SUMS").write_bytes(b"\x00\xff" * 50)
    agency.look(), agency.look()
    assert agency.started == [("check", "b")]
    agency.checked(sound)
    (agency.ledger.out / ".deliveries" / (look(sound).content or "") / "checked.json").write_text("{")
    assert "a väntar" in agency.look() and "checked.json" in agency.reason


def test_a_name_that_cannot_be_shown_is_told_and_starts_nothing(agency: Agency) -> None:
    """Bytes that are no UTF-8: Dagster could not keep them, and no other delivery would be looked at."""
    agency.deliver("2026-06", "1\n")
    odd = agency.deliver("odd", "2\n")
    odd.rename(odd.parent / os.fsdecode(b"leverans\xe5"))
    agency.look(), agency.look()
    assert agency.started == [("check", "2026-06")]
    said = agency.look()
    assert "leverans\\xdce5 väntar: Mappens namn" in said and said.replace("\n", "").isprintable()


def test_wrong_settings_are_said_in_words(agency: Agency) -> None:
    (agency.place / "vardflode.toml").write_text("[path]\n", encoding="utf-8")
    with pytest.raises(dg.Failure) as caught:
        agency.look()
    assert "okänd nyckel 'path'" in str(caught.value)


def test_the_partitions_are_the_releases_that_can_be_made_again(agency: Agency) -> None:
    out = Path(agency.settings.out)
    folder = make_release(out, "2026-1", cell())
    (folder / "internal").mkdir()
    (folder / "internal" / "warehouse.duckdb").touch()
    agency.look()
    names = ("releases", "professions")
    assert [agency.instance.get_dynamic_partitions(name) for name in names] == [["2026-1"], ["logoped"]]
    agency.look()
    (folder / "approval.json").write_text("{}", encoding="utf-8")
    agency.look()
    assert [agency.instance.get_dynamic_partitions(name) for name in names] == [[], []]


# ---------------------------------------------------------------- every third year


def test_without_a_day_the_schedule_says_that_there_is_none(agency: Agency) -> None:
    (agency.place / "vardflode.toml").write_text("", encoding="utf-8")
    assert "first_publication" in agency.ask(date(2026, 11, 1))


def test_seven_years_of_days(agency: Agency) -> None:
    """A delivery in 2026 that is approved late, one in 2029 on a machine that was off, none in 2032."""
    day, last = date(2026, 1, 1), date(2032, 12, 31)
    folder = agency.inbox
    runs: dict[date, str] = {}
    reasons: dict[date, str] = {}
    while day <= last:
        if day == date(2026, 10, 20):
            folder = agency.deliver("2026-09", "2026\n")
        if day in (date(2026, 10, 25), date(2029, 11, 5)):
            agency.checked(folder)
        if day == date(2026, 11, 20):
            agency.ledger.approve(folder, "Anna", "2026-1")
        if day == date(2029, 11, 1):
            folder = agency.deliver("2029-10", "2029\n")
        if day == date(2029, 11, 6):
            agency.restart()
            agency.ledger.approve(folder, "Bo", "2029-1")
        before = len(agency.started)
        reasons[day] = agency.ask(day)
        if day.day == 1 or (day.year in (2026, 2029) and day.month in (10, 11)):  # nothing happens otherwise
            agency.look()
        if [job for job, _ in agency.started[before:]].count("release"):
            runs[day] = agency.started[-1][1]
        day += timedelta(days=1)
    assert runs == {date(2026, 11, 20): "2026-09", date(2029, 11, 6): "2029-10"}
    assert [job for job, _ in agency.started] == ["check", "release", "check", "release"]
    assert "från 2026-11-01" in reasons[date(2026, 1, 1)] and "2026-12-01" in reasons[date(2026, 1, 1)]
    assert "väntar på att någon låter den köras" in reasons[date(2026, 11, 1)]
    assert "har körts, som 2026-1" in reasons[date(2026, 12, 1)]
    assert "från 2029-11-01" in reasons[date(2026, 12, 2)]
    assert "ingen leverans är klar" in reasons[date(2032, 11, 1)]
    assert all(reason for day, reason in reasons.items() if day not in runs), "it always says why it skips"
