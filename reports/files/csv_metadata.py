"""What the CSV for machines means, column by column, as CSVW (CSV on the Web).

Belongs here: the metadata file beside a CSV. Does not belong here: the CSV (plain).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from reports.files.labels import Labels
from reports.files.signs import words
from reports.files.table import NUMBERS, TableFile
from reports.language import ENGLISH, SWEDISH

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
CSVW = "http://www.w3.org/ns/csvw"
LANGUAGES = (SWEDISH, ENGLISH)
STATUSES = ("ok", "protected", "not_observable", "immature", "not_applicable")


def write_csv_metadata(file: TableFile, path: Path) -> None:
    """Writes the metadata of `<table>.csv`."""
    text = json.dumps(csv_metadata(file), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def csv_metadata(file: TableFile) -> dict[str, Any]:
    """The metadata as they are written."""
    release = file.release
    return {
        "@context": [CSVW, {"@language": SWEDISH.code}],
        "url": f"{file.name}.csv",
        "dc:title": _both([file.marked_title(language) for language in LANGUAGES]),
        "dc:description": _both([" ".join(file.notes(language)) for language in LANGUAGES]),
        "dc:publisher": _both([language.texts["files"]["publisher"] for language in LANGUAGES]),
        "dc:source": _both([language.texts["files"]["sources"] for language in LANGUAGES]),
        "dc:license": {"@id": LICENCE},
        "dc:issued": release.received_on.isoformat(),
        "dc:temporal": file.period(),
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "doubleQuote": True},
        "tableSchema": {"columns": [_column(file, name, kind) for name, kind in file.frame.schema.items()]},
    }


def _both(texts: list[str]) -> list[dict[str, str]]:
    """A text in both languages."""
    return [
        {"@value": text, "@language": language.code} for text, language in zip(texts, LANGUAGES, strict=True)
    ]


def _column(file: TableFile, name: str, kind: pl.DataType) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "titles": name, "datatype": _datatype(name, kind)}
    # An empty text is an empty text: nothing is missing there.
    found |= {"null": ""} if kind.is_numeric() else {"null": "NULL", "required": True}
    says = [_says(file, name, Labels(language, file.professions)) for language in LANGUAGES]
    return found | {"dc:description": _both(says)}


def _datatype(name: str, kind: pl.DataType) -> Any:
    if kind.is_integer():
        return "integer"
    if kind.is_float():
        return "number"
    return {"base": "string", "format": "|".join(STATUSES)} if name == "status" else "string"


def _says(file: TableFile, name: str, labels: Labels) -> str:
    """What a column holds; that of reasons lists its codes in words."""
    words_of = labels.words["machine"]
    if name in NUMBERS[file.table.layout]:
        unit = labels.words["raw_units"][file.unit(name)]
        return f"{labels.words['numbers'][file.number_key(name)]}, {unit}. {words_of['empty']}"
    text = str(words_of.get(name) or labels.heading(name, file.table.model))
    if name not in ("reason", "withheld") or (name == "reason" and "withheld" in file.frame.columns):
        return text
    method = next(iter(file.methods), "")
    codes = sorted(set(file.frame[name].drop_nulls()) - {""})
    return " ".join([text, *(f"{code}: {words(code, method, labels.language)}" for code in codes)])
