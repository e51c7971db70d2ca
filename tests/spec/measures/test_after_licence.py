"""measures.after_licence: each link's denominator is the link before it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import NO, NOT_OBSERVABLE, YES, Case, Lives, Person, graduate, starter

TABLE = "measures.after_licence"
WORKS = {"SyssStatJ": 1, "Ssyk4": "3225"}
ELSEWHERE = {"SyssStatJ": 1, "Ssyk4": "9999"}
# Licensed in 2005: + 1 is 2006, + 3 is 2008.
PEOPLE = [
    graduate("in – in").resident(2006, 2008, **WORKS),
    graduate("in – other").resident(2006, **WORKS).resident(2008, **ELSEWHERE),
    graduate("in – gone").resident(2006, **WORKS),
    graduate("in – occupation missing").resident(2006, **WORKS).resident(2008, SyssStatJ=1),
    graduate("other – in").resident(2006, **ELSEWHERE).resident(2008, **WORKS),
    graduate("occupation missing – in").resident(2006, SyssStatJ=1).resident(2008, **WORKS),
    graduate("not employed").resident(2006, SyssStatJ=6),
    graduate("status missing").resident(2006),
    graduate("rejected").resident(2006, Kon=3),
    graduate("no licence", None).resident(2006, **WORKS),
    starter("licence but no degree").licensed("TH", "2005-02-01").resident(2006, **WORKS),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), TABLE)


def test_resident(lives: Lives) -> None:
    """Definitions 5: of those licensed and graduated; R5: a rejected row is not observable."""
    found = lives.judged(TABLE, "resident_1")
    assert found == {p.name: YES for p in PEOPLE[:8]} | {"rejected": NOT_OBSERVABLE}
    assert lives.judged(TABLE, "resident_3")["in – gone"] == NO


def test_employed(lives: Lives) -> None:
    """R28: of the resident with a status; R14: whose residence is unknown is not observable either."""
    found = lives.judged(TABLE, "employed_1")
    assert found["in – in"] == YES
    assert found["not employed"] == NO
    assert found["status missing"] == NOT_OBSERVABLE
    assert found["rejected"] == NOT_OBSERVABLE
    assert "in – gone" not in lives.judged(TABLE, "employed_3")


def test_in_profession(lives: Lives) -> None:
    """Definitions 5 and 7: of the employed with an occupation; R14."""
    found = lives.judged(TABLE, "in_profession_1")
    assert found["in – in"] == YES
    assert found["other – in"] == NO
    assert found["occupation missing – in"] == NOT_OBSERVABLE
    assert found["status missing"] == NOT_OBSERVABLE
    assert found["rejected"] == NOT_OBSERVABLE
    assert "not employed" not in found


def test_retention(lives: Lives) -> None:
    """R30: of all licensed; not resident or not employed is a no, employed without occupation unknown."""
    found = lives.judged(TABLE, "retention_1")
    assert found["in – in"] == YES
    assert found["other – in"] == NO
    assert found["not employed"] == NO
    assert found["occupation missing – in"] == NOT_OBSERVABLE
    assert found["status missing"] == NOT_OBSERVABLE
    assert lives.judged(TABLE, "retention_3")["in – gone"] == NO


def test_stayed(lives: Lives) -> None:
    """Definitions 5, R30: in the profession + 3 / in the profession + 1.

    An unknown + 1 is not observable (R14).
    """
    assert lives.judged(TABLE, "stayed_1_to_3") == {
        "in – in": YES,
        "in – other": NO,
        "in – gone": NO,
        "in – occupation missing": NOT_OBSERVABLE,
        "occupation missing – in": NOT_OBSERVABLE,
        "status missing": NOT_OBSERVABLE,
        "rejected": NOT_OBSERVABLE,
    }


@pytest.mark.parametrize("without", ["licences", "individuals", "degrees"])
def test_a_register_not_delivered_makes_every_link_not_observable(
    count_case: CountCase, without: str
) -> None:
    """R2, R14: a fully unobserved cohort is not observable in every link."""
    case = Case([graduate("anyone").resident(2006, 2008, **WORKS)], without=(without,))
    counted = count_case(case, TABLE)
    for measure in ("resident_1", "employed_3", "in_profession_1", "retention_3", "stayed_1_to_3"):
        assert counted.judged(TABLE, measure) == {"anyone": NOT_OBSERVABLE}, measure


def test_an_uncovered_year_is_not_observable_in_every_link(count_case: CountCase) -> None:
    """R14: employed_3 also counts those whose residence + 3 is unknown."""
    case = Case([graduate("anyone").resident(2006, **WORKS)], covers={"individuals": [1999, 2007]})
    counted = count_case(case, TABLE)
    assert counted.judged(TABLE, "in_profession_1") == {"anyone": YES}
    for measure in ("resident_3", "employed_3", "in_profession_3", "retention_3", "stayed_1_to_3"):
        assert counted.judged(TABLE, measure) == {"anyone": NOT_OBSERVABLE}, measure


def test_established(count_case: CountCase) -> None:
    """Definitions 6: of the graduated, licensed or not; unknown f, status or income is not observable."""
    said = {"SyssStatJ": 1, "ForvErs": 2000}
    people = [
        graduate("yes", None).resident(2006, **said),
        graduate("no", None).resident(2006, SyssStatJ=6, ForvErs=0),
        graduate("studying", None).resident(2006, **said, HSDelt=2),
        graduate("away", None),
        graduate("income missing", None).resident(2006, SyssStatJ=1),
        graduate("rejected", None).resident(2006, Kon=3),
        starter("not graduated").resident(2006, **said),
    ]
    assert count_case(Case(people), TABLE).judged(TABLE, "established") == {
        "yes": YES,
        "no": NO,
        "income missing": NOT_OBSERVABLE,
        "rejected": NOT_OBSERVABLE,
    }


def test_groups_without_a_licence(count_case: CountCase) -> None:
    """R57: specialist nurses are followed from the degree's year; here 2005, in an occupation of theirs."""
    group = "specialistsjukskoterska"
    nurse = (
        starter("nurse", programme=group)
        .degree(group, "2005-06-10")
        .resident(2006, SyssStatJ=1, Ssyk4="3232")
    )
    counted = count_case(
        Case([nurse], professions=(group,), covers={"licences": [date(2024, 1, 1), date(2025, 1, 1)]}), TABLE
    )
    for measure in ("resident_1", "employed_1", "in_profession_1", "retention_1"):
        assert counted.judged(TABLE, measure) == {"nurse": YES}, measure


def test_licence_years(count_case: CountCase) -> None:
    """R72: the same chain of those licensed in a calendar year; established is not asked of them."""
    people = [
        Person("never registered")
        .degree("tandhygienist", "2005-01-15")
        .licensed("TH", "2005-02-01")
        .resident(2006, **WORKS),
        Person("degree after the licence").degree("tandhygienist", "2009-01-15").licensed("TH", "2005-02-01"),
        graduate("both models").resident(2006, SyssStatJ=6),
        Person("no degree").licensed("TH", "2005-02-01").resident(2006, **WORKS),
    ]
    counted = count_case(Case(people), TABLE)
    found = {
        measure: counted.judged(TABLE, measure, model="licensed")
        for measure in ("resident_1", "employed_1", "in_profession_1", "retention_1", "stayed_1_to_3")
    }
    assert found == {
        "resident_1": {"never registered": YES, "degree after the licence": NO, "both models": YES},
        "employed_1": {"never registered": YES, "both models": NO},
        "in_profession_1": {"never registered": YES},
        "retention_1": {"never registered": YES, "degree after the licence": NO, "both models": NO},
        "stayed_1_to_3": {"never registered": NO},
    }
    assert counted.judged(TABLE, "established", model="licensed") == {}
    assert counted.judged(TABLE, "resident_1") == {"both models": YES}


def test_employed_of_all_licensed(count_case: CountCase) -> None:
    """Choice employed_base: not resident is then a no."""
    people = [
        graduate("employed").resident(2006, **WORKS),
        graduate("not employed").resident(2006, SyssStatJ=6),
        graduate("status missing").resident(2006),
        graduate("away"),
        graduate("rejected").resident(2006, Kon=3),
    ]
    counted = count_case(Case(people, choices={"employed_base": "licensed"}), TABLE)
    expected = {
        "employed": YES,
        "not employed": NO,
        "status missing": NOT_OBSERVABLE,
        "away": NO,
        "rejected": NOT_OBSERVABLE,
    }
    for model in ("education", "licensed"):
        assert counted.judged(TABLE, "employed_1", model=model) == expected
