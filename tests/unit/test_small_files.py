"""Small Parquet files are read together, and give what each gives by itself."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pyarrow.parquet import read_metadata

from schemas import setting_aside, small_files
from schemas.contract import contracts
from schemas.faults import UserError
from schemas.judging import ReadingCounts
from schemas.reading import read_register
from schemas.shaping import Shaped, shape
from schemas.small_files import Opened, together
from schemas.sources import Source, open_source
from tests.delivering import as_csv, deliver

LISA = contracts()["individuals"]
PERSON = {"LopNr": 1, "Ar": 2005, "Kon": 1, "FodelseAr": 1980, "Kommun": 180}


@pytest.fixture(autouse=True)
def two_first_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting_aside, "FIRST_ROWS", 2)


@pytest.fixture
def read_as_one(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The files of every reading of some rows at once."""
    found, rows_of = [], small_files.rows_of

    def noted(files: list[Opened]) -> pl.DataFrame:
        found.append([file.label for file in files])
        return rows_of(files)

    monkeypatch.setattr(setting_aside, "rows_of", noted)
    return found


def some_rows(draw: random.Random) -> list[dict[str, object]]:
    """Rows of people in a cohort (1 to 3) and others, some of them faulty."""
    return [
        PERSON
        | {
            "LopNr": draw.choice([1, 2, 3, *range(4, 12), None]),
            "Ar": draw.choice([2004, 2005, 2006, 1700]),
            "Kon": draw.choice([1, 1, 2, 7]),
            "Kommun": draw.choice([180, 1281, 9998]),
        }
        for _ in range(draw.randint(0, 9))
    ]


def outcome(folder: Path, files: dict[str, str | pl.DataFrame]) -> dict[str, Any]:
    """Everything that reading gives: rows, noted people, and the accounts."""
    counts = ReadingCounts()
    delivery, persons, noted = deliver(folder, "individuals", files), ["1", "2", "3"], ["5", "6"]
    reading = read_register(delivery, LISA, folder, counts, pl.Series(persons), pl.Series(noted))
    batches = list(reading)
    found: dict[str, Any] = {
        "accepted": sorted(str(row) for b in batches for row in b.accepted.rows()),
        "rejected": sorted(str(row) for b in batches for row in b.rejected.rows()),
        "noted": sorted(person for b in batches for person in b.noted["LopNr"]),
    }
    accounts = {
        name: dict(part) if isinstance(part, Mapping) else part for name, part in vars(counts).items()
    }
    return found | accounts | {"by_period": {k: n for k, n in counts.by_period.items() if n}}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("at_once", [3, 12, 250_000])
def test_they_give_what_each_gives_by_itself(
    seed: int, at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_as_one: list[list[str]]
) -> None:
    draw = random.Random(seed)
    kinds: list[Any] = [pl.Int64(), pl.Int64(), pl.Int32(), pl.String()]
    schema = dict.fromkeys(PERSON, pl.Int64())
    files: dict[str, str | pl.DataFrame] = {}
    for number in range(draw.randint(2, 9)):
        rows, kind = some_rows(draw), draw.choice(kinds)
        frame = pl.DataFrame(rows, schema=schema).with_columns(pl.col("LopNr").cast(kind))
        is_text = bool(rows) and draw.random() < 0.2
        if draw.random() < 0.3:  # what no contract knows comes and goes with the files
            frame = frame.with_columns(pl.lit(number).alias(draw.choice(["Annat", "Okänd", "_file"])))
        files[f"{number}.{'csv' if is_text else 'parquet'}"] = as_csv(rows) if is_text else frame
    monkeypatch.setattr(small_files, "TOGETHER", at_once)
    together_ = outcome(tmp_path, files)
    monkeypatch.setattr(small_files, "TOGETHER", 0)
    read_as_one.clear()
    alone = outcome(tmp_path, files)
    assert all(len(read) == 1 for read in read_as_one)
    assert together_ == alone


def test_which_are_read_together(tmp_path: Path, read_as_one: list[list[str]]) -> None:
    frame = pl.DataFrame([PERSON])
    files: dict[str, str | pl.DataFrame] = {
        "a_2004.parquet": frame,
        "b_2004.parquet": frame,
        "c_2005.parquet": frame,
        "d_2005.parquet": frame.with_columns(pl.col("Kommun").cast(pl.Int16)),
        "e_2005.parquet": frame.with_columns(Ssyk4=pl.lit(2221)),
        "f_2005.parquet": frame.with_columns(Ssyk4=pl.lit(2221)),
        "g_2005.csv": as_csv([PERSON]),
        "h_2005.parquet": frame.with_columns(_file=pl.lit("x")),
        "i_2005.parquet": frame.with_columns(Ssyk4=pl.lit(2221)),
    }
    outcome(tmp_path, files)
    assert [[label[0] for label in labels] for labels in read_as_one] == [
        ["a", "b"],
        ["c"],
        ["d"],
        ["e", "f"],
        ["i"],
    ]


def test_no_file_is_opened_before_those_that_do_not_wait_are_read() -> None:
    """Opening one may write over the copy that another is read from."""
    told: list[str] = []

    def opened() -> Iterator[Opened]:
        for name in ("a.csv", "b.sav", "c.csv"):
            told.append(f"opened {name}")
            source, shaped = Source(Path(name), pl.LazyFrame(), ()), Shaped(pl.LazyFrame(), (), None, True)
            yield Opened(source, name, shaped)

    for files in together(opened(), lambda file: False):
        told.append(f"read {files[0].label}")
    assert told == [f"{done} {name}" for name in ("a.csv", "b.sav", "c.csv") for done in ("opened", "read")]


def test_the_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    frame = pl.DataFrame([PERSON] * 500)
    files: dict[str, str | pl.DataFrame] = {f"{name}_2005.parquet": frame for name in "abcd"}
    delivery = deliver(tmp_path, "individuals", files)
    broken = tmp_path / "c_2005.parquet"
    sound = broken.read_bytes()
    broken.write_bytes(sound[:30] + b"\xff" * 60 + sound[90:])
    with pytest.raises(UserError) as caught:
        list(read_register(delivery, LISA, tmp_path, ReadingCounts(), pl.Series(["1"])))
    [found] = caught.value.faults
    assert (found.key, found.fields["file"]) == ("file_unreadable", broken)


def test_not_more_files_than_may_be_open_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_as_one: list[list[str]]
) -> None:
    monkeypatch.setattr(small_files, "FILES_TOGETHER", 2)
    outcome(tmp_path, {f"{name}_2005.parquet": pl.DataFrame([PERSON]) for name in "abcde"})
    assert [len(labels) for labels in read_as_one] == [2, 2, 1]


def test_a_file_with_a_fault_that_nobody_reads_is_not_blamed(tmp_path: Path) -> None:
    """Both are broken, the first in a column that is not asked for."""
    frame = pl.DataFrame([PERSON] * 500).with_columns(Annat=pl.int_range(500) * 7919 % 1000)
    files: dict[str, str | pl.DataFrame] = {f"{name}_2005.parquet": frame for name in "abc"}
    delivery = deliver(tmp_path, "individuals", files)
    for name, column in (("a", "Annat"), ("c", "LopNr")):
        _break(tmp_path / f"{name}_2005.parquet", column)
    with pytest.raises(UserError) as caught:
        list(read_register(delivery, LISA, tmp_path, ReadingCounts(), pl.Series(["1"])))
    assert [found.fields["file"] for found in caught.value.faults] == [tmp_path / "c_2005.parquet"]


def _break(file: Path, column: str) -> None:
    """Overwrites the column's pages."""
    group = read_metadata(file).row_group(0)
    [place] = [i for i in range(group.num_columns) if group.column(i).path_in_schema == column]
    start = group.column(place).dictionary_page_offset or group.column(place).data_page_offset
    data = file.read_bytes()
    size = group.column(place).total_compressed_size
    file.write_bytes(data[:start] + b"\xff" * size + data[start + size :])


def test_files_that_cannot_be_read_as_one_are_read_one_by_one(tmp_path: Path) -> None:
    frame = pl.DataFrame([PERSON] * 3)
    files: dict[str, str | pl.DataFrame] = {f"{name}_2005.parquet": frame for name in "ab"}
    delivery = deliver(tmp_path, "individuals", files)
    opened = [
        Opened(source, place.name, shape(source, delivery, LISA))
        for place in delivery.files["individuals"]
        for source in [open_source(place, tmp_path)]
    ]
    frame.with_columns(pl.col("Kommun").cast(pl.Int16)).write_parquet(tmp_path / "b_2005.parquet")
    found = small_files.rows_of(opened)
    rows = [(f"{name}_2005.parquet", row) for name in "ab" for row in (1, 2, 3)]
    assert found["_file", "_row"].rows() == rows


def test_a_column_that_pyarrow_does_not_know(tmp_path: Path) -> None:
    frame = pl.DataFrame([PERSON] * 3).with_columns(Annat=pl.lit(1, pl.Int128))
    files: dict[str, str | pl.DataFrame] = {f"{name}_2005.parquet": frame for name in "ab"}
    assert outcome(tmp_path, files)["by_file"] == {"a_2005.parquet": 3, "b_2005.parquet": 3}


def test_a_file_put_in_anothers_place_is_asked_anew(tmp_path: Path) -> None:
    file, other = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pl.DataFrame({"Kommun": [180]}).write_parquet(file)
    pl.DataFrame({"Kommux": [180]}).write_parquet(other)
    assert open_source(file, tmp_path).names == ("Kommun",)
    os.utime(other, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    assert other.stat().st_size == file.stat().st_size
    other.replace(file)
    assert open_source(file, tmp_path).names == ("Kommux",)
