"""The published tables as JSON-stat 2: numbers as in the machine's CSV, a status where one is missing.

Belongs here: the format. Does not belong here: dimensions (dimensions) and reasons (signs).

value and status are objects by place, since most tables are far from full: a place that has neither is a
combination without a row. A missing number is null by being left out, and its status says why.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from reports.files.cube import PLACE, Cube
from reports.files.dimensions import Dimension
from reports.files.labels import Labels
from reports.files.signs import words
from reports.files.table import SHARES, TableFile
from reports.language import ENGLISH, SWEDISH, Language

CONTENT = "content"


def write_jsonstat(cube: Cube, path: Path) -> None:
    """Writes the dataset: ids and labels in Swedish, the English ones under `extension`."""
    text = json.dumps(dataset(cube), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def dataset(cube: Cube) -> dict[str, Any]:
    """The dataset as it is written."""
    file, value, status = cube.file, *_numbers(cube)
    return {
        "version": "2.0",
        "class": "dataset",
        "label": file.marked_title(SWEDISH),
        "source": SWEDISH.texts["page"]["source"],
        "updated": file.release.received_on.isoformat(),
        "note": [*file.notes(SWEDISH), SWEDISH.texts["files"]["no_row"]],
        "id": [*(one.kind.name for one in cube.dimensions), CONTENT],
        "size": cube.size,
        "role": _roles(cube),
        "dimension": _dimensions(cube, SWEDISH),
        "value": value,
        "status": status,
        "extension": _extension(cube, sorted(set(status.values()))),
    }


def _numbers(cube: Cube) -> tuple[dict[str, float | int], dict[str, str]]:
    """Numbers and codes of missing numbers, by place."""
    width = len(cube.file.numbers)
    value: dict[int, float | int] = {}
    status: dict[int, str] = {}
    for offset, number in enumerate(cube.file.numbers):
        at = cube.rows.with_columns(pl.col(PLACE) * width + offset)
        there = at.filter(pl.col(number).is_not_null())
        value |= dict(zip(there[PLACE], there[number], strict=True))
        gone = at.filter(pl.col(number).is_null())
        status |= dict(zip(gone[PLACE], gone[f"{number}_why"], strict=True))
    return (
        {str(place): value[place] for place in sorted(value)},
        {str(place): status[place] for place in sorted(status)},
    )


def _roles(cube: Cube) -> dict[str, list[str]]:
    roles = {
        "time": [one.kind.name for one in cube.dimensions if one.kind.is_time],
        "geo": [one.kind.name for one in cube.dimensions if one.kind.is_place],
        "metric": [CONTENT],
    }
    return {role: names for role, names in roles.items() if names}


def _dimensions(cube: Cube, language: Language) -> dict[str, Any]:
    file, labels = cube.file, Labels(language, cube.file.professions)
    found = {one.kind.name: _dimension(one, file, labels) for one in cube.dimensions}
    content = {
        "index": list(file.numbers),
        "label": {name: number_label(file, name, labels) for name in file.numbers},
        "unit": {
            name: {
                "label": labels.words["raw_units"][file.unit(name)],
                "decimals": 3 if name in SHARES else 0,
            }
            for name in file.numbers
        },
    }
    return found | {CONTENT: {"label": labels.heading(CONTENT), "category": content}}


def _dimension(dimension: Dimension, file: TableFile, labels: Labels) -> dict[str, Any]:
    said = dict(zip(dimension.codes, dimension.labels(file, labels), strict=True))
    category: dict[str, Any] = {"index": list(dimension.codes), "label": said}
    found = {"label": dimension.heading(file, labels), "category": category}
    if dimension.kind.name == "measure":
        notes = {code: labels.definition(code, file.table.model) for code in dimension.codes}
        category["note"] = {code: [text] for code, text in notes.items() if text}
    return found


def number_label(file: TableFile, number: str, labels: Labels) -> str:
    """What a number is called where its unit stands beside it."""
    return str(labels.words["numbers"][file.number_key(number)])


def _extension(cube: Cube, codes: list[str]) -> dict[str, Any]:
    """What the format has no place for: the reasons in words, the other language, how it is protected."""
    file = cube.file
    method = next(iter(file.methods), "")
    return {
        "release": file.release.name,
        "rehearsal": file.release.is_rehearsal,
        "model": file.table.model,
        "method": file.methods,
        "official-statistics": False,
        "status": {
            "label": {
                language.code: {code: words(code, method, language) for code in codes}
                for language in (SWEDISH, ENGLISH)
            }
        },
        "en": {
            "label": file.marked_title(ENGLISH),
            "source": ENGLISH.texts["page"]["source"],
            "note": [*file.notes(ENGLISH), ENGLISH.texts["files"]["no_row"]],
            "dimension": _dimensions(cube, ENGLISH),
        },
    }
