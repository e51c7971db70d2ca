"""milestones.status: exactly one of seven situations in base year + k."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person, graduate, starter

# Licensed in 2005: k = 1 is 2006 with SNI 2002, k = 3 is 2008 with SNI 2007.
WORKS = {"SyssStatJ": 1, "Ssyk4": "9999"}
CASES: list[tuple[str, int, dict[str, Any] | None, str]] = [
    ("no row", 1, None, "abroad_or_dead"),
    ("row rejected", 1, {"Kon": 3}, "unknown"),
    ("status missing", 1, {"Ssyk4": "3225", "HSDelt": 1}, "unknown"),
    ("occupation missing", 1, {"SyssStatJ": 1, "AstSNI2002": "85130"}, "unknown"),
    ("in the profession", 1, {"SyssStatJ": 1, "Ssyk4": "3225", "HSDelt": 1}, "in_profession"),
    (
        "in the profession outside health",
        1,
        {"SyssStatJ": 1, "Ssyk4": "3225", "AstSNI2002": "80301"},
        "in_profession",
    ),
    ("other – in health", 1, {**WORKS, "AstSNI2002": "85121"}, "other_health_work"),
    ("other – in dental care", 1, {**WORKS, "AstSNI2002": "85130"}, "other_health_work"),
    ("other – in residential care", 1, {**WORKS, "AstSNI2002": "85312"}, "other_health_work"),
    ("other – in social services", 1, {**WORKS, "AstSNI2002": "85324"}, "other_work"),
    ("other – in a pharmacy", 1, {**WORKS, "AstSNI2002": "52310"}, "other_work"),
    ("other – workplace missing", 1, WORKS, "other_work"),
    ("other – SNI of the other edition", 1, {**WORKS, "AstSNI2007": "86230"}, "other_work"),
    ("other – in 2008", 3, {**WORKS, "AstSNI2007": "86230"}, "other_health_work"),
    ("other – in 2008 with the old SNI", 3, {**WORKS, "AstSNI2002": "85130"}, "other_work"),
    ("studying in spring", 1, {"SyssStatJ": 6, "HSDelt": 1}, "studying"),
    ("studying in autumn", 1, {"SyssStatJ": 5, "HSDelt": 2}, "studying"),
    ("studying all year", 1, {"SyssStatJ": 6, "HSDelt": 3}, "studying"),
    ("not studying", 1, {"SyssStatJ": 6, "HSDelt": 0}, "not_employed"),
    ("studies missing", 1, {"SyssStatJ": 6, "Ssyk4": "3225"}, "not_employed"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    people = [
        graduate(n) if said is None else graduate(n).resident(2005 + k, **said) for n, k, said, _ in CASES
    ]
    people.append(
        graduate("rejected beside accepted").resident(2006, **WORKS).row("individuals", Ar=2006, Kon=3)
    )
    people.append(graduate("no licence", None).resident(2006, **WORKS))
    return count_case(Case(people), "milestones.status")


@pytest.mark.parametrize(("person", "k", "status"), [(name, k, status) for name, k, _, status in CASES])
def test_status(lives: Lives, person: str, k: int, status: str) -> None:
    """R59, R75: the first that applies; the workplace in the edition of the year only."""
    assert lives.of("milestones.status", "status", k=k)[person] == status


def test_an_accepted_row_beside_a_rejected_one_counts(lives: Lives) -> None:
    """R75."""
    assert lives.of("milestones.status", "status", k=1)["rejected beside accepted"] == "other_work"


def test_only_the_followed_have_a_status(lives: Lives) -> None:
    """Definitions 5: everyone licensed and graduated."""
    assert "no licence" not in lives.of("milestones.status", "status", k=1)


def test_a_pharmacy_is_health_work_for_a_pharmacist(count_case: CountCase) -> None:
    """R59: the three groups of SNI, or the group's own addition."""
    person = starter("pharmacist", programme="apotekare").degree("apotekare", "2005-01-15")
    person.licensed("AP", "2005-02-01").resident(2006, **WORKS, AstSNI2002="52310")
    counted = count_case(Case([person], professions=("apotekare",)), "milestones.status")
    assert counted.of("milestones.status", "status", k=1) == {"pharmacist": "other_health_work"}


def test_before_2002_work_in_another_occupation_is_other_work(count_case: CountCase) -> None:
    """R75: no SNI is read in 2001."""
    person = starter("in 2001", "HT1997").degree("tandhygienist", "2000-01-15").licensed("TH", "2000-02-01")
    person.resident(2001, SyssStat=1, Ssyk4="9999", AstSNI2002="85130")
    counted = count_case(Case([person], window="1997-2000"), "milestones.status")
    assert counted.of("milestones.status", "status", k=1) == {"in 2001": "other_work"}


def test_occupation_not_observable_is_unknown_for_the_employed_only(count_case: CountCase) -> None:
    """R59: dental technicians have no code in SSYK 96; the others have their status all the same."""
    names = ("employed", "studying", "not employed", "away")
    people = [starter(n, programme="tandtekniker").degree("tandtekniker", "2005-01-15") for n in names]
    people[0].resident(2006, SyssStatJ=1, Ssyk4="3214", AstSNI2002="85130")
    people[1].resident(2006, SyssStatJ=6, HSDelt=1)
    people[2].resident(2006, SyssStatJ=6)
    counted = count_case(Case(people, professions=("tandtekniker",)), "milestones.status")
    assert counted.of("milestones.status", "status", k=1) == {
        "employed": "unknown",
        "studying": "studying",
        "not employed": "not_employed",
        "away": "abroad_or_dead",
    }


def test_not_observable_where_the_year_is_not_covered(count_case: CountCase) -> None:
    """R59, R70: neither outside LISA's years, nor with the licence unknown."""
    people = [graduate("2006"), graduate("2007", "2006-02-01"), graduate("licence unknown")]
    people[2].rows["degrees"][0]["Examensdatum"] = "2004-12-31"
    covers = {"individuals": [1999, 2006], "licences": [date(2005, 1, 1), date(2025, 12, 31)]}
    counted = count_case(Case(people, covers=covers), "milestones.status")
    assert counted.of("milestones.status", "status", k=1) == {
        "2006": "abroad_or_dead",
        "2007": None,
        "licence unknown": None,
    }


def test_licensed_in_one_year(count_case: CountCase) -> None:
    """Definitions 5: status is a measure of the cohorts by licence year too."""
    people = [
        Person("never registered")
        .degree("tandhygienist", "2005-01-15")
        .licensed("TH", "2005-02-01")
        .resident(2006, SyssStatJ=6, HSDelt=1),
        Person("no degree").licensed("TH", "2005-02-01").resident(2006),
    ]
    counted = count_case(Case(people), "milestones.status")
    assert counted.of("milestones.status", "status", k=1, model="licensed") == {
        "never registered": "studying"
    }
    assert counted.of("milestones.status", "status", k=3, model="licensed") == {
        "never registered": "abroad_or_dead"
    }


def test_one_row_per_model_and_year(lives: Lives) -> None:
    """Under the choices in force only."""
    rows = lives.rows(
        "select model, k, count(*) as n, count(distinct person) as people from milestones.status group by all"
    )
    assert {(row["model"], row["k"]) for row in rows} == {
        (model, k) for model in ("education", "licensed") for k in (1, 3)
    }
    assert all(row["n"] == row["people"] for row in rows)
