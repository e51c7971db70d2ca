"""Reading a register by rulings R1 to R8 and R58: what a value means, what rejects a row, what is counted."""

from __future__ import annotations

import gzip
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.contract import contracts
from schemas.delivery import Cover
from schemas.faults import UserError
from schemas.judging import ReadingCounts
from schemas.reading import check_headers, read_register
from tests.delivering import as_csv, deliver, read, read_rows, sound_row

KNOWN = contracts()
TOKENS = ("", "NULL", "*", "**", "****", ".")
YEARS = Cover(1999, 2024)


def individuals(**changed: Any) -> dict[str, Any]:
    """A row of individuals with the required columns only."""
    return {"LopNr": "1", "Ar": "2005", "Kon": "1", "FodelseAr": "1980", "Kommun": "1281"} | changed


# ---------------------------------------------------------------- values: ruling R4


@pytest.mark.parametrize("token", TOKENS)
def test_listed_tokens_are_missing(tmp_path: Path, token: str) -> None:
    found = read_rows(tmp_path, "individuals", [individuals(Kon=f" {token} ", Ssyk4=token, ForvErs=token)])
    assert found.accepted.select("Kon", "Ssyk4", "ForvErs").row(0) == (None, None, None)
    assert found.counts.blanked == {}


@pytest.mark.parametrize("text", ["null", "NA", "***", "-", "..", "nan", "None", "#N/A"])
def test_nothing_else_is_missing(tmp_path: Path, text: str) -> None:
    found = read_rows(tmp_path, "individuals", [individuals(Ssyk4=text, ForvErs=text)])
    assert found.accepted.select("Ssyk4", "ForvErs").row(0) == (text, None)
    assert found.counts.blanked == {"ForvErs": 1}


def test_values_are_trimmed_and_case_matters_in_them(tmp_path: Path) -> None:
    rows = [
        {"LopNr": " 007 ", "PostTyp": "\u00a0Inv ", "Datum": " 2005-06-05"},
        {"LopNr": "8", "PostTyp": "inv", "Datum": "2005-06-05"},
    ]
    found = read_rows(tmp_path, "migration", rows)
    assert found.accepted.select("LopNr", "PostTyp").rows() == [("007", "Inv")]
    assert found.reasons == {2: ("PostTyp", "unknown_code")}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12.0),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("-3", -3.0),
        ("0,0", 0.0),
        ("1,234,5", None),
        ("tolv", None),
    ],
)
def test_decimal_comma_or_point(tmp_path: Path, text: str, value: float | None) -> None:
    found = read_rows(tmp_path, "individuals", [individuals(ForvErs=text)])
    assert found.accepted["ForvErs"].to_list() == [value]


@pytest.mark.parametrize(
    ("text", "accepted"),
    [("2005", True), ("2005.0", True), ("2005,0", True), ("2005,5", False), ("20o5", False), ("inf", False)],
)
def test_whole_numbers(tmp_path: Path, text: str, accepted: bool) -> None:
    found = read_rows(tmp_path, "individuals", [individuals(Ar=text)])
    assert found.accepted["Ar"].to_list() == ([2005] if accepted else [])
    assert found.reasons == ({} if accepted else {1: ("Ar", "text_in_number")})


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("2005-06-05", True),
        ("20050605", True),
        ("2005-6-5", False),
        ("050605", False),
        ("2005-02-29", False),
        ("05/06/2005", False),
        ("2005-06-05 00:00", False),
        ("200506051", False),
    ],
)
def test_dates(tmp_path: Path, text: str, accepted: bool) -> None:
    found = read_rows(tmp_path, "deaths", [{"LopNr": "1", "DodDatum": text}])
    assert found.accepted["DodDatum"].to_list() == ([date(2005, 6, 5)] if accepted else [])
    assert found.reasons == ({} if accepted else {1: ("DodDatum", "unparsable_date")})


def test_leading_zeros_are_restored_in_municipalities_only(tmp_path: Path) -> None:
    rows = [individuals(LopNr="0007", Kommun="180", AstKommun="114", HSDelt="1"), individuals(LopNr="8")]
    found = read_rows(tmp_path, "individuals", rows)
    assert found.accepted.select("LopNr", "Kommun", "AstKommun").row(0) == ("0007", "0180", "0114")
    assert found.counts.restored == {"Kommun": 1, "AstKommun": 1}


@pytest.mark.parametrize("code", ["80", "00180", "0999", "9999", "018O"])
def test_no_other_municipality_is_made_up(tmp_path: Path, code: str) -> None:
    found = read_rows(tmp_path, "individuals", [individuals(Kommun=code)])
    assert found.reasons == {1: ("Kommun", "unknown_municipality")}


def test_old_and_foreign_municipalities(tmp_path: Path) -> None:
    rows = [individuals(LopNr="1", Kommun="1917", AstKommun="9999"), individuals(LopNr="2", AstKommun="9998")]
    found = read_rows(tmp_path, "individuals", rows)
    assert found.accepted.select("Kommun", "AstKommun").rows() == [("1917", "9999"), ("1281", None)]
    assert found.counts.blanked == {"AstKommun": 1}


def test_code_maps_come_before_the_codes_are_judged(tmp_path: Path) -> None:
    rows = [individuals(LopNr=str(i), Kon=kon) for i, kon in enumerate(("M", " K ", "9", "1", "m"))]
    codes = {"Kon": {"M": "1", "K": "2", "9": ""}}
    found = read(deliver(tmp_path, "individuals", {"i.csv": as_csv(rows)}, codes=codes))
    assert found.accepted["Kon"].to_list() == ["1", "2", None, "1"]
    assert found.reasons == {5: ("Kon", "unknown_sex")}


# ---------------------------------------------------------------- columns


def test_column_names_ignore_case_and_know_aliases(tmp_path: Path) -> None:
    text = "P1105_LOPNR_personnr;doddatum;Onödig\n1;2005-06-05;x\n"
    assert read(deliver(tmp_path, "deaths", {"d.csv": text})).accepted["LopNr"].to_list() == ["1"]


def test_column_maps(tmp_path: Path) -> None:
    text = "Nyckel;Avliden;DodDatum\n1;2005-06-05;\n"
    delivery = deliver(
        tmp_path, "deaths", {"d.csv": text}, columns={"LopNr": "nyckel", "DodDatum": "AVLIDEN"}
    )
    assert read(delivery).accepted["DodDatum"].to_list() == [date(2005, 6, 5)]


def test_mapped_column_that_is_not_there(tmp_path: Path) -> None:
    delivery = deliver(tmp_path, "deaths", {"d.csv": "LopNr;DodDatum\n"}, columns={"LopNr": "Nyckel"})
    faults = check_headers(delivery, contracts()["deaths"], tmp_path)
    assert [(f.key, f.fields["column"]) for f in faults] == [("column_nowhere", "Nyckel")]


def test_mapped_column_that_some_years_lack(tmp_path: Path) -> None:
    files = {"i_2005.csv": "LopNr;Kon;FodelseAr;Kommun;Yrke\n", "i_2015.csv": "LopNr;Kon;FodelseAr;Kommun\n"}
    delivery = deliver(tmp_path, "individuals", files, columns={"Ssyk4": "Yrke"})
    assert check_headers(delivery, contracts()["individuals"], tmp_path) == []


@pytest.mark.parametrize("extra", [";;", ";X;x"])
def test_repeated_columns_that_nobody_needs(tmp_path: Path, extra: str) -> None:
    text = f"LopNr;DodDatum{extra}\n1;2005-06-05;a;b\n"
    assert read(deliver(tmp_path, "deaths", {"d.csv": text})).counts.accepted == 1


def test_repeated_column_of_the_contract(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read(deliver(tmp_path, "deaths", {"d.csv": "LopNr;DodDatum;LOPNR\n1;2005-06-05;2\n"}))
    assert [f.key for f in caught.value.faults] == ["column_twice"]


# ---------------------------------------------------------------- the year in the file name (R3)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("individuals_2005.csv", 2005),
        ("individuals_2026-06_2005.csv", 2005),
        ("individuals_2005_2026-06.csv", 2005),
        ("individuals_2004_2005.csv", 2005),
        ("individuals_20051231.csv", None),
        ("individuals_1998.csv", None),
        ("individuals.csv", None),
    ],
)
def test_year_in_file_name(tmp_path: Path, name: str, year: int | None) -> None:
    rows = [individuals(Ar=None), individuals(LopNr="2", Ar="2007"), individuals(LopNr="3", Ar="x")]
    found = read(deliver(tmp_path, "individuals", {name: as_csv(rows)}, cover=YEARS))
    assert found.accepted["Ar"].to_list() == ([2005, 2007] if year else [2007])
    assert found.reasons == {3: ("Ar", "text_in_number")} | ({} if year else {1: ("Ar", "missing_value")})
    assert set(found.rejected["period"]) == {year}, "a rejected person-year is remembered as not observable"


def test_year_in_file_name_stands_in_for_the_column(tmp_path: Path) -> None:
    row = individuals()
    del row["Ar"]
    found = read(deliver(tmp_path, "individuals", {"individuals_2006.csv": as_csv([row])}, cover=YEARS))
    assert found.accepted["Ar"].to_list() == [2006]
    with pytest.raises(UserError) as caught:
        read(deliver(tmp_path, "individuals", {"individuals.csv": as_csv([row])}, cover=YEARS))
    assert caught.value.faults[0].fields["column"] == "Ar"


# ---------------------------------------------------------------- rejected rows (R5, R7)

ORDER: list[tuple[str, str, str]] = [
    ("LopNr", "", "missing_lopnr"),
    ("Ar", ".", "missing_value"),
    ("FodelseAr", "nitton", "text_in_number"),
    ("FodelseAr", "1700", "out_of_range"),
    ("Kon", "3", "unknown_sex"),
    ("Kommun", "9998", "unknown_municipality"),
]


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_first_reason_that_applies(tmp_path: Path, first: int) -> None:
    faults = {column: value for column, value, _ in reversed(ORDER[first:])}
    found = read_rows(tmp_path, "individuals", [individuals(**faults)])
    column, value, reason = ORDER[first]
    assert found.rejected.select("row", "column", "value", "reason").rows() == [
        (1, column, value.strip(".") or None, reason)
    ]


def test_first_reason_among_terms_and_dates(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"LopNr": "1", "Ar": "x", "Termin": "", "HsKod": "LU", "YProg": "TH"},
        {"LopNr": "1", "Ar": "x", "Termin": "3", "HsKod": "LU", "YProg": "TH"},
        {"LopNr": "1", "Ar": "1900", "Termin": "3", "HsKod": "LU", "YProg": "TH"},
    ]
    found = read_rows(tmp_path / "r", "registrations", rows)
    assert found.reasons == {
        1: ("Termin", "missing_value"),
        2: ("Ar", "text_in_number"),
        3: ("Termin", "unknown_code"),
    }
    found = read_rows(tmp_path / "m", "migration", [{"LopNr": "1", "PostTyp": "Bort", "Datum": ""}])
    assert found.reasons == {1: ("Datum", "unparsable_date")}


def test_unknown_programmes_and_curricula_are_accepted(tmp_path: Path) -> None:
    row = {"LopNr": "1", "Ar": "2005", "Termin": "2", "HsKod": None, "YProg": "ÖVRIGT"}
    assert read_rows(tmp_path / "r", "registrations", [row]).counts.accepted == 1
    row = {"LopNr": "1", "AvgAr": "2000", "StudieVagKod": "??", "Laroplan": "Lgy70"}
    assert read_rows(tmp_path / "u", "upper_secondary", [row]).counts.accepted == 1


def test_rejected_rows_keep_file_row_column_and_raw_value(tmp_path: Path) -> None:
    files = {
        "a.csv": as_csv([individuals(), individuals(Kon=" 7 ")]),
        "b.csv": as_csv([individuals(Kommun="0000", Kon="1")]),
    }
    found = read(deliver(tmp_path, "individuals", files))
    assert found.rejected.select("file", "row", "column", "value", "reason").rows() == [
        ("a.csv", 2, "Kon", "7", "unknown_sex"),
        ("b.csv", 1, "Kommun", "0000", "unknown_municipality"),
    ]


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for year in ("2005", "2006"):
        (tmp_path / year).mkdir()
    files = {
        f"{year}/lisa.csv": as_csv([individuals(Ar=year), individuals(Kon="7")]) for year in ("2005", "2006")
    }
    found = read(deliver(tmp_path, "individuals", files))
    assert found.rejected["file"].to_list() == ["2005/lisa.csv", "2006/lisa.csv"]


# ---------------------------------------------------------------- duplicates (R8) and setting aside (R58)


def test_exact_duplicates_over_files_and_formats(tmp_path: Path) -> None:
    rows = [individuals(ForvErs="12,50", Kommun="0180", Okand="a")]
    native = pl.DataFrame(
        {"LOPNR": [1], "ar": [2005.0], "Kon": [True], "FodelseAr": [1980], "Kommun": [180], "ForvErs": [12.5]}
    )
    files: dict[str, str | bytes | pl.DataFrame] = {
        "a.csv": as_csv(rows),
        "b.parquet": native,
        "c.csv.gz": gzip.compress(
            as_csv([individuals(ForvErs="12.5", Kommun="180 ")], ";").encode("utf-8-sig")
        ),
        "d.csv": as_csv([individuals(ForvErs="12,5", Kommun="0180", Kon="9")]),
        "e.csv": as_csv([individuals(ForvErs="12,6", Kommun="0180")]),
    }
    found = read(deliver(tmp_path, "individuals", files))
    assert (found.counts.read, found.counts.accepted, found.counts.duplicates) == (5, 2, 2)
    assert found.counts.rejected == {"unknown_sex": 1}
    assert found.accepted["file"].to_list() == ["a.csv", "e.csv"]
    assert found.counts.adds_up


def test_missing_values_are_equal_when_duplicates_are_sought(tmp_path: Path) -> None:
    rows = [individuals(Ssyk4="."), individuals(Ssyk4="NULL"), individuals(Ssyk4=None)]
    assert read_rows(tmp_path, "individuals", rows).counts.duplicates == 2


def test_set_aside_are_sound_rows_of_other_people(tmp_path: Path) -> None:
    rows = [
        individuals(LopNr="1"),
        individuals(LopNr=" 1 "),
        individuals(LopNr="2"),
        individuals(LopNr=""),
        individuals(LopNr="2", Kon="7"),
    ]
    found = read(deliver(tmp_path, "individuals", {"i.csv": as_csv(rows)}), people=["1"])
    assert (found.counts.read, found.counts.accepted, found.counts.duplicates) == (5, 1, 1)
    assert (found.counts.set_aside, found.counts.adds_up) == (1, True)
    assert found.counts.rejected == {"missing_lopnr": 1, "unknown_sex": 1}


def test_nobody_is_set_aside_where_cohorts_begin(tmp_path: Path) -> None:
    row = sound_row(KNOWN["licences"])
    found = read(deliver(tmp_path, "licences", {"l.csv": as_csv([row])}), people=[])
    assert (found.counts.set_aside, found.counts.accepted) == (0, 1)


# ---------------------------------------------------------------- nothing lost, whatever the rows


DIRT = [
    *TOKENS,
    " ",
    "0",
    "1",
    "2",
    "3",
    "x",
    "å",
    "1,5",
    "2005",
    "2005-06-05",
    "20050605",
    "180",
    "0180",
    "AT",
    "Inv",
]
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=6)


@st.composite
def dirty_rows(draw: st.DrawFn) -> tuple[str, list[dict[str, str | None]]]:
    """A register and rows that are sound but for some values, some of them repeated."""
    register = draw(st.sampled_from(sorted(KNOWN)))
    contract = KNOWN[register]
    change = st.dictionaries(st.sampled_from(contract.names), st.sampled_from(DIRT) | TEXT, max_size=3)
    rows = [sound_row(contract, **changed) for changed in draw(st.lists(change, min_size=1, max_size=12))]
    return register, rows + draw(st.lists(st.sampled_from(rows), max_size=4))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(dirty_rows(), st.sets(st.sampled_from(["x", "1", "å"])))
def test_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, found: tuple[str, list[dict[str, str | None]]], people: set[str]
) -> None:
    register, rows = found
    folder = tmp_path_factory.mktemp("rows")
    written = read(deliver(folder, register, {"rader": as_csv(rows)}), sorted(people))
    native = read(deliver(folder, register, {"rader": pl.DataFrame(rows)}), sorted(people))
    assert written.counts == native.counts, "the format makes no difference"
    assert written.accepted.equals(native.accepted)
    assert written.rejected.equals(native.rejected)
    counts = written.counts
    assert counts.read == len(rows)
    assert counts.adds_up
    assert counts.accepted == written.accepted.height
    assert sum(counts.rejected.values()) == written.rejected.height
    assert set(written.rejected["row"]).isdisjoint(written.accepted["row"])
    for row, column, value in written.rejected.select("row", "column", "value").iter_rows():
        assert (rows[row - 1][column] or "").strip() in (value or "", *TOKENS)


def test_a_year_in_the_file_name_that_is_not_covered_leaves_the_rows_without_one(tmp_path: Path) -> None:
    text = "LopNr;Kon;FodelseAr;Kommun\n1;2;1980;0180\n"
    delivery = deliver(tmp_path, "individuals", {"i_2099.csv": text})
    assert check_headers(delivery, contracts()["individuals"], tmp_path) == []
    assert dict(read(delivery).counts.rejected) == {"missing_value": 1}


# ---------------------------------------------------------------- rows that are not read at all


def test_early_rows_keep_their_place_and_the_others_are_not_counted(tmp_path: Path) -> None:
    rows = [individuals(LopNr=str(i % 3), Kommun="1281" if i else "0000") for i in range(9)]
    place = deliver(tmp_path, "individuals", {"individuals_2005.csv": as_csv(rows)})
    counts = ReadingCounts()
    seen: list[tuple[set[str], int | None]] = []

    def early(names: Collection[str], year: int | None) -> pl.Expr:
        seen.append((set(names), year))
        return pl.col("LopNr") == "0"

    batches = list(read_register(place, KNOWN["individuals"], tmp_path, counts, early=early))
    assert [row for batch in batches for row in batch.accepted["row"]] == [4, 7]
    assert [row for batch in batches for row in batch.rejected["row"]] == [1]
    assert (counts.read, counts.set_aside, dict(counts.rejected)) == (3, 0, {"unknown_municipality": 1})
    assert seen == [({"LopNr", "Ar", "Kon", "FodelseAr", "Kommun"}, 2005)]
