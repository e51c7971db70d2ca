"""Every format of a release's published tables: processor time and size.

    python -m benchmarks.table_files RELEASE

RELEASE is the folder of a release. The aim: all formats of the demonstration well within a minute.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from reports.described import ReleaseText
from reports.files.cube import cube
from reports.files.jsonstat import write_jsonstat
from reports.files.plain import write_tables
from reports.files.px import write_px
from reports.files.semicolon import write_semicolon
from reports.files.table import FORMATS, TableFile
from reports.files.workbook import write_workbook
from schemas.published_tables import published_tables

RELEASE = ReleaseText("", "", "", date(2026, 1, 1), "2000-2010", True, "")
WRITERS: dict[str, Callable[[TableFile, Path], None]] = {
    "xlsx": write_workbook,
    "sv.csv": write_semicolon,
    "px": lambda file, path: write_px(cube(file), path),
    "json": lambda file, path: write_jsonstat(cube(file), path),
}


def main() -> None:
    """Writes every table in every format and says what it took."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("release", type=Path)
    tables = parser.parse_args().release / "published" / "site" / "tables"
    files = [
        TableFile(table, pl.read_parquet(tables / f"{name}.parquet"), RELEASE)
        for name, table in published_tables().items()
    ]
    print(f"{len(files)} tables, {sum(file.frame.height for file in files)} rows")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables({file.name: file.frame for file in files}, folder)
        for ending in FORMATS:
            took = _written(files, ending, folder) if ending in WRITERS else 0.0
            size = sum((folder / f"{file.name}.{ending}").stat().st_size for file in files)
            print(f"{ending:8} {took:6.1f} s {size / 1e6:8.1f} MB")


def _written(files: list[TableFile], ending: str, folder: Path) -> float:
    """Processor seconds for one format of all tables."""
    begun = time.process_time()
    for file in files:
        WRITERS[ending](file, folder / f"{file.name}.{ending}")
    return time.process_time() - begun


if __name__ == "__main__":
    main()
