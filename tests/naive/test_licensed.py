"""Hand-worked checks of the cohorts by licence year and of the sensitivity table."""

from __future__ import annotations

from typing import Any

import pytest

from tests.naive.attrition import Step, compute_licensed_attrition
from tests.naive.cells import Cell, Key
from tests.naive.compute import compute_measures
from tests.naive.delivery import Delivery
from tests.naive.groups import group_from_list
from tests.naive.licensed import compute_licensed
from tests.naive.measures import STATUSES
from tests.naive.random_lives import all_groups, random_delivery
from tests.naive.sensitivity import compute_licensed_sensitivity, compute_sensitivity
from tests.naive.test_licence import degree, delivery, licensed, lisa, reg

SJ = group_from_list("sjukskoterska")
GROUP = "sjukskoterska"
AT_WORK: dict[str, Any] = {"SyssStatJ": 1, "Ssyk4": "3231"}


def cell(data: Delivery, measure: str, *cut: str, cohort: str = "2005") -> tuple[int, int, int] | None:
    found = compute_licensed(data, [SJ]).get(Key(GROUP, "licensed", cohort, measure, *cut))
    return None if found is None else found[:3]


def alternative(
    data: Delivery, measure: str, choice: str, name: str, cohort: str = "2005"
) -> tuple[int, int, int] | None:
    key = Key(GROUP, "licensed", cohort, measure)
    found = compute_licensed_sensitivity(data, [SJ]).get((key, choice, name))
    return None if found is None else found[:3]


def test_the_degree_decides_and_not_when_it_was_issued() -> None:
    people = {
        "degree before": [licensed("2005-03-01"), degree("2004-12-01", None, GROUP)],
        "degree after": [licensed("2005-03-01"), degree("2009-12-01", None, GROUP)],
        "no degree": [licensed("2005-03-01")],
        "general degree": [licensed("2005-03-01"), degree("2004-12-01", None, GROUP, ExaKategori="generell")],
        "reused, no degree": [licensed("2005-03-01"), lisa(2003, AterPNr=1)],
        "too early": [licensed("1999-12-31"), degree("1999-12-01", None, GROUP)],
        "on exchange": [
            licensed("2005-03-01"),
            degree("2004-12-01", None, GROUP),
            reg("HT2003", None, GROUP, InresUtbytesStud=1),
        ],
    }
    data = delivery(people)
    assert cell(data, "resident_1") == (0, 3, 0)
    step = Step(GROUP, "licensed", "2005", "candidates")
    assert compute_licensed_attrition(data, [SJ]) == {
        step: 6,
        step._replace(step="excluded", reason="reused_number"): 1,
        step._replace(step="excluded", reason="no_swedish_degree"): 2,
        step._replace(step="followed"): 3,
    }
    without = compute_licensed(delivery(people, degrees=None), [SJ])
    assert without[Key(GROUP, "licensed", "2005", "resident_1")] == Cell(0, 0, 5, None, "not_observable")
    assert {key.cohort for key in without} == {"2005"}


def test_the_years_after_the_licence() -> None:
    data = delivery(
        {
            "stays": [
                licensed("2005-12-31"),
                degree("2005-06-01", None, GROUP),
                lisa(2006, **AT_WORK),
                lisa(2008, **AT_WORK),
            ],
            "leaves": [licensed("2005-01-01"), degree("2005-06-01", None, GROUP), lisa(2006, **AT_WORK)],
            "other work": [
                licensed("2005-01-01"),
                degree("2005-06-01", None, GROUP),
                lisa(2006, SyssStatJ=1, Ssyk4="5132"),
            ],
            "no occupation": [
                licensed("2005-01-01"),
                degree("2005-06-01", None, GROUP),
                lisa(2006, SyssStatJ=1),
            ],
        }
    )
    assert cell(data, "resident_1") == (4, 4, 0) and cell(data, "resident_3") == (1, 4, 0)
    assert cell(data, "employed_1") == (4, 4, 0) and cell(data, "employed_3") == (1, 1, 0)
    assert cell(data, "in_profession_1") == (2, 3, 1)
    assert cell(data, "retention_1") == (2, 3, 1) and cell(data, "retention_3") == (1, 4, 0)
    assert cell(data, "stayed_1_to_3") == (1, 2, 1)
    statuses = {name: cell(data, "status_1", "status", name) for name in STATUSES}
    assert {name: found[0] for name, found in statuses.items() if found and found[0]} == {
        "in_profession": 2,
        "other_work": 1,
        "unknown": 1,
    }
    assert cell(data, "status_3", "status", "studying", "sex", "woman") == (0, 4, 0)
    assert cell(data, "resident_1", "licence_county", "abroad_or_dead") == (4, 4, 0)
    assert cell(data, "resident_1", "age", "30-34") == (4, 4, 0)


def test_degree_institution_is_of_the_first_degree_and_the_lowest_code_that_day() -> None:
    data = delivery(
        {
            "tie": [
                licensed("2005-12-31"),
                degree("2005-06-01", None, GROUP, ExHsKod=None),
                degree("2005-06-01", None, GROUP, ExHsKod="KI"),
                degree("2005-06-01", None, GROUP, ExHsKod="GU"),
                degree("2006-06-01", None, GROUP, ExHsKod="AA"),
            ],
            "missing": [licensed("2005-12-31"), degree("2005-06-01", None, GROUP, ExHsKod=None)],
        }
    )
    assert cell(data, "resident_1", "degree_institution", "GU") == (0, 1, 0)
    assert cell(data, "resident_1", "degree_institution", "unknown") == (0, 1, 0)


def test_follow_up_by_lasar_moves_those_licensed_in_the_second_half_of_a_year() -> None:
    for day, expected in (("2005-06-30", (1, 1, 0)), ("2005-07-01", (0, 1, 0))):
        data = delivery({"a": [licensed(day), degree("2005-06-01", None, GROUP), lisa(2006, **AT_WORK)]})
        for measure in ("resident_1", "retention_1"):
            assert alternative(data, measure, "follow_up_year", "calendar_year") == (1, 1, 0)
            assert alternative(data, measure, "follow_up_year", "lasar") == expected


@pytest.mark.parametrize(
    ("year", "status", "of_year", "november", "age"),
    [
        (2011, 1, 2011, (1, 1, 0), (1, 1, 0)),
        (2011, 2, 2010, (0, 0, 1), (1, 1, 0)),
        (2011, 5, 2009, (0, 0, 1), (0, 0, 1)),
        (2011, 13, None, (1, 1, 0), (1, 1, 0)),
        (2009, 2, 2007, (1, 1, 0), (1, 1, 0)),
    ],
)
def test_occupations_of_another_job_or_another_time(
    year: int,
    status: int,
    of_year: int | None,
    november: tuple[int, int, int],
    age: tuple[int, int, int],
) -> None:
    row = lisa(year, SyssStatJ=1, SyssStat11=1, Ssyk4="3231", SsykStatus_J16=status, SsykAr_J16=of_year)
    data = delivery({"a": [licensed(f"{year - 1}-03-01"), degree("2005-06-01", None, GROUP), row]})
    cohort = str(year - 1)
    for measure in ("in_profession_1", "retention_1"):
        assert alternative(data, measure, "occupation_status", "all_accepted", cohort) == (1, 1, 0)
        assert alternative(data, measure, "occupation_status", "november_only", cohort) == november
        assert alternative(data, measure, "occupation_age", "any_year", cohort) == (1, 1, 0)
        assert alternative(data, measure, "occupation_age", "not_before_licence", cohort) == age


def test_a_missing_occupation_counted_as_no_and_as_yes() -> None:
    person = [licensed("2005-03-01"), degree("2005-01-01", None, GROUP)]
    data = delivery({"a": [*person, lisa(2006, SyssStatJ=1)], "b": [*person, lisa(2006, SyssStatJ=5)]})
    found = [
        alternative(data, "retention_1", "missing_occupation", name)
        for name in ("not_observable", "counted_as_no", "counted_as_yes")
    ]
    assert found == [(0, 1, 1), (0, 2, 0), (1, 2, 0)]
    early = [licensed("2000-03-01"), degree("2000-01-01", None, GROUP)]
    data = delivery({"a": [*early, lisa(2001, SyssStat=1)], "b": [*early]}, individuals=[1999, 2000])
    assert alternative(data, "retention_1", "missing_occupation", "counted_as_yes", "2000") == (0, 0, 2)


def test_employed_of_all_licensed() -> None:
    person = [licensed("2005-03-01"), degree("2005-01-01", None, GROUP)]
    data = delivery(
        {
            "employed": [*person, lisa(2006, SyssStatJ=1)],
            "not employed": [*person, lisa(2006, SyssStatJ=5)],
            "status missing": [*person, lisa(2006)],
            "abroad": person,
        }
    )
    assert alternative(data, "employed_1", "employed_base", "resident") == (1, 2, 1)
    assert alternative(data, "employed_1", "employed_base", "licensed") == (1, 3, 1)


def test_general_degree_in_the_same_lasar() -> None:
    start = reg("HT2002", None, GROUP)
    data = delivery(
        {
            str(number): [
                start,
                degree("2005-06-15", None, GROUP),
                degree(day, None, "kandidat", ExaKategori="generell"),
            ]
            for number, day in enumerate(("2005-06-30", "2004-07-01", "2005-07-01", "2004-06-30"))
        }
    )
    cells = compute_sensitivity(data, [SJ])
    key = Key(GROUP, "education", "2002", "general_degree_share")
    assert cells[key, "general_degree", "to_end_of_data"][:3] == (4, 4, 0)
    assert cells[key, "general_degree", "same_lasar"][:3] == (2, 4, 0)


IN_FORCE = {
    ("target_set", "occupation"),
    ("follow_up_year", "calendar_year"),
    ("occupation_status", "all_accepted"),
    ("occupation_age", "any_year"),
    ("missing_occupation", "not_observable"),
    ("employed_base", "resident"),
    ("established_year", "following_year"),
    ("general_degree", "to_end_of_data"),
}


def test_the_choices_in_force_are_the_measures() -> None:
    data, groups = random_delivery(4, persons=60), all_groups()
    released = compute_licensed(data, groups) | compute_measures(data, groups)
    table = compute_licensed_sensitivity(data, groups) | compute_sensitivity(data, groups)
    in_force = {name: found for name, found in table.items() if name[1:] in IN_FORCE}
    assert {name[1:] for name in in_force} == IN_FORCE
    assert all(found == released[name[0]] for name, found in in_force.items())


def test_every_alternative_changes_something_on_random_lives() -> None:
    table = compute_licensed_sensitivity(random_delivery(4), all_groups())
    first = dict(IN_FORCE)
    changed = {
        (choice, name)
        for (key, choice, name), found in table.items()
        if choice != "target_set" and found != table.get((key, choice, first[choice]), found)
    }
    assert changed == {
        ("follow_up_year", "lasar"),
        ("occupation_status", "november_only"),
        ("occupation_age", "not_before_licence"),
        ("missing_occupation", "counted_as_no"),
        ("missing_occupation", "counted_as_yes"),
        ("employed_base", "licensed"),
    }


def test_statuses_add_up_on_random_lives() -> None:
    cells = compute_licensed(random_delivery(18), all_groups())
    sums: dict[Key, int] = {}
    for key, found in cells.items():
        if key.by_1 == "status":
            whole = key._replace(value_1="in_profession")
            sums[whole] = sums.get(whole, 0) + found.numerator
    assert sums and all(total == cells[key].denominator for key, total in sums.items())
