"""Runs the assets in this process and brings back what a user must know.

Belongs here: the bridge between the command line and Dagster. Does not belong here: words.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from flows.warehouse import RegisterCounts
from pipelines.manifest import version_in
from pipelines.release import Release, Request, open_release
from schemas.contract import contracts
from schemas.faults import INTERRUPTED, Fault, UserError

INTERRUPTS = ("KeyboardInterrupt", "DagsterExecutionInterruptedError", "InterruptException")
"""Python's, Dagster's and DuckDB's words for Ctrl-C; DuckDB also says it in a RuntimeError."""
DUCKDB_INTERRUPTED = "Query interrupted"
FULL_DISK = ("No space left on device", "Disk quota exceeded", "Out of disk", "File too large")


def run_release(request: Request, talk: Callable[..., None]) -> Release:
    """Makes the release by materialising every asset; UserError carries what went wrong."""
    with open_release(request, talk) as release:
        materialise(release)
    return release


def materialise(release: Release, *, reading: bool = True) -> None:
    """Materialises every asset; without reading, those after the registers, which are there already."""
    # Telemetry is off in dagster.yaml; this holds where no instance folder is configured too.
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    import dagster as dg

    from pipelines.assets import all_assets, raw_key

    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    read = dg.AssetSelection.assets(*map(raw_key, contracts()))
    chosen = dg.AssetSelection.all() if reading else dg.AssetSelection.all() - read
    try:
        with dg.DagsterInstance.ephemeral(str(release.scratch)) as instance:
            dg.materialize(
                all_assets(),
                resources={"work": release},
                instance=instance,
                run_config=quiet,
                selection=chosen,
            )
    except BaseException as error:  # Dagster's interrupt is no Exception
        raise as_user_error(error, release.folder.parent) from error


def check_delivery(
    request: Request, talk: Callable[..., None], counted: Callable[[Mapping[str, RegisterCounts]], None]
) -> Release:
    """Reads and validates only; nothing is left behind. UserError carries what blocks.

    counted is told what became of every register's rows before the gate judges them.
    """
    with open_release(request, talk) as release:
        try:
            for register in contracts():
                release.read(register)
            counted(release.counts)
            release.run_gate()
            release.stop_if_blocked()
        except Exception as error:
            raise as_user_error(error, release.folder.parent) from error
    return release


def as_user_error(error: BaseException, place: Path | None = None) -> Exception:
    """The UserError behind an error, or one made of it when the machine is at fault; else the error.

    place: the folder that was written to, for the message of a full disk.
    """
    for cause in _causes(error):
        if isinstance(cause, UserError):
            return cause
        if type(cause).__name__ in INTERRUPTS or str(cause) == DUCKDB_INTERRUPTED:
            return UserError([Fault("interrupted")], INTERRUPTED)
        found = _machine_fault(cause, place)
        if found is not None:
            return UserError([found])
    return error if isinstance(error, Exception) else RuntimeError(str(error))


def _machine_fault(cause: BaseException, place: Path | None) -> Fault | None:
    """The fault of an error that says something of the machine: its disk, its memory, what we may write."""
    problem = str(cause).strip().partition("\n")[0]
    code = cause.errno if isinstance(cause, OSError) else None
    if code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or any(sign in str(cause) for sign in FULL_DISK):
        shown = place or getattr(cause, "filename", None) or "–"
        return Fault("disk_full", {"folder": shown, "problem": problem})
    if isinstance(cause, OSError) and code in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO):
        return Fault("not_writable", {"file": cause.filename or "–", "problem": cause.strerror})
    if isinstance(cause, MemoryError) or type(cause).__name__ == "OutOfMemoryException":
        return Fault("memory_full")
    return None


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in found:
        found.append(step)
        step = step.__cause__ or step.__context__
    return found


def report_of(release: Release) -> Path | None:
    """Where the report stands once the release is in place."""
    return release.target / "published" / "site" / "index.html" if release.target else None


def version_of(release: Release) -> tuple[str | None, str | None]:
    """The version of a release that stands, and the name of the one it is compared with."""
    said = version_in(release.target) if release.target else {"version": None, "earlier": None}
    return said["version"], (said["earlier"] or {}).get("release")
