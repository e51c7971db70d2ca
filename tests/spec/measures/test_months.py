"""measures.months: calendar months between two dates."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

G = "tandhygienist"
TABLE = "measures.months"
PEOPLE = [
    starter("same month").degree(G, "2001-07-31").licensed("TH", "2001-07-31"),
    starter("42 months").degree(G, "2005-01-31").licensed("TH", "2005-02-01"),
    starter("from January", "VT2001").degree(G, "2005-01-31").licensed("TH", "2007-01-01"),
    starter("licence before the degree").degree(G, "2005-01-01").licensed("TH", "2004-12-31"),
    starter("not licensed").degree(G, "2005-01-31"),
    starter("not graduated").licensed("TH", "2005-01-31"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), TABLE)


def test_start_to_degree(lives: Lives) -> None:
    """R33: 12·Δyear + Δmonth from the start term's first day, days ignored.

    Of those with both dates (R34).
    """
    assert lives.of(TABLE, "base", "months", measure="months_start_to_degree") == {
        "same month": (True, 0),
        "42 months": (True, 42),
        "from January": (True, 48),
        "licence before the degree": (True, 42),
        "not licensed": (True, 42),
    }


def test_degree_to_licence(lives: Lives) -> None:
    """R33, R25: a licence before the degree gives a negative number, here one day and one month."""
    assert lives.of(TABLE, "base", "months", measure="months_degree_to_licence") == {
        "same month": (True, 0),
        "42 months": (True, 1),
        "from January": (True, 24),
        "licence before the degree": (True, -1),
    }


def test_unknown_dates(count_case: CountCase) -> None:
    """R14, R23, R24: an unobservable degree or licence is not observable, whatever is seen."""
    people = [
        starter(label, label).degree(G, "2005-01-31").licensed("TH", "2005-03-01")
        for label in ("VT2001", "HT2001")
    ]
    covers = {
        "degrees": [date(2001, 7, 1), date(2025, 6, 30)],
        "licences": [date(2005, 2, 1), date(2025, 12, 31)],
    }
    counted = count_case(Case(people, covers=covers), TABLE)
    assert counted.of(TABLE, "base", "months", measure="months_start_to_degree") == {
        "VT2001": (None, None),
        "HT2001": (True, 42),
    }
    assert counted.of(TABLE, "base", "months", measure="months_degree_to_licence") == {
        "VT2001": (None, None),
        "HT2001": (None, None),
    }


def test_no_months_to_a_licence_that_does_not_exist(count_case: CountCase) -> None:
    """R57, R13: dental technicians."""
    group = "tandtekniker"
    person = starter("technician", programme=group).degree(group, "2005-01-31").licensed("TH", "2005-03-01")
    counted = count_case(Case([person], professions=(group,)), TABLE)
    assert counted.of(TABLE, "months", measure="months_degree_to_licence") == {}
