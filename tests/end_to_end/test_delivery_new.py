"""`vardflode delivery new`: a folder without delivery.toml, the questions, and the same counts after."""

from __future__ import annotations

import gzip
import re
import tomllib
from datetime import date
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from flows.synthetic import write_delivery
from schemas.combining import combined
from schemas.faults import LANGUAGES
from tests.delivering import as_csv
from tests.end_to_end.calling import PERSON, call, left_in, small_delivery

Capture = pytest.CaptureFixture[str]
RENAMED = {
    "Hreg_Reg_1.csv": (
        "uttag/Reg_före_2009.txt",
        {"LopNr": "Lopnr_nytt", "Ar": "År", "YProg": "Yrkesprogram"},
    ),
    "Hreg_Reg_2.csv": (
        "uttag/Reg_från_2009.txt",
        {"LopNr": "Lopnr_nytt", "Ar": "År", "YProg": "Yrkesprogram"},
    ),
    "degrees.csv": ("Examina 2026.csv", {"PersonLopNr": "Personnyckel"}),
    "applications.csv": ("Sökande.txt", {"prioritet": "Prio", "behorig": "Behörig"}),
    "licences.csv": ("hosp.csv", {"yrkeskod": "Yrke_kod", "legitimationsdatum": "LegDatum"}),
    "deaths.csv": ("döda.csv", {"DodDatum": "Dödsdatum"}),
    "upper_secondary.csv": ("avg.csv", {"AvgAr": "Avgångsår", "StudieVagKod": "Studievägskod"}),
    "migration.csv.gz": ("in_utv.csv", {"PostTyp": "Typ"}),
}
"""File → its new name and, for some columns, theirs; written anew in Windows-1252 with semicolons."""


def renamed(source: Path, folder: Path) -> Path:
    """The delivery without its delivery.toml, in other files, with other names and another coding."""
    for path in source.iterdir():
        new, names = RENAMED.get(
            path.name, (f"lisa/LISA_{path.stem[-4:]}.csv", {"P1105_LopNr_PersonNr": "LopNr_nytt"})
        )
        if path.name == "delivery.toml":
            continue
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        head, _, rest = raw.decode(
            "cp1252" if path.name in ("degrees.csv", "licences.csv") else "utf-8-sig"
        ).partition("\n")
        separator = max(";,\t", key=head.count)
        theirs = {ours.casefold(): their for ours, their in names.items()}
        columns = ";".join(theirs.get(name.casefold(), name) for name in head.split(separator))
        # Figures may have a decimal comma: only where that was no separator.
        body = rest if separator == ";" else rest.replace(separator, ";")
        (folder / new).parent.mkdir(parents=True, exist_ok=True)
        (folder / new).write_bytes(f"{columns}\n{body}".encode("cp1252"))
    return folder


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_delivery(tmp_path_factory.mktemp("leverans") / "original", seed=3, persons=900)


def settled(folder: Path, like: Path) -> None:
    """What a person does: asks the supplier what is covered, and deletes the questions that are answered."""
    file = folder / "delivery.toml"
    covers = re.search(
        r"\[covers\]\n.*?\n\n", (like / "delivery.toml").read_text(encoding="utf-8"), re.DOTALL
    )
    assert covers is not None
    text = file.read_text(encoding="utf-8").partition("[unsure]")[0]
    file.write_text(re.sub(r"\[covers\]\n.*?\n\n", covers[0], text, flags=re.DOTALL), encoding="utf-8")


def test_the_same_counts_from_a_proposal(original: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = renamed(original, tmp_path / "2026-06")
    (folder / "läs mig.txt").write_text("Hej!", encoding="utf-8")
    done = call(capsys, "delivery", "new", folder, "--json")
    assert done.code == 0, done.err
    proposed = tomllib.loads((folder / "delivery.toml").read_text(encoding="utf-8"))
    assert proposed["delivery"]["id"] == "2026-06"
    assert proposed["covers"]["registrations"] == ["HT1993", "HT2024"]
    assert proposed["files"]["registrations"] == "uttag/Reg_f*"
    assert proposed["columns"]["upper_secondary"] == {"AvgAr": "Avgångsår", "StudieVagKod": "Studievägskod"}
    assert proposed["codes"]["registrations"]["YProg"]["SSK"] == "sjukskoterska"
    assert "läs mig.txt" in proposed["unsure"]["files"]
    asked = set(proposed["unsure"])
    assert {f"covers.{register}" for register in proposed["covers"]} <= asked
    assert {f"columns.{r}.{c}" for r, columns in proposed["columns"].items() for c in columns} <= asked
    assert {f"codes.{r}.{c}" for r, maps in proposed["codes"].items() for c in maps} <= asked
    assert done.json["data"]["unsure"] == proposed["unsure"]

    refused = call(capsys, "check", folder, "--json")
    assert (refused.code, set(refused.keys)) == (2, {"delivery_unsure"})
    assert len(refused.keys) == len(asked)

    settled(folder, original)
    before, after = (call(capsys, "check", each, "--json").json["data"] for each in (original, folder))
    assert after["registers"] == before["registers"]
    assert after["checks"] == before["checks"]


def test_a_delivery_in_our_own_words_asks_of_time_and_sender_only(delivery: Path, capsys: Capture) -> None:
    (delivery / "delivery.toml").unlink()
    assert call(capsys, "delivery", "new", delivery).code == 0
    proposed = tomllib.loads((delivery / "delivery.toml").read_text(encoding="utf-8"))
    registers = ("registrations", "degrees", "licences", "individuals")
    assert set(proposed["unsure"]) == {"delivery", *(f"covers.{register}" for register in registers)}
    assert set(proposed) == {"delivery", "covers", "unsure"}
    assert PERSON.format("") not in (delivery / "delivery.toml").read_text(encoding="utf-8")


def test_other_formats_are_looked_into(delivery: Path, capsys: Capture) -> None:
    """Whatever the reader reads, with as many rows as `check` finds after."""
    people = pl.read_csv(delivery / "individuals.csv", infer_schema=False)
    people.write_parquet(delivery / "lisa.parquet")
    licences = pl.read_csv(delivery / "licences.csv", infer_schema=False)
    pyreadstat.write_sav(licences.to_pandas(), str(delivery / "hosp.sav"))
    for name in ("individuals.csv", "licences.csv", "delivery.toml"):
        (delivery / name).unlink()
    done = call(capsys, "delivery", "new", delivery, "--json")
    assert done.code == 0, done.err
    registers = done.json["data"]["registers"]
    assert (registers["individuals"]["covers"], registers["individuals"]["pattern"]) == (
        ["1999", "2010"],
        "lisa.parquet",
    )
    assert registers["licences"]["covers"] == ["2002-07-05", "2005-07-05"]
    file = delivery / "delivery.toml"
    file.write_text(file.read_text(encoding="utf-8").partition("[unsure]")[0], encoding="utf-8")
    found = call(capsys, "check", delivery, "--json").json["data"]["registers"]
    assert (found["individuals"]["accepted"], found["licences"]["accepted"]) == (
        people.height,
        licences.height,
    )


def test_a_file_of_several_registers(tmp_path: Path, capsys: Capture) -> None:
    """LOVA: its registers but for the one that has a file of its own, and the same counts by `check`."""
    folder = small_delivery(tmp_path / "leverans")
    (folder / "delivery.toml").unlink()
    (folder / "licences.csv").unlink()
    rows = [{"LOPNR": 1, "AR": 2013, "YRKESKOD": "TH", "KATEGORI": "L", "LEG_SPECDATUM": "20050701"}]
    rows += [{"LOPNR": 2, "AR": 2014, "YRKESKOD": "TH", "KATEGORI": "Z", "LEG_SPECDATUM": "20060701"}] * 5
    empty = dict.fromkeys(combined()["lova"].names)
    (folder / "Uttag.csv").write_text(as_csv([empty | row for row in rows], ";"), encoding="utf-8")
    assert call(capsys, "delivery", "new", folder).code == 0
    proposed = tomllib.loads((folder / "delivery.toml").read_text(encoding="utf-8"))
    assert proposed["combined"] == {"lova": ["licences", "deaths", "migration"]}
    assert proposed["files"] == {"lova": "Uttag.csv"}
    assert proposed["covers"]["licences"] == [date(2005, 7, 1), date(2006, 7, 1)]
    assert {"combined.lova", "covers.deaths", "codes.licences.yrkeskod"} <= set(proposed["unsure"])
    assert "KATEGORI=Z" in proposed["unsure"]["codes.licences.yrkeskod"]


def test_hostile_files(delivery: Path, capsys: Capture) -> None:
    """Nothing in a file makes the program stop, wait, or repeat what a terminal would obey."""
    (delivery / "delivery.toml").unlink()
    head = "LopNr,AvgAr,StudieVagKod,Laroplan,\x1b[2J<b>"
    years = ("1e999", "nan", "99999999999", "-1", "0", "9999", "2001", "1999", "=1+1")
    rows = [head, *(f"{i},{year},NV,Gy2000,{'x' * 99_999}" for i, year in enumerate(years))]
    (delivery / "'; drop table.csv").write_text("\n".join(rows), encoding="utf-8")
    (delivery / "bomb.csv.gz").write_bytes(gzip.compress(b"a" * 10_000_000))
    done = call(capsys, "delivery", "new", delivery)
    assert done.code == 0 and "\x1b" not in done.out + done.err
    proposed = tomllib.loads((delivery / "delivery.toml").read_text(encoding="utf-8"))
    assert proposed["covers"]["upper_secondary"] == [1999, 2001]
    assert proposed["files"]["upper_secondary"] == "'; drop table.csv"
    assert "bomb.csv.gz" in "".join(proposed["unsure"].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_existing_file_stays_unless_told(delivery: Path, capsys: Capture, language: str) -> None:
    file = delivery / "delivery.toml"
    before = file.read_bytes()
    done = call(capsys, "delivery", "new", delivery, "--lang", language, "--json")
    assert (done.code, done.keys) == (2, ["delivery_toml_exists"])
    assert "--replace" in done.err and file.read_bytes() == before
    assert call(capsys, "delivery", "new", delivery, "--lang", language, "--replace").code == 0
    words = {"sv": "Stämmer id", "en": "Are id"}
    assert words[language] in file.read_text(encoding="utf-8")


def test_a_folder_without_registers(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "bild.csv").write_bytes(b"\x00\x01\x02")
    (tmp_path / "tom.csv").touch()
    (tmp_path / "namn.csv").write_text("namn;adress\nA;B\n", encoding="utf-8")
    done = call(capsys, "delivery", "new", tmp_path, "--json")
    assert (done.code, done.keys) == (2, ["no_register_recognised"])
    assert left_in(tmp_path) == ["bild.csv", "namn.csv", "tom.csv"]
    missing = call(capsys, "delivery", "new", tmp_path / "nej", "--json")
    assert (missing.code, missing.keys) == (2, ["delivery_folder_missing"])
