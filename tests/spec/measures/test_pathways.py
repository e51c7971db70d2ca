"""measures.pathways: one of six pathways from home to residence + k, and the two shares."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import NO, NOT_OBSERVABLE, YES, Case, Lives, Person, graduate

TABLE = "measures.pathways"
PATHWAYS = ("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere", "abroad_or_dead", "unknown")
NOWHERE = "no row"
# Home in 2000, study place in HT 2001, residence + 1 in 2006; the pathway, and stayed_in_study_county_1 and
# returned_home_1 where the person is in their denominators. Counties: 0180 01, 0380 and 1917 03, 1480 14.
CASES: list[tuple[tuple[str | None, str | None, str | None], str | None, str, str | None]] = [
    (("0180", "0180", "0180"), "stayed_home", YES, None),
    (("0180", "0114", "0115"), "stayed_home", YES, None),  # by county, not by municipality
    (("1917", "0380", "0331"), "stayed_home", YES, None),  # R42: Heby in today's county
    (("1380", "1384", "1382"), "stayed_home", YES, None),  # Halland is one county
    (("0180", "1480", "0180"), "returned_home", NO, YES),
    (("0180", "1480", "1480"), "stayed_in_study", YES, NO),
    (("0180", "1480", "0380"), "moved_elsewhere", NO, NO),
    (("0180", "0180", "1480"), "moved_elsewhere", NO, None),  # left a county that was home and study
    (("0180", "1480", NOWHERE), "abroad_or_dead", NO, NO),
    (("0180", "0180", NOWHERE), "abroad_or_dead", NO, None),
    ((NOWHERE, "0180", "0180"), "stayed_in_study", YES, None),  # a home abroad is a place of its own
    ((NOWHERE, "0180", "1480"), "moved_elsewhere", NO, None),
    ((NOWHERE, "0180", NOWHERE), "abroad_or_dead", NO, None),
    ((None, "0180", "0180"), "unknown", YES, NOT_OBSERVABLE),
    (("0180", None, "0180"), "unknown", NOT_OBSERVABLE, NOT_OBSERVABLE),
    (("0180", "1480", None), "unknown", NOT_OBSERVABLE, NOT_OBSERVABLE),
    ((None, None, NOWHERE), "abroad_or_dead", NOT_OBSERVABLE, NOT_OBSERVABLE),  # the first that applies
    (("9876", "0180", "0180"), None, YES, NOT_OBSERVABLE),  # home's row rejected (R5)
    (("0180", "1480", "9876"), None, NOT_OBSERVABLE, NOT_OBSERVABLE),
]


def case_name(places: tuple[str | None, str | None, str | None]) -> str:
    """The three points in one number."""
    return " → ".join(str(place) for place in places)


def traveller(places: tuple[str | None, str | None, str | None]) -> Person:
    """A dental hygienist licensed in 2005 who lived, studied and lived there."""
    home, study, after = places
    person = graduate(case_name(places))
    person.rows["registrations"][0]["ProgOrt"] = study
    for year, place in ((2000, home), (2006, after)):
        if place != NOWHERE:
            person.resident(year, Kommun=place)
    return person


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    people = [traveller(places) for places, *_ in CASES]
    return count_case(Case([*people, graduate("no licence", None).resident(2000, 2006)]), TABLE)


@pytest.mark.parametrize(("places", "pathway"), [(places, pathway) for places, pathway, *_ in CASES], ids=str)
def test_pathway(
    lives: Lives, places: tuple[str | None, str | None, str | None], pathway: str | None
) -> None:
    """R44: exactly one is yes, or none is observable when a year is not (R5)."""
    found = {name: lives.judged(TABLE, f"pathway_{name}_1")[case_name(places)] for name in PATHWAYS}
    otherwise = NO if pathway else NOT_OBSERVABLE
    assert found == {name: YES if name == pathway else otherwise for name in PATHWAYS}


def test_stayed_in_study_county(lives: Lives) -> None:
    """R45: residence = study county, both known; abroad or dead is a no."""
    expected = {case_name(places): stayed for places, _, stayed, _ in CASES}
    assert {
        k: v for k, v in lives.judged(TABLE, "stayed_in_study_county_1").items() if k in expected
    } == expected


def test_returned_home(lives: Lives) -> None:
    """R45: of those who left, home not abroad; an unknown county is not observable."""
    for places, _, _, returned in CASES:
        assert lives.judged(TABLE, "returned_home_1").get(case_name(places)) == returned, places


def test_only_the_licensed_have_a_pathway(lives: Lives) -> None:
    """R44: over licensed and graduated."""
    assert "no licence" not in lives.judged(TABLE, "pathway_stayed_home_1")


def test_years_not_covered(count_case: CountCase) -> None:
    """R37, R44: the home's year, or + 3, outside LISA's years is not observable."""
    people = [traveller(("0180", "0180", "0180"))]
    counted = count_case(Case(people, covers={"individuals": [2001, 2006]}), TABLE)
    assert set(counted.judged(TABLE, "pathway_stayed_home_1").values()) == {NOT_OBSERVABLE}
    assert set(counted.judged(TABLE, "stayed_in_study_county_1").values()) == {YES}
    assert set(counted.judged(TABLE, "stayed_in_study_county_3").values()) == {NOT_OBSERVABLE}
