"""The published tables as they are: Parquet, and CSV for machines (comma, decimal point, UTF-8).

Belongs here: writing protected frames, byte for byte the same from the same frames. Does not belong
here: what may stand in them (flows.protection), and files with words in them (the modules beside).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl


def write_tables(tables: Mapping[str, pl.DataFrame], folder: Path) -> list[Path]:
    """Writes every table as CSV and Parquet; the files, sorted. A withheld value is an empty field."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet", compression="zstd", statistics=False)
        table.write_csv(folder / f"{name}.csv", null_value="")
    return sorted(folder.iterdir())
