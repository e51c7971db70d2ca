"""spine.first_licences: the first licence in a group's profession, and the degree it may rest on."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person, graduate, starter

TABLE = "spine.first_licences"
G = "tandhygienist"


def licensed(name: str, on: str = "2005-02-01") -> Person:
    """A dental hygienist by licence alone."""
    return Person(name).licensed("TH", on)


PEOPLE = [
    licensed("plain"),
    licensed("two licences", "2007-02-01").licensed("TH", "2005-02-01"),
    licensed("another profession too").licensed("SJ", "2001-02-01"),
    Person("another profession only").licensed("SJ", "2001-02-01"),
    licensed("degree before").degree(G, "2004-06-10"),
    licensed("degree after").degree(G, "2010-06-10", ExHsKod="GU"),
    licensed("first of two degrees").degree(G, "2010-06-10").degree(G, "2004-06-10", ExHsKod="UU"),
    licensed("two degrees of one day").degree(G, "2004-06-10").degree(G, "2004-06-10", ExHsKod="GU"),
    licensed("institution missing – last").degree(G, "2004-06-10", ExHsKod=None).degree(G, "2004-06-10"),
    licensed("institution missing").degree(G, "2004-06-10", ExHsKod=None),
    licensed("general degree of the code").general_degree("2004-06-10", G),
    licensed("another group's degree").degree("lakare", "2004-06-10"),
    starter("exchange only", InresUtbytesStud=1).licensed("TH", "2005-02-01"),
    graduate("no licence", None),
    licensed("reused before").resident(2000, AterPNr=1),
    licensed("reused after").resident(2020, AterPNr=1),
]
NOTHING = (False, None)
# Has the degree, and from which institution.
EXPECTED = {
    "plain": NOTHING,
    "two licences": NOTHING,
    "another profession too": NOTHING,
    "degree before": (True, "KI"),
    "degree after": (True, "GU"),
    "first of two degrees": (True, "UU"),
    "two degrees of one day": (True, "GU"),
    "institution missing – last": (True, "KI"),
    "institution missing": (True, None),
    "general degree of the code": NOTHING,
    "another group's degree": NOTHING,
    "exchange only": NOTHING,
    "reused before": NOTHING,
    "reused after": NOTHING,
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), TABLE)


def test_who_and_when(lives: Lives) -> None:
    """Definitions 4: the first licence in the group's codes; everyone with one has a row."""
    assert lives.of(TABLE, "licensed_on") == dict.fromkeys(EXPECTED, date(2005, 2, 1))


@pytest.mark.parametrize("person", EXPECTED)
def test_degree_on_record(lives: Lives, person: str) -> None:
    """R72: a professional degree of the group, before or after; of the first, the lowest code (R65, R74)."""
    assert lives.of(TABLE, "has_degree", "degree_institution")[person] == EXPECTED[person]


def test_reused_numbers(lives: Lives) -> None:
    """R17, R72: in any year; registrations play no part."""
    assert lives.of(TABLE, "reason") == {
        name: "reused_number" if name.startswith("reused") else "" for name in EXPECTED
    }


@pytest.mark.parametrize(
    ("day", "year", "lasar"),
    [
        ("2000-06-30", 2000, 1999),
        ("2000-07-01", 2000, 2000),
        ("2000-12-31", 2000, 2000),
        ("2001-01-01", 2001, 2000),
        ("2001-06-30", 2001, 2000),
        ("2001-07-01", 2001, 2001),
    ],
)
def test_year_and_lasar(count_case: CountCase, day: str, year: int, lasar: int) -> None:
    """Definitions 1: läsår y/y+1 is HT y and VT y+1, by the name of its autumn."""
    assert count_case(Case([licensed("x", day)]), TABLE).of(TABLE, "licence_year", "lasar") == {
        "x": (year, lasar)
    }


def test_a_change_of_title_is_no_licence(count_case: CountCase) -> None:
    """R22: a physiotherapist's FT row of 2014 beside an SG row of 2006 gives 2006."""
    person = Person("renamed").licensed("FT", "2014-01-10", beslutsdatumFysioterapeut="2014-01-10")
    person.licensed("SG", "2006-03-03")
    counted = count_case(Case([person], professions=("fysioterapeut",)), TABLE)
    assert counted.of(TABLE, "licensed_on") == {"renamed": date(2006, 3, 3)}


def test_one_row_per_group(count_case: CountCase) -> None:
    """Definitions 2: the same person may be in several groups, each by its own licence and degree."""
    person = licensed("both").licensed("AT", "2009-02-01").degree("arbetsterapeut", "2008-12-10")
    counted = count_case(Case([person], professions=(G, "arbetsterapeut")), TABLE)
    rows = counted.rows(f"select profession, licence_year, has_degree from {TABLE} order by 1")
    assert [tuple(row.values()) for row in rows] == [("arbetsterapeut", 2009, True), (G, 2005, False)]


def test_groups_it_leads_to_are_not_followed(count_case: CountCase) -> None:
    """A midwife's licence is not one of the nurses'."""
    person = Person("midwife").licensed("BM", "2005-02-01")
    assert count_case(Case([person], professions=("sjukskoterska",)), TABLE).of(TABLE, "reason") == {}


def test_degrees_not_delivered(count_case: CountCase) -> None:
    """R2: whether the degree is on record is not known."""
    counted = count_case(Case([licensed("x")], without=("degrees",)), TABLE)
    assert counted.of(TABLE, "has_degree") == {"x": None}
