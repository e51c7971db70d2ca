"""The published tables as Excel: one workbook per table, its words before its numbers.

Belongs here: the workbook, its sheets of numbers, and what of the format makes it read well and be the same
again. Does not belong here: the sheets of words (workbook_words) and what a cell says (rows, signs).

A sheet of numbers is one named table under its title. Shares are whole and shown in per cent with one
decimal. The only date is the delivery's, so that the same table gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.files.labels import Labels
from reports.files.reached import Reached, reached
from reports.files.rows import columns, worded
from reports.files.signs import sign
from reports.files.table import TableFile
from reports.files.workbook_words import STYLE, Looks, Part, Told, height, printed, write_words
from reports.language import SWEDISH
from reports.marks import is_exact
from reports.words import DASH

MOST_ROWS = 100_000
"""So many rows does a sheet hold: Excel's own limit is 1 048 576, but by then a laptop waits for minutes."""
FIRST_ROW = 3
"""The header's row, counted from 0: title, what the signs mean and how to find more stand above."""
NARROW, WIDE, NUMBER = 12, 48, 15
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
SHEET_NAME = 31
SUMS = "summa"


def write_workbook(file: TableFile, path: Path, most: int = MOST_ROWS) -> None:
    """Writes the workbook: cover, contents, notes, words in English, and the numbers."""
    labels = Labels(SWEDISH, file.professions)
    parts = [(file, one) for one in _parts(file, labels, most)]
    parts += [(sums, sum_sheet(sums, labels)) for sums in reached(file)]
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(properties(Told((file,)), labels))
    looks = Looks(book)
    write_words(book, file, labels, [Part(one.sheet, one.title, one.rows.height) for _, one in parts], looks)
    for held, one in parts:
        write_numbers(book, one, held, labels, looks)
    book.close()


def sum_sheet(sums: Reached, labels: Labels) -> Sheet:
    """The sheet of everybody who reached a place."""
    name = str(labels.words["sheets"]["reached"])
    title = f"{sums.marked_title(SWEDISH)}. {labels.words['sheets_say']['reached']}"
    return Sheet(name, f"{sums.name}_{SUMS}", title, worded(sums, labels))


def properties(told: Told, labels: Labels) -> dict[str, object]:
    """The document's properties; its title is what a screen reader says when the file is opened."""
    return {
        "title": told.marked_title(SWEDISH),
        "subject": labels.words["subject"],
        "author": labels.words["sources"],
        "company": labels.words["publisher"],
        "comments": told.notes(SWEDISH)[0],
        "created": datetime.combine(told.files[0].release.received_on, time()),
    }


@dataclass(frozen=True)
class Sheet:
    """One sheet of numbers: its name, its table's name, its title, its rows."""

    sheet: str
    table: str
    title: str
    rows: pl.DataFrame


def _parts(file: TableFile, labels: Labels, most: int) -> Iterator[Sheet]:
    """The sheets: one where the rows fit, else one per group, and a group that does not fit in parts."""
    rows, title = worded(file, labels), file.marked_title(SWEDISH)
    if rows.height <= most or "profession" not in file.frame.columns:
        yield from _cut(labels.words["sheets"]["numbers"], file.name, title, rows, most)
        return
    groups = rows.with_columns(file.frame["profession"].alias("group")).partition_by(
        "group", maintain_order=True, as_dict=True, include_key=False
    )
    for (group,), mine in groups.items():
        name = labels.profession(str(group))
        yield from _cut(name, f"{file.name}_{group}", f"{title}. {name}", mine, most)


def _cut(name: str, table: str, title: str, rows: pl.DataFrame, most: int) -> Iterator[Sheet]:
    if rows.height <= most:
        yield Sheet(sheet_name(name), table, title, rows)
        return
    for number, start in enumerate(range(0, rows.height, most), start=1):
        part = rows.slice(start, most)
        yield Sheet(sheet_name(f"{name} {number}"), f"{table}_{number}", f"{title} ({number})", part)


def sheet_name(name: str) -> str:
    """A name that Excel takes for a sheet; the number of a part at its end is kept."""
    clean = name.translate(FORBIDDEN)
    if len(clean) <= SHEET_NAME:
        return clean
    head, _, last = clean.rpartition(" ")
    return f"{head[: SHEET_NAME - len(last) - 1]} {last}" if last.isdigit() else clean[:SHEET_NAME]


def write_numbers(book: Workbook, part: Sheet, file: TableFile, labels: Labels, looks: Looks) -> None:
    """Writes one sheet of numbers."""
    sheet = book.add_worksheet(part.sheet)
    texts = [column.heading for column in columns(file, labels)]
    numbers = [labels.number(file.number_key(number)) for number in file.numbers]
    sheet.write_string(0, 0, part.title, looks.title)
    sheet.write_string(1, 0, labels.words["above"])
    sheet.write_string(2, 0, labels.words["no_rows"] if part.rows.is_empty() else file.notes(SWEDISH)[0])
    heads = [(heading, looks.header) for heading in texts]
    heads += [(heading, looks.header_of_numbers) for heading in numbers]
    heads.append((labels.heading("why"), looks.header))
    for place, (heading, look) in enumerate(heads):
        sheet.write_string(FIRST_ROW, place, heading, look)
    for place, heading in enumerate(texts):
        _write_texts(sheet, place, part.rows[heading])
    for place, number in enumerate(file.numbers, start=len(texts)):
        shown = book.add_format({"num_format": _shown(file, number)})
        _write_column(sheet, place, part.rows, number, shown, looks)
    why = part.rows["why"].replace("", labels.words["nothing_missing"])
    _write_texts(sheet, len(heads) - 1, why, looks.beside)
    _lay_out(sheet, part, heads, labels)


def _write_texts(sheet: Worksheet, place: int, texts: pl.Series, look: Format | None = None) -> None:
    for row, text in enumerate(texts, start=FIRST_ROW + 1):
        sheet.write_string(row, place, text, look)
    longest = max([len(texts.name), *(len(text) for text in texts.unique())])
    sheet.set_column(place, place, min(max(longest + 2, NARROW), WIDE))


def _write_column(
    sheet: Worksheet, place: int, rows: pl.DataFrame, number: str, shown: Format, looks: Looks
) -> None:
    """A column of numbers, with a sign where one is not there: never empty, never a made-up zero."""
    found = rows.select(number, f"{number}_why").iter_rows()
    for row, (value, code) in enumerate(found, start=FIRST_ROW + 1):
        if value is None:
            sheet.write_string(row, place, sign(code), looks.sign)
        else:
            sheet.write_number(row, place, value, shown)
    sheet.set_column(place, place, NUMBER)


def _shown(file: TableFile, number: str) -> str:
    """How a number is shown: a zero that is exact is a dash, as on the pages."""
    if file.unit(number) == "months":
        return "0"
    if number == "std_error":
        return "0.00%"
    plain = "0.0%" if file.unit(number) == "share" else "#,##0"
    is_dash = bool(file.methods) and all(is_exact(method) for method in file.methods)
    return f'{plain};-{plain};"{DASH}"' if is_dash else plain


def _lay_out(sheet: Worksheet, part: Sheet, heads: list[tuple[str, Format]], labels: Labels) -> None:
    """Table, frozen header, print."""
    last = FIRST_ROW + part.rows.height
    if part.rows.height:
        sheet.add_table(
            FIRST_ROW, 0, last, len(heads) - 1,
            {
                "name": part.table,
                "style": STYLE,
                "columns": [{"header": heading, "header_format": look} for heading, look in heads],
                "title": part.title,
                "description": labels.words["alt"].format(title=part.title, rows=part.rows.height),
            },
        )  # fmt: skip
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    sheet.set_row(FIRST_ROW, height([head for head, _ in heads], [NUMBER] * len(heads)))
    sheet.repeat_rows(FIRST_ROW)
    printed(sheet)
