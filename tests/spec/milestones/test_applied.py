"""milestones.applied: three first terms, none after the start."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter, term

PEOPLE = [
    starter("three terms", "HT2009")
    .applied("tandhygienist", "VT2008", choice=1, eligible=0)
    .applied("tandhygienist", "HT2008", choice=2, eligible=1)
    .applied("tandhygienist", "HT2009", choice=1, eligible=1, admitted=1),
    starter("only after the start", "HT2009").applied("tandhygienist", "VT2010", eligible=1, admitted=1),
    starter("to another group", "HT2009").applied("lakare", "HT2009", eligible=1, admitted=1),
    starter("never", "HT2009"),
]
COLUMNS = ("applied_term", "first_choice_term", "admitted_term")


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.applied")


def test_three_first_terms(lives: Lives) -> None:
    """Definitions 4, R38: first as eligible, first as first choice, first admitted, each ≤ start term."""
    assert lives.of("milestones.applied", *COLUMNS) == {
        "three terms": (term("HT2008"), term("VT2008"), term("HT2009")),
        "only after the start": (None, None, None),
        "to another group": (None, None, None),
        "never": (None, None, None),
    }
