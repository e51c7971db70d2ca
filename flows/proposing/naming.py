"""The pattern under [files] that points out exactly a register's files.

Belongs here: patterns. Does not belong here: which files a register has (recognising).
"""

from __future__ import annotations

import glob
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from schemas.places import matching


def pattern_of(folder: Path, register: str, files: Sequence[Path]) -> str | None:
    """ "" when the files bear the register's name; None when no one pattern tells them from the others."""
    wanted = sorted(files)
    if matching(folder, register, None) == wanted:
        return ""
    for pattern in _patterns([path.relative_to(folder).as_posix() for path in wanted]):
        if matching(folder, register, pattern) == wanted:
            return pattern
    return None


def _patterns(names: Sequence[str]) -> list[str]:
    """The name itself; else what the names begin and end with, and a star between."""
    if len(names) == 1:
        return [glob.escape(names[0])]
    begin = glob.escape(_common(names))
    end = glob.escape(_common([name[::-1] for name in names])[::-1])
    return [f"{begin}*", f"{begin}*{end}", f"*{end}"]


def _common(names: Sequence[str]) -> str:
    """The letters that all names begin with."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in same)
