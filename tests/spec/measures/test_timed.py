"""measures.timed: läsår from licence or start to the event, and how far the person is seen."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import MIDWIFE, SPECIALIST, Lives, advanced, nurse, nurses

TABLE = "measures.timed"
STARTED, APPLIED, GRADUATED = "started_share_by_year", "applied_share_by_year", "graduated_share_by_year"
# FULL_COVERS: the last VT of registrations and applications is VT 2024, läsår 2023/24; degrees reach
# 30 June 2025, so the last whole läsår is 2024/25.
PEOPLE = [
    advanced("k = 0 in the spring", "VT2001"),
    advanced("k = 0 in the autumn", "HT2000", licensed_on="2000-07-01"),
    advanced("licence on 30 June – autumn", "HT2001", licensed_on="2001-06-30"),
    advanced("k = 3 in the autumn").degree(SPECIALIST, "2004-06-30"),
    advanced("k = 3 in the spring", "VT2004").degree(SPECIALIST, "2004-07-01"),
    advanced("k = 23 in the last whole läsår", "VT2024"),
    advanced("k = 24 in a lone HT", "HT2024"),
    nurse("never"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(nurses(PEOPLE), TABLE)


def years(lives: Lives, measure: str, specialisation: str = "") -> dict[str, tuple[int | None, int]]:
    """Person → läsår to the event, and the last k to which the person is seen."""
    return lives.of(TABLE, "years", "seen_to", measure=measure, specialisation=specialisation)


def test_years_from_licence_to_start(lives: Lives) -> None:
    """Definitions 3: läsår of the start − läsår of the licence; R52: seen to the last whole läsår."""
    expected = {
        "k = 0 in the spring": (0, 23),
        "k = 0 in the autumn": (0, 23),
        "licence on 30 June – autumn": (1, 23),
        "k = 3 in the autumn": (3, 23),
        "k = 3 in the spring": (3, 23),
        "k = 23 in the last whole läsår": (23, 23),
        "k = 24 in a lone HT": (24, 23),
        "never": (None, 23),
    }
    assert years(lives, STARTED) == expected
    assert years(lives, STARTED, "anestesi") == expected


def test_years_from_start_to_degree(lives: Lives) -> None:
    """R71: of those who started, from the läsår of the start to 30 June of läsår start + k."""
    assert years(lives, GRADUATED) == {
        "k = 0 in the spring": (None, 24),
        "k = 0 in the autumn": (None, 24),
        "licence on 30 June – autumn": (None, 23),
        "k = 3 in the autumn": (0, 21),
        "k = 3 in the spring": (1, 21),
        "k = 23 in the last whole läsår": (None, 1),
        "k = 24 in a lone HT": (None, 0),
    }


def test_last_k(lives: Lives) -> None:
    """R52, R71: the last läsår − the cohort's läsår, for everybody of the cohort alike."""
    rows = lives.rows(f"select distinct measure, last_k from {TABLE}")
    assert {row["measure"]: row["last_k"] for row in rows} == {STARTED: 23, APPLIED: 23, GRADUATED: 24}


def test_years_from_licence_to_application(count_case: CountCase) -> None:
    """R48, R71: like the start; 2000/01 cannot be seen to apply first (R54)."""
    people = [
        nurse("k = 0", "2007-07-10").applied(SPECIALIST, "VT2008").applied(SPECIALIST, "VT2010"),
        nurse("k = 1", "2008-06-30").applied(SPECIALIST, "VT2008").applied(MIDWIFE, "HT2008"),
        nurse("never", "2007-07-10"),
        nurse("2000/01").applied(SPECIALIST, "HT2007"),
    ]
    found = years(count_case(nurses(people), TABLE), APPLIED)
    assert found.pop("2000/01")[1] == -1
    assert found == {"k = 0": (0, 16), "k = 1": (1, 16), "never": (None, 16)}


@pytest.mark.parametrize(
    ("last_day", "seen"), [(date(2006, 6, 30), 2), (date(2006, 6, 29), 1), (date(2006, 12, 31), 2)]
)
def test_degrees_are_seen_to_the_last_30_june(count_case: CountCase, last_day: date, seen: int) -> None:
    """R71: a start in 2003/04, so k = 2 is 2005/06 and needs 30 June 2006."""
    counted = count_case(nurses([advanced("x")], covers={"degrees": [date(1993, 7, 1), last_day]}), TABLE)
    assert years(counted, GRADUATED) == {"x": (None, seen)}


def test_a_start_in_the_last_lasar_that_is_not_whole(count_case: CountCase) -> None:
    """R71: degrees to 31 December 2003, a start in HT 2003: not seen at all, k = 0 needs 30 June 2004."""
    covers = {"degrees": [date(1993, 7, 1), date(2003, 12, 31)]}
    assert years(count_case(nurses([advanced("x")], covers=covers), TABLE), GRADUATED) == {"x": (None, -1)}


@pytest.mark.parametrize(("last_term", "seen"), [("HT2005", 4), ("VT2005", 4), ("HT2004", 3)])
def test_starts_are_seen_to_the_last_vt(count_case: CountCase, last_term: str, seen: int) -> None:
    """R52: licence in 2000/01, so k = 4 is 2004/05 and needs VT 2005."""
    counted = count_case(nurses([nurse("x")], covers={"registrations": ["HT1993", last_term]}), TABLE)
    assert years(counted, STARTED) == {"x": (None, seen)}


def test_not_seen_at_all(count_case: CountCase) -> None:
    """R54, R23: the first possible term, or the start's first day, is not covered."""
    people = [
        advanced("term not covered", licensed_on="2001-06-29"),
        advanced("start before degrees", "HT2001", licensed_on="2001-06-30"),
        advanced("seen", "HT2003", licensed_on="2001-06-30"),
    ]
    covers = {
        "registrations": ["HT2001", "HT2024"],
        "degrees": [date(2002, 1, 1), date(2025, 6, 30)],
    }
    counted = count_case(nurses(people, covers=covers), TABLE)
    found = years(counted, STARTED)
    assert {name: seen for name, (_, seen) in found.items()} == {
        "term not covered": -1,
        "start before degrees": 23,
        "seen": 23,
    }
    found = years(counted, GRADUATED)
    assert {name: seen for name, (_, seen) in found.items()} == {
        "term not covered": -1,
        "start before degrees": -1,
        "seen": 21,
    }
