"""Reads a delivery folder row by row (R1 to R8), for checking what `writing` wrote and for whole runs.

Plain CSV, gzip and Parquet only. Rows of people in no cohort are not set aside (R58 allows, not demands).
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from tests.naive.codes import municipalities, read_list
from tests.naive.delivery import REGISTERS, Delivery, Row
from tests.naive.terms import parse_term, term_index
from tests.naive.writing import COLUMNS, MISSING_TOKENS, REQUIRED, Expected, Rejection

ENDINGS = (".csv", ".csv.gz", ".parquet")
KEYS: dict[str, tuple[str, ...]] = {
    "registrations": ("Ar", "Termin"),
    "degrees": (),
    "applications": ("Ar", "Termin"),
    "upper_secondary": ("AvgAr",),
    "licences": (),
    "individuals": ("Ar",),
    "migration": (),
    "deaths": (),
}


class BadValueError(ValueError):
    """A value that is not what its column holds."""


@dataclass
class Reader:
    """One register on its way in."""

    register: str
    covers: list[Any]
    year_span: tuple[int, int] | None
    names: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    rows: list[Row] = field(default_factory=list)
    rejected_years: set[tuple[str, int]] = field(default_factory=set)
    found: Expected = field(default_factory=Expected)

    def clean(self, column: str, raw: Any) -> Any:
        """R4: trimmed, missing tokens, code maps, fixed width, type."""
        if raw is None:
            return None
        if isinstance(raw, (date, datetime)):
            return raw.date() if isinstance(raw, datetime) else raw
        text = str(raw).strip()
        if text in MISSING_TOKENS:
            return None
        text = self.codes.get(column, {}).get(text, text)
        kind = COLUMNS[self.register][column]
        if kind == "int":
            return as_int(text)
        if kind == "float":
            return as_float(text)
        if kind == "date":
            return as_date(text)
        if kind == "place":
            return text.zfill(4)
        return text

    def take(self, file: str, number: int, raw: Mapping[str, Any]) -> None:
        """Accepts or rejects one row."""
        self.found.read += 1
        row: Row = {}
        bad: set[str] = set()
        for column in COLUMNS[self.register]:
            try:
                row[column] = self.clean(column, raw.get(column))
            except BadValueError:
                row[column] = None
                bad.add(column)
        if self.register == "individuals" and row["Ar"] is None and "Ar" not in bad:
            row["Ar"] = self.year_in_name(file)
        for column in ("ProgOrt", "AstKommun"):
            if row.get(column) is not None and row[column] not in {*municipalities(), "9999"}:
                row[column] = None
        fault = self.fault(row, bad)
        if fault is None:
            self.rows.append(row)
            return
        self.found.rejections.append(Rejection(file, number, *fault))
        if self.register == "individuals" and row["LopNr"] is not None and row["Ar"] is not None:
            self.rejected_years.add((row["LopNr"], row["Ar"]))

    def year_in_name(self, file: str) -> int | None:
        """R3: the last four-digit year in the file name that the register covers."""
        assert self.year_span is not None
        years = [int(text) for text in re.findall(r"(?<!\d)\d{4}(?!\d)", file)]
        inside = [year for year in years if self.year_span[0] <= year <= self.year_span[1]]
        return inside[-1] if inside else None

    def fault(self, row: Row, bad: set[str]) -> tuple[str, str] | None:
        """R5: column and reason, the first reason that applies."""
        required = REQUIRED[self.register]
        kinds = COLUMNS[self.register]
        dates = [column for column in required if kinds[column] == "date"]
        if row["LopNr"] is None:
            return "LopNr", "missing_lopnr"
        for column in KEYS[self.register]:
            if row[column] is None and column not in bad:
                return column, "missing_value"
        for column in required:
            if column in bad and kinds[column] == "int":
                return column, "text_in_number"
        for column in dates:
            if row[column] is None:
                return column, "unparsable_date"
        if "Termin" in kinds and row["Termin"] not in (1, 2):
            return "Termin", "unknown_code"
        if self.register == "licences" and row["yrkeskod"] not in licence_letters():
            return "yrkeskod", "unknown_code"
        if self.register == "migration" and row["PostTyp"] not in ("Inv", "Utv"):
            return "PostTyp", "unknown_code"
        return self.range_fault(row, dates) or self.person_fault(row)

    def range_fault(self, row: Row, dates: list[str]) -> tuple[str, str] | None:
        """R7."""
        first, last = self.covers
        if self.register in ("registrations", "applications"):
            if not parse_term(first) <= term_index(row["Ar"], row["Termin"]) <= parse_term(last):
                return "Ar", "out_of_range"
            return None
        column = dates[0] if dates else KEYS[self.register][0]
        return None if first <= row[column] <= last else (column, "out_of_range")

    def person_fault(self, row: Row) -> tuple[str, str] | None:
        """The two reasons of `individuals` alone."""
        if self.register == "individuals":
            if row["Kon"] not in (None, 1, 2):
                return "Kon", "unknown_sex"
            if row["Kommun"] is not None and row["Kommun"] not in municipalities():
                return "Kommun", "unknown_municipality"
        return None


def licence_letters() -> set[str]:
    """The licence codes there are."""
    return {row["kod"] for row in read_list("hosp_yrke")}


def as_int(text: str) -> int:
    """A whole number."""
    try:
        return int(text)
    except ValueError as error:
        raise BadValueError(text) from error


def as_float(text: str) -> float:
    """A number with decimal comma or point."""
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise BadValueError(text) from error


def as_date(text: str) -> date:
    """YYYY-MM-DD or YYYYMMDD."""
    form = "%Y-%m-%d" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else "%Y%m%d"
    if form == "%Y%m%d" and not re.fullmatch(r"\d{8}", text):
        raise BadValueError(text)
    try:
        return datetime.strptime(text, form).date()
    except ValueError as error:
        raise BadValueError(text) from error


def raw_rows(path: Path, names: Mapping[str, str], register: str) -> Iterator[dict[str, Any]]:
    """A file's rows under the contract's column names; other columns are dropped."""
    ours = {names.get(column, column).lower(): column for column in COLUMNS[register]}
    if path.name.endswith(".parquet"):
        for values in pl.read_parquet(path).iter_rows(named=True):
            yield {ours[name.lower()]: value for name, value in values.items() if name.lower() in ours}
        return
    data = path.read_bytes()
    if path.name.endswith(".gz"):
        data = gzip.decompress(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("windows-1252")
    header = text.split("\n", 1)[0]
    separator = max(";,\t", key=header.count)
    for values in csv.DictReader(io.StringIO(text), delimiter=separator):
        yield {
            ours[name.strip().lower()]: value
            for name, value in values.items()
            if name.strip().lower() in ours
        }


def read_delivery(folder: Path) -> tuple[Delivery, dict[str, Expected]]:
    """The delivery of a folder, and what was found per register."""
    with (folder / "delivery.toml").open("rb") as handle:
        settings = tomllib.load(handle)
    delivery = Delivery(id=settings["delivery"]["id"], covers=settings["covers"])
    counts: dict[str, Expected] = {}
    for register in REGISTERS:
        if register not in delivery.covers:
            continue
        glob = settings.get("files", {}).get(register, f"{register}*")
        paths = [path for path in sorted(folder.glob(glob)) if path.name.endswith(ENDINGS)]
        span = delivery.covers.get("individuals")
        reader = Reader(
            register,
            delivery.covers[register],
            (span[0], span[1]) if span else None,
            settings.get("columns", {}).get(register, {}),
            settings.get("codes", {}).get(register, {}),
        )
        for path in paths:
            for number, raw in enumerate(raw_rows(path, reader.names, register), start=1):
                reader.take(path.name, number, raw)
        unique = {tuple(row.items()): row for row in reader.rows}
        reader.found.accepted = len(unique)
        reader.found.duplicates = len(reader.rows) - len(unique)
        delivery.registers[register] = list(unique.values())
        delivery.rejected_years |= reader.rejected_years
        counts[register] = reader.found
    return delivery, counts
