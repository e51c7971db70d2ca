"""A column's values cleaned once each, however many rows have them.

Belongs here: from a column, as it is stored, to its typed values. Does not belong here: what is done to a
value (schemas.cleaning) and to a row (schemas.reading). A register's column has a few hundred or thousand
different values on millions of rows: trimming, missing tokens, codes and types are decided for each value,
the first time that one of the register's files has it, and a row looks its own up.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from schemas.cleaning import ColumnRules
from schemas.sources import as_text

MARKS = ("bad", "blanked", "restored")
"""Whether a value rejects its row, becomes missing, or gets leading zeros back."""


FIRST_ROWS = 1_000
KEPT_VALUES = 100_000
"""How many values of a column are kept for the rows that come after."""


@dataclass(frozen=True)
class Typed:
    """A column's typed values, row by row, and the marks that any of them has."""

    values: pl.Series
    marks: dict[str, pl.Series]


def cleaned_columns(rows: pl.DataFrame, rules: Collection[ColumnRules]) -> dict[str, Typed]:
    """Every column of the contract by name, several at a time."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return dict(zip((r.name for r in rules), pool.map(lambda r: _cleaned(rows, r), rules), strict=True))


def as_texts(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with every column as text; those whose names begin with _ as they are."""
    return rows.with_columns(as_text(n, kind) for n, kind in rows.schema.items() if not n.startswith("_"))


def _cleaned(rows: pl.DataFrame, rules: ColumnRules) -> Typed:
    if rules.name not in rows.columns:
        return _repeated(_values_of(pl.Series("stored", [None], pl.String), rules), rows.height)
    column = rows[rules.name]
    if not (column.dtype == pl.String or column.dtype.is_integer()):
        column = rows.select(as_text(rules.name, column.dtype)).to_series()
    if _is_everywhere_another(column):
        value = _judged(column, rules)
        return Typed(value["typed"], {mark: value[mark] for mark in MARKS if value[mark].any()})
    column = column.alias("stored")
    values = _values_of(column, rules)
    marks = [mark for mark in MARKS if values[mark].any()]
    if not marks and _is_as_stored(values):
        return Typed(column.cast(values["typed"].dtype), {})
    table = values.select("stored", "typed", *marks)
    found = column.to_frame().join(table, on="stored", how="left", nulls_equal=True, maintain_order="left")
    return Typed(found["typed"], {mark: found[mark] for mark in marks})


def _values_of(column: pl.Series, rules: ColumnRules) -> pl.DataFrame:
    """stored, typed and the marks of every value that the column has, and of others met before."""
    met = rules.met.get(column.dtype)
    unmet = column if met is None else column.filter(~column.is_in(met["stored"].implode(), nulls_equal=True))
    if met is not None and unmet.is_empty():
        return met
    stored = unmet.unique()
    values = _judged(stored, rules).with_columns(stored.alias("stored"))
    values = values if met is None else pl.concat([met, values])
    if values.height <= KEPT_VALUES:
        rules.met[column.dtype] = values
    return values


def _judged(values: pl.Series, rules: ColumnRules) -> pl.DataFrame:
    """typed and the marks of each value."""
    texts = values.alias(rules.name).to_frame().select(as_text(rules.name, values.dtype))
    trimmed = texts.with_columns(rules.trimmed.alias(rules.name))
    typed = trimmed.with_columns(rules.typed.alias(f"_{rules.name}"))
    marks = (getattr(rules, mark).fill_null(value=False).alias(mark) for mark in MARKS)
    return typed.select(pl.col(f"_{rules.name}").alias("typed"), *marks)


def _repeated(value: pl.DataFrame, number: int) -> Typed:
    """The one value that every row has where the file lacks the column."""
    marks = {"bad": value["bad"].new_from_index(0, number)} if value["bad"][0] else {}
    return Typed(value["typed"].new_from_index(0, number), marks)


def _is_as_stored(values: pl.DataFrame) -> bool:
    """Whether every value is what the column holds already."""
    stored, typed = values["stored"], values["typed"]
    alike = stored.dtype == typed.dtype or (stored.dtype.is_integer() and typed.dtype == pl.Int64)
    return alike and stored.cast(typed.dtype, strict=False).equals(typed, null_equal=True)


def _is_everywhere_another(column: pl.Series) -> bool:
    """Whether the column seems to have as many values as rows: then there is nothing to look up."""
    first = column.head(FIRST_ROWS)
    return first.n_unique() * 2 > first.len()
