"""milestones.follow_up: resident, employed, in the profession in base year + k."""

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


def by_variant(lives: Lives, person: str, k: int = 1) -> dict[str, bool | None]:
    """Variant → in the profession, of those that differ from the choices in force."""
    rows = lives.rows(f"select * from milestones.follow_up where person = '{person}' and k = {k}")
    found = {row["variant"]: row["in_profession"] for row in rows if row["model"] == "education"}
    return {name: answer for name, answer in found.items() if answer is not found[""]}


def test_every_alternative_is_counted(lives: Lives) -> None:
    """Definitions 7 and the choices: one changed at a time."""
    rows = lives.rows("select distinct variant from milestones.follow_up")
    assert {row["variant"] for row in rows} == {
        "",
        *("target_set=workplace", "target_set=either", "follow_up_year=lasar"),
        *("occupation_status=november_only", "occupation_age=not_before_licence"),
        *("missing_occupation=counted_as_no", "missing_occupation=counted_as_yes"),
    }


def test_years_from_the_end_of_the_lasar(count_case: CountCase) -> None:
    """Choice follow_up_year: + k from the end year of the licence's läsår: later by one in autumn only."""
    people = [graduate("30 June", "2005-06-30"), graduate("1 July", "2005-07-01")]
    people[1].resident(2006, SyssStatJ=1, Ssyk4="3225").resident(2007, SyssStatJ=6)
    counted = count_case(Case(people), "milestones.follow_up")
    variant = "follow_up_year=lasar"
    assert counted.of("milestones.follow_up", "year", k=1, variant=variant) == {
        "30 June": 2006,
        "1 July": 2007,
    }
    assert counted.of("milestones.follow_up", "year", k=3, variant=variant) == {
        "30 June": 2008,
        "1 July": 2009,
    }
    assert counted.of("milestones.follow_up", *COLUMNS, k=1)["1 July"] == (True, True, True)
    assert counted.of("milestones.follow_up", *COLUMNS, k=1, variant=variant)["1 July"] == (
        True,
        False,
        False,
    )


def test_occupation_of_another_month_and_of_earlier_years(count_case: CountCase) -> None:
    """R29 and definitions 7: SsykStatus_J16 2–5 and SsykAr_J16 before the licence's year, as alternatives.

    Licensed in 2010, followed to 2011; the columns are read from 2010.
    """
    cases: dict[str, dict[str, Any]] = {
        "November": {"SsykStatus_J16": 1, "SsykAr_J16": 2011},
        "another job": {"SsykStatus_J16": 2, "SsykAr_J16": 2011},
        "last of the codes": {"SsykStatus_J16": 5, "SsykAr_J16": 2011},
        "of the licence year": {"SsykStatus_J16": 1, "SsykAr_J16": 2010},
        "older than the licence": {"SsykStatus_J16": 1, "SsykAr_J16": 2009},
        "older – another occupation": {"SsykAr_J16": 2009, "Ssyk4_J16": "9999"},
        "neither is said": {},
    }
    said = {"SyssStat11": 1, "Ssyk4_J16": "3225"}
    people = [graduate(name, "2010-02-01").resident(2011, **{**said, **more}) for name, more in cases.items()]
    counted = count_case(Case(people), "milestones.follow_up")
    assert counted.of("milestones.follow_up", "in_profession", k=1) == {
        name: name != "older – another occupation" for name in cases
    }
    november, new = "occupation_status=november_only", "occupation_age=not_before_licence"
    missing = {"another job": {november: None}, "last of the codes": {november: None}}
    missing |= {"older than the licence": {new: None}, "older – another occupation": {new: None}}
    found = {name: by_variant(counted, name) for name in cases}
    either_way = {november, new}
    assert {n: {v: a for v, a in f.items() if v in either_way} for n, f in found.items()} == {
        name: missing.get(name, {}) for name in cases
    }


def test_not_employed_is_a_no_under_every_alternative(count_case: CountCase) -> None:
    """R30: a no even without an occupation, so the bounds do not touch it."""
    people = [graduate("not employed").resident(2006, SyssStatJ=6), graduate("away")]
    counted = count_case(Case(people), "milestones.follow_up")
    assert by_variant(counted, "not employed") == by_variant(counted, "away") == {}


def test_bounds_for_a_missing_occupation(count_case: CountCase) -> None:
    """Definitions 7: employed with a missing occupation, all counted as no, and all as yes.

    A year in which the occupation is not observable for anybody stays so.
    """
    people = [
        graduate("missing").resident(2006, SyssStatJ=1),
        graduate("known").resident(2006, SyssStatJ=1, Ssyk4="9999"),
        graduate("status missing").resident(2006),
        graduate("rejected").resident(2006, Kon=3),
        graduate("not covered", "2025-06-10"),
    ]
    counted = count_case(Case(people), "milestones.follow_up")
    no, yes = "missing_occupation=counted_as_no", "missing_occupation=counted_as_yes"
    assert counted.of("milestones.follow_up", "in_profession", k=1, variant=no) == {
        "missing": False,
        "known": False,
        "status missing": None,
        "rejected": None,
        "not covered": None,
    }
    found = counted.of("milestones.follow_up", "in_profession", k=1, variant=yes)
    assert found == {
        "missing": True,
        "known": False,
        "status missing": None,
        "rejected": None,
        "not covered": None,
    }


def test_no_bound_in_an_edition_without_a_code(count_case: CountCase) -> None:
    """R29: dental technicians have no code in SSYK 96: not observable for anybody, under the bounds too."""
    person = starter("x", programme="tandtekniker").degree("tandtekniker", "2011-01-15")
    person.resident(2012, SyssStat11=1)
    counted = count_case(Case([person], professions=("tandtekniker",)), "milestones.follow_up")
    for value in ("no", "yes"):
        variant = f"missing_occupation=counted_as_{value}"
        assert counted.of("milestones.follow_up", "in_profession", k=1, variant=variant) == {"x": None}


def test_a_choice_in_force(count_case: CountCase) -> None:
    """What is set under [choices] is variant '', and the default becomes an alternative."""
    person = graduate("x").resident(2006, SyssStatJ=1, Ssyk4="9999", AstSNI2002="85130")
    counted = count_case(Case([person], choices={"target_set": "workplace"}), "milestones.follow_up")
    assert counted.of("milestones.follow_up", "in_profession", k=1) == {"x": True}
    assert by_variant(counted, "x") == {"target_set=occupation": False}


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
