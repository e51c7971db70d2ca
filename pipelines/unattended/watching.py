"""The sensor on the inbox and the schedule of every third year.

Belongs here: Dagster's side of starting: cursor, run requests, skip reasons. Does not belong here: what a
delivery is ready for (pipelines.unattended.starting), what the jobs do (pipelines.unattended.jobs).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import dagster as dg

from pipelines.causes import in_words
from pipelines.release_job import release_job
from pipelines.remade import partitions_to_change
from pipelines.settings import Settings
from pipelines.settings_file import settings_in_force, settings_path
from pipelines.unattended.jobs import check
from pipelines.unattended.publishing_days import occasion
from pipelines.unattended.starting import Step, steps, words
from pipelines.unattended.telling import MAX_RETRIES

SECONDS = 60
KEPT_KEYS = 200
"""So many requests are remembered: some hundred years of deliveries."""
AGAIN = {MAX_RETRIES: "2", "dagster/retry_strategy": "ALL_STEPS"}
"""A run that dies, without an error of its own, is begun again from its start (dagster.yaml, run_retries)."""


@dg.sensor(
    name="inbox",
    jobs=[check, release_job],
    minimum_interval_seconds=SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Leveranser i inkorgen: kontrolleras när de är hela, körs när kontrollen är godkänd.",
)
def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Asks for the check or the run that a delivery is ready for, once; otherwise says what is awaited."""
    with in_words():
        settings = settings_in_force()
        remembered = _remembered(context.cursor)
        found = steps(settings, remembered["last_seen"])
    asked: list[str] = remembered["asked"]
    new = [step for step in found if step.kind != "wait" and step.key not in asked]
    reason = "\n".join(_reason(step, asked) for step in found)
    return dg.SensorResult(
        run_requests=[_request(step) for step in new],
        skip_reason=None if new else dg.SkipReason(reason or words("inbox_empty", folder=settings.inbox)),
        dynamic_partitions_requests=partitions_to_change(settings, context.instance),
        cursor=_cursor(found, remembered["last_seen"], [*asked, *(step.key for step in new)]),
    )


def _cursor(found: list[Step], last_seen: Mapping[str, str], asked: list[str]) -> str:
    """What the next look must know; folders in the order in which they were first seen."""
    there = {step.arrival.folder.name: step.arrival.snapshot for step in found}
    kept = {name: there[name] for name in last_seen if name in there} | there
    return json.dumps({"last_seen": kept, "asked": asked[-KEPT_KEYS:]})


def _remembered(cursor: str | None) -> dict[str, Any]:
    empty: dict[str, Any] = {"last_seen": {}, "asked": []}
    return empty | json.loads(cursor) if cursor else empty


def _reason(step: Step, asked: list[str]) -> str:
    return words("asked_already", reason=step.reason) if step.key in asked else step.reason


def _request(step: Step) -> dg.RunRequest:
    content = step.arrival.content or ""
    config: Mapping[str, object] = {
        "delivery": str(step.arrival.folder),
        "content": content,
        "settings": str(settings_path() or ""),
    }
    tags = {"vardflode/delivery": step.arrival.folder.name[:63]} | AGAIN
    if step.kind == "check":
        run_config: dict[str, Any] = {"ops": {"check_delivery": {"config": config}}}
    else:
        whole = {**config, "release": step.release, "replace": False}
        run_config = {"resources": {"work": {"config": whole}}}
    return dg.RunRequest(run_key=step.key, job_name=step.kind, run_config=run_config, tags=tags)


@dg.schedule(
    name="every_third_year",
    cron_schedule="0 6 * * *",
    execution_timezone="Europe/Stockholm",
    job=release_job,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="En månad före publicering, vart tredje år: den godkända leveransen körs, eller skälet sägs.",
)
def every_third_year(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Cron knows no third year: asked every day, it skips until a month before publication.

    Each day of that month, so that a machine that was off on the first day is no reason to wait three years.
    """
    with in_words():
        settings = settings_in_force()
        return _due(settings, context.scheduled_execution_time.date())


def _due(settings: Settings, today: date) -> dg.RunRequest | dg.SkipReason:
    if settings.first_publication is None:
        return dg.SkipReason(words("no_schedule"))
    next_one = occasion(settings.first_publication, today)
    days = {"starts_on": next_one.starts_on, "publishes_on": next_one.publishes_on}
    if not next_one.has_begun(today):
        return dg.SkipReason(words("not_yet", **days))
    found = steps(settings)
    ready = [step for step in found if step.kind == "release"]
    if ready:
        return _request(ready[0])
    reasons = " ".join(step.reason for step in found) or words("inbox_empty", folder=settings.inbox)
    return dg.SkipReason(words("due_but", reason=reasons, **days))
