"""The tables of the supplier's report, in words and as they are shown, for the page and the workbook alike.

Belongs here: their rows. Does not belong here: the sentences (findings, changes) and how a table looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from reports.language import SWEDISH
from reports.supplier.changes import code_changes, period_rows
from reports.supplier.facts import DeliveryFacts
from reports.supplier.findings import SMALLEST, Finding
from reports.words import DASH
from schemas.contract import contracts

MOST_ROWS = 1_000
"""So many rows are pointed out of each kind; the number of them all stands beside."""

LOOKUP: dict[str, type[pl.DataType]] = {
    "register": pl.String,
    "file": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "reason": pl.String,
    "value": pl.String,
    "see_also": pl.String,
}
"""What a row to look up is said with."""

REGISTER_COLUMNS = ("register", "covers", "read", "accepted", "duplicates", "rejected", "earlier", "change")
PERIOD_COLUMNS = ("period", "rows", "rows_earlier", "remark")
CODE_COLUMNS = ("register", "column", "code", "rows", "status")
FILE_COLUMNS = ("register", "file", "rows", "sha256")
"""What stands in each table; the headings are in the text file."""

Cell = str | int | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class SupplierReport:
    """One delivery, the one it is compared with, and all that is to be said.

    jumps: register → periods that jump, as the gate found them.
    """

    now: DeliveryFacts
    earlier: DeliveryFacts | None
    findings: list[Finding]
    jumps: dict[str, list[str]]

    def of(self, level: str) -> list[Finding]:
        """The findings of one gravity."""
        return [one for one in self.findings if one.level == level]


def title_of(register: str) -> str:
    """A register's Swedish title."""
    return contracts()[register].title_sv


def register_rows(report: SupplierReport) -> Iterator[Row]:
    """Register, covers, read, accepted, duplicates, rejected, read earlier, change in per cent."""
    remark = SWEDISH.texts["supplier"]["remarks"]["unread"]
    for register in contracts():
        one = report.now.registers.get(register)
        was = report.earlier.registers.get(register) if report.earlier else None
        if one is None:
            if register in report.now.unread:
                yield title_of(register), remark, *[None] * 4, was.read if was else None, None
            continue
        change = round(100 * (one.read - was.read) / was.read) if was and was.read else None
        counts = (one.read, one.accepted, one.duplicates, one.rejected)
        yield title_of(register), one.covers, *counts, was.read if was else None, change


def file_rows(report: SupplierReport) -> Iterator[Row]:
    """Register, file, rows, checksum."""
    for register, one in report.now.registers.items():
        yield from ((title_of(register), file.name, file.rows, file.sha256) for file in one.files)


def periods(report: SupplierReport) -> Iterator[tuple[str, list[Row], bool]]:
    """Per register: (period, rows, rows earlier, remark), and whether any is without rows or jumps."""
    words = SWEDISH.texts["supplier"]["remarks"]
    for register in report.now.registers:
        rows: list[Row] = []
        is_odd = False
        for label, number, was, is_changed in period_rows(register, report.now, report.earlier):
            remarks = [words["none"]] if number == 0 else []
            remarks += [words["jump"]] if label in report.jumps.get(register, []) else []
            is_odd |= bool(remarks)
            remarks += [words["changed"]] if is_changed else []
            rows.append((label, _few(number), _few(was), ", ".join(remarks)))
        yield register, rows, is_odd


def _few(number: int | None) -> Cell:
    """1 to 4 rows may be so many persons: they are not told apart."""
    return SWEDISH.texts["supplier"]["few"] if number is not None and 0 < number < SMALLEST else number


def code_rows(report: SupplierReport) -> list[Row]:
    """Register, column, code, rows, new or gone."""
    if report.earlier is None:
        return []
    words = SWEDISH.texts["supplier"]["remarks"]
    moved = code_changes(report.now, report.earlier).select("register", "column", "shown", "rows", "status")
    return [
        (title_of(r), column, code, rows, words[status])
        for r, column, code, rows, status in moved.iter_rows()
    ]


def lookup(facts: DeliveryFacts) -> pl.DataFrame:
    """register, file, row, column, reason, value, see_also: the first rows of every kind, in order."""
    words = SWEDISH.texts["supplier"]
    value = pl.col("value").fill_null(words["not_shown"]).replace("", words["empty"])
    rejected = facts.rejected.with_columns(value, see_also=pl.lit(""))
    repeated = facts.duplicates.with_columns(
        column=pl.lit(""),
        reason=pl.lit("duplicate"),
        value=pl.lit(DASH),
        see_also=pl.format(words["same_as"].format(file="{}", row="{}"), "same_file", "same_row"),
    )
    differing = facts.conflicts.with_columns(
        register=pl.lit("individuals"),
        column=pl.lit(""),
        reason=pl.lit("conflict"),
        value=pl.lit(DASH),
        see_also=pl.format(words["conflict_number"].format(number="{}", year="{}"), "number", "year"),
    )
    every = pl.concat(
        [
            part.select(pl.col(n).cast(t) for n, t in LOOKUP.items())
            for part in (differing, rejected, repeated)
        ]
    )
    return every.filter(pl.int_range(pl.len()).over("register", "column", "reason") < MOST_ROWS)


def places(facts: DeliveryFacts, shown: int) -> dict[tuple[str, str, str], str]:
    """(register, column, reason) → where the first rows of that kind stand."""
    words = SWEDISH.texts["supplier"]
    found = {}
    for key, rows in lookup(facts).group_by("register", "column", "reason", maintain_order=True):
        first = rows.head(shown).group_by("file", maintain_order=True).agg("row")
        at = [
            words["at"].format(file=f, rows=", ".join(map(str, numbers))) for f, numbers in first.iter_rows()
        ]
        found[str(key[0]), str(key[1]), str(key[2])] = "; ".join(at) + (" …" if rows.height > shown else "")
    return found
