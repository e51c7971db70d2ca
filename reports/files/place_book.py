"""One county's figures in one workbook: the rows of every published table that are about it.

Belongs here: which rows are about a county, and its sheets. Does not belong here: any number, which stands in
the tables already, and how a sheet is written (workbook).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import xlsxwriter

from reports.files.labels import Labels
from reports.files.reached import Reached, reached
from reports.files.rows import worded
from reports.files.table import TableFile
from reports.files.workbook import Sheet, properties, sheet_name, write_numbers
from reports.files.workbook_words import Looks, Part, Told, write_contents, write_cover, write_notes
from reports.language import ENGLISH, SWEDISH
from reports.naming import COUNTIES
from reports.regions.place import Place, counties

FOLDER = "places"
"""Beside the tables, in the site."""


def write_place_books(files: Sequence[TableFile], folder: Path) -> list[Path]:
    """Writes a workbook per county that any table has rows about; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    cut = [one for file in files for one in (file, *reached(file)) if _is_cut(one)]
    said = [worded(one, Labels(SWEDISH, one.professions)) for one in cut]
    return [path for place in counties() for path in _written(place, cut, said, folder)]


def _is_cut(file: TableFile) -> bool:
    """True where some breakdown of the table is a county."""
    bys = {by for pair in file.table.breakdowns for by in pair.split(",")}
    return bool(bys & set(COUNTIES)) and not file.frame.is_empty()


def _written(
    place: Place, files: Sequence[TableFile], said: Sequence[pl.DataFrame], folder: Path
) -> list[Path]:
    found = list(_sheets(place, files, said))
    if not found:
        return []
    path = folder / f"{place.page}.xlsx"
    told = Told(tuple(file for file, _ in found), {one.code: place.name(one) for one in (SWEDISH, ENGLISH)})
    labels = Labels(SWEDISH, told.files[0].professions)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(properties(told, labels))
    looks, words = Looks(book), labels.words["sheets"]
    write_cover(book.add_worksheet(words["cover"]), told, labels, looks)
    parts = [Part(sheet.sheet, sheet.title, sheet.rows.height) for _, sheet in found]
    write_contents(book.add_worksheet(words["contents"]), ("cover", "notes"), labels, parts, looks)
    write_notes(book.add_worksheet(words["notes"]), told, labels, looks)
    for file, sheet in found:
        write_numbers(book, sheet, file, labels, looks)
    book.close()
    return [path]


def _sheets(
    place: Place, files: Sequence[TableFile], said: Sequence[pl.DataFrame]
) -> Iterator[tuple[TableFile, Sheet]]:
    """A sheet per table with the rows about the county, as their words and as their numbers."""
    for file, rows in zip(files, said, strict=True):
        is_here = file.frame.select(
            (pl.col("by_1").is_in(COUNTIES) & (pl.col("value_1") == place.value))
            | (pl.col("by_2").is_in(COUNTIES) & (pl.col("value_2") == place.value))
        ).to_series()
        mine = replace(file, frame=file.frame.filter(is_here))
        if not mine.frame.is_empty():
            title = f"{file.marked_title(SWEDISH)}. {place.name(SWEDISH)}"
            yield mine, Sheet(sheet_name(_named(file)), _id(file), title, rows.filter(is_here))


def _id(file: TableFile) -> str:
    return f"{file.name}_reached" if isinstance(file, Reached) else file.name


def _named(file: TableFile) -> str:
    """The short name of a table, else its title."""
    words, title = SWEDISH.texts["files"], file.title(SWEDISH)
    other = f"{words['sheets']['reached']} {title}" if isinstance(file, Reached) else title
    return str(words["place_sheets"].get(_id(file), other))
