"""measures.attrition: who was left out and why, and the quality counts."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, graduate, starter

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
