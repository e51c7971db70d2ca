"""milestones.followed: who is followed, and from which year."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, graduate, starter

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
