"""milestones.graduated: the first professional degree of the group."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

G = "tandhygienist"
PEOPLE = [
    starter("on the start's first day").degree(G, "2001-07-01"),
    starter("twice").degree(G, "2005-06-10").degree(G, "2003-06-10", ExHsKod="GU"),
    starter("two institutions in a day")
    .degree(G, "2003-06-10", ExHsKod="UU")
    .degree(G, "2003-06-10", ExHsKod="GU"),
    starter("one institution missing")
    .degree(G, "2003-06-10", ExHsKod=None)
    .degree(G, "2003-06-10", ExHsKod="UU"),
    starter("category missing").degree(G, "2003-06-10", ExaKategori=None),
    starter("own code but general").general_degree("2003-06-10", G),
    starter("another profession").degree("lakare", "2003-06-10"),
    starter("last day of the data").degree(G, "2025-06-30"),
    starter("outside covers").degree(G, "2025-07-01"),
]
COLUMNS = ("is_graduated", "graduated_on", "degree_institution")
EXPECTED = {
    "on the start's first day": (True, date(2001, 7, 1), "KI"),
    "twice": (True, date(2003, 6, 10), "GU"),
    "two institutions in a day": (True, date(2003, 6, 10), "GU"),
    "one institution missing": (True, date(2003, 6, 10), "UU"),
    "category missing": (True, date(2003, 6, 10), "KI"),
    "own code but general": (False, None, None),
    "another profession": (False, None, None),
    "last day of the data": (True, date(2025, 6, 30), "KI"),
    "outside covers": (False, None, None),
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.graduated")


@pytest.mark.parametrize("person", EXPECTED)
def test_graduated(lives: Lives, person: str) -> None:
    """R21 professional; R65, R74 the lowest institution of the day, missing last; R7 outside covers."""
    assert lives.of("milestones.graduated", *COLUMNS)[person] == EXPECTED[person]


def test_unknown_when_the_start_is_not_covered(count_case: CountCase) -> None:
    """R23: unknown if the start's first day is outside covers, even for one seen to graduate (R14)."""
    people = [
        starter("spring 2002", "VT2002").degree(G, "2004-06-10"),
        starter("autumn 2002", "HT2002").degree(G, "2004-06-10"),
        starter("autumn 2005", "HT2005"),
        starter("spring 2006", "VT2006"),
    ]
    covers = {"degrees": [date(2002, 7, 1), date(2005, 7, 1)]}
    counted = count_case(Case(people, covers=covers), "milestones.graduated")
    assert counted.of("milestones.graduated", "is_graduated", "graduated_on") == {
        "spring 2002": (None, None),
        "autumn 2002": (True, date(2004, 6, 10)),
        "autumn 2005": (False, None),
        "spring 2006": (None, None),
    }


def test_unknown_when_degrees_are_not_delivered(count_case: CountCase) -> None:
    """R2: not delivered, so not observable."""
    counted = count_case(Case([starter("anyone")], without=("degrees",)), "milestones.graduated")
    assert counted.of("milestones.graduated", "is_graduated") == {"anyone": None}
