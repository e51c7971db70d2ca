"""Rows of small files are judged together, and each keeps its file and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas import piling
from schemas.contract import contracts
from schemas.judging import Batch, ReadingCounts
from schemas.reading import read_register
from tests.delivering import as_csv, deliver

LISA = contracts()["individuals"]


def people(*numbers: int, kon: int = 1) -> str:
    return as_csv([{"LopNr": n, "Kon": kon, "FodelseAr": 1980, "Kommun": "0180"} for n in numbers])


FILES = {
    "a_2005.csv": people(1, 2),
    "b_2005.csv": people(3, kon=7),
    "c_2006.csv": people(1),
    "d_2006.csv": people(2).replace("Kommun", "Kommun,Ssyk4").replace("0180", "0180,2221"),
}


def batches_of(folder: Path, counts: ReadingCounts) -> list[Batch]:
    return list(read_register(deliver(folder, "individuals", FILES), LISA, folder, counts))


def test_files_are_put_together_while_their_columns_and_year_are_the_same(tmp_path: Path) -> None:
    counts = ReadingCounts()
    found = batches_of(tmp_path, counts)
    assert [batch.accepted["file", "row", "Ar", "Ssyk4"].rows() for batch in found] == [
        [("a_2005.csv", 1, 2005, None), ("a_2005.csv", 2, 2005, None)],
        [("c_2006.csv", 1, 2006, None)],
        [("d_2006.csv", 1, 2006, "2221")],
    ]
    assert found[0].rejected["file", "row", "reason"].rows() == [("b_2005.csv", 1, "unknown_sex")]
    assert counts.by_file == {"a_2005.csv": 2, "b_2005.csv": 1, "c_2006.csv": 1, "d_2006.csv": 1}


def test_enough_rows_wait_for_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piling, "BATCH_ROWS", 2)
    found = batches_of(tmp_path, ReadingCounts())
    assert [batch.accepted.height + batch.rejected.height for batch in found] == [2, 1, 1, 1]
