"""The help of every command in the reader's language, from help.toml.

Belongs here: putting words on click's commands. Does not belong here: the words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import click

from schemas.faults import LANGUAGES

HELP = Path(__file__).parent / "help.toml"


@cache
def help_texts() -> dict[str, Any]:
    """help.toml: [commands."profession list"] sv, en, example; [options] --out sv, en; [words]."""
    with HELP.open("rb") as file:
        return tomllib.load(file)


class Formatter(click.HelpFormatter):
    """click's layout, with click's own English words replaced by those of the language."""

    language = LANGUAGES[0]

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how the command is called."""
        super().write_usage(prog, self._translated(args), self._translated(prefix or "Usage: "))

    def write_heading(self, heading: str) -> None:
        """A heading over options or commands."""
        super().write_heading(self._translated(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of options or commands and what they do."""
        translated = [(self._translated(left), self._translated(right)) for left, right in rows]
        super().write_dl(translated, col_max, col_spacing)

    def _translated(self, text: str) -> str:
        for word, languages in help_texts()["words"].items():
            text = re.sub(rf"(?<![\w-]){re.escape(word)}(?!\w)", languages[self.language], text)
        return text


click.Context.formatter_class = Formatter


def localise(command: click.Command, language: str, name: str = "vardflode") -> None:
    """Sets help, option help and an example on a command and everything below it."""
    Formatter.language = language
    texts = help_texts()
    own = texts["commands"][name]
    title = texts["words"]["Example"][language]
    command.help = own[language]
    command.short_help = own[language].splitlines()[0]
    examples = "\n".join(f"  {line}" for line in own["example"].strip().splitlines())
    command.epilog = f"\b\n{title}:\n{examples}"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            key = parameter.opts[-1]
            parameter.help = texts["options"].get(key, {}).get(language, parameter.help)
    if isinstance(command, click.Group):
        for child, below in command.commands.items():
            localise(below, language, child if name == "vardflode" else f"{name} {child}")
