"""measures.category_cells: status and fate, zero cells too, in total and by sex."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person, graduate, starter

TABLE = "measures.category_cells"
WORKS = {"SyssStatJ": 1, "Ssyk4": "3225"}
PEOPLE = [
    graduate("one").resident(2001).resident(2006, **WORKS),
    graduate("two").resident(2001).resident(2006, **WORKS),
    graduate("three").resident(2001),
    graduate("four").resident(2001, Kon=1).resident(2006),
    graduate("five").resident(2001, Kon=1).resident(2006, SyssStatJ=6, Kon=1),
    starter("six").resident(2001).registered("lakare", "VT2006"),
    starter("seven").resident(2001, Kon=1),
]
# category → numerators of all, women, men
STATUS = {
    "in_profession": (2, 2, 0),
    "other_health_work": (0, 0, 0),
    "other_work": (0, 0, 0),
    "studying": (0, 0, 0),
    "not_employed": (1, 0, 1),
    "abroad_or_dead": (1, 1, 0),
    "unknown": (1, 0, 1),
}
FATE = {"graduated": (5, 3, 2), "other_degree": (0, 0, 0), "registered": (1, 1, 0), "left": (1, 0, 1)}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), TABLE)


@pytest.mark.parametrize("cohort", ["2001", "2000-2010"])
def test_status(lives: Lives, cohort: str) -> None:
    """R59, R70: every category for the total and each sex in the base; denominators 5, 3 women, 2 men."""
    expected = {(name, ""): (n, 5, 0) for name, (n, _, _) in STATUS.items()}
    assert lives.counts(TABLE, "status_1", cohort, by_1="status", by_2="") == expected
    expected = {(name, "woman"): (n, 3, 0) for name, (_, n, _) in STATUS.items()}
    expected |= {(name, "man"): (n, 2, 0) for name, (_, _, n) in STATUS.items()}
    assert lives.counts(TABLE, "status_1", cohort, by_1="status", by_2="sex") == expected


@pytest.mark.parametrize("cohort", ["2001", "2000-2010"])
def test_fate(lives: Lives, cohort: str) -> None:
    """R60, R70: everyone started; denominators 7, 4 women, 3 men."""
    expected = {(name, ""): (n, 7, 0) for name, (n, _, _) in FATE.items()}
    assert lives.counts(TABLE, "fate", cohort, by_1="fate", by_2="") == expected
    expected = {(name, "woman"): (n, 4, 0) for name, (_, n, _) in FATE.items()}
    expected |= {(name, "man"): (n, 3, 0) for name, (_, _, n) in FATE.items()}
    assert lives.counts(TABLE, "fate", cohort, by_1="fate", by_2="sex") == expected


def test_not_observable(count_case: CountCase) -> None:
    """R59, R60, R70: n_not_observable is the base without; licence or degree unknown is among them.

    LISA to 2006, licences from 1 January 2005, degrees to 30 June 2006.
    """
    people = [
        graduate("followed").resident(2001),
        graduate("year not covered", "2006-02-01").resident(2001),
        graduate("licence unknown").resident(2001, Kon=1),
        starter("deadline not covered", "VT2002"),
        graduate("not licensed", None),
    ]
    people[2].rows["degrees"][0]["Examensdatum"] = "2004-12-31"
    covers = {
        "individuals": [1999, 2006],
        "licences": [date(2005, 1, 1), date(2025, 12, 31)],
        "degrees": [date(1993, 7, 1), date(2006, 6, 30)],
    }
    counted = count_case(Case(people, covers=covers), TABLE)
    status = counted.counts(TABLE, "status_1", by_2="")
    assert status["abroad_or_dead", ""] == (1, 1, 2)
    assert status["in_profession", ""] == (0, 1, 2)
    by_sex = counted.counts(TABLE, "status_1", by_2="sex")
    assert by_sex["abroad_or_dead", "woman"] == (1, 1, 1)
    assert by_sex["abroad_or_dead", "man"] == (0, 0, 1)
    fate = counted.counts(TABLE, "fate", by_2="")
    assert fate["graduated", ""] == (4, 4, 1)
    assert fate["left", ""] == (0, 4, 1)


def test_status_of_licence_years(count_case: CountCase) -> None:
    """R72, R59, R70: licensed in 2005 with the degree on record; with sex, at the licence; no fate."""
    people = [
        graduate("one").resident(2005, Kon=1).resident(2006, **WORKS),
        Person("two")
        .degree("tandhygienist", "2007-06-10")
        .licensed("TH", "2005-12-31")
        .resident(2005, Kon=1),
        graduate("three").resident(2005).resident(2006, Kon=3),
        graduate("next year", "2006-01-01").resident(2006),
        Person("no degree").licensed("TH", "2005-02-01").resident(2005),
    ]
    counted = count_case(Case(people), TABLE)
    numerators = {"in_profession": (1, 1, 0), "abroad_or_dead": (1, 1, 0), "unknown": (1, 0, 1)}
    expected = {}
    for name in STATUS:
        everyone, men, women = numerators.get(name, (0, 0, 0))
        expected[name, ""] = (everyone, 3, 0)
        expected[name, "man"] = (men, 2, 0)
        expected[name, "woman"] = (women, 1, 0)
    assert counted.counts(TABLE, "status_1", "2005", model="licensed") == expected
    assert counted.counts(TABLE, "status_1", "2006", model="licensed")["abroad_or_dead", ""] == (1, 1, 0)
    assert counted.rows(f"select * from {TABLE} where model = 'licensed' and measure = 'fate'") == []


def test_licence_years_with_degrees_not_delivered(count_case: CountCase) -> None:
    """R70: licensed or graduated unknown is not observable."""
    counted = count_case(Case([graduate("x").resident(2006, **WORKS)], without=("degrees",)), TABLE)
    found = counted.counts(TABLE, "status_1", "2005", model="licensed", by_2="")
    assert found == {(name, ""): (0, 0, 1) for name in STATUS}
