"""staging.applications: term and outcome of an application."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person, term

PEOPLE = [
    Person("first choice").applied("tandhygienist", "HT2008", choice=1, eligible=1, admitted=0),
    Person("second choice").applied("tandhygienist", "VT2009", choice=2, eligible=1, admitted=1),
    Person("nothing said").row("applications", Ar=2009, Termin=2, YProg="tandhygienist"),
    Person("another group").applied("lakare", "HT2008"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "staging.applications")


def test_outcomes(lives: Lives) -> None:
    """R38: first choice is prioritet 1; R1: missing values are allowed, and are no."""
    found = lives.of("staging.applications", "term", "is_first_choice", "is_eligible", "is_admitted")
    assert found == {
        "first choice": (term("HT2008"), True, True, False),
        "second choice": (term("VT2009"), False, True, True),
        "nothing said": (term("HT2009"), False, False, False),
    }
