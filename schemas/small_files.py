"""Small Parquet files of one form, read as one: to open one takes as long as to read thousands of its rows.

Belongs here: which files are read together, and their rows. Does not belong here: which of the rows are
judged (schemas.setting_aside). A register may come in thousands of files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from schemas.combining import FILE, ROW
from schemas.faults import fault
from schemas.shaping import Shaped
from schemas.sources import UNREADABLE, Source, in_words

FEW_ROWS = 20_000
"""Rows of a file that are read at once: to ask for some columns, then for others, takes longer."""
TOGETHER, FILES_TOGETHER = 250_000, 100
"""How many rows, and of how many files, are read as one."""


@dataclass(frozen=True)
class Opened:
    """A register's file or table, what it is called in the accounts, and its rows as the register's."""

    source: Source
    label: str
    shaped: Shaped

    @property
    def stored(self) -> pl.LazyFrame:
        """The rows as they are stored, under the contract's names, with ROW; none where they cannot be."""
        if self.source.columns is None:
            return pl.LazyFrame()
        return self.source.columns.select(ROW, *self.ours())

    @cached_property
    def kinds(self) -> dict[str, pl.DataType]:
        """How those columns are stored."""
        stored, names = self.source.kinds, self.shaped.names
        return {ours: stored[theirs] for ours, theirs in names.items()} if stored else {}

    @property
    def is_small(self) -> bool:
        """Whether its rows, read as they are stored, are read at once."""
        rows = self.source.rows
        return rows is not None and rows <= FEW_ROWS and FILE not in self.source.names

    def ours(self) -> Iterator[pl.Expr]:
        """The source's columns under the contract's names."""
        return (pl.col(theirs).alias(ours) for ours, theirs in self.shaped.names.items())

    def has_the_form_of(self, other: Opened) -> bool:
        """Whether its rows are stored and judged as another small file's."""
        mine, others = self.shaped, other.shaped
        is_judged_alike = (mine.names, mine.year) == (others.names, others.year)
        return is_judged_alike and self.kinds == other.kinds


def together(files: Iterable[Opened], may_wait: Callable[[Opened], bool]) -> Iterator[list[Opened]]:
    """The files in their order, each with those of its form after it that are read with it.

    may_wait: whether a file may be read after the next one has been opened, which writes over the copy that
    some files need.
    """
    waiting: list[Opened] = []
    for file in files:
        waits = may_wait(file)
        if waiting and not (waits and _have_room(waiting, file) and file.has_the_form_of(waiting[0])):
            yield waiting
            waiting = []
        waiting.append(file)
        if not waits:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _have_room(files: Sequence[Opened], file: Opened) -> bool:
    rows = sum(one.source.rows or 0 for one in (*files, file))
    return len(files) < FILES_TOGETHER and rows <= TOGETHER


def rows_of(files: Sequence[Opened]) -> pl.DataFrame:
    """Every row of small files of one form, as it is stored: the contract's columns, FILE and ROW.

    UserError names a file that cannot be read, or that has other rows than it says.
    """
    labels = {str(file.source.path): file.label for file in files}
    # What else stands in a file is nothing to us, and may not stand in the next.
    every = pl.scan_parquet(list(labels), glob=False, include_file_paths=FILE, extra_columns="ignore")
    place = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over(FILE).alias(ROW)
    try:
        rows = every.select(place, *files[0].ours(), pl.col(FILE).replace_strict(labels)).collect()
    except (*UNREADABLE, OSError):
        # Says which of them it is; one may have been written anew, with other types.
        rows = pl.concat([_rows_of_one(file) for file in files], how="vertical_relaxed")
    found = dict(rows.group_by(FILE).len().iter_rows())
    for file in files:
        if found.get(file.label, 0) != file.source.rows:
            number = found.get(file.label, 0)
            raise fault("rows_lost", file=file.source.path, said=file.source.rows, found=number)
    return rows


def _rows_of_one(file: Opened) -> pl.DataFrame:
    with in_words(file.source):
        return file.stored.with_columns(pl.lit(file.label).alias(FILE)).collect(engine="streaming")
