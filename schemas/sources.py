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
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl

from schemas.faults import fault

SEPARATORS = (";", ",", "\t")
CHUNK = 1 << 20


@dataclass(frozen=True)
class Source:
    """One file of a delivery: its lazy rows as text, and the names its columns have there."""

    path: Path
    frame: pl.LazyFrame
    names: tuple[str, ...]


def open_source(path: Path, scratch: Path) -> Source:
    """The file's rows, every column text; UserError names a file that cannot be read.

    scratch is a folder for the one temporary copy that a compressed or Windows-1252 file
    needs (Polars scans plain UTF-8 only); it is overwritten by the next file.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
        if head == b"PAR1":
            return _parquet(path)
        return _text(path, scratch, compressed=head[:2] == b"\x1f\x8b")
    except (pl.exceptions.PolarsError, EOFError, gzip.BadGzipFile, zlib.error, csv.Error) as error:
        raise fault("file_unreadable", file=path, problem=str(error).splitlines()[0]) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise  # the disk is full: the machine's fault, not the file's
        raise fault("file_unreadable", file=path, problem=error.strerror or error) from error


def _parquet(path: Path) -> Source:
    frame = pl.scan_parquet(path, glob=False)
    schema = frame.collect_schema()
    return Source(path, frame.select(_as_text(name, kind) for name, kind in schema.items()), tuple(schema))


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.Boolean:
        return column.cast(pl.Int8).cast(pl.String)
    if kind == pl.Datetime:
        return column.dt.date().cast(pl.String)
    if kind.is_float() or kind.is_decimal():
        number = column.cast(pl.Float64)
        whole = number.cast(pl.Int64, strict=False)
        return pl.when(number == whole).then(whole.cast(pl.String)).otherwise(number.cast(pl.String)).alias(name)
    return column.cast(pl.String, strict=False)


def _text(path: Path, scratch: Path, *, compressed: bool) -> Source:
    encoding = _encoding(path, compressed)
    plain = path
    if compressed or encoding == "cp1252":
        plain = scratch / "plain.csv"
        _transcode(path, plain, encoding, compressed)
    with plain.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
    if not header.strip():
        raise fault("file_empty", file=path)
    separator = max(SEPARATORS, key=header.count)
    names = tuple(name.strip() for name in next(csv.reader([header], delimiter=separator)))
    schema = dict.fromkeys(_unique(names), pl.String)
    frame = pl.scan_csv(plain, separator=separator, schema=schema, glob=False, raise_if_empty=False)
    return Source(path, frame, names)


def _unique(names: tuple[str, ...]) -> list[str]:
    """The names, a repeated one marked, so that it can be reported instead of overwritten."""
    return [name if names.index(name) == i else f"{name}#{i}" for i, name in enumerate(names)]


def _open(path: Path, compressed: bool) -> BinaryIO | gzip.GzipFile:
    return gzip.open(path, "rb") if compressed else path.open("rb")


def _encoding(path: Path, compressed: bool) -> str:
    """utf-8 when every byte of the file decodes as such, else cp1252 (ruling R4)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with _open(path, compressed) as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _transcode(path: Path, target: Path, encoding: str, compressed: bool) -> None:
    with _open(path, compressed) as file, target.open("w", encoding="utf-8", newline="") as out:
        # Windows-1252 leaves five bytes undefined; they are kept as � rather than failing the file.
        reader = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")  # type: ignore[arg-type]
        while text := reader.read(CHUNK):
            out.write(text)
