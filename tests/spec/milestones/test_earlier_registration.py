"""milestones.earlier_registration: another programme before the start."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

PEOPLE = [
    starter("the term before").registered("lakare", "VT2001"),
    starter("long before").registered("ZZ99", "HT1993"),
    starter("in the start term").registered("lakare", "HT2001"),
    starter("after the start").registered("lakare", "VT2002"),
    starter("as exchange").registered("lakare", "VT2001", InresUtbytesStud=1),
    starter("on contract").registered("lakare", "VT2001", Uppdrag=1),
    starter("no programme").registered(None, "VT2001"),
    starter("own programme as exchange").registered("tandhygienist", "VT2001", InresUtbytesStud=1),
    starter("none"),
]
EXPECTED = {
    "the term before": True,
    "long before": True,
    "in the start term": False,
    "after the start": False,
    "as exchange": False,
    "on contract": False,
    "no programme": False,
    "own programme as exchange": False,
    "none": False,
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.earlier_registration")


def test_earlier_registration(lives: Lives) -> None:
    """R64, R68: a programme other than the group's, not exchange or contract, in a term before the start."""
    assert lives.of("milestones.earlier_registration", "has_earlier_registration") == EXPECTED


def test_a_former_name_is_the_same_programme(count_case: CountCase) -> None:
    """Interfaces 1: sjukgymnast is a code of fysioterapeut, so no other programme."""
    person = starter("renamed", "HT2001", "sjukgymnast").registered("fysioterapeut", "HT2002")
    counted = count_case(Case([person], professions=("fysioterapeut",)), "milestones.earlier_registration")
    assert counted.of("milestones.earlier_registration", "has_earlier_registration") == {"renamed": False}
