"""flows.warehouse: rows of a register stored batch by batch."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.warehouse import Warehouse
from schemas.contract import contracts
from schemas.judging import Batch, ReadingCounts, accepted_schema

DEATHS = contracts()["deaths"]


def batch(number: int) -> Batch:
    """One accepted row."""
    row = pl.DataFrame([(str(number), None, "deaths.csv", number)], accepted_schema(DEATHS), orient="row")
    return Batch(row, pl.DataFrame(), pl.DataFrame())


def test_a_batch_is_let_go_once_it_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a national register is in memory whole before its transaction ends."""
    handed_over: list[weakref.ref[Any]] = []
    as_arrow = pl.DataFrame.to_arrow

    def watched(rows: pl.DataFrame, **options: Any) -> Any:
        table = as_arrow(rows, **options)
        handed_over.append(weakref.ref(table))
        return table

    def batches() -> Iterator[Batch]:
        yield from map(batch, range(1, 6))
        # Of what was asked for before, the last batch may be under way.
        held.append(sum(table() is not None for table in handed_over))

    held: list[int] = []
    with Warehouse(tmp_path / "warehouse.duckdb", tmp_path, threads=1) as warehouse:
        monkeypatch.setattr(pl.DataFrame, "to_arrow", watched)
        counts = warehouse.load_register(DEATHS, batches(), ReadingCounts(read=5))
    assert counts.accepted == 5
    assert len(handed_over) == 5
    assert held[0] <= 1
