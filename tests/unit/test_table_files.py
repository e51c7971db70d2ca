"""The table files: read back whole, what is withheld is never zero, and the bytes are the same again."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef

from reports.described import ProfessionText, ReleaseText
from reports.files.catalogue import write_catalogue
from reports.files.labels import Labels
from reports.files.place_book import write_place_books
from reports.files.plain import write_tables
from reports.files.table import FORMATS, NUMBERS, TableFile
from reports.files.workbook import write_workbook
from reports.files.writing import write_table
from reports.language import ENGLISH, SWEDISH, Language
from schemas.published_tables import CELL_COLUMNS, COLUMNS, PublishedTable, published_tables
from tests.comparing_files import must_hold_the_same
from tests.reading_files import (
    SOFFICE,
    opened_by_libreoffice,
    read_csvw,
    read_jsonstat,
    read_px,
    read_semicolon,
    read_xlsx,
)

RELEASE = ReleaseText(
    "2026-1", "2026-06", "SCB och Socialstyrelsen", date(2026, 6, 15), "2000-2010", False, "0.1.0"
)
REHEARSAL = ReleaseText(
    "2026-1", "2026-06", "SCB och Socialstyrelsen", date(2026, 6, 15), "2000-2010", True, "0.1.0"
)
GROUPS = (ProfessionText("logoped", "Logoped", "ready", name_en="Speech therapist"),)
CELLS = PublishedTable(
    "prov", "Prov på åäö", "Trial", "cells", "education", ("window",),
    ("composition", "exam_rate_to_date", "net_1"), ("", "sex", "institution", "sex,age"),
)  # fmt: skip
COUNTS = ("numerator", "denominator", "n_not_observable")
SHARE = ("value", "value_low", "value_high")
EXAM = "exam_rate_to_date"
Six = tuple[Any, Any, Any, Any, Any, Any]
NOTHING: Six = (None, None, None, None, None, None)
ROWS: list[tuple[str, tuple[str, ...], Six, str, str]] = [
    ("composition", (), (100, 100, 0, 1.0, 0.96, 1.0), "ok", ""),
    (EXAM, (), (0, 40, 5, 0.0, 0.0, 0.1), "ok", ""),
    (EXAM, ("sex", "woman"), (5, 10, 0, None, 0.125, 0.875), "ok", "base_small"),
    (EXAM, ("sex", "man"), NOTHING, "protected", "secondary"),
    (EXAM, ("sex", "man", "age", "22-24"), NOTHING, "protected", ""),
    (EXAM, ("institution", "=2+3"), NOTHING, "immature", "immature"),
    (EXAM, ("institution", 'a;b "c", åäö'), (0, 0, 25, None, None, None), "not_observable", "not_observable"),
    (EXAM, ("institution", "-12"), (5, 80, 0, 0.0625, 0.0125, 0.12), "ok", ""),
    (EXAM, ("institution", "+46"), (1234565, 2000000, 0, 0.6172825, 0.617, 0.618), "ok", ""),
    ("net_1", ("institution", "@x"), (-5, 20, 0, -0.25, None, None), "ok", ""),
    ("net_1", ("institution", "utan skäl"), (-5, 10, 0, None, None, None), "ok", ""),
]


def cells(rows: Sequence[tuple[str, tuple[str, ...], Six, str, str]]) -> pl.DataFrame:
    """A frame of the layout cells."""
    shape: dict[str, Any] = dict.fromkeys(CELL_COLUMNS, pl.String) | dict.fromkeys(COUNTS, pl.Int64)
    shape |= dict.fromkeys(SHARE, pl.Float64)
    made = []
    for measure, by, numbers, status, reason in rows:
        by_1, value_1, by_2, value_2 = (*by, "", "", "", "")[:4]
        head = ("logoped", "education", "2000-2010", measure, by_1, value_1, by_2, value_2)
        made.append((*head, *numbers[:4], status, "suppression", reason, *numbers[4:]))
    return pl.DataFrame(made, schema=shape, orient="row")


def handmade(release: ReleaseText = RELEASE) -> TableFile:
    return TableFile(CELLS, cells(ROWS), release, GROUPS)


def every_format(file: TableFile, folder: Path) -> Path:
    """The folder with all files of one table."""
    write_tables({file.name: file.frame}, folder)
    write_table(file, folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return every_format(handmade(), tmp_path_factory.mktemp("files"))


# ---------------------------------------------------------------- what each format says, by hand

WORDS = {
    "secondary": "Skyddad: talet, eller ett annat som skulle kunna räknas fram av det, är för litet"
    " för att visas.",
    "protected": "Skyddad uppgift.",
    "base_small": "För få personer i nämnaren. Andelar, kvartiler och kurvor visas bara när de bygger på"
    " tillräckligt många.",
    "immature": "För ny: årskullen har inte kunnat följas tillräckligt länge.",
    "not_observable": "Ej observerbar: registren täcker inte de datum som behövs.",
    "missing": "Uppgiften finns inte i omgången: ingen, eller för få, att räkna.",
}
WHY = ["", "", "base_small", "secondary", "protected", "immature", "not_observable", "", "", "", "missing"]
SIX_DOTS = ["..", "..", "..", "..", "..", ".."]


def test_swedish_csv(folder: Path) -> None:
    assert (folder / "prov.sv.csv").read_bytes().startswith(b"\xef\xbb\xbfYrkesgrupp;")
    rows = read_semicolon(folder / "prov.sv.csv")
    heads = list(rows[0])
    assert heads[:7] == [
        *("Yrkesgrupp", "Började", "Mått"),
        *("Uppdelning 1", "Delgrupp 1", "Uppdelning 2", "Delgrupp 2"),
    ]
    assert heads[7:10] == ["Antal (täljare)", "Av antal (nämnare)", "Ej observerbara, antal"]
    assert heads[10:] == [
        *("Andel, %", "Lägsta möjliga andel, %", "Högsta möjliga andel, %"),
        *("Varför ett tal saknas", "Omgång"),
    ]
    numbers = [list(row.values())[7:13] for row in rows]
    assert numbers == [
        ["100", "100", "0", "100,0", "96,0", "100,0"],
        ["0", "40", "5", "0,0", "0,0", "10,0"],
        ["5", "10", "0", "..", "12,5", "87,5"],
        SIX_DOTS,
        SIX_DOTS,
        SIX_DOTS,
        ["0", "0", "25", "..", "..", ".."],
        ["5", "80", "0", "6,2", "1,2", "12,0"],
        ["1234565", "2000000", "0", "61,7", "61,7", "61,8"],
        ["-5", "20", "0", "-25,0", ".", "."],
        ["-5", "10", "0", "..", ".", "."],
    ]
    assert [row["Varför ett tal saknas"] for row in rows] == [WORDS.get(code, "") for code in WHY]
    assert [row["Delgrupp 1"] for row in rows] == [
        *("Alla", "Alla", "Kvinnor", "Män", "Män"),
        *("'=2+3", 'a;b "c", åäö', "'-12", "'+46", "'@x", "utan skäl"),
    ]
    assert (rows[4]["Uppdelning 2"], rows[4]["Delgrupp 2"]) == ("Ålder vid start", "22–24 år")
    assert {row["Omgång"] for row in rows} == {"2026-1"}


def test_excel(folder: Path) -> None:
    rows = read_xlsx(folder / "prov.xlsx")
    numbers = [list(row.values())[7:13] for row in rows]
    assert numbers[0] == [100, 100, 0, 1.0, 0.96, 1.0]
    assert numbers[2] == [5, 10, 0, "..", 0.125, 0.875]
    assert numbers[3:6] == [SIX_DOTS] * 3
    assert numbers[6] == [0, 0, 25, "..", "..", ".."]
    assert numbers[9] == [-5, 20, 0, -0.25, ".", "."]
    assert [row["Varför ett tal saknas"] for row in rows] == [WORDS.get(c, "Inget saknas") for c in WHY]
    assert rows[5]["Delgrupp 1"] == "=2+3"
    book = openpyxl.load_workbook(folder / "prov.xlsx")
    sheet = book["Tabell"]
    assert book.sheetnames == ["Omslag", "Innehåll", "Noter", "In English", "Tabell"]
    assert list(sheet.tables) == ["prov"]
    assert sheet.freeze_panes == "B5"
    assert sheet["E10"].data_type == "s", "a text that begins with = is no formula"
    assert (sheet["H6"].number_format, sheet["K5"].number_format) == (
        '#,##0;-#,##0;"–"',
        '0.0%;-0.0%;"–"',
    )
    assert sheet["A4"].font.bold and sheet.column_dimensions["C"].width > 12
    assert (book.properties.title, book.properties.created.isoformat()) == (
        "Prov på åäö",
        "2026-06-15T00:00:00",
    )
    notes = [row[1:] for row in book["Noter"].iter_rows(values_only=True)]
    assert ("..", "Talet är skyddat eller inte tillgängligt. Den sista kolumnen säger varför.") in notes
    assert ("–", "Exakt noll.") in notes


def test_px(folder: Path) -> None:
    """Six signs for six kinds of reasons; what has no row says so."""
    text = (folder / "prov.px").read_text(encoding="utf-8")
    assert text.startswith(
        'CHARSET="ANSI";\nAXIS-VERSION="2013";\nCODEPAGE="utf-8";\nLANGUAGE="sv";\nLANGUAGES="sv","en";\n'
    )
    head, data = read_px(folder / "prov.px")
    english, same = read_px(folder / "prov.px", "en")
    assert list(data.values()) == list(same.values())
    assert head["OFFICIAL-STATISTICS"] == "NO"
    assert head["CODES(Uppdelning)"][:3] == ["total", "sex:woman", "sex:man"]
    assert head["VALUES(Uppdelning)"][-1] == "Kön: Män, Ålder vid start: 22–24 år"
    assert "Lärosäte: a;b ”c”, åäö" in head["VALUES(Uppdelning)"]
    assert english["VALUES(Group)"] == ["Speech therapist"]
    assert english["DATASYMBOL3"] == [".. (too few)"]
    exam = head["VALUES(Mått)"][1]

    def said(*key: str) -> list[str]:
        return [data["Logoped", "2000–2010", *key, content] for content in head["VALUES(Innehåll)"]]

    assert said(exam, "Alla") == ["0", "40", "5", "0.0", "0.0", "10.0"]
    assert said(exam, "Kön: Kvinnor") == ["5", "10", "0", '"..."', "12.5", "87.5"]
    assert said(exam, "Kön: Män") == ['".."'] * 6
    assert said(exam, "Lärosäte: =2+3") == ['"....."'] * 6
    assert said(exam, "Lärosäte: a;b ”c”, åäö") == ["0", "0", "25", *['"...."'] * 3]
    assert said("Antal som började", "Kön: Kvinnor") == ['"......"'] * 6
    assert said("Nettoflyttning efter 1 år", "Lärosäte: @x") == ["-5", "20", "0", "-25.0", '"."', '"."']


def test_json_stat(folder: Path) -> None:
    """Every number and every reason; nothing where there is no row."""
    found = read_jsonstat(folder / "prov.json")
    assert len(found) == 6 * len(ROWS)
    key = ("logoped", "2000-2010", EXAM)
    assert found[*key, "sex:man|age:22-24", "n_not_observable"] == "protected"
    assert found[*key, "sex:man", "value"] == "secondary"
    assert found[*key, "institution:+46", "value"] == 0.6172825
    assert found[*key, "institution:=2+3", "numerator"] == "immature"
    data = json.loads((folder / "prov.json").read_text(encoding="utf-8"))
    assert data["size"] == [1, 1, 3, 10, 6]
    assert data["role"] == {"time": ["cohort"], "metric": ["content"]}
    assert data["extension"]["status"]["label"]["sv"]["base_small"] == WORDS["base_small"]
    assert set(data["extension"]["status"]["label"]["en"]) == set(data["status"].values())


def test_csv_with_metadata(folder: Path) -> None:
    """Values of the types that the metadata say; an empty text is a text, an empty number is none."""
    assert read_csvw(folder / "prov.csv") == handmade().frame.to_dicts()


def test_parquet(folder: Path) -> None:
    assert pl.read_parquet(folder / "prov.parquet").equals(handmade().frame)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_as_libreoffice_opens_them(folder: Path, tmp_path: Path) -> None:
    """Numbers are numbers, signs are texts, and no text has become a formula."""
    book, csv_file = folder / "prov.xlsx", folder / "prov.sv.csv"
    opened = opened_by_libreoffice([book], tmp_path / "x")
    assert read_xlsx(opened[0]) == read_xlsx(book)
    head, *rows = openpyxl.load_workbook(
        opened_by_libreoffice([csv_file], tmp_path / "c", is_csv=True)[0]
    ).active.iter_rows(values_only=True)
    assert list(head) == list(read_semicolon(csv_file)[0])
    for read, written in zip(rows, read_semicolon(csv_file), strict=True):
        for cell, text in zip(read[7:13], list(written.values())[7:13], strict=True):
            assert cell == (text if text in ("..", ".") else float(text.replace(",", ".")))
        assert read[4].lstrip("'") == written["Delgrupp 1"].lstrip("'")


def test_all_of_it_at_once(folder: Path) -> None:
    must_hold_the_same(handmade(), folder)


# ---------------------------------------------------------------- every layout


def protected_rows(layout: str) -> pl.DataFrame:
    """Two rows of a layout: one withheld, one with zeros that are zeros."""
    words = {name: "protected" for name in COLUMNS[layout] if name not in NUMBERS[layout]}
    words |= {"profession": "logoped", "model": "licence", "cohort": "2000/01"} if "cohort" in words else {}
    words |= {"by_1": "sex", "value_1": "man", "by_2": "", "value_2": "", "status": "protected", "k": "0"}
    hidden = {name: words.get(name) for name in COLUMNS[layout]}
    zero = hidden | dict.fromkeys(NUMBERS[layout], 0) | {"status": "ok"}
    zero |= {"value_1": "woman", "cause": "dead", "step": "read", "alternative": "other", "reason": ""}
    kinds = {name: pl.Float64 if name in NUMBERS[layout] else pl.String for name in COLUMNS[layout]}
    return pl.DataFrame(
        [{name: row[name] for name in COLUMNS[layout]} for row in (hidden, zero)], schema=kinds
    )


def of_layout(layout: str, frame: pl.DataFrame | None = None) -> TableFile:
    name = {"cells": "licensed"}.get(layout, layout)
    table = published_tables()[name]
    return TableFile(table, protected_rows(layout) if frame is None else frame, REHEARSAL, GROUPS)


@pytest.mark.parametrize("layout", sorted(COLUMNS))
def test_withheld_is_never_zero(layout: str, tmp_path: Path) -> None:
    """In every format that there is; a new format adds its reader here."""
    file = of_layout(layout)
    every_format(file, tmp_path)
    endings = {path.name.partition(".")[2] for path in tmp_path.iterdir()}
    assert endings == {*FORMATS, "csv-metadata.json"}
    read = {
        "xlsx": [[row[h] for h in heads(file)] for row in read_xlsx(tmp_path / f"{file.name}.xlsx")],
        "sv.csv": [[row[h] for h in heads(file)] for row in read_semicolon(tmp_path / f"{file.name}.sv.csv")],
    }
    for name, (hidden, shown) in read.items():
        assert set(hidden) == {".."}, name
        assert {float(str(number).replace(",", ".")) for number in shown} == {0}, name
    with (tmp_path / f"{file.name}.csv").open(encoding="utf-8", newline="") as lines:
        withheld, zeros = csv.DictReader(lines)
    assert {withheld[name] for name in file.numbers} == {""}
    assert {zeros[name] for name in file.numbers} == {"0.0"}
    assert pl.read_parquet(tmp_path / f"{file.name}.parquet").equals(file.frame)
    must_hold_the_same(file, tmp_path)


def heads(file: TableFile) -> list[str]:
    """The headings of the numbers, in Swedish."""
    words = file_words()["columns"]
    return [words[file.number_key(name)] for name in file.numbers]


def file_words() -> dict[str, Any]:
    from reports.words import swedish

    return dict(swedish()["files"])


@pytest.mark.parametrize("layout", sorted(COLUMNS))
@pytest.mark.parametrize("rows", ["none", "all withheld"])
def test_a_table_with_nothing_to_show(layout: str, rows: str, tmp_path: Path) -> None:
    frame = protected_rows(layout).head(0 if rows == "none" else 1)
    file = of_layout(layout, frame)
    every_format(file, tmp_path)
    must_hold_the_same(file, tmp_path)
    text = (tmp_path / f"{file.name}.px").read_text(encoding="utf-8").partition("DATA=\n")[2]
    assert set(text.split()) <= {'"......"', '"......";', '".."', '"..";'}


def test_quartiles_are_months(tmp_path: Path) -> None:
    """41 months are 41 months, not 4 100 per cent; a quartile has no interval."""
    table = published_tables()["months"]
    rows = [(table.measures[0], (), (30, 30, 0, 41.0, None, None), "ok", "")]
    file = TableFile(table, cells(rows), RELEASE, GROUPS)
    every_format(file, tmp_path)
    must_hold_the_same(file, tmp_path)
    row = read_semicolon(tmp_path / "months.sv.csv")[0]
    assert row["Månader"] == "41"
    assert not [heading for heading in row if "möjliga" in heading]
    assert openpyxl.load_workbook(tmp_path / "months.xlsx")["Tabell"]["I5"].number_format == "0"


def test_a_matrix_has_rows_and_columns(tmp_path: Path) -> None:
    """Crossed breakdowns are two dimensions: from and to."""
    table = published_tables()["mobility"]
    rows = [
        (
            "mobility_home_to_study",
            ("from_county", "01", "to_county", code),
            (25, 50, 0, 0.5, 0.4, 0.6),
            "ok",
            "",
        )
        for code in ("01", "03")
    ]
    file = TableFile(table, cells(rows), RELEASE, GROUPS)
    every_format(file, tmp_path)
    head, data = read_px(tmp_path / "mobility.px")
    assert head["STUB"] == ["Yrkesgrupp", "Började", "Mått", "Från", "Till"]
    assert head["VALUES(Till)"] == ["Till län: 01 Stockholms län", "Till län: 03 Uppsala län"]
    assert len(data) == 2 * 6
    assert json.loads((tmp_path / "mobility.json").read_text("utf-8"))["role"]["geo"] == ["from", "to"]


# ---------------------------------------------------------------- the format's own rules


QUOTED = r'"[^"]+"'
STATEMENT = re.compile(
    rf"[A-Z0-9-]+(\[en\])?(\({QUOTED}(,{QUOTED})*\))?="
    rf"({QUOTED}((,|\n|,\n){QUOTED})*|\d+|YES|NO|TLIST\(A1\)(,{QUOTED})+)"
)
MANDATORY = {
    *("CHARSET", "AXIS-VERSION", "CODEPAGE", "LANGUAGE", "LANGUAGES", "CREATION-DATE", "DECIMALS", "MATRIX"),
    *("SUBJECT-CODE", "SUBJECT-AREA", "TITLE", "CONTENTS", "UNITS", "STUB", "HEADING", "VALUES", "SOURCE"),
    *("CONTVARIABLE", "LAST-UPDATED", "CONTACT"),
}


@pytest.mark.parametrize("layout", ["handmade", *sorted(COLUMNS)])
def test_px_keeps_to_its_grammar(layout: str, tmp_path: Path) -> None:
    """Every statement, no line too long, all mandatory keywords, and English after each Swedish one."""
    file = handmade() if layout == "handmade" else of_layout(layout)
    every_format(file, tmp_path)
    head, _, data = (tmp_path / f"{file.name}.px").read_text(encoding="utf-8").partition("\nDATA=\n")
    assert max(map(len, head.splitlines())) <= 256
    statements = f"{head}\n".split(";\n")[:-1]
    for statement in statements:
        assert STATEMENT.fullmatch(statement), statement
    names = [re.split(r"[\[(=]", statement)[0] for statement in statements]
    assert set(names) >= MANDATORY
    english = [name for name, one in zip(names, statements, strict=True) if one.startswith(f"{name}[en]")]
    assert {"TITLE", "VALUES", "CODES", "CONTVARIABLE", "UNITS", "NOTEX", "DATASYMBOL2"} <= set(english)
    for name in set(english):
        assert names.count(name) == 2 * english.count(name), name
    assert re.fullmatch(r'((-?\d+(\.\d)?|"\.{1,6}")[ \n]?)+;\n', data)


def test_years_in_a_row_are_time(tmp_path: Path) -> None:
    """TLIST without quotation marks around it, and only for consecutive calendar years."""
    table = published_tables()["licensed"]
    frame = cells([("resident_1", (), (20, 25, 0, 0.8, 0.7, 0.9), "ok", "")])
    years = pl.concat([frame.with_columns(pl.lit(year).alias("cohort")) for year in ("2004", "2005")])
    every_format(TableFile(table, years, RELEASE, GROUPS), tmp_path)
    text = (tmp_path / "licensed.px").read_text(encoding="utf-8")
    assert '\nTIMEVAL("Legitimationsår")=TLIST(A1),"2004","2005";\n' in text
    gap = years.with_columns(pl.col("cohort").replace("2005", "2007"))
    every_format(TableFile(table, gap, RELEASE, GROUPS), tmp_path)
    assert "TIMEVAL" not in (tmp_path / "licensed.px").read_text(encoding="utf-8")


def test_a_rehearsal_is_marked_wherever_it_can_be(tmp_path: Path) -> None:
    every_format(handmade(REHEARSAL), tmp_path)
    write_catalogue([handmade(REHEARSAL)], tmp_path / "dcat.rdf")
    for ending in ("sv.csv", "px", "json", "csv-metadata.json"):
        assert "ÖVNING" in (tmp_path / f"prov.{ending}").read_text(encoding="utf-8"), ending
    assert "REHEARSAL" in (tmp_path / "dcat.rdf").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(tmp_path / "prov.xlsx")
    assert all(
        str(book[name]["A1"].value or "") + str(book[name]["A2"].value or "") for name in book.sheetnames
    )
    assert "ÖVNING" in str(book["Omslag"]["A2"].value)
    assert "ÖVNING" in str(book["Tabell"]["A1"].value)
    every_format(handmade(), tmp_path)
    for path in tmp_path.glob("prov.*"):
        assert "ÖVNING".encode() not in path.read_bytes(), path.name


def test_a_large_table_is_split_by_group_and_then_in_parts(tmp_path: Path) -> None:
    """Excel's limit is 1 048 576 rows; here it is 4 of 11 + 2."""
    other = cells(ROWS[:2]).with_columns(pl.lit("dietist").alias("profession"))
    file = TableFile(CELLS, pl.concat([other, cells(ROWS)]), RELEASE, GROUPS)
    write_workbook(file, tmp_path / "prov.xlsx", most=4)
    book = openpyxl.load_workbook(tmp_path / "prov.xlsx")
    assert book.sheetnames[4:] == ["dietist", "Logoped 1", "Logoped 2", "Logoped 3"]
    assert [name for sheet in book.worksheets[4:] for name in sheet.tables] == [
        *("prov_dietist", "prov_logoped_1", "prov_logoped_2", "prov_logoped_3")
    ]
    assert len(read_xlsx(tmp_path / "prov.xlsx")) == 13
    listed = [row[0].value for row in book["Innehåll"].iter_rows(min_row=3)]
    assert listed == ["Omslag", "Noter", "In English", *book.sheetnames[4:]]
    assert {cell.hyperlink.location for cell in book["Innehåll"]["A"][2:]} == {f"'{n}'!A1" for n in listed}


MOVES = PublishedTable(
    "flytt", "Flyttar", "Moves", "cells", "education", ("window",), ("mobility_home_to_study",),
    ("", "from_county,to_county"), crossed=True,
)  # fmt: skip
FROM_TO = [
    ("mobility_home_to_study", (), (100, 100, 0, 1.0, None, None), "ok", ""),
    *(
        ("mobility_home_to_study", ("from_county", home, "to_county", study), numbers, status, "")
        for home, study, numbers, status in (
            ("01", "01", (40, 60, 0, 2 / 3, None, None), "ok"),
            ("01", "12", (20, 60, 0, 1 / 3, None, None), "ok"),
            ("12", "12", (35, 40, 0, 7 / 8, None, None), "ok"),
            ("12", "01", NOTHING, "protected"),
        )
    ),
]


def test_a_table_of_moves_has_the_sums_of_its_columns(tmp_path: Path) -> None:
    """20 + 35 came to Skåne; of those who came to Stockholm one number is withheld."""
    file = TableFile(MOVES, cells(FROM_TO), RELEASE, GROUPS)
    every_format(file, tmp_path)
    assert len(read_xlsx(tmp_path / "flytt.xlsx")) == 5
    sums = read_xlsx(tmp_path / "flytt.xlsx", is_sums=True)
    assert [[row[h] for h in ("Till län", "Antal (täljare)")] for row in sums] == [
        ["01 Stockholms län", ".."],
        ["12 Skåne län", 55],
    ]
    assert [row["Varför ett tal saknas"] for row in sums] == [
        "Visas inte, eftersom något av talen som läggs ihop är skyddat.",
        "Inget saknas",
    ]


def test_a_county_has_its_rows_of_every_table_in_one_workbook(tmp_path: Path) -> None:
    """From Skåne and to it, and those who came from there; a county that no row names has no workbook."""
    rates = replace(CELLS, name="rates", breakdowns=("", "sex", "home_county"))
    rows = [*ROWS[:3], (EXAM, ("home_county", "12"), (30, 40, 0, 0.75, 0.7, 0.8), "ok", "")]
    other = [(EXAM, ("home_county", "01"), (3, 4, 0, None, None, None), "ok", "base_small")]
    files = [TableFile(rates, cells([*rows, *other]), RELEASE, GROUPS)]
    files.append(TableFile(MOVES, cells(FROM_TO), RELEASE, GROUPS))
    paths = write_place_books(files, tmp_path)
    assert [path.name for path in paths] == ["lan-01.xlsx", "lan-12.xlsx"]
    book = openpyxl.load_workbook(paths[1])
    assert book.sheetnames == [
        *("Omslag", "Innehåll", "Noter", "Från start till yrket", "Flyttar", "Summa till Flyttar")
    ]
    assert book["Omslag"]["A1"].value == "Skåne län"
    found = read_xlsx(paths[1])
    assert [row["Antal (täljare)"] for row in found] == [30, 20, 35, "..", 55]
    first = paths[1].read_bytes()
    assert write_place_books(files, tmp_path)[1].read_bytes() == first


def test_a_net_says_why_it_has_no_interval() -> None:
    words, file = SWEDISH.texts["files"]["net"], handmade()
    assert words in file.notes(SWEDISH)
    fives = replace(file, frame=file.frame.with_columns(method=pl.lit("rounding_5")))
    says = ["upp till 8 personer" in " ".join(one.notes(SWEDISH)) for one in (file, fives)]
    assert says == [False, True]  # twice the 4 that a count in fives may be off
    assert words not in replace(file, table=replace(CELLS, measures=(EXAM,))).notes(SWEDISH)


def test_the_catalogue(tmp_path: Path) -> None:
    """One data set per table, one distribution per format, each with title, licence and address."""
    files = [of_layout(layout) for layout in sorted(COLUMNS)]
    write_catalogue(files, tmp_path / "dcat.rdf")
    graph = Graph().parse(tmp_path / "dcat.rdf", publicID="https://example.se/tables/dcat.rdf")
    sets = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(sets) == 5
    for one in sets:
        for needed in (
            DCTERMS.title,
            DCTERMS.description,
            DCTERMS.publisher,
            DCAT.contactPoint,
            DCTERMS.temporal,
        ):
            assert list(graph.objects(one, needed)), needed
        assert len(list(graph.objects(one, DCAT.distribution))) == len(FORMATS)
    addresses = set(graph.objects(predicate=DCAT.downloadURL))
    assert URIRef("https://example.se/tables/licensed.sv.csv") in addresses
    rights = {str(one).rpartition("/")[2] for one in graph.objects(predicate=DCTERMS.accessRights)}
    assert rights == {"NON_PUBLIC"}, "it is a rehearsal"
    assert len(list(graph.subjects(DCTERMS.license))) == 1 + 5 * len(FORMATS)


WRITE = """
import sys
from pathlib import Path
from tests.unit.test_table_files import every_format, handmade, of_layout
from reports.files.catalogue import write_catalogue
for file in (handmade(), of_layout("curves"), of_layout("sensitivity")):
    every_format(file, Path(sys.argv[1]))
write_catalogue([handmade(), of_layout("curves")], Path(sys.argv[1]) / "dcat.rdf")
"""


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    """In processes that hash otherwise, on another day and in another time zone."""
    found = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        folder = tmp_path / seed
        folder.mkdir()
        surroundings = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run(
            [sys.executable, "-c", WRITE, str(folder)],
            check=True,
            env=surroundings,
            cwd=Path(__file__).parents[2],
        )
        found.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    assert found[0] == found[1]
    assert len(found[0]) == 3 * (len(FORMATS) + 1) + 1


@pytest.mark.parametrize("language", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_everything_has_words(language: Language) -> None:
    """No code of a measure or a breakdown is left where people read."""
    labels = Labels(language, GROUPS)
    for table in published_tables().values():
        for measure in table.measures:
            assert labels.measure(measure, table.model) != measure
        for by in {by for pair in table.breakdowns for by in pair.split(",") if by}:
            assert labels.breakdown(by, table.model) != by
    for other in ("stayed_1_to_3_either", "retention_1_workplace", "in_profession_3_either"):
        assert "_" not in labels.measure(other)


def test_no_table_mixes_months_and_shares() -> None:
    """So that a column of values has one unit."""
    for table in published_tables().values():
        months = [name.startswith("months_") for name in table.measures]
        assert all(months) or not any(months), table.name


def test_the_list_of_tables() -> None:
    """The issue's list: what is published, and nothing else."""
    listed = published_tables()
    assert {t.layout for t in listed.values()} == set(COLUMNS)
    pairs = {b for t in listed.values() for b in t.breakdowns if "," in b}
    assert pairs == {
        *(f"sex,{by}" for by in ("age", "background", "upper_secondary", "home_region", "study_region")),
        *("sex,cohort_year", "status,sex", "fate,sex", "degree_county,specialisation"),
        *("from_county,to_county", "from_region,to_region", "years_since_licence,specialisation"),
    }
    for table in listed.values():
        if table.model == "education" and table.cohorts == ("year",):
            allowed = {"", "sex", "region", "from_region,to_region"}
            assert set(table.breakdowns) <= allowed, table.name
