"""milestones.places: municipality, county and region at each point."""

from __future__ import annotations

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

AWAY = ("abroad_or_dead", "abroad_or_dead", "abroad_or_dead")
UNKNOWN = ("unknown", "unknown", "unknown")
STOCKHOLM = ("0180", "01", "Stockholm")
COLUMNS = ("municipality", "county", "region")
# Start HT 2001, so home is 31 December 2000.
HOMES = {
    "0180": STOCKHOLM,
    "1480": ("1480", "14", "Västra"),
    # R42: Heby's old code is shown in today's county, whatever the year; so are codes newer than the year.
    "1917": ("1917", "03", "Uppsala-Örebro"),
    "0331": ("0331", "03", "Uppsala-Örebro"),
    "0330": ("0330", "03", "Uppsala-Örebro"),
    # Definitions 9: Halland is one county in two regions.
    "1315": ("1315", "13", "Södra"),
    "1380": ("1380", "13", "Södra"),
    "1381": ("1381", "13", "Södra"),
    "1382": ("1382", "13", "Västra"),
    "1383": ("1383", "13", "Västra"),
    "1384": ("1384", "13", "Västra"),
}
PEOPLE = [
    *(starter(f"home {code}", ProgOrt=code).resident(2000, Kommun=code) for code in HOMES),
    starter("year of the start").resident(2001, Kommun="1480"),
    starter("home missing", ProgOrt=None).resident(2000, Kommun=None),
    starter("home rejected", ProgOrt="9876").resident(2000, Kommun="9876"),
    starter("home not covered", "HT1999").resident(1999),
    # Degree 2005, licence 2006: + 1 is 2007, + 3 is 2009.
    graduate("moves", "2006-02-01")
    .resident(2000, Kommun="1480")
    .resident(2005, Kommun="0380")
    .resident(2007, Kommun="1380", SyssStatJ=1, AstKommun="1382")
    .resident(2009, Kommun=None, SyssStatJ=1, AstKommun="9999"),
    graduate("gone", "2006-02-01").resident(2009, SyssStatJ=1),
    graduate("workless", "2006-02-01")
    .resident(2007, SyssStatJ=6, AstKommun="0180")
    .resident(2009, AstKommun="0180"),
    graduate("workplace unknown", "2006-02-01").resident(2007, SyssStatJ=1, AstKommun="9876", Kommun="1480"),
    graduate("after the covers", "2022-02-01"),
    graduate("no licence", None).resident(2006),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE, window="1999-2010"), "milestones.places")


@pytest.mark.parametrize("code", HOMES)
def test_today_s_county_and_region(lives: Lives, code: str) -> None:
    """R42 and definitions 9, at home and at the study place."""
    assert lives.of("milestones.places", *COLUMNS, point="home")[f"home {code}"] == HOMES[code]
    assert lives.of("milestones.places", *COLUMNS, point="study")[f"home {code}"] == HOMES[code]


def test_home_is_the_year_before_the_start(lives: Lives) -> None:
    """R43: no row that year is abroad_or_dead; R5: a missing code is unknown.

    A rejected row not observable.
    """
    found = lives.of("milestones.places", *COLUMNS, point="home")
    assert found["year of the start"] == AWAY
    assert found["home missing"] == UNKNOWN
    assert found["home rejected"] == (None, None, None)
    assert found["home not covered"] == (None, None, None)


def test_study_place(lives: Lives) -> None:
    """R5: missing or unknown ProgOrt is unknown, and is always observed."""
    found = lives.of("milestones.places", *COLUMNS, point="study")
    assert found["year of the start"] == STOCKHOLM
    assert found["home missing"] == UNKNOWN
    assert found["home rejected"] == UNKNOWN


def test_residence_after_degree_and_licence(lives: Lives) -> None:
    """R39: degree year; licence year + 1 and + 3; definitions 9: not resident and unknown are categories."""
    assert lives.of("milestones.places", "municipality", point="degree")["moves"] == "0380"
    after_1 = lives.of("milestones.places", *COLUMNS, point="after_1")
    after_3 = lives.of("milestones.places", *COLUMNS, point="after_3")
    assert after_1["moves"] == ("1380", "13", "Södra")
    assert after_3["moves"] == UNKNOWN
    assert after_1["gone"] == AWAY
    assert after_3["gone"] == STOCKHOLM
    assert after_3["after the covers"] == (None, None, None)
    assert "no licence" not in after_1


def test_workplace(lives: Lives) -> None:
    """R61: of the employed; 9999 is abroad; missing or unknown is unknown; R47: no fall-back to the home."""
    work_1 = lives.of("milestones.places", *COLUMNS, point="work_1")
    work_3 = lives.of("milestones.places", *COLUMNS, point="work_3")
    assert work_1["moves"] == ("1382", "13", "Västra")
    assert work_3["moves"] == AWAY
    assert work_3["gone"] == UNKNOWN
    assert work_1["workplace unknown"] == UNKNOWN
    assert "workless" not in work_1


def test_licence_start_and_degree(count_case: CountCase) -> None:
    """Definitions 3, R48: 31 December of the year of each, and a year after the degree."""
    people = [
        advanced("autumn", licensed_on="2001-06-30")
        .degree(SPECIALIST, "2005-01-10")
        .resident(2000, 2002, Kommun="2480")
        .resident(2001, Kommun="0180")
        .resident(2003, Kommun="1480")
        .resident(2005, Kommun="1380")
        .resident(2006, Kommun="1384"),
        advanced("spring", "VT2004").resident(2003, Kommun="1480").resident(2004, Kommun="1917"),
        nurse("licence in autumn", "2000-07-01").resident(2000, Kommun=None).resident(2001),
        advanced("of the first start")
        .registered(MIDWIFE, "HT2005")
        .degree(MIDWIFE, "2007-06-10")
        .resident(2005, 2007),
    ]
    counted = count_case(nurses(people), "milestones.places")

    def found(point: str) -> dict[str, tuple[str, str, str]]:
        return counted.of("milestones.places", *COLUMNS, model="licence", point=point)

    assert found("licence") == {
        "autumn": STOCKHOLM,
        "spring": AWAY,
        "licence in autumn": UNKNOWN,
        "of the first start": AWAY,
    }
    assert found("start") == {
        "autumn": ("1480", "14", "Västra"),
        "spring": ("1917", "03", "Uppsala-Örebro"),
        "of the first start": AWAY,
    }
    assert found("degree") == {"autumn": ("1380", "13", "Södra")}
    assert found("after_1") == {"autumn": ("1384", "13", "Västra")}


def test_points_not_observable(count_case: CountCase) -> None:
    """R37, R5: neither outside LISA's years nor where the row was rejected."""
    people = [
        advanced("years").degree(SPECIALIST, "2005-06-10").resident(2005, Kon=3),
        advanced("degree after the last covered").degree(SPECIALIST, "2009-01-10"),
    ]
    counted = count_case(nurses(people, covers={"individuals": [2002, 2008]}), "milestones.places")

    def found(point: str) -> dict[str, str]:
        return counted.of("milestones.places", "municipality", model="licence", point=point)

    assert found("licence") == {"years": None, "degree after the last covered": None}
    assert found("start") == {"years": "abroad_or_dead", "degree after the last covered": "abroad_or_dead"}
    assert found("degree") == {"years": None, "degree after the last covered": None}
    assert found("after_1") == {"years": "abroad_or_dead", "degree after the last covered": None}


def test_no_place_of_a_start_that_need_not_be_the_first(count_case: CountCase) -> None:
    """R54: the first possible term is not covered."""
    person = (
        advanced("x", licensed_on="2001-06-29").degree(SPECIALIST, "2005-06-10").resident(2001, 2003, 2005)
    )
    case = nurses([person], covers={"registrations": ["HT2001", "HT2024"]})
    rows = count_case(case, "milestones.places").rows(
        "select point from milestones.places where model = 'licence'"
    )
    assert [row["point"] for row in rows] == ["licence"]


def test_licence_years_have_the_licence_place_only(count_case: CountCase) -> None:
    """R72: for the breakdowns licence county and region."""
    person = Person("x").degree("tandhygienist", "2005-06-10").licensed("TH", "2005-12-31").resident(2005)
    rows = count_case(Case([person]), "milestones.places").rows(
        "select model, point, county from milestones.places"
    )
    assert [tuple(row.values()) for row in rows] == [("licensed", "licence", "01")]
