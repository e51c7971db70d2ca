"""spine.entrants: who entered which model, and in which cohort."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import SPECIALIST, Case, Lives, Person, nurse, nurses, starter

TABLE = "spine.entrants"
S = "sjukskoterska"
COLUMNS = ("cohort_year", "entry_year")
PEOPLE = [
    starter("all three", "HT2004", S).degree(S, "2007-06-10").licensed("SJ", "2007-07-01"),
    starter("licence in the spring", "HT2004", S).degree(S, "2008-01-10").licensed("SJ", "2008-02-01"),
    starter("licensed in no läsår followed", "HT2001", S)
    .degree(S, "2004-06-10")
    .licensed("SJ", "2004-07-01"),
    starter("started only", "VT2005", S),
    nurse("no degree on record"),
    nurse("degree but no registration").degree(S, "2001-01-10"),
    nurse("licensed in 1999", "1999-12-31").degree(S, "1999-12-10"),
    nurse("licensed on 1 January 2000", "2000-01-01").degree(S, "1999-12-10"),
    nurse("reused").degree(S, "2001-01-10").resident(2010, AterPNr=1),
    starter("degree before the start", "HT2004", S).degree(S, "2000-12-10").licensed("SJ", "2001-01-15"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(nurses(PEOPLE), TABLE)


def test_entry_by_education(lives: Lives) -> None:
    """Definitions 2: by the year of the start; R18 leaves one out of this model alone."""
    assert lives.of(TABLE, *COLUMNS, model="education") == {
        "all three": (2004, 2004),
        "licence in the spring": (2004, 2004),
        "licensed in no läsår followed": (2001, 2001),
        "started only": (2005, 2005),
    }


def test_entry_by_licence(lives: Lives) -> None:
    """Definitions 3: by läsår, the entry year being the calendar year of the licence."""
    assert lives.of(TABLE, *COLUMNS, model="licence") == {
        "all three": (2007, 2007),
        "licence in the spring": (2007, 2008),
        "no degree on record": (2000, 2001),
        "degree but no registration": (2000, 2001),
        "degree before the start": (2000, 2001),
    }


def test_cohorts_by_licence_year(lives: Lives) -> None:
    """R72: the calendar year, from 2000, with the degree on record, whenever they started."""
    assert lives.of(TABLE, *COLUMNS, model="licensed") == {
        "all three": (2007, 2007),
        "licence in the spring": (2008, 2008),
        "licensed in no läsår followed": (2004, 2004),
        "degree but no registration": (2001, 2001),
        "licensed on 1 January 2000": (2000, 2000),
        "degree before the start": (2001, 2001),
    }


def test_the_last_licence_year(count_case: CountCase) -> None:
    """R72: every year with anyone; licences after covers are rejected (R7)."""
    people = [
        nurse("2010", "2010-06-30").degree(S, "2010-06-10"),
        nurse("2011", "2010-07-01").degree(S, "2010-06-10"),
    ]
    covers = {"licences": [date(1960, 1, 1), date(2010, 6, 30)]}
    assert count_case(nurses(people, covers=covers), TABLE).of(TABLE, *COLUMNS, model="licensed") == {
        "2010": (2010, 2010)
    }


def test_degrees_not_delivered(count_case: CountCase) -> None:
    """R14: who may have the degree is asked, and is not observable."""
    counted = count_case(nurses([nurse("x")], without=("degrees",)), TABLE)
    assert counted.of(TABLE, *COLUMNS, model="licensed") == {"x": (2001, 2001)}


def test_groups_without_a_licence(count_case: CountCase) -> None:
    """R72: specialist nurses are in the education model only."""
    person = starter("x", "HT2004", SPECIALIST).degree(SPECIALIST, "2005-06-10").licensed("SJ", "2001-01-15")
    rows = count_case(Case([person], professions=(SPECIALIST,)), TABLE).rows(f"select model from {TABLE}")
    assert rows == [{"model": "education"}]


def test_models_of_a_group_that_leads_nowhere(count_case: CountCase) -> None:
    """Definitions 3: no licence cohort of dental hygienists."""
    person = Person("x").licensed("TH", "2001-01-15").degree("tandhygienist", "2001-01-10")
    rows = count_case(Case([person]), TABLE).rows(f"select model from {TABLE}")
    assert rows == [{"model": "licensed"}]
