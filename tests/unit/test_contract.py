"""Every rule of every contract is seen to fail on bad data; a contract with a mistake is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.cleaning import REASONS
from schemas.contract import REGISTERS, Column, Contract, contracts, parse_contract
from schemas.faults import UserError
from schemas.reading import check_headers
from tests.delivering import as_csv, deliver, read_rows, sound_row

KNOWN = contracts()
BAD = {"code": "§", "integer": "tre", "number": "12,5,1", "date": "2005-02-30"}
KEY_MISSING = {
    "LopNr": "missing_lopnr",
    "Ar": "missing_value",
    "Termin": "missing_value",
    "AvgAr": "missing_value",
    "Examensdatum": "unparsable_date",
    "legitimationsdatum": "unparsable_date",
    "yrkeskod": "unknown_code",
    "PostTyp": "unknown_code",
    "Datum": "unparsable_date",
    "DodDatum": "unparsable_date",
}
"""The keys, and the reason for which a row without one is rejected (rulings R1 and R5)."""
NAMED = {
    "Termin": "unknown_code",
    "yrkeskod": "unknown_code",
    "PostTyp": "unknown_code",
    "Kon": "unknown_sex",
    "Kommun": "unknown_municipality",
}
BY_KIND = {"integer": "text_in_number", "date": "unparsable_date"}


def columns(
    *, required: bool | None = None, kinds: tuple[str, ...] = ("code", "integer", "number", "date", "text")
) -> list[object]:
    """(contract, column) of every register as parameters with readable names."""
    return [
        pytest.param(contract, column, id=f"{contract.register}-{column.name}")
        for contract in KNOWN.values()
        for column in contract.columns
        if column.kind in kinds and required in (None, column.required)
    ]


@pytest.mark.parametrize("register", KNOWN)
def test_a_sound_row_is_accepted_whole(tmp_path: Path, register: str) -> None:
    contract = KNOWN[register]
    found = read_rows(tmp_path, register, [sound_row(contract)])
    assert (found.counts.accepted, found.counts.rejected, found.counts.blanked) == (1, {}, {})
    assert None not in found.accepted.select(contract.names).row(0)


@pytest.mark.parametrize(("contract", "column"), columns())
def test_missing_value_rejects_only_in_a_key(tmp_path: Path, contract: Contract, column: Column) -> None:
    found = read_rows(tmp_path, contract.register, [sound_row(contract, **{column.name: None})])
    reason = KEY_MISSING.get(column.name)
    assert column.key == (reason is not None)
    assert found.reasons == ({1: (column.name, reason)} if reason else {})
    assert found.counts.blanked == {}, "a missing value is no bad value"


@pytest.mark.parametrize(("contract", "column"), columns(kinds=("code", "integer", "number", "date")))
def test_bad_value_rejects_in_a_required_column_and_is_blanked_in_others(
    tmp_path: Path, contract: Contract, column: Column
) -> None:
    bad = BAD[column.kind]
    found = read_rows(tmp_path, contract.register, [sound_row(contract, **{column.name: bad})])
    if column.required:
        assert found.reasons == {1: (column.name, NAMED.get(column.name) or BY_KIND[column.kind])}
        assert found.rejected["value"].to_list() == [bad]
    else:
        assert found.counts.accepted == 1
        assert found.counts.blanked == {column.name: 1}
        assert found.accepted[column.name].to_list() == [None]


@pytest.mark.parametrize(
    ("contract", "column"),
    [pytest.param(c, k, id=k.name) for c in KNOWN.values() for k in c.columns if k.minimum is not None],
)
def test_limits(tmp_path: Path, contract: Contract, column: Column) -> None:
    assert column.minimum is not None and column.maximum is not None
    values = [column.minimum - 1, column.minimum, column.maximum, column.maximum + 1]
    rows = [sound_row(contract, **{column.name: f"{value:.0f}"}) for value in values]
    found = read_rows(tmp_path, contract.register, rows)
    assert found.reasons == {1: (column.name, "out_of_range"), 4: (column.name, "out_of_range")}


@pytest.mark.parametrize(
    ("contract", "column"),
    [pytest.param(c, k, id=f"{c.register}-{k.name}") for c in KNOWN.values() for k in c.columns if k.width],
)
def test_width(tmp_path: Path, contract: Contract, column: Column) -> None:
    rows = [
        sound_row(contract, LopNr=str(i), **{column.name: value}) for i, value in enumerate(("180", "0180"))
    ]
    found = read_rows(tmp_path, contract.register, rows)
    assert found.accepted[column.name].to_list() == ["0180", "0180"]
    assert found.counts.restored == {column.name: 1}


@pytest.mark.parametrize("register", KNOWN)
def test_covers(tmp_path: Path, register: str) -> None:
    contract = KNOWN[register]
    ends: dict[str, tuple[list[tuple[str, ...]], list[tuple[str, ...]]]] = {
        "term": ([("1993", "2"), ("2024", "2")], [("1993", "1"), ("2025", "1")]),
        "date": ([("1993-07-01",), ("2025-06-30",)], [("1993-06-30",), ("2025-07-01",)]),
        "year": ([("1985",), ("2025",)], [("1984",), ("2026",)]),
    }
    inside, outside = ends[contract.period]
    rows = [
        sound_row(contract, **dict(zip(contract.dated_by, when, strict=True))) for when in inside + outside
    ]
    found = read_rows(tmp_path, register, rows)
    first = contract.dated_by[0]
    assert found.reasons == {3: (first, "out_of_range"), 4: (first, "out_of_range")}


@pytest.mark.parametrize(("contract", "column"), columns())
def test_missing_column_is_a_fault_only_when_required(
    tmp_path: Path, contract: Contract, column: Column
) -> None:
    row = sound_row(contract)
    del row[column.name]
    delivery = deliver(tmp_path, contract.register, {"fil.csv": as_csv([row])})
    faults = check_headers(delivery, contract, tmp_path)
    assert [(f.key, f.fields["column"]) for f in faults] == (
        [("column_missing", column.name)] if column.required else []
    )


def test_headers_report_every_fault_of_every_file(tmp_path: Path) -> None:
    files = {"a.csv": "LopNr\n1\n", "b.csv": "DodDatum\n2005-01-01\n", "c.csv": ""}
    faults = check_headers(deliver(tmp_path, "deaths", files), KNOWN["deaths"], tmp_path)
    assert [f.key for f in faults] == ["column_missing", "column_missing", "file_empty"]


@pytest.mark.parametrize("register", KNOWN)
def test_every_reason_is_known(register: str) -> None:
    assert {c.bad_value for c in KNOWN[register].columns} <= {*REASONS, ""}
    assert KNOWN[register].missing == ("", "NULL", "*", "**", "****", ".")


# ---------------------------------------------------------------- contracts with a mistake

SMALL = (REGISTERS / "deaths.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("optional = true", "optionall = true", "unknown keys ['optionall']"),
        ('title_sv = "Dödsdatum"', 'titel = "Dödsdatum"', "column DodDatum: unknown keys ['titel']"),
        ('period = "date"', "", "missing keys ['period']"),
        ('kind = "date"', "", "column DodDatum: missing keys ['kind']"),
        ('kind = "date"', 'kind = "datum"', "unknown kind 'datum'"),
        ('kind = "date"', 'kind = "code"', "a code needs codes or a code_list"),
        ('period = "date"', 'period = "month"', "unknown period 'month'"),
        ('name = "DodDatum"', 'name = "LopNr"', "a column stands twice"),
        ('dated_by = ["DodDatum"]', 'dated_by = ["Datum"]', "dated_by names none"),
    ],
)
def test_contract_with_a_mistake_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SMALL
    path = tmp_path / "deaths.toml"
    path.write_text(SMALL.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=r"deaths\.toml: ") as caught:
        parse_contract(path)
    assert said in str(caught.value)


def test_unreadable_file_is_a_fault_of_the_headers(tmp_path: Path) -> None:
    delivery = deliver(tmp_path, "deaths", {"deaths.parquet": b"PAR1 and nothing more"})
    faults = check_headers(delivery, KNOWN["deaths"], tmp_path)
    assert [f.key for f in faults] == ["file_unreadable"]
    assert isinstance(UserError(faults), Exception)
