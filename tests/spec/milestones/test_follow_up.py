"""milestones.follow_up: resident, employed, in the profession in base year + k."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, graduate, starter

COLUMNS = ("resident", "employed", "in_profession")
UNKNOWN = (None, None, None)
# Licensed in 2005, so + 1 is 2006: SyssStatJ, SSYK 96 3225, SNI 2002.
IN_2006: list[tuple[str, dict[str, Any] | None, tuple[bool | None, bool | None, bool | None]]] = [
    ("in the profession", {"SyssStatJ": 1, "Ssyk4": "3225"}, (True, True, True)),
    ("in another occupation", {"SyssStatJ": 1, "Ssyk4": "2222"}, (True, True, False)),
    ("code of the later edition", {"SyssStatJ": 1, "Ssyk4": "3250"}, (True, True, False)),
    ("occupation missing", {"SyssStatJ": 1}, (True, True, None)),
    ("not employed", {"SyssStatJ": 6, "Ssyk4": "3225"}, (True, False, False)),
    ("not employed and occupation missing", {"SyssStatJ": 5}, (True, False, False)),
    ("status missing", {"Ssyk4": "3225"}, (True, None, None)),
    ("status in a variable of other years", {"SyssStat": 1, "Ssyk4": "3225"}, (True, None, None)),
    ("municipality missing", {"Kommun": None, "SyssStatJ": 1, "Ssyk4": "3225"}, (True, True, True)),
    ("row rejected", {"Kon": 3, "SyssStatJ": 1, "Ssyk4": "3225"}, UNKNOWN),
    ("not resident", None, (False, False, False)),
]
PEOPLE = [
    *(graduate(name) if said is None else graduate(name).resident(2006, **said) for name, said, _ in IN_2006),
    graduate("emigrated but in LISA")
    .resident(2006, SyssStatJ=1, Ssyk4="3225")
    .row("migration", PostTyp="Utv", Datum="2006-05-05"),
    graduate("licence on 31 December", "2005-12-31").resident(2006),
    graduate("licence on 1 January", "2006-01-01").resident(2006),
]


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "milestones.follow_up")


@pytest.mark.parametrize(("person", "answers"), [(name, answers) for name, _, answers in IN_2006])
def test_one_year_after(lives: Lives, person: str, answers: tuple[bool | None, ...]) -> None:
    """R5 rejected, R27 status variable, R28 status missing, R30 a no needs no occupation."""
    assert lives.of("milestones.follow_up", *COLUMNS, k=1)[person] == answers


def test_resident_is_a_row_in_lisa(lives: Lives) -> None:
    """R43: migration never overrides it."""
    assert lives.of("milestones.follow_up", *COLUMNS, k=1)["emigrated but in LISA"] == (True, True, True)


def test_years_are_calendar_years(lives: Lives) -> None:
    """Definitions 4: 31 December of the licence year + k."""
    found = lives.of("milestones.follow_up", "year", "resident", k=1)
    assert found["licence on 31 December"] == (2006, True)
    assert found["licence on 1 January"] == (2007, False)
    assert lives.of("milestones.follow_up", "year", k=3)["licence on 31 December"] == 2008


def test_the_edition_changes_in_2014(count_case: CountCase) -> None:
    """R29: SSYK 96 to 2013, SSYK 2012 from 2014.

    A code of the other edition is another occupation or none.
    """
    people = [
        graduate("each edition in its years", "2012-02-01")
        .resident(2013, SyssStat11=1, Ssyk4="3225")
        .resident(2015, SyssStat11=1, Ssyk4_2012="3250"),
        graduate("old code in the new edition", "2012-02-01").resident(2015, SyssStat11=1, Ssyk4_2012="3225"),
        graduate("old variable in new years", "2012-02-01").resident(2015, SyssStat11=1, Ssyk4="3225"),
        graduate("SsykStatus 6", "2012-02-01").resident(
            2015, SyssStat11=1, Ssyk4_2012="3250", SsykStatus_J16=6
        ),
    ]
    counted = count_case(Case(people), "milestones.follow_up")
    assert counted.of("milestones.follow_up", "in_profession", k=1)["each edition in its years"] is True
    assert counted.of("milestones.follow_up", "in_profession", k=3) == {
        "each edition in its years": True,
        "old code in the new edition": False,
        "old variable in new years": None,
        "SsykStatus 6": None,
    }


def test_before_2001_no_occupation_is_observable_for_anybody(count_case: CountCase) -> None:
    """R30: neither for the employed, nor for the not employed, nor for emigrants; residence is."""
    people = [
        starter(name, "HT1996").degree("tandhygienist", "1999-01-15").licensed("TH", "1999-02-01")
        for name in ("employed", "not employed", "emigrated")
    ]
    people[0].resident(2000, SyssStat=1, Ssyk4="3225").resident(2002, SyssStat=1, Ssyk4="3225")
    people[1].resident(2000, SyssStat=6).resident(2002, SyssStat=6)
    counted = count_case(Case(people, window="1996-2000"), "milestones.follow_up")
    assert counted.of("milestones.follow_up", *COLUMNS, k=1) == {
        "employed": (True, True, None),
        "not employed": (True, False, None),
        "emigrated": (False, False, None),
    }
    assert counted.of("milestones.follow_up", *COLUMNS, k=3) == {
        "employed": (True, True, True),
        "not employed": (True, False, False),
        "emigrated": (False, False, False),
    }


def test_an_edition_without_a_code_is_not_observable(count_case: CountCase) -> None:
    """Definitions 7, R29: dental technicians have no code in SSYK 96.

    R57: + k counts from the degree's year.
    """
    people = [
        starter(name, programme="tandtekniker").degree("tandtekniker", "2011-01-15")
        for name in ("here", "away")
    ]
    people[0].resident(2012, SyssStat11=1, Ssyk4="3214").resident(2014, SyssStat11=1, Ssyk4_2012="3214")
    counted = count_case(Case(people, professions=("tandtekniker",)), "milestones.follow_up")
    assert counted.of("milestones.follow_up", *COLUMNS, k=1) == {
        "here": (True, True, None),
        "away": (False, False, None),
    }
    assert counted.of("milestones.follow_up", *COLUMNS, k=3) == {
        "here": (True, True, True),
        "away": (False, False, False),
    }


def test_years_outside_covers_are_unknown(count_case: CountCase) -> None:
    """Definitions 8, R14: LISA 2007 to 2008; licensed in 2005, 2006 and 2007."""
    people = [graduate(str(year), f"{year}-02-01") for year in (2005, 2006, 2007)]
    counted = count_case(Case(people, covers={"individuals": [2007, 2008]}), "milestones.follow_up")
    assert counted.of("milestones.follow_up", "resident", k=1) == {"2005": None, "2006": False, "2007": False}
    assert counted.of("milestones.follow_up", "resident", k=3) == {"2005": False, "2006": None, "2007": None}


def test_not_followed_and_not_known_to_be(count_case: CountCase) -> None:
    """R14: who is not licensed is not asked; who may be is unknown throughout."""
    people = [
        starter("no degree"),
        graduate("degree before licences begin").resident(2006, SyssStatJ=1, Ssyk4="3225"),
    ]
    covers = {"licences": [date(2005, 2, 1), date(2025, 12, 31)]}
    counted = count_case(Case(people, covers=covers), "milestones.follow_up")
    found = counted.of("milestones.follow_up", "is_followed", *COLUMNS, k=1)
    assert found == {"degree before licences begin": (None, *UNKNOWN)}


# Workplaces in 2006 (SNI 2002) and 2008 (SNI 2007): occupation, workplace, either.
WORKPLACES: list[tuple[str, int, dict[str, Any], tuple[bool | None, bool | None, bool | None]]] = [
    ("dental care", 1, {"AstSNI2002": "85130", "Ssyk4": "9999"}, (False, True, True)),
    ("residential care", 1, {"AstSNI2002": "85311", "Ssyk4": "9999"}, (False, True, True)),
    ("hospital", 1, {"AstSNI2002": "85121", "Ssyk4": "3225"}, (True, True, True)),
    ("social services", 1, {"AstSNI2002": "85323", "Ssyk4": "9999"}, (False, False, False)),
    ("pharmacy", 1, {"AstSNI2002": "52310", "Ssyk4": "9999"}, (False, False, False)),
    ("school of dental hygienists", 1, {"AstSNI2002": "80301", "Ssyk4": "3225"}, (True, False, True)),
    ("workplace missing", 1, {"Ssyk4": "3225"}, (True, None, True)),
    ("both missing", 1, {}, (None, None, None)),
    ("new code in 2006", 1, {"AstSNI2007": "86230", "Ssyk4": "9999"}, (False, None, None)),
    ("old code in 2008", 3, {"AstSNI2002": "85130", "Ssyk4": "9999"}, (False, None, None)),
    ("new code in 2008", 3, {"AstSNI2007": "86904", "Ssyk4": "9999"}, (False, True, True)),
    ("home help in 2008", 3, {"AstSNI2007": "88101", "Ssyk4": "9999"}, (False, False, False)),
]


def test_target_sets(count_case: CountCase) -> None:
    """R30: "care" is vard_omsorg_boende, not sociala_insatser; 2002's edition to 2006, 2007's from 2007.

    Either.
    """
    people = [graduate(name).resident(2005 + k, SyssStatJ=1, **said) for name, k, said, _ in WORKPLACES]
    counted = count_case(Case(people), "milestones.follow_up")
    sets = ("", "target_set=workplace", "target_set=either")
    found = {
        (k, s): counted.of("milestones.follow_up", "in_profession", k=k, variant=s)
        for k in (1, 3)
        for s in sets
    }
    assert {name: tuple(found[k, s][name] for s in sets) for name, k, _, _ in WORKPLACES} == {
        name: answers for name, _, _, answers in WORKPLACES
    }


def test_a_group_adds_its_own_workplaces(count_case: CountCase) -> None:
    """Definitions 7: pharmacies are workplaces of pharmacists."""
    person = starter("pharmacist", programme="apotekare").degree("apotekare", "2005-01-15")
    person.licensed("AP", "2005-02-01").resident(2006, SyssStatJ=1, AstSNI2002="52310", Ssyk4="9999")
    counted = count_case(Case([person], professions=("apotekare",)), "milestones.follow_up")
    found = counted.of("milestones.follow_up", "in_profession", k=1, variant="target_set=workplace")
    assert found == {"pharmacist": True}


def test_no_workplace_before_2002(count_case: CountCase) -> None:
    """R30: 2001 has an occupation but no SNI, for anybody."""
    people = [
        starter(name, "HT1997").degree("tandhygienist", "2000-01-15").licensed("TH", "2000-02-01")
        for name in ("employed", "emigrated")
    ]
    people[0].resident(2001, SyssStat=1, Ssyk4="3225", AstSNI2002="85130")
    counted = count_case(Case(people, window="1997-2000"), "milestones.follow_up")
    assert counted.of("milestones.follow_up", "in_profession", k=1) == {"employed": True, "emigrated": False}
    workplace = counted.of("milestones.follow_up", "in_profession", k=1, variant="target_set=workplace")
    assert workplace == {"employed": None, "emigrated": None}
