"""measures.specialisation_cells: which specialisation the graduates of each county have."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import MIDWIFE, SPECIALIST, Lives, Person, advanced, nurse, nurses

TABLE = "measures.specialisation_cells"
AWAY = "abroad_or_dead"


def graduated(name: str, start: str | None, degree: str | None, **lives_in: object) -> Person:
    """Start in HT 2003 and degree in 2004 with these specialisations, living somewhere that year."""
    person = advanced(name, specialisation=start).degree(SPECIALIST, "2004-06-10", Inriktning=degree)
    return person.resident(2004, **lives_in) if lives_in else person


PEOPLE = [
    graduated("as started", "anestesi", "anestesi", Kommun="0180"),
    graduated("as the degree says", "anestesi", "barn", Kommun="0180"),
    graduated("degree unknown – as started", "anestesi", None, Kommun="1480"),
    graduated("both unknown", None, None, Kommun="0180"),
    graduated("lives elsewhere the year before and after", "aldre", "aldre", Kommun="1380")
    .resident(2003, Kommun="0180")
    .resident(2005, Kommun="0180"),
    nurse("midwife").registered(MIDWIFE, "HT2003").degree(MIDWIFE, "2005-01-10").resident(2005),
    graduated("not resident", "anestesi", "anestesi"),
    graduated("row rejected", "anestesi", "anestesi", Kon=3),
    graduated("municipality missing", "barn", "barn", Kommun=None),
    advanced("no degree").resident(2004),
    nurse("never started").degree(SPECIALIST, "2004-06-10").resident(2004),
    advanced("degree of the second education only")
    .registered(MIDWIFE, "HT2005")
    .degree(MIDWIFE, "2007-06-10")
    .resident(2007),
]
CELLS = {
    ("01", "anestesi"): (1, 4, 0),
    ("01", "barn"): (1, 4, 0),
    ("01", "unknown"): (1, 4, 0),
    ("01", MIDWIFE): (1, 4, 0),
    ("13", "aldre"): (1, 1, 0),
    ("14", "anestesi"): (1, 1, 0),
    (AWAY, "anestesi"): (1, 1, 0),
    ("unknown", "anestesi"): (1, 2, 0),
    ("unknown", "barn"): (1, 2, 0),
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(nurses(PEOPLE), TABLE)


def cells(lives: Lives, cohort: str = "2000/01") -> dict[tuple[str, str], tuple[int, int, int]]:
    """(county, specialisation) → counts."""
    named = {"model": "licence", "by_1": "degree_county", "by_2": "specialisation"}
    return lives.counts(TABLE, "specialisation_share", cohort, **named)


def test_cells(lives: Lives) -> None:
    """R53: by the degree after the first start, its own specialisation, else the start's.

    County of 31 December of the degree year; R74: not observable there, or missing, is unknown.
    """
    assert cells(lives) == CELLS


def test_no_other_cells(lives: Lives) -> None:
    """R53: one cohort, one measure, one pair."""
    assert len(lives.rows(f"select * from {TABLE}")) == len(CELLS)


def test_unknown_graduation_stands_on_the_cells_of_county_unknown(count_case: CountCase) -> None:
    """R74: degrees begin on 2 July 2003, registrations in HT 2001."""
    unknown = [
        graduated("start before degrees", "anestesi", "anestesi", Kommun="0180"),
        nurse("first term not covered"),
    ]
    unknown[0].rows["licences"][0]["legitimationsdatum"] = "2001-06-30"
    seen = [
        advanced("seen", "HT2004", "barn", "2001-06-30").degree(SPECIALIST, "2005-06-10").resident(2005),
        advanced("seen – where?", "HT2004", "barn", "2001-06-30")
        .degree(SPECIALIST, "2005-06-10")
        .resident(2005, Kommun=None),
    ]
    covers = {"degrees": [date(2003, 7, 2), date(2025, 6, 30)], "registrations": ["HT2001", "HT2024"]}
    counted = count_case(nurses([*unknown, *seen], covers=covers), TABLE)
    assert cells(counted) == {("01", "barn"): (1, 1, 0), ("unknown", "barn"): (1, 1, 2)}
    counted = count_case(nurses([*unknown, seen[0]], covers=covers), TABLE)
    assert cells(counted) == {("01", "barn"): (1, 1, 0)}


def test_two_cohorts(count_case: CountCase) -> None:
    """R10: each county's share within its läsår."""
    people = [graduated("a", "anestesi", None, Kommun="0180"), graduated("b", "barn", None, Kommun="0180")]
    people[1].rows["licences"][0]["legitimationsdatum"] = "2000-09-10"
    people.append(
        advanced("c", "HT2009", "barn", "2007-09-10").degree(SPECIALIST, "2010-06-10").resident(2010)
    )
    counted = count_case(nurses(people), TABLE)
    assert cells(counted) == {("01", "anestesi"): (1, 2, 0), ("01", "barn"): (1, 2, 0)}
    assert cells(counted, "2007/08") == {("01", "barn"): (1, 1, 0)}
