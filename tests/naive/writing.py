"""Writes a delivery as files, in three styles that must give the same measures.

clean: comma, UTF-8, one CSV per register. dirty: the same information under harmless dirt, and rows that
must be rejected. mixed: gzip, tab, byte-order mark, Parquet with the format's own numbers and dates.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from tests.naive.delivery import REGISTERS, Delivery, Row

COLUMNS: dict[str, dict[str, str]] = {
    "registrations": {
        "LopNr": "key",
        "Ar": "int",
        "Termin": "int",
        "HsKod": "text",
        "YProg": "text",
        "Inriktning": "text",
        "ProgOrt": "place",
        "InresUtbytesStud": "int",
        "Uppdrag": "int",
        "Dist": "int",
    },
    "degrees": {
        "LopNr": "key",
        "ExHsKod": "text",
        "Examenskod": "text",
        "Examensdatum": "date",
        "ExaKategori": "text",
        "Inriktning": "text",
        "SUN2000Inr": "text",
        "SUN2020Inr": "text",
    },
    "applications": {
        "LopNr": "key",
        "Ar": "int",
        "Termin": "int",
        "YProg": "text",
        "prioritet": "int",
        "behorig": "int",
        "antagen": "int",
        "HsKod": "text",
    },
    "upper_secondary": {
        "LopNr": "key",
        "AvgAr": "int",
        "StudieVagKod": "text",
        "Laroplan": "text",
        "betygstyp": "text",
        "Betygspoang": "float",
    },
    "licences": {
        "LopNr": "key",
        "yrkeskod": "text",
        "legitimationsdatum": "date",
        "beslutsdatumFysioterapeut": "date",
        "utbildningsland": "text",
    },
    "individuals": {
        "LopNr": "key",
        "Ar": "int",
        "Kon": "int",
        "FodelseAr": "int",
        "Kommun": "place",
        "UtlSvBakg": "int",
        "SyssStatG": "int",
        "SyssStat": "int",
        "SyssStatJ": "int",
        "SyssStat11": "int",
        "SyssStat19": "int",
        "BAS": "int",
        "Ssyk4": "text",
        "Ssyk4_J16": "text",
        "Ssyk4_2012_J16": "text",
        "Ssyk4_2012": "text",
        "SsykStatus_J16": "int",
        "SsykAr_J16": "int",
        "SektorKod": "int",
        "AstKommun": "place",
        "AstSNI2002": "text",
        "AstSNI2007": "text",
        "ForvErs": "int",
        "HSDelt": "int",
        "ALosDag": "int",
        "ADelDag": "int",
        "AStuDag": "int",
        "ASysDag": "int",
        "AterPNr": "int",
    },
    "migration": {"LopNr": "key", "PostTyp": "text", "Datum": "date"},
    "deaths": {"LopNr": "key", "DodDatum": "date"},
}
UNKNOWN_MUNICIPALITY = "9998"
MISSING_TOKENS = ("", "NULL", "*", "**", "****", ".")
YPROG_CODES = {"TH": "tandhygienist", "Läkarprogrammet": "lakare"}
DEGREE_CODES = {"SSK": "sjukskoterska"}


class Rejection(NamedTuple):
    """A row that must be rejected. `row` counts data rows from 1, the header not included."""

    file: str
    row: int
    column: str
    reason: str


@dataclass
class Expected:
    """What reading one register must find; read = accepted + duplicates + rejected."""

    read: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """Rows rejected."""
        return len(self.rejections)


@dataclass
class Line:
    """A row on its way to a file: its values, and why it must be rejected, if it must."""

    values: Row
    column: str = ""
    reason: str = ""


def write_delivery(delivery: Delivery, folder: Path, style: str = "clean") -> dict[str, Expected]:
    """Writes the folder and says what a correct reader finds in it, per register."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"{delivery.id} {style}")
    lines = {register: lines_of(delivery, register) for register in REGISTERS if register in delivery.covers}
    if style == "dirty":
        for register, found in list(lines.items()):
            lines[register] = with_dirty_lines(rng, delivery, register, found)
    expected = {register: count(register, found) for register, found in lines.items()}
    for register, found in lines.items():
        if style == "clean":
            write_clean(folder, register, found, expected[register])
        elif style == "dirty":
            write_dirty(rng, delivery, folder, register, found, expected[register])
        elif style == "mixed":
            write_mixed(folder, register, found, expected[register])
        else:
            raise ValueError(f"style must be clean, dirty or mixed, not {style!r}")
    (folder / "delivery.toml").write_text(delivery_toml(delivery, style), encoding="utf-8")
    return expected


def lines_of(delivery: Delivery, register: str) -> list[Line]:
    """The accepted rows, and one bad row for every rejected person-year."""
    found = [Line(dict(row)) for row in delivery.rows(register)]
    if register == "individuals":
        for lopnr, year in sorted(delivery.rejected_years):
            values = {"LopNr": lopnr, "Ar": year, "Kon": 1, "Kommun": UNKNOWN_MUNICIPALITY}
            found.append(Line(values, "Kommun", "unknown_municipality"))
    return found


def count(register: str, lines: list[Line]) -> Expected:
    """R8: rejection first; then rows equal in every contract column are duplicates."""
    columns = COLUMNS[register]
    passing = [tuple(line.values.get(name) for name in columns) for line in lines if not line.reason]
    return Expected(len(lines), len(set(passing)), len(passing) - len(set(passing)))


def text_of(value: Any) -> str:
    """A value as plain text; missing is empty."""
    return "" if value is None else str(value)


def note(expected: Expected, file: str, lines: Sequence[Line]) -> None:
    """Remembers where the rejected rows of a file stand."""
    for number, line in enumerate(lines, start=1):
        if line.reason:
            expected.rejections.append(Rejection(file, number, line.column, line.reason))


# --- clean -------------------------------------------------------------------------------------------


def write_clean(folder: Path, register: str, lines: list[Line], expected: Expected) -> None:
    """Comma, UTF-8, every column, one file."""
    name = f"{register}.csv"
    table = [list(COLUMNS[register])]
    for line in lines:
        table.append([text_of(line.values.get(column)) for column in COLUMNS[register]])
    write_text(folder / name, csv_text(table, ","), "utf-8")
    note(expected, name, lines)


def csv_text(table: list[list[str]], separator: str, quote_all: bool = False) -> str:
    """Rows of text as CSV."""

    def cell(value: str) -> str:
        if quote_all or separator in value or '"' in value:
            return '"' + value.replace('"', '""') + '"'
        return value

    return "".join(separator.join(cell(value) for value in row) + "\n" for row in table)


def write_text(path: Path, text: str, encoding: str) -> None:
    """Writes bytes, gzip-compressed when the name says so."""
    data = text.encode(encoding)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


# --- dirty -------------------------------------------------------------------------------------------


def with_dirty_lines(rng: random.Random, delivery: Delivery, register: str, lines: list[Line]) -> list[Line]:
    """The same rows with exact duplicates and rows to be rejected among them."""
    found = list(lines)
    good = [line for line in lines if not line.reason]
    for _ in range(max(1, len(good) // 20)):
        found.append(Line(dict(rng.choice(good).values)))
    for fault in faults(delivery, register):
        values = dict(rng.choice(good).values) | fault.values
        found.append(Line(values, fault.column, fault.reason))
    rng.shuffle(found)
    return found


def faults(delivery: Delivery, register: str) -> list[Line]:
    """Changes to a good row that make it unacceptable, each with its column and reason (R5, R7)."""
    no_key = Line({"LopNr": None}, "LopNr", "missing_lopnr")
    if register in ("registrations", "applications"):
        last_year = int(delivery.covers[register][1][2:])
        return [
            no_key,
            Line({"LopNr": None, "Termin": 3}, "LopNr", "missing_lopnr"),
            Line({"Ar": None}, "Ar", "missing_value"),
            Line({"Termin": None}, "Termin", "missing_value"),
            Line({"Ar": "20O4"}, "Ar", "text_in_number"),
            Line({"Termin": 3}, "Termin", "unknown_code"),
            Line({"Ar": last_year + 1, "Termin": 1}, "Ar", "out_of_range"),
        ]
    if register == "degrees":
        return [
            no_key,
            Line({"Examensdatum": None}, "Examensdatum", "unparsable_date"),
            Line({"Examensdatum": "2005-02-30"}, "Examensdatum", "unparsable_date"),
            Line({"Examensdatum": "20051301"}, "Examensdatum", "unparsable_date"),
            Line({"Examensdatum": day_after(delivery, register)}, "Examensdatum", "out_of_range"),
        ]
    if register == "licences":
        return [
            no_key,
            Line({"yrkeskod": "QQ"}, "yrkeskod", "unknown_code"),
            Line({"yrkeskod": None}, "yrkeskod", "unknown_code"),
            Line({"legitimationsdatum": None}, "legitimationsdatum", "unparsable_date"),
            Line({"legitimationsdatum": "våren 2005"}, "legitimationsdatum", "unparsable_date"),
            Line({"legitimationsdatum": day_after(delivery, register)}, "legitimationsdatum", "out_of_range"),
        ]
    if register == "upper_secondary":
        return [
            no_key,
            Line({"AvgAr": None}, "AvgAr", "missing_value"),
            Line({"AvgAr": "x"}, "AvgAr", "text_in_number"),
            Line({"AvgAr": delivery.covers[register][1] + 1}, "AvgAr", "out_of_range"),
        ]
    if register == "individuals":
        return [
            no_key,
            Line({"LopNr": None, "Kommun": UNKNOWN_MUNICIPALITY}, "LopNr", "missing_lopnr"),
            Line({"Ar": "200?"}, "Ar", "text_in_number"),
            Line({"FodelseAr": "okänt"}, "FodelseAr", "text_in_number"),
            Line({"Ar": delivery.covers[register][1] + 1}, "Ar", "out_of_range"),
            Line({"Kon": 3}, "Kon", "unknown_sex"),
            Line({"Kon": 3, "Kommun": UNKNOWN_MUNICIPALITY}, "Kon", "unknown_sex"),
            Line({"Kommun": UNKNOWN_MUNICIPALITY}, "Kommun", "unknown_municipality"),
        ]
    if register == "migration":
        return [
            no_key,
            Line({"PostTyp": "inv"}, "PostTyp", "unknown_code"),
            Line({"PostTyp": None}, "PostTyp", "unknown_code"),
            Line({"Datum": "2005-13-01"}, "Datum", "unparsable_date"),
            Line({"Datum": day_after(delivery, register)}, "Datum", "out_of_range"),
        ]
    return [no_key, Line({"DodDatum": None}, "DodDatum", "unparsable_date")]


def day_after(delivery: Delivery, register: str) -> date:
    """The first day that a register does not cover."""
    last: date = delivery.covers[register][1]
    return date(last.year + 1, 1, 1)


BAD_OPTIONAL = {"int": "okänd", "float": "hög", "date": "2005-02-31"}
BAD_OPTIONAL_COLUMNS = frozenset(
    {
        "UtlSvBakg",
        "HSDelt",
        "ForvErs",
        "ALosDag",
        "ADelDag",
        "AStuDag",
        "ASysDag",
        "SsykAr_J16",
        "Betygspoang",
        "beslutsdatumFysioterapeut",
    }
)


def dirty_text(rng: random.Random, register: str, column: str, value: Any, rejected: bool) -> str:
    """One value under harmless dirt."""
    kind = COLUMNS[register][column]
    if value is None:
        if column in BAD_OPTIONAL_COLUMNS and not rejected and rng.random() < 0.1:
            return BAD_OPTIONAL[kind]
        if column == "ProgOrt" and not rejected and rng.random() < 0.3:
            return UNKNOWN_MUNICIPALITY
        return rng.choice(MISSING_TOKENS)
    text = str(value)
    if kind == "date" and isinstance(value, date) and rng.random() < 0.5:
        text = value.strftime("%Y%m%d")
    if kind == "place" and rng.random() < 0.5:
        text = text.lstrip("0")
    if kind == "float":
        text = text.replace(".", ",")
    if register == "registrations" and column == "YProg":
        text = {ours: theirs for theirs, ours in YPROG_CODES.items()}.get(text, text)
    if register == "degrees" and column == "Examenskod":
        text = {ours: theirs for theirs, ours in DEGREE_CODES.items()}.get(text, text)
    if rng.random() < 0.1:
        text = rng.choice([f" {text}", f"{text} ", f"  {text} "])
    return text


def dirty_header(register: str) -> list[str]:
    """Other case, one renamed column, and one that the contract does not know."""
    names = []
    for number, column in enumerate(COLUMNS[register]):
        if column == "LopNr":
            names.append("P1105_LopNr_PersonNr")
        else:
            names.append(column.upper() if number % 2 else column.lower())
    return [*names, "Anmärkning"]


def write_dirty(
    rng: random.Random, delivery: Delivery, folder: Path, register: str, lines: list[Line], expected: Expected
) -> None:
    """Windows-1252, semicolons, mapped names and codes; individuals one file a year."""
    if register != "individuals":
        half = len(lines) // 2
        write_dirty_file(rng, folder, register, f"{register}_del1.csv", lines[:half], expected)
        write_dirty_file(rng, folder, register, f"{register}_del2.csv", lines[half:], expected)
        return
    first, last = delivery.covers["individuals"]
    by_file: dict[str, list[Line]] = {}
    for line in lines:
        year = line.values.get("Ar")
        plain = isinstance(year, int) and first <= year <= last and rng.random() < 0.9
        by_file.setdefault(f"Individ_2026-06_{year}.csv" if plain else "Individ_rest.csv", []).append(line)
    for name in sorted(by_file):
        write_dirty_file(rng, folder, register, name, by_file[name], expected)


def write_dirty_file(
    rng: random.Random, folder: Path, register: str, name: str, lines: list[Line], expected: Expected
) -> None:
    """One dirty file; a year that stands in its name is left out of its rows, or of the header too."""
    year_in_name = name.startswith("Individ_2026")
    drop_column = year_in_name and rng.random() < 0.5
    columns, header = list(COLUMNS[register]), dirty_header(register)
    if drop_column:
        del header[columns.index("Ar")]
        columns.remove("Ar")
    table = [header]
    for line in lines:
        row = []
        for column in columns:
            value = line.values.get(column)
            if column == "Ar" and year_in_name and rng.random() < 0.7:
                value = None
            row.append(dirty_text(rng, register, column, value, bool(line.reason)))
        table.append([*row, rng.choice(["", "åäö", "x, y"])])
    write_text(folder / name, csv_text(table, ";", quote_all=rng.random() < 0.3), "windows-1252")
    note(expected, name, lines)


# --- mixed -------------------------------------------------------------------------------------------


def write_mixed(folder: Path, register: str, lines: list[Line], expected: Expected) -> None:
    """A format of its own for every register; individuals in two."""
    if register in ("degrees", "upper_secondary", "deaths"):
        write_parquet(folder, register, f"{register}.parquet", lines, expected)
    elif register == "individuals":
        early = [line for line in lines if line.values["Ar"] < 2008]
        late = [line for line in lines if line.values["Ar"] >= 2008]
        if early:
            write_table(folder, register, "individuals_1.csv.gz", "\t", "utf-8", early, expected)
        if late:
            write_parquet(folder, register, "individuals_2.parquet", late, expected)
    elif register == "registrations":
        write_table(folder, register, "registrations.csv.gz", "\t", "utf-8", lines, expected)
    elif register == "licences":
        write_table(folder, register, "licences.csv", ";", "utf-8-sig", lines, expected)
    else:
        write_table(folder, register, f"{register}.csv", "\t", "utf-8-sig", lines, expected)


def used_columns(register: str, lines: list[Line]) -> list[str]:
    """Required columns, and optional ones that hold anything."""
    required = REQUIRED[register]
    return [
        column
        for column in COLUMNS[register]
        if column in required or any(line.values.get(column) is not None for line in lines)
    ]


REQUIRED: dict[str, tuple[str, ...]] = {
    "registrations": ("LopNr", "Ar", "Termin", "HsKod", "YProg"),
    "degrees": ("LopNr", "ExHsKod", "Examenskod", "Examensdatum"),
    "applications": ("LopNr", "Ar", "Termin", "YProg", "prioritet", "behorig", "antagen"),
    "upper_secondary": ("LopNr", "AvgAr", "StudieVagKod", "Laroplan"),
    "licences": ("LopNr", "yrkeskod", "legitimationsdatum"),
    "individuals": ("LopNr", "Ar", "Kon", "FodelseAr", "Kommun"),
    "migration": ("LopNr", "PostTyp", "Datum"),
    "deaths": ("LopNr", "DodDatum"),
}


def write_table(
    folder: Path,
    register: str,
    name: str,
    separator: str,
    encoding: str,
    lines: list[Line],
    expected: Expected,
) -> None:
    """A text file with dates as YYYYMMDD and quoted values."""
    columns = used_columns(register, lines)
    table = [columns]
    for line in lines:
        row = []
        for column in columns:
            value = line.values.get(column)
            row.append(value.strftime("%Y%m%d") if isinstance(value, date) else text_of(value))
        table.append(row)
    write_text(folder / name, csv_text(table, separator, quote_all=True), encoding)
    note(expected, name, lines)


def write_parquet(folder: Path, register: str, name: str, lines: list[Line], expected: Expected) -> None:
    """Whole numbers (municipality and occupation codes too) and dates as the format's own types."""
    series = []
    for column in used_columns(register, lines):
        values = [line.values.get(column) for line in lines]
        kind = COLUMNS[register][column]
        if kind == "date":
            series.append(pl.Series(column, values, dtype=pl.Date))
        elif kind == "float":
            series.append(pl.Series(column, values, dtype=pl.Float64))
        elif kind == "int" or (column in NATIVE_CODES and all_plain(kind, values)):
            numbers = [None if value is None else int(value) for value in values]
            series.append(pl.Series(column, numbers, dtype=pl.Int64))
        else:
            series.append(pl.Series(column, values, dtype=pl.String))
    pl.DataFrame(series).write_parquet(folder / name)
    note(expected, name, lines)


NATIVE_CODES = frozenset(
    {
        "LopNr",
        "Kommun",
        "AstKommun",
        "Ssyk4",
        "Ssyk4_J16",
        "Ssyk4_2012",
        "Ssyk4_2012_J16",
        "AstSNI2002",
        "AstSNI2007",
    }
)


def all_plain(kind: str, values: list[Any]) -> bool:
    """True when every value survives as a whole number; municipalities get their zero back (R4)."""
    for value in values:
        if value is None:
            continue
        if not value.isdigit() or (value.startswith("0") and kind != "place"):
            return False
    return True


# --- delivery.toml -----------------------------------------------------------------------------------


def delivery_toml(delivery: Delivery, style: str) -> str:
    """interfaces.md, section 1."""
    parts = [
        f'[delivery]\nid = "{delivery.id}"\nsupplier = "SCB och Socialstyrelsen"\nreceived_on = 2026-06-15\n',
        "[covers]",
    ]
    for register in REGISTERS:
        if register in delivery.covers:
            first, last = delivery.covers[register]
            parts.append(f"{register} = [{toml_value(first)}, {toml_value(last)}]")
    if style == "dirty":
        if "individuals" in delivery.covers:
            parts.append('\n[files]\nindividuals = "Individ_*.csv"')
        for register in REGISTERS:
            if register in delivery.covers:
                parts.append(f'\n[columns.{register}]\nLopNr = "P1105_LopNr_PersonNr"')
        parts.append(code_map("registrations.YProg", YPROG_CODES))
        if "degrees" in delivery.covers:
            parts.append(code_map("degrees.Examenskod", DEGREE_CODES))
    return "\n".join(parts) + "\n"


def toml_value(value: Any) -> str:
    """A term in quotes, a year or a date bare."""
    return f'"{value}"' if isinstance(value, str) else str(value)


def code_map(name: str, codes: Mapping[str, str]) -> str:
    """One [codes] table."""
    lines = [f'"{theirs}" = "{ours}"' for theirs, ours in codes.items()]
    return f"\n[codes.{name}]\n" + "\n".join(lines)
