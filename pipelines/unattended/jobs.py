"""Dagster's jobs beside the release: check, the two approvals, and clearing old runs.

Belongs here: what each is asked for and what it hands over. Does not belong here: the work itself, which
the command line does too. Dagster reads what an op's context is called, so annotations are evaluated here.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

from pipelines import approving
from pipelines.causes import in_words
from pipelines.dagster_log import talk_to
from pipelines.finding import release_at
from pipelines.memory import must_be_allowed_memory
from pipelines.release import Request
from pipelines.running import check_delivery as read_and_judge
from pipelines.settings_file import settings_in_force
from pipelines.unattended.arriving import check_sums, look
from pipelines.unattended.launching import at_work
from pipelines.unattended.starting import LANGUAGE, ledger_of, words
from schemas.faults import UserError

DAYS_KEPT = 1200
"""Over three years: when a release is made, the runs of the one before can still be looked at."""
SETTINGS = dg.Field(str, default_value="", description="vardflode.toml; tomt = den vanliga.")
WHO = dg.Field(str, description="Ditt namn. Det skrivs upp vem som godkände.")
FOLDER = dg.Field(str, description="Leveransens mapp.")
CONTENT = dg.Field(str, default_value="", description="Leveransens innehåll, som inkorgen såg det.")


@dg.op(config_schema={"delivery": FOLDER, "content": CONTENT, "settings": SETTINGS})
def check_delivery(context: dg.OpExecutionContext) -> None:
    """Reads a delivery: that each file is as SHA256SUMS says, and every check of `vardflode check`."""
    asked = context.op_config
    folder = Path(asked["delivery"])
    with at_work(context.instance, context.run_id), in_words():
        must_be_allowed_memory()
        settings = settings_in_force(asked["settings"])
        arrival = look(folder)
        ledger = ledger_of(settings)
        try:
            check_sums(folder)
            judged = read_and_judge(Request(folder, settings), talk_to(context.log), lambda _: None)
        except UserError:
            if arrival.content:
                ledger.checked(arrival, passed=False)
            raise
        ledger.checked(arrival, passed=True)
    for result in judged.checks:
        if not result.passed:  # without its remedy, which counts rows
            context.log.warning(words("warned", name=result.name(LANGUAGE)))


@dg.op(config_schema={"delivery": FOLDER, "release": str, "by": WHO, "settings": SETTINGS})
def let_run(context: dg.OpExecutionContext) -> None:
    """Notes that somebody lets a checked delivery be run, as which release; the inbox then starts it."""
    asked = context.op_config
    with in_words():
        settings = settings_in_force(asked["settings"])
        ledger_of(settings).approve(Path(asked["delivery"]), asked["by"], asked["release"])


@dg.op(config_schema={"release": str, "by": WHO, "settings": SETTINGS})
def make_public(context: dg.OpExecutionContext) -> None:
    """Makes a release public, as `vardflode approve` does; who, when and which manifest is recorded."""
    asked = context.op_config
    with in_words():
        settings = settings_in_force(asked["settings"])
        folder = release_at(Path(asked["release"]), settings, talk_to(context.log))
        done = approving.approve(folder, Path(settings.public), asked["by"])
    context.add_output_metadata({**vars(done), "folder": str(Path(settings.public) / folder.name)})


@dg.op(config_schema={"days": dg.Field(int, default_value=DAYS_KEPT)})
def clear_runs(context: dg.OpExecutionContext) -> None:
    """Removes finished runs older than so many days; releases and notes of deliveries are not touched."""
    before = datetime.now(UTC) - timedelta(days=context.op_config["days"])
    finished = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
    old = context.instance.get_run_records(dg.RunsFilter(statuses=finished, created_before=before))
    for record in old:
        context.instance.delete_run(record.dagster_run.run_id)
    context.add_output_metadata({"removed": len(old)})


@dg.job(executor_def=dg.in_process_executor, description="Läser och prövar en leverans; gör ingen omgång.")
def check() -> None:
    """`vardflode check`, with the checksums, for a delivery in the inbox."""
    check_delivery()


@dg.job(
    executor_def=dg.in_process_executor,
    description="Låter en kontrollerad leverans köras. Skriv mapp, omgångens namn och vem du är.",
)
def approve_check() -> None:
    """`vardflode delivery approve`."""
    let_run()


@dg.job(
    executor_def=dg.in_process_executor,
    description="Gör en omgång publik. Läs rapporten först; skriv omgångens namn och vem du är.",
)
def approve() -> None:
    """`vardflode approve`."""
    make_public()


@dg.job(executor_def=dg.in_process_executor, description="Tar bort körningar ur Dagsters historik.")
def remove_old_runs() -> None:
    """Dagster keeps every run for ever unless somebody removes it."""
    clear_runs()


clearing = dg.ScheduleDefinition(
    name="remove_old_runs_monthly",
    job=remove_old_runs,
    cron_schedule="0 5 1 * *",
    execution_timezone="Europe/Stockholm",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
JOBS = (check, approve_check, approve, remove_old_runs)
