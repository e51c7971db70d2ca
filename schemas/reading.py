"""A register's files → accepted and rejected rows, strictly under its contract, batch by batch.

Belongs here: cleaning a value, rejecting a row, counting both (definitions section 12, rulings
R1–R9, R58). Does not belong here: file formats (schemas.sources), exact duplicates and
everything that needs more than one row at a time (flows.warehouse).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from schemas.cleaning import REASONS, Cleaned, clean
from schemas.contract import Contract
from schemas.delivery import Cover, Delivery
from schemas.faults import Fault, UserError
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


ROW = "_row"
"""The place of a row in its file, where some rows are not read."""

Early = Callable[[Collection[str], int | None], pl.Expr]
"""From the contract columns that a file has, as text, and the year in its name, to whether a row is read."""


@dataclass
class ReadingCounts:
    """What became of a register's rows, before exact duplicates are removed."""

    read: int = 0
    set_aside: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    blanked: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    by_period: Counter[int] = field(default_factory=Counter)
    by_file: Counter[str] = field(default_factory=Counter)


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
    """Every fault in the columns of a register's files; an unreadable file is one of them."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for path in delivery.files.get(contract.register, []):
        try:
            source = open_source(path, scratch)
            seen |= {name.strip().casefold() for name in source.names}
            _resolve(source, delivery, contract)
        except UserError as error:
            faults.extend(error.faults)
    if not faults:
        faults.extend(_names_nowhere(delivery, contract, seen))
    return faults


def _names_nowhere(delivery: Delivery, contract: Contract, seen: set[str]) -> list[Fault]:
    """A fault for every name under [columns] that no file of the register has.

    One file may lack it: LISA's variables come and go with the years.
    """
    mapped = delivery.columns.get(contract.register, {}) if contract.register in delivery.files else {}
    return [
        Fault(
            "column_nowhere",
            {"file": delivery.folder / "delivery.toml", "register": contract.register, "column": name},
        )
        for name in mapped.values()
        if name.strip().casefold() not in seen
    ]


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

    persons: the people of some cohort; others' sound rows are set aside (R58) and only
    counted. None = keep everybody. noted: people to note when their rows are set aside, so that
    the gate knows them. early: which rows to read at all; the others are neither judged nor counted.
    UserError names a file, column or line that is wrong.
    """
    cover = delivery.covers[contract.register]
    for path in delivery.files[contract.register]:
        source = open_source(path, scratch)
        names = _resolve(source, delivery, contract)
        year = _year_in_name(path, cover) if contract.year_in_file_name else None
        codes = delivery.codes.get(contract.register, {})
        cleaned = clean(contract, given=names, codes=codes, cover=cover, year=year)
        own = [pl.col(theirs).alias(ours) for ours, theirs in names.items()]
        wanted = source.frame.select(own)
        if early is not None:
            wanted = source.frame.with_row_index(ROW, 1).select(*own, ROW).filter(early(names, year))
        first_row = 1
        for rows in batches(source, wanted, BATCH_ROWS, every_row=early is None):
            yield _judge(
                rows,
                first_row=first_row,
                file=delivery.label(path),
                contract=contract,
                cleaned=cleaned,
                counts=counts,
                persons=persons,
                noted=noted,
            )
            first_row += rows.height


def _judge(
    rows: pl.DataFrame,
    *,
    first_row: int,
    file: str,
    contract: Contract,
    cleaned: Cleaned,
    counts: ReadingCounts,
    persons: pl.Series | None,
    noted: pl.Series | None,
) -> Batch:
    position = pl.int_range(first_row, first_row + rows.height, dtype=pl.Int64).alias("row")
    if ROW in rows.columns:
        position = pl.col(ROW).cast(pl.Int64).alias("row")
    judged = rows.with_columns(position, pl.lit(file).alias("file"), *cleaned.trimmed_required)
    judged = judged.with_columns(cleaned.required)
    judged = judged.with_columns(cleaned.is_bad.alias("_is_bad"), cleaned.period.alias("_period"))
    counts.read += rows.height
    counts.by_file[file] += rows.height
    bad = judged.filter("_is_bad").with_columns(cleaned.fault.alias("_fault"))
    good = judged.filter(~pl.col("_is_bad"))
    for period, number in good.group_by("_period").len().iter_rows():
        counts.by_period[period] += number
    seen = pl.DataFrame(schema={"LopNr": pl.String})
    if noted is not None:
        seen = good.join(noted.to_frame("_LopNr"), on="_LopNr", how="semi").select(LopNr="_LopNr").unique()
    if persons is not None and contract.cohort_only:
        kept = good.join(persons.to_frame("_LopNr"), on="_LopNr", how="semi")
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


def _resolve(source: Source, delivery: Delivery, contract: Contract) -> dict[str, str]:
    """Contract name → name in the file, for the columns that the file has."""
    theirs: dict[str, list[str]] = {}
    for name in source.names:
        theirs.setdefault(name.strip().casefold(), []).append(name)
    mapped = delivery.columns.get(contract.register, {})
    names: dict[str, str] = {}
    faults: list[Fault] = []
    # A name with a year that is not covered leaves the rows without a year: they are rejected (R3).
    in_name = contract.year_in_file_name and bool(_years_in_name(source.path))
    for column in contract.columns:
        own = (column.name, *column.aliases)
        wanted = (mapped[column.name], *own) if column.name in mapped else own
        found = [theirs[key] for w in wanted if (key := w.strip().casefold()) in theirs]
        if found and len(found[0]) > 1:
            faults.append(Fault("column_twice", {"file": source.path, "value": column.name}))
        elif found:
            names[column.name] = found[0][0]
        elif column.required and not (column.name == "Ar" and in_name):
            fields = {"file": source.path, "column": wanted[0], "allowed": sorted(source.names)}
            faults.append(Fault("column_missing", fields | {"register": contract.register}))
    if faults:
        raise UserError(faults)
    return names


def _year_in_name(path: Path, cover: Cover) -> int | None:
    """The last four-digit year in the file name that the delivery covers (ruling R3)."""
    covered = [year for year in _years_in_name(path) if cover.first <= year <= cover.last]  # type: ignore[operator]  # years
    return covered[-1] if covered else None


def _years_in_name(path: Path) -> list[int]:
    return [int(text) for text in re.findall(r"(?<!\d)\d{4}(?!\d)", path.name)]
