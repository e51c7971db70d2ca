"""measures.maturity: when the to-date and + k measures of a young cohort may be shown."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter

# Dental hygienists: HT 2004 + 4 + 6 terms is HT 2009, one year of licence lag gives 1 July 2010.
COVERS = {
    "degrees": [date(1993, 7, 1), date(2011, 6, 30)],
    "licences": [date(1960, 1, 1), date(2011, 6, 30)],
    "individuals": [1999, 2011],
}


def mature(lives: Lives, measure: str, profession: str = "tandhygienist") -> dict[str, bool]:
    """Cohort → whether it is mature."""
    rows = lives.rows("select * from measures.maturity")
    return {
        row["cohort"]: row["is_mature"]
        for row in rows
        if row["measure"] == measure and row["profession"] == profession
    }


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    case = Case(
        [starter("anyone", "HT2004")],
        covers=COVERS,
        window="2003-2006",
        professions=("tandhygienist", "lakare"),
    )
    return count_case(case, "measures.maturity")


def test_to_date(lives: Lives) -> None:
    """Definitions 5: start + nominal + 6 terms + lag; 2005 needs 30 June 2011, 2006 a year more."""
    for measure in ("exam_rate_to_date", "licensed_share", "general_degree_share"):
        assert mature(lives, measure) == {
            "2003": True,
            "2004": True,
            "2005": True,
            "2006": False,
            "2003-2006": False,
        }


def test_plus_k_years(lives: Lives) -> None:
    """Definitions 5: k years more; with k = 1, 2004 needs 30 June 2011.

    With k = 3 nobody is followed long enough.
    """
    for measure in (
        "resident_1",
        "employed_1",
        "in_profession_1",
        "retention_1",
        "status_1",
        "pathway_unknown_1",
    ):
        assert mature(lives, measure) == {
            "2003": True,
            "2004": True,
            "2005": False,
            "2006": False,
            "2003-2006": False,
        }
    for measure in ("resident_3", "stayed_1_to_3", "mobility_home_to_after_3", "net_3"):
        assert set(mature(lives, measure).values()) == {False}


def test_measures_with_a_horizon_of_their_own(lives: Lives) -> None:
    """Definitions 5: only to-date and + k measures mature."""
    for measure in (
        "exam_rate_nominal_3",
        "continued_term_2",
        "composition",
        "fate",
        "mobility_home_to_study",
    ):
        assert set(mature(lives, measure).values()) <= {True}


def test_licence_lag_is_a_setting_of_the_group(lives: Lives) -> None:
    """Definitions 5: physicians lag 4 years; HT 2003 + 11 + 6 terms is VT 2012, so 2016."""
    assert set(mature(lives, "exam_rate_to_date", "lakare").values()) == {False}


def test_a_day_or_a_year_too_little(count_case: CountCase) -> None:
    """Definitions 5, 8: degrees a day short, or LISA a year short."""
    covers = {**COVERS, "degrees": [date(1993, 7, 1), date(2011, 6, 29)], "individuals": [1999, 2010]}
    case = Case([starter("anyone", "HT2004")], covers=covers, window="2003-2005")
    counted = count_case(case, "measures.maturity")
    assert mature(counted, "exam_rate_to_date") == {
        "2003": True,
        "2004": True,
        "2005": False,
        "2003-2005": False,
    }
    assert mature(counted, "resident_1") == {"2003": True, "2004": False, "2005": False, "2003-2005": False}


def test_a_window_is_mature_when_all_its_years_are(count_case: CountCase) -> None:
    """Definitions 5."""
    case = Case([starter("anyone", "HT2004")], covers=COVERS, window="2003-2005")
    assert mature(count_case(case, "measures.maturity"), "exam_rate_to_date")["2003-2005"] is True


def test_nominal_length_of_2019(count_case: CountCase) -> None:
    """Definitions 5: HT 2018 + 10 terms + a year is 1 July 2024, HT 2019 + 12 terms + a year 1 July 2026."""
    counted = count_case(Case([starter("anyone", "HT2018")], window="2018-2019"), "measures.maturity")
    assert mature(counted, "exam_rate_to_date") == {"2018": True, "2019": False, "2018-2019": False}
