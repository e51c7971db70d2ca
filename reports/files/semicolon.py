"""The published tables as CSV for Swedish Excel: semicolon, decimal comma, UTF-8 with its mark.

Belongs here: the format. Does not belong here: words (labels) and reasons (signs).

Shares are in per cent with one decimal, as on the pages; the CSV for machines has them whole. A number that
is not there is a sign, and the last column but one says why. A text that a spreadsheet would take for a
formula gets an apostrophe before it.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from reports.files.labels import Labels
from reports.files.rows import columns, worded
from reports.files.signs import NEVER
from reports.files.table import SHARES, TableFile
from reports.language import SWEDISH
from reports.marks import CANNOT
from reports.words import HIDDEN

DANGEROUS = r"^[=+\-@\t\r\n＝＋－＠]"
"""A spreadsheet takes a text that begins so for a formula."""
PLACES = {"std_error": 2}
ONE_PLACE = 1


def write_semicolon(file: TableFile, path: Path) -> None:
    """Writes the table with Swedish headings and words."""
    labels = Labels(SWEDISH, file.professions)
    rows = worded(file, labels)
    words = [_text(pl.col(one.heading)).alias(one.heading) for one in columns(file, labels)]
    numbers = [_number(file, name).alias(labels.number(file.number_key(name))) for name in file.numbers]
    why = _text(pl.col("why")).alias(labels.heading("why"))
    release = _text(pl.lit(release_said(file))).alias(labels.heading("release"))
    made = rows.select(*words, *numbers, why, release)
    made.write_csv(path, separator=";", include_bom=True, line_terminator="\r\n", quote_style="necessary")


def release_said(file: TableFile) -> str:
    """The release's name; a rehearsal is marked in every row, since rows are cut out and pasted elsewhere."""
    mark = SWEDISH.texts["page"]["rehearsal_mark"]
    return f"{file.release.name} ({mark})" if file.release.is_rehearsal else file.release.name


def _text(column: pl.Expr) -> pl.Expr:
    """A text that no spreadsheet takes for a formula."""
    return pl.when(column.str.contains(DANGEROUS)).then(pl.lit("'") + column).otherwise(column)


def _number(file: TableFile, number: str) -> pl.Expr:
    """A number with a decimal comma, or the sign of its reason."""
    value = pl.col(number)
    if number in SHARES:
        share = file.unit(number) == "share"
        # Adding a zero turns minus zero into zero.
        value = (value * (100 if share else 1)).round(PLACES.get(number, ONE_PLACE)) + 0.0
    text = value.cast(pl.String).str.replace(".", ",", literal=True)
    if file.unit(number) == "months":
        text = text.str.strip_suffix(",0")
    sign = pl.when(pl.col(f"{number}_why") == CANNOT).then(pl.lit(NEVER)).otherwise(pl.lit(HIDDEN))
    return pl.when(value.is_not_null()).then(text).otherwise(sign)
