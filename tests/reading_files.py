"""The table files as programs that are not ours read them.

Belongs here: opening a file with an independent reader. Does not belong here: what should stand in it.
"""

from __future__ import annotations

import csv
import itertools
import json
import shutil
import subprocess
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from csvw import CSVW
from jsonstat_validator import validate_jsonstat
from pyaxis import pyaxis

SOFFICE = shutil.which("soffice")
Row = dict[str, Any]


def read_xlsx(path: Path, is_sums: bool = False) -> list[Row]:
    """The rows of every table of numbers in a workbook by heading, or of the sums beside it."""
    book = openpyxl.load_workbook(path)
    found: list[Row] = []
    for sheet in book.worksheets:
        for name, area in sheet.tables.items():
            if not name.startswith("lista_") and name.endswith("_summa") == is_sums:
                head, *rows = [[cell.value for cell in row] for row in sheet[area]]
                found += [dict(zip(head, row, strict=True)) for row in rows]
    return found


def read_semicolon(path: Path) -> list[Row]:
    """The rows of a Swedish CSV, as text by heading."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def read_px(path: Path, language: str = "sv") -> tuple[dict[str, Any], dict[tuple[str, ...], str]]:
    """Keywords of a PX file, and each datum as it is written, by the words of its dimensions."""
    nothing = r"^(?!)"
    parsed = pyaxis.parse(str(path), encoding="utf-8", lang=language, null_values=nothing, sd_values=nothing)
    rows = parsed["DATA"].itertuples(index=False)
    return parsed["METADATA"], {tuple(row[:-1]): row[-1] for row in rows}


def read_jsonstat(path: Path) -> dict[tuple[str, ...], float | str]:
    """Each number of a valid JSON-stat 2 dataset, or the code of its status, by codes."""
    data = json.loads(path.read_text(encoding="utf-8"))
    assert validate_jsonstat(data)
    codes = [data["dimension"][name]["category"]["index"] for name in data["id"]]
    assert [len(one) for one in codes] == data["size"]
    found: dict[tuple[str, ...], float | str] = {}
    for place, key in enumerate(itertools.product(*codes)):
        value, status = data["value"].get(str(place)), data["status"].get(str(place))
        assert value is None or status is None, key
        if value is not None or status is not None:
            found[key] = status if value is None else value
    return found


def read_csvw(path: Path) -> list[Row]:
    """The rows of a CSV under its metadata, every value of the type that they say."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = CSVW(str(path), validate=True)
        assert table.is_valid, table.warnings
        return [dict(row) for row in table.tables[0]]


def opened_by_libreoffice(paths: Sequence[Path], folder: Path, is_csv: bool = False) -> list[Path]:
    """The files as LibreOffice saves them, in a workbook again; a CSV is opened as in Swedish."""
    assert SOFFICE is not None
    reading = ["--infilter=CSV:59,34,76,1,,1053"] if is_csv else []
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", *reading, "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=180)
    return [folder / f"{path.name.rpartition('.')[0]}.xlsx" for path in paths]
