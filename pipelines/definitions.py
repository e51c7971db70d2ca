"""The whole code location on one screen: assets with their checks, the job and its resource."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from pipelines.assets import all_assets
from pipelines.finding import earlier_release
from pipelines.release import Release, Request, open_release
from pipelines.settings import load_settings

CONFIG = {
    "delivery": dg.Field(str, default_value="out/demo-delivery", description="The delivery's folder."),
    "release": dg.Field(str, default_value="dagster", description="The release's name."),
    "settings": dg.Field(str, default_value="", description="vardflode.toml; empty = the defaults."),
    "replace": dg.Field(bool, default_value=True, description="Put a new release in an old one's place."),
}


@dg.resource(config_schema=CONFIG, description="The release that a run makes; gone when the run fails.")
def release_in_the_making(context: dg.InitResourceContext) -> Iterator[Release]:
    """The release of a run, asked for by the same four things as `vardflode run`."""
    config = context.resource_config
    settings = load_settings(Path(config["settings"]) if config["settings"] else None)
    request = Request(
        Path(config["delivery"]),
        settings,
        config["release"],
        config["replace"],
        earlier_release(None, settings),
    )

    def talk(key: str, **fields: object) -> None:
        if context.log is not None:
            context.log.info(f"{key} {fields or ''}")

    with open_release(request, talk) as release:
        yield release


# In one process: the assets share one warehouse, and a process a step costs nine seconds.
release_job = dg.define_asset_job(
    "release",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="From a delivery to a release: the same assets as `vardflode run`.",
)

defs = dg.Definitions(
    assets=all_assets(),
    jobs=[release_job],
    resources={"work": release_in_the_making},
    executor=dg.in_process_executor,
)
