"""milestones.advanced_starts: the first start after the licence, overall and in each specialisation."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import MIDWIFE, SPECIALIST, Lives, Person, advanced, nurse, nurses, term

TABLE = "milestones.advanced_starts"
OVERALL = ("start_term", "education", "start_specialisation")


def unknown(name: str, start: str = "HT2003") -> Person:
    """A start whose specialisation is unknown at registration."""
    return advanced(name, start, None)


PEOPLE = [
    advanced("plain"),
    advanced("in the spring", "VT2004"),
    nurse("never"),
    nurse("another programme only").registered("lakare", "HT2003"),
    advanced("the first of many terms").registered(SPECIALIST, "VT2004", "HT2004", Inriktning="anestesi"),
    # The term must end after the licence, strictly (R49).
    advanced("licence on 29 June – spring", "VT2001", licensed_on="2001-06-29"),
    advanced("licence on 30 June – spring", "VT2001", licensed_on="2001-06-30"),
    advanced("licence on 30 June – autumn", "HT2001", licensed_on="2001-06-30"),
    advanced("licence on 1 July – autumn", "HT2000", licensed_on="2000-07-01"),
    advanced("licence on 30 December – autumn", "HT2000", licensed_on="2000-12-30"),
    advanced("licence on 31 December – autumn", "HT2000", licensed_on="2000-12-31"),
    advanced("licence on 31 December – spring", "VT2001", licensed_on="2000-12-31"),
    advanced("before and after", "HT2000", licensed_on="2001-01-15").registered(
        SPECIALIST, "VT2003", Inriktning="anestesi"
    ),
    # Exchange and contract are ignored (R15, R68).
    nurse("exchange – then for real")
    .registered(SPECIALIST, "HT2002", Inriktning="anestesi", InresUtbytesStud=1)
    .registered(SPECIALIST, "HT2003", Inriktning="barn"),
    nurse("exchange only").registered(SPECIALIST, "HT2002", InresUtbytesStud=1),
    nurse("contract only").registered(SPECIALIST, "HT2002", Uppdrag=1),
    # The midwife programme is its own specialisation (R50).
    nurse("midwife").registered(MIDWIFE, "HT2003"),
    nurse("midwife with an Inriktning").registered(MIDWIFE, "HT2003", Inriktning="anestesi"),
    # Ties in a term: education, known before unknown, alphabetical (R49).
    advanced("tie of educations", specialisation="aldre").registered(MIDWIFE, "HT2003"),
    advanced("tie of specialisations", specialisation="operation").registered(
        SPECIALIST, "HT2003", Inriktning="intensiv"
    ),
    unknown("tie of known and unknown").registered(SPECIALIST, "HT2003", Inriktning="psykiatrisk"),
    # Unknown at registration: the first later degree's, whatever it is (R50).
    unknown("unknown – no degree"),
    unknown("unknown – Inriktning not in the list").registered(SPECIALIST, "VT2004", Inriktning="kaffe"),
    unknown("unknown – a degree").degree(SPECIALIST, "2004-06-10", Inriktning="kirurgisk"),
    unknown("unknown – a degree on the first day").degree(SPECIALIST, "2003-07-01", Inriktning="kirurgisk"),
    unknown("unknown – a degree the day before").degree(SPECIALIST, "2003-06-30", Inriktning="kirurgisk"),
    unknown("unknown – two degrees")
    .degree(SPECIALIST, "2006-06-10", Inriktning="aldre")
    .degree(SPECIALIST, "2004-06-10", Inriktning="kirurgisk"),
    unknown("unknown – first degree unknown too")
    .degree(SPECIALIST, "2004-06-10")
    .degree(SPECIALIST, "2006-06-10", Inriktning="kirurgisk"),
    unknown("unknown – two degrees of one day")
    .degree(SPECIALIST, "2004-06-10")
    .degree(SPECIALIST, "2004-06-10", Inriktning="kirurgisk")
    .degree(SPECIALIST, "2004-06-10", Inriktning="operation"),
    advanced("unknown – the midwives' Inriktning", specialisation=MIDWIFE),
    unknown("unknown – degree of the other education").degree(MIDWIFE, "2005-06-10"),
    unknown("unknown – general degree of the code").general_degree("2004-06-10", SPECIALIST),
    unknown("unknown – by SUN 2020").degree(SPECIALIST, "2004-06-10", SUN2020Inr="723h"),
    unknown("unknown – by SUN 2000").degree(SPECIALIST, "2004-06-10", SUN2000Inr="723g"),
    unknown("unknown – by a SUN 2000 of several").degree(SPECIALIST, "2004-06-10", SUN2000Inr="723c"),
    advanced("known – another degree").degree(SPECIALIST, "2004-06-10", Inriktning="kirurgisk"),
]
# start term, education, specialisation
EXPECTED = {
    "plain": ("HT2003", SPECIALIST, "anestesi"),
    "in the spring": ("VT2004", SPECIALIST, "anestesi"),
    "the first of many terms": ("HT2003", SPECIALIST, "anestesi"),
    "licence on 29 June – spring": ("VT2001", SPECIALIST, "anestesi"),
    "licence on 30 June – autumn": ("HT2001", SPECIALIST, "anestesi"),
    "licence on 1 July – autumn": ("HT2000", SPECIALIST, "anestesi"),
    "licence on 30 December – autumn": ("HT2000", SPECIALIST, "anestesi"),
    "licence on 31 December – spring": ("VT2001", SPECIALIST, "anestesi"),
    "before and after": ("VT2003", SPECIALIST, "anestesi"),
    "exchange – then for real": ("HT2003", SPECIALIST, "barn"),
    "midwife": ("HT2003", MIDWIFE, MIDWIFE),
    "midwife with an Inriktning": ("HT2003", MIDWIFE, MIDWIFE),
    "tie of educations": ("HT2003", MIDWIFE, MIDWIFE),
    "tie of specialisations": ("HT2003", SPECIALIST, "intensiv"),
    "tie of known and unknown": ("HT2003", SPECIALIST, "psykiatrisk"),
    "unknown – no degree": ("HT2003", SPECIALIST, "unknown"),
    "unknown – Inriktning not in the list": ("HT2003", SPECIALIST, "unknown"),
    "unknown – a degree": ("HT2003", SPECIALIST, "kirurgisk"),
    "unknown – a degree on the first day": ("HT2003", SPECIALIST, "kirurgisk"),
    "unknown – a degree the day before": ("HT2003", SPECIALIST, "unknown"),
    "unknown – two degrees": ("HT2003", SPECIALIST, "kirurgisk"),
    "unknown – first degree unknown too": ("HT2003", SPECIALIST, "unknown"),
    "unknown – two degrees of one day": ("HT2003", SPECIALIST, "kirurgisk"),
    "unknown – the midwives' Inriktning": ("HT2003", SPECIALIST, "unknown"),
    "unknown – degree of the other education": ("HT2003", SPECIALIST, "unknown"),
    "unknown – general degree of the code": ("HT2003", SPECIALIST, "unknown"),
    "unknown – by SUN 2020": ("HT2003", SPECIALIST, "distrikt"),
    "unknown – by SUN 2000": ("HT2003", SPECIALIST, "distrikt"),
    "unknown – by a SUN 2000 of several": ("HT2003", SPECIALIST, "unknown"),
    "known – another degree": ("HT2003", SPECIALIST, "anestesi"),
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(nurses(PEOPLE), TABLE)


@pytest.mark.parametrize("person", EXPECTED)
def test_first_start(lives: Lives, person: str) -> None:
    """Definitions 3, R49, R50: term, education and specialisation of the first start of all."""
    start, education, specialisation = EXPECTED[person]
    assert lives.of(TABLE, *OVERALL, specialisation="")[person] == (term(start), education, specialisation)


def test_nobody_else_started(lives: Lives) -> None:
    """Never, elsewhere, ignored, or in a term that ends on the day of the licence or before."""
    assert lives.of(TABLE, "person", specialisation="").keys() == EXPECTED.keys()


def starts(lives: Lives, person: str) -> dict[str, int]:
    """Specialisation → first term of a person's starts, the first of all left out."""
    rows = lives.rows(f"select * from {TABLE} where person = '{person}' and specialisation <> ''")
    assert all(row["specialisation"] == row["start_specialisation"] for row in rows)
    return {row["specialisation"]: row["start_term"] for row in rows}


def test_first_start_in_each_specialisation(count_case: CountCase) -> None:
    """Definitions 3: first per specialisation; R49, R50 say which one a registration is of."""
    people = [
        advanced("three")
        .registered(SPECIALIST, "VT2004", "HT2007", Inriktning="barn")
        .registered(MIDWIFE, "VT2005", "HT2005"),
        advanced("tie – both are starts", specialisation="operation").registered(
            SPECIALIST, "HT2003", Inriktning="intensiv"
        ),
        unknown("unknown – then known").registered(SPECIALIST, "VT2004", Inriktning="barn"),
        unknown("unknown – then known and so the degree")
        .registered(SPECIALIST, "VT2004", Inriktning="barn")
        .degree(SPECIALIST, "2004-06-10", Inriktning="barn"),
        advanced("known – degree – unknown again")
        .degree(SPECIALIST, "2004-06-10", Inriktning="anestesi")
        .registered(SPECIALIST, "HT2005"),
        advanced("before the licence in another", "HT2000", "aldre").registered(
            SPECIALIST, "HT2003", Inriktning="barn"
        ),
    ]
    counted = count_case(nurses(people), TABLE)
    assert {person.name: starts(counted, person.name) for person in people} == {
        "three": {"anestesi": term("HT2003"), "barn": term("VT2004"), MIDWIFE: term("VT2005")},
        "tie – both are starts": {"operation": term("HT2003"), "intensiv": term("HT2003")},
        "unknown – then known": {"unknown": term("HT2003"), "barn": term("VT2004")},
        "unknown – then known and so the degree": {"barn": term("HT2003")},
        "known – degree – unknown again": {"anestesi": term("HT2003"), "unknown": term("HT2005")},
        "before the licence in another": {"barn": term("HT2003")},
    }


def test_day_and_lasar_of_the_start(count_case: CountCase) -> None:
    """Definitions 1: HT y is from 1 July, VT y from 1 January; the läsår has the name of its autumn."""
    counted = count_case(nurses([advanced("HT2003"), advanced("VT2004", "VT2004")]), TABLE)
    assert counted.of(TABLE, "start_on", "start_lasar", specialisation="") == {
        "HT2003": (date(2003, 7, 1), 2003),
        "VT2004": (date(2004, 1, 1), 2003),
    }


def test_first_possible_term_not_covered(count_case: CountCase) -> None:
    """R54: a start that is seen need not be the first; readers ask who is observed."""
    people = [
        advanced("first term is VT 2001", licensed_on="2001-06-29"),
        advanced("first term is HT 2001", licensed_on="2001-06-30"),
    ]
    counted = count_case(nurses(people, covers={"registrations": ["HT2001", "HT2024"]}), TABLE)
    assert counted.of(TABLE, "start_term", specialisation="") == {
        "first term is VT 2001": term("HT2003"),
        "first term is HT 2001": term("HT2003"),
    }
    assert counted.of("spine.licence_cohort", "observes_starts") == {
        "first term is VT 2001": False,
        "first term is HT 2001": True,
    }
