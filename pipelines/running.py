"""Runs the assets in this process and brings back what a user must know.

Belongs here: the bridge between the command line and Dagster. Does not belong here: words.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from flows.warehouse import RegisterCounts
from pipelines.failing import as_user_error
from pipelines.manifest import version_in
from pipelines.release import Release, Request, open_release
from schemas.contract import contracts


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


def report_of(release: Release) -> Path | None:
    """Where the report stands once the release is in place."""
    return release.target / "published" / "site" / "index.html" if release.target else None


def version_of(release: Release) -> tuple[str | None, str | None]:
    """The version of a release that stands, and the name of the one it is compared with."""
    said = version_in(release.target) if release.target else {"version": None, "earlier": None}
    return said["version"], (said["earlier"] or {}).get("release")
