"""measures.mobility_cells: row shares of the matrices, and one total row each."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import SPECIALIST, Case, Lives, Person, advanced, graduate, nurses
from tests.spec.measures.mobile_people import PEOPLE

TABLE = "measures.mobility_cells"
Cells = dict[tuple[str, str], tuple[int, int, int]]
# (from, to) → (numerator, denominator, n_not_observable); ("", "") is the total row.
HOME_TO_STUDY: Cells = {
    ("01", "01"): (4, 5, 0),
    ("01", "14"): (1, 5, 0),
    ("14", "14"): (1, 1, 0),
    ("03", "03"): (1, 1, 0),
    ("unknown", "01"): (1, 1, 0),
    ("abroad_or_dead", "01"): (1, 1, 0),
    ("", ""): (9, 9, 1),
}
HOME_TO_AFTER_1: Cells = {
    ("01", "01"): (2, 3, 1),
    ("01", "12"): (1, 3, 1),
    ("14", "abroad_or_dead"): (1, 1, 0),
    ("03", "01"): (1, 1, 0),
    ("unknown", "01"): (1, 1, 0),
    ("abroad_or_dead", "14"): (1, 1, 0),
    ("", ""): (7, 7, 2),
}
STUDY_TO_AFTER_1: Cells = {
    ("01", "01"): (2, 5, 1),
    ("01", "14"): (2, 5, 1),
    ("01", "12"): (1, 5, 1),
    ("14", "01"): (1, 2, 0),
    ("14", "abroad_or_dead"): (1, 2, 0),
    ("03", "01"): (1, 1, 0),
    ("", ""): (8, 8, 1),
}
REGIONS = {"01": "Stockholm", "14": "Västra", "03": "Uppsala-Örebro", "12": "Södra"}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), TABLE)


@pytest.mark.parametrize(
    ("measure", "cells"),
    [
        ("mobility_home_to_study", HOME_TO_STUDY),
        ("mobility_home_to_after_1", HOME_TO_AFTER_1),
        ("mobility_study_to_after_1", STUDY_TO_AFTER_1),
    ],
)
@pytest.mark.parametrize("cohort", ["2001", "2000-2010"])
def test_cells(lives: Lives, measure: str, cells: Cells, cohort: str) -> None:
    """R40: share of that origin with both ends observable, no zero cells; R41: the total row.

    R10: every cohort.
    """
    total = {("", ""): cells["", ""]}
    counties = {pair: cell for pair, cell in cells.items() if pair != ("", "")}
    regions = {(REGIONS.get(a, a), REGIONS.get(b, b)): cell for (a, b), cell in counties.items()}
    assert lives.counts(TABLE, measure, cohort, by_1="", by_2="") == total
    assert lives.counts(TABLE, measure, cohort, by_1="from_county", by_2="to_county") == counties
    assert lives.counts(TABLE, measure, cohort, by_1="from_region", by_2="to_region") == regions


def test_halland(count_case: CountCase) -> None:
    """Definitions 9: from Halmstad to Kungsbacka is within the county, between two regions."""
    person = graduate("moves").resident(2000, Kommun="1380").resident(2006, Kommun="1384")
    counted = count_case(Case([person]), TABLE)
    measure = "mobility_home_to_after_1"
    assert counted.counts(TABLE, measure, by_1="from_county") == {("13", "13"): (1, 1, 0)}
    assert counted.counts(TABLE, measure, by_1="from_region") == {("Södra", "Västra"): (1, 1, 0)}


def test_workplaces(count_case: CountCase) -> None:
    """R61: of the employed + 1; 9999 is abroad, missing is unknown.

    Whether employed unknown: not observable.
    """
    people = [
        graduate("in Göteborg").resident(2006, SyssStatJ=1, AstKommun="1480"),
        graduate("abroad").resident(2006, SyssStatJ=1, AstKommun="9999"),
        graduate("missing").resident(2006, SyssStatJ=1),
        graduate("not employed").resident(2006, SyssStatJ=6, AstKommun="1480"),
        graduate("not resident"),
        graduate("status missing").resident(2006, AstKommun="1480"),
        graduate("rejected").resident(2006, Kon=3, SyssStatJ=1, AstKommun="1480"),
    ]
    counted = count_case(Case(people), TABLE)
    assert counted.counts(TABLE, "mobility_study_to_work_1", by_1="from_county") == {
        ("01", "14"): (1, 3, 2),
        ("01", "abroad_or_dead"): (1, 3, 2),
        ("01", "unknown"): (1, 3, 2),
    }
    assert counted.counts(TABLE, "mobility_study_to_work_1", by_1="") == {("", ""): (3, 3, 2)}


def test_from_one_to_three_years_after(count_case: CountCase) -> None:
    """R39, R41: where + 1 is not observable the person stands in the total row only."""
    people = [
        graduate("stays").resident(2006, 2008),
        graduate("moves").resident(2006).resident(2008, Kommun="1480"),
        graduate("comes back").resident(2008),
        graduate("+ 1 rejected").resident(2006, Kon=3).resident(2008),
        graduate("+ 3 rejected").resident(2006).resident(2008, Kon=3),
    ]
    counted = count_case(Case(people), TABLE)
    measure = "mobility_after_1_to_after_3"
    assert counted.counts(TABLE, measure, by_1="from_county") == {
        ("01", "01"): (1, 2, 1),
        ("01", "14"): (1, 2, 1),
        ("abroad_or_dead", "01"): (1, 1, 0),
    }
    assert counted.counts(TABLE, measure, by_1="") == {("", ""): (3, 3, 2)}


def test_nobody_observable(count_case: CountCase) -> None:
    """R41, R13, R37: the home's year is not covered, so only the total row stands."""
    counted = count_case(
        Case([graduate("anyone").resident(2006)], covers={"individuals": [2001, 2024]}), TABLE
    )
    assert counted.counts(TABLE, "mobility_home_to_study") == {("", ""): (0, 0, 1)}


def _trained(name: str, licence: str | None, start: str | None, degree: str | None) -> Person:
    """Where a nurse with an advanced degree of 2005 lived in 2001, 2003 and 2005; None: not resident."""
    person = advanced(name).degree(SPECIALIST, "2005-06-10")
    for year, place in ((2001, licence), (2003, start), (2005, degree)):
        if place is not None:
            person.resident(year, Kommun=place)
    return person


def test_licence_model(count_case: CountCase) -> None:
    """R48, R40, R41: row shares and the total row; Halland's two regions."""
    people = [
        _trained("stays", "0180", "0180", "0180"),
        _trained("moves", "0180", "1480", "1480"),
        _trained("within Halland", "1380", "1384", "1384"),
        _trained("from abroad", None, "0180", "0180"),
        _trained("to nowhere", "0180", "0180", None),
        _trained("place missing", "0180", "0180", "0180").resident(2005, Kommun=None),
        _trained("degree year rejected", "0180", "0180", "9876"),
        _trained("licence year rejected", "9876", "0180", "0180"),
        advanced("no degree").resident(2001, 2003),
    ]
    counted = count_case(nurses(people), TABLE)

    def found(measure: str, level: str) -> Cells:
        by_1, by_2 = (f"from_{level}", f"to_{level}") if level else ("", "")
        return counted.counts(TABLE, measure, "2000/01", model="licence", by_1=by_1, by_2=by_2)

    assert found("mobility_licence_to_start", "county") == {
        ("01", "01"): (5, 6, 0),
        ("01", "14"): (1, 6, 0),
        ("13", "13"): (1, 1, 0),
        ("abroad_or_dead", "01"): (1, 1, 0),
    }
    assert found("mobility_licence_to_start", "region")["Södra", "Västra"] == (1, 1, 0)
    assert found("mobility_licence_to_start", "") == {("", ""): (8, 8, 1)}
    assert found("mobility_licence_to_degree", "county") == {
        ("01", "01"): (1, 4, 1),
        ("01", "14"): (1, 4, 1),
        ("01", "abroad_or_dead"): (1, 4, 1),
        ("01", "unknown"): (1, 4, 1),
        ("13", "13"): (1, 1, 0),
        ("abroad_or_dead", "01"): (1, 1, 0),
    }
    assert found("mobility_licence_to_degree", "") == {("", ""): (6, 6, 2)}
    assert found("mobility_start_to_degree", "") == {("", ""): (7, 7, 1)}
    # Nobody is resident in 2006; of the degree's places one was rejected.
    assert found("mobility_degree_to_after_1", "county") == {
        ("01", "abroad_or_dead"): (3, 3, 0),
        ("14", "abroad_or_dead"): (1, 1, 0),
        ("13", "abroad_or_dead"): (1, 1, 0),
        ("abroad_or_dead", "abroad_or_dead"): (1, 1, 0),
        ("unknown", "abroad_or_dead"): (1, 1, 0),
    }
