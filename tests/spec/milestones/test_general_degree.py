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


def test_only_in_the_lasar_of_the_professional_degree(count_case: CountCase) -> None:
    """Choice general_degree: of the professional degree's läsår, here 1 July 2004 to 30 June 2005."""
    people = [
        starter(day).degree("tandhygienist", "2005-01-15").general_degree(day)
        for day in ("2004-06-30", "2004-07-01", "2005-06-30", "2005-07-01")
    ]
    people += [
        starter("an earlier too")
        .degree("tandhygienist", "2005-01-15")
        .general_degree("2003-01-15")
        .general_degree("2005-06-30"),
        starter("no professional degree").general_degree("2005-01-15"),
    ]
    counted = count_case(Case(people), "milestones.general_degree")
    variant = "general_degree=same_lasar"
    assert counted.of("milestones.general_degree", "general_degree_on", variant=variant) == {
        "2004-06-30": None,
        "2004-07-01": date(2004, 7, 1),
        "2005-06-30": date(2005, 6, 30),
        "2005-07-01": None,
        "an earlier too": date(2005, 6, 30),
        "no professional degree": None,
    }
    assert counted.of("milestones.general_degree", "general_degree_on")["an earlier too"] == date(2003, 1, 15)


def test_the_alternative_in_force(count_case: CountCase) -> None:
    """Variant '' is what is set under [choices]."""
    person = starter("x").degree("tandhygienist", "2005-01-15").general_degree("2009-01-15")
    counted = count_case(
        Case([person], choices={"general_degree": "same_lasar"}), "milestones.general_degree"
    )
    assert counted.of("milestones.general_degree", "general_degree_on") == {"x": None}
    variant = "general_degree=to_end_of_data"
    found = counted.of("milestones.general_degree", "general_degree_on", variant=variant)
    assert found == {"x": date(2009, 1, 15)}
