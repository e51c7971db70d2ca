"""The same SQL files built on DuckDB and on Spark, from the registers of one release.

    python -m benchmarks.spark_beside_duckdb [out/demo] [--master local[*]] [--parts 4 2 1]

Builds every table from staging to measures for one in so many persons of the release, on each engine, and
prints seconds by the clock, processor seconds, and the registers' rows. Starting Spark, handing rows over and
taking tables back are in its seconds. Cost per 100 million rows is what one row more costs between the
smallest and the largest part: it is EXTRAPOLATED from what was measured, and says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from flows.queries import queries
from flows.spark.engine import Spark, spark_faults
from flows.warehouse import Warehouse
from schemas.contract import contracts
from schemas.faults import UserError

MILLIONS = 100


@dataclass(frozen=True)
class Took:
    """What one build took, and how many register rows it was of."""

    engine: str
    rows: int
    seconds: float
    processor: float


def main() -> None:
    """Prints a table of both engines at every size, and the cost of 100 million rows more."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("release", nargs="?", type=Path, default=Path("out/demo"))
    parser.add_argument("--master", default="local[*]")
    parser.add_argument("--parts", type=int, nargs="+", default=[4, 2, 1])
    arguments = parser.parse_args()
    if faults := spark_faults():
        raise UserError(faults)
    print(f"{platform.node()}, {os.cpu_count()} cores, Spark on {arguments.master}")
    print(f"{'engine':8}{'million rows':>14}{'seconds':>10}{'processor':>11}")
    found = []
    for part in sorted(arguments.parts, reverse=True):
        for engine in ("duckdb", "spark"):
            took = built(arguments.release, engine, part, arguments.master)
            found.append(took)
            print(f"{engine:8}{took.rows / 1e6:14.2f}{took.seconds:10.1f}{took.processor:11.1f}", flush=True)
    for engine in ("duckdb", "spark"):
        _show_cost([took for took in found if took.engine == engine])


def _show_cost(found: list[Took]) -> None:
    """The cost of a row more, times a hundred million."""
    least, most = min(found, key=lambda t: t.rows), max(found, key=lambda t: t.rows)
    if most.rows == least.rows:
        return
    more = MILLIONS * 1e6 / (most.rows - least.rows)
    seconds, processor = (most.seconds - least.seconds) * more, (most.processor - least.processor) * more
    print(
        f"{found[0].engine}: {seconds:.0f} s by the clock, {processor:.0f} s of processors per "
        f"{MILLIONS} million rows more, EXTRAPOLATED from {most.rows / 1e6:.2f} million"
    )


def built(release: Path, engine: str, part: int, master: str) -> Took:
    """Every table built for one in `part` persons."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        with Warehouse(scratch / "warehouse.duckdb", scratch) as warehouse:
            _copy(warehouse, release / "internal" / "warehouse.duckdb", part)
            rows = sum(warehouse.count(f"raw.{register}") for register in contracts())
            spark = Spark(warehouse, scratch / "spark", master)
            began, used = time.perf_counter(), _processor_seconds()
            try:
                for query in queries().values():
                    (warehouse if engine == "duckdb" else spark).build(query)
            finally:
                spark.end()  # so that Java's processor seconds are counted among those of ended children
            return Took(engine, rows, time.perf_counter() - began, _processor_seconds() - used)


def _copy(warehouse: Warehouse, file: Path, part: int) -> None:
    """The registers of one in `part` persons, and everything that they are joined to."""
    warehouse.attach(file)
    there = warehouse.frame(
        "select schema_name, table_name from duckdb_tables() where database_name = 'earlier' "
        "and schema_name in ('raw', 'reference')"
    )
    for layer, name in there.iter_rows():
        chosen = f"where hash(LopNr) % {part} = 0" if name in contracts() else ""
        warehouse.connection.execute(
            f"create or replace table {layer}.{name} as select * from earlier.{layer}.{name} {chosen}"
        )
    warehouse.connection.execute("detach earlier")


def _processor_seconds() -> float:
    """Of this process and of those that it has started and that have ended."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
