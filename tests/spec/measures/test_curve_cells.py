"""measures.curve_cells: started, applied and graduated by k läsår."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import MIDWIFE, SPECIALIST, Lives, Person, advanced, nurse, nurses

TABLE = "measures.curve_cells"
STARTED, APPLIED, GRADUATED = "started_share_by_year", "applied_share_by_year", "graduated_share_by_year"
# Registrations end with HT 2005: k = 0 … 4 (VT 2005). Degrees end on 30 June 2006: k = 0 … 5.
COVERS = {
    "registrations": ["HT1993", "HT2005"],
    "degrees": [date(1993, 7, 1), date(2006, 6, 30)],
    "applications": ["HT2000", "VT2003"],
}
PEOPLE = [
    advanced("start 0 – degree after 1", "VT2001").degree(SPECIALIST, "2002-06-10"),
    advanced("start 3 – degree after 0", "HT2003", "barn").degree(SPECIALIST, "2004-06-10"),
    nurse("start 3 – degree after 2").registered(MIDWIFE, "VT2004").degree(MIDWIFE, "2006-06-10"),
    advanced("start 4 – no degree", "VT2005"),
    advanced("start 5 in a lone HT", "HT2005"),
    nurse("never").applied(SPECIALIST, "HT2002"),
    nurse("emigrated").row("migration", PostTyp="Utv", Datum="2002-05-05"),
    nurse("dead").row("deaths", DodDatum="2001-02-02").applied(MIDWIFE, "VT2001"),
]
N = len(PEOPLE)


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(nurses(PEOPLE, covers=COVERS), TABLE)


def curve(
    lives: Lives, measure: str, cohort: str = "2000/01", specialisation: str = ""
) -> dict[str, tuple[int, int, int]]:
    """k → numerator, denominator, n_not_observable."""
    by_1 = "years_since_start" if measure == GRADUATED else "years_since_licence"
    by_2 = "specialisation" if specialisation else ""
    found = lives.counts(
        TABLE, measure, cohort, model="licence", by_1=by_1, by_2=by_2, value_2=specialisation
    )
    return {k: cell for (k, _), cell in found.items()}


def test_started(lives: Lives) -> None:
    """R48, R52: cumulative, of the cohort; the dead and the emigrated stay in it; zero rows are written."""
    assert curve(lives, STARTED) == {
        "0": (1, N, 0),
        "1": (1, N, 0),
        "2": (1, N, 0),
        "3": (3, N, 0),
        "4": (4, N, 0),
    }


def test_started_per_specialisation(lives: Lives) -> None:
    """R48, R51: those with a start; a start in a lone HT is one, though after the last k."""
    assert curve(lives, STARTED, specialisation="anestesi") == {
        "0": (1, N, 0),
        "1": (1, N, 0),
        "2": (1, N, 0),
        "3": (1, N, 0),
        "4": (2, N, 0),
    }
    late = {"0": (0, N, 0), "1": (0, N, 0), "2": (0, N, 0), "3": (1, N, 0), "4": (1, N, 0)}
    assert curve(lives, STARTED, specialisation="barn") == late
    assert curve(lives, STARTED, specialisation=MIDWIFE) == late
    assert curve(lives, STARTED, specialisation="aldre") == {}


def test_applied(lives: Lives) -> None:
    """R71: k to the last läsår whose VT is covered: 2002/03 is k = 2."""
    assert curve(lives, APPLIED) == {"0": (1, N, 0), "1": (1, N, 0), "2": (2, N, 0)}


def test_graduated_may_fall(lives: Lives) -> None:
    """R71: by k / starters followed to 30 June of läsår start + k; the others are not observable.

    Starts in 2000, 2003, 2003, 2004 and 2005: seen to k = 5, 2, 2, 1 and 0 (to 30 June 2006).
    """
    assert curve(lives, GRADUATED) == {
        "0": (1, 5, 0),
        "1": (2, 4, 1),
        "2": (3, 3, 2),
        "3": (1, 1, 4),
        "4": (1, 1, 4),
        "5": (1, 1, 4),
    }


def test_no_second_breakdown_but_of_starts(lives: Lives) -> None:
    """R71."""
    rows = lives.rows(f"select distinct measure, by_2 from {TABLE}")
    assert {(row["measure"], row["by_2"]) for row in rows} == {
        (STARTED, ""),
        (STARTED, "specialisation"),
        (APPLIED, ""),
        (GRADUATED, ""),
    }


def test_names(lives: Lives) -> None:
    """R48: model, and the name of the läsår."""
    rows = lives.rows(f"select distinct profession, model, cohort from {TABLE}")
    assert rows == [{"profession": "sjukskoterska", "model": "licence", "cohort": "2000/01"}]


def test_a_person_whose_first_term_is_not_covered(count_case: CountCase) -> None:
    """R54: not observable at every k, among the started and the graduated alike; R51 in each specialisation.

    Registrations from HT 2001 to VT 2003.
    """
    people: list[Person] = [
        advanced("unseen", "HT2001", licensed_on="2001-06-29"),
        advanced("seen", "HT2001", licensed_on="2001-06-30"),
        nurse("seen – never", "2001-06-30"),
    ]
    covers = {"registrations": ["HT2001", "VT2003"], "degrees": [date(1993, 7, 1), date(2003, 6, 30)]}
    counted = count_case(nurses(people, covers=covers), TABLE)
    expected = {"0": (0, 2, 1), "1": (1, 2, 1), "2": (1, 2, 1)}
    assert curve(counted, STARTED) == expected
    assert curve(counted, STARTED, specialisation="anestesi") == expected
    assert curve(counted, GRADUATED) == {"0": (0, 1, 1), "1": (0, 1, 1), "2": (0, 0, 2)}


def test_applications_that_begin_too_late(count_case: CountCase) -> None:
    """R54, R71: 2000/01 is not observable at any k, 0 … 23."""
    counted = count_case(nurses([nurse("x")]), TABLE)
    assert curve(counted, APPLIED) == {str(k): (0, 0, 1) for k in range(24)}


def test_registers_not_delivered(count_case: CountCase) -> None:
    """R71: no rows when applications are not delivered, nor, without an end, when degrees are not."""
    counted = count_case(nurses([advanced("x")], without=("applications", "degrees")), TABLE)
    assert curve(counted, APPLIED) == {}
    assert curve(counted, GRADUATED) == {}
    assert curve(counted, STARTED)["23"] == (1, 1, 0)


def test_a_cohort_after_the_last_whole_lasar(count_case: CountCase) -> None:
    """R52: registrations end with HT 2007, so 2007/08 has no k at all."""
    case = nurses(
        [advanced("x", "HT2007", licensed_on="2007-07-10")], covers={"registrations": ["HT1993", "HT2007"]}
    )
    assert curve(count_case(case, TABLE), STARTED, "2007/08") == {}


def test_two_cohorts_end_at_the_same_lasar(count_case: CountCase) -> None:
    """R10, R52: 2023/24 is k = 23 of 2000/01 and k = 16 of 2007/08."""
    people = [nurse("2000/01"), nurse("2007/08", "2007-07-10")]
    counted = count_case(nurses(people), TABLE)
    assert list(map(int, curve(counted, STARTED))) and max(map(int, curve(counted, STARTED))) == 23
    assert max(map(int, curve(counted, STARTED, "2007/08"))) == 16
