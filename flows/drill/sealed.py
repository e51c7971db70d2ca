"""Tables in memory that can be read and nothing else: no file, no setting, no other database in reach.

Belongs here: the drill-down's connections. Does not belong here: what is asked of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Timer
from typing import Any

import duckdb
import polars as pl

from flows.queries import Query
from schemas.faults import UserError, fault

MEMORY = "4GB"


class Sealed:
    """A DuckDB in memory. It is filled, then sealed; after that it answers selects, one at a time."""

    def __init__(self, memory: str = MEMORY) -> None:
        self._lock, self._file = Lock(), Path()
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
                "memory_limit": memory,
                "temp_directory": "",  # nothing of it is ever written to a disk
            },
        )
        self._connection.execute("set enable_progress_bar = false")

    def open(self, file: Path) -> None:
        """Opens a release's file to be read."""
        self._attach(file)
        self._connection.execute("use release")

    def build(self, queries: Iterable[Query], order: Mapping[str, str]) -> None:
        """Builds queries as tables, each sorted as `order` says, so that a question reads few rows."""
        for query in queries:
            self.run(f"create table {query.table} as from ({query.select}) order by {order[query.name]}")

    def let_go(self) -> None:
        """The release's file is closed: what is in memory is all there is."""
        self._connection.execute("use memory")
        self._connection.execute("detach release")

    def _attach(self, file: Path) -> None:
        self._file = file
        quoted = str(file).replace("'", "''")
        try:
            self._connection.execute(f"attach '{quoted}' as release (read_only)")
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise fault("warehouse_in_use", file=file) from error
            raise fault("file_unreadable", file=file, problem=_first_line(error)) from error
        except duckdb.Error as error:
            raise fault("file_unreadable", file=file, problem=_first_line(error)) from error

    def add_table(self, name: str, rows: pl.DataFrame) -> None:
        """A table from a frame, in place of one of that name."""
        self._connection.register("added", rows.to_arrow())
        self._connection.execute(f"create or replace table {name} as select * from added")
        self._connection.unregister("added")

    def run(self, statement: str) -> None:
        """One of the program's own statements, before the seal."""
        with self._found():
            self._connection.execute(statement)

    def seal(self) -> None:
        """From here on nothing outside can be read or written, and no setting can be changed."""
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def close(self) -> None:
        """Gives the memory back."""
        self._connection.close()

    def frame(self, sql: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The result of one of the program's own selects."""
        with self._lock, self._found():
            return self._rows(sql, dict(parameters or {}))

    def answer(self, sql: str, *, seconds: float, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        """The result of an analyst's select beside tables of its own; UserError when it goes wrong or on."""
        stop = Timer(seconds, self._connection.interrupt)
        with self._lock:
            for name, rows in tables.items():
                self.add_table(name, rows)
            stop.start()
            try:
                return self._rows(sql, {})
            except duckdb.Error as error:
                raise _refused(error, seconds) from error
            finally:
                stop.cancel()

    @contextmanager
    def _found(self) -> Iterator[None]:
        """A table that the release's file should have and has not: it is of another make."""
        try:
            yield
        except duckdb.CatalogException as error:
            raise fault("warehouse_unfit", file=self._file, missing=_first_line(error)) from error

    def _rows(self, sql: str, parameters: dict[str, object]) -> pl.DataFrame:
        rows = pl.from_arrow(self._connection.sql(sql, params=parameters).to_arrow_table())
        assert isinstance(rows, pl.DataFrame)  # noqa: S101  # a table is no column
        return rows


class Parser:
    """DuckDB's own parser: text to tree and back. It runs nothing."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection = duckdb.connect(":memory:", config={"python_enable_replacements": False})

    def tree(self, sql: str) -> dict[str, Any]:
        """The tree of a text; `error` is true when it is anything but selects."""
        found: dict[str, Any] = json.loads(self._one("select json_serialize_sql(?)", sql))
        return found

    def text(self, tree: Mapping[str, Any]) -> str:
        """The tree as text, so that what is run is what was judged and nothing else."""
        return self._one("select json_deserialize_sql(?)", json.dumps(tree))

    def _one(self, sql: str, given: str) -> str:
        with self._lock:
            return str(self._connection.execute(sql, [given]).fetchall()[0][0])


def _refused(error: duckdb.Error, seconds: float) -> UserError:
    if isinstance(error, duckdb.InterruptException):
        return fault("sql_too_slow", seconds=seconds)
    if isinstance(error, duckdb.OutOfMemoryException):
        return fault("sql_too_large", problem=_first_line(error))
    return fault("sql_wrong", problem=_first_line(error))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
