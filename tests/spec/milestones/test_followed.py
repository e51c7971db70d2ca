"""milestones.followed: who is followed, and from which year."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person, graduate, starter

COLUMNS = ("is_followed", "base_year")
PEOPLE = [
    graduate("licence on 31 December", "2005-12-31"),
    graduate("licence on 1 January", "2006-01-01"),
    graduate("licence before the degree", "2004-12-31"),
    graduate("no licence", None),
    starter("licence but no degree").licensed("TH", "2005-02-01"),
    starter("neither"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.followed")


def test_licensed_and_graduated_from_the_licence_year(lives: Lives) -> None:
    """Definitions 5: both, from the calendar year of the first licence, before the degree too (R25)."""
    assert lives.of("milestones.followed", *COLUMNS) == {
        "licence on 31 December": (True, 2005),
        "licence on 1 January": (True, 2006),
        "licence before the degree": (True, 2004),
        "no licence": (False, None),
        "licence but no degree": (False, None),
        "neither": (False, None),
    }


@pytest.mark.parametrize(("group", "code"), [("specialistsjukskoterska", "SJ"), ("tandtekniker", "TH")])
def test_groups_without_a_licence_count_from_the_degree(count_case: CountCase, group: str, code: str) -> None:
    """R57: "licensed and graduated" reads "graduated"; another profession's licence plays no part."""
    people = [
        starter("graduated", programme=group).degree(group, "2005-12-31").licensed(code, "2003-01-01"),
        starter("not graduated", programme=group).licensed(code, "2003-01-01"),
    ]
    counted = count_case(Case(people, professions=(group,)), "milestones.followed")
    assert counted.of("milestones.followed", *COLUMNS) == {
        "graduated": (True, 2005),
        "not graduated": (False, None),
    }


def test_unknown_when_either_is_not_observable(count_case: CountCase) -> None:
    """R14, R23, R24: an unknown degree or licence is neither yes nor no; no degree at all is no."""
    people = [
        graduate("degree before licences begin"),
        graduate("start before degrees begin", start="VT2001"),
    ]
    people += [starter("no degree")]
    covers = {
        "licences": [date(2005, 2, 1), date(2025, 12, 31)],
        "degrees": [date(2001, 7, 1), date(2025, 6, 30)],
    }
    counted = count_case(Case(people, covers=covers), "milestones.followed")
    assert counted.of("milestones.followed", *COLUMNS) == {
        "degree before licences begin": (None, None),
        "start before degrees begin": (None, None),
        "no degree": (False, None),
    }


def test_cohorts_by_licence_year(count_case: CountCase) -> None:
    """R72: licensed with the degree on record; + k counts from the licence's calendar year."""
    people = [
        graduate("both", "2005-12-31"),
        Person("degree after the licence").degree("tandhygienist", "2009-06-10").licensed("TH", "2006-01-01"),
        Person("no degree").licensed("TH", "2005-02-01"),
        graduate("no licence", None),
    ]
    counted = count_case(Case(people), "milestones.followed")
    assert counted.of("milestones.followed", *COLUMNS, model="licensed") == {
        "both": (True, 2005),
        "degree after the licence": (True, 2006),
    }


def test_licence_year_with_degrees_not_delivered(count_case: CountCase) -> None:
    """R14: unknown, not no."""
    counted = count_case(Case([graduate("x")], without=("degrees",)), "milestones.followed")
    assert counted.of("milestones.followed", "is_followed", model="licensed") == {"x": None}
    assert counted.of("milestones.followed", "is_followed") == {"x": None}


def test_end_year_of_the_lasar(count_case: CountCase) -> None:
    """Definitions 1: the läsår of 30 June 2005 ends in 2005, that of 1 July 2005 in 2006."""
    days = {"2005-01-01": 2005, "2005-06-30": 2005, "2005-07-01": 2006, "2005-12-31": 2006}
    counted = count_case(Case([graduate(day, day) for day in days]), "milestones.followed")
    for model in ("education", "licensed"):
        assert counted.of("milestones.followed", "lasar_year", model=model) == days
        assert set(counted.of("milestones.followed", "base_year", model=model).values()) == {2005}


def test_the_licence_model_is_not_followed_so(count_case: CountCase) -> None:
    """Definitions 3: its persons are followed into advanced education."""
    counted = count_case(
        Case([Person("x").licensed("SJ", "2001-01-15")], professions=("sjukskoterska",)),
        "milestones.followed",
    )
    assert counted.rows("select * from milestones.followed") == []
