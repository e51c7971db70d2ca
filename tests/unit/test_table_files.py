"""The published tables as files: what is withheld is empty, never zero, and the bytes are the same again."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from reports.table_files import FORMATS, write_tables
from schemas.published_tables import CELL_COLUMNS, COLUMNS, published_tables

WITHHELD = {"status": "protected", "reason": "secondary"}


def rows(layout: str) -> pl.DataFrame:
    """Two rows of a layout: one withheld, one with zeros that are zeros."""
    texts = {"status", "method", "reason", "withheld", "step", "register", "curve", "specialisation", "cause"}
    texts |= set(CELL_COLUMNS[:8]) | {"choice", "alternative"}
    numbers = [name for name in COLUMNS[layout] if name not in texts]
    shape = {name: pl.String if name in texts else pl.Float64 for name in COLUMNS[layout]}
    hidden = dict.fromkeys(numbers) | dict.fromkeys(texts, "protected")
    shown = dict.fromkeys(numbers, 0.0) | dict.fromkeys(texts, "ok")
    return pl.DataFrame([hidden, shown], schema=shape)


@pytest.mark.parametrize("layout", sorted(COLUMNS))
def test_withheld_is_never_zero(layout: str, tmp_path: Path) -> None:
    """In every format that there is; a new format adds its reader here."""
    table = rows(layout)
    numbers = [name for name, kind in table.schema.items() if kind == pl.Float64]
    files = {path.suffix[1:]: path for path in write_tables({"t": table}, tmp_path)}
    assert set(files) == set(FORMATS) == {"csv", "parquet"}
    with files["csv"].open(encoding="utf-8", newline="") as file:
        hidden, shown = csv.DictReader(file)
    assert {hidden[name] for name in numbers} == {""}
    assert {shown[name] for name in numbers} == {"0.0"}
    read = pl.read_parquet(files["parquet"])
    assert read.equals(table)
    assert read.select(numbers).row(0) == (None,) * len(numbers)


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    tables = {"a": rows("cells"), "b": rows("curves")}
    first = {path.name: path.read_bytes() for path in write_tables(tables, tmp_path / "1")}
    second = {path.name: path.read_bytes() for path in write_tables(tables, tmp_path / "2")}
    assert first == second
    assert len(first) == 4


def test_the_list_of_tables() -> None:
    """The issue's list: what is published, and nothing else."""
    listed = published_tables()
    assert {t.layout for t in listed.values()} == set(COLUMNS)
    pairs = {b for t in listed.values() for b in t.breakdowns if "," in b}
    assert pairs == {
        *(f"sex,{by}" for by in ("age", "background", "upper_secondary", "home_region", "study_region")),
        *("sex,cohort_year", "status,sex", "fate,sex", "degree_county,specialisation"),
        *("from_county,to_county", "from_region,to_region", "years_since_licence,specialisation"),
    }
    for table in listed.values():
        if table.model == "education" and table.cohorts == ("year",):
            allowed = {"", "sex", "region", "from_region,to_region"}
            assert set(table.breakdowns) <= allowed, table.name
