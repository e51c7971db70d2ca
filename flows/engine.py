"""What builds the tables of the SQL files: DuckDB on one machine, or Spark on many.

Belongs here: what an engine must be able to do. Does not belong here: how one does it. Before and after,
nothing differs: registers are read into the warehouse, and every table that an engine builds ends there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from flows.queries import Query

ENGINES = ("duckdb", "spark")
"""The first is used when nothing is said."""


class Engine(Protocol):
    """Builds tables, and gives back what it holds once the last is built; flows.warehouse has the same."""

    def build(self, query: Query) -> int | None:
        """Builds the query's table in the warehouse; its number of rows, None where they are not stored."""
        ...

    def rest(self) -> None:
        """Gives back memory, processes and temporary files."""
        ...
