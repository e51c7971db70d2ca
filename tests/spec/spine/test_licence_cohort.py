"""spine.licence_cohort: those licensed in a läsår, and from which term they may start or apply."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person, nurse, nurses, starter, term

TABLE = "spine.licence_cohort"
DAYS = {
    "2000-07-01": "HT2000",
    "2000-12-30": "HT2000",
    "2000-12-31": "VT2001",  # HT 2000 ends that very day
    "2001-01-01": "VT2001",
    "2001-06-29": "VT2001",
    "2001-06-30": "HT2001",  # VT 2001 ends that very day
    "2007-07-01": "HT2007",
    "2008-06-30": "HT2008",
}
PEOPLE = [
    *(nurse(day, day) for day in DAYS),
    *(nurse(day, day) for day in ("2000-06-30", "2001-07-01", "2007-06-30", "2008-07-01")),
    nurse("first before", "2007-10-10").licensed("SJ", "1998-10-10"),
    nurse("reused").resident(2010, AterPNr=1),
    Person("midwife").licensed("BM", "2001-01-15"),
    starter("no licence", programme="sjukskoterska").degree("sjukskoterska", "2001-01-10"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(nurses(PEOPLE), TABLE)


def test_who_is_followed(lives: Lives) -> None:
    """Definitions 3: the first licence in one of the läsår; R48: only reused numbers are left out."""
    assert lives.of(TABLE, "lasar") == {day: 2000 if day < "2002" else 2007 for day in DAYS}


@pytest.mark.parametrize("day", DAYS)
def test_first_term(lives: Lives, day: str) -> None:
    """R49: the first term that ends after the licence, strictly."""
    assert lives.of(TABLE, "first_term")[day] == term(DAYS[day])


def test_nurses_trained_abroad_stay(count_case: CountCase) -> None:
    """R48: no degree on record, or a degree or licence before any registration, leaves nobody out."""
    people = [
        nurse("no degree"),
        nurse("degree").degree("sjukskoterska", "2000-12-10"),
        nurse("registered later").registered("sjukskoterska", "HT2004"),
    ]
    assert len(count_case(nurses(people), TABLE).of(TABLE, "lasar")) == 3


def test_other_cohorts(count_case: CountCase) -> None:
    """R10: the läsår listed in the settings."""
    people = [nurse("2003/04", "2004-06-30"), nurse("2004/05", "2004-07-01"), nurse("2000/01")]
    case = nurses(people, licence_cohorts=("2003/04",))
    assert count_case(case, TABLE).of(TABLE, "lasar") == {"2003/04": 2003}


@pytest.mark.parametrize(
    ("first", "last", "observes"),
    [
        ("VT2001", "HT2024", True),
        ("HT2001", "HT2024", False),
        ("HT1993", "VT2001", True),
        ("HT1993", "HT2000", False),
    ],
)
def test_what_is_observable(count_case: CountCase, first: str, last: str, observes: bool) -> None:
    """R54: when the first such term, VT 2001, is covered; starting and applying each by its register."""
    for register, other in (("registrations", "applications"), ("applications", "registrations")):
        covers = {register: [first, last], other: ["VT2001", "VT2001"]}
        counted = count_case(nurses([nurse("x")], covers=covers), TABLE)
        names = {"registrations": "observes_starts", "applications": "observes_applications"}
        assert counted.of(TABLE, names[register], names[other]) == {"x": (observes, True)}


def test_applications_not_delivered(count_case: CountCase) -> None:
    """R2."""
    counted = count_case(nurses([nurse("x")], without=("applications",)), TABLE)
    assert counted.of(TABLE, "observes_starts", "observes_applications") == {"x": (True, False)}


def test_groups_that_lead_nowhere(count_case: CountCase) -> None:
    """Definitions 3: only base professions, of which advanced educations are named in the group's file."""
    person = Person("x").licensed("TH", "2001-01-15").licensed("SJ", "2001-01-15")
    counted = count_case(Case([person], professions=("tandhygienist",)), TABLE)
    assert counted.of(TABLE, "lasar") == {}
