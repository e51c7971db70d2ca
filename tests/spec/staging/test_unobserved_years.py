"""staging.unobserved_years: a LISA row that was rejected is not an absence."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

PEOPLE = [
    starter("unknown sex").resident(2006, Kon=3),
    starter("unknown municipality").resident(2006, Kommun="9876"),
    starter("municipality abroad").resident(2006, Kommun="9999"),
    starter("text for birth year").resident(2006, FodelseAr="okänt"),
    starter("beside an accepted row").resident(2006).row("individuals", Ar=2006, Kon=3),
    starter("values missing").resident(2006, Kon=None, FodelseAr=None, Kommun=None),
    starter("bad optional value").resident(2006, UtlSvBakg=99, SyssStatJ="x"),
    starter("Heby's old code").resident(2006, Kommun="1917"),
    starter("Heby's new code before 2007").resident(2006, Kommun="0331"),
    starter("no row"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "staging.unobserved_years", "staging.person_years")


def test_only_rejected_rows_are_unobserved(lives: Lives) -> None:
    """R5: Kon, Kommun and FodelseAr reject; R1: missing does not; R75: an accepted row beside counts."""
    assert lives.of("staging.unobserved_years", "year") == {
        "unknown sex": 2006,
        "unknown municipality": 2006,
        "municipality abroad": 2006,
        "text for birth year": 2006,
    }


def test_the_other_rows_are_accepted(lives: Lives) -> None:
    """R5: a bad optional value becomes missing; R42: 1917 and today's codes in every year."""
    found = lives.of("staging.person_years", "sex", "birth_year", "municipality", "background", "is_employed")
    assert found == {
        "beside an accepted row": ("woman", 1980, "0180", "swedish", None),
        "values missing": (None, None, None, "swedish", None),
        "bad optional value": ("woman", 1980, "0180", None, None),
        "Heby's old code": ("woman", 1980, "1917", "swedish", None),
        "Heby's new code before 2007": ("woman", 1980, "0331", "swedish", None),
    }
