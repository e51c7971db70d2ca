"""milestones.follow_up: resident, employed, in the profession in base year + k, by the choices in force."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, Person, graduate, starter

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


def test_in_force_is_one_of_the_ways(lives: Lives) -> None:
    """The table that is stored has the rows of variant '' and no others."""
    stored = lives.rows("select * from milestones.follow_up")
    ways = [row for row in lives.rows("select * from milestones.follow_up_ways") if row["variant"] == ""]
    assert stored and sorted(map(repr, stored)) == sorted(
        repr({name: row[name] for name in stored[0]}) for row in ways
    )


def test_licensed_in_one_year(count_case: CountCase) -> None:
    """R72: the same questions of those licensed in a calendar year with the degree on record."""
    people = [
        Person("never registered")
        .degree("tandhygienist", "2005-01-15")
        .licensed("TH", "2005-02-01")
        .resident(2006, SyssStatJ=1, Ssyk4="3225"),
        graduate("registered").resident(2006, SyssStatJ=6),
        Person("no degree").licensed("TH", "2005-02-01").resident(2006),
    ]
    counted = count_case(Case(people), "milestones.follow_up")
    assert counted.of("milestones.follow_up", *COLUMNS, k=1, model="licensed") == {
        "never registered": (True, True, True),
        "registered": (True, False, False),
    }
    assert counted.of("milestones.follow_up", *COLUMNS, k=1) == {"registered": (True, False, False)}


def test_two_models_two_years(count_case: CountCase) -> None:
    """The first licence before the start leaves a person out of one model only (R18)."""
    person = starter("x").degree("tandhygienist", "2005-01-15").licensed("TH", "2000-02-01").resident(2001)
    counted = count_case(Case([person]), "milestones.follow_up")
    assert counted.of("milestones.follow_up", "year", k=1, model="licensed") == {"x": 2001}
    assert counted.of("milestones.follow_up", "year", k=1) == {}


def test_a_model_knows_only_whom_it_follows(count_case: CountCase, tmp_path: Path) -> None:
    """R14: in a group followed from the degree, whose licence is not observable has no answers, though
    the cohort by licence year asks for the same person and year."""
    own = Path("flows/professions/tandhygienist.toml").read_text(encoding="utf-8")
    text = own.replace('follow_from = "licence"', 'follow_from = "degree"')
    assert text != own
    (tmp_path / "tandhygienist.toml").write_text(text, encoding="utf-8")
    person = (
        starter("degree after the licences end", "HT2001")
        .licensed("TH", "2005-08-01")
        .degree("tandhygienist", "2005-11-10")
        .resident(2006, SyssStatJ=1, Ssyk4="3225")
    )
    covers = {"licences": [date(1960, 1, 1), date(2005, 10, 31)]}
    counted = count_case(Case([person], covers=covers, own_dirs=[tmp_path]), "milestones.follow_up")
    assert counted.of("milestones.follow_up", *COLUMNS, k=1, model="licensed") == {person.name: (True,) * 3}
    assert counted.of("milestones.follow_up", "is_covered", *COLUMNS, k=1) == {person.name: (False, *UNKNOWN)}
