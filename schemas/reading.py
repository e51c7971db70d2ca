"""A register's files → accepted and rejected rows, strictly under its contract, batch by batch.

Belongs here: cleaning a value, rejecting a row, counting both (definitions section 12, rulings
R1–R9, R58). Does not belong here: file formats (schemas.sources), exact duplicates and
everything that needs more than one row at a time (flows.warehouse).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import polars as pl

from schemas.cleaning import REASONS, Cleaned, clean
from schemas.combining import ASIDE, ROW
from schemas.contract import Contract
from schemas.databases import Table
from schemas.delivery import Delivery
from schemas.faults import Fault, UserError
from schemas.setting_aside import LENGTH, NOBODY, Sifted, Sought, sifted
from schemas.shaping import Early, Shaped, names_nowhere, shape
from schemas.sources import Source, batches, open_source

BATCH_ROWS = 250_000
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


def check_headers(delivery: Delivery, contract: Contract, scratch: Path) -> list[Fault]:
    """Every fault in the columns of a register's files and tables; one that cannot be read is one."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for place in delivery.files.get(contract.register, []):
        try:
            source = open_source(place, scratch)
            seen |= set(source.names)
            shape(source, delivery, contract)
        except UserError as error:
            faults.extend(error.faults)
    return faults or names_nowhere(delivery, contract, seen)


def read_register(
    delivery: Delivery,
    contract: Contract,
    scratch: Path,
    counts: ReadingCounts,
    persons: pl.Series | None = None,
    noted: pl.Series | None = None,
    early: Early | None = None,
) -> Iterator[Batch]:
    """The register's rows in batches; counts fills up as they are read.

    persons: the people of some cohort; others' rows are set aside (R58) and only
    counted. None = keep everybody. noted: people to note when their rows are set aside, so that
    the gate knows them. early: which rows to read at all; the others are neither judged nor counted.
    UserError names a file, column or line that is wrong.
    """
    codes = delivery.codes.get(contract.register, {})
    cover = delivery.covers[contract.register]
    sought = None
    if persons is not None and contract.cohort_only:
        sought = Sought(persons, pl.Series([], dtype=pl.String) if noted is None else noted)
    for place in delivery.files[contract.register]:
        source = open_source(place, scratch)
        counts.columns[delivery.label(place)] = tuple(source.names)
        shaped = shape(source, delivery, contract, early)
        cleaned = clean(contract, given=shaped.given, codes=codes, cover=cover, year=shaped.year)
        first_row, digest = 1, sha256()
        for some in _some_at_a_time(source, shaped, contract, sought, codes.get("LopNr", {})):
            if isinstance(place, Table):
                digest.update(some.rows.write_csv(include_header=False).encode())
            _count_aside(counts, some.aside, delivery.label(place), contract, cleaned)
            batch = _judge(
                some.rows,
                first_row=first_row,
                file=delivery.label(place),
                contract=contract,
                cleaned=cleaned,
                counts=counts,
                sought=sought,
            )
            yield replace(batch, noted=pl.concat([batch.noted, some.noted]))
            first_row += some.rows.height
        if isinstance(place, Table):
            counts.tables[delivery.label(place)] = digest.hexdigest()


def _some_at_a_time(
    source: Source, shaped: Shaped, contract: Contract, sought: Sought | None, codes: Mapping[str, str]
) -> Iterator[Sifted]:
    """The rows to judge; everybody's where nobody is sought, and where the source holds several registers."""
    if sought is not None and shaped.names and not isinstance(source.path, Table):
        yield from sifted(source, shaped, contract, sought, codes, BATCH_ROWS)
        return
    for rows in batches(source, shaped.rows, BATCH_ROWS, every_row=shaped.whole):
        yield Sifted(rows)


def _count_aside(
    counts: ReadingCounts, aside: pl.DataFrame, file: str, contract: Contract, cleaned: Cleaned
) -> None:
    """Rows that are set aside without being judged, by the period that dates them."""
    if not aside.height:
        return
    number = int(aside[LENGTH].sum())
    counts.read += number
    counts.by_file[file] += number
    counts.set_aside += number
    counts.unjudged += number
    dated = aside.with_columns(cleaned.trimmed_dates).with_columns(cleaned.dates)
    inside = dated.filter(~cleaned.outside).group_by(cleaned.period.alias("_period")).agg(pl.sum(LENGTH))
    for period, found in inside.iter_rows():
        counts.by_period[period] += found


def table_hash(delivery: Delivery, contract: Contract, place: Table) -> str:
    """SHA-256 of the register's text in a table, as ReadingCounts has it."""
    source, digest = open_source(place, delivery.folder), sha256()
    for rows in batches(source, shape(source, delivery, contract).rows, BATCH_ROWS):
        digest.update(rows.write_csv(include_header=False).encode())
    return digest.hexdigest()


def _judge(
    rows: pl.DataFrame,
    *,
    first_row: int,
    file: str,
    contract: Contract,
    cleaned: Cleaned,
    counts: ReadingCounts,
    sought: Sought | None,
) -> Batch:
    counts.read += rows.height
    counts.by_file[file] += rows.height
    if ASIDE in rows.columns:
        counts.set_aside += int(rows[ASIDE].sum())
        rows = rows.filter(~pl.col(ASIDE))
    position = pl.int_range(first_row, first_row + rows.height, dtype=pl.Int64).alias("row")
    if ROW in rows.columns:
        position = pl.col(ROW).cast(pl.Int64).alias("row")
    judged = rows.with_columns(position, pl.lit(file).alias("file"), *cleaned.trimmed_required)
    judged = judged.with_columns(cleaned.required)
    judged = judged.with_columns(cleaned.is_bad.alias("_is_bad"), cleaned.period.alias("_period"))
    bad = judged.filter("_is_bad").with_columns(cleaned.fault.alias("_fault"))
    good = judged.filter(~pl.col("_is_bad"))
    for period, number in good.group_by("_period").len().iter_rows():
        counts.by_period[period] += number
    seen = NOBODY
    if sought is not None:
        seen = good.join(sought.noted.to_frame("_LopNr"), on="_LopNr", how="semi").select(LopNr="_LopNr")
        seen = seen.unique()
        kept = good.join(sought.persons.to_frame("_LopNr"), on="_LopNr", how="semi")
        counts.set_aside += good.height - kept.height
        good = kept
    good = good.with_columns(cleaned.trimmed_optional).with_columns(cleaned.optional)
    _tally(counts.blanked, good, cleaned.blanked)
    _tally(counts.restored, good, cleaned.restored)
    for code, number in bad.group_by("_fault").len().iter_rows():
        counts.rejected[REASONS[cleaned.faults[code][0]]] += number
    accepted = good.select(
        *(pl.col(f"_{c.name}").cast(TYPES[c.kind]).alias(c.name) for c in contract.columns), "file", "row"
    )
    return Batch(accepted, _rejected(bad, cleaned), seen)


def _tally(tally: Counter[str], rows: pl.DataFrame, sums: list[pl.Expr]) -> None:
    if sums and rows.height:
        tally.update(rows.select(sums).row(0, named=True))


def _rejected(bad: pl.DataFrame, cleaned: Cleaned) -> pl.DataFrame:
    """The rejected rows with file, row, the column and value at fault, and the reason."""
    value = pl.lit(None, pl.String)
    column = pl.lit(None, pl.String)
    reason = pl.lit(None, pl.String)
    for code, (reason_number, name) in enumerate(cleaned.faults):
        this = pl.col("_fault") == code
        raw = pl.col(name) if name in bad.columns else pl.lit(None, pl.String)
        value = pl.when(this).then(raw).otherwise(value)
        column = pl.when(this).then(pl.lit(name)).otherwise(column)
        reason = pl.when(this).then(pl.lit(REASONS[reason_number])).otherwise(reason)
    return bad.select(
        "file",
        "row",
        column.alias("column"),
        value.alias("value"),
        reason.alias("reason"),
        pl.col("_LopNr").alias("LopNr"),
        cleaned.likely_period.cast(pl.Int64).alias("period"),
    )
