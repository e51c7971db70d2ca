"""The main measures by pandas and by R data.table, beside a run of the same delivery.

Belongs here: running both scripts and comparing. Does not belong here: the scripts (benchmarks.pandas_way,
benchmarks/data_table_way.R). The cells must be equal. They count four measures by four breakdowns; the run
counts some forty by twelve in three models, checks, hashes, and stores everything: the ratio is against
the run as it is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from benchmarks.afterwards import Line
from benchmarks.as_csv import write
from benchmarks.national import KEPT, measured
from benchmarks.national_data import make

KEYS = ["profession", "measure", "cohort", "by_1", "value_1", "by_2", "value_2"]
COUNTS = ["numerator", "denominator"]
Way = Callable[[Path, Path, Path], None]
SCRIPT = Path(__file__).parent / "data_table_way.R"


def figures(folder: Path, millions: int) -> Iterator[Line]:
    """Each way's seconds over the run's, once its cells are found to be the run's."""
    delivery = make(folder, "national", millions)
    run = measured(delivery, folder, 1)["seconds"]
    cells = pl.read_parquet(folder / f"{delivery.name}-internal" / "internal" / KEPT)
    ways: list[tuple[str, Path, Way]] = [("pandas", folder / "pandas.parquet", _pandas)]
    if shutil.which("Rscript"):
        write(delivery, folder / "as-csv")
        ways.append(("R data.table", folder / "data_table.csv", _data_table))
    for name, out, way in ways:
        began = time.perf_counter()
        way(delivery, folder, out)
        seconds = time.perf_counter() - began
        number = _compare(out, cells)
        beside = f"{seconds:.1f} s for {number} cells, all equal, beside {run:.1f} s for {cells.height}"
        what = f"× faster than {name}, {millions} million rows, four of its measures by four breakdowns"
        yield what, seconds / run, "", 10, beside


def _pandas(delivery: Path, folder: Path, out: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.pandas_way", str(delivery), str(out)]
    subprocess.run(command, check=True, capture_output=True)


def _data_table(delivery: Path, folder: Path, out: Path) -> None:
    command = ["Rscript", str(SCRIPT), str(folder / "as-csv"), str(out)]
    subprocess.run(command, check=True, capture_output=True)


def _compare(file: Path, cells: pl.DataFrame) -> int:
    """How many cells there are, when each is as the run has it; otherwise nothing is measured."""
    found = pl.read_parquet(file) if file.suffix == ".parquet" else pl.read_csv(file, infer_schema=False)
    found = found.select(
        *(pl.col(key).cast(pl.String).fill_null("") for key in KEYS),
        *(pl.col(count).cast(pl.Int64) for count in COUNTS),
    )
    ours = cells.filter(pl.col("model") == "education").select(*KEYS, *COUNTS)
    # The run has a cell with nobody in its denominator where somebody is not observable.
    strange = found.filter(pl.col("denominator") > 0).join(ours, on=[*KEYS, *COUNTS], how="anti")
    if strange.height:
        raise SystemExit(f"{file}: {strange.height} cells are not the run's: {strange.head(5).rows()}")
    return found.height


if __name__ == "__main__":
    for line in figures(Path(sys.argv[1]), int(sys.argv[2])):
        print(line)
