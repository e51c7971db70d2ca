"""Tells people by mail what they must know: a run is done, something waits for them, something failed.

Belongs here: when somebody is told, and what. Does not belong here: sending (pipelines.unattended.mailing).
No message has a number or a person in it: a mail leaves the house more easily than a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.causes import first_cause, in_words
from pipelines.settings_file import settings_in_force, settings_path
from pipelines.unattended.mailing import send
from pipelines.unattended.starting import words

MAX_RETRIES = "dagster/max_retries"
"""The tag of a run that begins again by itself when it has died."""
TOLD_OF = ("check", "release", "approve")
"""Jobs whose end people wait for; each has its words: done_<job>, done_<job>_subject."""


def about(run: dg.DagsterRun) -> dict[str, str]:
    """What a run is about, for the words: the delivery's folder, the release, and where the settings are."""
    config: dict[str, Any] = dict(run.run_config)
    parts = [step.get("config", {}) for step in config.get("ops", {}).values()]
    parts.append(config.get("resources", {}).get("work", {}).get("config", {}))
    asked = {key: str(value) for part in parts for key, value in part.items()}
    folder = asked.get("delivery", "")
    named = settings_path()
    return {
        "delivery": Path(folder).name,
        "folder": folder,
        "release": asked.get("release", ""),
        "settings": f" --settings {named}" if named else "",
    }


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    name="tell_done",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Mejl: en kontroll eller en omgång är klar och väntar på godkännande, en omgång är publik.",
)
def tell_done(context: dg.RunStatusSensorContext) -> dg.SkipReason | None:
    """One message for each run that somebody waits for."""
    run = context.dagster_run
    if run.job_name not in TOLD_OF:
        return dg.SkipReason(words("told_of_nothing", job=run.job_name))
    key = f"done_{run.job_name}"
    return _tell(words(f"{key}_subject", **about(run)), words(key, **about(run)))


@dg.run_failure_sensor(
    name="tell_failed",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Mejl: en körning stoppades. Första orsaken först, och vad man gör.",
)
def tell_failed(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """The first cause first, then what to do."""
    run = context.dagster_run
    key = f"failed_{run.job_name}" if run.job_name in TOLD_OF else "failed_other"
    cause = cause_of(context)
    if cause is None and MAX_RETRIES in run.tags:
        key = "failed_died"
    said = {**about(run), "cause": cause or words("failed_silently"), "job": run.job_name}
    said["what"] = " ".join(name for name in (said["delivery"], said["release"]) if name)
    return _tell(words("failed_subject", **said), words(key, **said))


def cause_of(context: dg.RunFailureSensorContext) -> str | None:
    """The first failure that says why, in the order in which the steps failed."""
    for event in [*context.get_step_failure_events(), context.failure_event]:
        found = first_cause(getattr(event.event_specific_data, "error", None))
        if found:
            return found
    return None


def _tell(subject: str, text: str) -> dg.SkipReason | None:
    with in_words():
        sent = send(settings_in_force().mail, subject, text + "\n" + words("signature"))
    return None if sent else dg.SkipReason(words("nobody_told", subject=subject))


TELLING = (tell_done, tell_failed)
