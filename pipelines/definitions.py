"""The whole code location on one screen: assets, checks, the job and its resource."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.assets import all_assets
from pipelines.release import Release, Request, open_release
from pipelines.settings import load_settings


class ReleaseResource(dg.ConfigurableResourceFactory[Release]):
    """The release that a run makes; its fields are those of `vardflode run`."""

    delivery: str = "out/demo-delivery"
    release: str = "dagster"
    settings_file: str = ""
    replace: bool = True

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Release]:
        """Opens the release for the run, and leaves nothing half-made when it fails."""
        settings = load_settings(Path(self.settings_file) if self.settings_file else None)
        request = Request(Path(self.delivery), settings, self.release, self.replace)
        log = context.log

        def talk(key: str, **fields: Any) -> None:
            if log is not None:
                log.info("%s %s", key, fields)

        with open_release(request, talk) as release:
            yield release


release_job = dg.define_asset_job(
    "release",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="From a delivery to a release: the same assets as `vardflode run`.",
)

# The assets are loaded once, whichever way they are run; everything works on sys.path's checkout.
defs = dg.Definitions(
    assets=all_assets(),
    jobs=[release_job],
    resources={"work": ReleaseResource()},
    executor=dg.in_process_executor,
)

