"""spine.cohort: where the followed start, and until when an exam counts."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

PEOPLE = [
    starter("two institutions").registered("tandhygienist", "HT2001", HsKod="GU", ProgOrt="1480"),
    starter("two places", ProgOrt="1480").registered("tandhygienist", "HT2001", ProgOrt="0114"),
    starter("one institution missing", ProgOrt="1480").registered(
        "tandhygienist", "HT2001", HsKod=None, ProgOrt="0114"
    ),
    starter("one place missing", ProgOrt=None).registered("tandhygienist", "HT2001", ProgOrt="1480"),
    starter("all missing", HsKod=None, ProgOrt=None),
    starter("exchange row beside", HsKod="UU").registered(
        "tandhygienist", "HT2001", HsKod="GU", InresUtbytesStud=1
    ),
    starter("contract row beside", HsKod="UU").registered("tandhygienist", "HT2001", HsKod="GU", Uppdrag=1),
    starter("other programme beside", HsKod="UU").registered("lakare", "HT2001", HsKod="GU"),
    starter("elsewhere later", HsKod="UU").registered("tandhygienist", "VT2002", HsKod="GU"),
    starter("spring", "VT2001"),
    starter("left out", Uppdrag=1),
]
PLACES = {
    "two institutions": ("GU", "1480"),
    "two places": ("KI", "0114"),
    "one institution missing": ("KI", "1480"),
    "one place missing": ("KI", "1480"),
    "all missing": (None, None),
    "exchange row beside": ("UU", "0180"),
    "contract row beside": ("UU", "0180"),
    "other programme beside": ("UU", "0180"),
    "elsewhere later": ("UU", "0180"),
    "spring": ("KI", "0180"),
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "spine.cohort")


@pytest.mark.parametrize("person", PLACES)
def test_start_row(lives: Lives, person: str) -> None:
    """R16: of the start term's own rows the lowest by (HsKod, ProgOrt), missing last.

    R15: never an ignored one.
    """
    assert lives.of("spine.cohort", "institution", "study_municipality")[person] == PLACES[person]


def test_only_the_followed_are_in(lives: Lives) -> None:
    """R67: contract education only is left out."""
    assert lives.of("spine.cohort", "person").keys() == PLACES.keys()


def test_deadline(lives: Lives) -> None:
    """R26: first day of term (start + 4 + 6): HT 2001 gives HT 2006, VT 2001 gives VT 2006."""
    found = lives.of("spine.cohort", "start_on", "deadline_on", "cohort_year")
    assert found["two places"] == (date(2001, 7, 1), date(2006, 7, 1), 2001)
    assert found["spring"] == (date(2001, 1, 1), date(2006, 1, 1), 2001)


def test_nominal_length_changes_in_autumn_2019(count_case: CountCase) -> None:
    """Definitions 5: dental hygienists 4 terms before HT 2019, 6 after; VT 2019 + 10, HT 2019 + 12."""
    people = [starter("before", "VT2019"), starter("after", "HT2019")]
    counted = count_case(Case(people, window="2018-2020"), "spine.cohort")
    assert counted.of("spine.cohort", "nominal_terms", "deadline_on") == {
        "before": (4, date(2024, 1, 1)),
        "after": (6, date(2025, 7, 1)),
    }


def test_odd_nominal_length(count_case: CountCase) -> None:
    """Definitions 5: physicians have 11 terms, so an autumn start has its deadline on 1 January."""
    case = Case([starter("physician", "HT2001", "lakare")], professions=("lakare",))
    found = count_case(case, "spine.cohort").of("spine.cohort", "nominal_terms", "deadline_on")
    assert found == {"physician": (11, date(2010, 1, 1))}
