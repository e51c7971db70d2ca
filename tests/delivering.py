"""One register at a time: files of any format written by hand, read under the contract.

Belongs here: what the tests of reading share. Does not belong here: expectations.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.warehouse import RegisterCounts, Warehouse
from schemas.contract import Column, Contract, contracts
from schemas.delivery import Cover, Delivery
from schemas.judging import ReadingCounts
from schemas.reading import read_register

COVERS: dict[str, Cover] = {
    "term": Cover(2 * 1993 + 1, 2 * 2024 + 1),
    "date": Cover(date(1993, 7, 1), date(2025, 6, 30)),
    "year": Cover(1985, 2025),
}
SOUND = {"Ar": "2005", "AvgAr": "2000", "FodelseAr": "1980", "Kommun": "1281", "Termin": "1"}


def sound_value(column: Column) -> str:
    """A value that the column's contract accepts."""
    if column.name in SOUND:
        return SOUND[column.name]
    if column.kind == "code":
        return column.codes[-1]
    return {"text": "x", "integer": "1", "number": "12.5", "date": "2005-06-05"}[column.kind]


def sound_row(contract: Contract, **changed: str | None) -> dict[str, str | None]:
    """A row with a value in every column of the contract."""
    return {c.name: sound_value(c) for c in contract.columns} | changed


def as_csv(
    rows: Sequence[Mapping[str, object]], separator: str = ",", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    """The rows as separated text, with every column that some row has."""
    text = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]  # csv's constants are plain ints here
    writer.writerow(names)
    writer.writerows(["" if row.get(name) is None else row[name] for name in names] for row in rows)
    return text.getvalue()


def deliver(
    folder: Path,
    register: str,
    files: Mapping[str, str | bytes | pl.DataFrame],
    *,
    cover: Cover | None = None,
    columns: Mapping[str, str] | None = None,
    codes: Mapping[str, Mapping[str, str]] | None = None,
) -> Delivery:
    """A delivery of one register, whose files hold the text, bytes or (as Parquet) frame given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if isinstance(content, pl.DataFrame):
            content.write_parquet(folder / name)
        else:
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return Delivery(
        folder=folder,
        id="prov",
        supplier="",
        received_on=date(2026, 6, 15),
        covers={register: cover or COVERS[contracts()[register].period]},
        files={register: [folder / name for name in files]},
        columns={register: dict(columns or {})},
        codes={register: {name: dict(mapped) for name, mapped in (codes or {}).items()}},
    )


@dataclass(frozen=True)
class Read:
    """What became of a register's rows: in the end, and the rejected and accepted ones."""

    counts: RegisterCounts
    accepted: pl.DataFrame
    rejected: pl.DataFrame

    @property
    def reasons(self) -> dict[int, tuple[str, str]]:
        """Row number → (column, reason) of every rejected row."""
        return {
            row: (column, reason) for row, column, reason in self.rejected["row", "column", "reason"].rows()
        }


def read(delivery: Delivery, people: Sequence[str] | None = None) -> Read:
    """Reads the delivery's only register into a warehouse that is thrown away."""
    (register,) = delivery.covers
    contract = contracts()[register]
    scratch = delivery.folder / "scratch"
    scratch.mkdir(exist_ok=True)
    kept = None if people is None else pl.Series(list(people), dtype=pl.String)
    counts = ReadingCounts()
    database = scratch / "warehouse.duckdb"
    database.unlink(missing_ok=True)
    with Warehouse(database, scratch, threads=1) as warehouse:
        rows = read_register(delivery, contract, scratch, counts, kept)
        final = warehouse.load_register(contract, rows, counts)
        accepted = warehouse.frame(f'select * from raw.{register} order by file, "row"')
        rejected = warehouse.frame('select * from raw.rejected order by file, "row"')
    return Read(final, accepted, rejected)


def read_rows(folder: Path, register: str, rows: Sequence[Mapping[str, object]]) -> Read:
    """Reads the rows as one comma-separated file."""
    return read(deliver(folder, register, {f"{register}.csv": as_csv(rows)}))
