"""Every file with words in it that readers take with them: the formats of all tables, and a catalogue.

Belongs here: which files are written, in which order. Does not belong here: any format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from reports.described import ProfessionText, ReleaseText
from reports.files.catalogue import CATALOGUE, write_catalogue
from reports.files.csv_metadata import write_csv_metadata
from reports.files.cube import cube
from reports.files.jsonstat import write_jsonstat
from reports.files.px import write_px
from reports.files.semicolon import write_semicolon
from reports.files.table import TableFile
from reports.files.workbook import write_workbook
from schemas.published_tables import published_tables


def write_files(
    tables: Mapping[str, pl.DataFrame],
    professions: Sequence[ProfessionText],
    release: ReleaseText,
    folder: Path,
) -> list[Path]:
    """Writes what stands beside the plain files (plain.write_tables); all files of the folder, sorted.

    The plain ones are not written again: they are what the attacker has been shown.
    tables  protected frames by name; a name that schemas/published does not list is a KeyError
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = table_files(tables, professions, release)
    for file in files:
        write_table(file, folder)
    write_catalogue(files, folder / CATALOGUE)
    return sorted(folder.iterdir())


def table_files(
    tables: Mapping[str, pl.DataFrame], professions: Sequence[ProfessionText], release: ReleaseText
) -> list[TableFile]:
    """The tables by name, as the writers know them."""
    known, named = published_tables(), tuple(professions)
    return [TableFile(known[name], frame, release, named) for name, frame in sorted(tables.items())]


def write_table(file: TableFile, folder: Path) -> None:
    """Writes one table in the formats that have words in them."""
    write_workbook(file, folder / f"{file.name}.xlsx")
    write_semicolon(file, folder / f"{file.name}.sv.csv")
    write_csv_metadata(file, folder / f"{file.name}.csv-metadata.json")
    whole = cube(file)
    write_px(whole, folder / f"{file.name}.px")
    write_jsonstat(whole, folder / f"{file.name}.json")
