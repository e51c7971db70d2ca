"""From the inbox to the public folder in Dagster, as it goes when nobody types a command; and the mails."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipelines.definitions import defs
from pipelines.manifest import sha256
from pipelines.unattended.arriving import look
from pipelines.unattended.telling import tell_done, tell_failed
from pipelines.unattended.watching import AGAIN, inbox
from tests.arriving import seal
from tests.end_to_end.calling import PERSON, small_delivery
from tests.postbox import Postbox, postbox

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass
class Agency:
    """An instance of Dagster, an inbox and a mail server."""

    place: Path
    instance: dg.DagsterInstance
    box: Postbox
    cursor: str | None = None

    def run(self, job: str, run_config: Any, **more: Any) -> dg.ExecuteInProcessResult:
        """Runs a job as the daemon would, then lets the two sensors tell of it."""
        found = defs.resolve_job_def(job).execute_in_process(
            run_config=dict(run_config) | QUIET, instance=self.instance, raise_on_error=False, **more
        )
        kind = dg.DagsterEventType.RUN_SUCCESS if found.success else dg.DagsterEventType.RUN_FAILURE
        event = next(e for e in found.all_events if e.event_type == kind)
        about: dict[str, Any] = {
            "dagster_instance": self.instance,
            "dagster_run": found.dagster_run,
            "dagster_event": event,
        }
        if found.success:
            tell_done(dg.build_run_status_sensor_context(sensor_name="tell_done", **about))
        else:
            context = dg.build_run_status_sensor_context(sensor_name="tell_failed", **about)
            tell_failed(context.for_run_failure())
        return found

    def op(self, job: str, op: str, **config: str) -> dg.ExecuteInProcessResult:
        return self.run(job, {"ops": {op: {"config": config}}})

    def tick(self) -> list[dg.RunRequest]:
        """What the inbox asks for, looked at twice."""
        asked: list[dg.RunRequest] = []
        for _ in range(2):
            context = dg.build_sensor_context(self.instance, cursor=self.cursor, definitions=defs)
            data = inbox.evaluate_tick(context)
            self.cursor = data.cursor
            asked += data.run_requests or []
        return asked


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patching:
        yield patching


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Iterator[Agency]:
    place = tmp_path_factory.mktemp("agency")
    small_delivery(place / "inbox" / "2026-06")
    seal(place / "inbox" / "2026-06")
    (place / "secret").write_bytes(b"x" * 32)
    with postbox() as box, dg.DagsterInstance.ephemeral() as instance:
        paths = "\n".join(f'{name} = "{place / name}"' for name in ("inbox", "out", "public"))
        mail = f'to = ["a@x"]\nhost = "127.0.0.1"\nport = {box.port}\nstarttls = false'
        run = 'professions = ["tandhygienist"]'
        text = f"[run]\n{run}\n[paths]\n{paths}\n[mail]\n{mail}\n"
        (place / "vardflode.toml").write_text(text, encoding="utf-8")
        patch.setenv("VARDFLODE_SETTINGS", str(place / "vardflode.toml"))
        patch.setenv("VARDFLODE_SECRET_FILE", str(place / "secret"))
        yield Agency(place, instance, box)


def test_from_the_inbox_to_the_public_folder(agency: Agency) -> None:
    folder = agency.place / "inbox" / "2026-06"

    (asked,) = agency.tick()
    assert asked.job_name == "check"
    checked = agency.run("check", asked.run_config)
    assert checked.success
    logged = [entry.user_message for entry in agency.instance.all_logs(checked.run_id)]
    (warned, *_) = [line for line in logged if line.startswith("Varning, detta stämmer inte: ")]
    assert "varje år eller termin som leveransen täcker har rader" in warned
    subject, text = agency.box.last
    assert "2026-06 är kontrollerad och väntar på dig" in subject
    assert f"vardflode delivery approve {folder}" in text
    assert agency.tick() == []

    approved = {"delivery": str(folder), "release": "2026-1", "by": "Anna Ek"}
    assert agency.op("approve_check", "let_run", **approved).success
    (asked,) = agency.tick()
    assert asked.job_name == "release"
    assert asked.tags["dagster/max_retries"] == "2"
    (agency.place / "out" / ".building-2026-1").mkdir()  # as a run that was killed leaves it
    made = agency.run("release", asked.run_config)
    assert made.success, agency.box.last[1]
    (died,) = [entry for entry in agency.instance.all_logs(made.run_id) if entry.level == logging.WARNING]
    assert died.user_message.startswith("En tidigare körning av 2026-1 dog innan den var klar")
    subject, text = agency.box.last
    assert "2026-1 är klar och väntar på godkännande" in subject
    assert "vardflode approve 2026-1" in text
    assert agency.tick() == []

    again = agency.run("release", asked.run_config)
    assert not again.success, "the same delivery is never run twice, whoever asks"
    assert "har redan körts, som 2026-1" in agency.box.last[1]

    assert agency.op("approve", "make_public", release="2026-1", by="Bo").success
    assert "2026-1 är publik" in agency.box.last[0]
    said = json.loads((agency.place / "public" / "live" / "approval.json").read_text(encoding="utf-8"))
    assert said["approved_by"] == "Bo"
    assert said["manifest_sha256"] == sha256(agency.place / "out" / "2026-1" / "manifest.json")

    assert not agency.op("approve", "make_public", release="2026-1", by="Cia").success
    assert "redan godkänd" in agency.box.last[1]
    assert PERSON.format("") not in everything_kept(agency)


def everything_kept(agency: Agency) -> str:
    """All that Dagster and the mail server have been told."""
    runs = agency.instance.get_runs()
    logs = [str(entry) for run in runs for entry in agency.instance.all_logs(run.run_id)]
    return "\n".join([*logs, *(str(message) for message in agency.box.messages)])


def test_a_check_that_fails_says_why_and_blocks_the_run(agency: Agency) -> None:
    folder = Path(shutil.copytree(agency.place / "inbox" / "2026-06", agency.place / "inbox" / "2029-06"))
    (folder / "degrees.csv").write_text("LopNr\n", encoding="utf-8")
    done = agency.op("check", "check_delivery", delivery=str(folder))
    assert not done.success
    subject, text = agency.box.last
    assert "stoppades: 2029-06" in subject
    assert "degrees.csv är inte som SHA256SUMS säger" in text
    seal(folder)
    assert not agency.op("check", "check_delivery", delivery=str(folder)).success
    assert "kolumnen 'Examenskod' i degrees saknas" in agency.box.last[1].replace("\n", " ")
    config = {"delivery": str(folder), "release": "2029-1", "by": "Anna"}
    assert not agency.op("approve_check", "let_run", **config).success
    assert "kontrollen stoppade leveransen" in agency.box.last[1]
    assert PERSON.format("") not in everything_kept(agency)


def test_a_run_that_died_is_told_of_and_asks_nobody_to_begin_it_again(agency: Agency) -> None:
    config = {"delivery": "inbox/2026-06", "release": "2026-1"}
    run = agency.instance.create_run_for_job(
        defs.resolve_job_def("release"), run_config={"resources": {"work": {"config": config}}}, tags=AGAIN
    )
    event = agency.instance.report_run_failed(run)
    context = dg.build_run_status_sensor_context(
        "tell_failed", dagster_event=event, dagster_instance=agency.instance, dagster_run=run
    )
    tell_failed(context.for_run_failure())
    subject, text = agency.box.last
    assert subject == "Vårdflöde: körningen 'release' stoppades: 2026-06 2026-1"
    assert "dog utan att säga varför" in text and "börjar om av sig själv" in text
    assert "doctor --settings" in text


def test_rows_in_conflict_are_not_counted_in_the_mail(agency: Agency) -> None:
    folder = small_delivery(agency.place / "elsewhere")
    lines = (folder / "individuals.csv").read_text(encoding="utf-8").splitlines()
    (folder / "individuals.csv").write_text("\n".join([*lines, lines[1].replace("0180", "1280")]), "utf-8")
    seal(folder)
    assert not agency.op("check", "check_delivery", delivery=str(folder)).success
    text = agency.box.last[1]
    assert "olika för samma person och år" in text
    assert not re.search(r"\b2\b(?!\.)|1999", text.replace("\n", " ").replace("2. Lägg", "")), text
    assert PERSON.format("") not in everything_kept(agency)


def test_a_release_of_another_content_than_was_checked_is_refused(agency: Agency) -> None:
    folder = small_delivery(agency.place / "inbox" / "2032-06", deaths=[])
    seal(folder)
    content = look(folder).content
    with (folder / "licences.csv").open("a", encoding="utf-8") as file:
        file.write("x\n")
    config = {"delivery": str(folder), "release": "2032-1", "content": content, "replace": False}
    for key in ("licences.csv är inte som SHA256SUMS", "inte kontrollerad som den nu är"):
        assert not agency.run("release", {"resources": {"work": {"config": config}}}).success
        assert key in agency.box.last[1].replace("\n", " ")
        seal(folder)
    assert not (agency.place / "out" / "2032-1").exists()


def test_old_runs_are_removed_and_nothing_else(agency: Agency) -> None:
    job = defs.resolve_job_def("remove_old_runs")
    before = agency.instance.get_runs_count()
    assert job.execute_in_process(instance=agency.instance, run_config=QUIET).success
    assert agency.instance.get_runs_count() == before + 1, "none of them is three years old"
    config = {"ops": {"clear_runs": {"config": {"days": 0}}}} | QUIET
    assert job.execute_in_process(instance=agency.instance, run_config=config).success
    assert [run.job_name for run in agency.instance.get_runs()] == ["remove_old_runs"]
    assert "2026-06" not in str(agency.tick()), "what has been run stays known"
    assert (agency.place / "out" / "2026-1" / "manifest.json").is_file()
