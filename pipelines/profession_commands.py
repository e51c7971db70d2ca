"""`vardflode profession new`, `preview` and `diff`: their arguments and what they print.

Belongs here: arguments and where the result goes. Does not belong here: doing the work.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.options import Command, common, output
from pipelines.output import Output

if TYPE_CHECKING:
    from pipelines.new_profession import Written

KEYS = {
    "--alias": "aliases",
    "--note": "notes",
    "--leads-to": "leads_to",
    "--sni-group": "sni_groups",
    "--ssyk2012": "ssyk2012",
    "--ssyk96": "ssyk96",
    "--sun2020": "sun2020",
    "--sun2000": "sun2000",
    "--terms": "nominal",
    "--licence-code": "licence_codes",
}
"""Flags that may be repeated, and the key of a group's file that each fills."""


def _value_options(command: Command) -> Command:
    """A flag for every key of a group's file."""
    for flag, key in KEYS.items():
        command = click.option(flag, key, multiple=True)(command)
    for name in ("status", "name-en", "name-sv", "id"):
        command = click.option(f"--{name}", name.replace("-", "_"))(command)
    return command


def profession_dir(command: Command) -> Command:
    """Folders of groups of one's own."""
    return click.option(
        "--profession-dir", "profession_dirs", multiple=True, type=click.Path(path_type=Path)
    )(command)


@click.command("new")
@click.option("--from-catalogue", "catalogue_id")
@_value_options
@profession_dir
@click.option("--out", default=".", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True)
@common
def new(
    *,
    catalogue_id: str | None,
    profession_dirs: Sequence[Path],
    out: Path,
    overwrite: bool,
    language: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Writes a new group's file."""
    from pipelines.asking import Ask, ask_terminal  # noqa: PLC0415  # --help must answer at once
    from pipelines.new_profession import write_new  # noqa: PLC0415  # the same

    said = output(language, as_json)
    ask: Ask | None = ask_terminal if sys.stdin.isatty() else None
    written = write_new(
        given,
        catalogue_id=catalogue_id,
        folder=out,
        profession_dirs=profession_dirs,
        overwrite=overwrite,
        language=said.language,
        ask=ask,
    )
    _say_written(said, written)


def _say_written(said: Output, written: Written) -> None:
    """The codes with their names to stdout; where the file is and what comes next to stderr."""
    from flows.code_lists import CODE_LISTS, named  # noqa: PLC0415  # --help must answer at once
    from flows.professions import HOME, described  # noqa: PLC0415  # the same

    group, folder = written.profession, written.file.parent
    names = {key: named(key, getattr(group, key)) for key in CODE_LISTS}
    said.lines(f"{key:14}{text}" for key, texts in names.items() for text in texts)
    said.payload = {"file": str(written.file), "profession": described(group), "code_names": names}
    said.talk("profession_written", file=written.file)
    if folder.resolve() == HOME:
        said.talk("profession_next_here", profession=group.id)
        return
    if (HOME / written.file.name).is_file():
        said.talk("profession_replaces", profession=group.id)
    said.talk("profession_next", profession=group.id, folder=folder)


def preview_options(command: Command) -> Command:
    """What a preview takes of a run's options."""
    command = click.option("--settings", "settings_file", type=click.Path(path_type=Path))(command)
    return profession_dir(click.option("--window")(command))


@click.command("preview")
@click.argument("name")
@click.argument("delivery", type=click.Path(path_type=Path))
@preview_options
@click.option("--page", type=click.Path(path_type=Path))
@common
def preview(
    *, name: str, delivery: Path, page: Path | None, language: str | None, as_json: bool, **flags: Any
) -> None:
    """What a group would give on a delivery."""
    from pipelines.preview_run import run_preview  # noqa: PLC0415  # --help must answer at once

    run_preview(output(language, as_json), name, delivery, page, flags)


@click.command("diff")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("delivery", type=click.Path(path_type=Path))
@preview_options
@common
def diff(*, file: Path, delivery: Path, language: str | None, as_json: bool, **flags: Any) -> None:
    """What a changed file changes in the numbers."""
    from pipelines.preview_run import run_diff  # noqa: PLC0415  # --help must answer at once

    run_diff(output(language, as_json), file, delivery, flags)


COMMANDS: tuple[click.Command, ...] = (new, preview, diff)
