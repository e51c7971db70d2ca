"""measures.sensitivity: the headline measures under every alternative of every choice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from flows.choices import choices, defaults
from tests.spec.conftest import CountCase
from tests.spec.lives import SPECIALIST, Case, Lives, Person, advanced, graduate, nurses, starter

PEOPLE = [
    graduate("both").resident(2006, SyssStatJ=1, Ssyk4="3225", AstSNI2002="85130"),
    graduate("occupation").resident(2006, SyssStatJ=1, Ssyk4="3225", AstSNI2002="80301"),
    graduate("workplace").resident(2006, SyssStatJ=1, Ssyk4="9999", AstSNI2002="85130"),
    graduate("neither").resident(2006, SyssStatJ=1, Ssyk4="9999", AstSNI2002="85323"),
    graduate("occupation missing").resident(2006, SyssStatJ=1, AstSNI2002="80301"),
    graduate("workplace missing").resident(2006, SyssStatJ=1, Ssyk4="3225"),
    graduate("not employed").resident(2006, SyssStatJ=6),
    graduate("away"),
    graduate("no licence", None).resident(2006, SyssStatJ=1, Ssyk4="3225"),
]
# (numerator, denominator, n_not_observable) of cohort 2001
EXPECTED = {
    ("in_profession_1", "occupation"): (3, 5, 1),
    ("in_profession_1_workplace", "workplace"): (2, 5, 1),
    ("in_profession_1_either", "either"): (4, 5, 1),
    ("retention_1", "occupation"): (3, 7, 1),
    ("retention_1_workplace", "workplace"): (2, 7, 1),
    ("retention_1_either", "either"): (4, 7, 1),
}


@pytest.fixture(scope="module")
def lives(count_case: CountCase) -> Lives:
    return count_case(Case(PEOPLE), "measures.sensitivity")


@pytest.mark.parametrize("cohort", ["2001", "2000-2010"])
@pytest.mark.parametrize(("measure", "alternative"), EXPECTED)
def test_target_sets(lives: Lives, cohort: str, measure: str, alternative: str) -> None:
    """R30, definitions 7: for in the profession of the employed, and retention of all licensed."""
    rows = lives.rows(
        "select * from measures.sensitivity where choice = 'target_set' and model = 'education'"
    )
    (row,) = [r for r in rows if (r["measure"], r["cohort"]) == (measure, cohort)]
    assert row["alternative"] == alternative
    assert (row["numerator"], row["denominator"], row["n_not_observable"]) == EXPECTED[measure, alternative]
    assert row["value"] == EXPECTED[measure, alternative][0] / EXPECTED[measure, alternative][1]


def test_columns(lives: Lives) -> None:
    """Interfaces 3: the columns of measures, and choice, alternative."""
    rows = lives.rows("select * from measures.sensitivity")
    assert [*rows[0]] == [
        *("profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"),
        *("numerator", "denominator", "n_not_observable", "value", "status", "choice", "alternative"),
    ]


Counts = tuple[int, int, int]


def under(
    lives: Lives, choice: str, measure: str, cohort: str = "2000-2010", model: str = "education"
) -> dict[str, Counts]:
    """Alternative → counts of a measure (the name of a target set left off)."""
    rows = lives.rows(f"select * from measures.sensitivity where choice = '{choice}'")
    names = {measure, *(f"{measure}_{value}" for value in ("workplace", "either"))}
    return {
        r["alternative"]: (r["numerator"], r["denominator"], r["n_not_observable"])
        for r in rows
        if r["measure"] in names and (r["cohort"], r["model"]) == (cohort, model)
    }


@pytest.mark.parametrize(("cohort", "model"), [("2001", "education"), ("2005", "licensed")])
def test_bounds_for_a_missing_occupation(lives: Lives, cohort: str, model: str) -> None:
    """Definitions 7: with all of them counted as no, and as yes; in both models (R72)."""
    assert under(lives, "missing_occupation", "in_profession_1", cohort, model) == {
        "not_observable": (3, 5, 1),
        "counted_as_no": (3, 6, 0),
        "counted_as_yes": (4, 6, 0),
    }
    assert under(lives, "missing_occupation", "retention_1", cohort, model) == {
        "not_observable": (3, 7, 1),
        "counted_as_no": (3, 8, 0),
        "counted_as_yes": (4, 8, 0),
    }


@pytest.mark.parametrize(("cohort", "model"), [("2001", "education"), ("2005", "licensed")])
def test_employed_of_all_licensed(lives: Lives, cohort: str, model: str) -> None:
    """Choice employed_base: the one abroad is a no."""
    assert under(lives, "employed_base", "employed_1", cohort, model) == {
        "resident": (6, 7, 0),
        "licensed": (6, 8, 0),
    }


@pytest.mark.parametrize("model", ["education", "licensed"])
def test_target_sets_in_both_models(lives: Lives, model: str) -> None:
    """R30, R72: the same people were licensed in 2005."""
    cohort = {"education": "2001", "licensed": "2005"}[model]
    for measure in ("in_profession_1", "retention_1"):
        assert under(lives, "target_set", measure, cohort, model) == {
            alternative: counts
            for (name, alternative), counts in EXPECTED.items()
            if name.startswith(measure)
        }


@pytest.fixture(scope="module")
def in_2011(count_case: CountCase) -> Lives:
    """Licensed in 2010, so + 1 is 2011: in the profession, one by another month's job, one by an old one."""
    works: dict[str, Any] = {"SyssStat11": 1, "Ssyk4_J16": "3225", "SsykStatus_J16": 1, "SsykAr_J16": 2011}
    people = [
        graduate("licensed in autumn – away the year after", "2010-07-01").resident(2011, **works),
        graduate("of another month", "2010-02-01").resident(2011, **{**works, "SsykStatus_J16": 3}),
        graduate("of an earlier year", "2010-02-01").resident(2011, **{**works, "SsykAr_J16": 2009}),
    ]
    return count_case(Case(people), "measures.sensitivity")


@pytest.mark.parametrize(("cohort", "model"), [("2001", "education"), ("2010", "licensed")])
def test_follow_up_by_lasar(in_2011: Lives, cohort: str, model: str) -> None:
    """Choice follow_up_year: of those licensed in autumn it is a year later."""
    found = {
        measure: under(in_2011, "follow_up_year", measure, cohort, model)
        for measure in ("resident_1", "employed_1", "in_profession_1", "retention_1")
    }
    assert found == {
        "resident_1": {"calendar_year": (3, 3, 0), "lasar": (2, 3, 0)},
        "employed_1": {"calendar_year": (3, 3, 0), "lasar": (2, 2, 0)},
        "in_profession_1": {"calendar_year": (3, 3, 0), "lasar": (2, 2, 0)},
        "retention_1": {"calendar_year": (3, 3, 0), "lasar": (2, 3, 0)},
    }


@pytest.mark.parametrize(("cohort", "model"), [("2001", "education"), ("2010", "licensed")])
@pytest.mark.parametrize(
    ("choice", "value", "alternative"),
    [
        ("occupation_status", "all_accepted", "november_only"),
        ("occupation_age", "any_year", "not_before_licence"),
    ],
)
def test_occupations_taken_as_missing(
    in_2011: Lives, cohort: str, model: str, choice: str, value: str, alternative: str
) -> None:
    """R29, definitions 7: not observable, as any missing occupation."""
    for measure in ("in_profession_1", "retention_1"):
        assert under(in_2011, choice, measure, cohort, model) == {value: (3, 3, 0), alternative: (2, 2, 1)}


G = "tandhygienist"
EARNS = {"SyssStatJ": 1, "ForvErs": 2000}


def test_established_in_the_end_year(count_case: CountCase) -> None:
    """Definitions 3, 5: f = 2006, or 2005; unknown graduation is not observable under both."""
    people = [
        starter("later")
        .degree(G, "2005-06-10")
        .resident(2005, SyssStatJ=6, ForvErs=0)
        .resident(2006, **EARNS),
        starter("sooner").degree(G, "2005-06-10").resident(2005, **EARNS),
        starter("no degree").resident(2005, 2006, **EARNS),
        starter("start before degrees begin", "VT2001"),
    ]
    case = Case(people, covers={"degrees": [date(2001, 7, 1), date(2025, 6, 30)]})
    assert under(count_case(case, "measures.sensitivity"), "established_year", "established") == {
        "following_year": (1, 1, 1),
        "lasar_end_year": (1, 2, 1),
    }


def test_established_of_the_licence_model(count_case: CountCase) -> None:
    """Definitions 3: follow-up in the läsår's own end year is in the table; who may have started (R14)."""
    people = [
        advanced("later", licensed_on="2001-06-30")
        .degree(SPECIALIST, "2005-06-10")
        .resident(2005, SyssStatJ=6, ForvErs=0)
        .resident(2006, **EARNS),
        advanced("sooner", licensed_on="2001-06-30").degree(SPECIALIST, "2005-06-10").resident(2005, **EARNS),
        advanced("no degree", licensed_on="2001-06-30"),
        advanced("first term not covered"),
    ]
    case = nurses(people, covers={"registrations": ["HT2001", "HT2024"]})
    counted = count_case(case, "measures.sensitivity")
    assert under(counted, "established_year", "established", "2000/01", "licence") == {
        "following_year": (1, 1, 1),
        "lasar_end_year": (1, 2, 1),
    }
    rows = counted.rows("select distinct measure from measures.sensitivity where model = 'licence'")
    assert [row["measure"] for row in rows] == ["established"]


def test_general_degree_of_the_same_lasar(count_case: CountCase) -> None:
    """Choice general_degree: of those graduated."""
    people = [
        graduate("same läsår").general_degree("2005-06-30"),
        graduate("later").general_degree("2009-01-10"),
        graduate("none"),
        starter("not graduated").general_degree("2005-06-30"),
    ]
    assert under(
        count_case(Case(people), "measures.sensitivity"), "general_degree", "general_degree_share"
    ) == {
        "to_end_of_data": (2, 3, 0),
        "same_lasar": (1, 3, 0),
    }


EVERYBODY = [
    *PEOPLE,
    graduate("followed to + 3").resident(2006, 2008, SyssStatJ=1, Ssyk4="3225"),
    graduate("autumn", "2010-07-01").resident(2011, SyssStat11=1, Ssyk4_J16="3225", SsykStatus_J16=3),
    graduate("earning").general_degree("2005-06-30").resident(2006, **EARNS, Ssyk4="3225"),
    graduate("earning the same year").general_degree("2009-01-10").resident(2005, **EARNS),
    Person("never registered")
    .degree(G, "2005-01-15")
    .licensed("TH", "2005-02-01")
    .resident(2006, SyssStatJ=1),
    advanced("nurse").degree(SPECIALIST, "2005-06-10").resident(2005, 2006, **EARNS),
]


def test_every_choice_that_has_an_alternative_is_there(count_case: CountCase) -> None:
    """Definitions, [A]: the value in force and each alternative, once for every measure it changes."""
    case = Case(EVERYBODY, professions=(G, "sjukskoterska"))
    rows = count_case(case, "measures.sensitivity").rows("select * from measures.sensitivity")
    names = ("profession", "model", "cohort", "measure", "choice", "alternative")
    assert len({tuple(row[name] for name in names) for row in rows}) == len(rows)
    education = {(row["choice"], row["alternative"]) for row in rows if row["model"] == "education"}
    assert education == {
        (choice.name, value)
        for choice in choices().values()
        if choice.alternatives
        for value in choice.allowed
    }
    licensed = {(row["choice"], row["alternative"]) for row in rows if row["model"] == "licensed"}
    assert education - licensed == {
        *(("established_year", value) for value in ("following_year", "lasar_end_year")),
        *(("general_degree", value) for value in ("to_end_of_data", "same_lasar")),
    }


@pytest.mark.parametrize(
    "changed",
    [
        {},
        *({c.name: value} for c in choices().values() for value in c.alternatives),
        {"target_set": "either", "employed_base": "licensed", "follow_up_year": "lasar"},
    ],
    ids=lambda changed: "-".join(changed.values()) or "defaults",
)
def test_the_value_in_force_is_the_released_cell(count_case: CountCase, changed: dict[str, str]) -> None:
    """In every model and cohort, whatever is set; only a target set's name is added (R30)."""
    case = Case(EVERYBODY, professions=(G, "sjukskoterska"), choices=changed)
    counted = count_case(case, "measures.sensitivity", "measures.cells")
    shown = ("numerator", "denominator", "n_not_observable", "value", "status")
    cells = {
        (r["profession"], r["model"], r["cohort"], r["measure"]): tuple(r[name] for name in shown)
        for r in counted.rows("select * from measures.cells where by_1 = ''")
    }
    in_force = {**defaults(), **changed}
    compared = set()
    for row in counted.rows("select * from measures.sensitivity"):
        if row["alternative"] == in_force[row["choice"]]:
            measure = row["measure"].removesuffix("_workplace").removesuffix("_either")
            found = cells[row["profession"], row["model"], row["cohort"], measure]
            assert tuple(row[name] for name in shown) == found, row
            compared.add((row["model"], measure))
    headline = [f"{m}_{k}" for m in ("resident", "employed", "in_profession", "retention") for k in (1, 3)]
    headline.append("stayed_1_to_3")
    assert compared == {
        *(("education", m) for m in [*headline, "established", "general_degree_share"]),
        *(("licensed", m) for m in headline),
        ("licence", "established"),
    }
