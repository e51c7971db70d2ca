"""Every accepted format gives the same text; a file that cannot be read says why, without its values."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from schemas.faults import LANGUAGES, UserError
from schemas.sources import batches, open_source
from tests.delivering import as_csv

ROWS = [
    {"LopNr": "17", "Ort": "Malmö", "Text": "ja, men; nej"},
    {"LopNr": "18", "Ort": "Åre", "Text": "två\nrader"},
    {"LopNr": "19", "Ort": "", "Text": 'han sa "hej"'},
]
PLAIN = [{"LopNr": "17", "Ort": "Malmö"}, {"LopNr": "018", "Ort": ""}]


def opened(path: Path, content: bytes | pl.DataFrame) -> tuple[tuple[str, ...], list[tuple[str | None, ...]]]:
    """Names and rows of a file with that content."""
    if isinstance(content, pl.DataFrame):
        content.write_parquet(path)
    else:
        path.write_bytes(content)
    source = open_source(path, path.parent)
    return source.names, [row for batch in batches(source, source.frame, 1000) for row in batch.rows()]


def refused(path: Path, content: bytes) -> UserError:
    """The one fault of a file that cannot be read; it never repeats a value of a row."""
    with pytest.raises(UserError) as caught:
        opened(path, content)
    assert len(caught.value.faults) == 1
    for language in LANGUAGES:
        text = caught.value.faults[0].text(language)
        assert str(path) in text
        assert "SECRET" not in text
    return caught.value


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_text_formats(
    *,
    tmp_path: Path,
    separator: str,
    encoding: str,
    quoting: int,
    ending: str,
    pack: Callable[[bytes], bytes],
) -> None:
    text = as_csv(ROWS, separator, quoting).replace("\n", ending)
    names, rows = opened(tmp_path / "fil.csv", pack(text.encode(encoding)))
    assert names == ("LopNr", "Ort", "Text")
    expected = [[value.replace("\n", ending) for value in row.values()] for row in ROWS]
    assert [[value or "" for value in row] for row in rows] == expected


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_character_over_the_edge_of_a_chunk(tmp_path: Path, encoding: str) -> None:
    value = "a" + "ö" * (1 << 20)
    _, rows = opened(tmp_path / "fil.csv", f"LopNr;Ort\n1;{value}\n2;Åre\n".encode(encoding))
    assert rows == [("1", value), ("2", "Åre")]


def test_undefined_windows_bytes_are_kept_as_a_mark(tmp_path: Path) -> None:
    assert opened(tmp_path / "fil.csv", b"LopNr;Ort\n1;\x81\xe5\n")[1] == [("1", "\ufffdå")]


def test_the_most_frequent_separator_of_the_header_wins(tmp_path: Path) -> None:
    assert opened(tmp_path / "fil.csv", b"a;b;c,d\n1;2,5;3\n")[1] == [("1", "2,5", "3")]


def test_spaces_round_names_are_no_part_of_them(tmp_path: Path) -> None:
    assert opened(tmp_path / "fil.csv", b' LopNr ; "Ort"\n1;2\n')[0] == ("LopNr", '"Ort"')


@pytest.mark.parametrize(
    "text", ["a;b\n1;2\n", "a;b\n1;2", "\ufeffa;b\n\n1;2\n\n\n", "\n\na;b\r\n\r\n1;2\r\n\r\n"]
)
def test_blank_lines_are_no_rows(tmp_path: Path, text: str) -> None:
    assert opened(tmp_path / "fil.csv", text.encode()) == (("a", "b"), [("1", "2")])


def test_blank_lines_within_quotes_stay(tmp_path: Path) -> None:
    assert opened(tmp_path / "fil.csv", b'a;b\n1;"x\n\ny"\n\n2;z\n')[1] == [("1", "x\n\ny"), ("2", "z")]


def test_rows_of_nothing_are_rows(tmp_path: Path) -> None:
    assert opened(tmp_path / "fil.csv", b"a;b\n;\n1;2\n")[1] == [(None, None), ("1", "2")]


@pytest.mark.parametrize("text", ["a;b", "a;b\n", "a;b\n\n"])
def test_header_only(tmp_path: Path, text: str) -> None:
    assert opened(tmp_path / "fil.csv", text.encode()) == (("a", "b"), [])


def test_a_changed_file_is_looked_at_again(tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    assert opened(path, "a;b\n1;ö\n".encode("cp1252"))[1] == [("1", "ö")]
    assert opened(path, "a,b,c\n1,ö,x\n".encode())[1] == [("1", "ö", "x")]


# ---------------------------------------------------------------- Parquet


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([1, None, -3], pl.Int64, ["1", None, "-3"]),
        ([1, 255], pl.UInt8, ["1", "255"]),
        ([1.0, None, 12.5, float("nan")], pl.Float64, ["1", None, "12.5", None]),
        ([2003.0, 12.3], pl.Float32, ["2003", "12.3"]),
        ([9007199254740993], pl.Int64, ["9007199254740993"]),
        ([Decimal("12345678901234567890")], pl.Decimal(30, 0), ["12345678901234567890"]),
        ([Decimal("12.50"), Decimal("100.00"), None], pl.Decimal(10, 2), ["12.5", "100", None]),
        ([date(2005, 6, 5), None], pl.Date, ["2005-06-05", None]),
        ([datetime(2005, 6, 5, 23, 59)], pl.Datetime("us"), ["2005-06-05"]),
        ([datetime(2005, 6, 5, 12, 0, tzinfo=UTC)], pl.Datetime("ns", "UTC"), ["2005-06-05"]),
        ([date(1, 1, 1), date(9999, 12, 31)], pl.Date, ["0001-01-01", "9999-12-31"]),
        ([datetime(2005, 6, 5, 23, 59)], pl.Datetime("ms"), ["2005-06-05"]),
        ([True, False, None], pl.Boolean, ["1", "0", None]),
        (["0180", "1281"], pl.Categorical, ["0180", "1281"]),
        (["Inv", "Utv"], pl.Enum(["Inv", "Utv"]), ["Inv", "Utv"]),
        ([b"0180"], pl.Binary, ["0180"]),
        ([None, None], pl.Null, [None, None]),
        ([" 017 ", ""], pl.String, [" 017 ", ""]),
    ],
)
def test_parquet_types(
    tmp_path: Path, values: list[object], kind: pl.DataType, expected: list[str | None]
) -> None:
    frame = pl.DataFrame({"a": pl.Series(values, dtype=kind)})
    assert opened(tmp_path / "fil.parquet", frame) == (("a",), [(value,) for value in expected])


@pytest.mark.parametrize("kind", [pl.Date, pl.Datetime("ms"), pl.Datetime("ms", "Europe/Stockholm")])
def test_dates_that_polars_cannot_write_are_no_dates_and_no_lost_rows(
    tmp_path: Path, kind: pl.DataType
) -> None:
    per_day = 1 if kind == pl.Date else 86_400_000
    days = pl.Series("a", [0, 3_000_000, -800_000, None], pl.Int64) * per_day
    frame = days.cast(pl.Int32 if kind == pl.Date else pl.Int64).cast(kind).to_frame()
    rows = opened(tmp_path / "fil.parquet", frame)[1]
    assert rows == [("1970-01-01",), ("dag 3000000",), ("dag -800000",), (None,)]


def test_fewer_rows_than_the_file_says_are_no_silent_loss(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1, 2, 3]}).write_parquet(tmp_path / "fil.parquet")
    source = open_source(tmp_path / "fil.parquet", tmp_path)
    with pytest.raises(UserError) as caught:
        list(batches(source, source.frame.head(2), 10))
    assert caught.value.faults[0].key == "rows_lost"
    assert sum(b.height for b in batches(source, source.frame.head(2), 10, every_row=False)) == 2


def test_parquet_is_known_by_its_bytes(tmp_path: Path) -> None:
    assert opened(tmp_path / "fil.csv", pl.DataFrame({"a": [1]})) == (("a",), [("1",)])


def test_nested_column_that_nobody_asks_for_is_no_fault(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1], "b": [[1, 2]]}).write_parquet(tmp_path / "fil.parquet")
    source = open_source(tmp_path / "fil.parquet", tmp_path)
    assert [b.rows() for b in batches(source, source.frame.select("a"), 10)] == [[("1",)]]
    with pytest.raises(UserError) as caught:
        list(batches(source, source.frame, 10))
    assert caught.value.faults[0].key == "file_unreadable"


# ---------------------------------------------------------------- files that cannot be read


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "file_empty"),
    "blank": (b"\n  \n", "file_empty"),
    "utf-16": ("a;b\n1;å\n".encode("utf-16"), "encoding_unsupported"),
    "utf-16 without a mark": ("a;b\n1;å\n".encode("utf-16-be"), "encoding_unsupported"),
    "zip": (b"PK\x03\x04\x14\x00\x06\x00", "encoding_unsupported"),
    "cr": (b"a;b\rSECRET;2\r", "line_endings_unsupported"),
    "short row": (b"a;b;c\n1;2;3\n4;SECRET\n", "row_ragged"),
    "long row": (b"a;b;c\n1;2;3\n4;SECRET;6;7\n", "row_ragged"),
    "open quote": (b'a;b;c\n1;2;3\n4;"SECRET;6\n7;8;9\n', "row_ragged"),
    "stray quote": (b'a;b;c\n1;2;3\n4;SEC"RET;6\n7;8;9\n', "quote_stray"),
    "cut gzip": (gzip.compress(b"a;b\n" + b"SECRET;2\n" * 5000)[:-20], "file_unreadable"),
    "broken gzip": (gzip.compress(b"a;b\n1;2\n")[:12] + b"\x99" * 30, "file_unreadable"),
    "cut parquet": (b"PAR1SECRET", "file_unreadable"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_unreadable(tmp_path: Path, case: str) -> None:
    content, key = UNREADABLE[case]
    fault = refused(tmp_path / "fil", content).faults[0]
    assert fault.key == key
    if key in ("row_ragged", "quote_stray"):
        assert fault.fields["row"] == 2


def test_corrupt_parquet_pages(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    pl.DataFrame({"a": ["SECRET" + str(i) for i in range(5000)]}).write_parquet(buffer)
    content = bytearray(buffer.getvalue())
    content[4:200] = bytes(range(196))
    assert refused(tmp_path / "fil.parquet", bytes(content)).faults[0].key == "file_unreadable"


def test_folder_instead_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "fil").mkdir()
    with pytest.raises(UserError) as caught:
        open_source(tmp_path / "fil", tmp_path)
    assert caught.value.faults[0].key == "file_unreadable"
