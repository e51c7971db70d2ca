"""staging.degrees: professional or general, of which group."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person

PEOPLE = [
    Person("professional").degree("tandhygienist", "2004-06-10"),
    Person("category missing").degree("tandhygienist", "2004-06-10", ExaKategori=None),
    Person("own code but general").general_degree("2004-06-10", "tandhygienist"),
    Person("general").general_degree("2004-06-10"),
    Person("another group").degree("lakare", "2004-06-10"),
    Person("unknown code").degree("ZZ99", "20040610"),
    Person("code missing").degree("", "2004-06-10"),
    Person("date missing").degree("tandhygienist", ""),
    Person("institution missing").degree("tandhygienist", "2004-06-10", ExHsKod=None),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "staging.degrees")


def test_professional_and_general(lives: Lives) -> None:
    """R21: professional is the group's code and not general (missing is fine); general whatever its code."""
    found = lives.of("staging.degrees", "profession", "is_general")
    assert found["professional"] == ("tandhygienist", False)
    assert found["category missing"] == ("tandhygienist", False)
    assert found["own code but general"] == (None, True)
    assert found["general"] == (None, True)


def test_any_other_degree_is_kept(lives: Lives) -> None:
    """R9: unknown codes are accepted, for earlier_degree; R1: a code or an institution may be missing."""
    found = lives.of("staging.degrees", "profession", "issued_on", "institution")
    assert found["another group"] == (None, date(2004, 6, 10), "KI")
    assert found["unknown code"] == (None, date(2004, 6, 10), "KI")
    assert found["code missing"] == (None, date(2004, 6, 10), "KI")
    assert found["institution missing"] == ("tandhygienist", date(2004, 6, 10), None)


def test_a_degree_without_a_date_is_rejected(lives: Lives) -> None:
    """R5: every date is a key."""
    assert "date missing" not in lives.of("staging.degrees", "issued_on")
