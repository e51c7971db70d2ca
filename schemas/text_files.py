"""A text file, compressed or not, as a lazy frame of text columns: encoding, separator, rows that fit.

Belongs here: what a CSV file is written like, and what is wrong with one that cannot be read. Does not
belong here: other formats (schemas.sources) and what the text means (schemas.reading).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl

from schemas.faults import fault

SEPARATORS = (";", ",", "\t")
CHUNK = 1 << 20
TIMES_PACKED, UNPACKED_ANYWAY = 200, 256 << 20
COLUMNS_AT_MOST = 10_000
"""A register's text is a tenth or twentieth when compressed; a small file may be anything."""


@dataclass(frozen=True)
class TextFile:
    """A text file: its lazy rows, its columns, and the UTF-8 text that Polars scans."""

    path: Path
    frame: pl.LazyFrame
    names: tuple[str, ...]
    plain: Path
    separator: str


def open_text(path: Path, scratch: Path, *, compressed: bool) -> TextFile:
    """The file as text columns; UserError names what is wrong with it."""
    stat = path.stat()
    survey = _survey(path, compressed, (stat.st_size, stat.st_mtime_ns))
    plain = path
    if compressed or survey.encoding == "cp1252" or survey.has_blank_lines:
        plain = scratch / "plain.csv"
        with plain.open("w", encoding="utf-8", newline="") as out:
            out.writelines(_plain_text(path, survey, compressed))
    with plain.open(encoding="utf-8-sig", newline="") as file:
        names = tuple(name.strip() for name in next(csv.reader(file, delimiter=survey.separator)))
    if len(names) > COLUMNS_AT_MOST:
        raise fault("too_many_columns", file=path, found=len(names), allowed=COLUMNS_AT_MOST)
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
    source = TextFile(path, frame, names, plain, survey.separator)
    if survey.separators < survey.lines * (len(names) - 1):
        refuse_ragged(source)
    return source


def _unique(names: tuple[str, ...]) -> list[str]:
    """The names, a repeated one marked, so that it can be reported instead of overwritten."""
    first = {name: place for place, name in reversed(list(enumerate(names)))}
    return [name if first[name] == i else f"{name}#{i}" for i, name in enumerate(names)]


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
    encoding, separator, separators, lines, blank, end, size = "utf-8", "", 0, 0, False, b"\n", 0
    with _open(path, compressed) as file:
        while chunk := file.read(CHUNK):
            separator = separator or _separator(chunk, path)
            try:
                if encoding == "utf-8":
                    decoder.decode(chunk)
            except UnicodeDecodeError:
                encoding = "cp1252"
            size += len(chunk)
            if compressed:
                _refuse_bomb(path, version[0], size)
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


def _refuse_bomb(path: Path, packed: int, unpacked: int) -> None:
    """UserError when a compressed file holds so much that it cannot be a register's."""
    if unpacked > max(UNPACKED_ANYWAY, packed * TIMES_PACKED):
        raise fault("unpacks_to_too_much", file=path, times=TIMES_PACKED)


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


def _rows(source: TextFile) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text file one at a time, numbered from 1 after the header, as Python reads them."""
    with source.plain.open(encoding="utf-8-sig", newline="") as file:
        found = csv.reader(file, delimiter=source.separator)
        next(found)
        yield from enumerate(found, start=1)


def refuse_ragged(source: TextFile) -> None:
    """UserError naming the first row with another number of fields than the header; blank ones pass."""
    for number, row in _rows(source):
        if len(row) != len(source.names) and (len(row) > 1 or "".join(row).strip()):
            fields = {"found": len(row), "allowed": len(source.names)}
            raise fault("row_ragged", file=source.path, row=number, **fields)


def refuse_quotes(source: TextFile) -> None:
    """UserError naming the first row where a quotation mark stands inside a value or is never closed."""
    for number, row in _rows(source):
        if any('"' in value for value in row):
            raise fault("quote_stray", file=source.path, row=number)
