"""The published tables as PX (PC-Axis), for PxWeb: Swedish first, English beside.

Belongs here: how a keyword and the data are written. Does not belong here: which keywords there are
(px_keywords), dimensions (dimensions) and reasons (signs).

A cube in PX is whole: where no row is, the sign says so. The keyword KEYS, which leaves such places out, is
not used, since readers take what is left out for zero.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from reports.files.cube import PLACE, Cube
from reports.files.px_keywords import Keyword, keywords
from reports.files.signs import MISSING
from reports.files.table import SHARES

SIGNS = {
    "not_applicable": ".",
    "base_small": "...",
    "not_observable": "....",
    "immature": ".....",
    MISSING: "......",
}
"""The format has six signs, and six kinds of reasons suffice: every other reason is one of protection."""
PROTECTED_SIGN = ".."
LINE = 120
"""Characters that a line of a keyword holds at most, where its values allow it; the format allows 256."""


def write_px(cube: Cube, path: Path) -> None:
    """Writes the table: one line of data per row of the cube, its numbers side by side."""
    head = "\n".join(map(keyword_line, keywords(cube)))
    path.write_text(f"{head}\nDATA=\n{data(cube)};\n", encoding="utf-8", newline="\n")


def data(cube: Cube) -> str:
    """The numbers of every place, signs in quotation marks."""
    numbers = cube.file.numbers
    empty = " ".join([quoted(SIGNS[MISSING])] * len(numbers))
    lines = [empty] * cube.places
    said = cube.rows.select(
        PLACE, pl.concat_str([_written(cube, n) for n in numbers], separator=" ").alias("line")
    )
    for place, line in said.iter_rows():
        lines[place] = line
    return "\n".join(lines)


def _written(cube: Cube, number: str) -> pl.Expr:
    """A number, shares in per cent with one decimal, or the sign of the reason why it is not there."""
    value = pl.col(number)
    if number in SHARES and cube.file.unit(number) == "share":
        # Adding a zero turns minus zero into zero.
        value = (value * 100).round(1) + 0.0
    elif number in SHARES:
        value = value.round(1)
    code = pl.col(f"{number}_why")
    sign = code.replace_strict(SIGNS, default=PROTECTED_SIGN, return_dtype=pl.String)
    return pl.when(value.is_not_null()).then(value.cast(pl.String)).otherwise('"' + sign + '"')


def quoted(text: str) -> str:
    """A text between quotation marks, none within: the format knows no way to write one."""
    return '"' + " ".join(text.replace('"', "”").split()) + '"'


def keyword_line(keyword: Keyword) -> str:
    """KEYWORD[en]("variable","value")=values; broken between values, and within long texts at spaces."""
    language = f"[{keyword.language}]" if keyword.language else ""
    about = f"({','.join(map(quoted, keyword.about))})" if keyword.about else ""
    head = f"{keyword.name}{language}{about}="
    if isinstance(keyword.values, str):
        return f"{head}{keyword.values};"
    if len(keyword.values) == 1:
        return head + "\n".join(map(quoted_part, _parts(keyword.values[0]))) + ";"
    return head + _filled([quoted(value) for value in keyword.values], len(head)) + ";"


def quoted_part(text: str) -> str:
    """A part of a longer text: its spaces at the end belong to it."""
    return '"' + text.replace('"', "”") + '"'


def _parts(text: str) -> list[str]:
    """A long text in parts of a line each, which readers put together again."""
    words, lines = " ".join(text.split()).split(" "), [""]
    for word in words:
        if len(lines[-1]) + len(word) > LINE:
            lines.append("")
        lines[-1] += f"{word} "
    lines[-1] = lines[-1].rstrip(" ")
    return lines


def _filled(values: list[str], start: int) -> str:
    """Values with commas, a new line after a comma where the line is full."""
    found, length = [], start
    for value in values[:-1]:
        found.append(f"{value},")
        length += len(value) + 1
        if length > LINE:
            found.append("\n")
            length = 0
    return "".join([*found, values[-1]])
