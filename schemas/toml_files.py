"""A TOML file that somebody else may have written.

Belongs here: reading it, whatever it holds. Does not belong here: what it may say.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from schemas.faults import fault

LARGEST = 4 << 20


def read_toml(path: Path) -> dict[str, Any]:
    """What the file says; UserError when it cannot be read, or is no TOML."""
    return parse_toml(read_text(path), path)


def read_text(path: Path) -> str:
    """The file's text; UserError when it is not there, too large or not UTF-8."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise fault("toml_unreadable", file=path, problem=f"> {LARGEST} byte")
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise fault("toml_unreadable", file=path, problem=error) from error
    except OSError as error:
        raise fault("file_unreadable", file=path, problem=error.strerror or error) from error


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    """What the text of the file at the path says; UserError when it is no TOML."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise fault("toml_unreadable", file=path, problem="[[[[…]]]]") from None
    except ValueError as error:  # no TOML, or a number of thousands of digits
        raise fault("toml_unreadable", file=path, problem=error) from error
