"""The supplier's report as Excel: what is said on the page, and every row to look up.

Belongs here: its sheets. Does not belong here: their rows (reports.supplier.tables). Every text is written
as text, so that nothing in a delivery becomes a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path

import polars as pl
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.files.workbook_words import STYLE, Looks, height, printed
from reports.language import SWEDISH
from reports.supplier.page import against, head, numbers, verdict
from reports.supplier.tables import (
    CODE_COLUMNS,
    FILE_COLUMNS,
    LOOKUP,
    PERIOD_COLUMNS,
    REGISTER_COLUMNS,
    Row,
    SupplierReport,
    code_rows,
    file_rows,
    lookup,
    periods,
    register_rows,
    title_of,
)

HEADER, WIDEST, NARROWEST = 2, 66, 10
"""The header's row, counted from 0; widths of columns in characters."""
LONGEST_CELL = 32_767
"""Excel's limit; a longer text would stop the workbook from being opened."""


class ListLooks(Looks):
    """The formats of a workbook of lists: a text keeps away from the number before it."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book)
        self.listed = book.add_format({"text_wrap": True, "valign": "top", "indent": 2})
        self.number = book.add_format({"valign": "top", "num_format": "#,##0"})
        self.place = book.add_format({"valign": "top", "num_format": "0"})


def write_supplier_book(report: SupplierReport, path: Path) -> None:
    """Writes the workbook; the only date in it is the delivery's."""
    words = SWEDISH.texts["supplier"]
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    received = max(report.now.received_on, date(1980, 1, 1))
    book.set_properties(
        {"title": words["title"], "subject": head(report.now), "created": datetime.combine(received, time())}
    )
    looks = ListLooks(book)
    _write_summary(book, report, looks)
    _write(book, "lookup", tuple(LOOKUP), _lookup_rows(report), looks, words["rows_are"])
    of_periods = [(title_of(name), *row) for name, listed, _ in periods(report) for row in listed]
    _write(book, "periods", ("register", *PERIOD_COLUMNS), of_periods, looks)
    if codes := code_rows(report):
        _write(book, "codes", CODE_COLUMNS, codes, looks)
    _write(book, "registers", REGISTER_COLUMNS, register_rows(report), looks)
    _write(book, "files", FILE_COLUMNS, file_rows(report), looks)
    book.close()


def _lookup_rows(report: SupplierReport) -> list[Row]:
    """The rows to look up, in words."""
    reasons = SWEDISH.texts["supplier"]["reasons"]
    rows = lookup(report.now).with_columns(pl.col("reason").replace(reasons)).rows()
    return [(title_of(register), *rest) for register, *rest in rows]


def _write_summary(book: Workbook, report: SupplierReport, looks: ListLooks) -> None:
    """The verdict and every finding."""
    words = SWEDISH.texts["supplier"]
    sheet = book.add_worksheet(words["sheets"]["summary"])
    lines = [head(report.now), against(report), " ".join([verdict(report), *_counted(report)]), words["safe"]]
    sheet.write_string(0, 0, words["title"], looks.title)
    for place, text in enumerate(lines, start=1):
        sheet.merge_range(place, 0, place, 2, "", looks.wrapped)
        sheet.write_string(
            place, 0, text, looks.warning if place == 3 and report.of("stops") else looks.wrapped
        )
        sheet.set_row(place, height([text], [105]))
    rows = [(words["levels"][one.level], one.title, one.text) for one in report.findings]
    _table(sheet, len(lines) + 2, "summary", ("level", "register", "what"), rows, looks)
    for place, width in enumerate((24, 34, 80)):
        sheet.set_column(place, place, width)
    for number, row in enumerate(rows, start=len(lines) + 3):
        sheet.set_row(number, height([row[2]], [80]))
    printed(sheet)


def _counted(report: SupplierReport) -> list[str]:
    return [f"{', '.join(numbers(report))}."] if report.findings else []


def _write(
    book: Workbook, name: str, columns: Sequence[str], rows: Iterable[Row], looks: ListLooks, above: str = ""
) -> None:
    """A sheet of one table, its header in sight however far one scrolls."""
    words = SWEDISH.texts["supplier"]
    sheet = book.add_worksheet(words["sheets"][name])
    sheet.write_string(0, 0, words["sheets"][name], looks.title)
    sheet.write_string(1, 0, above)
    listed = list(rows)
    _table(sheet, HEADER, name, columns, listed, looks)
    for place, column in enumerate(columns):
        longest = max(
            len(str(row[place] or "")) for row in [*listed, (words["columns"][column],) * len(columns)]
        )
        sheet.set_column(place, place, min(max(longest + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(HEADER + 1, 0)
    printed(sheet)


def _table(
    sheet: Worksheet, top: int, name: str, columns: Sequence[str], rows: Sequence[Row], looks: ListLooks
) -> None:
    words = SWEDISH.texts["supplier"]["columns"]
    sheet.repeat_rows(top)  # on every sheet of paper
    for place, column in enumerate(columns):
        sheet.write_string(top, place, words[column], looks.header)
    for number, row in enumerate(rows, start=top + 1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                look = looks.place if columns[place] == "row" else looks.number
                sheet.write_number(number, place, cell, look)
            elif cell:
                sheet.write_string(number, place, cell[:LONGEST_CELL], looks.listed)
    if rows:
        options = {"name": f"lista_{name}", "style": STYLE, "autofilter": len(rows) > 1}
        heads = [{"header": words[column], "header_format": looks.header} for column in columns]
        sheet.add_table(top, 0, top + len(rows), len(columns) - 1, options | {"columns": heads})
