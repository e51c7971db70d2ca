"""milestones.follow_up_ways: the same answers under every alternative of a choice."""

from __future__ import annotations

from typing import Any

from tests.spec.conftest import CountCase
from tests.spec.lives import Case, Lives, graduate, starter

COLUMNS = ("resident", "employed", "in_profession")
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
        (k, s): counted.of("milestones.follow_up_ways", "in_profession", k=k, variant=s)
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
    found = counted.of("milestones.follow_up_ways", "in_profession", k=1, variant="target_set=workplace")
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
    workplace = counted.of("milestones.follow_up_ways", "in_profession", k=1, variant="target_set=workplace")
    assert workplace == {"employed": None, "emigrated": None}


def by_variant(lives: Lives, person: str, k: int = 1) -> dict[str, bool | None]:
    """Variant → in the profession, of those that differ from the choices in force."""
    rows = lives.rows(f"select * from milestones.follow_up_ways where person = '{person}' and k = {k}")
    found = {row["variant"]: row["in_profession"] for row in rows if row["model"] == "education"}
    return {name: answer for name, answer in found.items() if answer is not found[""]}


def test_every_alternative_is_counted(count_case: CountCase) -> None:
    """Definitions 7 and the choices: one changed at a time."""
    counted = count_case(Case([graduate("x")]), "milestones.follow_up")
    rows = counted.rows("select distinct variant from milestones.follow_up_ways")
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
    assert counted.of("milestones.follow_up_ways", "year", k=1, variant=variant) == {
        "30 June": 2006,
        "1 July": 2007,
    }
    assert counted.of("milestones.follow_up_ways", "year", k=3, variant=variant) == {
        "30 June": 2008,
        "1 July": 2009,
    }
    assert counted.of("milestones.follow_up", *COLUMNS, k=1)["1 July"] == (True, True, True)
    assert counted.of("milestones.follow_up_ways", *COLUMNS, k=1, variant=variant)["1 July"] == (
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
    assert counted.of("milestones.follow_up_ways", "in_profession", k=1, variant=no) == {
        "missing": False,
        "known": False,
        "status missing": None,
        "rejected": None,
        "not covered": None,
    }
    found = counted.of("milestones.follow_up_ways", "in_profession", k=1, variant=yes)
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
        assert counted.of("milestones.follow_up_ways", "in_profession", k=1, variant=variant) == {"x": None}


def test_a_choice_in_force(count_case: CountCase) -> None:
    """What is set under [choices] is variant '', and the default becomes an alternative."""
    person = graduate("x").resident(2006, SyssStatJ=1, Ssyk4="9999", AstSNI2002="85130")
    counted = count_case(Case([person], choices={"target_set": "workplace"}), "milestones.follow_up")
    assert counted.of("milestones.follow_up", "in_profession", k=1) == {"x": True}
    assert by_variant(counted, "x") == {"target_set=occupation": False}
