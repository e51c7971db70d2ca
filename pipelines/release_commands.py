"""`vardflode approve`, `compare`, `backtest` and `remake`: their arguments and what they print.

Belongs here: arguments and where the result goes. Does not belong here: doing the work.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.options import Command, common, merged, output, place_options
from schemas.faults import fault, say

if TYPE_CHECKING:
    from pipelines.comparing import Against
    from pipelines.output import Output


def comparison_options(command: Command) -> Command:
    """How much of a comparison is shown, and of which numbers."""
    command = click.option("--against", type=click.Choice(["published", "internal"]))(command)
    return click.option("--limit", type=click.IntRange(min=1))(command)


@click.command()
@click.argument("release", type=click.Path(path_type=Path))
@click.option("--public")
@click.option("--by")
@place_options
@common
def approve(
    *,
    release: Path,
    by: str | None,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """Makes a release public."""
    from pipelines import approving  # noqa: PLC0415  # --help must answer at once
    from pipelines.finding import release_at  # noqa: PLC0415  # the same
    from pipelines.manifest import read_manifest  # noqa: PLC0415  # the same

    said = output(language, as_json)
    settings = merged(settings_file, **flags)
    folder, public = release_at(release, settings), Path(settings.public)
    done = approving.approve(folder, public, by)
    for group in read_manifest(folder)["professions"].values():
        if group["status"] == "draft":
            said.talk("draft", profession=group[f"name_{said.language}"])
    said.payload = {**vars(done), "folder": str(public / folder.name), "public": str(public)}
    said.talk("approved", release=folder.name, version=done.version, folder=public / folder.name)


@click.command()
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@comparison_options
@place_options
@common
def compare(
    *,
    a: Path,
    b: Path,
    limit: int | None,
    against: Against | None,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """What changed between two releases."""
    from pipelines import comparing  # noqa: PLC0415  # --help must answer at once
    from pipelines.finding import release_at  # noqa: PLC0415  # the same
    from pipelines.purging import purged  # noqa: PLC0415  # the same

    said = output(language, as_json)
    settings = merged(settings_file, **flags)
    folders = [release_at(given, settings) for given in (a, b)]
    for folder in folders:
        if against is None and (gone := purged(folder)):
            said.talk("compared_published", why=gone.text)
    _show(said, comparing.compare(folders[0], folders[1], against), limit)


def _show(said: Output, found: dict[str, Any], limit: int | None) -> None:
    """The comparison to stdout, as text or in the JSON object."""
    from pipelines.comparing_text import compare_lines  # noqa: PLC0415  # --help must answer at once

    said.lines(compare_lines(found, said.language, limit))
    said.payload = {**found, "measures": found["measures"][:limit]}


@click.command()
@click.argument("release", type=click.Path(path_type=Path))
@click.argument("delivery", type=click.Path(path_type=Path))
@click.option("--keep", is_flag=True)
@click.option("--public")
@comparison_options
@place_options
@common
def backtest(
    *,
    release: Path,
    delivery: Path,
    keep: bool,
    limit: int | None,
    against: Against | None,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """An old release made again with today's code."""
    from pipelines import backtesting  # noqa: PLC0415  # --help must answer at once
    from pipelines.finding import release_at  # noqa: PLC0415  # the same

    said = output(language, as_json)
    settings = merged(settings_file, **flags)
    folder = release_at(release, settings)
    if flags.get("out") is None:
        settings = replace(settings, out=str(folder.parent))
    found = backtesting.backtest(folder, delivery, settings, said.talk, keep=keep, against=against)
    _show(said, found.comparison, limit)
    said.payload["kept"] = None if found.kept is None else str(found.kept)
    if found.kept is not None:
        said.talk("run_done", folder=found.kept)


@click.command()
@click.argument("release", type=click.Path(path_type=Path))
@click.option("--profession", required=True)
@click.option("--profession-dir", "profession_dirs", multiple=True)
@click.option("--public")
@place_options
@common
def remake(
    *,
    release: Path,
    profession: str,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """One group of a release made again."""
    from pipelines import remaking  # noqa: PLC0415  # --help must answer at once
    from pipelines.finding import release_at  # noqa: PLC0415  # the same
    from pipelines.running import report_of  # noqa: PLC0415  # the same

    said = output(language, as_json)
    settings = merged(settings_file, **flags)
    made = remaking.remake(release_at(release, settings), profession, settings, said.talk)
    said.checks(made.checks)
    said.talk("run_done", folder=made.target)
    said.talk("report_at", file=report_of(made))
    said.payload |= {"folder": str(made.target), "profession": profession, "report": str(report_of(made))}


@click.command()
@click.argument("release", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True)
@click.option("--by")
@click.option("--decision")
@place_options
@common
def purge(
    *,
    release: Path,
    yes: bool,
    by: str | None,
    decision: str | None,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """Removes the internal material of a release."""
    from pipelines import purging  # noqa: PLC0415  # --help must answer at once
    from pipelines.asking import ask_terminal  # noqa: PLC0415  # the same
    from pipelines.finding import release_at  # noqa: PLC0415  # the same

    said = output(language, as_json)
    folder = release_at(release, merged(settings_file, **flags))
    if not yes:
        question = say(said.language, "purge_question", folder=folder, release=folder.name)
        typed = ask_terminal(question) if sys.stdin.isatty() else ""
        if typed != folder.name:
            raise fault("purge_unconfirmed", folder=folder, value=typed)
    done = purging.purge(folder, by, decision)
    said.payload = {**vars(done), "folder": str(folder)}
    said.talk("purged", release=done.release, files=done.files, record=folder / purging.RECORD)


COMMANDS = (approve, compare, backtest, remake, purge)
