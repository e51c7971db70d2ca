"""`vardflode`: the command line of interfaces.md section 2.

Belongs here: arguments, what is printed, exit codes. Does not belong here: doing the work
(pipelines.running), the words (schemas/messages) and the help (pipelines/help.toml).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from pipelines.explaining import describe, described_names, nearest
from pipelines.output import Output
from pipelines.settings import Settings, load_settings
from schemas.faults import CALL_WRONG, DONE, INTERNAL, Fault, UserError, fault

DEMO_RELEASE = "demo"
DEMO_DELIVERY = "demo-delivery"

Command = Callable[..., None]


def common(command: Command) -> Command:
    """The options that every command has."""
    command = click.option("--json", "as_json", is_flag=True)(command)
    return click.option("--lang", "language", type=click.Choice(["sv", "en"]), default=None)(command)


def settings_options(command: Command) -> Command:
    """The options that override vardflode.toml."""
    for option in (
        click.option("--out"),
        click.option("--settings", "settings_file", type=click.Path(path_type=Path)),
        click.option("--window"),
        click.option("--licence-cohorts"),
        click.option("--profession-dir", "profession_dirs", multiple=True),
        click.option("--professions"),
    ):
        command = option(command)
    return command


@click.group()
@click.option("--lang", "language", type=click.Choice(["sv", "en"]), default="sv")
@click.version_option(package_name="vardflode")
@click.pass_context
def cli(context: click.Context, language: str) -> None:
    """Replaced by the catalogue's help."""
    context.obj = language


def output(language: str | None, as_json: bool) -> Output:
    """Where a command prints, in the language of its own option or the program's."""
    context = click.get_current_context()
    said = Output(language or context.find_root().obj or "sv", as_json, context.command_path)
    context.find_root().obj = said
    return said


def merged(settings_file: Path | None, **flags: Any) -> Settings:
    """Settings from the file, overridden by the flags that were given."""
    settings = load_settings(settings_file)
    for name in ("professions", "licence_cohorts"):
        if flags.get(name) is not None:
            flags[name] = tuple(part.strip() for part in flags[name].split(",") if part.strip())
    if not flags.get("profession_dirs"):
        flags.pop("profession_dirs", None)
    return replace(settings, **{name: value for name, value in flags.items() if value is not None})


@cli.command()
@click.argument("delivery", type=click.Path(path_type=Path))
@click.option("--release", required=True)
@click.option("--replace", "replace_", is_flag=True)
@settings_options
@common
def run(
    delivery: Path,
    release: str,
    replace_: bool,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """From a delivery to a release."""
    said = output(language, as_json)
    _run(said, delivery, release, replace_, merged(settings_file, **flags))


def _run(said: Output, delivery: Path, release: str, replace_: bool, settings: Settings) -> None:
    from pipelines.manifest import is_rehearsal
    from pipelines.release import Request
    from pipelines.running import report_of, run_release

    made = run_release(Request(delivery, settings, release, replace_), said.talk)
    said.checks(made.checks)
    said.drafts(made.scope.professions)
    if is_rehearsal():
        said.talk("rehearsal")
    report = report_of(made)
    said.talk("run_done", folder=made.target)
    said.talk("report_at", file=report)
    said.payload = {
        "release": release,
        "folder": str(made.target),
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
    from pipelines.release import Request
    from pipelines.running import check_delivery

    said = output(language, as_json)
    with tempfile.TemporaryDirectory(prefix="vardflode-") as scratch:
        flags["out"] = flags.get("out") or scratch
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
    out: Path, seed: int, persons: int, formats: str, clean: bool, language: str | None, as_json: bool
) -> None:
    """Writes a synthetic delivery."""
    said = output(language, as_json)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise fault("folder_not_empty", folder=out)
    _synth(said, out, seed, persons, formats, not clean)
    said.payload = {"delivery": str(out), "seed": seed, "persons": persons}


def _synth(said: Output, out: Path, seed: int, persons: int, formats: str, dirty: bool) -> None:
    """Writes into a folder beside, so that a delivery appears whole or not at all."""
    from flows.synthetic import write_delivery

    said.talk("synthesising", folder=out)
    growing = out.with_name(f".building-{out.name}")
    shutil.rmtree(growing, ignore_errors=True)
    try:
        growing.mkdir(parents=True)
        write_delivery(growing, seed=seed, persons=persons, formats=formats, dirty=dirty, progress=said.progress)
        if out.exists():
            shutil.rmtree(out)
        growing.rename(out)
    finally:
        shutil.rmtree(growing, ignore_errors=True)
    said.talk("synth_done", folder=out)


@cli.command()
@click.option("--out", default="out", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--persons", type=click.IntRange(min=1), default=384_000, show_default=True)
@common
def demo(out: str, seed: int, persons: int, language: str | None, as_json: bool) -> None:
    """Makes a synthetic delivery and runs it."""
    said = output(language, as_json)
    delivery = Path(out) / DEMO_DELIVERY
    _synth(said, delivery, seed, persons, "csv", dirty=True)
    _run(said, delivery, DEMO_RELEASE, True, replace(load_settings(None), out=out))


@cli.command()
@click.argument("name", required=False)
@common
def explain(name: str | None, language: str | None, as_json: bool) -> None:
    """A milestone's or a measure's definition, SQL and use."""
    said = output(language, as_json)
    if name is None:
        said.payload = {"names": described_names()}
        said.lines(described_names())
        return
    found = describe(name, said.language)
    if found is None:
        raise fault("name_unknown", value=name, allowed=nearest(name))
    said.payload = found.as_dict()
    said.lines(found.lines(said.language))


@cli.group()
def profession() -> None:
    """Profession groups."""


@profession.command("list")
@click.option("--profession-dir", "profession_dirs", multiple=True, type=click.Path(path_type=Path))
@common
def profession_list(profession_dirs: Sequence[Path], language: str | None, as_json: bool) -> None:
    """Every group with its status."""
    from flows.professions import load_professions

    said = output(language, as_json)
    groups = load_professions(profession_dirs)
    said.payload = {"professions": [{"id": p.id, "name_sv": p.name_sv, "status": p.status} for p in groups.values()]}
    said.lines(f"{p.id:26}{p.status:8}{p.name_en if said.language == 'en' else p.name_sv}" for p in groups.values())


@profession.command("show")
@click.argument("name")
@click.option("--profession-dir", "profession_dirs", multiple=True, type=click.Path(path_type=Path))
@common
def profession_show(
    name: str, profession_dirs: Sequence[Path], language: str | None, as_json: bool
) -> None:
    """One group's codes and lengths."""
    from flows.professions import described, load_professions, select_professions

    said = output(language, as_json)
    group = select_professions(load_professions(profession_dirs), [name])[0]
    said.payload = described(group)
    said.lines(f"{key:24}{_flat(value)}" for key, value in said.payload.items())


def _flat(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_flat(part) for part in value) or "–"
    if isinstance(value, dict):
        return " ".join(f"{key} {part}" for key, part in value.items())
    return str(value)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the program and exits with its code; a user never sees a traceback."""
    sys.exit(run_command(list(sys.argv[1:] if arguments is None else arguments)))


def run_command(arguments: list[str]) -> int:
    """Runs one call; its exit code (0 done, 1 data, 2 call or machine, 3 internal)."""
    from pipelines.helping import localise

    said = Output(_language(arguments), "--json" in arguments, "vardflode")
    localise(cli, said.language)
    try:
        with cli.make_context("vardflode", arguments) as context:
            context.obj = said.language
            cli.invoke(context)
            said = context.obj if isinstance(context.obj, Output) else said
        said.finish(DONE)
        return DONE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        return said.fail([_usage_fault(error)], CALL_WRONG)
    except UserError as error:
        return said.fail(error.faults, error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        return CALL_WRONG
    except BrokenPipeError:
        # The reader of stdout (head, less) has gone: nothing is wrong. What is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return _unexpected(error, said)


def _unexpected(error: Exception, said: Output) -> int:
    from pipelines.running import as_user_error

    known = as_user_error(error)
    if isinstance(known, UserError):
        return said.fail(known.faults, known.exit_code)
    with tempfile.NamedTemporaryFile("w", prefix="vardflode-", suffix=".log", delete=False) as log:
        traceback.print_exception(error, file=log)
    fields = {"problem": type(error).__name__, "log": log.name}
    return said.fail([Fault("internal", fields)], INTERNAL)


def _language(arguments: list[str]) -> str:
    for i, argument in enumerate(arguments):
        if argument == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return "sv"


def _usage_fault(error: click.UsageError) -> Fault:
    command = error.ctx.command_path if error.ctx else "vardflode"
    if isinstance(error, click.NoSuchOption):
        return Fault("option_unknown", {"value": error.option_name, "command": command})
    if isinstance(error, click.MissingParameter):
        names = error.param.opts if error.param else ["?"]
        return Fault("argument_missing", {"value": names[-1], "command": command})
    group = error.ctx.command if error.ctx else None
    if isinstance(group, click.Group) and error.ctx and error.ctx.args is not None and "command" in error.message:
        value = error.message.split("'")[1] if "'" in error.message else ""
        return Fault("command_unknown", {"value": value, "allowed": sorted(group.commands)})
    return Fault("argument_wrong", {"problem": error.format_message(), "command": command})
