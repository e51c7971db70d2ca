"""The options that commands share, and what they amount to: settings and where to print.

Belongs here: arguments that several commands take. Does not belong here: the commands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.output import Output

if TYPE_CHECKING:
    from pipelines.settings import Settings

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


def place_options(command: Command) -> Command:
    """Where releases stand: the settings, or a folder of their own."""
    command = click.option("--settings", "settings_file", type=click.Path(path_type=Path))(command)
    return click.option("--out")(command)


def output(language: str | None, as_json: bool) -> Output:
    """Where a command prints, in the language of its own option or the program's."""
    context = click.get_current_context()
    said: Output = context.find_root().obj
    said.language, said.as_json, said.command = language or said.language, as_json, context.command_path
    return said


def merged(settings_file: Path | None, **flags: Any) -> Settings:
    """Settings from the file, overridden by the flags that were given."""
    from pipelines.settings import load_settings  # noqa: PLC0415  # --help must answer at once

    settings = load_settings(settings_file)
    for name in ("professions", "licence_cohorts"):
        if flags.get(name) is not None:
            flags[name] = tuple(part.strip() for part in flags[name].split(","))
    if not flags.get("profession_dirs"):
        flags.pop("profession_dirs", None)
    return replace(settings, **{name: value for name, value in flags.items() if value is not None})
