"""Rows of people in no cohort, set aside before they are widened to text and judged (ruling R58).

Belongs here: which rows are judged, and what is counted of the others. Does not belong here: judging
(schemas.reading). Nearly all rows of a national register are of people who never started towards any
group: what is done with each of them is what a run takes.

The first rows of every file are judged whoever they are about, so that a file whose columns have slipped
is seen to be faulty, and not taken for one about strangers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import polars as pl

from schemas.cleaning import trimmed
from schemas.combining import FILE, ROW
from schemas.contract import Contract
from schemas.faults import fault
from schemas.small_files import Opened, rows_of
from schemas.sources import as_text, batches, in_words

FIRST_ROWS = 1_000
"""How many rows of a file are judged whoever they are about."""
ROWS_AT_A_TIME = 4_000_000
"""Rows that are looked through at a time where columns are stored apart."""
BATCH_ROWS = 250_000
"""Rows that are judged at a time."""
LENGTH = "len"
Column = TypeVar("Column", pl.Expr, pl.Series)
NOBODY = pl.DataFrame(schema={"LopNr": pl.String})


@dataclass
class Sought:
    """Whose rows are judged; whom to note when their rows are set aside, until they are: LopNr."""

    persons: pl.Series
    noted: pl.Series
    _stored: dict[pl.DataType, pl.Series] = field(default_factory=dict)

    def persons_as(self, kind: pl.DataType) -> pl.Series:
        """The persons as a column of that kind holds them."""
        if kind not in self._stored:
            self._stored[kind] = _as_stored(self.persons, kind)
        return self._stored[kind]


@dataclass(frozen=True)
class Sifted:
    """Some rows of one file.

    rows   to be judged, as text or as they are stored, and their place (ROW), perhaps with their FILE
    aside  rows that are not: what dates them, as text, and how many; a negative number takes back
    noted  LopNr of people to note among those that are not
    """

    rows: pl.DataFrame
    aside: pl.DataFrame = field(default_factory=pl.DataFrame)
    noted: pl.DataFrame = field(default_factory=NOBODY.clear)

    @property
    def number(self) -> int:
        """How many rows there are, judged or not."""
        return self.rows.height + (int(self.aside[LENGTH].sum()) if self.aside.height else 0)

    def of_file(self, label: str) -> Sifted:
        """The same with the FILE of its rows, unless they have it."""
        rows = self.rows if FILE in self.rows.columns else self.rows.with_columns(pl.lit(label).alias(FILE))
        return Sifted(rows, self.aside, self.noted)


def is_read_at_once(file: Opened, codes: Mapping[str, str]) -> bool:
    """Whether every column of its rows is read, as it is stored, before any is set aside."""
    return file.is_small and _is_compared_as_stored(file, codes)


def _is_compared_as_stored(file: Opened, codes: Mapping[str, str]) -> bool:
    kind = file.kinds.get("LopNr")
    return not codes and kind is not None and (kind == pl.String or kind.is_integer())


def sifted(
    files: Sequence[Opened], contract: Contract, sought: Sought, codes: Mapping[str, str]
) -> Iterator[Sifted]:
    """The rows, sifted, some at a time; of several small files (schemas.small_files) all at once.

    codes: the delivery's code map of LopNr.
    """
    file = files[0]
    person = trimmed(contract.column("LopNr"), contract, file.shaped.given, codes)
    dates = [name for name in contract.dated_by if name in file.shaped.given]
    if is_read_at_once(file, codes):
        yield from _from_few(files, person, dates, sought)
        return
    if _is_compared_as_stored(file, codes):
        yield from _from_columns(file, person, dates, sought)
        return
    first = 1
    for rows in batches(file.source, file.shaped.rows, BATCH_ROWS):
        some = rows.with_row_index(ROW, first).with_columns(person.alias("_person"))
        first += rows.height
        judged = _is_judged(pl.col("_person"), pl.col(ROW), sought.persons)
        mine, others = some.filter(judged).drop("_person"), some.filter(~judged)
        yield Sifted(mine, _counted(others, dates), note(others["_person"], sought))


def _from_few(files: Sequence[Opened], person: pl.Expr, dates: list[str], sought: Sought) -> Iterator[Sifted]:
    """Reads every column of every row: of few that is sooner than asking for some first."""
    rows = rows_of(files)
    kinds = rows.schema
    stored = rows["LopNr"] if kinds["LopNr"].is_integer() else rows.select(person).to_series()
    judged = _is_judged(stored, rows[ROW], sought.persons_as(kinds["LopNr"]))
    others = rows.filter(~judged).select(as_text(name, kinds[name]) for name in ("LopNr", *dates))
    noted = note(others.select(person).to_series(), sought)
    yield Sifted(rows.filter(judged), _counted(others, dates), noted)


def _from_columns(file: Opened, person: pl.Expr, dates: list[str], sought: Sought) -> Iterator[Sifted]:
    """Reads the other columns only where LopNr, as it is stored, is somebody's.

    How many rows there are of each date is read first, from the dates alone.
    """
    source, native, kinds = file.source, file.stored, file.kinds
    stored = pl.col("LopNr") if kinds["LopNr"].is_integer() else person
    judged = _is_judged(stored, pl.col(ROW), sought.persons_as(kinds["LopNr"]))
    with in_words(source):
        every = native.group_by(dates).len() if dates else native.select(pl.len())
        found = every.select(*(as_text(d, kinds[d]) for d in dates), LENGTH).collect(engine="streaming")
        number = int(found[LENGTH].sum())
        if number != source.rows:
            raise fault("rows_lost", file=source.path, said=source.rows, found=number)
        yield Sifted(native.clear().collect(), found.cast({LENGTH: pl.Int64}))
        for start in range(0, number, ROWS_AT_A_TIME):
            noted = stored.is_in(_as_stored(sought.noted, kinds["LopNr"]).implode())
            some = native.slice(start, ROWS_AT_A_TIME).filter(judged | noted.fill_null(value=False))
            rows = some.with_columns(judged.alias("_judged")).collect(engine="streaming")
            mine = rows.filter("_judged").drop("_judged")
            others = rows.filter(~pl.col("_judged")).select(as_text("LopNr", kinds["LopNr"])).select(person)
            taken = mine.select(as_text(d, kinds[d]) for d in dates) if dates else mine
            yield Sifted(mine, _counted(taken, dates, -1), note(others.to_series(), sought))


def _is_judged(person: Column, place: Column, persons: pl.Series) -> Column:
    """Whether the row is somebody's of a cohort, nobody's, or among the first."""
    return person.is_in(persons.implode()).fill_null(value=True) | (place <= FIRST_ROWS)


def _as_stored(people: pl.Series, kind: pl.DataType) -> pl.Series:
    """The numbers as a column of that kind holds them; one that none can hold is nobody's there."""
    if kind == pl.String:
        return people
    numbers = people.cast(kind, strict=False)
    return numbers.filter(numbers.cast(pl.String) == people)


def _counted(rows: pl.DataFrame, dates: list[str], sign: int = 1) -> pl.DataFrame:
    number = (sign * pl.len().cast(pl.Int64)).alias(LENGTH)
    return rows.group_by(dates).agg(number) if dates else rows.select(number)


def note(people: pl.Series, sought: Sought) -> pl.DataFrame:
    """Those to note who are among the people; each is looked for until found."""
    if sought.noted.is_empty():
        return NOBODY
    found = people.filter(people.is_in(sought.noted.implode())).unique()
    if found.len():
        sought.noted = sought.noted.filter(~sought.noted.is_in(found.implode()))
    return found.alias("LopNr").to_frame()
