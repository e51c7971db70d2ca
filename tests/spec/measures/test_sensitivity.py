"""measures.sensitivity: the three target sets."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, graduate

PEOPLE = [
    graduate("both").resident(2006, SyssStatJ=1, Ssyk4="3225", AstSNI2002="85130"),
    graduate("occupation").resident(2006, SyssStatJ=1, Ssyk4="3225", AstSNI2002="80301"),
    graduate("workplace").resident(2006, SyssStatJ=1, Ssyk4="9999", AstSNI2002="85130"),
    graduate("neither").resident(2006, SyssStatJ=1, Ssyk4="9999", AstSNI2002="85323"),
    graduate("occupation missing").resident(2006, SyssStatJ=1, AstSNI2002="80301"),
    graduate("workplace missing").resident(2006, SyssStatJ=1, Ssyk4="3225"),
    graduate("not employed").resident(2006, SyssStatJ=6),
    graduate("away"),
    graduate("no licence", None).resident(2006, SyssStatJ=1, Ssyk4="3225"),
]
# (numerator, denominator, n_not_observable) of cohort 2001
EXPECTED = {
    ("in_profession_1", "occupation"): (3, 5, 1),
    ("in_profession_1_workplace", "workplace"): (2, 5, 1),
    ("in_profession_1_either", "either"): (4, 5, 1),
    ("retention_1", "occupation"): (3, 7, 1),
    ("retention_1_workplace", "workplace"): (2, 7, 1),
    ("retention_1_either", "either"): (4, 7, 1),
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "measures.sensitivity")


@pytest.mark.parametrize("cohort", ["2001", "2000-2010"])
@pytest.mark.parametrize(("measure", "alternative"), EXPECTED)
def test_target_sets(lives: Lives, cohort: str, measure: str, alternative: str) -> None:
    """R30, definitions 7: for in the profession of the employed, and retention of all licensed."""
    rows = lives.rows("select * from measures.sensitivity where choice = 'target_set'")
    (row,) = [r for r in rows if (r["measure"], r["cohort"]) == (measure, cohort)]
    assert row["alternative"] == alternative
    assert (row["numerator"], row["denominator"], row["n_not_observable"]) == EXPECTED[measure, alternative]
    assert row["value"] == EXPECTED[measure, alternative][0] / EXPECTED[measure, alternative][1]


def test_columns(lives: Lives) -> None:
    """Interfaces 3: the columns of measures, and choice, alternative."""
    rows = lives.rows("select * from measures.sensitivity")
    assert [*rows[0]] == [
        *("profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"),
        *("numerator", "denominator", "n_not_observable", "value", "status", "choice", "alternative"),
    ]
