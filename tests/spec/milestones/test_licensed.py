"""milestones.licensed: the first licence in the profession."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, graduate, starter

PEOPLE = [
    graduate("once", "2005-02-01"),
    graduate("twice", "2008-02-01").licensed("TH", "2005-03-01"),
    graduate("before the degree", "2004-12-31"),
    graduate("on the start's first day", "2001-07-01"),
    graduate("another profession", None).licensed("SJ", "2005-02-01"),
    graduate("never", None),
    starter("without a degree").licensed("TH", "2005-02-01"),
]
COLUMNS = ("is_licensed", "licensed_on")


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.licensed")


def test_licensed(lives: Lives) -> None:
    """Definitions 4: the first licence; R25: one before the degree counts.

    R24: never is no, asked of graduates.
    """
    assert lives.of("milestones.licensed", *COLUMNS) == {
        "once": (True, date(2005, 2, 1)),
        "twice": (True, date(2005, 3, 1)),
        "before the degree": (True, date(2004, 12, 31)),
        "on the start's first day": (True, date(2001, 7, 1)),
        "another profession": (False, None),
        "never": (False, None),
        "without a degree": (None, date(2005, 2, 1)),
    }


def test_renaming_keeps_the_first_date(count_case: CountCase) -> None:
    """R22: an FT row of 2014 beside an SG row of 2006 gives 2006; beslutsdatumFysioterapeut is never read."""
    group = "fysioterapeut"
    renamed = (
        starter("renamed", programme=group).degree("sjukgymnast", "2005-12-20").licensed("SG", "2006-01-31")
    )
    renamed.licensed("FT", "2014-05-01", beslutsdatumFysioterapeut="2005-12-21")
    counted = count_case(Case([renamed], professions=(group,)), "milestones.licensed")
    assert counted.of("milestones.licensed", *COLUMNS) == {"renamed": (True, date(2006, 1, 31))}


def test_covers_decide_by_the_degree_date(count_case: CountCase) -> None:
    """R24: unknown when the degree's date is outside covers.licences; its first and last day are inside."""
    days = ("2004-12-31", "2005-01-01", "2010-12-31", "2011-01-01")
    people = [starter(day).degree("tandhygienist", day).licensed("TH", "2010-06-01") for day in days]
    covers = {"licences": [date(2005, 1, 1), date(2010, 12, 31)]}
    counted = count_case(Case(people, covers=covers), "milestones.licensed")
    assert counted.of("milestones.licensed", "is_licensed") == {
        "2004-12-31": None,
        "2005-01-01": True,
        "2010-12-31": True,
        "2011-01-01": None,
    }


def test_unknown_when_licences_are_not_delivered(count_case: CountCase) -> None:
    """R2: not delivered, so not observable."""
    counted = count_case(Case([graduate("anyone", None)], without=("licences",)), "milestones.licensed")
    assert counted.of("milestones.licensed", "is_licensed") == {"anyone": None}
