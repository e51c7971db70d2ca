"""Dagster's job from a delivery to a release, and its resource: the release that the assets share.

Belongs here: what a run is asked for. Does not belong here: the assets (pipelines.assets), the steps
(pipelines.release).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import dagster as dg

from pipelines.assets import all_assets
from pipelines.causes import in_words
from pipelines.dagster_log import talk_to
from pipelines.finding import earlier_release
from pipelines.memory import must_be_allowed_memory
from pipelines.release import Release, Request, open_release
from pipelines.settings_file import settings_in_force
from pipelines.unattended.arriving import check_sums
from pipelines.unattended.launching import at_work
from pipelines.unattended.starting import ledger_of
from schemas.faults import fault

CONFIG = {
    "delivery": dg.Field(str, default_value="out/demo-delivery", description="The delivery's folder."),
    "release": dg.Field(str, default_value="dagster", description="The release's name."),
    "settings": dg.Field(str, default_value="", description="vardflode.toml; empty = the usual one."),
    "content": dg.Field(str, default_value="", description="The hash that the inbox knows the delivery by."),
    "replace": dg.Field(bool, default_value=True, description="Put a new release in an old one's place."),
}


@dg.resource(config_schema=CONFIG, description="The release that a run makes; gone when the run fails.")
def release_in_the_making(context: dg.InitResourceContext) -> Iterator[Release]:
    """The release of a run, asked for by the same four things as `vardflode run`."""
    talk = talk_to(context.log)
    with ExitStack() as stack:
        if context.instance and context.run:
            stack.enter_context(at_work(context.instance, context.run.run_id))
        with in_words():
            release = stack.enter_context(open_release(_request(context), talk))
        yield release


def _request(context: dg.InitResourceContext) -> Request:
    """What the run is asked to make; a delivery from the inbox is as it was checked, and begun only once."""
    must_be_allowed_memory()
    config = context.resource_config
    settings = settings_in_force(config["settings"])
    if config["content"]:
        if check_sums(Path(config["delivery"])) != config["content"]:
            raise fault("delivery_not_checked", folder=config["delivery"])
        run = context.run
        first_try = (run.root_run_id or run.run_id) if run else ""
        ledger_of(settings).begin(config["content"], config["release"], first_try)
    earlier = earlier_release(None, settings)
    return Request(Path(config["delivery"]), settings, config["release"], config["replace"], earlier)


# In one process: the assets share one warehouse, and a process a step costs nine seconds.
release_job = dg.define_asset_job(
    "release",
    selection=dg.AssetSelection.assets(*all_assets()),
    executor_def=dg.in_process_executor,
    description="From a delivery to a release: the same assets as `vardflode run`.",
)
