"""A table as rows with words in them, for the formats that people open: Excel and the Swedish CSV.

Belongs here: which columns of words a row has. Does not belong here: how a format writes a number or a sign.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from reports.files.dimensions import Kind, kinds, label_of
from reports.files.labels import Labels
from reports.files.signs import with_sentences
from reports.files.table import TableFile

Words = Callable[..., str]


@dataclass(frozen=True)
class Column:
    """A column of words: its heading, the columns of the table that it says, and their words."""

    heading: str
    columns: tuple[str, ...]
    words: Words


def columns(file: TableFile, labels: Labels) -> list[Column]:
    """The columns of words of a table, from left to right."""
    return [column for kind in kinds(file.table) for column in _columns(kind, file, labels)]


def _columns(kind: Kind, file: TableFile, labels: Labels) -> list[Column]:
    model = file.table.model
    if kind.name == "choice":
        return [
            Column(labels.heading("choice"), ("choice",), labels.choice),
            Column(labels.heading("alternative"), kind.columns, labels.choice),
        ]
    if len(kind.bys) > 1:
        return [
            one
            for i in range(0, len(kind.columns), 2)
            for one in _pair(kind.columns[i : i + 2], model, labels)
        ]
    heading = labels.breakdown(kind.bys[0], model) if kind.bys else labels.heading(kind.name, model)
    return [Column(heading, kind.columns, lambda *values: label_of(kind, values, model, labels))]


def _pair(names: tuple[str, ...], model: str, labels: Labels) -> list[Column]:
    """A breakdown and its value, each in a column of its own, so that a filter finds either."""
    by, value = names
    all_of, none = str(labels.words["all"]), str(labels.words["no_breakdown"])
    return [
        Column(labels.heading(by), (by,), lambda one: labels.breakdown(one, model) if one else none),
        Column(labels.heading(value), names, lambda one, said: labels.value(one, said) if one else all_of),
    ]


def worded(file: TableFile, labels: Labels) -> pl.DataFrame:
    """The rows in the order of the table: columns of words under their headings, then the numbers as they
    are, `<number>_why`, and `why` in words.
    """
    rows = with_sentences(file, labels.language)
    found = [_said(rows, column) for column in columns(file, labels)]
    numbers = [name for number in file.numbers for name in (number, f"{number}_why")]
    return pl.concat([*found, rows.select(*numbers, "why")], how="horizontal")


def _said(rows: pl.DataFrame, column: Column) -> pl.DataFrame:
    """One column of words; each distinct value is looked up once."""
    asked = rows.select(pl.col(column.columns).cast(pl.String).fill_null(""))
    distinct = asked.unique(maintain_order=True)
    said = pl.Series(column.heading, [column.words(*row) for row in distinct.iter_rows()], dtype=pl.String)
    return asked.join(
        distinct.with_columns(said), on=list(column.columns), how="left", maintain_order="left"
    ).select(column.heading)
