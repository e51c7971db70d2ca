"""staging.degrees: professional or general, of which group."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person

PEOPLE = [
    Person("professional").degree("tandhygienist", "2004-06-10"),
    Person("category missing").degree("tandhygienist", "2004-06-10", ExaKategori=None),
    Person("own code but general").general_degree("2004-06-10", "tandhygienist"),
    Person("general").general_degree("2004-06-10"),
    Person("another group").degree("lakare", "2004-06-10"),
    Person("unknown code").degree("ZZ99", "20040610"),
    Person("code missing").degree("", "2004-06-10"),
    Person("date missing").degree("tandhygienist", ""),
    Person("institution missing").degree("tandhygienist", "2004-06-10", ExHsKod=None),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "staging.degrees")


def test_professional_and_general(lives: Lives) -> None:
    """R21: professional is the group's code and not general (missing is fine); general whatever its code."""
    found = lives.of("staging.degrees", "profession", "is_general")
    assert found["professional"] == ("tandhygienist", False)
    assert found["category missing"] == ("tandhygienist", False)
    assert found["own code but general"] == (None, True)
    assert found["general"] == (None, True)


def test_any_other_degree_is_kept(lives: Lives) -> None:
    """R9: unknown codes are accepted, for earlier_degree; R1: a code or an institution may be missing."""
    found = lives.of("staging.degrees", "profession", "issued_on", "institution")
    assert found["another group"] == (None, date(2004, 6, 10), "KI")
    assert found["unknown code"] == (None, date(2004, 6, 10), "KI")
    assert found["code missing"] == (None, date(2004, 6, 10), "KI")
    assert found["institution missing"] == ("tandhygienist", date(2004, 6, 10), None)


def test_a_degree_without_a_date_is_rejected(lives: Lives) -> None:
    """R5: every date is a key."""
    assert "date missing" not in lives.of("staging.degrees", "issued_on")


NAMED = {
    # Inriktning goes before SUN 2020, SUN 2020 before SUN 2000.
    "Inriktning": ({"Inriktning": "ambulans", "SUN2020Inr": "723c", "SUN2000Inr": "723g"}, "ambulans"),
    "SUN 2020": ({"SUN2020Inr": "723c", "SUN2000Inr": "723g"}, "anestesi"),
    "SUN 2000": ({"SUN2000Inr": "723g"}, "distrikt"),
    "none": ({}, None),
    "Inriktning not in the list": ({"Inriktning": "kaffe", "SUN2020Inr": "723d"}, "intensiv"),
    "the midwives' Inriktning": ({"Inriktning": "barnmorska"}, None),
    "SUN 2020 of midwives": ({"SUN2020Inr": "723n"}, None),
    "SUN 2020 of nurses": ({"SUN2020Inr": "723a"}, None),
    # The same letters name other things in the two editions.
    **{
        f"SUN 2020 {code}": ({"SUN2020Inr": code}, name)
        for code, name in {
            "723b": "ambulans",
            "723c": "anestesi",
            "723d": "intensiv",
            "723e": "operation",
            "723f": "kirurgisk",
            "723g": "medicinsk",
            "723h": "distrikt",
            "723i": "barn",
            "723j": "onkologisk",
            "723k": "psykiatrisk",
            "723l": "aldre",
            "723m": "annan",
        }.items()
    },
    **{
        f"SUN 2000 {code}": ({"SUN2000Inr": code}, name)
        for code, name in {
            "723b": "annan",
            "723c": None,
            "723d": "barn",
            "723e": "aldre",
            "723f": "psykiatrisk",
            "723g": "distrikt",
            "723h": None,
            "723i": None,
            "723j": None,
        }.items()
    },
}


@pytest.fixture(scope="module")
def specialists(count_case: CountCase) -> Lives:
    people = [
        Person(n).degree("specialistsjukskoterska", "2004-06-10", **said) for n, (said, _) in NAMED.items()
    ]
    return count_case(Case(people, professions=("sjukskoterska",)), "staging.degrees")


@pytest.mark.parametrize("person", NAMED)
def test_specialisation(specialists: Lives, person: str) -> None:
    """R50: Inriktning, else SUN2020Inr, else SUN2000Inr where it names exactly one."""
    assert specialists.of("staging.degrees", "specialisation")[person] == NAMED[person][1]


def test_educations_that_a_group_leads_to_are_known(specialists: Lives) -> None:
    """Definitions 3: though only the nurses are counted."""
    assert set(specialists.of("staging.degrees", "profession").values()) == {"specialistsjukskoterska"}
