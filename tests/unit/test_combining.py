"""LOVA: one file that is licences, degrees, individuals, migration and deaths; no row is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.release import Request
from pipelines.settings import load_settings
from schemas.combining import MAPPINGS, combined, parse_combined
from schemas.contract import contracts
from schemas.delivery import load_delivery
from schemas.faults import UserError
from schemas.reading import check_headers
from tests.delivering import Read, as_csv, read
from tests.spec.lives import Case, counted
from tests.support import FULL_COVERS, write_delivery

REGISTERS = ("licences", "degrees", "individuals", "migration", "deaths")
EMPTY = dict.fromkeys(combined()["lova"].names)
ROWS: list[dict[str, Any]] = [
    {"LOPNR": 1, "AR": 2013, "YRKESKOD": "TH", "KATEGORI": "L", "LEG_SPECDATUM": "20050701"}
    | {"SYSSSTAT": 1, "SSYK4_J16": "3225", "ASTSNI2007": "86230", "KOMMUN": 180, "ASTKOMMUN": 1281, "KON": 2}
    | {"EXAMENSKOD": "tandhygienist", "EXAMENSDATUM": "2005-06-05", "UTBILDNINGSLAND": "Sverige"}
    | {"INVDATUM1": "2001-01-05", "UTVDATUM1": "2000-02-01", "INVDATUM9": "2012-12-31"},
    {"LOPNR": 1, "AR": 2014, "YRKESKOD": "TH", "KATEGORI": "leg", "LEG_SPECDATUM": "20050701"}
    | {"SYSSSTAT": 6, "SSYK4_J16": "3251", "KOMMUN": 180, "KON": 2, "AVLIDENDATUM": "2015-03-02"}
    | {"EXAMENSKOD": "tandhygienist", "EXAMENSDATUM": "2005-06-05", "UTBILDNINGSLAND": "Sverige"},
    {"LOPNR": 2, "AR": 2014, "YRKESKOD": "LK", "KATEGORI": "Specialist", "LEG_SPECDATUM": "20100101"}
    | {"KOMMUN": 1281, "KON": 1, "UTVDATUM2": "i fjol", "AVLIDENDATUM": "."},
    {"LOPNR": 3, "AR": 2014, "YRKESKOD": "LK", "KATEGORI": "Z", "LEG_SPECDATUM": "20100101"}
    | {"KOMMUN": 1281, "KON": 3, "EXAMENSDATUM": "2005-06-05"},
    {"LOPNR": None, "AR": "x", "YRKESKOD": "LK", "KATEGORI": None, "LEG_SPECDATUM": "20100101", "KON": 1},
]


def delivered(
    folder: Path, rows: list[dict[str, Any]], extra: str = "", combined_of: Any = REGISTERS
) -> Path:
    """A delivery with LOVA, and no registrations."""
    covers = {"registrations": FULL_COVERS["registrations"]}
    said = "".join(f"{r} = [{', '.join(map(str, FULL_COVERS[r]))}]\n" for r in REGISTERS)
    write_delivery(folder, {}, covers, said + f"[combined]\nlova = {list(combined_of)}\n{extra}")
    (folder / "lova.csv").write_text(as_csv([EMPTY | row for row in rows], ";"), encoding="utf-8")
    return folder


def read_one(folder: Path, register: str) -> Read:
    """One register of the delivery in a folder."""
    delivery = load_delivery(folder)
    object.__setattr__(delivery, "covers", {register: delivery.covers[register]})
    assert check_headers(delivery, contracts()[register], folder) == []
    return read(delivery)


@pytest.mark.parametrize(
    ("register", "read_rows", "accepted", "duplicates", "set_aside", "rejected"),
    [
        ("licences", 5, 1, 1, 1, {"missing_lopnr": 1, "unknown_code": 1}),
        ("degrees", 5, 2, 1, 2, {}),
        ("individuals", 5, 3, 0, 0, {"missing_lopnr": 1, "unknown_sex": 1}),
        ("migration", 4, 3, 0, 0, {"unparsable_date": 1}),
        ("deaths", 5, 1, 0, 4, {}),
    ],
)
def test_every_row_is_accounted_for(
    tmp_path: Path,
    register: str,
    read_rows: int,
    accepted: int,
    duplicates: int,
    set_aside: int,
    rejected: dict[str, int],
) -> None:
    counts = read_one(delivered(tmp_path, ROWS), register).counts
    assert counts.adds_up
    assert (counts.read, counts.accepted, counts.duplicates) == (read_rows, accepted, duplicates)
    assert (counts.set_aside, counts.rejected) == (set_aside, rejected)


def test_what_the_rows_become(tmp_path: Path) -> None:
    folder = delivered(tmp_path, ROWS)
    licences = read_one(folder, "licences")
    columns: tuple[str, ...] = ("LopNr", "yrkeskod", "legitimationsdatum", "utbildningsland", "file", "row")
    assert licences.accepted.select(columns).rows() == [
        ("1", "TH", date(2005, 7, 1), "Sverige", "lova.csv", 1)
    ]
    assert licences.rejected.select("row", "column", "value", "reason").rows() == [
        (4, "yrkeskod", "KATEGORI=Z", "unknown_code"),
        (5, "LopNr", None, "missing_lopnr"),
    ]
    years = read_one(folder, "individuals").accepted
    columns = ("Ar", "SyssStat11", "SyssStat19", "Ssyk4", "Ssyk4_2012_J16", "Kommun", "FodelseAr")
    assert years.select(columns).rows() == [
        (2013, "1", None, "3225", None, "0180", None),
        (2014, "6", None, None, "3251", "0180", None),
        (2014, None, None, None, None, "1281", None),
    ]
    moves = read_one(folder, "migration").accepted
    assert moves.select("LopNr", "PostTyp", "Datum", "row").sort("Datum").rows() == [
        ("1", "Utv", date(2000, 2, 1), 1),
        ("1", "Inv", date(2001, 1, 5), 1),
        ("1", "Inv", date(2012, 12, 31), 1),
    ]


def test_columns_and_codes_of_lova_by_other_names(tmp_path: Path) -> None:
    rows = [{("Nyckel" if name == "LOPNR" else name): value for name, value in ROWS[3].items()}]
    extra = '[columns.lova]\nlopnr = "Nyckel"\n[codes.lova.KATEGORI]\n"Z" = "L"\n'
    extra += '[files]\nlova = "lova.*"\n'
    folder = delivered(tmp_path, rows, extra)
    text = (folder / "lova.csv").read_text(encoding="utf-8").replace("LOPNR", "tom", 1)
    (folder / "lova.csv").write_text(text, encoding="utf-8")
    assert read_one(folder, "licences").counts.accepted == 1


def test_the_delivery_says_which_registers_lova_is(tmp_path: Path) -> None:
    def key(extra: str, combined_of: Any = REGISTERS, files: str = "") -> list[str]:
        folder = delivered(tmp_path, ROWS, extra, combined_of)
        if files:
            (folder / files).write_text("LopNr\n", encoding="utf-8")
        with pytest.raises(UserError) as caught:
            load_delivery(folder)
        return sorted({fault.key for fault in caught.value.faults})

    assert key("", ["licences"]) == ["files_missing"], "covers of the others, but no rows"
    assert key("", [*REGISTERS, "applications"]) == ["bad_combined", "files_missing"]
    assert key("lisa = ['individuals']\n") == ["unknown_key"]
    assert key("", REGISTERS, "deaths.csv") == ["register_fed_twice"]
    (tmp_path / "deaths.csv").unlink()
    (tmp_path / "lova.csv").rename(tmp_path / "annat.csv")
    delivery = load_delivery(delivered(tmp_path, ROWS))
    assert delivery.combined == dict.fromkeys(REGISTERS, "lova")


def test_a_column_that_lova_must_have(tmp_path: Path) -> None:
    folder = delivered(tmp_path, ROWS)
    text = (folder / "lova.csv").read_text(encoding="utf-8")
    for name, register in (("KATEGORI", "licences"), ("KOMMUN", "individuals"), ("UTVDATUM1", "migration")):
        (folder / "lova.csv").write_text(text.replace(f";{name};", ";x;", 1), encoding="utf-8")
        (fault,) = check_headers(load_delivery(folder), contracts()[register], folder)
        assert (fault.key, fault.fields["column"], fault.fields["register"]) == (
            "column_missing",
            name,
            "lova",
        )


# ---------------------------------------------------------------- the same people in files and in LOVA

LACKING = {"age", "background", "institution", "degree_institution", "degree_county"}
"""What LOVA says nothing of: these breakdowns are `unknown` there."""
PEOPLE = range(1, 31)


def ordinary() -> dict[str, list[dict[str, Any]]]:
    """Thirty dental hygienists in the registers' own files, with all that those hold."""
    said: dict[str, list[dict[str, Any]]] = {name: [] for name in ("registrations", *REGISTERS)}
    for i in PEOPLE:
        start, person = 2000 + i % 4, {"LopNr": i}
        study = {"Ar": start, "Termin": 2, "HsKod": "LU", "YProg": "tandhygienist", "ProgOrt": 1281}
        said["registrations"].append(person | study)
        degree = {"ExHsKod": "LU", "Examenskod": "tandhygienist", "Examensdatum": f"{start + 2}-06-05"}
        if i % 7:
            said["degrees"].append(person | degree)
        said["licences"].append(
            person | {"yrkeskod": "TH", "legitimationsdatum": f"{start + 2}-0{1 + i % 9}-01"}
        )
        gone = 2005 if i % 5 == 0 else 2100
        if gone < 2100:
            said["migration"].append(person | {"PostTyp": "Utv", "Datum": f"{gone}-03-01"})
        if i % 11 == 0:
            said["deaths"].append(person | {"DodDatum": "2009-01-01"})
        for year in range(1999, min(gone, 2009 if i % 11 == 0 else 2100, 2017)):
            status = 1 if (i + year) % 3 else 6
            occupation = "3225" if year < 2014 else "3250"
            said["individuals"].append(
                person
                | {"Ar": year, "Kon": 1 + i % 2, "FodelseAr": 1980, "Kommun": "1280" if i % 3 else "0180"}
                | {"SyssStat": status, "SyssStatJ": status, "SyssStat11": status, "ForvErs": 3000}
                | {"Ssyk4": occupation, "Ssyk4_2012_J16": occupation, "AstKommun": 1280, "UtlSvBakg": 22}
            )
    return said


def as_lova(said: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The same facts as LOVA has them: everything of a person in each of their years."""
    by_person = {name: {row["LopNr"]: row for row in said[name]} for name in REGISTERS}
    rows = []
    for year in said["individuals"]:
        i = year["LopNr"]
        licence = by_person["licences"][i]
        degree, move, death = (by_person[name].get(i, {}) for name in ("degrees", "migration", "deaths"))
        rows.append(
            {"LOPNR": i, "AR": year["Ar"], "YRKESKOD": "TH", "KATEGORI": "L", "KON": year["Kon"]}
            | {"LEG_SPECDATUM": licence["legitimationsdatum"], "KOMMUN": year["Kommun"]}
            | {"SYSSSTAT": year["SyssStat"], "SSYK4_J16": year["Ssyk4"], "ASTKOMMUN": year["AstKommun"]}
            | {"EXAMENSKOD": degree.get("Examenskod"), "EXAMENSDATUM": degree.get("Examensdatum")}
            | {"UTVDATUM1": move.get("Datum"), "AVLIDENDATUM": death.get("DodDatum")}
        )
    return rows


class Delivered(Case):
    """A case whose delivery is there already."""

    def request(self, folder: Path) -> Request:
        """The run that is asked for."""
        settings = replace(load_settings(None), professions=("tandhygienist",))
        return Request(folder, settings, "test")


def cells(folder: Path) -> pl.DataFrame:
    """The cells that a delivery gives, but for what LOVA has nothing of."""
    with counted(Delivered([]), ["measures.cells"], folder) as lives:
        found = lives.release.warehouse.frame("select * from measures.cells")
    known = ~pl.col("by_1").is_in(LACKING) & ~pl.col("by_2").is_in(LACKING)
    return found.filter(known & (pl.col("measure") != "established")).sort(found.columns)


def test_lova_gives_the_same_measures_as_the_registers_own_files(tmp_path: Path) -> None:
    said = ordinary()
    covers = {name: FULL_COVERS[name] for name in said} | {"individuals": [1999, 2016]}
    files = cells(write_delivery(tmp_path / "files", said, covers))
    toml = "".join(f"{name} = [{', '.join(map(str, covers[name]))}]\n" for name in REGISTERS)
    folder = write_delivery(
        tmp_path / "lova",
        {"registrations": said["registrations"]},
        {"registrations": covers["registrations"]},
        toml + f"[combined]\nlova = {list(REGISTERS)}\n",
    )
    pl.DataFrame([EMPTY | row for row in as_lova(said)], infer_schema_length=None).write_parquet(
        folder / "lova.parquet"
    )
    assert files.height > 500
    assert files.equals(cells(folder))


# ---------------------------------------------------------------- the mapping file


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[deaths]", "[dead]"),
        ("holds = [", "hold = ["),
        ('DodDatum = "AVLIDENDATUM"', 'Datum = "AVLIDENDATUM"'),
        ('constants = { ExHsKod = "" }', ""),
    ],
)
def test_a_mapping_that_is_wrong_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (MAPPINGS / "lova.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "lova.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=r"lova\.toml"):
        parse_combined(tmp_path / "lova.toml")
