"""The tables of the SQL files built on Spark, and brought back to the warehouse.

Belongs here: what is handed over and how it comes home. Does not belong here: Spark itself
(flows.spark.machine) and its words (flows.spark.translating).
"""

from __future__ import annotations

from pathlib import Path

from flows.queries import LAYERS, Query, queries
from flows.spark.machine import Machine, missing
from flows.spark.translating import faults_of, translated
from flows.warehouse import Warehouse
from schemas.faults import Fault


def spark_faults() -> list[Fault]:
    """Everything that would stop a run on Spark, before it begins."""
    return missing() or faults_of(queries().values())


class Spark:
    """flows.engine.Engine on Spark; it is started with the first table and ended with the last.

    Tables go over as Parquet and come back as Parquet, in a folder that Spark's workers must reach.
    """

    def __init__(self, warehouse: Warehouse, folder: Path, master: str) -> None:
        self._warehouse, self._folder, self._master = warehouse, folder, master
        self._machine: Machine | None = None
        self._there: set[str] = set()

    def build(self, query: Query) -> int:
        """Builds the query's table on Spark, then fills the warehouse's from it; its number of rows."""
        machine = self._running()
        for table in sorted(query.reads - self._there):
            self._hand_over(machine, table)
        machine.ask(f"create table {query.table} using parquet as {translated(query.select)}")
        self._there.add(query.table)
        return self._warehouse.fill(query, machine.files_of(query.table))

    def rest(self) -> None:
        """Ends Spark; what it has built is in the warehouse, which rests too."""
        self.end()
        self._warehouse.rest()

    def end(self) -> None:
        """Ends Spark and removes all that it has written."""
        if self._machine is not None:
            self._machine.stop()
            self._machine = None

    def _running(self) -> Machine:
        if self._machine is None:
            self._there.clear()
            self._machine = Machine(self._folder, self._master)
            for layer in LAYERS:
                self._machine.ask(f"create database {layer}")
        return self._machine

    def _hand_over(self, machine: Machine, table: str) -> None:
        folder = machine.folder / "given" / table
        folder.mkdir()
        self._warehouse.write(table, folder / "0.parquet")
        machine.give(table, folder)
        self._there.add(table)
