"""measures.education: yes, no or not observable for the measures from start to licence."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import NO, NOT_OBSERVABLE, YES, Case, Lives, starter

G = "tandhygienist"
TABLE = "measures.education"
PEOPLE = [
    starter("degree the day before the deadline").degree(G, "2006-06-30").registered("lakare", "VT2001"),
    starter("degree on the deadline").degree(G, "2006-07-01").general_degree("2006-07-01"),
    starter("no degree").general_degree("2006-06-30").registered(G, "VT2002"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), TABLE)


def test_exam_rates(lives: Lives) -> None:
    """R26: strictly before the first day of term (start + nominal + 6); or by the end of the data."""
    assert lives.judged(TABLE, "exam_rate_nominal_3") == {
        "degree the day before the deadline": YES,
        "degree on the deadline": NO,
        "no degree": NO,
    }
    assert lives.judged(TABLE, "exam_rate_to_date") == {
        "degree the day before the deadline": YES,
        "degree on the deadline": YES,
        "no degree": NO,
    }


def test_general_degree_is_a_share_of_the_graduated(lives: Lives) -> None:
    """Definitions 5: graduated with also a general degree / graduated."""
    assert lives.judged(TABLE, "general_degree_share") == {
        "degree the day before the deadline": NO,
        "degree on the deadline": YES,
    }


def test_everyone_started_is_composed_and_continues_or_not(lives: Lives) -> None:
    """R63 composition, R64 earlier registration, R55 continued: bases are all started."""
    assert lives.judged(TABLE, "composition") == {p.name: YES for p in PEOPLE}
    assert lives.judged(TABLE, "earlier_registration_share") == {
        "degree the day before the deadline": YES,
        "degree on the deadline": NO,
        "no degree": NO,
    }
    assert lives.judged(TABLE, "continued_term_2")["no degree"] == YES
    assert lives.judged(TABLE, "continued_year_2")["no degree"] == NO


# R62: licence date ≤ degree date + 24 calendar months, clipped to the month's end.
WITHIN = [
    (starter("same day").degree(G, "2005-01-31").licensed("TH", "2005-01-31"), YES),
    (starter("24 months to the day").degree(G, "2005-01-31").licensed("TH", "2007-01-31"), YES),
    (starter("a day more").degree(G, "2005-01-31").licensed("TH", "2007-02-01"), NO),
    (starter("leap day clipped").degree(G, "2008-02-29").licensed("TH", "2010-02-28"), YES),
    (starter("leap day and a day more").degree(G, "2008-02-29").licensed("TH", "2010-03-01"), NO),
    # R25, R73: a licence before the degree is within.
    (starter("before the degree").degree(G, "2005-01-31").licensed("TH", "2004-01-31"), YES),
    (starter("never").degree(G, "2005-01-31"), NO),
    # R73: degree + w inside covers.licences, which end on 31 December 2025; by dates, not by outcome (R14).
    (starter("covered to the day").degree(G, "2023-12-31").licensed("TH", "2024-01-15"), YES),
    (starter("a day too late").degree(G, "2024-01-01").licensed("TH", "2024-01-15"), NOT_OBSERVABLE),
]


def test_licensed_within(count_case: CountCase) -> None:
    """R62, R25, R73; not graduated is outside, and 24 months have no bearing on licensed_share."""
    counted = count_case(Case([*(p for p, _ in WITHIN), starter("no degree")]), TABLE)
    assert counted.judged(TABLE, "licensed_within") == {person.name: answer for person, answer in WITHIN}
    share = counted.judged(TABLE, "licensed_share")
    assert share["a day more"] == YES
    assert share["a day too late"] == YES
    assert share["never"] == NO
    assert "no degree" not in share


def test_licensed_within_is_a_setting_of_the_group(count_case: CountCase) -> None:
    """Definitions 5: 48 months for physicians."""
    days = {"2009-02-10": YES, "2009-02-11": NO}
    people = [starter(d, programme="lakare").degree("lakare", "2005-02-10").licensed("LK", d) for d in days]
    counted = count_case(Case(people, professions=("lakare",)), TABLE)
    assert counted.judged(TABLE, "licensed_within") == days


def test_licence_covers(count_case: CountCase) -> None:
    """R24, R73: the degree's date before covers.licences makes both not observable."""
    people = [
        starter(day).degree(G, day).licensed("TH", "2005-06-01") for day in ("2004-12-31", "2005-01-01")
    ]
    counted = count_case(Case(people, covers={"licences": [date(2005, 1, 1), date(2025, 12, 31)]}), TABLE)
    for measure in ("licensed_share", "licensed_within"):
        assert counted.judged(TABLE, measure) == {"2004-12-31": NOT_OBSERVABLE, "2005-01-01": YES}


def test_degree_covers(count_case: CountCase) -> None:
    """R23, R26, R14: the start outside degrees makes all that hangs on the degree not observable.

    Degrees from 1 January 2002 to 31 December 2006, the day before the deadline of VT 2002.
    """
    people = [starter(label, label).degree(G, "2004-06-10") for label in ("HT2001", "VT2002", "HT2002")]
    counted = count_case(Case(people, covers={"degrees": [date(2002, 1, 1), date(2006, 12, 31)]}), TABLE)
    assert counted.judged(TABLE, "exam_rate_nominal_3") == {
        "HT2001": NOT_OBSERVABLE,
        "VT2002": YES,
        "HT2002": NOT_OBSERVABLE,
    }
    for measure, answer in (("exam_rate_to_date", YES), ("general_degree_share", NO), ("licensed_share", NO)):
        assert counted.judged(TABLE, measure) == {
            "HT2001": NOT_OBSERVABLE,
            "VT2002": answer,
            "HT2002": answer,
        }


def test_groups_without_a_licence(count_case: CountCase) -> None:
    """R57, R13: no licence measure has rows; R55: no year 2 where nominal terms are two."""
    groups = ("tandtekniker", "specialistsjukskoterska")
    people = [
        starter(group, programme=group).degree(group, "2004-06-10").licensed("SJ", "2000-06-10")
        for group in groups
    ]
    counted = count_case(Case(people, professions=groups), TABLE)
    assert counted.judged(TABLE, "exam_rate_to_date") == dict.fromkeys(groups, YES)
    assert counted.judged(TABLE, "licensed_share") == {}
    assert counted.judged(TABLE, "licensed_within") == {}
    assert counted.judged(TABLE, "continued_year_2") == {"tandtekniker": NO}


def test_exam_rate_after_the_change_of_2019(count_case: CountCase) -> None:
    """R26: HT 2019 + 6 + 6 terms is HT 2025, so degrees to 30 June 2025 are just enough; VT 2020 is not."""
    people = [starter(label, label).degree(G, "2023-06-10") for label in ("HT2019", "VT2020")]
    counted = count_case(Case(people, window="2019-2020"), TABLE)
    assert counted.judged(TABLE, "exam_rate_nominal_3") == {"HT2019": YES, "VT2020": NOT_OBSERVABLE}
