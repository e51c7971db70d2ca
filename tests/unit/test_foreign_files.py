"""SAS, SPSS and Stata files: the same rows in every format, what SAS itself writes, and broken files."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest

from schemas import foreign_files
from schemas.contract import contracts
from schemas.delivery import Cover
from schemas.faults import LANGUAGES, UserError
from schemas.reading import check_headers
from schemas.sources import batches, open_source
from tests.delivering import Read, deliver, read
from tests.foreign import NATIVE, READSTAT, TEXT, WITHOUT_READSTAT, in_windows_1252, write_as

SAMPLES = Path(__file__).parent.parent / "samples"
FORMATS = [
    pytest.param(e, marks=pytest.mark.skipif(e == ".sas7bdat" and not READSTAT, reason=WITHOUT_READSTAT))
    for e in (*TEXT[1:], *NATIVE)
]
PEOPLE = pl.DataFrame(
    {
        "LopNr": [1001, 1001, 1002, None, 1003, 1004, 1005, 1006],
        "Ar": [2005, 2005, 2005, 2005, 2005, 1950, None, 2006],
        "Kon": [1, 1, 2, 1, 3, 1, 2, 2],
        "FodelseAr": [1980, 1980, 1981, 1980, 1980, 1980, 1980, 1982],
        "Kommun": ["0180", "0180", "1281", "0180", "0180", "0180", "0180", "9998"],
        "AstKommun": [180, 180, 1281, None, None, None, None, None],
        "Ssyk4": ["2230", "2230", "Åäö", "", "", "", "", ""],
        "ForvErs": [1234.5, 1234.5, None, 0.0, 0.0, 0.0, 0.0, 0.0],
    }
)
DIRTY = pl.DataFrame(
    {
        "LopNr": ["0007", "8", "8", "9", "10", "11", "12"],
        "yrkeskod": ["AT", "SJ", "SJ", "??", "BM", "AT", "SJ"],
        "legitimationsdatum": [
            "2005-06-05",
            "20050605",
            "2005-06-05",
            "2005-06-05",
            "i juni",
            "0000-01-01",
            "9999-12-31",
        ],
        "utbildningsland": ["Sverige", "Österrike", "Österrike", "", "=cmd|x", "<b>", "x"],
    }
)
DATED = pl.DataFrame({"LopNr": [1, 2, 3], "DodDatum": [date(2005, 6, 5), None, date(1961, 12, 31)]})


def delivered(folder: Path, register: str, rows: pl.DataFrame, ending: str) -> Read:
    """The rows read from one file of that format."""
    folder.mkdir()
    name = f"{register}{ending}"
    delivery = deliver(folder, register, {name: write_as(folder / name, rows).read_bytes()})
    assert check_headers(delivery, contracts()[register], folder) == []
    return read(delivery)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("register", ["individuals", "licences", "deaths"])
def test_the_format_makes_no_difference(tmp_path: Path, register: str, ending: str) -> None:
    rows = {"individuals": PEOPLE, "licences": DIRTY, "deaths": DATED}[register]
    plain = delivered(tmp_path / "a", register, rows, ".csv")
    other = delivered(tmp_path / "b", register, rows, ending)
    assert other.counts == plain.counts
    assert other.counts.adds_up and other.counts.read == rows.height
    assert other.accepted.drop("file").equals(plain.accepted.drop("file"))
    assert other.rejected.drop("file").equals(plain.rejected.drop("file"))


def test_what_becomes_of_those_rows(tmp_path: Path) -> None:
    counts = delivered(tmp_path / "i", "individuals", PEOPLE, ".parquet").counts
    assert (counts.accepted, counts.duplicates, counts.restored) == (2, 1, {"AstKommun": 2})
    assert counts.rejected == {
        "missing_lopnr": 1,
        "missing_value": 1,
        "out_of_range": 1,
        "unknown_municipality": 1,
        "unknown_sex": 1,
    }
    counts = delivered(tmp_path / "l", "licences", DIRTY, ".dta").counts
    assert (counts.accepted, counts.duplicates) == (2, 1)
    assert counts.rejected == {"out_of_range": 2, "unknown_code": 1, "unparsable_date": 1}


def rows_of(path: Path, scratch: Path) -> list[tuple[str | None, ...]]:
    """The rows of a file as text."""
    source = open_source(path, scratch)
    return [row for batch in batches(source, source.frame, 1000) for row in batch.rows()]


def test_dates_and_datetimes_by_their_sas_formats(tmp_path: Path) -> None:
    rows = rows_of(SAMPLES / "dates.sas7bdat", tmp_path)
    assert len(rows) == 50
    assert rows[0] == ("2061-04-15", "2061-04-15", "07:38:33")
    assert all(day == moment for day, moment, _ in rows)
    shutil.copy(SAMPLES / "dates.sas7bdat", tmp_path / "deaths.sas7bdat")
    names = {"LopNr": "time", "DodDatum": "dtime"}
    cover = Cover(date(2061, 1, 1), date(2061, 12, 31))
    files = {"deaths.sas7bdat": (SAMPLES / "dates.sas7bdat").read_bytes()}
    found = read(deliver(tmp_path, "deaths", files, cover=cover, columns=names))
    inside = [day for day, _, _ in rows if day and day.startswith("2061")]
    assert sorted(map(str, found.accepted["DodDatum"])) == sorted(inside)
    assert found.counts.rejected == {"out_of_range": 50 - len(inside)}


def test_compressed_by_sas(tmp_path: Path) -> None:
    rows = rows_of(SAMPLES / "sample_bincompressed.sas7bdat", tmp_path)
    assert rows[0] == ("a", "1.1", "2018-05-06", "2018-05-06", "1", "1", "10:10:10")
    assert rows[4] == ("e", "1000.3", None, None, "1", "1", None)
    assert len(rows) == 5


def test_special_missing_values_of_sas_are_missing(tmp_path: Path) -> None:
    assert rows_of(SAMPLES / "missing_test.sas7bdat", tmp_path) == [(*[None] * 8, "1")]


def test_labelled_values_come_as_their_codes(tmp_path: Path) -> None:
    rows = pl.DataFrame({"Kon": [1.0, 2.0, 9.0], "Ort": ["Malmö", "Åre", ""]})
    labels: dict[str, Any] = {"Kon": {1: "man", 2: "kvinna", 9: "uppgift saknas"}}
    pyreadstat.write_dta(rows, str(tmp_path / "a.dta"), variable_value_labels=labels)
    # SPSS can say of a code that it means missing; that is then what it is.
    pyreadstat.write_sav(
        rows, str(tmp_path / "a.sav"), variable_value_labels=labels, missing_ranges={"Kon": [9]}
    )
    assert rows_of(tmp_path / "a.dta", tmp_path) == [("1", "Malmö"), ("2", "Åre"), ("9", "")]
    assert rows_of(tmp_path / "a.sav", tmp_path) == [("1", "Malmö"), ("2", "Åre"), (None, "")]


@pytest.mark.skipif(not READSTAT, reason=WITHOUT_READSTAT)
def test_windows_1252_in_sas(tmp_path: Path) -> None:
    file = write_as(tmp_path / "a.sas7bdat", pl.DataFrame({"LopNr": [17, 18], "Ort": ["Malmö", "Åre"]}))
    in_windows_1252(file, ["Malmö", "Åre"])
    assert rows_of(file, tmp_path) == [("17", "Malmö"), ("18", "Åre")]


# ---------------------------------------------------------------- files that cannot be read


def refused(path: Path, scratch: Path) -> str:
    """The key of the one fault of a file; its words name the file."""
    with pytest.raises(UserError) as caught:
        rows_of(path, scratch)
    (fault,) = caught.value.faults
    assert all(str(path) in fault.text(language) for language in LANGUAGES)
    return fault.key


def test_the_ending_must_fit_what_the_file_is(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "dates.sas7bdat", tmp_path / "deaths.csv")
    assert refused(tmp_path / "deaths.csv", tmp_path) == "ending_foreign"


@pytest.mark.parametrize("ending", [".sav", ".dta"])
def test_cut_files(tmp_path: Path, ending: str) -> None:
    file = write_as(tmp_path / f"a{ending}", PEOPLE)
    file.write_bytes(file.read_bytes()[:-40])
    assert refused(file, tmp_path) == "foreign_unreadable"


def test_a_file_that_asks_for_all_memory_ends_nothing_but_its_own_reading(tmp_path: Path) -> None:
    file = write_as(tmp_path / "a.sav", pl.DataFrame({"a": [1.0], "b": [2.0]}))
    content = file.read_bytes()
    record = content.index(b"\x07\0\0\0\x03\0\0\0")  # an extension record: its kind, size and number
    file.write_bytes(content[: record + 8] + b"\xff" * 8 + content[record + 16 :])
    assert refused(file, tmp_path) == "foreign_unreadable"


def said_rows(path: Path, rows: int) -> None:
    """Has a SAS file say that it has so many rows."""
    content = bytearray(path.read_bytes())
    place = content.index(b"\xf7" * 4) + 48
    content[place : place + 8] = rows.to_bytes(8, "little")
    path.write_bytes(content)


def test_rows_that_are_not_there_are_no_silent_loss(tmp_path: Path) -> None:
    file = tmp_path / "a.sas7bdat"
    shutil.copy(SAMPLES / "dates.sas7bdat", file)
    said_rows(file, 20_000)
    assert refused(file, tmp_path) == "rows_lost"
    said_rows(file, 2**64 - 1)
    assert refused(file, tmp_path) == "foreign_unreadable"


def test_what_the_library_says_is_kept_to_itself(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.dta"
    file.write_bytes(b"<stata_dta><header><release>118</release>SECRET")
    assert refused(file, tmp_path) == "foreign_unreadable"
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipe that can stand for a file that never ends")
def test_a_file_that_is_never_done_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a pipe that nobody writes to waits for ever; the next file is read as always."""
    endless, sound = tmp_path / "deaths.sav", tmp_path / "sound.sas7bdat"
    os.mkfifo(endless)
    shutil.copy(SAMPLES / "dates.sas7bdat", sound)
    foreign_files.look(sound, "SAS")  # so that the process is there
    monkeypatch.setattr(foreign_files, "SECONDS", 0.3)
    with pytest.raises(UserError) as caught:
        foreign_files.look(endless, "SPSS")
    assert [fault.key for fault in caught.value.faults] == ["foreign_too_slow"]
    assert caught.value.faults[0].fields["minutes"] == 1
    monkeypatch.undo()
    foreign_files.convert(sound, "SAS", tmp_path / "sound.parquet")
    assert pl.read_parquet(tmp_path / "sound.parquet").height > 0
