"""File formats: every way of writing a file that a reader must understand.

Belongs here: separator, encoding, missing token, compression, and which register gets which.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

FORMATS: Final = ("csv", "parquet", "mixed")


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


def form_of(name: str, formats: str, *, dirty: bool) -> Form:
    """Return how a register other than individuals is written."""
    if formats == "parquet":
        return Form("parquet")
    plain = _DIRTY.get(name, Form()) if dirty else Form()
    return _MIXED.get(name, plain) if formats == "mixed" else plain


def form_of_year(year: int, formats: str, *, dirty: bool) -> Form:
    """Return how a year of individuals is written."""
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
