"""measures.migration_cells: arrivals, departures and net between home and + k."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, graduate
from tests.spec.measures.mobile_people import PEOPLE

TABLE = "measures.migration_cells"
# county → (numerator, denominator, n_not_observable)
EXPECTED = {
    "arrivals_1": {"01": (1, 3, 1), "14": (1, 1, 1), "12": (1, 1, 0)},
    "departures_1": {"01": (1, 3, 1), "14": (1, 1, 0), "03": (1, 1, 0)},
    "net_1": {"01": (0, 3, 1), "14": (0, 1, 0), "03": (-1, 1, 0)},
}
REGIONS = {"01": "Stockholm", "14": "Västra", "03": "Uppsala-Örebro", "12": "Södra"}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), TABLE)


@pytest.mark.parametrize("measure", EXPECTED)
@pytest.mark.parametrize("cohort", ["2001", "2000-2010"])
def test_cells(lives: Lives, measure: str, cohort: str) -> None:
    """R46: from abroad arrives, to abroad departs; the other end unknown or not observable: n_not_observable.

    Malmö has arrivals and nobody who came from there, so no net (R13). Unknown and abroad_or_dead: no rows.
    """
    expected = {(county, ""): cell for county, cell in EXPECTED[measure].items()}
    assert lives.counts(TABLE, measure, cohort, by_1="county") == expected
    regions = {(REGIONS[county], ""): cell for (county, _), cell in expected.items()}
    assert lives.counts(TABLE, measure, cohort, by_1="region") == regions


def test_halland(count_case: CountCase) -> None:
    """Definitions 9: from Halmstad to Kungsbacka nobody left the county, one left the region."""
    person = graduate("moves").resident(2000, Kommun="1380").resident(2006, Kommun="1384")
    counted = count_case(Case([person]), TABLE)
    assert counted.counts(TABLE, "departures_1", by_1="county") == {("13", ""): (0, 1, 0)}
    assert counted.counts(TABLE, "departures_1", by_1="region") == {("Södra", ""): (1, 1, 0)}
    assert counted.counts(TABLE, "arrivals_1", by_1="region") == {("Västra", ""): (1, 1, 0)}
    assert counted.counts(TABLE, "net_1", by_1="region") == {("Södra", ""): (-1, 1, 0)}
