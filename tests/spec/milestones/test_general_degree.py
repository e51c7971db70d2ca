"""milestones.general_degree: a general degree after the start."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

PEOPLE = [
    starter("on the first day").general_degree("2001-07-01"),
    starter("the day before").general_degree("2001-06-30"),
    starter("before and after").general_degree("2000-06-10").general_degree("2012-01-31"),
    starter("own code but general").general_degree("2004-06-10", "tandhygienist"),
    starter("code of a general degree but professional").degree("kandidat", "2004-06-10"),
    starter("category missing").degree("kandidat", "2004-06-10", ExaKategori=None),
    starter("none"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.general_degree")


def test_general_degree(lives: Lives) -> None:
    """R21: by category whatever the code, from the start term's first day to the end of the data."""
    assert lives.of("milestones.general_degree", "general_degree_on") == {
        "on the first day": date(2001, 7, 1),
        "the day before": None,
        "before and after": date(2012, 1, 31),
        "own code but general": date(2004, 6, 10),
        "code of a general degree but professional": None,
        "category missing": None,
        "none": None,
    }
