"""What is wrong with a call of the program: click's errors as faults in the reader's language.

Belongs here: telling click's errors apart. Does not belong here: the words (schemas/messages).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import click

from pipelines.helping import help_texts
from schemas.faults import LANGUAGES, Fault


def language_of(arguments: Sequence[str]) -> str:
    """The language a call asks for, known before click has read it; Swedish otherwise."""
    said = [second for first, second in pairwise(arguments) if first == "--lang"]
    said += [a.removeprefix("--lang=") for a in arguments if a.startswith("--lang=")]
    return said[-1] if said and said[-1] in LANGUAGES else LANGUAGES[0]


def usage_fault(error: click.UsageError) -> Fault:
    """The fault behind a call that click refuses."""
    command = error.ctx.command_path if error.ctx else "vardflode"
    if isinstance(error, (click.exceptions.NoArgsIsHelpError, click.exceptions.NoSuchCommand)):
        return _command_fault(error, command)
    if isinstance(error, click.NoSuchOption):
        return Fault("option_unknown", {"value": error.option_name, "command": command})
    if isinstance(error, click.MissingParameter):
        name = error.param.opts[-1] if error.param else "?"
        words = help_texts()["words"].get(name.upper(), {})
        return Fault("argument_missing", {"value": lambda lang: words.get(lang, name), "command": command})
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _value_fault(error, error.param, command)
    return _other_fault(error, command)


def _other_fault(error: click.UsageError, command: str) -> Fault:
    if isinstance(error, click.BadOptionUsage):
        key = "option_takes_no_value" if "does not take" in error.message else "option_needs_value"
        return Fault(key, {"value": error.option_name, "command": command})
    extra = re.search(r"unexpected extra arguments? \((.*)\)", error.message)
    if extra:
        return Fault("argument_extra", {"value": extra[1], "command": command})
    return Fault("argument_wrong", {"problem": error.format_message(), "command": command})


def _command_fault(error: click.UsageError, command: str) -> Fault:
    group = error.ctx.command if error.ctx else None
    allowed = sorted(group.commands) if isinstance(group, click.Group) else []
    if isinstance(error, click.exceptions.NoSuchCommand):
        return Fault("command_unknown", {"value": error.command_name, "allowed": allowed})
    return Fault("command_missing", {"command": command, "allowed": allowed})


def _value_fault(error: click.BadParameter, parameter: click.Parameter, command: str) -> Fault:
    """A value that is not among the choices, or not a number in the range."""
    given = re.match(r"'?(.*?)'? is", error.message)
    fields: dict[str, object] = {"option": parameter.opts[-1], "command": command}
    fields["value"] = given[1] if given else "?"
    if isinstance(parameter.type, click.Choice):
        return Fault("choice_wrong", fields | {"allowed": list(parameter.type.choices)})
    least = getattr(parameter.type, "min", None)
    if least is not None:
        return Fault("number_too_small", fields | {"allowed": least})
    return Fault("number_wrong", fields)
