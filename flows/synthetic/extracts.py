"""Lives written as a delivery: one folder with delivery.toml and the files of eight registers.

Belongs here: file formats and names. What stands in the rows is decided before.
"""

import gzip
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from flows.synthetic import dirt, registers, school
from flows.synthetic.calendar import FIRST_YEAR, LAST_YEAR
from flows.synthetic.careers import attendance, work
from flows.synthetic.individuals import individuals
from flows.synthetic.lives import Lives, simulate

FORMATS: Final = ("csv", "parquet", "mixed")

_FRAMES: Final[dict[str, Callable[[Lives], pl.DataFrame]]] = {
    "registrations": registers.registrations,
    "degrees": registers.degrees,
    "applications": school.applications,
    "upper_secondary": school.upper_secondary,
    "licences": registers.licences,
    "migration": registers.migration,
    "deaths": registers.deaths,
}


@dataclass(frozen=True)
class Form:
    """How one file is written."""

    kind: str = "csv"
    separator: str = ","
    missing: str = ""
    bom: bool = False
    western: bool = False
    zipped: bool = False
    decimal_comma: bool = False
    upper: bool = False

    @property
    def ending(self) -> str:
        """Return the file's ending."""
        return "parquet" if self.kind == "parquet" else "csv.gz" if self.zipped else "csv"


_DIRTY: Final = {
    "registrations": Form(missing="NULL"),
    "degrees": Form(separator=";", western=True, missing="."),
    "applications": Form(separator="\t", upper=True),
    "upper_secondary": Form(separator=";", decimal_comma=True, bom=True, missing="*"),
    "licences": Form(western=True, missing="NULL"),
    "migration": Form(zipped=True),
    "deaths": Form(bom=True),
}
_DIRTY_YEARS: Final = (
    Form(separator=";"),
    Form(missing="NULL"),
    Form(separator="\t", missing="."),
    Form(missing="*", upper=True),
    Form(separator=";", bom=True, missing="****"),
)
_MIXED: Final = {
    "registrations": Form("parquet"),
    "applications": Form(zipped=True),
    "licences": Form("parquet"),
    "deaths": Form("parquet"),
}


def _form(name: str, formats: str, *, dirty: bool) -> Form:
    if formats == "parquet":
        return Form("parquet")
    plain = _DIRTY.get(name, Form()) if dirty else Form()
    return _MIXED.get(name, plain) if formats == "mixed" else plain


def _year_form(year: int, formats: str, *, dirty: bool) -> Form:
    if formats == "parquet" or (formats == "mixed" and year % 2 == 1):
        return Form("parquet")
    if formats == "mixed" and year % 6 == 0:
        return Form(zipped=True)
    return _DIRTY_YEARS[year % 5] if dirty else Form()


def write_file(frame: pl.DataFrame, folder: Path, stem: str, form: Form) -> None:
    """Write one file of a register."""
    path = folder / f"{stem}.{form.ending}"
    if form.upper:
        frame = frame.rename({name: name.upper() for name in frame.columns})
    if form.kind == "parquet":
        frame.write_parquet(path, compression="lz4", statistics=False)
        return
    if not (form.western or form.zipped):
        with path.open("wb") as target:
            frame.write_csv(
                target,
                separator=form.separator,
                null_value=form.missing,
                include_bom=form.bom,
                decimal_comma=form.decimal_comma,
                batch_size=8192,
            )
        return
    text = frame.write_csv(separator=form.separator, null_value=form.missing)
    raw = text.encode("cp1252" if form.western else "utf-8")
    # No file name and no clock inside, or the same call would give other bytes.
    path.write_bytes(gzip.compress(raw, compresslevel=1, mtime=0) if form.zipped else raw)


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
    writer: ThreadPoolExecutor, out: Path, frame: pl.DataFrame, name: str, seed: int, formats: str, *, dirty: bool
) -> int:
    form = _form(name, formats, dirty=dirty)
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
        form = _year_form(year, formats, dirty=dirty)
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
        lines += ["", "[codes.registrations.YProg]", *(f'"{their}" = "{our}"' for their, our in dirt.PROGRAMMES.items())]
    return "\n".join(lines) + "\n"
