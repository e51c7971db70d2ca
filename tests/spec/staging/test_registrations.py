"""staging.registrations: term, group, and what is ignored."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person, starter

PEOPLE = [
    starter("spring", "VT2001"),
    starter("autumn", "HT2001"),
    starter("former name", programme="sjukgymnast"),
    starter("unknown programme", programme="ZZ99"),
    starter("no programme", programme=None),
    starter("exchange", InresUtbytesStud=1),
    starter("contract", Uppdrag=1),
    starter("neither", InresUtbytesStud=0, Uppdrag=0),
    starter("institution missing", HsKod=None),
    starter("study place unknown", ProgOrt="9876"),
    starter("leading zero lost", ProgOrt="180"),
    starter("Heby's old code", ProgOrt="1917"),
    starter("outside covers", "VT1993"),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    case = Case(PEOPLE, professions=("tandhygienist", "fysioterapeut"))
    return count_case(case, "staging.registrations")


def test_terms_are_numbered(lives: Lives) -> None:
    """Definitions 1: 2·y for VT y, 2·y + 1 for HT y."""
    found = lives.of("staging.registrations", "term")
    assert found["spring"] == 4002
    assert found["autumn"] == 4003


def test_programmes_lead_to_groups(lives: Lives) -> None:
    """R9: an unknown programme is accepted as another programme; R68: a missing one is no programme."""
    found = lives.of("staging.registrations", "programme", "profession")
    assert found["spring"] == ("tandhygienist", "tandhygienist")
    assert found["former name"] == ("sjukgymnast", "fysioterapeut")
    assert found["unknown programme"] == ("ZZ99", None)
    assert found["no programme"] == (None, None)


def test_exchange_and_contract_are_ignored(lives: Lives) -> None:
    """R15, R67, R68: both are ignored; only the first is exchange."""
    found = lives.of("staging.registrations", "is_exchange", "is_ignored")
    assert found["exchange"] == (True, True)
    assert found["contract"] == (False, True)
    assert found["neither"] == (False, False)
    assert found["autumn"] == (False, False)


def test_a_bad_or_missing_place_stays_in(lives: Lives) -> None:
    """R1, R5: a missing institution or an unknown study place never rejects the row; R4: width 4.

    R42: 1917.
    """
    found = lives.of("staging.registrations", "institution", "study_municipality")
    assert found["institution missing"] == (None, "0180")
    assert found["study place unknown"] == ("KI", None)
    assert found["leading zero lost"] == ("KI", "0180")
    assert found["Heby's old code"] == ("KI", "1917")


def test_rows_outside_covers_are_rejected(lives: Lives) -> None:
    """R7: covers begin in HT 1993."""
    assert "outside covers" not in lives.of("staging.registrations", "term")


def test_an_exact_duplicate_counts_once(count_case: CountCase) -> None:
    """R8: equal in all contract columns after cleaning, so 180 and 0180 are the same."""
    twice = Person("twice").registered("tandhygienist", "HT2001", ProgOrt="180")
    twice.registered("tandhygienist", "HT2001", ProgOrt="0180")
    counted = count_case(Case([twice]), "staging.registrations")
    assert len(counted.rows("select * from staging.registrations")) == 1


def test_specialisation_codes(count_case: CountCase) -> None:
    """R50: Inriktning, where delivered; R5: a code that is not in the list becomes missing, the row stays."""
    people = [
        starter(str(code), programme="specialistsjukskoterska", Inriktning=code)
        for code in ("anestesi", "barnmorska", "kaffe", None)
    ]
    counted = count_case(Case(people, professions=("sjukskoterska",)), "staging.registrations")
    assert counted.of("staging.registrations", "profession", "specialisation_code") == {
        "anestesi": ("specialistsjukskoterska", "anestesi"),
        "barnmorska": ("specialistsjukskoterska", "barnmorska"),
        "kaffe": ("specialistsjukskoterska", None),
        "None": ("specialistsjukskoterska", None),
    }
