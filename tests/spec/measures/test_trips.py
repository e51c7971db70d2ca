"""measures.trips: one row per person, matrix and level, with the two ends."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import SPECIALIST, Case, Lives, advanced, graduate, nurse, nurses, starter

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


TO_DEGREE = ("mobility_start_to_degree", "mobility_licence_to_degree", "mobility_degree_to_after_1")


def test_licence_model(count_case: CountCase) -> None:
    """R48: licence → start of those who started, the others of those who took the degree."""
    person = (
        advanced("traveller")
        .degree(SPECIALIST, "2005-06-10")
        .resident(2001, Kommun="1384")
        .resident(2003, Kommun="1480")
        .resident(2005, Kommun="1917")
        .resident(2006, Kommun="1380")
    )
    counted = count_case(nurses([person]), "measures.trips")
    assert ends(counted, "county", "2000/01") == {
        "mobility_licence_to_start": ("13", "14"),
        "mobility_start_to_degree": ("14", "03"),
        "mobility_licence_to_degree": ("13", "03"),
        "mobility_degree_to_after_1": ("03", "13"),
    }
    assert ends(counted, "region", "2000/01") == {
        "mobility_licence_to_start": ("Västra", "Västra"),
        "mobility_start_to_degree": ("Västra", "Uppsala-Örebro"),
        "mobility_licence_to_degree": ("Västra", "Uppsala-Örebro"),
        "mobility_degree_to_after_1": ("Uppsala-Örebro", "Södra"),
    }
    assert {row["model"] for row in counted.rows("select model from measures.trips")} == {"licence"}


def test_who_is_in_which_base_of_the_licence_model(count_case: CountCase) -> None:
    """R48: nobody who never started, and only graduates but for licence → start."""
    assert (
        ends(count_case(nurses([nurse("never").resident(2001)]), "measures.trips"), "county", "2000/01") == {}
    )
    person = advanced("no degree").resident(2001, 2003)
    assert ends(count_case(nurses([person]), "measures.trips"), "county", "2000/01") == {
        "mobility_licence_to_start": ("01", "01")
    }


def test_an_unknown_start_or_degree_has_no_target(count_case: CountCase) -> None:
    """R14, R40: the first possible term, or the start's first day, is not covered."""
    person = advanced("start unknown", licensed_on="2001-06-29").resident(2001, 2003)
    covers = {"registrations": ["HT2001", "HT2024"]}
    found = ends(count_case(nurses([person], covers=covers), "measures.trips"), "county", "2000/01")
    assert found == {
        "mobility_licence_to_start": ("01", None),
        "mobility_licence_to_degree": ("01", None),
        "mobility_start_to_degree": (None, None),
        "mobility_degree_to_after_1": (None, None),
    }
    person = advanced("degree unknown").resident(2001, 2003)
    case = nurses([person], covers={"degrees": [date(2003, 7, 2), date(2025, 6, 30)]})
    assert ends(count_case(case, "measures.trips"), "county", "2000/01") == {
        "mobility_licence_to_start": ("01", "01"),
        "mobility_licence_to_degree": ("01", None),
        "mobility_start_to_degree": ("01", None),
        "mobility_degree_to_after_1": (None, None),
    }
