"""National deliveries for the benches: made-up people of cohorts among very many who belong to none.

Belongs here: LISA files of any number of rows, in several shapes. Does not belong here: measuring.

The small registers and the people who matter are those of `vardflode synth`. Everybody else is a copy of
some row of the same year under a number of its own, strewn among them: the same measures must come out,
however many the others are.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.synthetic import write_delivery

ROWS_AT_A_TIME = 1_000_000
PERSON = "P1105_LopNr_PersonNr"
STRANGERS = 2**34
"""Numbers from here on belong to people who are in no other register."""


@dataclass(frozen=True)
class Shape:
    """How a delivery of a number of rows is divided.

    persons_per_million  simulated people for each million LISA rows; some two fifths are in a cohort
    is_once              every stranger has one row of one year, instead of one row every year
    extra_columns        columns that no contract knows
    """

    persons_per_million: int = 3_600
    is_once: bool = False
    extra_columns: int = 0
    files_per_year: int = 1
    is_one_file: bool = False
    is_csv: bool = False


SHAPES = {
    "national": Shape(),
    "csv": Shape(is_csv=True),
    "few persons, many rows": Shape(persons_per_million=30_000),
    "many persons, few rows": Shape(persons_per_million=600, is_once=True),
    "wide": Shape(extra_columns=120),
    "one file": Shape(is_one_file=True),
    "small files": Shape(files_per_year=80),
}


def make(folder: Path, name: str, millions: int) -> Path:
    """The delivery of that shape and size, made unless it is there."""
    shape = SHAPES[name]
    out = folder / f"{name.replace(', ', '-').replace(' ', '-')}-{millions}"
    if out.exists():
        return out
    growing, base = folder / "growing", folder / "base"
    for old in (growing, base):
        shutil.rmtree(old, ignore_errors=True)
    write_delivery(base, persons=millions * shape.persons_per_million, formats="parquet")
    growing.mkdir()
    for file in base.iterdir():
        if not file.name.startswith("individuals"):
            shutil.move(file, growing)
    years = sorted(base.glob("individuals_*.parquet"))
    per_year = millions * 1_000_000 // len(years)
    write = _one_file if shape.is_one_file else _yearly_files
    write(growing, shape, {int(file.stem[-4:]): file for file in years}, per_year)
    shutil.rmtree(base)
    return growing.rename(out)


def _yearly_files(out: Path, shape: Shape, years: dict[int, Path], rows: int) -> None:
    for year, file in years.items():
        for part in range(shape.files_per_year):
            stem = f"individuals_{year}" + (f"_{part:03}" if shape.files_per_year > 1 else "")
            frames = _frames(pl.read_parquet(file), shape, year, rows, part)
            (_write_csv if shape.is_csv else _write_parquet)(out / stem, frames)


def _one_file(out: Path, shape: Shape, years: dict[int, Path], rows: int) -> None:
    """All years under one another, each with every column that any year has."""
    kinds: dict[str, pl.DataType] = {}
    for file in years.values():
        kinds |= dict(pl.read_parquet_schema(file))

    def frames() -> Iterator[pl.DataFrame]:
        for year, file in years.items():
            for frame in _frames(pl.read_parquet(file), shape, year, rows, 0):
                absent = [pl.lit(None, kind).alias(name) for name, kind in kinds.items() if name not in frame]
                yield frame.with_columns(absent).select(list(kinds))

    _write_parquet(out / "individuals", frames())


def _frames(known: pl.DataFrame, shape: Shape, year: int, rows: int, part: int) -> Iterator[pl.DataFrame]:
    """A part of the year's rows, some at a time: the known people's among strangers', in any order."""
    draw = np.random.default_rng(year)
    strangers = max(rows - known.height, 0)
    # Negative places are strangers: each copies some row and has a number that follows from its place.
    order = np.concatenate([np.arange(known.height), -1 - np.arange(strangers)])
    draw.shuffle(order)
    first = STRANGERS + (year * 2**26 if shape.is_once else 0)
    share = np.array_split(order, shape.files_per_year)[part]
    for start in range(0, len(share), ROWS_AT_A_TIME):
        places = share[start : start + ROWS_AT_A_TIME]
        copied = np.where(places < 0, (places * -2_654_435_761) % known.height, places)
        frame = known[copied]
        number = pl.Series(np.where(places < 0, first - places, -1))
        frame = frame.with_columns(pl.when(number < 0).then(pl.col(PERSON)).otherwise(number).alias(PERSON))
        filler = pl.Series(copied)
        yield frame.with_columns(
            ((filler * (n + 7)) % (50 + 40 * n)).alias(f"Variabel{n}") for n in range(shape.extra_columns)
        )


def _write_parquet(stem: Path, frames: Iterator[pl.DataFrame]) -> None:
    writer: pq.ParquetWriter | None = None
    for frame in frames:
        table: pa.Table = frame.to_arrow()
        writer = writer or pq.ParquetWriter(f"{stem}.parquet", table.schema, compression="zstd")
        writer.write_table(table, row_group_size=ROWS_AT_A_TIME // 4)
    if writer:
        writer.close()


def _write_csv(stem: Path, frames: Iterator[pl.DataFrame]) -> None:
    with Path(f"{stem}.csv").open("wb") as file:
        for n, frame in enumerate(frames):
            frame.write_csv(file, separator=";", include_header=n == 0)
