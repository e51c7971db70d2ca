"""The help of every command in the reader's language, from help.toml.

Belongs here: putting words on click's commands. Does not belong here: the words.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import click

HELP = Path(__file__).parent / "help.toml"


@cache
def help_texts() -> dict[str, Any]:
    """help.toml: [commands."profession list"] help_sv, help_en, example; [options] --out sv, en."""
    with HELP.open("rb") as file:
        return tomllib.load(file)


def localise(command: click.Command, language: str, name: str = "vardflode") -> None:
    """Sets help, option help and an example on a command and everything below it."""
    texts = help_texts()
    own = texts["commands"][name]
    title = {"sv": "Exempel", "en": "Example"}[language if language in ("sv", "en") else "sv"]
    language = language if language in ("sv", "en") else "sv"
    command.help = own[language]
    command.short_help = own[language].splitlines()[0]
    command.epilog = f"\b\n{title}:\n" + "\n".join(f"  {line}" for line in own["example"].strip().splitlines())
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            key = parameter.opts[-1]
            parameter.help = texts["options"].get(key, {}).get(language, parameter.help)
    if isinstance(command, click.Group):
        for child, below in command.commands.items():
            localise(below, language, child if name == "vardflode" else f"{name} {child}")
