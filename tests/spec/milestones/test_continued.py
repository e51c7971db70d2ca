"""milestones.continued: still registered in term 2 and in year 2."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

G = "tandhygienist"
# Start HT 2001: term 2 is VT 2002, year 2 is HT 2002 and its first day 1 July 2002.
PEOPLE = [
    starter("both").registered(G, "VT2002", "HT2002"),
    starter("at another institution").registered(G, "VT2002", "HT2002", HsKod="GU"),
    starter("a term away").registered(G, "HT2002"),
    starter("gone after a year").registered(G, "VT2002"),
    starter("on another programme").registered("lakare", "VT2002", "HT2002"),
    starter("as exchange").registered(G, "VT2002", "HT2002", InresUtbytesStud=1),
    starter("on contract").registered(G, "VT2002", "HT2002", Uppdrag=1),
    starter("back in VT 2003").registered(G, "VT2003"),
    starter("graduated 30 June 2002").degree(G, "2002-06-30"),
    starter("graduated 1 July 2002").degree(G, "2002-07-01"),
]
EXPECTED = {
    "both": (True, True),
    "at another institution": (True, True),
    "a term away": (False, True),
    "gone after a year": (True, False),
    "on another programme": (False, False),
    "as exchange": (False, False),
    "on contract": (False, False),
    "back in VT 2003": (False, False),
    "graduated 30 June 2002": (False, True),
    "graduated 1 July 2002": (False, False),
}
COLUMNS = ("continued_term_2", "continued_year_2")


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.continued")


@pytest.mark.parametrize("person", EXPECTED)
def test_continued(lives: Lives, person: str) -> None:
    """R55: own registration in start + 1; the same in start + 2, or graduated before its first day."""
    assert lives.of("milestones.continued", *COLUMNS)[person] == EXPECTED[person]


def test_covered_terms_and_degrees(count_case: CountCase) -> None:
    """R55, R69: the term covered; for year 2 also degrees from the start to the day before start + 2.

    Degrees from 1 July 2002 to 30 June 2007, registrations to HT 2007. All are registered throughout.
    """
    starts = ("VT2002", "HT2002", "HT2006", "VT2007", "HT2007")
    after = {"VT2002": ("HT2002", "VT2003"), "HT2002": ("VT2003", "HT2003"), "HT2006": ("VT2007", "HT2007")}
    people = [starter(label, label).registered(G, *after.get(label, ("HT2007",))) for label in starts]
    covers = {"registrations": ["HT1993", "HT2007"], "degrees": [date(2002, 7, 1), date(2007, 6, 30)]}
    counted = count_case(Case(people, covers=covers), "milestones.continued")
    assert counted.of("milestones.continued", *COLUMNS) == {
        "VT2002": (True, None),
        "HT2002": (True, True),
        "HT2006": (True, True),
        "VT2007": (True, None),
        "HT2007": (None, None),
    }


def test_year_2_only_where_nominal_terms_exceed_two(count_case: CountCase) -> None:
    """R55: specialist nurses have two terms."""
    group = "specialistsjukskoterska"
    counted = count_case(
        Case([starter("specialist", programme=group)], professions=(group,)), "milestones.continued"
    )
    assert counted.of("milestones.continued", "has_year_2") == {"specialist": False}
