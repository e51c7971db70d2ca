"""Which engine a run counts with, and that it is there.

Belongs here: the choice. Does not belong here: how an engine works (flows).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.engine import Engine
from flows.warehouse import Warehouse
from pipelines.settings import Settings
from schemas.faults import UserError


def must_be_usable(settings: Settings) -> None:
    """UserError with everything that is missing for the engine that the settings name."""
    if settings.engine == "spark":
        from flows.spark.engine import spark_faults  # noqa: PLC0415  # parsing SQL takes a while to import

        if faults := spark_faults():
            raise UserError(faults)


@contextmanager
def engine_for(settings: Settings, warehouse: Warehouse, scratch: Path) -> Iterator[Engine]:
    """The engine of a run; whatever it has started is ended on the way out."""
    if settings.engine == "duckdb":
        yield warehouse
        return
    from flows.spark.engine import Spark  # noqa: PLC0415  # an engine that few use

    spark = Spark(warehouse, scratch / "spark", settings.spark_master)
    try:
        yield spark
    finally:
        spark.end()
