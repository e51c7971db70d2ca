"""The whole code location on one screen: assets with their checks, jobs, what starts them, who is told."""

from __future__ import annotations

import dagster as dg

from pipelines.assets import all_assets
from pipelines.release_job import release_in_the_making, release_job
from pipelines.remade import remade, remake_job
from pipelines.unattended.jobs import JOBS, clearing
from pipelines.unattended.telling import TELLING
from pipelines.unattended.watching import every_third_year, inbox

defs = dg.Definitions(
    assets=[*all_assets(), remade],
    jobs=[release_job, remake_job, *JOBS],
    sensors=[inbox, *TELLING],
    schedules=[every_third_year, clearing],
    resources={"work": release_in_the_making},
    executor=dg.in_process_executor,
)
