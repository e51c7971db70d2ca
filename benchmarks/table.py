"""Measures what the README promises of speed and memory, and writes the table there.

    python -m benchmarks.table [--folder out/bench] [--national]

Every figure of time is a ratio to a yardstick of the same run, or said to be seconds. Belongs here: which
figures, their goals, and the table. Does not belong here: one delivery's figures (benchmarks.national),
those of what is made from a release (benchmarks.afterwards) and by other means (benchmarks.other_ways).
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import afterwards, other_ways
from benchmarks.national import FIXED_SECONDS, measured
from benchmarks.national_data import SHAPES, make

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
SIZES, NATIONAL_SIZES = (25,), (25, 50, 100, 200)
CSV_MILLIONS, SHAPE_MILLIONS, OTHER_MILLIONS = 5, 5, 5


@dataclass(frozen=True)
class Figure:
    """One line of the table: what, what was measured in which unit, the goal, and the yardstick in words."""

    what: str
    found: float
    unit: str
    goal: float
    beside: str

    def line(self) -> str:
        """The line in Markdown."""
        is_more = self.what.startswith("×")
        reached = self.found >= self.goal if is_more else self.found <= self.goal
        mark, sign = ("yes" if reached else "no"), ("≥" if is_more else "≤")
        cells = (
            self.what, f"{sign} {self.goal:g}{self.unit}", f"{self.found:.2f}{self.unit}", mark, self.beside
        )  # fmt: skip
        return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measures, prints and writes."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--national", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for figure in figures(asked.folder, asked.repeats, NATIONAL_SIZES if asked.national else SIZES):
        lines.append(figure.line())
        print(lines[-1], flush=True)
    write(lines)


def figures(folder: Path, repeats: int, sizes: tuple[int, ...]) -> Iterator[Figure]:
    """Every figure, as it is measured."""
    first: dict[str, Any] = {}
    for millions in sizes:
        delivery = make(folder, "national", millions)
        found = measured(delivery, folder, repeats)
        yield from _of_delivery(f"Parquet, {millions} million LISA rows", found, 3)
        if first:
            growth = found["seconds"] / first["seconds"] / (millions / sizes[0])
            beside = f"{found['seconds']:.0f} s beside {first['seconds']:.0f} s for {sizes[0]} million"
            yield Figure(f"Growth to {millions} million rows, of linear", growth, "", 1, beside)
        first = first or found
    kept = folder / f"{delivery.name}-internal"
    yield from (Figure(*one) for one in afterwards.figures(kept))
    found = measured(make(folder, "csv", CSV_MILLIONS), folder, repeats)
    yield from _of_delivery(f"Semicolon CSV, {CSV_MILLIONS} million LISA rows", found, 1.5)
    for name in SHAPES.keys() - {"national", "csv"}:
        found = measured(make(folder, name, SHAPE_MILLIONS), folder, 1)
        yield from _of_delivery(f"Parquet, {SHAPE_MILLIONS} million LISA rows, {name}", found, 3)
    yield from (Figure(*one) for one in other_ways.figures(folder, OTHER_MILLIONS))


def _of_delivery(what: str, found: dict[str, Any], goal: float) -> Iterator[Figure]:
    scan = (
        f"({found['seconds']:.1f} s − {FIXED_SECONDS:.0f} s) / {found['scan']:.2f} s of DuckDB scanning once"
    )
    yield Figure(f"{what}: delivery → `internal/measures.parquet`", found["ratio"], "", goal, scan)
    yield Figure(f"{what}: peak memory", found["peak_gb"], " GB", 4, "proportional, all processes")
    share = 100 * found["stages"]["gate"] / found["until_protection"]
    beside = f"{found['stages']['gate']:.1f} s of {found['until_protection']:.1f} s until protection"
    yield Figure(f"{what}: Great Expectations and reconciliation", share, " %", 25, beside)


def write(lines: list[str]) -> None:
    """Puts the table between the README's marks, with the machine's name."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GB"
    head = [
        f"Machine `{platform.node()}` ({machine}), {datetime.now(UTC):%Y-%m-%d}, code `{commit}`.",
        "",
        "| What | Goal | Measured | Reached | Beside |",
        "|---|---:|---:|---|---|",
    ]
    text = README.read_text(encoding="utf-8")
    table = "\n".join([BEGIN, *head, *lines, END])
    README.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: table, text, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
