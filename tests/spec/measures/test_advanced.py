"""measures.advanced: applied, started, graduated and established, of the licensed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import (
    MIDWIFE,
    NO,
    NOT_OBSERVABLE,
    SPECIALIST,
    YES,
    Case,
    Lives,
    advanced,
    graduate,
    nurse,
    nurses,
)

TABLE = "measures.advanced"
MEASURES = ("applied_share", "started_share", "exam_rate_nominal_3", "exam_rate_to_date", "established")
# Degree in spring 2005: f = 2006, threshold 174 400 SEK.
EARNS = {"SyssStatJ": 1, "ForvErs": 2000}
# Start in HT 2003: deadline 1 July 2007.
PEOPLE = [
    advanced("established").degree(SPECIALIST, "2005-06-10", Inriktning="anestesi").resident(2006, **EARNS),
    advanced("not established").degree(SPECIALIST, "2005-06-10").resident(2006, SyssStatJ=6, ForvErs=0),
    advanced("abroad in f").degree(SPECIALIST, "2005-06-10"),
    advanced("studies in f").degree(SPECIALIST, "2005-06-10").resident(2006, **EARNS, HSDelt=1),
    advanced("income missing").degree(SPECIALIST, "2005-06-10").resident(2006, SyssStatJ=1),
    advanced("rejected in f").degree(SPECIALIST, "2005-06-10").resident(2006, **EARNS, Kon=3),
    advanced("degree the day before the deadline")
    .degree(SPECIALIST, "2007-06-30", Inriktning="anestesi")
    .resident(2008, SyssStatJ=6, ForvErs=0),
    advanced("degree on the deadline").degree(SPECIALIST, "2007-07-01", Inriktning="anestesi"),
    advanced("degree in another").degree(SPECIALIST, "2005-06-10", Inriktning="barn").resident(2006, **EARNS),
    advanced("no degree").resident(2006, **EARNS),
    nurse("midwife").registered(MIDWIFE, "HT2003"),
    nurse("never started").resident(2006, **EARNS),
    nurse("degree without a start").degree(SPECIALIST, "2005-06-10").resident(2006, **EARNS),
]
STARTED = {person.name for person in PEOPLE[:11]}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(nurses(PEOPLE), TABLE)


def judged(lives: Lives, measure: str, specialisation: str = "") -> dict[str, str]:
    """Person → the answer, overall or in a specialisation."""
    return lives.judged(TABLE, measure, model="licence", specialisation=specialisation)


def test_started_share(lives: Lives) -> None:
    """R48: of the cohort."""
    everybody = {person.name for person in PEOPLE}
    assert judged(lives, "started_share") == {n: YES if n in STARTED else NO for n in everybody}
    assert judged(lives, "started_share", "anestesi") == {
        n: YES if n in STARTED - {"midwife"} else NO for n in everybody
    }
    assert judged(lives, "started_share", MIDWIFE) == {n: YES if n == "midwife" else NO for n in everybody}


def test_only_specialisations_with_a_start(lives: Lives) -> None:
    """R51: barn is the degree of somebody, but nobody started there."""
    rows = lives.rows(f"select distinct specialisation from {TABLE}")
    assert {row["specialisation"] for row in rows} == {"", "anestesi", MIDWIFE}


def test_exam_rate_nominal_3(lives: Lives) -> None:
    """Definitions 5: strictly before the deadline; of those who started."""
    found = judged(lives, "exam_rate_nominal_3")
    late = {"degree on the deadline", "no degree", "midwife"}
    assert found == {name: NO if name in late else YES for name in STARTED}


def test_exam_rate_to_date(lives: Lives) -> None:
    """R48: of those who started; overall any specialisation of the first start's education (R51)."""
    found = judged(lives, "exam_rate_to_date")
    assert found == {name: NO if name in {"no degree", "midwife"} else YES for name in STARTED}


def test_exam_rates_in_a_specialisation(lives: Lives) -> None:
    """R51: the degree of that specialisation or unknown."""
    started = STARTED - {"midwife"}
    to_date = {"no degree", "degree in another"}
    assert judged(lives, "exam_rate_to_date", "anestesi") == {n: NO if n in to_date else YES for n in started}
    in_time = to_date | {"degree on the deadline"}
    found = judged(lives, "exam_rate_nominal_3", "anestesi")
    assert found == {n: NO if n in in_time else YES for n in started}
    assert judged(lives, "exam_rate_to_date", MIDWIFE) == {"midwife": NO}


def test_established(lives: Lives) -> None:
    """Definitions 6: of those who took the degree, resident and not studying in f.

    On 1 July 2007 the degree is of läsår 2007/08, so f = 2009, in which she is not resident.
    """
    expected = {
        "established": YES,
        "not established": NO,
        "income missing": NOT_OBSERVABLE,
        "rejected in f": NOT_OBSERVABLE,
        "degree the day before the deadline": NO,
        "degree in another": YES,
    }
    assert judged(lives, "established") == expected
    del expected["degree in another"]
    assert judged(lives, "established", "anestesi") == expected
    assert judged(lives, "established", MIDWIFE) == {}


def test_applied_share(count_case: CountCase) -> None:
    """R54: any row, in a term that ends after the licence; 2007/08 is covered from its first term."""
    people = [
        nurse("as second choice – not admitted", "2007-07-10").applied(SPECIALIST, "VT2008", choice=2),
        nurse("to midwife", "2007-07-10").applied(MIDWIFE, "VT2008"),
        nurse("licence on 30 June – same spring", "2008-06-30").applied(SPECIALIST, "VT2008"),
        nurse("licence on 30 June – autumn", "2008-06-30").applied(SPECIALIST, "HT2008"),
        nurse("licence on 29 June – same spring", "2008-06-29").applied(SPECIALIST, "VT2008"),
        nurse("before the licence", "2008-02-01").applied(SPECIALIST, "HT2007"),
        nurse("to another programme", "2007-07-10").applied("lakare", "VT2008"),
        nurse("never", "2007-07-10"),
        nurse("2000/01").applied(SPECIALIST, "HT2007"),
    ]
    counted = count_case(nurses(people), TABLE)
    assert judged(counted, "applied_share") == {
        "as second choice – not admitted": YES,
        "to midwife": YES,
        "licence on 30 June – same spring": NO,
        "licence on 30 June – autumn": YES,
        "licence on 29 June – same spring": YES,
        "before the licence": NO,
        "to another programme": NO,
        "never": NO,
        "2000/01": NOT_OBSERVABLE,
    }


def test_applications_not_delivered(count_case: CountCase) -> None:
    """R2, R54; the other measures do not need them."""
    counted = count_case(nurses([advanced("anyone")], without=("applications",)), TABLE)
    assert judged(counted, "applied_share") == {"anyone": NOT_OBSERVABLE}
    assert judged(counted, "started_share") == {"anyone": YES}


def test_first_possible_term_not_covered(count_case: CountCase) -> None:
    """R54, R14: not observable, by the dates covered, in every link and in every specialisation."""
    people = [
        advanced("not seen", licensed_on="2001-06-29").degree(SPECIALIST, "2005-06-10"),
        nurse("not seen – never", "2001-06-29"),
        advanced("seen", licensed_on="2001-06-30"),
    ]
    counted = count_case(nurses(people, covers={"registrations": ["HT2001", "HT2024"]}), TABLE)
    unseen = {"not seen": NOT_OBSERVABLE, "not seen – never": NOT_OBSERVABLE}
    for specialisation in ("", "anestesi"):
        assert judged(counted, "started_share", specialisation) == unseen | {"seen": YES}
        assert judged(counted, "exam_rate_nominal_3", specialisation) == unseen | {"seen": NO}
        assert judged(counted, "exam_rate_to_date", specialisation) == unseen | {"seen": NO}
        assert judged(counted, "established", specialisation) == unseen


def test_a_specialisation_that_only_the_unseen_started(count_case: CountCase) -> None:
    """R51, R54: asked about, and observable for those whose first possible term is covered."""
    people = [advanced("not seen", licensed_on="2001-06-29"), nurse("never", "2001-06-30")]
    counted = count_case(nurses(people, covers={"registrations": ["HT2001", "HT2024"]}), TABLE)
    assert judged(counted, "started_share", "anestesi") == {"not seen": NOT_OBSERVABLE, "never": NO}
    assert judged(counted, "exam_rate_to_date", "anestesi") == {"not seen": NOT_OBSERVABLE}


def test_first_possible_term_after_the_last_covered(count_case: CountCase) -> None:
    """R54: registrations end with VT 2008; a licence of 30 June 2008 first meets HT 2008."""
    people = [nurse("30 June", "2008-06-30"), nurse("29 June", "2008-06-29")]
    counted = count_case(nurses(people, covers={"registrations": ["HT1993", "VT2008"]}), TABLE)
    assert judged(counted, "started_share") == {"30 June": NOT_OBSERVABLE, "29 June": NO}


def test_degrees_not_covered(count_case: CountCase) -> None:
    """R23, R26, R14: the rate within time needs the day before the deadline; to date the start's first day.

    Degrees to 29 June 2007: starters of HT 2003 (deadline 1 July 2007) are not observable in time.
    """
    people = [
        advanced("HT 2003").degree(SPECIALIST, "2005-06-10"),
        advanced("VT 2003", "VT2003"),
        advanced("after the last degree", "HT2007"),
    ]
    covers = {"degrees": [date(1993, 7, 1), date(2007, 6, 29)]}
    counted = count_case(nurses(people, covers=covers), TABLE)
    assert judged(counted, "exam_rate_nominal_3") == {
        "HT 2003": NOT_OBSERVABLE,
        "VT 2003": NO,
        "after the last degree": NOT_OBSERVABLE,
    }
    assert judged(counted, "exam_rate_to_date") == {
        "HT 2003": YES,
        "VT 2003": NO,
        "after the last degree": NOT_OBSERVABLE,
    }
    assert judged(counted, "established") == {"after the last degree": NOT_OBSERVABLE}


@pytest.mark.parametrize("without", ["degrees", "individuals"])
def test_registers_not_delivered(count_case: CountCase, without: str) -> None:
    """R2: what needs the register is not observable; starting needs neither."""
    person = advanced("anyone").degree(SPECIALIST, "2005-06-10").resident(2006, **EARNS)
    counted = count_case(nurses([person], without=(without,)), TABLE)
    assert judged(counted, "started_share") == {"anyone": YES}
    assert judged(counted, "exam_rate_to_date") == {"anyone": NOT_OBSERVABLE if without == "degrees" else YES}
    assert judged(counted, "established") == {"anyone": NOT_OBSERVABLE}


def test_groups_that_lead_to_no_advanced_education(count_case: CountCase) -> None:
    """Definitions 3: dental hygienists licensed in the läsår are in no licence cohort."""
    case = Case([graduate("anyone", "2007-10-01")], professions=("tandhygienist",))
    assert count_case(case, TABLE).rows(f"select * from {TABLE}") == []
