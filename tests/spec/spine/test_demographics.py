"""spine.demographics: sex, age and background from one LISA row."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, nurse, nurses, starter

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


def test_at_the_licence(count_case: CountCase) -> None:
    """R48, R36: age and the row to read by the calendar year of the licence, in both models by licence."""
    degree = ("sjukskoterska", "2000-12-10")
    people = [
        nurse("turns 22 in the year").degree(*degree).resident(2001, FodelseAr=1979),
        nurse("licence in autumn – turns 21", "2000-07-01").degree(*degree).resident(2000, FodelseAr=1979),
        nurse("latest before").degree(*degree).resident(2000, Kon=1).resident(2002),
        nurse("first after").degree(*degree).resident(2002, UtlSvBakg=12).resident(2003),
    ]
    counted = count_case(nurses(people), "spine.demographics")
    expected = {
        "turns 22 in the year": ("woman", "22-24", "swedish"),
        "licence in autumn – turns 21": ("woman", "-21", "swedish"),
        "latest before": ("man", "-21", "swedish"),
        "first after": ("woman", "-21", "foreign"),
    }
    for model in ("licence", "licensed"):
        assert counted.of("spine.demographics", "sex", "age", "background", model=model) == expected


def test_each_model_at_its_own_entry(count_case: CountCase) -> None:
    """R36: 20 at the start in 2000, 27 at the licence in 2007."""
    person = starter("x", "HT2000", "sjukskoterska").degree("sjukskoterska", "2007-06-10")
    person.licensed("SJ", "2007-07-01").resident(2000)
    counted = count_case(nurses([person]), "spine.demographics")
    found = {
        m: counted.of("spine.demographics", "age", model=m)["x"] for m in ("education", "licence", "licensed")
    }
    assert found == {"education": "-21", "licence": "25-29", "licensed": "25-29"}
