"""A file of any accepted format as a lazy frame of text columns.

Belongs here: finding the format; turning native types into the text a CSV file would have held.
Does not belong here: text files (schemas.text_files) and what the text means (schemas.reading).
"""

from __future__ import annotations

import csv
import errno
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import polars as pl

from schemas import databases, foreign_files
from schemas.combining import ROW
from schemas.databases import Table
from schemas.faults import UserError, fault
from schemas.rows_when_asked import ROWS, rows_when_asked
from schemas.text_files import TextFile, open_text, refuse_quotes, refuse_ragged

DAYS = (-719_528, 2_932_896)
"""From 1970-01-01 to the first day of year 0 and the last day of year 9999."""
PER_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, EOFError, zlib.error, csv.Error)


@dataclass(frozen=True)
class Source:
    """One file or table of a delivery: its lazy rows as text, and the names its columns have there.

    text: the text file that it is; None where it is none.
    rows: how many the file says it has; None where it does not.
    columns: the rows as they are stored and their place (ROW), where a column can be read alone.
    kinds: how each column is stored there.
    """

    path: Path | Table
    frame: pl.LazyFrame
    names: tuple[str, ...]
    text: TextFile | None = None
    rows: int | None = None
    columns: pl.LazyFrame | None = None
    kinds: Mapping[str, pl.DataType] = field(default_factory=dict)


def open_source(path: Path | Table, scratch: Path) -> Source:
    """The file's or table's rows, every column text; UserError names one that cannot be read.

    scratch is a folder for the one temporary copy that some files need (compressed, Windows-1252
    or with blank lines: Polars scans plain UTF-8 only; SAS, SPSS and Stata); it is overwritten by
    the next file.
    """
    if isinstance(path, Table):
        return _table(path)
    try:
        with path.open("rb") as file:
            head = file.read(foreign_files.HEAD)
        if head[:4] == b"PAR1":
            return _parquet(path, path)
        if program := foreign_files.program_of(head):
            return _foreign(path, program, scratch)
        text = open_text(path, scratch, compressed=head[:2] == b"\x1f\x8b")
        return Source(path, text.frame, text.names, text)
    except UNREADABLE as error:
        raise fault("file_unreadable", file=path, problem=str(error).strip().partition("\n")[0]) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise  # the disk is full: the machine's fault, not the file's
        raise fault("file_unreadable", file=path, problem=error.strerror or error) from error


def batches(
    source: Source, rows: pl.LazyFrame, size: int, *, every_row: bool = True
) -> Iterator[pl.DataFrame]:
    """Rows selected from the source, some at a time; UserError names the first one that cannot be read.

    every_row: nothing is filtered away, so that there must be as many as the file says.
    """
    number = 0
    with in_words(source):
        found = iter(rows.collect_batches(chunk_size=size, maintain_order=True))
        while (batch := next(found, None)) is not None:
            number += batch.height
            yield batch
    # A panic inside Polars ends the batches as if there were no more.
    if every_row and source.rows is not None and number != source.rows:
        raise fault("rows_lost", file=source.path, said=source.rows, found=number)


@contextmanager
def in_words(source: Source) -> Iterator[None]:
    """What goes wrong while the source's rows are read, as a fault that repeats none of them."""
    try:
        yield
    except UNREADABLE as error:
        if source.text is None:
            problem = str(error).strip().partition("\n")[0]
            raise fault("file_unreadable", file=source.path, problem=problem) from error
        try:  # What Polars says of a line repeats its values, which are a person's.
            refuse_ragged(source.text)
            refuse_quotes(source.text)
        except UserError as known:
            raise known from None
        except csv.Error:  # a cell that Python's reader finds too large
            pass
        raise fault("rows_unreadable", file=source.path) from None


def _parquet(path: Path, parquet: Path) -> Source:
    status = parquet.stat()
    version = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
    schema, rows = _said_by_parquet(parquet, version)
    texts = pl.scan_parquet(parquet, glob=False).select(as_text(name, kind) for name, kind in schema.items())
    if rows > status.st_size * foreign_files.ROWS_PER_BYTE:
        raise fault("rows_implausible", file=path, rows=rows)
    if ROW in schema:  # a column of the file's own with that name is no place: then the rows are read whole
        return Source(path, texts, tuple(schema), rows=rows)
    indexed = pl.scan_parquet(parquet, glob=False, row_index_name=ROW, row_index_offset=1)
    return Source(path, texts, tuple(schema), rows=rows, columns=indexed, kinds=schema)


@lru_cache(maxsize=4_000)
def _said_by_parquet(parquet: Path, _version: tuple[int, ...]) -> tuple[pl.Schema, int]:
    """How a file's columns are stored, and how many rows it says that it has; asked once.

    A file is opened to see its columns before anything is read, and then again. Only what it says is kept: a
    lazy frame would hold all that stands at the file's end.
    """
    from pyarrow import ArrowException
    from pyarrow.parquet import read_metadata

    frame = pl.scan_parquet(parquet, glob=False)
    try:  # Polars takes six times as long to ask it; pyarrow does not know every kind of column
        with parquet.open("rb") as file:
            rows = int(read_metadata(file).num_rows)
    except ArrowException:
        rows = int(frame.select(pl.len()).collect().item())
    return frame.collect_schema(), rows


def _foreign(path: Path, program: str, scratch: Path) -> Source:
    names = foreign_files.look(path, program).names

    def read(wanted: list[str]) -> Iterator[pl.DataFrame]:
        parquet = scratch / "foreign.parquet"
        foreign_files.convert(path, program, parquet)
        source = _parquet(path, parquet)
        return batches(source, source.frame.select(wanted), ROWS)

    return Source(path, rows_when_asked(names, read), names)


def _table(table: Table) -> Source:
    moments = databases.columns(table)

    def read(wanted: list[str]) -> Iterator[pl.DataFrame]:
        for frame in databases.rows(table, {name: moments[name] for name in wanted}):
            yield frame.select(as_text(name, kind) for name, kind in frame.schema.items())

    return Source(table, rows_when_asked(tuple(moments), read), tuple(moments))


def as_text(name: str, kind: pl.DataType) -> pl.Expr:
    """The column as the text that a CSV file would have held."""
    column = pl.col(name)
    text = column.cast(pl.String, strict=False)
    if kind == pl.Boolean:
        return column.cast(pl.Int8).cast(pl.String)
    if isinstance(kind, pl.Date | pl.Datetime):
        return _date_as_text(name, kind)
    if kind.is_float():
        whole = column.cast(pl.Int64, strict=False)
        is_whole = column == whole
        return pl.when(is_whole).then(whole.cast(pl.String)).when(~column.is_nan()).then(text).alias(name)
    if kind.is_decimal():
        short = text.str.strip_chars_end("0").str.strip_chars_end(".")
        return pl.when(text.str.contains(".", literal=True)).then(short).otherwise(text).alias(name)
    return text


def _date_as_text(name: str, kind: pl.Date | pl.Datetime) -> pl.Expr:
    """YYYY-MM-DD; Polars panics at writing other years, so that what stands instead is no date."""
    column = pl.col(name)
    zoned = isinstance(kind, pl.Datetime) and kind.time_zone is not None
    number = column.to_physical() // (PER_DAY[kind.time_unit] if isinstance(kind, pl.Datetime) else 1)
    # Another time zone may be a day before or after.
    can_be_written = number.is_between(DAYS[0] + zoned, DAYS[1] - zoned)
    sound = pl.when(can_be_written).then(column)
    day = sound.dt.date() if isinstance(kind, pl.Datetime) else sound
    return (
        pl.when(can_be_written).then(day.cast(pl.String)).otherwise(pl.format("dag {}", number)).alias(name)
    )
