"""What an attacker has: the tables of a release, read as they lie in published/.

Belongs here: reading, what a method's name says, filling in what the printed share gives away. Does not
belong here: what the numbers have to do with one another (flows.attack.sums, .chain, .places).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from schemas.published_tables import CELL_COLUMNS, COLUMNS, published_tables

TABLES = Path("site") / "tables"

SMALLEST = 5
"""Small is 1–4 (definitions section 11)."""
CHOICE = "~"
NUMBERS = {
    **dict.fromkeys(
        ("numerator", "denominator", "n_not_observable", "persons", "rows", "k", "n_risk", "n_event"),
        pl.Int64,
    ),
    **dict.fromkeys(("value", "value_low", "value_high", "incidence", "std_error"), pl.Float64),
}


def read_published(folder: Path) -> dict[str, pl.DataFrame]:
    """The tables of a folder published/ by name; FileNotFoundError when it holds none.

    A table that is not there counts as not published; a file of another name is nothing of ours.
    """
    found = {
        name: pl.read_parquet(folder / TABLES / f"{name}.parquet")
        for name in published_tables()
        if (folder / TABLES / f"{name}.parquet").is_file()
    }
    if not found:
        raise FileNotFoundError(folder / TABLES)
    return found


def with_layout(tables: Mapping[str, pl.DataFrame], layout: str) -> pl.DataFrame:
    """Every table of one layout below one another, columns as in COLUMNS; empty when there is none."""
    columns = {name: NUMBERS.get(name, pl.String()) for name in COLUMNS[layout]}
    known = published_tables()
    mine = [
        table.select(pl.col(name).cast(kind) for name, kind in columns.items())
        for name, table in tables.items()
        if name in known and known[name].layout == layout
    ]
    return pl.concat([pl.DataFrame(schema=columns), *mine])


def cells_of(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every cell once a table: the columns of a cell and `spread`, how far each count may be from the truth.

    The sensitivity table's cells are among them, as measures of their own: retention_1~target_set~either.

    A count that is withheld while a share is printed is worked out from the share: numerator = value ×
    denominator, or the other way round. Where both are withheld, the share stands in the column share.
    """
    aside = with_layout(tables, "sensitivity").with_columns(
        measure=pl.concat_str("measure", "choice", "alternative", separator=CHOICE)
    )
    cells = pl.concat([with_layout(tables, "cells"), aside.select(CELL_COLUMNS)])
    is_share = ~pl.col("measure").str.starts_with("months_")
    value = pl.when(is_share).then(pl.col("value"))
    worked_out = (value * pl.col("denominator")).round().cast(pl.Int64)
    whole = pl.when(value > 0).then((pl.col("numerator") / value).round().cast(pl.Int64))
    is_alone = pl.col("numerator").is_null() & pl.col("denominator").is_null()
    return cells.with_columns(
        pl.when(is_alone).then(value).alias("share"),
        pl.coalesce("numerator", worked_out).alias("numerator"),
        pl.coalesce("denominator", whole).alias("denominator"),
        spread(pl.col("method")).alias("spread"),
    )


def spread(method: pl.Expr) -> pl.Expr:
    """How far a printed count may be from the truth: base − 1 when rounded, 0 when exact, D of cell_key_D."""
    number = method.str.extract(r"_(\d+)$").cast(pl.Int64)
    return (
        pl.when(method.str.starts_with("rounding_")).then(number - 1)
        .when(method.str.starts_with("cell_key")).then(number.fill_null(SMALLEST))
        .otherwise(0)
    )  # fmt: skip
