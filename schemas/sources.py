"""A file of any accepted format as a lazy frame of text columns.

Belongs here: finding format, encoding and separator; turning native types into the text a
CSV file would have held. Does not belong here: what the text means (schemas.reading).
"""

from __future__ import annotations

import codecs
import csv
import errno
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl

from schemas import databases, foreign_files
from schemas.databases import Table
from schemas.faults import UserError, fault
from schemas.rows_when_asked import ROWS, rows_when_asked

SEPARATORS = (";", ",", "\t")
CHUNK = 1 << 20
DAYS = (-719_528, 2_932_896)
"""From 1970-01-01 to the first day of year 0 and the last day of year 9999."""
PER_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, EOFError, zlib.error, csv.Error)


@dataclass(frozen=True)
class Source:
    """One file or table of a delivery: its lazy rows as text, and the names its columns have there.

    plain, separator: the UTF-8 text that Polars scans; None and "" where the rows are no text.
    rows: how many the file says it has; None where it does not.
    """

    path: Path | Table
    frame: pl.LazyFrame
    names: tuple[str, ...]
    plain: Path | None = None
    separator: str = ""
    rows: int | None = None


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
        return _text(path, scratch, compressed=head[:2] == b"\x1f\x8b")
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
    try:
        found = iter(rows.collect_batches(chunk_size=size, maintain_order=True))
        while (batch := next(found, None)) is not None:
            number += batch.height
            yield batch
    except UNREADABLE as error:
        if source.plain is None:
            problem = str(error).strip().partition("\n")[0]
            raise fault("file_unreadable", file=source.path, problem=problem) from error
        try:  # What Polars says of a line repeats its values, which are a person's.
            _refuse_ragged(source)
            _refuse_quotes(source)
        except UserError as known:
            raise known from None
        raise fault("rows_unreadable", file=source.path) from None
    # A panic inside Polars ends the batches as if there were no more.
    if every_row and source.rows is not None and number != source.rows:
        raise fault("rows_lost", file=source.path, said=source.rows, found=number)


def _parquet(path: Path, parquet: Path) -> Source:
    frame = pl.scan_parquet(parquet, glob=False)
    schema = frame.collect_schema()
    texts = frame.select(_as_text(name, kind) for name, kind in schema.items())
    return Source(path, texts, tuple(schema), rows=frame.select(pl.len()).collect().item())


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
            yield frame.select(_as_text(name, kind) for name, kind in frame.schema.items())

    return Source(table, rows_when_asked(tuple(moments), read), tuple(moments))


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
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


def _text(path: Path, scratch: Path, *, compressed: bool) -> Source:
    stat = path.stat()
    survey = _survey(path, compressed, (stat.st_size, stat.st_mtime_ns))
    plain = path
    if compressed or survey.encoding == "cp1252" or survey.has_blank_lines:
        plain = scratch / "plain.csv"
        with plain.open("w", encoding="utf-8", newline="") as out:
            out.writelines(_plain_text(path, survey, compressed))
    with plain.open(encoding="utf-8-sig", newline="") as file:
        names = tuple(name.strip() for name in next(csv.reader(file, delimiter=survey.separator)))
    schema = dict.fromkeys(_unique(names), pl.String)
    # The names are ours, by position: Polars renames repeated ones and keeps their spaces.
    frame = pl.scan_csv(
        plain,
        separator=survey.separator,
        schema=schema,
        has_header=False,
        skip_rows=1,
        glob=False,
        raise_if_empty=False,
    )
    source = Source(path, frame, names, plain, survey.separator)
    if survey.separators < survey.lines * (len(names) - 1):
        _refuse_ragged(source)
    return source


def _unique(names: tuple[str, ...]) -> list[str]:
    """The names, a repeated one marked, so that it can be reported instead of overwritten."""
    return [name if names.index(name) == i else f"{name}#{i}" for i, name in enumerate(names)]


@dataclass(frozen=True)
class Survey:
    """What one pass over a text file's bytes finds; encoding is utf-8 or cp1252 (ruling R4)."""

    encoding: str
    separator: str
    separators: int
    lines: int
    has_blank_lines: bool


@lru_cache(maxsize=1024)
def _survey(path: Path, compressed: bool, version: tuple[int, int]) -> Survey:
    """One pass over the file, made once for as long as the file is the same (size and time)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding, separator, separators, lines, blank, end = "utf-8", "", 0, 0, False, b"\n"
    with _open(path, compressed) as file:
        while chunk := file.read(CHUNK):
            separator = separator or _separator(chunk, path)
            try:
                if encoding == "utf-8":
                    decoder.decode(chunk)
            except UnicodeDecodeError:
                encoding = "cp1252"
            seam = np.frombuffer(end + chunk.removeprefix(codecs.BOM_UTF8), np.uint8)
            newline = seam == ord("\n")
            blank |= bool((newline[1:] & newline[:-1]).any())
            blank |= bool((newline[2:] & newline[:-2] & (seam[1:-1] == ord("\r"))).any())
            lines += chunk.count(b"\n")
            separators += int(np.count_nonzero(seam[len(end) :] == ord(separator)))
            end = (end + chunk)[-2:]
    if not separator:
        raise fault("file_empty", file=path)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding = "cp1252"
    return Survey(encoding, separator, separators, lines + (end[-1:] != b"\n"), blank)


def _separator(chunk: bytes, path: Path) -> str:
    """The most frequent separator of the header line (ruling R4), in the file's first bytes."""
    if b"\0" in chunk or chunk[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise fault("encoding_unsupported", file=path)
    header = chunk.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")[0].rstrip()
    if b"\r" in header:
        raise fault("line_endings_unsupported", file=path)
    if not header:
        raise fault("file_empty", file=path)
    return max(SEPARATORS, key=lambda separator: header.count(separator.encode()))


def _open(path: Path, compressed: bool) -> BinaryIO | gzip.GzipFile:
    return gzip.open(path, "rb") if compressed else path.open("rb")


def _plain_text(path: Path, survey: Survey, compressed: bool) -> Iterator[str]:
    """The file's text some at a time, without the blank lines that Polars would take for rows."""
    with _open(path, compressed) as file:
        # Windows-1252 leaves five bytes undefined; they are kept as � rather than failing the file.
        encoding = survey.encoding.replace("utf-8", "utf-8-sig")
        reader = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
        if not survey.has_blank_lines:
            while text := reader.read(CHUNK):
                yield text
            return
        in_quotes = False
        for line in reader:
            if in_quotes or line.strip("\r\n"):
                in_quotes ^= line.count('"') % 2 == 1
                yield line


def _rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text file one at a time, numbered from 1 after the header, as Python reads them."""
    assert source.plain is not None  # noqa: S101  # only text has rows to look through
    with source.plain.open(encoding="utf-8-sig", newline="") as file:
        found = csv.reader(file, delimiter=source.separator)
        next(found)
        yield from enumerate(found, start=1)


def _refuse_ragged(source: Source) -> None:
    """UserError naming the first row with another number of fields than the header; blank ones pass."""
    for number, row in _rows(source):
        if len(row) != len(source.names) and (len(row) > 1 or "".join(row).strip()):
            fields = {"found": len(row), "allowed": len(source.names)}
            raise fault("row_ragged", file=source.path, row=number, **fields)


def _refuse_quotes(source: Source) -> None:
    """UserError naming the first row where a quotation mark stands inside a value or is never closed."""
    for number, row in _rows(source):
        if any('"' in value for value in row):
            raise fault("quote_stray", file=source.path, row=number)
