"""What is said to a user when something is wrong: a fault has a key, its words stand in messages/.

Belongs here: Fault, UserError and the catalogue of words. Does not belong here: deciding
what is wrong (the code that meets it does) and printing (the command line does).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

MESSAGES = Path(__file__).parent / "messages"
LANGUAGES = ("sv", "en")

LONGEST, MOST = 500, 200
"""Characters of a value, and values of a list, that are shown."""
SPACES = "\u00a0\u202f"
"""Stand in numbers, and are harmless though Python does not call them printable."""

DONE, DATA_FAILED, CALL_WRONG, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes of interfaces.md section 2, and the shell's for a program that was interrupted."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `key` finds the words, `fields` fill them in."""

    key: str
    fields: dict[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The sentence in the language: what, where, which value, what was allowed, what to do."""
        return filled(language, "faults", self.key, self.fields)


class UserError(Exception):
    """The run cannot go on; carries every fault found, and the exit code."""

    def __init__(self, faults: list[Fault], exit_code: int = CALL_WRONG) -> None:
        """One or more faults, all found before giving up."""
        super().__init__("; ".join(fault.text("en") for fault in faults))
        self.faults = faults
        self.exit_code = exit_code


def fault(key: str, **fields: object) -> UserError:
    """A UserError of one fault, for the common case."""
    return UserError([Fault(key, fields)])


@cache
def catalogue(language: str) -> dict[str, dict[str, str]]:
    """Every word of the command line in one language: sections of key = text."""
    if language not in LANGUAGES:
        language = LANGUAGES[0]
    with (MESSAGES / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def say(language: str, key: str, **fields: object) -> str:
    """A line of talk (not a fault) from the section `talk` of the catalogue."""
    return filled(language, "talk", key, fields)


def filled(language: str, section: str, key: str, fields: Mapping[str, object]) -> str:
    """A text of the catalogue with its fields filled in."""
    words = catalogue(language)[section][key]
    return words.format_map({name: _shown(value, language) for name, value in fields.items()})


def _shown(value: object, language: str) -> str:
    """The value as text; one that depends on the language is a function of it."""
    if callable(value):
        return str(value(language))
    if isinstance(value, (list, tuple, set, frozenset)):
        parts = [harmless(str(part)) for part in list(value)[:MOST]]
        return ", ".join(parts if len(value) <= MOST else [*parts, "…"])
    return harmless(str(value))


def harmless(text: str) -> str:
    """The text as it can be shown: what a delivery holds may be megabytes, or steer a terminal."""
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return "".join(c if c.isprintable() or c in SPACES else f"\\x{ord(c):02x}" for c in short)
