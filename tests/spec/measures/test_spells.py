"""measures.spells: läsår until the start or the degree, or until what competes with it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import SPECIALIST, Lives, Person, advanced, nurse, nurses

TABLE = "measures.spells"
# Registrations end with HT 2005, so starts are seen to k = 4 (läsår 2004/05). Degrees end in autumn 2006:
# to 30 June 2006, which is k = 2 for a start in HT 2003.
COVERS = {"registrations": ["HT1993", "HT2005"], "degrees": [date(1993, 7, 1), date(2006, 12, 31)]}
END, EVENT, EMIGRATED, DEAD = 0, 1, 2, 3


def left(person: Person, *days: str) -> Person:
    """Emigrated on the days."""
    for day in days:
        person.row("migration", PostTyp="Utv", Datum=day)
    return person


def came(person: Person, day: str) -> Person:
    """Immigrated on a day."""
    return person.row("migration", PostTyp="Inv", Datum=day)


def died(person: Person, day: str) -> Person:
    """Died on a day."""
    return person.row("deaths", DodDatum=day)


def spells(lives: Lives, curve: str, specialisation: str = "") -> list[tuple[int, int]]:
    """(exit, event) of everyone on a curve, sorted."""
    rows = lives.rows(f"select * from {TABLE}")
    return sorted(
        (r["exit"], r["event"]) for r in rows if (r["curve"], r["specialisation"]) == (curve, specialisation)
    )


# From the läsår of the licence, 2000/01.
UNTIL_START: list[tuple[Person, tuple[int, int]]] = [
    (advanced("started at once", "VT2001"), (0, EVENT)),
    (advanced("started after 3", "VT2004"), (3, EVENT)),
    (advanced("started in the last whole läsår", "VT2005"), (4, EVENT)),
    (advanced("started in a lone HT", "HT2005"), (4, END)),
    (nurse("never"), (4, END)),
    (left(nurse("emigrated in spring"), "2002-06-30"), (1, EMIGRATED)),
    (left(nurse("emigrated in autumn"), "2002-07-01"), (2, EMIGRATED)),
    (died(nurse("dead in the läsår of the licence"), "2001-06-30"), (0, DEAD)),
    (left(nurse("emigrated before the licence"), "2001-01-14"), (4, END)),
    (came(left(nurse("emigrated and came back"), "2002-05-05"), "2003-05-05"), (1, EMIGRATED)),
    (came(left(advanced("emigrated and came back to start"), "2002-05-05"), "2003-05-05"), (3, EVENT)),
    (left(advanced("emigrated and started in a lone HT", "HT2005"), "2002-05-05"), (4, END)),
    (left(nurse("emigrated twice"), "2004-05-05", "2002-05-05"), (1, EMIGRATED)),
    (died(left(nurse("emigrated and died"), "2002-05-05"), "2003-05-05"), (1, EMIGRATED)),
    (left(nurse("emigrated after the last läsår"), "2005-07-01"), (4, END)),
    (left(nurse("emigrated in the last läsår"), "2005-06-30"), (4, EMIGRATED)),
    (died(advanced("started and died"), "2004-10-10"), (3, EVENT)),
    (came(nurse("immigrated"), "2002-05-05"), (4, END)),
]


@pytest.mark.parametrize(("person", "expected"), UNTIL_START, ids=lambda x: getattr(x, "name", ""))
def test_until_the_start(count_case: CountCase, person: Person, expected: tuple[int, int]) -> None:
    """Definitions 3, R52: integer läsår; emigration or death competes only if the person never starts."""
    assert spells(count_case(nurses([person], covers=COVERS), TABLE), "started") == [expected]


# From the läsår of the start, 2003/04.
UNTIL_DEGREE: list[tuple[Person, tuple[int, int]]] = [
    (advanced("degree in the first läsår").degree(SPECIALIST, "2004-06-30"), (0, EVENT)),
    (advanced("degree in the second").degree(SPECIALIST, "2004-07-01"), (1, EVENT)),
    (advanced("degree after the last whole läsår").degree(SPECIALIST, "2006-09-10"), (2, END)),
    (advanced("no degree"), (2, END)),
    (left(advanced("emigrated"), "2004-09-10"), (1, EMIGRATED)),
    (left(advanced("emigrated before the start"), "2003-06-30"), (2, END)),
    (
        left(advanced("emigrated and took the degree").degree(SPECIALIST, "2005-06-10"), "2004-01-10"),
        (1, EVENT),
    ),
    (died(advanced("dead in the last whole läsår"), "2006-06-30"), (2, DEAD)),
    (died(advanced("dead after it"), "2006-07-01"), (2, END)),
]


@pytest.mark.parametrize(("person", "expected"), UNTIL_DEGREE, ids=lambda x: getattr(x, "name", ""))
def test_until_the_degree(count_case: CountCase, person: Person, expected: tuple[int, int]) -> None:
    """R71: over time since the start, of those who started."""
    assert spells(count_case(nurses([person], covers=COVERS), TABLE), "graduated") == [expected]


def test_each_specialisation_waits_for_its_own_start(count_case: CountCase) -> None:
    """R52 by specialisation: one who started another and emigrated never starts this one."""
    people = [advanced("anestesi"), left(advanced("barn", "HT2001", "barn"), "2003-03-03")]
    counted = count_case(nurses(people, covers=COVERS), TABLE)
    assert spells(counted, "started") == [(1, EVENT), (3, EVENT)]
    assert spells(counted, "started", "anestesi") == [(2, EMIGRATED), (3, EVENT)]
    assert spells(counted, "started", "barn") == [(1, EVENT), (4, END)]
    assert spells(counted, "graduated", "anestesi") == []


def test_who_is_not_seen_is_left_out(count_case: CountCase) -> None:
    """R54, R23: neither a censoring nor an event; not started is on no curve to the degree."""
    people = [
        advanced("first term not covered", licensed_on="2001-06-29"),
        advanced("start before degrees", "HT2001", licensed_on="2001-06-30"),
        nurse("never", "2001-06-30"),
    ]
    covers = {"registrations": ["HT2001", "HT2005"], "degrees": [date(2002, 1, 1), date(2006, 6, 30)]}
    counted = count_case(nurses(people, covers=covers), TABLE)
    assert spells(counted, "started") == [(1, EVENT), (4, END)]
    assert spells(counted, "graduated") == []


def test_without_migration_and_deaths(count_case: CountCase) -> None:
    """R2: what is not delivered does not compete."""
    case = nurses([nurse("x")], covers=COVERS, without=("migration", "deaths"))
    assert spells(count_case(case, TABLE), "started") == [(4, END)]


def test_cohorts(count_case: CountCase) -> None:
    """R10: the name of the läsår; no curve of applications."""
    people = [
        nurse("a").applied(SPECIALIST, "HT2003"),
        nurse("b", "2007-07-10").applied(SPECIALIST, "HT2008"),
    ]
    rows = count_case(nurses(people), TABLE).rows(
        f"select profession, cohort, curve, exit from {TABLE} order by 2"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("sjukskoterska", "2000/01", "started", 23),
        ("sjukskoterska", "2007/08", "started", 16),
    ]
