"""The education model's measures by pandas and by R data.table, beside a run of the same delivery.

Belongs here: running both scripts and comparing. Does not belong here: the scripts (benchmarks.pandas_way,
benchmarks/data_table_way.R). They count every measure of that model by every breakdown; every cell must be
equal, and none may be missing on either side. The run counts two more models, categories and matrices
besides, checks, hashes, and stores everything: the ratio is against the run as it is.
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
COUNTS = ["numerator", "denominator", "n_not_observable"]
NOT_BY_BREAKDOWN = "^(mobility|arrivals|departures|net|status|fate|composition)"
"""What the scripts do not count: matrices, migration, categories, and the number of beginners."""
ROUNDING = 1e-9
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
        what = f"× faster than {name}, {millions} million rows, the education model by every breakdown"
        yield what, seconds / run, "", 10, beside


def _pandas(delivery: Path, folder: Path, out: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.pandas_way", str(delivery), str(out)]
    subprocess.run(command, check=True, capture_output=True)


def _data_table(delivery: Path, folder: Path, out: Path) -> None:
    command = ["Rscript", str(SCRIPT), str(folder / "as-csv"), str(out)]
    subprocess.run(command, check=True, capture_output=True)


def _compare(file: Path, cells: pl.DataFrame) -> int:
    """How many cells there are; unless each is as the run has it and none is missing, it ends here."""
    found = pl.read_parquet(file) if file.suffix == ".parquet" else pl.read_csv(file, infer_schema=False)
    found = found.select(
        *(pl.col(key).cast(pl.String).fill_null("") for key in KEYS),
        *(pl.col(count).cast(pl.Int64) for count in COUNTS),
        pl.col("value").cast(pl.Float64),
    )
    is_counted = (pl.col("model") == "education") & ~pl.col("measure").str.contains(NOT_BY_BREAKDOWN)
    ours = cells.filter(is_counted).select(*KEYS, *COUNTS, "value")
    both = ours.join(found, on=KEYS, how="full", coalesce=True, suffix="_found", nulls_equal=True)
    differs = [pl.col(count).ne_missing(pl.col(f"{count}_found")) for count in COUNTS]
    distance = (pl.col("value") - pl.col("value_found")).abs()
    is_null = pl.col("value").is_null() & pl.col("value_found").is_null()
    strange = both.filter(pl.any_horizontal(*differs) | ~((distance < ROUNDING).fill_null(False) | is_null))
    if strange.height or found.height != ours.height:
        heights = f"{found.height} cells beside the run's {ours.height}"
        raise SystemExit(f"{file}: {heights}, {strange.height} unlike: {strange.head(5).rows()}")
    return found.height


if __name__ == "__main__":
    for line in figures(Path(sys.argv[1]), int(sys.argv[2])):
        print(line)
