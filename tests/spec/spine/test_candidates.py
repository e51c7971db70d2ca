"""spine.candidates: first registration in the window, and why somebody is left out."""

from __future__ import annotations

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, starter, term

PEOPLE = [
    starter("plain"),
    starter("changes institution", "VT2000").registered("tandhygienist", "HT2003", HsKod="GU"),
    starter("first day of the window", "VT2000"),
    starter("day before the window", "HT1999"),
    starter("again in the window", "HT1999").registered("tandhygienist", "HT2001"),
    starter("last term of the window", "HT2010"),
    starter("after the window", "VT2011"),
    starter("another group", programme="lakare"),
    starter("exchange – then for real", InresUtbytesStud=1).registered("tandhygienist", "HT2003"),
    starter("exchange only", "HT2001", InresUtbytesStud=1).registered(
        "tandhygienist", "VT2003", InresUtbytesStud=1
    ),
    starter("exchange only – first before the window", "HT1999", InresUtbytesStud=1).registered(
        "tandhygienist", "VT2003", InresUtbytesStud=1
    ),
    starter("contract only", Uppdrag=1),
    starter("contract – then for real", "VT2001", Uppdrag=1).registered("tandhygienist", "HT2002"),
    starter("contract – then exchange", "VT2001", Uppdrag=1).registered(
        "tandhygienist", "HT2002", InresUtbytesStud=1
    ),
    starter("reused number").resident(2002).resident(2020, AterPNr=1),
    starter("degree on 30 June").degree("tandhygienist", "2001-06-30"),
    starter("degree on 1 July").degree("tandhygienist", "2001-07-01"),
    starter("spring – degree on 31 December", "VT2001").degree("tandhygienist", "2000-12-31"),
    starter("spring – degree on 1 January", "VT2001").degree("tandhygienist", "2001-01-01"),
    starter("general degree of own code before").general_degree("2001-06-30", "tandhygienist"),
    starter("other degree before").degree("lakare", "2001-06-30"),
    starter("licence on 30 June").licensed("TH", "2001-06-30"),
    starter("licence on 1 July").licensed("TH", "2001-07-01"),
    starter("other licence before").licensed("SJ", "2001-06-30"),
    starter("exchange only and reused", InresUtbytesStud=1).resident(2002, AterPNr=1),
    starter("reused and degree before").resident(2002, AterPNr=1).degree("tandhygienist", "2001-01-01"),
    starter("degree and licence before").degree("tandhygienist", "2001-01-01").licensed("TH", "2001-01-02"),
]
EXPECTED = {
    "plain": ("HT2001", ""),
    # First means first ever: a change of institution is not a new start (definitions 2).
    "changes institution": ("VT2000", ""),
    "first day of the window": ("VT2000", ""),
    "last term of the window": ("HT2010", ""),
    # R15: an exchange term is ignored; only one who has nothing else is left out, at the first of them.
    "exchange – then for real": ("HT2003", ""),
    "exchange only": ("HT2001", "incoming_exchange"),
    # R67: contract alike; any exchange among ignored rows makes it incoming_exchange.
    "contract only": ("HT2001", "contract_education"),
    "contract – then for real": ("HT2002", ""),
    "contract – then exchange": ("VT2001", "incoming_exchange"),
    # R17: in any year.
    "reused number": ("HT2001", "reused_number"),
    # R18: strictly before the start term's first day; own degree and own licence only.
    "degree on 30 June": ("HT2001", "degree_before_start"),
    "degree on 1 July": ("HT2001", ""),
    "spring – degree on 31 December": ("VT2001", "degree_before_start"),
    "spring – degree on 1 January": ("VT2001", ""),
    # R21: a general degree is not the group's professional degree, whatever its code.
    "general degree of own code before": ("HT2001", ""),
    "other degree before": ("HT2001", ""),
    "licence on 30 June": ("HT2001", "licence_before_start"),
    "licence on 1 July": ("HT2001", ""),
    "other licence before": ("HT2001", ""),
    # R18: one reason each, the first that applies.
    "exchange only and reused": ("HT2001", "incoming_exchange"),
    "reused and degree before": ("HT2001", "reused_number"),
    "degree and licence before": ("HT2001", "degree_before_start"),
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "spine.candidates")


@pytest.mark.parametrize("person", EXPECTED)
def test_first_term_and_reason(lives: Lives, person: str) -> None:
    """Definitions 2 and R15, R17, R18, R21, R67, case by case."""
    label, reason = EXPECTED[person]
    assert lives.of("spine.candidates", "entry_term", "reason")[person] == (term(label), reason)


def test_nobody_else_is_a_candidate(lives: Lives) -> None:
    """Before and after the window, on another programme, exchange first before the window (R15)."""
    assert lives.of("spine.candidates", "person").keys() == EXPECTED.keys()


def test_one_row_per_group(count_case: CountCase) -> None:
    """Definitions 2: the same person may be in several groups.

    A degree of one leaves her in the other (R18).
    """
    both = (
        starter("both", "HT2001").registered("arbetsterapeut", "HT2004").degree("tandhygienist", "2003-06-10")
    )
    counted = count_case(Case([both], professions=("tandhygienist", "arbetsterapeut")), "spine.candidates")
    found = counted.rows("select profession, entry_term, reason from spine.candidates order by profession")
    assert found == [
        {"profession": "arbetsterapeut", "entry_term": term("HT2004"), "reason": ""},
        {"profession": "tandhygienist", "entry_term": term("HT2001"), "reason": ""},
    ]


def test_registers_not_delivered_leave_nobody_out(count_case: CountCase) -> None:
    """R2: without degrees, licences and individuals nobody can be found to hold them before the start."""
    case = Case([starter("plain")], without=("degrees", "licences", "individuals"))
    assert count_case(case, "spine.candidates").of("spine.candidates", "reason") == {"plain": ""}
