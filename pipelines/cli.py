"""`vardflode`: the command line of interfaces.md section 2.

Belongs here: arguments, what is printed, exit codes. Does not belong here: doing the work
(pipelines.running), the words (schemas/messages) and the help (pipelines/help.toml).
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.engine import ENGINES
from pipelines import profession_commands, release_commands
from pipelines.auditing import audit
from pipelines.delivery_commands import delivery as delivery_group
from pipelines.doctoring import doctor
from pipelines.drilling.command import drill
from pipelines.looking import explain, profession
from pipelines.memory import must_be_allowed_memory
from pipelines.mistakes import language_of, usage_fault
from pipelines.options import common, merged, output, settings_options
from pipelines.output import Output
from schemas.faults import CALL_WRONG, DONE, INTERNAL, Fault, UserError, fault

if TYPE_CHECKING:
    from pipelines.settings import Settings

DEMO_RELEASE = "demo"
STDOUT = 1
"""The descriptor that libraries in C print to."""
DEMO_DELIVERY = "demo-delivery"
WITHOUT_MEMORY = {"--help", "doctor", "explain"}
"""What can be asked under any limit."""


@click.group()
@click.option("--lang", "language", type=click.Choice(["sv", "en"]), default=None, expose_value=False)
@click.version_option(package_name="vardflode", message="%(prog)s %(version)s")
def cli() -> None:
    """Replaced by the catalogue's help."""


cli.add_command(audit)
cli.add_command(delivery_group)
cli.add_command(doctor)
cli.add_command(drill)
cli.add_command(explain)
cli.add_command(profession)
for command in profession_commands.COMMANDS:
    profession.add_command(command)
for command in release_commands.COMMANDS:
    cli.add_command(command)


@cli.command()
@click.argument("delivery", type=click.Path(path_type=Path))
@click.option("--release", required=True)
@click.option("--replace", "replace_", is_flag=True)
@click.option("--earlier", type=click.Path(path_type=Path))
@click.option("--public")
@click.option("--engine", type=click.Choice(ENGINES))
@settings_options
@common
def run(
    *,
    delivery: Path,
    release: str,
    replace_: bool,
    earlier: Path | None,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """From a delivery to a release."""
    from pipelines.finding import earlier_release

    said = output(language, as_json)
    settings = merged(settings_file, **flags)
    _run(said, delivery, release, replace_, settings, earlier_release(earlier, settings, said.talk))


def _run(
    said: Output,
    delivery: Path,
    release: str,
    replace_: bool,
    settings: Settings,
    earlier: Path | None = None,
) -> None:
    from pipelines.release import Request
    from pipelines.running import report_of, run_release, version_of
    from pipelines.secret import is_rehearsal

    made = run_release(Request(delivery, settings, release, replace_, earlier), said.talk)
    said.checks(made.checks)
    said.drafts(made.scope.professions)
    if is_rehearsal():
        said.talk("rehearsal")
    report = report_of(made)
    version, compared_with = version_of(made)
    said.version(release, version, compared_with)
    said.talk("run_done", folder=made.target)
    said.talk("report_at", file=report)
    said.payload = {
        "release": release,
        "folder": str(made.target),
        "version": version,
        "report": str(report),
        "registers": said.register_counts(made.counts),
        "checks": said.check_counts(made.checks),
    }


@cli.command()
@click.argument("delivery", type=click.Path(path_type=Path))
@settings_options
@common
def check(
    delivery: Path, settings_file: Path | None, language: str | None, as_json: bool, **flags: Any
) -> None:
    """Reads and validates only."""
    from pipelines.private import scratch_folder
    from pipelines.release import Request
    from pipelines.running import check_delivery

    said = output(language, as_json)
    with scratch_folder() as scratch:
        flags["out"] = flags.get("out") or str(scratch)
        settings = merged(settings_file, **flags)
        made = check_delivery(Request(delivery, settings), said.talk, said.registers)
    said.checks(made.checks)
    said.talk("check_done")


@cli.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--persons", type=click.IntRange(min=1), default=384_000, show_default=True)
@click.option("--formats", type=click.Choice(["csv", "parquet", "mixed"]), default="csv", show_default=True)
@click.option("--clean", is_flag=True)
@common
def synth(
    *, out: Path, seed: int, persons: int, formats: str, clean: bool, language: str | None, as_json: bool
) -> None:
    """Writes a synthetic delivery."""
    said = output(language, as_json)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise fault("folder_not_empty", folder=out)
    _synth(said, out, seed=seed, persons=persons, formats=formats, dirty=not clean)
    said.payload = {"delivery": str(out), "seed": seed, "persons": persons}


def _synth(said: Output, out: Path, **choices: Any) -> None:
    """Writes into a folder beside, so that a delivery appears whole or not at all."""
    from flows.synthetic import write_delivery
    from pipelines.placing import growing

    said.talk("synthesising", folder=out)
    with growing(out.parent, out.name) as folder:
        write_delivery(folder, **choices, progress=said.progress)
        if out.exists():
            shutil.rmtree(out)
        folder.rename(out)
    said.talk("synth_done", folder=out)


@cli.command()
@click.option("--out", default="out", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--persons", type=click.IntRange(min=1), default=384_000, show_default=True)
@common
def demo(out: str, seed: int, persons: int, language: str | None, as_json: bool) -> None:
    """Makes a synthetic delivery and runs it."""
    from pipelines.settings import load_settings

    said = output(language, as_json)
    delivery = Path(out) / DEMO_DELIVERY
    _synth(said, delivery, seed=seed, persons=persons, formats="csv", dirty=True)
    _run(said, delivery, DEMO_RELEASE, True, replace(load_settings(None), out=out))


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the program and exits with its code; a user never sees a traceback."""
    _answers_alone_on_stdout()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without å is no reason to stop
    signal.signal(signal.SIGTERM, _interrupt)  # so that a stopped service leaves nothing half-made
    sys.exit(run_command(list(sys.argv[1:] if arguments is None else arguments)))


def _answers_alone_on_stdout() -> None:
    """What a library in C prints, past Python, goes to stderr.

    The answer, which another program may parse, keeps the place that stdout had.
    """
    if not isinstance(sys.stdout, io.TextIOWrapper) or sys.stdout.fileno() != STDOUT:
        return  # a caller has put something else in its place
    sys.stdout.flush()
    kept = os.dup(STDOUT)
    os.dup2(sys.stderr.fileno(), STDOUT)
    sys.stdout = os.fdopen(kept, "w", encoding=sys.stdout.encoding)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def run_command(arguments: list[str]) -> int:
    """Runs one call; its exit code (0 done, 1 data, 2 call or machine, 3 internal, 130 interrupted)."""
    from pipelines.helping import localise

    said = Output(language_of(arguments), "--json" in arguments, "vardflode")
    localise(cli, said.language)
    try:
        with cli.make_context("vardflode", arguments, obj=said) as context:
            if not WITHOUT_MEMORY & set(arguments):
                must_be_allowed_memory()
            cli.invoke(context)
        said.finish(DONE)
        sys.stdout.flush()
        return DONE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        return said.fail([usage_fault(error)], CALL_WRONG)
    except UserError as error:
        return said.fail(error.faults, error.exit_code)
    except BrokenPipeError:
        # The reader of stdout (head, less) has gone: nothing is wrong. What is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except BaseException as error:  # interrupts, and panics of Polars, are no Exceptions
        return _unexpected(error, said)


def _unexpected(error: BaseException, said: Output) -> int:
    from pipelines.failing import UnexpectedError, as_user_error, where_it_arose

    known = as_user_error(error)
    if isinstance(known, UserError):
        return said.fail(known.faults, known.exit_code)
    try:
        with tempfile.NamedTemporaryFile("w", prefix="vardflode-", suffix=".log", delete=False) as log:
            log.write(where_it_arose(error))
        place = log.name
    except OSError:
        place = "–"
    kind = known.kind if isinstance(known, UnexpectedError) else type(error).__name__
    return said.fail([Fault("internal", {"problem": kind, "log": place})], INTERNAL)
