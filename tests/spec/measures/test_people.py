"""measures.people: the cell of each breakdown in which a person stands."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, graduate, starter

TABLE = "measures.people"
PEOPLE = [
    starter("all known", "VT2004", HsKod="GU", ProgOrt="1380")
    .left_school(2000, "NV")
    .degree("lakare", "2003-12-31")
    .degree("tandhygienist", "2006-01-15", ExHsKod="UU")
    .resident(2003, Kommun="1382")
    .resident(2004, Kon=1, FodelseAr=1975, UtlSvBakg=11),
    starter("nothing known", "HT2004", HsKod=None, ProgOrt=None),
    starter("home missing", "HT2004").resident(2003, Kommun=None, Kon=None, FodelseAr=None, UtlSvBakg=None),
    starter("home rejected", "HT2004").resident(2003, Kommun="9876"),
]
COLUMNS = (
    "cohort_year",
    "sex",
    "age",
    "background",
    "upper_secondary",
    "earlier_degree",
    "institution",
    "home_county",
    "home_region",
    "study_county",
    "study_region",
    "degree_institution",
)


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), TABLE)


def test_breakdowns(lives: Lives) -> None:
    """R11 names and values; definitions 9: Halland's two regions; R65: degree institution."""
    found = lives.of(TABLE, *COLUMNS)
    assert found["all known"] == (
        *("2004", "man", "25-29", "foreign", "science_technology", "yes", "GU"),
        *("13", "Västra", "13", "Södra", "UU"),
    )
    assert found["nothing known"] == (
        *("2004", "unknown", "unknown", "unknown", "unknown_or_none", "no", "unknown"),
        *("abroad_or_dead", "abroad_or_dead", "unknown", "unknown", "unknown"),
    )


def test_home_missing_or_not_observable_is_unknown(lives: Lives) -> None:
    """R37, R5: so that groups add up to the total."""
    found = lives.of(TABLE, "home_county", "home_region")
    assert found["home missing"] == ("unknown", "unknown")
    assert found["home rejected"] == ("unknown", "unknown")


def test_home_year_not_covered(count_case: CountCase) -> None:
    """R37: the year before the start is outside covers.individuals."""
    counted = count_case(Case([starter("anyone", "HT2004")], covers={"individuals": [2004, 2024]}), TABLE)
    assert counted.of(TABLE, "home_county", "home_region") == {"anyone": ("unknown", "unknown")}


def test_degree_institution_is_unknown_with_the_degree(count_case: CountCase) -> None:
    """R74: when graduation is unknown, and when the code is missing."""
    people = [graduate("start before degrees begin", start="VT2001"), graduate("code missing")]
    people[1].rows["degrees"][0]["ExHsKod"] = None
    counted = count_case(Case(people, covers={"degrees": [date(2001, 7, 1), date(2025, 6, 30)]}), TABLE)
    assert counted.of(TABLE, "degree_institution") == {
        "start before degrees begin": "unknown",
        "code missing": "unknown",
    }
