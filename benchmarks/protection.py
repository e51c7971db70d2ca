"""Protection and attack of a release's published tables, with time and peak memory of each.

    python -m benchmarks.protection RELEASE [--method controlled_rounding] [--step protect|attack]

RELEASE is the folder of a release with its internal part; its warehouse is opened read-only. Each step runs
in a process of its own, so that its memory is its own. The aims: all 22 groups protected within ten
minutes on two cores, attacked within ten more, under 4 GB.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from flows.attack import attack
from flows.policy import METHODS, Policy
from flows.protection import Counted, printed_cells, publish, read_people
from flows.warehouse import Warehouse
from reports.files.plain import write_tables
from schemas.published_tables import published_tables

MINUTES, GIGABYTES = 10, 4


def main() -> None:
    """Protects, attacks, and says how long it took and how much was withheld."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("release", type=Path)
    parser.add_argument("--method", choices=METHODS, default=METHODS[0])
    parser.add_argument("--step", choices=("protect", "attack"))
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    if arguments.step:
        step = {"protect": _protect, "attack": _attack}[arguments.step]
        print(json.dumps(step(arguments)))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("protect", "attack"):
            command = [sys.executable, "-m", "benchmarks.protection", str(arguments.release)]
            command += ["--method", arguments.method, "--step", name, "--folder", folder]
            text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            _show(name, json.loads(text.splitlines()[-1]))


def _protect(arguments: argparse.Namespace) -> dict[str, float]:
    internal = arguments.release / "internal"
    manifest = json.loads((arguments.release / "manifest.json").read_text(encoding="utf-8"))
    frames = {n: pl.read_parquet(internal / f"{n}.parquet") for n in ("curves", "sensitivity", "attrition")}
    none = dict.fromkeys(("register", "step", "reason"), pl.String) | {"rows": pl.Int64}
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch, Warehouse(Path(":memory:"), Path(scratch)) as warehouse:
        warehouse.attach(internal / "warehouse.duckdb")
        warehouse.connection.execute("use earlier")
        counted = Counted(
            cells=printed_cells(pl.scan_parquet(internal / "measures.parquet")),
            **frames,
            quality=pl.DataFrame(schema=none),
            alternatives=warehouse.frame("select * from reference.alternatives"),
        )
        people = read_people(warehouse)
    policy = Policy(method=arguments.method)
    tables = publish(counted, people, manifest["settings"]["window"], policy, b"benchmark")
    seconds = time.perf_counter() - begun
    write_tables(tables, arguments.folder)
    rows = pl.concat(t.select("status") for t in tables.values())
    protected = rows.filter(pl.col("status") == "protected").height
    return _account(seconds) | {"rows": rows.height, "protected": protected}


def _attack(arguments: argparse.Namespace) -> dict[str, float]:
    tables = {name: pl.read_parquet(arguments.folder / f"{name}.parquet") for name in published_tables()}
    begun = time.perf_counter()
    found = attack(tables)
    return _account(time.perf_counter() - begun) | {
        "examined": found.examined,
        "broken": found.broken.height,
    }


def _account(seconds: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return {"seconds": round(seconds, 1), "peak_gb": round(peak, 2)}


def _show(name: str, found: dict[str, float]) -> None:
    print(f"{name:8}", ", ".join(f"{key} {value:,}" for key, value in found.items()), end="")
    is_met = found["seconds"] <= 60 * MINUTES and found["peak_gb"] <= GIGABYTES
    print(f"  (aim: {60 * MINUTES} s, {GIGABYTES} GB: {'met' if is_met else 'NOT met'})")


if __name__ == "__main__":
    main()
