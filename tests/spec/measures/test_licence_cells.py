"""measures.licence_cells: the cells of the läsår cohorts and of the licence years."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import MIDWIFE, SPECIALIST, Case, Lives, Person, advanced, graduate, nurse, nurses
from tests.spec.measures.five_nurses import FIVE_NURSES

TABLE = "measures.licence_cells"
Cells = dict[tuple[str, str], tuple[int, int, int]]
AWAY = "abroad_or_dead"
# (breakdown, value) → (numerator, denominator, n_not_observable)
STARTED: Cells = {
    ("", ""): (4, 5, 0),
    ("sex", "woman"): (2, 2, 0),
    ("sex", "man"): (1, 2, 0),
    ("sex", "unknown"): (1, 1, 0),
    ("age", "22-24"): (1, 2, 0),
    ("age", "30-34"): (1, 1, 0),
    ("age", "35-"): (1, 1, 0),
    ("age", "unknown"): (1, 1, 0),
    ("background", "swedish"): (2, 3, 0),
    ("background", "foreign"): (1, 1, 0),
    ("background", "unknown"): (1, 1, 0),
    ("licence_county", "01"): (1, 1, 0),
    ("licence_county", "13"): (1, 1, 0),
    ("licence_county", AWAY): (1, 2, 0),
    ("licence_county", "unknown"): (1, 1, 0),
    ("licence_region", "Stockholm"): (1, 1, 0),
    ("licence_region", "Västra"): (1, 1, 0),
    ("licence_region", AWAY): (1, 2, 0),
    ("licence_region", "unknown"): (1, 1, 0),
    ("specialisation", "anestesi"): (2, 5, 0),
    ("specialisation", "barn"): (1, 5, 0),
    ("specialisation", MIDWIFE): (1, 5, 0),
}
# Ann and Bea in time, Dan not, Eva's deadline is not covered.
IN_TIME: Cells = {
    ("", ""): (2, 3, 1),
    ("sex", "woman"): (2, 2, 0),
    ("sex", "man"): (0, 1, 0),
    ("sex", "unknown"): (0, 0, 1),
    ("age", "22-24"): (1, 1, 0),
    ("age", "30-34"): (1, 1, 0),
    ("age", "35-"): (0, 1, 0),
    ("age", "unknown"): (0, 0, 1),
    ("background", "swedish"): (1, 2, 0),
    ("background", "foreign"): (1, 1, 0),
    ("background", "unknown"): (0, 0, 1),
    ("licence_county", "01"): (1, 1, 0),
    ("licence_county", "13"): (1, 1, 0),
    ("licence_county", AWAY): (0, 0, 1),
    ("licence_county", "unknown"): (0, 1, 0),
    ("licence_region", "Stockholm"): (1, 1, 0),
    ("licence_region", "Västra"): (1, 1, 0),
    ("licence_region", AWAY): (0, 0, 1),
    ("licence_region", "unknown"): (0, 1, 0),
    ("specialisation", "anestesi"): (1, 1, 1),
    ("specialisation", "barn"): (1, 1, 0),
    ("specialisation", MIDWIFE): (0, 1, 0),
}
ESTABLISHED: Cells = {
    ("", ""): (1, 2, 0),
    ("sex", "woman"): (1, 2, 0),
    ("age", "22-24"): (1, 1, 0),
    ("age", "30-34"): (0, 1, 0),
    ("background", "swedish"): (1, 1, 0),
    ("background", "foreign"): (0, 1, 0),
    ("licence_county", "01"): (1, 1, 0),
    ("licence_county", "13"): (0, 1, 0),
    ("licence_region", "Stockholm"): (1, 1, 0),
    ("licence_region", "Västra"): (0, 1, 0),
    ("degree_county", "14"): (1, 1, 0),
    ("degree_county", AWAY): (0, 1, 0),
    ("specialisation", "anestesi"): (1, 1, 0),
    ("specialisation", "barn"): (0, 1, 0),
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(FIVE_NURSES, TABLE)


def singles(lives: Lives, measure: str, cohort: str, model: str) -> Cells:
    """(breakdown, value) → counts of a measure's total and single breakdowns."""
    rows = [r for r in lives.rows(f"select * from {TABLE}") if r["by_2"] == ""]
    wanted = (measure, cohort, model)
    return {
        (r["by_1"], r["value_1"]): (r["numerator"], r["denominator"], r["n_not_observable"])
        for r in rows
        if (r["measure"], r["cohort"], r["model"]) == wanted
    }


@pytest.mark.parametrize(
    ("measure", "cells"),
    [("started_share", STARTED), ("exam_rate_nominal_3", IN_TIME), ("established", ESTABLISHED)],
)
def test_lasar_cohorts(lives: Lives, measure: str, cells: Cells) -> None:
    """R48: total, six breakdowns; established also by county of the degree; R13: with somebody in them."""
    assert singles(lives, measure, "2000/01", "licence") == cells


def test_exam_rate_to_date(lives: Lives) -> None:
    """R48: of the starters, Eva too: her start's first day is covered."""
    found = singles(lives, "exam_rate_to_date", "2000/01", "licence")
    assert found["", ""] == (2, 4, 0)
    assert found["specialisation", "anestesi"] == (1, 2, 0)


def test_applied_share(lives: Lives) -> None:
    """R54: 2000/01 is not observable; R48, R51: no specialisation of an application."""
    found = singles(lives, "applied_share", "2000/01", "licence")
    assert found["", ""] == (0, 0, 5)
    assert found["sex", "woman"] == (0, 0, 2)
    assert {by for by, _ in found} == {"", "sex", "age", "background", "licence_county", "licence_region"}


def test_sex_by_age(lives: Lives) -> None:
    """R48, R12: the only pair, in this order."""
    assert lives.counts(TABLE, "started_share", "2000/01", model="licence", by_1="sex", by_2="age") == {
        ("woman", "22-24"): (1, 1, 0),
        ("woman", "30-34"): (1, 1, 0),
        ("man", "22-24"): (0, 1, 0),
        ("man", "35-"): (1, 1, 0),
        ("unknown", "unknown"): (1, 1, 0),
    }
    pairs = lives.rows(f"select distinct by_1, by_2 from {TABLE} where by_2 <> ''")
    assert pairs == [{"by_1": "sex", "by_2": "age"}]


def test_an_unknown_degree_stands_in_an_unknown_county(count_case: CountCase) -> None:
    """R74: starts before degrees begin, or a first possible term that is not covered.

    Registrations from HT 2001, degrees from 2 July 2003.
    """
    people = [
        advanced("start before degrees", licensed_on="2001-06-30").resident(2004),
        nurse("first term not covered"),
        advanced("graduated", "HT2004", licensed_on="2001-06-30")
        .degree(SPECIALIST, "2005-06-10")
        .resident(2005)
        .resident(2006, SyssStatJ=1, ForvErs=2000),
    ]
    covers = {"degrees": [date(2003, 7, 2), date(2025, 6, 30)], "registrations": ["HT2001", "HT2024"]}
    found = singles(count_case(nurses(people, covers=covers), TABLE), "established", "2000/01", "licence")
    assert found["", ""] == (1, 1, 2)
    assert {value: cell for (by, value), cell in found.items() if by == "degree_county"} == {
        "01": (1, 1, 0),
        "unknown": (0, 0, 2),
    }


def test_two_cohorts(count_case: CountCase) -> None:
    """R10, definitions 1: the läsår from 1 July to 30 June; R51: specialisations cohort by cohort."""
    people = [
        nurse("30 June 2000", "2000-06-30"),
        advanced("1 July 2000", licensed_on="2000-07-01"),
        nurse("30 June 2001", "2001-06-30"),
        nurse("1 July 2001", "2001-07-01"),
        nurse("1 July 2007", "2007-07-01"),
        advanced("30 June 2008", "HT2010", "barn", "2008-06-30"),
        nurse("again in 2007", "2007-09-01").licensed("SJ", "1999-09-01"),
    ]
    counted = count_case(nurses(people), TABLE)
    by = {
        cohort: {
            place: cell
            for place, cell in singles(counted, "started_share", cohort, "licence").items()
            if place[0] in ("", "specialisation")
        }
        for cohort in ("2000/01", "2007/08")
    }
    assert by == {
        "2000/01": {("", ""): (1, 2, 0), ("specialisation", "anestesi"): (1, 2, 0)},
        "2007/08": {("", ""): (1, 2, 0), ("specialisation", "barn"): (1, 2, 0)},
    }


WORKS = {"SyssStatJ": 1, "Ssyk4": "3225"}
G = "tandhygienist"


@pytest.fixture(scope="module")
def licensed(count_case: CountCase) -> Lives:
    """Licensed in 2005, so + 1 is 2006; one in 2006."""
    people = [
        graduate("Ann").resident(2005).resident(2006, **WORKS),
        Person("Bo")
        .degree(G, "2004-12-31", ExHsKod="GU")
        .licensed("TH", "2005-06-30")
        .resident(2005, Kon=1, Kommun="1380")
        .resident(2006, SyssStatJ=6),
        Person("degree after the licence").degree(G, "2007-01-10").licensed("TH", "2005-12-31"),
        Person("next year").degree(G, "2005-06-10").licensed("TH", "2006-01-01").resident(2007, **WORKS),
        Person("no degree").licensed("TH", "2005-02-01").resident(2006, **WORKS),
        Person("general degree of the code").licensed("TH", "2005-02-01").general_degree("2004-06-10", G),
        graduate("reused").resident(2006, **WORKS).resident(2010, AterPNr=1),
    ]
    return count_case(Case(people), TABLE)


def test_licence_years(licensed: Lives) -> None:
    """R72: with the degree on record, before or after, registered or not; singly, by six breakdowns."""
    assert singles(licensed, "resident_1", "2005", "licensed") == {
        ("", ""): (2, 3, 0),
        ("sex", "woman"): (1, 1, 0),
        ("sex", "man"): (1, 1, 0),
        ("sex", "unknown"): (0, 1, 0),
        ("age", "25-29"): (2, 2, 0),
        ("age", "unknown"): (0, 1, 0),
        ("background", "swedish"): (2, 2, 0),
        ("background", "unknown"): (0, 1, 0),
        ("degree_institution", "KI"): (1, 2, 0),
        ("degree_institution", "GU"): (1, 1, 0),
        ("licence_county", "01"): (1, 1, 0),
        ("licence_county", "13"): (1, 1, 0),
        ("licence_county", AWAY): (0, 1, 0),
        ("licence_region", "Stockholm"): (1, 1, 0),
        ("licence_region", "Södra"): (1, 1, 0),
        ("licence_region", AWAY): (0, 1, 0),
    }
    assert singles(licensed, "resident_1", "2006", "licensed")["", ""] == (1, 1, 0)
    assert licensed.rows(f"select * from {TABLE} where by_2 <> ''") == []


def test_measures_of_licence_years(licensed: Lives) -> None:
    """Definitions 5: resident, employed, in_profession, retention, stayed; each asks those before it."""
    found = {
        row["measure"]: (row["numerator"], row["denominator"], row["n_not_observable"])
        for row in licensed.rows(f"select * from {TABLE} where cohort = '2005' and by_1 = ''")
    }
    assert found == {
        "resident_1": (2, 3, 0),
        "employed_1": (1, 2, 0),
        "in_profession_1": (1, 1, 0),
        "retention_1": (1, 3, 0),
        "resident_3": (0, 3, 0),
        "retention_3": (0, 3, 0),
        "stayed_1_to_3": (0, 1, 0),
    }


def test_licence_years_without_degrees(count_case: CountCase) -> None:
    """R2, R14: whether the degree is on record is not known, so everyone licensed is not observable."""
    counted = count_case(Case([graduate("x").resident(2006, **WORKS)], without=("degrees",)), TABLE)
    found = singles(counted, "resident_1", "2005", "licensed")
    assert found["", ""] == (0, 0, 1)
    assert found["degree_institution", "unknown"] == (0, 0, 1)


def test_groups_without_a_licence(count_case: CountCase) -> None:
    """R72: no rows."""
    person = Person("x").degree(SPECIALIST, "2005-06-10").licensed("SJ", "2001-01-15")
    counted = count_case(Case([person], professions=(SPECIALIST,)), TABLE)
    assert counted.rows(f"select * from {TABLE}") == []


def test_nurses_are_in_both(count_case: CountCase) -> None:
    """Definitions 3 and 5: by läsår whatever the degree, by year with the degree on record."""
    people = [nurse("trained abroad"), nurse("trained here").degree("sjukskoterska", "2001-01-10")]
    counted = count_case(nurses(people), TABLE)
    assert singles(counted, "started_share", "2000/01", "licence")["", ""] == (0, 2, 0)
    assert singles(counted, "resident_1", "2001", "licensed")["", ""] == (0, 1, 0)
