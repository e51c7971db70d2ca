"""milestones.advanced_degrees: the degree after the start of an advanced education."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import MIDWIFE, SPECIALIST, Lives, advanced, nurse, nurses

TABLE = "milestones.advanced_degrees"
A = {"Inriktning": "anestesi"}
# All start in HT 2003: the first day is 1 July 2003.
PEOPLE = [
    advanced("plain").degree(SPECIALIST, "2004-06-10", **A),
    advanced("no degree"),
    advanced("on the first day").degree(SPECIALIST, "2003-07-01", **A),
    advanced("the day before").degree(SPECIALIST, "2003-06-30", **A),
    advanced("before and after").degree(SPECIALIST, "2003-01-10", **A).degree(SPECIALIST, "2005-01-10", **A),
    advanced("two after").degree(SPECIALIST, "2006-01-10", **A).degree(SPECIALIST, "2005-01-10", **A),
    advanced("another specialisation").degree(SPECIALIST, "2004-06-10", Inriktning="barn"),
    advanced("another first")
    .degree(SPECIALIST, "2004-06-10", Inriktning="barn")
    .degree(SPECIALIST, "2005-06-10", **A),
    advanced("specialisation unknown").degree(SPECIALIST, "2004-06-10"),
    advanced("SUN 2000 of several").degree(SPECIALIST, "2004-06-10", SUN2000Inr="723j"),
    advanced("SUN 2000 of another").degree(SPECIALIST, "2004-06-10", SUN2000Inr="723d"),
    advanced("another education").degree(MIDWIFE, "2005-06-10"),
    advanced("nurse's degree").degree("sjukskoterska", "2004-06-10"),
    advanced("general degree of the code").general_degree("2004-06-10", SPECIALIST),
    advanced("two of one day")
    .degree(SPECIALIST, "2004-06-10", Inriktning="barn")
    .degree(SPECIALIST, "2004-06-10", **A),
    nurse("midwife").registered(MIDWIFE, "HT2003").degree(MIDWIFE, "2005-01-10"),
    nurse("midwife with the other degree").registered(MIDWIFE, "HT2003").degree(SPECIALIST, "2005-01-10"),
    nurse("degree without a start").degree(SPECIALIST, "2004-06-10", **A),
]
NO = (False, None, None)
JUNE = date(2004, 6, 10)
# Overall: is graduated, on, specialisation of the degree.
OVERALL = {
    "plain": (True, JUNE, "anestesi"),
    "no degree": NO,
    "on the first day": (True, date(2003, 7, 1), "anestesi"),
    "the day before": NO,
    "before and after": (True, date(2005, 1, 10), "anestesi"),
    "two after": (True, date(2005, 1, 10), "anestesi"),
    "another specialisation": (True, JUNE, "barn"),
    "another first": (True, JUNE, "barn"),
    "specialisation unknown": (True, JUNE, "unknown"),
    "SUN 2000 of several": (True, JUNE, "unknown"),
    "SUN 2000 of another": (True, JUNE, "barn"),
    "another education": NO,
    "nurse's degree": NO,
    "general degree of the code": NO,
    "midwife": (True, date(2005, 1, 10), MIDWIFE),
    "midwife with the other degree": NO,
}
# In anestesi: the first of that specialisation or unknown.
IN_ANESTESI = {
    "plain": JUNE,
    "no degree": None,
    "on the first day": date(2003, 7, 1),
    "the day before": None,
    "before and after": date(2005, 1, 10),
    "two after": date(2005, 1, 10),
    "another specialisation": None,
    "another first": date(2005, 6, 10),
    "specialisation unknown": JUNE,
    "SUN 2000 of several": JUNE,
    "SUN 2000 of another": None,
    "another education": None,
    "nurse's degree": None,
    "general degree of the code": None,
    "two of one day": JUNE,
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(nurses(PEOPLE), TABLE)


@pytest.mark.parametrize("person", OVERALL)
def test_overall(lives: Lives, person: str) -> None:
    """Definitions 3, R51: first degree of the education of the first start, any specialisation."""
    found = lives.of(TABLE, "is_graduated", "graduated_on", "degree_specialisation", specialisation="")
    assert found[person] == OVERALL[person]


@pytest.mark.parametrize("person", IN_ANESTESI)
def test_in_a_specialisation(lives: Lives, person: str) -> None:
    """R51: of that specialisation or unknown, and of the same education."""
    found = lives.of(TABLE, "is_graduated", "graduated_on", specialisation="anestesi")
    day = IN_ANESTESI[person]
    assert found[person] == (day is not None, day)


def test_one_row_per_start(lives: Lives) -> None:
    """Who has not started has no degree after a start."""
    assert lives.of(TABLE, "person", specialisation="").keys() == {p.name for p in PEOPLE[:-1]}
    assert lives.of(TABLE, "person", specialisation="barn") == {}
    assert lives.of(TABLE, "graduated_on", specialisation=MIDWIFE) == {
        "midwife": date(2005, 1, 10),
        "midwife with the other degree": None,
    }


def test_a_later_start_asks_for_a_later_degree(count_case: CountCase) -> None:
    """R51: "after its start" is each start's own first day."""
    person = (
        advanced("both")
        .registered(SPECIALIST, "HT2006", Inriktning="barn")
        .degree(SPECIALIST, "2004-06-10")
        .degree(SPECIALIST, "2008-01-10")
    )
    counted = count_case(nurses([person]), TABLE)
    found = {s: counted.of(TABLE, "graduated_on", specialisation=s)["both"] for s in ("", "anestesi", "barn")}
    assert found == {"": JUNE, "anestesi": JUNE, "barn": date(2008, 1, 10)}


def test_a_start_of_unknown_specialisation(count_case: CountCase) -> None:
    """R51: unknown after the first later degree too, so that degree is of the start."""
    people = [
        advanced("both unknown", specialisation=None).degree(SPECIALIST, "2004-06-10"),
        advanced("no degree", specialisation=None),
    ]
    counted = count_case(nurses(people), TABLE)
    assert counted.of(TABLE, "graduated_on", specialisation="unknown") == {
        "both unknown": JUNE,
        "no degree": None,
    }


def test_deadline(count_case: CountCase) -> None:
    """R51: nominal 2 terms, midwife 3; the deadline is the first day of term start + nominal + 6.

    HT 2003 is 4007: + 8 is HT 2007, + 9 is VT 2008. VT 2004 is 4008: + 8 is VT 2008.
    """
    people = [
        advanced("autumn"),
        advanced("spring", "VT2004"),
        nurse("midwife").registered(MIDWIFE, "HT2003"),
    ]
    counted = count_case(nurses(people), TABLE)
    assert counted.of(TABLE, "deadline_on", specialisation="") == {
        "autumn": date(2007, 7, 1),
        "spring": date(2008, 1, 1),
        "midwife": date(2008, 1, 1),
    }


@pytest.mark.parametrize(
    ("covers", "observable", "deadline"),
    [
        ([date(2003, 7, 1), date(2007, 6, 30)], True, True),
        ([date(2003, 7, 1), date(2007, 6, 29)], True, False),
        ([date(2003, 7, 2), date(2025, 6, 30)], False, False),
        ([date(2000, 7, 1), date(2003, 6, 30)], False, False),
    ],
)
def test_what_must_be_covered(
    count_case: CountCase, covers: list[date], observable: bool, deadline: bool
) -> None:
    """R23: the start's first day; R26: the day before the deadline, by dates and not by outcome (R14)."""
    people = [advanced("graduated").degree(SPECIALIST, "2005-06-10", **A), advanced("not graduated")]
    counted = count_case(nurses(people, covers={"degrees": covers}), TABLE)
    found = counted.of(TABLE, "is_observable", "covers_deadline", "is_graduated", specialisation="")
    graduated = covers[0] <= date(2005, 6, 10) <= covers[1]
    assert found == {
        "graduated": (observable, deadline, graduated if observable else None),
        "not graduated": (observable, deadline, False if observable else None),
    }


def test_degrees_not_delivered(count_case: CountCase) -> None:
    """R2."""
    counted = count_case(nurses([advanced("unseen")], without=("degrees",)), TABLE)
    found = counted.of(TABLE, "is_observable", "covers_deadline", "is_graduated", specialisation="")
    assert found == {"unseen": (False, False, None)}
