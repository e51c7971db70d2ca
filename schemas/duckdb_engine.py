"""Great Expectations on the run's own DuckDB connection: borrowed, never copied, never closed.

Belongs here: the execution engine, the data source and the SQL expectation that the gate's suites
are made of. Does not belong here: what is expected (schemas.suites). It imports great_expectations,
which takes seconds, and sends no analytics only if GX_ANALYTICS_ENABLED is False before that:
import it where it is used, through schemas.expectations.
"""

from __future__ import annotations

import atexit
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Literal

import sqlalchemy as sa
from duckdb_sqlalchemy import ConnectionWrapper
from great_expectations import get_context
from great_expectations.compatibility import pydantic
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.map_metric_provider.column_condition_partial import (
    column_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.column_map_metric_provider import (
    ColumnMapMetricProvider,
)

SCHEMA = "raw"
"""Where the tables stand that the gate judges."""


class BorrowedConnection(ConnectionWrapper):
    """The run's connection, whose transactions and life are not the gate's to end."""

    def begin(self) -> None:
        """Nothing: a transaction is the run's to begin."""

    def commit(self) -> None:
        """Nothing: a transaction is the run's to commit."""

    def rollback(self) -> None:
        """Nothing: a transaction is the run's to roll back."""

    def close(self) -> None:
        """Nothing: the connection is the run's to close."""


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Runs metrics on one connection; the stock engine gives it back before it reads the result."""

    def __init__(self, duckdb_connection: Any) -> None:
        engine = sa.create_engine(
            "duckdb://",
            creator=lambda: BorrowedConnection(duckdb_connection),
            poolclass=sa.pool.StaticPool,
        )
        super().__init__(engine=engine, create_temp_table=False)
        self.dialect_module = sa  # where column types are looked up by name

    @contextmanager
    def get_connection(self) -> Iterator[Any]:
        """The one connection, kept until `close`."""
        if self._connection is None:
            self._connection = self.engine.connect()
        yield self._connection

    def close(self) -> None:
        """Lets go of the borrowed connection, which stays open."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


class DuckDBDatasource(SQLDatasource):
    """Tables of one open DuckDB connection as batches."""

    type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment]  # GX declares the field as str
    connection_string: str = "duckdb://"
    _own_engine: Any = pydantic.PrivateAttr(None)

    def get_engine(self) -> sa.Engine:
        """The SQLAlchemy engine over the borrowed connection."""
        engine: sa.Engine = self._own_engine.engine
        return engine

    def get_execution_engine(self) -> DuckDBExecutionEngine:
        """The one execution engine of this data source."""
        engine: DuckDBExecutionEngine = self._own_engine
        return engine

    @property
    def schema_(self) -> str:
        """The schema of every table."""
        return SCHEMA

    def batch(self, table: str) -> Batch:
        """A whole table as a batch."""
        asset = self.add_table_asset(name=table, table_name=table)
        return asset.add_batch_definition_whole_table(table).get_batch()


class ValuesInSetOnDuckDB(ColumnMapMetricProvider):
    """Value in set as a semi-join; a literal list of 300 codes costs a second a column."""

    condition_metric_name = "column_values.in_set"
    condition_value_keys = ("value_set",)

    @column_condition_partial(engine=DuckDBExecutionEngine)
    def _duckdb(cls, column: Any, value_set: list[str], **_: Any) -> Any:  # noqa: N805  # GX's decorator makes it a class method
        return column.in_(sa.select(sa.func.unnest(sa.func.list_value(*value_set))))


class ExpectQueryToCountNone(BatchExpectation):
    """Expects `unexpected` to be 0 in the query's one row of counts: checked, unexpected and more."""

    query: str
    template_dict: dict[str, str]

    metric_dependencies: ClassVar[tuple[str, ...]] = ("query.template_values",)
    success_keys: ClassVar[tuple[str, ...]] = ("query", "template_dict")
    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        (row,) = metrics["query.template_values"]
        counts = dict(row)
        checked, unexpected = int(counts.pop("checked")), int(counts.pop("unexpected"))
        result = {"element_count": checked, "unexpected_count": unexpected, "details": counts}
        return {"success": unexpected == 0, "result": result}


@atexit.register
def _forget_duckdb() -> None:
    """Drops duckdb_sqlalchemy's hold on DuckDB, which complains of leaks on stderr otherwise.

    great_expectations keeps sqlalchemy alive past the interpreter's end, and that its dialects.
    """
    for name in [name for name in sys.modules if name.partition(".")[0] == "duckdb_sqlalchemy"]:
        vars(sys.modules[name]).clear()


def quiet_config() -> DataContextConfig:
    """A context that keeps all in memory: no files, not even temporary ones, no analytics, no bars."""
    return DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
    )


@contextmanager
def borrowed(duckdb_connection: Any) -> Iterator[DuckDBDatasource]:
    """A data source on the connection in a context that writes, sends and shows nothing."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # its messages repeat values of the data
    context = get_context(mode="ephemeral", project_config=quiet_config())
    source = DuckDBDatasource(name=SCHEMA)
    source._own_engine = DuckDBExecutionEngine(duckdb_connection)
    context._add_fluent_datasource(source, save_changes=False)
    try:
        yield source
    finally:
        source._own_engine.close()
        logger.setLevel(level)
