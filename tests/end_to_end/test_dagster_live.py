"""Dagster's own daemon, from a delivery in the inbox to a release, with no hand but the one that approves."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import dagster as dg
from dagster._core.definitions.run_request import InstigatorType

from tests.agency import set_up, started
from tests.arriving import seal
from tests.end_to_end.calling import call_outside, small_delivery

SECONDS = 240
"""For all of it, on a machine that does ten other things; alone it takes less than one minute."""
BY_COMMAND = '[mail]\nto = ["a@x"]\ncommand = ["{python}", "-c", "{code}", "{file}"]'
KEEP = "import sys, uuid; open(f'{sys.argv[1]}/{uuid.uuid4()}', 'wb').write(sys.stdin.buffer.read())"


def runs_of(instance: dg.DagsterInstance, job: str) -> list[str]:
    """How each run of a job stands."""
    return [run.status.value for run in instance.get_runs(dg.RunsFilter(job_name=job))]


def subjects(letters: Path) -> str:
    """What the letters that were sent are about."""
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in letters.iterdir()]
    return "\n".join(str(letter["Subject"]) for letter in found)


def refusals(instance: dg.DagsterInstance) -> int:
    """How often the inbox has said that it does not begin the run once more."""
    states = instance.all_instigator_state(instigator_type=InstigatorType.SENSOR)
    (inbox,) = [state for state in states if state.name == "inbox"]
    said = [tick.skip_reason for tick in instance.get_ticks(inbox.instigator_origin_id, inbox.selector_id)]
    return sum("körs eller har körts, som 2026-1" in (reason or "") for reason in said)


def test_a_delivery_in_the_inbox_becomes_a_release_once(tmp_path: Path) -> None:
    letters, log = tmp_path / "letters", tmp_path / "daemon.log"
    mail = BY_COMMAND.format(python=sys.executable, code=KEEP, file=letters)
    letters.mkdir()
    where = set_up(tmp_path, mail)
    (tmp_path / "secret").write_bytes(b"x" * 32)
    where["VARDFLODE_SECRET_FILE"] = str(tmp_path / "secret")
    folder = seal(small_delivery(tmp_path / "leveranser" / "2026-06"))
    until = time.monotonic() + SECONDS

    def wait_for(found: Callable[[], bool], what: str) -> None:
        while not found():
            said = log.read_text(encoding="utf-8")[-3000:]
            assert time.monotonic() < until, f"{what} has not come\n{said}"
            time.sleep(0.5)

    module = ["run", "-m", "tests.end_to_end.hurried"]
    with (
        dg.DagsterInstance.from_config(where["DAGSTER_HOME"]) as instance,
        started("dagster-daemon", *module, environment=where, log=log),
    ):
        wait_for(lambda: runs_of(instance, "check") == ["SUCCESS"], "the check")
        assert runs_of(instance, "release") == [], "nobody has approved it"
        approved = ["--release", "2026-1", "--by", "Anna Ek", "--settings", where["VARDFLODE_SETTINGS"]]
        assert call_outside("delivery", "approve", folder, *approved, **where).code == 0
        wait_for(lambda: runs_of(instance, "release") == ["SUCCESS"], "the release")
        wait_for(lambda: "2026-1 är klar" in subjects(letters), "word that it is done")
        looks = refusals(instance)
        wait_for(lambda: refusals(instance) >= looks + 2, "another look")
        assert [runs_of(instance, job) for job in ("check", "release")] == [["SUCCESS"]] * 2
    manifest = json.loads((tmp_path / "out" / "2026-1" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["delivery"], manifest["rehearsal"], manifest["audit"]["passed"]) == ("test", False, True)
    assert (tmp_path / "out" / "2026-1" / "published" / "site" / "index.html").is_file()
