"""Nothing in a delivery is trusted: whatever it holds is refused clearly, or every row is accounted for."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import text_files
from schemas.contract import contracts
from schemas.delivery import load_delivery
from schemas.faults import LANGUAGES, Fault, UserError
from schemas.reading import check_headers
from schemas.toml_files import LARGEST, read_toml
from tests.delivering import as_csv, deliver, read, read_rows
from tests.foreign import write_as
from tests.fuzz import targets
from tests.spec.lives import Case, Person, counted

NASTY = [
    "<script>alert(1)</script>",
    "=cmd|'/c calc'!A1",
    "@SUM(1)",
    "../../etc/passwd",
    "\x1b[2J\x07",
    "a\x00b",
    "'; drop table raw.deaths; --",
    "\u202egnp.exe",
    "x" * 10_000_000,
]


def key_of(folder: Path, register: str, files: Mapping[str, str | bytes | pl.DataFrame]) -> str:
    """The key of the one fault of a register's files."""
    (fault,) = check_headers(deliver(folder, register, files), contracts()[register], folder)
    targets.judge_words([fault])
    return fault.key


# ---------------------------------------------------------------- values


@pytest.mark.parametrize("text", [text for text in NASTY if "\x00" not in text])
def test_a_nasty_person_is_a_person_and_a_nasty_institution_is_none(tmp_path: Path, text: str) -> None:
    row = {"LopNr": text, "Ar": "2005", "Termin": "2", "HsKod": text, "YProg": text}
    found = read_rows(tmp_path, "registrations", [row])
    assert (found.counts.accepted, found.counts.blanked) == (1, {"HsKod": 1})
    assert found.accepted.select("LopNr", "HsKod").row(0) == (text.strip(), None)


@pytest.mark.parametrize("text", ["LU", "ÖU", "4007", "KI-syd", "Sophiahemmet H."])
def test_an_institution_by_its_code(tmp_path: Path, text: str) -> None:
    row = {"LopNr": "1", "Ar": "2005", "Termin": "2", "HsKod": text, "YProg": ""}
    found = read_rows(tmp_path, "registrations", [row])
    assert found.accepted["HsKod"].to_list() == [text]


@pytest.mark.parametrize("text", ["1e999", "-1e999", "NaN", "inf", "99999999999", "9e18", "1e308", "0x7d5"])
def test_numbers_that_are_none(tmp_path: Path, text: str) -> None:
    row = {"LopNr": "1", "Ar": "2005", "Kon": "1", "FodelseAr": "1980", "Kommun": "1281", "ALosDag": text}
    found = read_rows(tmp_path / "a", "individuals", [row])
    assert (found.accepted["ALosDag"].to_list(), found.counts.blanked) == ([None], {"ALosDag": 1})
    found = read_rows(tmp_path / "b", "individuals", [row | {"Ar": text}])
    assert found.counts.rejected == {"text_in_number": 1}


def test_a_year_beyond_all_numbers_ends_no_count(tmp_path: Path) -> None:
    people = [Person(str(year)).row("individuals", Ar=year, Kon=1) for year in (2005, 2**40, -(2**63), 9999)]
    with counted(Case(people), ["staging.unobserved_years"], tmp_path) as lives:
        assert lives.rows("select * from staging.unobserved_years order by year") == [
            {"person": "9999", "year": 9999}
        ]


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".dta", ".sav"])
def test_dates_of_year_0_and_9999(tmp_path: Path, ending: str) -> None:
    days = [date(1, 1, 1), date(9999, 12, 31), date(2005, 6, 5)]
    rows = pl.DataFrame({"LopNr": ["1", "2", "3"], "DodDatum": days})
    files = {f"d{ending}": write_as(tmp_path / f"x{ending}", rows).read_bytes()}
    found = read(deliver(tmp_path, "deaths", files))
    assert found.counts.rejected == {"out_of_range": 2}
    text = as_csv([{"LopNr": "1", "DodDatum": day} for day in ("0000-01-01", "0000-00-00", "99991231")])
    found = read(deliver(tmp_path / "t", "deaths", {"d.csv": text}))
    assert found.counts.rejected == {"out_of_range": 2, "unparsable_date": 1}


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("name", [text for text in NASTY if "\x00" not in text and len(text) < 1000])
def test_nasty_names_of_columns_are_read_past_and_shown_harmlessly(tmp_path: Path, name: str) -> None:
    for ending in (".csv", ".parquet"):
        rows = pl.DataFrame({"LopNr": ["1"], "DodDatum": ["2005-06-05"], name: ["x"]})
        files = {f"d{ending}": write_as(tmp_path / f"x{ending}", rows).read_bytes()}
        assert read(deliver(tmp_path / ending, "deaths", files)).counts.accepted == 1
        files = {f"d{ending}": write_as(tmp_path / f"x{ending}", rows.drop("LopNr")).read_bytes()}
        assert key_of(tmp_path / ending, "deaths", files) == "column_missing"


def test_what_is_shown_is_short_and_on_one_line() -> None:
    fault = Fault("column_missing", {"file": "a\nb", "column": "x" * 10**7, "register": "\x1b[2J"})
    fault.fields["allowed"] = ["y" * 10**6] * 10**3
    for language in LANGUAGES:
        text = fault.text(language)
        assert text.isprintable() and len(text) < 110_000
        assert "a\\x0ab" in text and "\\x1b[2J" in text


# ---------------------------------------------------------------- files


def test_a_bomb_in_gzip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "UNPACKED_ANYWAY", 1 << 20)
    bomb = gzip.compress(b"LopNr;DodDatum\n" + b"1;20050605\n" * 2_000_000)
    assert key_of(tmp_path, "deaths", {"d.csv.gz": bomb}) == "unpacks_to_too_much"
    assert not list(tmp_path.glob("plain*"))
    monkeypatch.undo()
    assert (
        read(deliver(tmp_path, "deaths", {"d.csv.gz": gzip.compress(b"LopNr;DodDatum\n")})).counts.read == 0
    )


def test_more_rows_than_bytes_can_hold(tmp_path: Path) -> None:
    rows = pl.select(LopNr=pl.lit("1").repeat_by(3_000_000).explode(), DodDatum=pl.lit("2005-06-05"))
    assert key_of(tmp_path, "deaths", {"d.parquet": rows}) == "rows_implausible"


def test_ten_megabytes_in_one_cell(tmp_path: Path) -> None:
    cell = "x" * 10_000_000
    text = f"LopNr;DodDatum\n{cell};2005-06-05\n"
    assert read(deliver(tmp_path / "a", "deaths", {"d.csv": text})).counts.accepted == 1
    assert key_of(tmp_path / "b", "deaths", {"d.csv": text + "1\n"}) == "file_unreadable"
    with pytest.raises(UserError) as caught:
        read(deliver(tmp_path / "c", "deaths", {"d.csv": text + '1;"x\n'}))
    assert caught.value.faults[0].key in ("file_unreadable", "rows_unreadable")
    assert key_of(tmp_path / "d", "deaths", {"d.csv": f"{cell};DodDatum\n"}) == "file_unreadable"


def test_a_million_columns(tmp_path: Path) -> None:
    assert key_of(tmp_path, "deaths", {"d.csv": ";" * 1_000_000 + "\n"}) == "too_many_columns"


@pytest.mark.parametrize("pattern", ["../*", "a/../../*", "/etc/*", "**/../*", "\x00"])
def test_no_pattern_leads_out_of_the_delivery(tmp_path: Path, pattern: str) -> None:
    folder = tmp_path / "leverans"
    folder.mkdir()
    (tmp_path / "registrations.csv").write_text("LopNr\n", encoding="utf-8")
    toml = targets.DELIVERY[: targets.DELIVERY.index("deaths =")]
    quoted = pattern.replace("\x00", "\\u0000")
    (folder / "delivery.toml").write_text(f'{toml}[files]\nregistrations = "{quoted}"\n', encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_delivery(folder)
    assert {fault.key for fault in caught.value.faults} <= {"pattern_leaves", "files_missing"}


# ---------------------------------------------------------------- random bytes

SEEDS = {ending: targets.deaths(ending) for ending in (".csv", ".csv.gz", ".parquet", ".sas7bdat")}
SEEDS[".csv.gz"] = gzip.compress(SEEDS[".csv"], mtime=0)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def spoilt(draw: st.DrawFn, seed: bytes) -> bytes:
    """The seed with some bytes changed, put in or cut off."""
    content = bytearray(seed)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(content)))
        change = draw(st.binary(max_size=8) | st.sampled_from([b"\n", b'"', b";", b"\xff" * 8, bytes(8)]))
        content[place : place + draw(st.integers(0, 8))] = change
    return bytes(content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content)


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".parquet"])
def test_spoilt_files(tmp_path_factory: pytest.TempPathFactory, ending: str) -> None:
    @MANY
    @given(spoilt(SEEDS[ending]))
    def check(content: bytes) -> None:
        targets.file(content, ending, tmp_path_factory.mktemp("f"))

    check()


@pytest.mark.parametrize("ending", [".sas7bdat", ".sav", ".dta"])
def test_spoilt_foreign_files(tmp_path_factory: pytest.TempPathFactory, ending: str) -> None:
    seed = SEEDS.get(ending)
    if seed is None:
        rows = pl.DataFrame({"LopNr": ["1", "2"], "DodDatum": [date(2005, 6, 5), None]})
        seed = write_as(tmp_path_factory.mktemp("seed") / f"a{ending}", rows).read_bytes()

    @FEW
    @given(spoilt(seed))
    def check(content: bytes) -> None:
        targets.file(content, ending, tmp_path_factory.mktemp("f"))

    check()


FRAGMENTS = [
    *("[", "]", "{", "}", "=", '"', "\n", "[[x]]\n", "[deaths]\n", "x.y.z = 1\n", "= []", "= {}", "= ''"),
    *("= inf", "= nan", "= 1e999", "= 9999999999999999999999", "= true", "= 0001-01-01", "= 9999-12-31"),
    *("= 2026-06-15T00:00:00Z", "= 07:30:00", "= [[1], 'x', {a = 1}]", "= '<script>'", "= '\\u0000'"),
    *("[codes.lova.x]\n", "[tables.deaths]\n", "[covers.deaths]\n", "'' = ''\n", '"a\\nb" = 1\n'),
]


@pytest.mark.parametrize("name", targets.TOML)
def test_spoilt_toml(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    target, text = targets.TOML[name]
    lines = text.splitlines(keepends=True)
    folder = tmp_path_factory.mktemp(name)
    place = st.tuples(st.integers(0, len(lines) - 1), st.sampled_from(FRAGMENTS) | st.text(max_size=8))

    @MANY
    @given(st.lists(place, max_size=3), st.sampled_from(["line", "value"]))
    def check(changes: list[tuple[int, str]], how: str) -> None:
        changed = list(lines)
        for number, fragment in changes:
            key, equals, _ = changed[number].partition("=")
            whole = how == "line" or not equals
            changed[number] = fragment if whole else f"{key}= {fragment.removeprefix('= ')}\n"
        target("".join(changed).encode("utf-8", "replace"), folder)

    check()


@pytest.mark.parametrize(
    "content", [b"a = " + b"[" * 20_000, b"a = " + b"9" * 5_000, b"#" * (LARGEST + 1), b"\xff", b"a = 'x"]
)
def test_toml_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_toml(tmp_path / "a.toml")
    assert caught.value.faults[0].key == "toml_unreadable"


def test_the_targets_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("schemas.reading.open_source", broken)
    with pytest.raises(ZeroDivisionError):
        targets.file(b"LopNr;DodDatum\n", ".csv", tmp_path)
