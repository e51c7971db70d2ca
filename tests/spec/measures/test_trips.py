"""measures.trips: one row per person, matrix and level, with the two ends."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, graduate, starter

MATRICES = {
    "mobility_home_to_study": ("13", "01"),
    "mobility_study_to_after_1": ("01", "14"),
    "mobility_home_to_after_1": ("13", "14"),
    "mobility_after_1_to_after_3": ("14", "03"),
    "mobility_study_to_after_3": ("01", "03"),
    "mobility_home_to_after_3": ("13", "03"),
    "mobility_study_to_work_1": ("01", "12"),
    "mobility_study_to_work_3": ("01", "abroad_or_dead"),
}


def ends(lives: Lives, level: str, cohort: str = "2001") -> dict[str, tuple[str | None, str | None]]:
    """Matrix → origin and target of the only person."""
    rows = lives.rows("select * from measures.trips")
    return {
        r["measure"]: (r["origin"], r["target"]) for r in rows if (r["level"], r["cohort"]) == (level, cohort)
    }


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    person = graduate("traveller").resident(2000, Kommun="1384")
    person.resident(2006, Kommun="1480", SyssStatJ=1, AstKommun="1280")
    person.resident(2008, Kommun="1917", SyssStatJ=1, AstKommun="9999")
    return count_case(Case([person]), "measures.trips")


def test_matrices(lives: Lives) -> None:
    """R39, R61: eight matrices, in the year's cohort and in the window."""
    assert ends(lives, "county") == MATRICES
    assert ends(lives, "county", "2000-2010") == MATRICES


def test_regions(lives: Lives) -> None:
    """Definitions 9: Kungsbacka is in Västra; R42: Heby in Uppsala-Örebro."""
    found = ends(lives, "region")
    assert found["mobility_home_to_after_1"] == ("Västra", "Västra")
    assert found["mobility_home_to_after_3"] == ("Västra", "Uppsala-Örebro")


def test_who_is_in_which_base(count_case: CountCase) -> None:
    """R39: home → study is of all started; R61: the workplace of those employed + k."""
    assert ends(count_case(Case([starter("left").resident(2000)]), "measures.trips"), "county") == {
        "mobility_home_to_study": ("01", "01")
    }
    found = ends(
        count_case(Case([graduate("workless").resident(2000, 2006, SyssStatJ=6)]), "measures.trips"), "county"
    )
    assert found["mobility_home_to_after_1"] == ("01", "01")
    assert found["mobility_home_to_after_3"] == ("01", "abroad_or_dead")
    assert not {"mobility_study_to_work_1", "mobility_study_to_work_3"} & found.keys()


def test_a_base_that_is_unknown_has_no_target(count_case: CountCase) -> None:
    """R14, R40: licence unknown, so the person is among those from that origin whose target is unknown."""
    person = graduate("licence unknown").resident(2000, 2006, 2008, SyssStatJ=1)
    covers = {"licences": [date(2005, 2, 1), date(2025, 12, 31)]}
    found = ends(count_case(Case([person], covers=covers), "measures.trips"), "county")
    assert found["mobility_home_to_study"] == ("01", "01")
    assert found["mobility_home_to_after_1"] == ("01", None)
    assert found["mobility_study_to_work_1"] == ("01", None)
    assert found["mobility_after_1_to_after_3"] == (None, None)
