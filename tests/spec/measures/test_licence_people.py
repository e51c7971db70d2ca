"""measures.licence_people: the cell of each breakdown in which a person licensed stands."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import SPECIALIST, Case, Lives, Person, advanced, graduate, nurse, nurses
from tests.spec.measures.five_nurses import FIVE_NURSES

TABLE = "measures.licence_people"
WHO = ("sex", "age", "background")
WHERE = ("licence_county", "licence_region", "degree_county")


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(FIVE_NURSES, TABLE)


def test_who(lives: Lives) -> None:
    """R48, R36: at the licence, 2001: that year's row, else the latest before; no row is unknown."""
    assert lives.of(TABLE, *WHO, model="licence") == {
        "Ann": ("woman", "22-24", "swedish"),
        "Bea": ("woman", "30-34", "foreign"),
        "Carl": ("man", "22-24", "swedish"),
        "Dan": ("man", "35-", "swedish"),
        "Eva": ("unknown", "unknown", "unknown"),
    }


def test_where(lives: Lives) -> None:
    """Definitions 3, 9: 31 December of the licence year and of the degree's; not resident is a category.

    A rejected row is unknown (R37, R74), and so is the county of a degree that nobody took.
    """
    assert lives.of(TABLE, *WHERE, model="licence") == {
        "Ann": ("01", "Stockholm", "14"),
        "Bea": ("13", "Västra", "abroad_or_dead"),
        "Carl": ("abroad_or_dead", "abroad_or_dead", "unknown"),
        "Dan": ("unknown", "unknown", "unknown"),
        "Eva": ("abroad_or_dead", "abroad_or_dead", "unknown"),
    }


def test_cohort(lives: Lives) -> None:
    """Definitions 3: the läsår, by its first year, of a licence in January 2001."""
    assert set(lives.of(TABLE, "cohort_year", model="licence").values()) == {2000}
    assert lives.of(TABLE, "cohort_year", model="licensed") == {}


@pytest.mark.parametrize(
    ("code", "county", "region"),
    [("1315", "13", "Södra"), ("1382", "13", "Västra"), ("1917", "03", "Uppsala-Örebro")],
)
def test_halland_and_heby(count_case: CountCase, code: str, county: str, region: str) -> None:
    """Definitions 9, R42."""
    person = nurse("x").resident(2001, Kommun=code)
    counted = count_case(nurses([person]), TABLE)
    assert counted.of(TABLE, *WHERE[:2], model="licence") == {"x": (county, region)}


def test_a_missing_municipality_and_an_uncovered_year(count_case: CountCase) -> None:
    """R1, R37: both unknown."""
    people = [nurse("missing").resident(2001, Kommun=None), nurse("not covered", "2000-09-01")]
    counted = count_case(nurses(people, covers={"individuals": [2001, 2024]}), TABLE)
    assert set(counted.of(TABLE, *WHERE[:2], model="licence").values()) == {("unknown", "unknown")}


def test_degree_county_when_graduation_is_unknown(count_case: CountCase) -> None:
    """R74: start before degrees begin."""
    person = advanced("x").degree(SPECIALIST, "2004-06-10").resident(2004)
    covers = {"degrees": [date(2003, 7, 2), date(2025, 6, 30)]}
    counted = count_case(nurses([person], covers=covers), TABLE)
    assert counted.of(TABLE, "degree_county", model="licence") == {"x": "unknown"}


def test_cohorts_by_licence_year(count_case: CountCase) -> None:
    """R72: the calendar year; the institution of the first degree, before or after the licence."""
    people = [
        graduate("on 31 December", "2005-12-31").resident(2004, Kon=1).resident(2005, FodelseAr=1981),
        graduate("on 1 January", "2006-01-01").resident(2006, Kommun="1380"),
        Person("never registered")
        .degree("tandhygienist", "2005-06-10", ExHsKod="GU")
        .licensed("TH", "2005-03-01"),
        graduate("two degrees", "2005-03-01").degree("tandhygienist", "2003-06-10", ExHsKod="UU"),
        graduate("two of one day", "2005-03-01").degree("tandhygienist", "2005-01-15", ExHsKod="GU"),
        graduate("institution missing", "2005-03-01"),
        Person("no degree").licensed("TH", "2005-03-01"),
    ]
    people[5].rows["degrees"][0]["ExHsKod"] = None
    counted = count_case(Case(people), TABLE)
    names = ("cohort_year", "sex", "age", "licence_county", "degree_institution")
    away = "abroad_or_dead"
    assert counted.of(TABLE, *names, model="licensed") == {
        "on 31 December": (2005, "woman", "22-24", "01", "KI"),
        "on 1 January": (2006, "woman", "25-29", "13", "KI"),
        "never registered": (2005, "unknown", "unknown", away, "GU"),
        "two degrees": (2005, "unknown", "unknown", away, "UU"),
        "two of one day": (2005, "unknown", "unknown", away, "GU"),
        "institution missing": (2005, "unknown", "unknown", away, "unknown"),
    }
    assert counted.of(TABLE, "cohort_year", model="licence") == {}
