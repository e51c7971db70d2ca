"""milestones.upper_secondary: the latest leaving record completed before the start."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

PEOPLE = [
    starter("autumn – same year").left_school(2001, "NV", Betygspoang="17.5"),
    starter("autumn – next year").left_school(2002, "NV"),
    starter("spring – same year", "VT2001").left_school(2001, "NV"),
    starter("spring – year before", "VT2001").left_school(2000, "NV"),
    starter("latest").left_school(1998, "NV").left_school(2000, "BF"),
    starter("latest is unknown").left_school(1998, "NV").left_school(2000, "QQ"),
    starter("same year – science and vocational").left_school(2000, "BF").left_school(2000, "NV"),
    starter("same year – social and health")
    .left_school(2000, "VO", "Gy2011")
    .left_school(2000, "EK", "Gy2011"),
    starter("same year – vocational and health")
    .left_school(2000, "HV", "Gy2011")
    .left_school(2000, "VO", "Gy2011"),
    starter("same year – vocational and unknown").left_school(2000, "QQ").left_school(2000, "BF"),
    starter("later record too").left_school(2000, "BF").left_school(2005, "NV"),
    starter("none"),
]
EXPECTED = {
    "autumn – same year": "science_technology",
    "autumn – next year": "unknown_or_none",
    "spring – same year": "unknown_or_none",
    "spring – year before": "science_technology",
    "latest": "other_vocational",
    "latest is unknown": "unknown_or_none",
    "same year – science and vocational": "science_technology",
    "same year – social and health": "social_business_humanities",
    "same year – vocational and health": "health_care",
    "same year – vocational and unknown": "other_vocational",
    "later record too": "other_vocational",
    "none": "unknown_or_none",
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.upper_secondary")


@pytest.mark.parametrize("person", EXPECTED)
def test_latest_record_before_the_start(lives: Lives, person: str) -> None:
    """Definitions 4: leaving year ≤ y for HT y, ≤ y − 1 for VT y; R20: of one year the group named first."""
    assert lives.of("milestones.upper_secondary", "upper_secondary")[person] == EXPECTED[person]


def test_mark_is_kept(lives: Lives) -> None:
    """Definitions 4: the mark where delivered."""
    found = lives.of("milestones.upper_secondary", "leaving_year", "mark")
    assert found["autumn – same year"] == (2001, 17.5)
    assert found["none"] == (None, None)


def test_not_delivered(count_case: CountCase) -> None:
    """R2, R11: nobody's group is known."""
    counted = count_case(
        Case([starter("anyone")], without=("upper_secondary",)), "milestones.upper_secondary"
    )
    assert counted.of("milestones.upper_secondary", "upper_secondary") == {"anyone": "unknown_or_none"}
