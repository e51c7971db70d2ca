"""A table of a database, or a query, as the rows of a register, through ODBC.

Belongs here: connecting, and fetching rows as text. Does not belong here: which table holds which
register (schemas.places) and what the text means (schemas.reading). The connection's words, which may
hold a password, and the driver's, which may hold a value, are repeated nowhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.faults import UserError, fault

if TYPE_CHECKING:
    import polars as pl

ROWS = 20_000
SECONDS_TO_ANSWER = 30
BYTES_AT_A_TIME = 64 << 20
NO_DRIVER, NO_ENTRANCE = ("IM002", "IM003", "01000"), ("08", "28", "HYT")
"""Beginnings of SQLSTATE: the driver is not there; the database does not answer, or lets nobody in."""
NAME = re.compile(r"[^\W\d][\w$#]*(\.[^\W\d][\w$#]*){0,3}")
QUERY = re.compile(r"\s*select\s[^;]*", re.IGNORECASE)


@dataclass(frozen=True)
class Connection:
    """Where the connection's words are found: an environment variable or a file, never delivery.toml."""

    variable: str = ""
    file: Path | None = None

    def words(self) -> str:
        """The ODBC connection string; UserError when there is none."""
        try:
            found = self.file.read_text(encoding="utf-8-sig") if self.file else os.environ[self.variable]
        except (OSError, KeyError, UnicodeDecodeError):
            found = ""
        if not found.strip() or not found.strip().isprintable():
            raise fault("connection_missing", place=self.file or self.variable)
        return found.strip()


@dataclass(frozen=True)
class Table:
    """A table by its name, or a query; name is what the manifest and rejected rows call it."""

    name: str
    rows: str
    connection: Connection

    def __str__(self) -> str:
        return f"{self.name} (ODBC)"


def table(name: str, text: str, connection: Connection) -> Table | None:
    """The table or query that the text is; None when it is neither. name is for a query, which has none."""
    if NAME.fullmatch(text):
        return Table(text, ".".join(f'"{part}"' for part in text.split(".")), connection)
    if QUERY.fullmatch(text):
        return Table(name, f"({text}) as q", connection)
    return None


def columns(place: Table) -> dict[str, bool]:
    """The table's columns, and whether each is a moment; UserError when it cannot be read."""
    import pyarrow as pa

    found: dict[str, bool] = {}

    def note(schema: Any) -> Any:
        found.update({field.name: pa.types.is_timestamp(field.type) for field in schema})
        if len(found) < len(schema):
            raise fault("column_twice", file=place, value=", ".join(found))
        return schema

    _reader(place, f"select * from {place.rows} where 1 = 0", note)
    return found


def rows(place: Table, wanted: dict[str, bool]) -> Iterator[pl.DataFrame]:
    """Those columns of every row, in the order of their values: a table has none of its own."""
    import polars as pl

    names = ", ".join('"' + name.replace('"', '""') + '"' for name in wanted)
    order = ", ".join(str(i) for i in range(1, len(wanted) + 1))
    reader = _reader(place, f"select {names} from {place.rows} order by {order}", _exact)
    day = r"^\d{4}-\d{2}-\d{2} "
    while (batch := _next(place, reader)) is not None:
        frame = pl.DataFrame(pl.from_arrow(batch))
        moments = [pl.col(name) for name, is_moment in wanted.items() if is_moment]
        yield frame.with_columns(
            pl.when(m.str.contains(day)).then(m.str.slice(0, 10)).otherwise(m) for m in moments
        )


def _reader(place: Table, query: str, types: Callable[[Any], Any]) -> Any:
    try:
        import arrow_odbc
    except (ImportError, OSError):
        raise fault("odbc_missing", file=place) from None
    try:
        return arrow_odbc.read_arrow_batches_from_odbc(
            query,
            connection_string=place.connection.words(),
            batch_size=ROWS,
            max_bytes_per_batch=BYTES_AT_A_TIME,
            login_timeout_sec=SECONDS_TO_ANSWER,
            map_schema=types,
            fetch_concurrently=False,
        )
    except arrow_odbc.Error as error:
        raise _said(place, str(error)) from None


def _next(place: Table, reader: Any) -> Any:
    import arrow_odbc

    try:
        return next(reader, None)
    except arrow_odbc.Error as error:
        raise _said(place, str(error)) from None


def _exact(schema: Any) -> Any:
    """Dates as text and fractions in full: drivers make other days of `infinity`, and too short numbers."""
    import pyarrow as pa

    def kind(given: Any) -> Any:
        if pa.types.is_temporal(given):
            return pa.string()
        return pa.float64() if pa.types.is_floating(given) else given

    return pa.schema([field.with_type(kind(field.type)) for field in schema])


def _said(place: Table, words: str) -> UserError:
    """The fault behind what the driver says, of which only the code is repeated."""
    found = re.search(r"State: (\w{5})", words)
    state = found[1] if found else "-"
    if state in NO_DRIVER:
        return fault("odbc_driver_missing", file=place, state=state)
    if state.startswith(NO_ENTRANCE):
        return fault("database_closed", file=place, state=state)
    if "without truncation" in words:
        return fault("cell_too_large", file=place)
    return fault("table_unreadable", file=place, state=state)
