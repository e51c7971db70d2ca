"""Whether a run's process is alive: after a restart of the machine Dagster's own launcher does not know.

Belongs here: the lock that a run holds while it works, and the launcher that looks at it (dagster.yaml,
run_launcher). Does not belong here: beginning again, which Dagster does once it knows that a run is dead.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus

from pipelines.locking import locked
from schemas.faults import UserError

FOLDER = "at_work"
HOLDING = ("check", "release", "remake", "__ASSET_JOB")
"""Jobs that hold the lock; the last is Dagster's name for assets chosen on its pages. Others take seconds."""
LOOKS = 2
"""Seen without its lock so often, a run is dead: it takes it after it has started, and ends after it."""
TRIES, PAUSE = 50, 0.1
"""Whoever looks has the lock for a moment."""


@contextmanager
def at_work(instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """Held by a run for as long as it works; the system lets go of it when the process dies."""
    with ExitStack() as stack:
        for left in reversed(range(TRIES)):
            try:
                stack.enter_context(_lock(instance, run_id))
                break
            except UserError:
                if not left:
                    raise
                time.sleep(PAUSE)
        yield


class WatchedRunLauncher(DefaultRunLauncher):
    """Dagster's launcher, which also finds the runs of a machine that died as soon as it is up again."""

    def __init__(self, **given: Any) -> None:
        """As its parent; nobody has been looked at."""
        super().__init__(**given)
        self._unheld: dict[str, int] = {}

    @property
    def supports_check_run_worker_health(self) -> bool:
        """It does."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Running, until it has been seen without its lock often enough."""
        if run.job_name not in HOLDING:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        try:
            with _lock(self._instance, run.run_id):
                self._unheld[run.run_id] = self._unheld.get(run.run_id, 0) + 1
        except UserError:
            self._unheld.pop(run.run_id, None)
        dead = self._unheld.get(run.run_id, 0) >= LOOKS
        return CheckRunHealthResult(WorkerStatus.NOT_FOUND if dead else WorkerStatus.RUNNING)


def _lock(instance: dg.DagsterInstance, run_id: str) -> AbstractContextManager[None]:
    return locked(Path(instance.root_directory) / FOLDER, run_id)
