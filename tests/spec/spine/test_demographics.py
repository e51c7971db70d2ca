"""spine.demographics: sex, age and background from one LISA row."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

AGES = {
    1980: "-21",
    1979: "22-24",
    1977: "22-24",
    1976: "25-29",
    1972: "25-29",
    1971: "30-34",
    1967: "30-34",
    1966: "35-",
}
PEOPLE = [
    *(starter(f"born {year}").resident(2001, FodelseAr=year) for year in AGES),
    starter("spring – turns 22 in the year", "VT2002").resident(2002, FodelseAr=1980),
    starter("start year first").resident(2000, Kon=1).resident(2001, Kon=2).resident(2002, Kon=1),
    starter("latest before").resident(1999, Kon=1).resident(2000, Kon=2).resident(2002, Kon=1),
    starter("far before goes before near after").resident(1999, Kon=2).resident(2002, Kon=1),
    starter("first after").resident(2004, Kon=2).resident(2005, Kon=1),
    starter("one row for all").resident(2000, Kon=1, UtlSvBakg=11).resident(2001, Kon=None, UtlSvBakg=None),
    starter("start year's row rejected").resident(2000, Kon=1).resident(2001, Kon=3),
    starter("no row"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "spine.demographics")


@pytest.mark.parametrize("year", AGES)
def test_age_groups(lives: Lives, year: int) -> None:
    """R11, R36: start year 2001 − birth year, in the five groups."""
    assert lives.of("spine.demographics", "age")[f"born {year}"] == AGES[year]


def test_age_does_not_depend_on_the_term(lives: Lives) -> None:
    """R36: age on 31 December, whatever the term: 2002 − 1980 = 22."""
    assert lives.of("spine.demographics", "age")["spring – turns 22 in the year"] == "22-24"


def test_which_year(lives: Lives) -> None:
    """R36: the start year's row, else the latest before, else the first after."""
    found = lives.of("spine.demographics", "sex")
    assert found["start year first"] == "woman"
    assert found["latest before"] == "woman"
    assert found["far before goes before near after"] == "woman"
    assert found["first after"] == "woman"
    assert found["start year's row rejected"] == "man"


def test_all_from_one_row(lives: Lives) -> None:
    """R36: values missing in that row are unknown, though another year has them; R1, R11."""
    found = lives.of("spine.demographics", "sex", "age", "background")
    assert found["one row for all"] == ("unknown", "-21", "unknown")
    assert found["no row"] == ("unknown", "unknown", "unknown")
