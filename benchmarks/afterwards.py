"""What is quick once a release stands: one profession from its warehouse, the drill-down, the first words.

Belongs here: those figures. Does not belong here: making the release (benchmarks.national).
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from math import inf
from pathlib import Path

import duckdb

Line = tuple[str, float, str, float, str]
PROGRAM = (sys.executable, "-c", "from pipelines.cli import main; main()")
GROUPS = ("tandhygienist", "sjukskoterska")
ASKED = (("sex", "age"), ("home_municipality", "sex"), ("home_county", "institution"))


def figures(folder: Path) -> Iterator[Line]:
    """What, what was measured, its unit, the goal and the yardstick, for a release's folder."""
    floor = min(_seconds(sys.executable, "-c", "import polars, duckdb") for _ in range(3))
    beside = f"seconds; Python importing Polars and DuckDB takes {floor:.2f} s"
    for group in GROUPS:
        what = f"`profession preview {group}` from the warehouse: its cells, education model"
        asked = (*PROGRAM, "profession", "preview", group, str(folder), "--json")
        yield what, min(_seconds(*asked) for _ in range(2)), " s", 3, beside
    for words in (("--help",), ("profession", "list")):
        best = min(_seconds(*PROGRAM, *words) for _ in range(5))
        yield f"`vardflode {' '.join(words)}`", best, " s", 0.3, "seconds"
    yield _drilled(folder)


def _seconds(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def _drilled(folder: Path) -> Line:
    """The slowest of some questions to the largest group, each the best of three."""
    from flows.drill.asked import Asked
    from flows.drill.counting import Drill

    what, worst = "Drill-down, the slowest of some questions about nurses", 0.0
    drill = Drill(folder / "internal" / "warehouse.duckdb")
    try:
        for by in ASKED:
            asked = Asked("sjukskoterska", "education", "2000-2010", "retention_1", *by)
            worst = max(worst, min(drill.count(asked).milliseconds for _ in range(3)))
    except duckdb.OutOfMemoryException:
        return what, inf, " ms", 300, "the group does not fit in the memory that the drill-down may have"
    drill.close()
    return what, worst, " ms", 300, "milliseconds"
