"""A proposed delivery.toml: files known by their columns, and every guess a question."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.proposing.asking import Question
from flows.proposing.coding import Codes, propose
from flows.proposing.covering import Seen, half_years, seen
from flows.proposing.likeness import name_likeness, value_likeness
from flows.proposing.naming import pattern_of
from flows.proposing.recognising import recognise
from flows.proposing.tallying import Tally
from schemas.contract import contracts
from schemas.faults import LANGUAGES
from tests.delivering import sound_row


def sample_of(
    register: str, renamed: dict[str, str] | None = None, without: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Two rows that the register's contract takes, under other names."""
    row = {name: value for name, value in sound_row(contracts()[register]).items() if name not in without}
    named = {(renamed or {}).get(name, name): value for name, value in row.items()}
    return pl.DataFrame([named, named])


@pytest.mark.parametrize("register", contracts())
def test_a_register_is_known_by_its_columns_whatever_the_file_is_called(register: str) -> None:
    found = recognise(Path("uttag.csv"), sample_of(register))
    assert found is not None
    assert (found.contract.register, found.is_certain, found.missing) == (register, True, ())


def test_case_and_aliases_are_no_guess() -> None:
    found = recognise(
        Path("x.csv"), sample_of("deaths", {"LopNr": "P1105_LOPNR_PERSONNR", "DodDatum": "DODDATUM"})
    )
    assert found is not None and found.is_certain
    assert found.given == {"LopNr": "P1105_LOPNR_PERSONNR", "DodDatum": "DODDATUM"}


def test_another_name_is_a_guess() -> None:
    found = recognise(Path("x.csv"), sample_of("degrees", {"Examensdatum": "ExDatum", "LopNr": "Löpnr"}))
    assert found is not None and found.contract.register == "degrees" and not found.is_certain
    assert {m.name: m.theirs for m in found.matches if not m.is_certain} == {
        "LopNr": "Löpnr",
        "Examensdatum": "ExDatum",
    }


def test_the_year_may_stand_in_the_file_name_of_individuals() -> None:
    without = sample_of("individuals", without=("Ar",))
    named, unnamed = (recognise(Path(name), without) for name in ("LISA_2005.csv", "LISA.csv"))
    assert named is not None and named.missing == ()
    assert unnamed is not None and unnamed.missing == ("Ar",)


@pytest.mark.parametrize("columns", [["a"], ["namn", "adress"], ["LopNr", "Betyg"]])
def test_a_file_like_no_register_is_none(columns: list[str]) -> None:
    assert recognise(Path("x.csv"), pl.DataFrame({name: ["1", "2"] for name in columns})) is None


def test_likeness() -> None:
    individuals, deaths = contracts()["individuals"], contracts()["deaths"]
    assert name_likeness(individuals.column("Kommun"), "Kommun_31dec") == 0.95
    assert name_likeness(individuals.column("FodelseAr"), "FÖDELSE-ÅR") == 1
    assert name_likeness(deaths.column("DodDatum"), "Dödsdatum") == 0.93
    values = pl.Series("x", ["20050605", "2005-06-05", "*", None, "i juni", " 20050230"])
    assert value_likeness(deaths.column("DodDatum"), deaths, values) == 0.5
    assert value_likeness(deaths.column("LopNr"), deaths, values) is None


# ---------------------------------------------------------------- time


def tallied(**periods: int) -> Tally:
    return Tally(Counter({int(year[1:]): rows for year, rows in periods.items()}))


def test_first_and_last_year_gaps_and_strays() -> None:
    found = seen(tallied(y1984=2, y1985=50, y1986=60, y1988=55, y2050=1), contracts()["upper_secondary"])
    assert found == Seen(1985, 1988, ("1987",), ("1984", "2050"))


def test_a_register_that_begins_small_is_kept() -> None:
    found = seen(tallied(y1960=1, y1961=1, y1962=3, y1963=9), contracts()["upper_secondary"])
    assert found == Seen(1960, 1963, (), ())


def test_terms_and_dates() -> None:
    terms = Tally(Counter({3987: 40, 3989: 40, 3990: 40}))
    assert seen(terms, contracts()["registrations"]) == Seen("HT1993", "VT1995", ("VT1994",), ())
    days = Tally(Counter({2003: 5}), {2003: (date(2003, 1, 9), date(2003, 8, 1))})
    assert seen(days, contracts()["deaths"]) == Seen(date(2003, 1, 9), date(2003, 8, 1), (), ())
    assert seen(Tally(), contracts()["deaths"]) is None
    assert half_years(date(1993, 7, 3), date(2025, 6, 28)) == (date(1993, 7, 1), date(2025, 6, 30))
    assert half_years(date(1993, 6, 3), date(2025, 7, 1)) == (date(1993, 1, 1), date(2025, 12, 31))


# ---------------------------------------------------------------- codes


@pytest.mark.parametrize(
    ("place", "values", "proposed", "alike"),
    [
        ("individuals.Kon", ("M", "K"), {"M": "1", "K": "2"}, {}),
        ("individuals.Kon", ("Kvinna", "9"), {"Kvinna": "2"}, {"9": ()}),
        ("registrations.Termin", ("VT", "HT"), {"VT": "1", "HT": "2"}, {}),
        ("migration.PostTyp", ("Invandring", "UTV"), {"Invandring": "Inv", "UTV": "Utv"}, {}),
        ("individuals.Kommun", ("Stockholm", "9998"), {"Stockholm": "0180"}, {"9998": ()}),
        ("licences.yrkeskod", ("Sjuksköterska",), {"Sjuksköterska": "SJ"}, {}),
        ("registrations.YProg", ("TH", "SSK"), {"TH": "tandhygienist", "SSK": "sjukskoterska"}, {}),
        ("degrees.Examenskod", ("LAK",), {"LAK": "lakare"}, {}),
        ("registrations.YProg", ("larare", "ekonom", "lakare"), {}, {"larare": ("lakare", "tandlakare")}),
    ],
)  # fmt: skip
def test_codes(
    place: str, values: tuple[str, ...], proposed: dict[str, str], alike: dict[str, tuple[str, ...]]
) -> None:
    register, column = place.split(".")
    found = propose(contracts()[register].column(column), Counter(dict.fromkeys(values, 5)))
    assert found == Codes(proposed, alike, 0)


def test_values_that_may_be_a_persons_are_not_repeated() -> None:
    kon = contracts()["individuals"].column("Kon")
    assert propose(kon, Counter({"19800101": 4})) is None, "check counts it as a rejected row"
    assert propose(kon, Counter({"M": 5, "19800101": 4})) == Codes({"M": "1"}, {}, 1)
    slipped = Counter({f"1980{number:04}": 6 for number in range(41)})
    assert propose(kon, slipped) == Codes({}, {}, 41)


# ---------------------------------------------------------------- patterns and words


def test_patterns(tmp_path: Path) -> None:
    (tmp_path / "lisa").mkdir()
    names = ("a_1.csv", "a_2.csv", "b.csv", "lisa/x1", "lisa/x2", "deaths.csv", "x[1].csv")
    for name in names:
        (tmp_path / name).touch()

    def pattern(*chosen: str, register: str = "degrees") -> str | None:
        return pattern_of(tmp_path, register, [tmp_path / name for name in chosen])

    assert pattern("a_1.csv", "a_2.csv") == "a_*"
    assert pattern("lisa/x1", "lisa/x2") == "lisa/x*"
    assert pattern("x[1].csv") == "x[[]1].csv"
    assert pattern("deaths.csv", register="deaths") == ""
    assert pattern("a_1.csv", "b.csv") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_a_terminal_would_obey_is_repeated(language: str) -> None:
    names = [f"\x1b[2J{number}" + "x" * 100 for number in range(20)]
    text = Question("files", "not_recognised", {"files": names}).text(language)
    assert "\x1b" not in text and "?[2J0xxx" in text
    assert text.count("…") == 15 and " 5 " in text
