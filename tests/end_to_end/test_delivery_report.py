"""`vardflode delivery report`: what a supplier is told, by rows to look up and never by person."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import polars as pl
import pytest

from pipelines.cli import run_command
from tests.end_to_end.calling import PERSON, call, left_in, small_delivery
from tests.reading_files import SOFFICE, opened_by_libreoffice
from tests.spoiling import FORMULA, spoiled, table

Capture = pytest.CaptureFixture[str]
STEM = "leveransrapport-2026-06-b-"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the report of a spoiled delivery, compared with a sound one that had a column more."""
    place = tmp_path_factory.mktemp("report")
    earlier = small_delivery(place / "earlier")
    table(earlier, "registrations").with_columns(
        Extra=pl.lit("1"), HsKod=pl.lit("KI")
    ).write_csv(earlier / "registrations.csv")  # fmt: skip
    arguments = ["delivery", "report", spoiled(place / "now"), "--against", earlier, "--out", place / "out"]
    assert run_command([str(argument) for argument in arguments]) == 0
    return place / "out"


def page_of(folder: Path) -> str:
    html = (folder / f"{STEM}.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<(?!/?b>)[^>]+>", " ", html.partition("</head>")[2]))


def rows_of(book: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(book)[sheet].iter_rows(min_row=4, values_only=True))


def test_two_files_and_nothing_else(told: Path) -> None:
    assert left_in(told) == [f"{STEM}.html", f"{STEM}.xlsx"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Leverans 2026-06 &lt;b&gt;, mottagen 2026-06-15. Till: Test. Jämförd med leverans test",
        "Leveransen går inte att använda som den är. 2 saker som stoppar",
        "Registret går inte att läsa. Kolumnen Examenskod saknas i degrees.csv.",
        "säger olika om samma person och år (1999): 2. Vilken av dem gäller? individuals.csv: rad 1, 265",
        "Det finns inga rader för 2005, fast registret ska täcka 1999–2010.",
        "Rader som är exakt lika en annan rad: 1. individuals.csv: rad 266",
        "kön är varken 1 eller 2 (kolumnen Kon). Antal rader: 1. individuals.csv: rad 267",
        "kommunkoden finns inte i kodlistan (kolumnen Kommun). Antal rader: 1. individuals.csv: rad 268",
        "finns inte i kodlistan (kolumnen yrkeskod). Antal rader: 2. licences.csv: rad 25, 26",
        "Kolumner som fanns i den förra leveransen men saknas nu: Extra.",
        "Koder i HsKod som inte fanns i den förra leveransen: LU.",
        "Koder i HsKod som fanns i den förra leveransen men saknas nu: KI.",
    ],
)
def test_what_the_page_says(told: Path, sentence: str) -> None:
    assert sentence in page_of(told)


def test_every_sheet_of_paper_has_the_headings(told: Path) -> None:
    sheets = openpyxl.load_workbook(told / f"{STEM}.xlsx").worksheets
    assert [sheet.print_title_rows for sheet in sheets] == ["$7:$7", *["$3:$3"] * 5]


def test_rows_to_look_up(told: Path) -> None:
    rows = {row[1:6]: row[6] for row in rows_of(told / f"{STEM}.xlsx", "Rader att slå upp")}
    lisa, hosp = "individuals.csv", "licences.csv"
    conflict = "raden säger annat än en annan rad om samma person och år"
    assert (
        rows[lisa, 1, None, conflict, "–"]
        == rows[lisa, 265, None, conflict, "–"]
        == "motstridiga rader 1, år 1999"
    )
    assert rows[lisa, 266, None, "raden är exakt lika en annan rad", "–"] == f"samma som {lisa}, rad 2"
    assert (lisa, 267, "Kon", "kön är varken 1 eller 2", "visas inte") in rows
    assert (lisa, 268, "Kommun", "kommunkoden finns inte i kodlistan", "9998") in rows
    assert (lisa, 269, "Ar", "värdet ligger utanför det som registret ska täcka", "1890") in rows
    code = "koden saknas eller finns inte i kodlistan"
    assert (hosp, 25, "yrkeskod", code, FORMULA) in rows
    assert (hosp, 26, "yrkeskod", code, "visas inte") in rows
    date = "datumet saknas eller går inte att tolka"
    assert (hosp, 27, "legitimationsdatum", date, "visas inte") in rows
    assert len(rows) == 9


def test_no_person_and_no_formula(told: Path) -> None:
    with ZipFile(told / f"{STEM}.xlsx") as book:
        parts = [book.read(name).decode("utf-8") for name in book.namelist()]
    assert not any("<f>" in part for part in parts)
    for text in (*parts, (told / f"{STEM}.html").read_text(encoding="utf-8")):
        for secret in (PERSON.format(""), "19800101", "20030230", "http://www.example"):
            assert secret not in text


def test_the_page_loads_nothing_and_runs_nothing(told: Path) -> None:
    html = (told / f"{STEM}.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in html and "<script" not in html and "<b>" not in html
    assert not re.search(r"(?:src|href)=\"(?!data:)", html)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_as_libreoffice_opens_it(told: Path, tmp_path: Path) -> None:
    book = told / f"{STEM}.xlsx"
    (opened,) = opened_by_libreoffice([book], tmp_path)
    for sheet in ("Rader att slå upp", "Rader per år", "Koder", "Register", "Filer"):
        assert rows_of(opened, sheet) == rows_of(book, sheet)


def test_a_sound_delivery_alone(sound: Path, tmp_path: Path, capsys: Capture) -> None:
    done = call(capsys, "delivery", "report", sound, "--out", tmp_path, "--json")
    assert done.code == 0
    assert done.json["data"]["findings"]["stops"] == done.json["data"]["findings"]["changed"] == 0
    assert done.json["data"]["page"] == str(tmp_path / "leveransrapport-test.html")
    text = (tmp_path / "leveransrapport-test.html").read_text(encoding="utf-8")
    assert "jämför inte med någon tidigare leverans" in text
    assert "Koder" not in openpyxl.load_workbook(tmp_path / "leveransrapport-test.xlsx").sheetnames


def test_what_is_wrong_with_the_call(sound: Path, tmp_path: Path, capsys: Capture) -> None:
    none = call(capsys, "delivery", "report", tmp_path / "nej", "--against", tmp_path / "heller", "--json")
    assert (none.code, none.keys) == (2, ["delivery_folder_missing"] * 2)
    (tmp_path / "fil").touch()
    there = call(capsys, "delivery", "report", sound, "--out", tmp_path / "fil" / "x", "--json")
    assert (there.code, there.keys) == (2, ["not_writable"])
