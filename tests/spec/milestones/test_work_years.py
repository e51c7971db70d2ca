"""milestones.work_years: what is known of a year to which somebody is followed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person, graduate, starter

TABLE = "milestones.work_years"
WORKS: dict[str, Any] = {"SyssStatJ": 1, "Ssyk4": "3225", "AstSNI2002": "85130"}
# Licensed in 2005, so + 1 is 2006: SyssStatJ, SSYK 96 3225, SNI 2002.
IN_2006: dict[str, dict[str, Any] | None] = {
    "in the profession": WORKS,
    "in another occupation": {**WORKS, "Ssyk4": "2222"},
    "code of the later edition": {**WORKS, "Ssyk4": "3250"},
    "occupation missing": {**WORKS, "Ssyk4": None},
    "workplace elsewhere": {**WORKS, "AstSNI2002": "80301"},
    "workplace in the later edition": {"SyssStatJ": 1, "Ssyk4": "3225", "AstSNI2007": "86230"},
    "not employed": {**WORKS, "SyssStatJ": 6},
    "status missing": {**WORKS, "SyssStatJ": None},
    "row rejected": {**WORKS, "Kon": 3},
    "no row": None,
}
# resident, employed, own occupation, own workplace
FACTS: dict[str, tuple[bool | None, ...]] = {
    "in the profession": (True, True, True, True),
    "in another occupation": (True, True, False, True),
    "code of the later edition": (True, True, False, True),
    "occupation missing": (True, True, None, True),
    "workplace elsewhere": (True, True, True, False),
    "workplace in the later edition": (True, True, True, None),
    "not employed": (True, False, True, True),
    "status missing": (True, None, True, True),
    "row rejected": (None, None, None, None),
    "no row": (False, False, None, None),
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    people = [
        graduate(n) if said is None else graduate(n).resident(2006, **said) for n, said in IN_2006.items()
    ]
    people += [graduate("no licence", None).resident(2006, **WORKS), starter("left").resident(2006, **WORKS)]
    return count_case(Case(people), TABLE)


@pytest.mark.parametrize("person", FACTS)
def test_facts_of_a_year(lives: Lives, person: str) -> None:
    """R5 rejected, R27 status variable, R28 status missing, R29 edition of the occupation, R30 workplace."""
    found = lives.of(TABLE, "resident", "employed", "is_own_occupation", "is_own_workplace", year=2006)
    assert found[person] == FACTS[person]


def test_covered_and_rejected(lives: Lives) -> None:
    """R5: a rejected row of a covered year."""
    found = lives.of(TABLE, "is_covered", "is_rejected", year=2006)
    assert found == {name: (True, name == "row rejected") for name in FACTS}


def asked(lives: Lives) -> dict[str, list[int]]:
    """Person → the years asked for."""
    found: dict[str, list[int]] = {}
    for row in lives.rows(f"select person, year from {TABLE} order by year"):
        found.setdefault(row["person"], []).append(row["year"])
    return found


def test_years_asked_for(count_case: CountCase) -> None:
    """D4: + 1 and + 3 from the calendar year, and from the end year of the läsår; each year once."""
    people = [
        graduate("licence on 30 June", "2005-06-30"),
        graduate("licence on 1 July", "2005-07-01"),
        graduate("licence in December", "2005-12-31"),
        graduate("no licence", None),
        Person("no registration").degree("tandhygienist", "2006-06-10").licensed("TH", "2005-02-01"),
        Person("no degree").licensed("TH", "2005-02-01"),
    ]
    assert asked(count_case(Case(people), TABLE)) == {
        "licence on 30 June": [2006, 2008],
        "licence on 1 July": [2006, 2007, 2008, 2009],
        "licence in December": [2006, 2007, 2008, 2009],
        "no registration": [2006, 2008],
    }


def test_from_the_degree_in_one_model_and_the_licence_in_the_other(count_case: CountCase) -> None:
    """R57: groups without a licence count from the degree's year."""
    person = (
        starter("x", programme="tandtekniker")
        .degree("tandtekniker", "2005-06-10")
        .licensed("TH", "2002-01-01")
    )
    assert asked(count_case(Case([person], professions=("tandtekniker",)), TABLE)) == {"x": [2006, 2008]}


@pytest.mark.parametrize(
    ("year", "occupation", "workplace"),
    [(2000, False, False), (2001, True, False), (2002, True, True), (2013, True, True), (2014, True, True)],
)
def test_years_with_an_occupation_and_a_workplace(
    count_case: CountCase, year: int, occupation: bool, workplace: bool
) -> None:
    """Definitions 7, R30: no occupation before 2001, no SNI before 2002."""
    person = Person("x").degree("tandhygienist", f"{year - 1}-01-10")
    person.registered("tandhygienist", f"HT{year - 3}").licensed("TH", f"{year - 1}-02-01")
    counted = count_case(Case([person], window=f"{year - 3}-{year - 3}"), TABLE)
    found = counted.of(TABLE, "has_occupation_year", "has_workplace_year", year=year)
    assert found == {"x": (occupation, workplace)}


def test_an_edition_without_a_code(count_case: CountCase) -> None:
    """R29: dental technicians have no code in SSYK 96, so 2012 is not observable and 2014 is."""
    person = starter("x", programme="tandtekniker").degree("tandtekniker", "2011-01-15")
    counted = count_case(Case([person], professions=("tandtekniker",)), TABLE)
    rows = counted.rows(f"select year, has_occupation_year from {TABLE} order by year")
    assert [tuple(row.values()) for row in rows] == [(2012, False), (2014, True)]


def test_november_job_and_its_year(count_case: CountCase) -> None:
    """R29: whether the occupation is of the November job, and of which year, from 2010."""
    people = [
        graduate("2011", "2010-02-01").resident(
            2011, SyssStat11=1, Ssyk4_J16="3225", SsykStatus_J16=2, SsykAr_J16=2009
        ),
        graduate("status 6", "2010-02-01").resident(2011, SyssStat11=1, Ssyk4="3225", SsykStatus_J16=6),
    ]
    names = ("is_own_occupation", "occupation_status", "occupation_year")
    assert count_case(Case(people), TABLE).of(TABLE, *names, year=2011) == {
        "2011": (True, 2, 2009),
        "status 6": (None, 6, None),
    }


def test_places_and_studies(count_case: CountCase) -> None:
    """R61, R59: home and workplace, and whether in higher education."""
    person = graduate("x").resident(2006, **WORKS, Kommun="1480", AstKommun="9999", HSDelt=2)
    counted = count_case(Case([person]), TABLE)
    assert counted.of(TABLE, "municipality", "work_municipality", "is_studying", year=2006) == {
        "x": ("1480", "9999", True)
    }


def test_a_year_that_is_not_covered(count_case: CountCase) -> None:
    """Definitions 8, R14: nothing is known of it, neither a yes nor a no."""
    case = Case([graduate("x").resident(2008, **WORKS)], covers={"individuals": [2007, 2024]})
    counted = count_case(case, TABLE)
    names = ("is_covered", "resident", "employed", "is_own_occupation", "is_own_workplace")
    assert counted.of(TABLE, *names, year=2006) == {"x": (False, None, None, None, None)}
    assert counted.of(TABLE, "is_covered", "resident", year=2008) == {"x": (True, True)}


def test_not_followed_and_not_known_to_be(count_case: CountCase) -> None:
    """R14: without a known licence year there is no year to ask for."""
    covers = {"licences": [date(2005, 2, 1), date(2025, 12, 31)]}
    case = Case([graduate("degree before licences begin", None)], covers=covers)
    assert asked(count_case(case, TABLE)) == {}
