"""staging.upper_secondary: programmes to the five groups."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

GROUPS = {
    ("NANAT", "Gy2011"): "science_technology",
    ("TE", "Gy2011"): "science_technology",
    ("EK", "Gy2011"): "social_business_humanities",
    ("VO", "Gy2011"): "health_care",
    ("HV", "Gy2011"): "other_vocational",
    ("BF", "Gy2000"): "other_vocational",
    ("IB", "Gy2011"): "unknown_or_none",
    ("QQ", "Gy2000"): "unknown_or_none",
    ("NA", "Lgy70"): "unknown_or_none",
    ("na", "Gy2011"): "unknown_or_none",
    ("", "Gy2011"): "unknown_or_none",
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    people = [starter(f"{path}/{laroplan}").left_school(2000, path, laroplan) for path, laroplan in GROUPS]
    return count_case(Case(people), "staging.upper_secondary")


@pytest.mark.parametrize(("path", "curriculum"), GROUPS)
def test_programmes_to_groups(lives: Lives, path: str, curriculum: str) -> None:
    """R19: by curriculum and first two letters; R4: case matters; R9: what is unknown is kept as such."""
    found = lives.of("staging.upper_secondary", "upper_secondary")
    assert found[f"{path}/{curriculum}"] == GROUPS[path, curriculum]
