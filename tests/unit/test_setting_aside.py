"""Rows of people in no cohort are set aside before they are judged, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from schemas import setting_aside, small_files
from schemas.contract import contracts
from schemas.faults import UserError
from schemas.judging import ReadingCounts
from schemas.reading import read_register
from tests.delivering import Read, as_csv, deliver, read

LISA = contracts()["individuals"]
ROWS: list[dict[str, object]] = [
    {"LopNr": 1, "Ar": 2005, "Kon": 1, "FodelseAr": 1980, "Kommun": 180},
    {"LopNr": 2, "Ar": 2005, "Kon": 3, "FodelseAr": 1980, "Kommun": 180},
    {"LopNr": 2, "Ar": 2006, "Kon": 3, "FodelseAr": 1980, "Kommun": 180},
    {"LopNr": 3, "Ar": 2006, "Kon": 1, "FodelseAr": 1980, "Kommun": 180},
    {"LopNr": None, "Ar": 2006, "Kon": 1, "FodelseAr": 1980, "Kommun": 180},
    {"LopNr": 1, "Ar": 2006, "Kon": 1, "FodelseAr": 1980, "Kommun": 9998},
    {"LopNr": 1, "Ar": 2007, "Kon": 2, "FodelseAr": 1980, "Kommun": 1281},
    {"LopNr": 2, "Ar": 1700, "Kon": 2, "FodelseAr": 1980, "Kommun": 1281},
    {"LopNr": 1, "Ar": 2007, "Kon": 2, "FodelseAr": 1980, "Kommun": 1281},
]
"""1 is in a cohort, 2 and 3 are not; the first two rows of a file are judged whoever they are about."""


@pytest.fixture(autouse=True, params=[0, 20_000], ids=["column by column", "at once"])
def two_first_rows(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_files, "FEW_ROWS", request.param)
    monkeypatch.setattr(setting_aside, "FIRST_ROWS", 2)
    monkeypatch.setattr(setting_aside, "ROWS_AT_A_TIME", 4)


def stored(*columns: pl.Expr) -> pl.DataFrame:
    return pl.DataFrame(ROWS).with_columns(*columns)


FILES: Mapping[str, Mapping[str, str | pl.DataFrame]] = {
    "text": {"i.csv": as_csv(ROWS)},
    "numbers in columns": {"i.parquet": stored()},
    "small numbers": {"i.parquet": stored(pl.col("LopNr").cast(pl.UInt8))},
    "text in columns": {"i.parquet": stored(pl.col("LopNr").cast(pl.String) + " ")},
    "decimals": {"i.parquet": stored(pl.col("LopNr").cast(pl.Float64))},
    "a column of that name": {"i.parquet": stored(pl.lit("x").alias("_row"))},
}


@pytest.fixture(params=FILES)
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Read:
    return read(deliver(tmp_path, "individuals", FILES[request.param]), people=["1"])


def test_only_those_of_a_cohort_are_judged_but_for_the_first_rows(found: Read) -> None:
    assert found.reasons == {
        2: ("Kon", "unknown_sex"),
        5: ("LopNr", "missing_lopnr"),
        6: ("Kommun", "unknown_municipality"),
    }
    assert found.accepted["row", "Kommun"].rows() == [(1, "0180"), (7, "1281")]
    assert (found.counts.read, found.counts.set_aside, found.counts.unjudged) == (9, 3, 3)
    assert (found.counts.duplicates, found.counts.adds_up) == (1, True)


def test_rows_set_aside_count_in_their_year_if_it_is_covered(tmp_path: Path) -> None:
    for files in FILES.values():
        counts, delivery = ReadingCounts(), deliver(tmp_path, "individuals", files)
        list(read_register(delivery, LISA, tmp_path, counts, pl.Series(["1"])))
        assert {year: n for year, n in counts.by_period.items() if n} == {2005: 1, 2006: 2, 2007: 2}
        assert sum(counts.by_file.values()) == 9


def test_the_year_may_stand_in_the_files_name(tmp_path: Path) -> None:
    for name, content in (
        ("i_2004.csv", as_csv([{k: v for k, v in row.items() if k != "Ar"} for row in ROWS])),
        ("i_2004.parquet", stored().drop("Ar")),
    ):
        counts, delivery = ReadingCounts(), deliver(tmp_path, "individuals", {name: content})
        list(read_register(delivery, LISA, tmp_path, counts, pl.Series(["1"])))
        assert {year: n for year, n in counts.by_period.items() if n} == {2004: 6}
        assert (counts.read, counts.unjudged) == (9, 3)


def test_people_are_noted_once_by_rows_that_are_not_judged(tmp_path: Path) -> None:
    for files in FILES.values():
        delivery = deliver(tmp_path, "individuals", files)
        wanted = pl.Series(["2", "3", "4"])
        batches = list(
            read_register(delivery, LISA, tmp_path, ReadingCounts(), pl.Series(["1"]), noted=wanted)
        )
        assert sorted(pl.concat([b.noted for b in batches])["LopNr"]) == ["2", "3"]


def test_a_code_map_of_people_is_followed(tmp_path: Path) -> None:
    codes = {"LopNr": {"3": "1"}}
    for files in FILES.values():
        found = read(deliver(tmp_path, "individuals", files, codes=codes), people=["1"])
        assert found.accepted["row"].to_list() == [1, 4, 7]


def test_a_number_that_no_column_can_hold_is_nobodys(tmp_path: Path) -> None:
    files = {"i.parquet": stored(pl.col("LopNr").cast(pl.UInt8))}
    found = read(deliver(tmp_path, "individuals", files), people=["1", "01", "257", "-1", "P1", "1.0"])
    assert found.accepted["row"].to_list() == [1, 7]


def test_a_file_that_is_broken_inside_is_refused_and_not_read_in_part(tmp_path: Path) -> None:
    rows = pl.DataFrame(ROWS * 2_000)
    delivery = deliver(tmp_path, "individuals", {"i.parquet": rows})
    file = tmp_path / "i.parquet"
    sound = file.read_bytes()
    refused = 0
    for place in range(50, len(sound) - 2_000, len(sound) // 25):
        file.write_bytes(sound[:place] + b"\xff" * 40 + sound[place + 40 :])
        counts = ReadingCounts()
        try:
            batches = list(read_register(delivery, LISA, tmp_path, counts, pl.Series(["1"])))
        except UserError:
            refused += 1
            continue
        judged = sum(b.accepted.height + b.rejected.height for b in batches)
        assert counts.read == rows.height == judged + counts.set_aside
    assert refused
