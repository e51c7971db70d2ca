"""measures.persons: one row per person with breakdowns, dates and answers."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import (
    MIDWIFE,
    SPECIALIST,
    Case,
    Lives,
    Person,
    advanced,
    graduate,
    nurse,
    nurses,
    starter,
)

TABLE = "measures.persons"
G = "tandhygienist"
PEOPLE = [
    starter("whole life", "HT2007", HsKod="GU", ProgOrt="1480")
    .left_school(2006, "NV", Betygspoang="18.25")
    .applied(G, "VT2007", choice=1)
    .applied(G, "HT2007", choice=2, eligible=1, admitted=1)
    .degree(G, "2009-06-10", ExHsKod="GU")
    .general_degree("2009-06-12")
    .licensed("TH", "2009-07-01")
    .resident(2006, 2007, Kommun="0180", FodelseAr=1987)
    .resident(2009, Kommun="1480")
    .resident(2010, Kommun="1481", SyssStatJ=1, Ssyk4_J16="3225", AstKommun="1480", ForvErs=3000)
    .resident(2012, Kommun="1384", SyssStat11=6),
    starter("left", "VT2008"),
    graduate("away"),
    graduate("rejected").resident(2006, Kon=3).resident(2008, Kon=3),
    graduate("after the covers", "2024-06-10"),
    starter("left out", Uppdrag=1),
]
WHOLE_LIFE = {
    "profession": G,
    "model": "education",
    "cohort": "2007",
    "entry_term": "HT2007",
    "sex": "woman",
    "age": "-21",
    "background": "swedish",
    "upper_secondary": "science_technology",
    "earlier_degree": "no",
    "institution": "GU",
    "home_county": "01",
    "home_region": "Stockholm",
    "study_county": "14",
    "study_region": "Västra",
    "degree_institution": "GU",
    "applied_term": "HT2007",
    "first_choice_term": "VT2007",
    "admitted_term": "HT2007",
    "graduated_on": date(2009, 6, 10),
    "general_degree_on": date(2009, 6, 12),
    "licensed_on": date(2009, 7, 1),
    "home_municipality": "0180",
    "study_municipality": "1480",
    "degree_municipality": "1480",
    "after_1_municipality": "1481",
    "after_3_municipality": "1384",
    "work_1_municipality": "1480",
    "work_3_municipality": None,
    "resident_1": "yes",
    "resident_3": "yes",
    "employed_1": "yes",
    "employed_3": "no",
    "in_profession_1": "yes",
    "in_profession_3": "no",
    "status_1": "in_profession",
    "status_3": "not_employed",
    "established": "yes",  # degree in läsår 2008/09, so f = 2010: 300 000 SEK, threshold 194 100
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), TABLE)


@pytest.mark.parametrize("column", WHOLE_LIFE)
def test_a_whole_life(lives: Lives, column: str) -> None:
    """Interfaces 3 and R11, R38, R39: names and values."""
    assert lives.of(TABLE, column)["whole life"] == WHOLE_LIFE[column]


def test_who_is_in(lives: Lives) -> None:
    """One row for everyone started; nobody who is left out."""
    assert lives.of(TABLE, "cohort") == {
        "whole life": "2007",
        "left": "2008",
        "away": "2001",
        "rejected": "2001",
        "after the covers": "2001",
    }


def test_terms(lives: Lives) -> None:
    """Definitions 1; R38: terms not known are empty."""
    assert lives.of(TABLE, "entry_term", "applied_term", "admitted_term")["left"] == ("VT2008", None, None)


def test_answers(lives: Lives) -> None:
    """Interfaces 3: yes, no, unknown or the category; R5, R14: a rejected or an uncovered year is unknown."""
    found = lives.of(TABLE, "resident_1", "employed_1", "in_profession_1", "status_1")
    assert found["away"] == ("no", "no", "no", "abroad_or_dead")
    assert found["rejected"] == ("unknown", "unknown", "unknown", "unknown")
    assert found["after the covers"][:3] == ("unknown", "unknown", "unknown")
    assert lives.of(TABLE, "established")["rejected"] == "unknown"


def test_places_not_resident(lives: Lives) -> None:
    """R43: abroad_or_dead where there is no row."""
    found = lives.of(TABLE, "home_municipality", "study_municipality", "after_1_municipality")
    assert found["away"] == ("abroad_or_dead", "0180", "abroad_or_dead")


LICENCE_LIFE = {
    "profession": "sjukskoterska",
    "cohort": "2007/08",
    "entry_term": None,
    "sex": "man",
    "age": "25-29",  # 2008 − 1983
    "background": "foreign",
    "upper_secondary": None,
    "earlier_degree": None,
    "institution": None,
    "home_county": None,
    "study_county": None,
    "cohort_year": None,
    "degree_institution": None,
    "licence_county": "13",
    "licence_region": "Södra",
    "applied_term": "HT2009",
    "first_choice_term": None,
    "admitted_term": None,
    "advanced_term": "VT2010",
    "advanced_education": SPECIALIST,
    "specialisation": "anestesi",
    "graduated_on": date(2011, 1, 10),
    "general_degree_on": None,
    "licensed_on": date(2008, 6, 30),
    "home_municipality": None,
    "study_municipality": None,
    "licence_municipality": "1380",
    "start_municipality": "1480",
    "degree_municipality": "0180",
    "after_1_municipality": "abroad_or_dead",
    "after_3_municipality": None,
    "resident_1": None,
    "status_1": None,
    "established": None,  # f = 2012, in which he is not resident: not asked
    "fate": None,
}


@pytest.fixture(scope="module")
def by_licence(count_case: CountCase) -> Lives:
    people = [
        nurse("whole life", "2008-06-30")
        .degree("sjukskoterska", "2008-06-10", ExHsKod="GU")
        .applied(SPECIALIST, "HT2009", choice=2)
        .registered(SPECIALIST, "VT2010", Inriktning="anestesi")
        .degree(SPECIALIST, "2011-01-10", Inriktning="barn")
        .resident(2008, Kon=1, FodelseAr=1983, UtlSvBakg=12, Kommun="1380")
        .resident(2010, Kommun="1480")
        .resident(2011, Kommun="0180"),
        nurse("never"),
        advanced("established").degree(SPECIALIST, "2005-06-10").resident(2006, SyssStatJ=1, ForvErs=2000),
        advanced("no degree"),
        nurse("midwife").registered(MIDWIFE, "HT2003"),
        nurse("left out").resident(2010, AterPNr=1),
    ]
    return count_case(nurses(people), TABLE)


@pytest.mark.parametrize("column", LICENCE_LIFE)
def test_a_whole_life_by_licence(by_licence: Lives, column: str) -> None:
    """Definitions 3, R48, R54: the first start after the licence, its degree; what is not asked is empty."""
    assert by_licence.of(TABLE, column, model="licence")["whole life"] == LICENCE_LIFE[column]


def test_who_is_in_by_licence(by_licence: Lives) -> None:
    """One row for everyone followed, started or not."""
    names = ("cohort", "advanced_term", "advanced_education", "specialisation", "established")
    assert by_licence.of(TABLE, *names, model="licence") == {
        "whole life": ("2007/08", "VT2010", SPECIALIST, "anestesi", None),
        "never": ("2000/01", None, None, None, None),
        "established": ("2000/01", "HT2003", SPECIALIST, "anestesi", "yes"),
        "no degree": ("2000/01", "HT2003", SPECIALIST, "anestesi", None),
        "midwife": ("2000/01", "HT2003", MIDWIFE, MIDWIFE, None),
    }


def test_by_licence_year(by_licence: Lives, count_case: CountCase) -> None:
    """R72: the calendar year, the licence's county, the first degree's institution, and the answers."""
    names = (
        "cohort",
        "degree_institution",
        "licence_county",
        "licensed_on",
        "resident_1",
        "status_1",
        "fate",
    )
    assert by_licence.of(TABLE, *names, model="licensed") == {
        "whole life": ("2008", "GU", "13", date(2008, 6, 30), "no", "abroad_or_dead", None)
    }
    person = (
        Person("x")
        .degree(G, "2005-06-10")
        .licensed("TH", "2005-12-31")
        .resident(2006, SyssStatJ=1, Ssyk4="3225")
    )
    counted = count_case(Case([person]), TABLE)
    names = ("cohort", "resident_1", "employed_1", "in_profession_1", "status_1", "resident_3", "established")
    assert counted.of(TABLE, *names, model="licensed") == {
        "x": ("2005", "yes", "yes", "yes", "in_profession", "no", None)
    }


def test_fate(lives: Lives) -> None:
    """R60: in the education model only."""
    found = lives.of(TABLE, "fate")
    assert (found["whole life"], found["left"]) == ("graduated", "left")
    assert set(lives.of(TABLE, "fate", model="licensed").values()) == {None}


def test_one_row_per_person_and_model(by_licence: Lives) -> None:
    """Nobody is doubled by a join."""
    rows = by_licence.rows(f"select person, model, count(*) as n from {TABLE} group by all")
    assert {row["n"] for row in rows} == {1}


def test_what_may_have_come_unseen_is_not_told(count_case: CountCase) -> None:
    """R54: where the first possible term is not covered, what is seen later need not be the first."""
    people = [
        advanced("seen later")
        .applied(SPECIALIST, "HT2009")
        .degree(SPECIALIST, "2005-06-10")
        .resident(2001, 2005)
        .resident(2006, SyssStatJ=1, ForvErs=2000)
    ]
    # The first possible term is VT 2001; applications are covered from VT 2007.
    counted = count_case(nurses(people, covers={"registrations": ["HT2001", "HT2024"]}), TABLE)
    names = ("applied_term", "advanced_term", "specialisation", "graduated_on", "degree_municipality")
    found = counted.of(TABLE, *names, "established", model="licence")
    assert found == {"seen later": (*[None] * len(names), "unknown")}
