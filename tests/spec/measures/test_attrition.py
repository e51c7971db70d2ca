"""measures.attrition: who was left out and why, and the quality counts."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, graduate, nurse, nurses, starter

G = "tandhygienist"
PEOPLE = [
    starter("exchange only", InresUtbytesStud=1),
    starter("contract only", Uppdrag=1),
    starter("contract and exchange", Uppdrag=1).registered(G, "VT2003", InresUtbytesStud=1),
    starter("reused").resident(2010, AterPNr=1),
    starter("reused and degree before").resident(2010, AterPNr=1).degree(G, "2001-06-30"),
    starter("degree before").degree(G, "2001-06-30").licensed("TH", "2001-06-30"),
    starter("licence before", "HT2004").licensed("TH", "2004-06-30"),
    graduate("plain"),
    graduate("licence before degree", "2004-12-31"),
    graduate("licence on the day of the degree", "2005-01-15"),
    starter("licensed without degree").licensed("TH", "2005-02-01"),
    starter("licensed with only a general degree")
    .licensed("TH", "2005-02-01")
    .general_degree("2004-06-10", G),
    starter("neither", "HT2004"),
    starter("outside the window", "HT1999"),
]
WINDOW = {
    ("candidates", ""): 13,
    ("excluded", "incoming_exchange"): 2,
    ("excluded", "contract_education"): 1,
    ("excluded", "reused_number"): 2,
    ("excluded", "degree_before_start"): 1,
    ("excluded", "licence_before_start"): 1,
    ("started", ""): 6,
    ("quality", "licensed_without_degree"): 2,
    ("quality", "licence_before_degree"): 1,
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "measures.attrition")


def counts(lives: Lives, cohort: str, model: str = "education") -> dict[tuple[str, str], int]:
    """(step, reason) → persons of a cohort."""
    rows = lives.rows(f"select * from measures.attrition where cohort = '{cohort}' and model = '{model}'")
    return {(row["step"], row["reason"]): row["persons"] for row in rows}


def test_window(lives: Lives) -> None:
    """R15, R17, R18, R67: one reason each, in order; R25 and definitions 5: quality counts of those kept."""
    assert counts(lives, "2000-2010") == WINDOW


def test_nobody_is_lost(lives: Lives) -> None:
    """Definitions 12: candidates = left out + started, in every cohort."""
    for cohort, candidates in (("2000-2010", 13), ("2001", 11), ("2004", 2), ("2005", 0)):
        found = counts(lives, cohort)
        left_out = sum(n for (step, _), n in found.items() if step == "excluded")
        assert found["candidates", ""] == candidates
        assert left_out + found["started", ""] == candidates


def test_counted_in_the_year_of_the_start_term(lives: Lives) -> None:
    """R18: the licence before HT 2004 is counted in 2004, not in 2001."""
    assert counts(lives, "2004")["excluded", "licence_before_start"] == 1
    assert counts(lives, "2001")["excluded", "licence_before_start"] == 0


NURSE = "sjukskoterska"
LICENSED = [
    nurse("trained here").degree(NURSE, "2000-12-10"),
    nurse("trained here – degree later").degree(NURSE, "2003-12-10"),
    nurse("trained abroad"),
    nurse("general degree of the code").general_degree("2000-12-10", NURSE),
    nurse("reused").degree(NURSE, "2000-12-10").resident(2010, AterPNr=1),
    nurse("reused and trained abroad").resident(2010, AterPNr=1),
    nurse("same läsår – the year before", "2000-07-01").degree(NURSE, "2000-06-10"),
    nurse("same year – the läsår after", "2001-07-01"),
    nurse("first before – again", "2001-02-02").licensed("SJ", "1999-02-02"),
]


@pytest.fixture(scope="module")
def licensed(count_case: CountCase) -> Lives:
    return count_case(nurses(LICENSED), "measures.attrition")


def test_by_licence(licensed: Lives) -> None:
    """R48: only reused numbers are left out of a läsår; R72: of a year also who has no degree on record."""
    assert counts(licensed, "2000/01", "licence") == {
        ("candidates", ""): 7,
        ("excluded", "reused_number"): 2,
        ("followed", ""): 5,
    }
    assert counts(licensed, "2001", "licensed") == {
        ("candidates", ""): 7,
        ("excluded", "reused_number"): 2,
        ("excluded", "no_swedish_degree"): 3,
        ("followed", ""): 2,
    }
    assert counts(licensed, "2000", "licensed")["followed", ""] == 1


def test_every_cohort_of_every_model_has_its_rows(licensed: Lives) -> None:
    """R10, R72: zeros too; the licence years from 2000 to the last covered, 2025."""
    rows = licensed.rows("select distinct model, cohort from measures.attrition")
    cohorts = {(row["model"], row["cohort"]) for row in rows}
    assert cohorts == {
        ("education", "2000-2010"),
        *(("education", str(year)) for year in range(2000, 2011)),
        ("licence", "2000/01"),
        ("licence", "2007/08"),
        *(("licensed", str(year)) for year in range(2000, 2026)),
    }
    assert counts(licensed, "2007/08", "licence") == {
        ("candidates", ""): 0,
        ("excluded", "reused_number"): 0,
        ("followed", ""): 0,
    }


def test_models_of_a_group(lives: Lives, count_case: CountCase) -> None:
    """Definitions 3, R72: dental hygienists lead nowhere; groups without a licence have no licence year."""
    assert {row["model"] for row in lives.rows("select model from measures.attrition")} == {
        "education",
        "licensed",
    }
    case = Case([starter("x", programme="tandtekniker")], professions=("tandtekniker",))
    rows = count_case(case, "measures.attrition").rows("select model from measures.attrition")
    assert {row["model"] for row in rows} == {"education"}


def test_no_swedish_degree_is_not_known_without_degrees(count_case: CountCase) -> None:
    """R2, R14: not delivered is never "no"."""
    counted = count_case(nurses([nurse("x")], without=("degrees",)), "measures.attrition")
    assert counts(counted, "2001", "licensed") == {
        ("candidates", ""): 1,
        ("excluded", "reused_number"): 0,
        ("excluded", "no_swedish_degree"): 0,
        ("followed", ""): 1,
    }
