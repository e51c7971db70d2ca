"""Whole runs from what is not a file per register: LOVA, and tables of a database."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import polars as pl
import psycopg2
import pytest

from schemas.combining import combined
from tests import postgres
from tests.end_to_end.calling import call, small_delivery
from tests.support import FULL_COVERS, write_delivery

Capture = pytest.CaptureFixture[str]
LICENSED, STARTED = range(1, 49), range(1, 61)
missing = postgres.missing() or postgres.odbc_missing()


def numbers(out: Path, *measures: str) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of each measure of the whole window, by the education model."""
    table = pl.read_parquet(out / "2026-1" / "internal" / "measures.parquet").filter(
        (pl.col("model") == "education") & (pl.col("cohort") == "2000-2010") & (pl.col("by_1") == "")
    )
    rows = table.filter(pl.col("measure").is_in(measures))
    return {row["measure"]: (row["numerator"], row["denominator"]) for row in rows.iter_rows(named=True)}


def run(capsys: Capture, delivery: Path, out: Path) -> dict[str, Any]:
    """The main job, as it is typed."""
    more = ["--professions", "tandhygienist", "--out", out, "--json"]
    done = call(capsys, "run", delivery, "--release", "2026-1", *more)
    assert done.code == 0, done.err
    data: dict[str, Any] = done.json["data"]
    return data | {"said": done.err}


def lova(folder: Path) -> Path:
    """Sixty start in 2001; forty-eight take the degree and the licence in 2003 and are in LOVA from then."""
    registers = ("licences", "degrees", "individuals", "migration", "deaths")
    covers = {name: FULL_COVERS[name] for name in ("registrations", *registers)}
    starts = [
        {"LopNr": i, "Ar": 2001, "Termin": 2, "HsKod": "LU", "YProg": "tandhygienist", "ProgOrt": 1281}
        for i in STARTED
    ]
    extra = f"\n[combined]\nlova = {list(registers)}\n"
    write_delivery(folder, {"registrations": starts}, covers | {"individuals": [2000, 2010]}, extra)
    for register in registers:
        (folder / f"{register}.csv").unlink()
    rows = [
        {"LOPNR": i, "AR": year, "YRKESKOD": "TH", "KATEGORI": "L", "LEG_SPECDATUM": "20030705"}
        | {"SYSSSTAT": 1 + 5 * (i > 36), "SSYK4_J16": "3225", "KOMMUN": "0180", "ASTKOMMUN": "0180", "KON": 2}
        | {"EXAMENSKOD": "tandhygienist", "EXAMENSDATUM": "2003-06-05", "INVDATUM1": "2000-01-01"}
        for i in LICENSED
        for year in range(2003, 2011)
    ]
    with (folder / "lova.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, combined()["lova"].names)
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_a_run_from_lova_counts_and_says_what_lova_lacks(tmp_path: Path, capsys: Capture) -> None:
    """36 of the 48 are employed (SYSSSTAT 1), the others are not (6)."""
    made = run(capsys, lova(tmp_path / "lova"), tmp_path / "out")
    assert numbers(tmp_path / "out", "exam_rate_to_date", "licensed_share", "resident_1", "employed_1") == {
        "exam_rate_to_date": (48, 60),
        "licensed_share": (48, 48),
        "resident_1": (48, 48),
        "employed_1": (36, 48),
    }
    assert numbers(tmp_path / "out", "in_profession_1")["in_profession_1"] == (36, 36)
    assert made["registers"]["individuals"]["accepted"] == 48 * 8
    # In 2001, when they study, none of them has a row: that would read as living abroad.
    assert "60 personår med en registrering har ingen rad i befolkningen samma år (2001)" in made["said"]


@pytest.mark.skipif(bool(missing), reason=missing)
def test_a_run_from_a_database_gives_what_the_files_give(tmp_path: Path, capsys: Capture) -> None:
    """The registers of the small delivery as tables of PostgreSQL, one of them as a query."""
    folder = small_delivery(tmp_path / "delivery")
    names = ("degrees", "individuals", "licences", "registrations")
    with postgres.server("hemligt-lösen") as database:
        with psycopg2.connect(database.url) as connection, connection.cursor() as cursor:
            for name in names:
                file = folder / f"{name}.csv"
                head, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines())
                columns = ", ".join(f'"{column}" text' for column in head)
                cursor.execute(f"create table {name} ({columns})")
                places = ", ".join(["%s"] * len(head))
                cursor.executemany(f"insert into {name} values ({places})", rows)
                file.unlink()
        connection.close()
        (folder / "anslutning").write_text(database.odbc, encoding="utf-8")
        tables = "".join(f'{name} = "public.{name}"\n' for name in names[:-1])
        tables += 'registrations = "select * from registrations where \\"HsKod\\" = \'LU\'"\n'
        with (folder / "delivery.toml").open("a", encoding="utf-8") as toml:
            toml.write(f'\n[database]\nconnection_file = "anslutning"\n[tables]\n{tables}')
        made = run(capsys, folder, tmp_path / "out")
    found = numbers(tmp_path / "out", "exam_rate_to_date", "employed_1", "retention_1")
    assert found == {"exam_rate_to_date": (24, 24), "employed_1": (24, 24), "retention_1": (24, 24)}
    assert made["registers"]["individuals"]["accepted"] == 24 * 12
    manifest = (tmp_path / "out" / "2026-1" / "manifest.json").read_text(encoding="utf-8")
    assert "public.individuals" in manifest and "hemligt" not in manifest + made["said"]
