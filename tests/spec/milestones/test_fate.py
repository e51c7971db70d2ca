"""milestones.fate: what had become of the starters at the exam deadline."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

G = "tandhygienist"
# Start HT 2001 + 4 + 6 terms: the deadline is 1 July 2006, the last term before it VT 2006.
CASES = [
    (starter("degree the day before the deadline").degree(G, "2006-06-30"), "graduated"),
    (starter("degree on the deadline").degree(G, "2006-07-01"), "left"),
    (
        starter("degree on the deadline – registered").degree(G, "2006-07-01").registered(G, "VT2006"),
        "registered",
    ),
    (starter("two degrees").degree("lakare", "2002-06-10").degree(G, "2004-06-10"), "graduated"),
    (starter("other degree").degree("lakare", "2004-06-10").registered(G, "VT2006"), "other_degree"),
    (starter("other degree on the first day").degree("lakare", "2001-07-01"), "other_degree"),
    (starter("other degree before the start").degree("lakare", "2001-06-30"), "left"),
    (starter("other degree the day before the deadline").degree("ZZ99", "2006-06-30"), "other_degree"),
    (starter("other degree on the deadline").degree("lakare", "2006-07-01"), "left"),
    (starter("general degree").general_degree("2004-06-10"), "other_degree"),
    (starter("general degree of own code").general_degree("2004-06-10", G), "other_degree"),
    (starter("registered").registered(G, "VT2006"), "registered"),
    (starter("registered elsewhere").registered("ZZ99", "VT2006"), "registered"),
    (starter("registered as exchange").registered(G, "VT2006", InresUtbytesStud=1), "left"),
    (starter("registered on contract").registered(G, "VT2006", Uppdrag=1), "left"),
    (starter("registered without a programme").registered(None, "VT2006"), "left"),
    (starter("registered the term before").registered(G, "HT2005"), "left"),
    (starter("registered the term after").registered(G, "HT2006"), "left"),
    (starter("left"), "left"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case([person for person, _ in CASES]), "milestones.fate")


@pytest.mark.parametrize(("person", "fate"), [(person.name, fate) for person, fate in CASES])
def test_fate(lives: Lives, person: str, fate: str) -> None:
    """R60, R68: graduated; any other degree from the start and before the deadline; registered; left."""
    assert lives.of("milestones.fate", "fate")[person] == fate


PEOPLE = [
    starter("autumn 2001 – early").degree(G, "2004-06-10"),
    starter("autumn 2001"),
    starter("spring 2002 – early", "VT2002").degree(G, "2004-06-10"),
    starter("spring 2002", "VT2002"),
]


@pytest.mark.parametrize(
    ("degrees_last", "registrations_last", "deadline", "fate"),
    [
        (date(2006, 6, 30), "VT2006", True, True),
        (date(2006, 6, 29), "VT2006", False, False),
        (date(2006, 6, 30), "HT2005", True, False),
    ],
)
def test_covers(
    count_case: CountCase, degrees_last: date, registrations_last: str, deadline: bool, fate: bool
) -> None:
    """R26: degrees to the day before the deadline; R60: for fate also registrations to the term before it.

    R14: an early graduate whose deadline is not covered is not observable either.
    """
    covers = {"degrees": [date(1993, 7, 1), degrees_last], "registrations": ["HT1993", registrations_last]}
    counted = count_case(Case(PEOPLE, covers=covers), "milestones.fate")
    assert counted.of("milestones.fate", "covers_deadline", "fate") == {
        "autumn 2001 – early": (deadline, "graduated" if fate else None),
        "autumn 2001": (deadline, "left" if fate else None),
        "spring 2002 – early": (False, None),
        "spring 2002": (False, None),
    }


def test_not_observable_when_the_start_is_before_degrees_begin(count_case: CountCase) -> None:
    """R23: graduation is unknown, so its fate is."""
    covers = {"degrees": [date(2002, 1, 1), date(2025, 6, 30)]}
    counted = count_case(Case(PEOPLE, covers=covers), "milestones.fate")
    assert counted.of("milestones.fate", "fate") == {
        "autumn 2001 – early": None,
        "autumn 2001": None,
        "spring 2002 – early": "graduated",
        "spring 2002": "left",
    }
