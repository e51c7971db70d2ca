"""A table's files beside its frame: every number and every reason, in every format.

Belongs here: what must be equal, computed again from the frame row by row. Does not belong here: reading
(reading_files), and the words of a reason (test_table_files has them by hand).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from reports.described import ReleaseText
from reports.files.table import TableFile
from schemas.published_tables import published_tables
from tests.reading_files import read_csvw, read_jsonstat, read_px, read_semicolon, read_xlsx

SHARES = ("value", "value_low", "value_high", "incidence")
PX_SIGNS = {"not_applicable": ".", "base_small": "...", "not_observable": "....", "immature": "....."}
Row = dict[str, Any]


def why(row: Row, number: str) -> str:
    """Why a number of a row is not there."""
    reason = row["withheld"] if "withheld" in row else row["reason"]
    if row["status"] == "protected":
        return reason or "protected"
    if row["status"] != "ok":
        return str(row["status"])
    measure = row.get("measure", "")
    if number in ("value_low", "value_high") and measure.startswith(("months_", "net_")):
        return "not_applicable"
    return reason or "missing"


def codes(row: Row, file: TableFile) -> tuple[str, ...]:
    """Where a row stands in a cube."""
    layout = file.table.layout
    step = f"{row['step']}:{row['reason']}".rstrip(":") if "step" in row else ""
    if layout == "quality":
        return row["register"], step
    cohort = row["cohort"] if file.table.model else f"{row['model']}:{row['cohort']}"
    if layout == "attrition":
        return row["profession"], cohort, step
    if layout == "curves":
        rest = (row["curve"], row["specialisation"] or "total", row["cause"], str(row["k"]))
        return row["profession"], cohort, *rest
    if layout == "sensitivity":
        return row["profession"], cohort, row["measure"], f"{row['choice']}:{row['alternative']}"
    pairs = [f"{row[f'by_{i}']}:{row[f'value_{i}']}" if row[f"by_{i}"] else "" for i in (1, 2)]
    if file.table.crossed:
        by: tuple[str, ...] = tuple(pair or "total" for pair in pairs)
    else:
        by = ("|".join(filter(None, pairs)) or "total",)
    return row["profession"], cohort, row["measure"], *by


def numbers(file: TableFile) -> Iterator[tuple[tuple[str, ...], Row, str]]:
    """Every number of a table: where it stands, its row, its column."""
    for row in file.frame.iter_rows(named=True):
        for number in file.numbers:
            yield (*codes(row, file), number), row, number


def must_hold_the_same(file: TableFile, folder: Path) -> None:
    """Fails where a file says another number or another reason than the table, or more, or less."""
    stem = folder / file.name
    expected = {at: why(row, n) if row[n] is None else row[n] for at, row, n in numbers(file)}
    assert read_jsonstat(Path(f"{stem}.json")) == expected
    assert read_csvw(Path(f"{stem}.csv")) == file.frame.to_dicts()
    assert pl.read_parquet(f"{stem}.parquet").equals(file.frame)
    _px_says(expected, file, Path(f"{stem}.px"))
    _people_read(read_xlsx(Path(f"{stem}.xlsx")), file, is_whole=True)
    _people_read(read_semicolon(Path(f"{stem}.sv.csv")), file, is_whole=False)


def every_table_must(folder: Path) -> int:
    """Compares every published table of a release with its files; the number of rows compared."""
    release = ReleaseText("", "", "", date.min, "2000-2010", False, "")
    rows = 0
    for name, table in published_tables().items():
        frame = pl.read_parquet(folder / f"{name}.parquet")
        must_hold_the_same(TableFile(table, frame, release), folder)
        rows += frame.height
    return rows


def _px_says(expected: dict[tuple[str, ...], Any], file: TableFile, path: Path) -> None:
    """Both languages: what has a row says it, everything else that there is no row."""
    for language in ("sv", "en"):
        head, data = read_px(path, language)
        names = [*head["STUB"], *head["HEADING"]]
        code_of = [dict(zip(head[f"VALUES({n})"], head[f"CODES({n})"], strict=True)) for n in names]
        assert all(len(one) == len(head[f"VALUES({n})"]) for one, n in zip(code_of, names, strict=True))
        left = {tuple(_unquoted(part) for part in at): said for at, said in expected.items()}
        for labels, text in data.items():
            at = tuple(known[label] for known, label in zip(code_of, labels, strict=True))
            said = left.pop(at, None)
            if said is None:
                assert text == '"......"', at
            elif isinstance(said, str):
                sign = "......" if said == "missing" else PX_SIGNS.get(said, "..")
                assert text == f'"{sign}"', at
            else:
                assert abs(float(text) - _shown(file, at[-1], said)) <= 0.0500001, at
        assert left == {}


def _unquoted(text: str) -> str:
    """The format has no way to write a quotation mark."""
    return text.replace('"', "”")


def _shown(file: TableFile, number: str, value: float) -> float:
    """A number as people read it: shares in per cent."""
    is_share = number in (*SHARES, "std_error") and not file.is_in_months
    return 100 * value if is_share else value


def _people_read(rows: list[Row], file: TableFile, is_whole: bool) -> None:
    """Row by row: a number, or a sign and a sentence; whole shares, or per cent with a decimal comma."""
    assert len(rows) == file.frame.height
    width = len(file.numbers)
    for read, row in zip(rows, file.frame.iter_rows(named=True), strict=True):
        last = list(read).index("Varför ett tal saknas")
        found = list(read.values())
        texts = tuple(found[: last - width])
        assert all(texts), "no empty cell"
        gone = {number: why(row, number) for number in file.numbers if row[number] is None}
        for number, said in zip(file.numbers, found[last - width : last], strict=True):
            if number in gone:
                assert said == ("." if gone[number] == "not_applicable" else "..")
            elif is_whole:
                assert abs(said - row[number]) <= 1e-12 * max(1, abs(row[number]))
            else:
                assert abs(float(said.replace(",", ".")) - _shown(file, number, row[number])) <= 0.0500001
        has_reason = bool(set(gone.values()) - {"not_applicable"})
        assert (found[last] not in ("", "Inget saknas")) == has_reason
    keys = [tuple(list(read.values())[: list(read).index("Varför ett tal saknas") - width]) for read in rows]
    assert len(set(keys)) == len(keys), "two rows are called the same"
