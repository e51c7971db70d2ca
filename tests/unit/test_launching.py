"""Whether a run is alive: it holds a lock while it works, and is dead when it is twice seen without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml  # type: ignore[import-untyped]  # no stubs in the lock for two lines of reading
from dagster._core.launcher import WorkerStatus

from pipelines.unattended import launching
from pipelines.unattended.launching import WatchedRunLauncher, at_work
from schemas.faults import UserError

ROOT = Path(__file__).parents[2]
RUN = "11111111-1111-1111-1111-111111111111"


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


def seen(launcher: WatchedRunLauncher, job: str = "release") -> WorkerStatus:
    return launcher.check_run_worker_health(dg.DagsterRun(job_name=job, run_id=RUN)).status


def test_a_run_is_dead_when_its_lock_is_twice_seen_free(instance: dg.DagsterInstance) -> None:
    launcher = WatchedRunLauncher()
    launcher.register_instance(instance)
    assert seen(launcher) is WorkerStatus.RUNNING, "it may just have started"
    with at_work(instance, RUN):
        assert [seen(launcher) for _ in range(3)] == [WorkerStatus.RUNNING] * 3
    assert seen(launcher) is WorkerStatus.RUNNING, "it may just have ended"
    assert seen(launcher) is WorkerStatus.NOT_FOUND
    assert seen(launcher, "approve") is WorkerStatus.RUNNING, "it has no lock to lose"


def test_two_processes_of_one_run_do_not_work_at_once(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launching, "TRIES", 2)
    with at_work(instance, RUN), pytest.raises(UserError), at_work(instance, RUN):
        pass


@pytest.mark.parametrize("file", ["dagster.yaml", "docs/dagster-postgresql.yaml"])
def test_dagster_is_told_to_use_it(file: str) -> None:
    said = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    launcher = {"module": launching.__name__, "class": WatchedRunLauncher.__name__}
    assert said["run_launcher"] == launcher and said["run_monitoring"]["enabled"]
