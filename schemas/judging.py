"""Which of a register's rows are accepted and which rejected, and what became of all of them, counted.

Belongs here: judging and counting rows (definitions section 12, rulings R1–R9, R58). Does not belong
here: which rows there are (schemas.reading, schemas.setting_aside), what is done to a value
(schemas.cleaning), exact duplicates and whatever needs more than one row at a time (flows.warehouse).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from schemas.by_value import Typed, as_texts, cleaned_columns
from schemas.cleaning import REASONS, Cleaned
from schemas.combining import ASIDE, FILE, ROW
from schemas.contract import Contract
from schemas.setting_aside import LENGTH, Sifted, Sought, note

REJECTED_SCHEMA = {
    "file": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "reason": pl.String,
    "LopNr": pl.String,
    "period": pl.Int64,
}
TYPES: dict[str, type[pl.DataType]] = {
    "text": pl.String,
    "code": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
}


@dataclass
class ReadingCounts:
    """What became of a register's rows, before exact duplicates are removed.

    set_aside: rows of people in no cohort; of them, unjudged were never looked at beyond LopNr and date.
    columns: per file or table, the names of its columns.
    tables: SHA-256 of the text read from each table, which unlike a file may be another tomorrow.
    """

    read: int = 0
    set_aside: int = 0
    unjudged: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    blanked: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    by_period: Counter[int] = field(default_factory=Counter)
    by_file: Counter[str] = field(default_factory=Counter)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """Some rows of one file: accepted (contract columns, `file`, `row`), rejected, and noted people."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    noted: pl.DataFrame


def accepted_schema(contract: Contract) -> dict[str, type[pl.DataType]]:
    """Column types of the accepted rows of a register."""
    columns: dict[str, type[pl.DataType]] = {c.name: TYPES[c.kind] for c in contract.columns}
    return columns | {"file": pl.String, "row": pl.Int64}


def judge(
    some: Sifted, contract: Contract, cleaned: Cleaned, counts: ReadingCounts, sought: Sought | None
) -> Batch:
    """Judges the rows to be judged; all are counted."""
    rows = some.rows
    counts.read += rows.height
    count_aside(counts, some.aside, cleaned)
    if ASIDE in rows.columns:
        counts.set_aside += int(rows[ASIDE].sum())
        rows = rows.filter(~pl.col(ASIDE))
    columns = cleaned_columns(rows, cleaned.columns)
    typed = _typed(columns).with_columns(rows[ROW].cast(pl.Int64).alias("row"), rows[FILE].alias("file"))
    is_bad = typed.select(
        pl.any_horizontal(cleaned.outside.fill_null(value=False), *_marked(columns, "bad").values())
    ).to_series()
    is_kept = ~is_bad
    for period, number in typed.select(cleaned.period.filter(is_kept)).to_series().value_counts().iter_rows():
        counts.by_period[period] += number
    noted = some.noted
    if sought is not None:
        is_theirs = typed["_LopNr"].is_in(sought.persons.implode()).fill_null(value=False)
        noted = pl.concat([noted, note(typed["_LopNr"].filter(is_kept & ~is_theirs), sought)])
        counts.set_aside += int((is_kept & ~is_theirs).sum())
        is_kept = is_kept & is_theirs
    for tally, mark in ((counts.blanked, "blanked"), (counts.restored, "restored")):
        tally.update({n: int((is_marked & is_kept).sum()) for n, is_marked in _marked(columns, mark).items()})
    accepted = typed.filter(is_kept) if not is_kept.all() else typed
    accepted = accepted.select(
        *(pl.col(f"_{n}").cast(TYPES[contract.column(n).kind]).alias(n) for n in contract.names),
        "file",
        "row",
    )
    return Batch(accepted, _rejected(rows.filter(is_bad), cleaned, counts), noted)


def _typed(columns: Mapping[str, Typed]) -> pl.DataFrame:
    return pl.DataFrame([column.values.alias(f"_{name}") for name, column in columns.items()])


def _marked(columns: Mapping[str, Typed], mark: str) -> dict[str, pl.Series]:
    """The columns where some value has the mark, and where it has."""
    return {name: column.marks[mark] for name, column in columns.items() if mark in column.marks}


def count_aside(counts: ReadingCounts, aside: pl.DataFrame, cleaned: Cleaned) -> None:
    """Rows that are set aside without being judged, by the period that dates them."""
    if not aside.height:
        return
    number = int(aside[LENGTH].sum())
    counts.read += number
    counts.set_aside += number
    counts.unjudged += number
    dated = _typed(cleaned_columns(aside, cleaned.dates)).with_columns(aside[LENGTH])
    inside = dated.filter(~cleaned.outside).group_by(cleaned.period.alias("_period")).agg(pl.sum(LENGTH))
    for period, found in inside.iter_rows():
        counts.by_period[period] += found


def _rejected(rows: pl.DataFrame, cleaned: Cleaned, counts: ReadingCounts) -> pl.DataFrame:
    """The rejected rows with file, row, the column and value at fault, and the reason."""
    if not rows.height:
        return pl.DataFrame(schema=REJECTED_SCHEMA)
    bad = as_texts(rows).with_columns(rules.trimmed.alias(rules.name) for rules in cleaned.columns)
    bad = bad.with_columns(rules.typed.alias(f"_{rules.name}") for rules in cleaned.columns)
    bad = bad.with_columns(cleaned.fault.alias("_fault"))
    for code, number in bad.group_by("_fault").len().iter_rows():
        counts.rejected[REASONS[cleaned.faults[code][0]]] += number
    value, column, reason = (pl.lit(None, pl.String) for _ in range(3))
    for code, (reason_number, name) in enumerate(cleaned.faults):
        this = pl.col("_fault") == code
        value = pl.when(this).then(pl.col(name)).otherwise(value)
        column = pl.when(this).then(pl.lit(name)).otherwise(column)
        reason = pl.when(this).then(pl.lit(REASONS[reason_number])).otherwise(reason)
    return bad.select(
        pl.col(FILE).alias("file"),
        pl.col(ROW).cast(pl.Int64).alias("row"),
        column.alias("column"),
        value.alias("value"),
        reason.alias("reason"),
        pl.col("_LopNr").alias("LopNr"),
        cleaned.likely_period.cast(pl.Int64).alias("period"),
    )
