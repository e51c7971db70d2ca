"""Lives written as a delivery: one folder with delivery.toml and the files of eight registers.

Belongs here: which files there are. What stands in the rows, and how a file is written, is decided elsewhere.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import polars as pl

from flows.synthetic import dirt, events, higher_education, school
from flows.synthetic.attendance import attendance
from flows.synthetic.calendar import FIRST_YEAR, LAST_YEAR
from flows.synthetic.careers import work
from flows.synthetic.formats import FORMATS, form_of, form_of_year, write_file
from flows.synthetic.individuals import individuals
from flows.synthetic.lives import Lives, simulate

_FRAMES: Final[dict[str, Callable[[Lives], pl.DataFrame]]] = {
    "registrations": higher_education.registrations,
    "degrees": higher_education.degrees,
    "applications": school.applications,
    "upper_secondary": school.upper_secondary,
    "licences": events.licences,
    "migration": events.migration,
    "deaths": events.deaths,
}


def _silent(_: str) -> None:
    return None


def write_delivery(
    out: Path,
    *,
    seed: int = 1,
    persons: int = 384_000,
    formats: str = "csv",
    dirty: bool = True,
    progress: Callable[[str], None] = _silent,
) -> Path:
    """Write a synthetic national delivery and return its folder; the same call gives the same files."""
    if formats not in FORMATS:
        raise ValueError(f"formats is {formats!r}: choose one of {', '.join(FORMATS)}")
    if persons < 1:
        raise ValueError(f"persons is {persons}: choose at least 1")
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        # Files left from another format would be read as part of the delivery.
        raise FileExistsError(f"{out} is not empty: choose a new folder, or empty it first")
    clock = time.perf_counter()
    lives = simulate(seed, persons)
    progress(f"liv: {len(lives.people.key)} personer, {time.perf_counter() - clock:.1f} s")
    # Writing one file overlaps with making the next.
    with ThreadPoolExecutor(max_workers=1) as writer:
        for name, make in _FRAMES.items():
            clock = time.perf_counter()
            rows = _write_register(writer, out, make(lives), name, seed, formats, dirty=dirty)
            progress(f"{name}: {rows} rader, {time.perf_counter() - clock:.1f} s")
        clock = time.perf_counter()
        rows = _write_individuals(writer, out, lives, seed, formats, dirty=dirty)
    progress(f"individuals: {rows} rader, {time.perf_counter() - clock:.1f} s")
    (out / "delivery.toml").write_text(_delivery(seed, dirty=dirty), encoding="utf-8")
    return out


def _write_register(
    writer: ThreadPoolExecutor,
    out: Path,
    frame: pl.DataFrame,
    name: str,
    seed: int,
    formats: str,
    *,
    dirty: bool,
) -> int:
    form = form_of(name, formats, dirty=dirty)
    if dirty:
        frame = dirt.register(frame, name, seed, as_text=form.kind == "csv")
        frame = frame.rename(dirt.COLUMNS.get(name, {}))
    if dirty and name == "registrations":
        delivered = {ours: theirs for theirs, ours in dirt.PROGRAMMES.items()}
        frame = frame.with_columns(pl.col("YProg").replace(delivered))
        writer.submit(write_file, frame.filter(pl.col("Ar") < 2009), out, "Hreg_Reg_1", form).result()
        writer.submit(write_file, frame.filter(pl.col("Ar") >= 2009), out, "Hreg_Reg_2", form).result()
    else:
        writer.submit(write_file, frame, out, name, form).result()
    return len(frame)


def _write_individuals(
    writer: ThreadPoolExecutor, out: Path, lives: Lives, seed: int, formats: str, *, dirty: bool
) -> int:
    attended, rows = attendance(lives), 0
    waiting: Future[None] | None = None
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        form = form_of_year(year, formats, dirty=dirty)
        frame = individuals(lives, work(lives, attended, year))
        if dirty:
            frame = dirt.individuals(frame, year, seed, as_text=form.kind == "csv")
            frame = frame.rename(dirt.COLUMNS["individuals"])
        rows += len(frame)
        if waiting:
            waiting.result()
        waiting = writer.submit(write_file, frame, out, f"individuals_{year}", form)
    if waiting:
        waiting.result()
    return rows


def _delivery(seed: int, *, dirty: bool) -> str:
    lines = [
        "[delivery]",
        f'id = "synthetic-{seed}"',
        'supplier = "Vårdflöde (syntetiska data)"',
        "received_on = 2026-06-15",
        "",
        "[covers]",
        'registrations = ["HT1993", "HT2024"]',
        "degrees = [1993-07-01, 2025-06-30]",
        'applications = ["VT2007", "HT2024"]',
        "upper_secondary = [1985, 2025]",
        "licences = [1960-01-01, 2025-12-31]",
        "individuals = [1999, 2024]",
        "migration = [1999-01-01, 2024-12-31]",
        "deaths = [1999-01-01, 2024-12-31]",
    ]
    if dirty:
        lines += ["", "[files]", 'registrations = "Hreg_Reg_*"']
        for name, columns in dirt.COLUMNS.items():
            lines += ["", f"[columns.{name}]", *(f'{ours} = "{theirs}"' for ours, theirs in columns.items())]
        lines += [
            "",
            "[codes.registrations.YProg]",
            *(f'"{their}" = "{our}"' for their, our in dirt.PROGRAMMES.items()),
        ]
    return "\n".join(lines) + "\n"
