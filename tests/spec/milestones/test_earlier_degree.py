"""milestones.earlier_degree: any degree before the start."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

PEOPLE = [
    starter("another profession").degree("lakare", "1999-06-10"),
    starter("general").general_degree("1999-06-10"),
    starter("own code but general").general_degree("1999-06-10", "tandhygienist"),
    starter("unknown code").degree("ZZ99", "1999-06-10"),
    starter("on 30 June").degree("lakare", "2001-06-30"),
    starter("on 1 July").degree("lakare", "2001-07-01"),
    starter("spring – on 31 December", "VT2001").degree("lakare", "2000-12-31"),
    starter("spring – on 1 January", "VT2001").degree("lakare", "2001-01-01"),
    starter("none"),
]
EXPECTED = {
    "another profession": True,
    "general": True,
    "own code but general": True,
    "unknown code": True,
    "on 30 June": True,
    "on 1 July": False,
    "spring – on 31 December": True,
    "spring – on 1 January": False,
    "none": False,
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.earlier_degree")


def test_earlier_degree(lives: Lives) -> None:
    """R21, R9: a row of any kind, strictly before the start term's first day."""
    assert lives.of("milestones.earlier_degree", "has_earlier_degree") == EXPECTED
