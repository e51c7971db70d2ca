"""measures.cells: every cell with its value and status."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.conftest import CountCase
from tests.spec.lives import MIDWIFE, Case, Lives, graduate, starter
from tests.spec.measures.five_nurses import FIVE_NURSES

G = "tandhygienist"


def test_columns(five_people: Lives) -> None:
    """Interfaces 3: all present, in this order; unused breakdowns are empty strings."""
    rows = five_people.rows("select * from measures.cells")
    assert [*rows[0]] == [
        *("profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"),
        *("numerator", "denominator", "n_not_observable", "value", "status"),
    ]
    assert {row["model"] for row in rows} == {"education", "licensed"}
    assert all(row[name] is not None for row in rows for name in ("by_1", "value_1", "by_2", "value_2"))


def test_a_cell_stands_once(five_people: Lives) -> None:
    """R12, R13: each cell once, and only with somebody in it or not observable.

    Zero categories aside (R70).
    """
    rows = five_people.rows("select * from measures.cells")
    names = ("model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2")
    keys = {tuple(row[name] for name in names) for row in rows}
    assert len(keys) == len(rows)
    assert all(row["denominator"] + row["n_not_observable"] > 0 for row in rows)


def test_numerators_are_subsets(five_people: Lives) -> None:
    """Definitions 5; R46: net is the exception."""
    rows = five_people.rows("select * from measures.cells where measure not like 'net_%'")
    assert all(0 <= row["numerator"] <= row["denominator"] for row in rows)


def test_values(five_people: Lives) -> None:
    """Interfaces 3: numerator / denominator."""
    assert five_people.cell("exam_rate_to_date") == (4, 5, 0, 0.8, "ok")
    assert five_people.cell("licensed_share") == (3, 4, 0, 0.75, "ok")
    assert five_people.cell("composition", sex="woman") == (3, 5, 0, 0.6, "ok")
    assert five_people.cell("exam_rate_to_date", cohort="2001", sex="woman") == (1, 2, 0, 0.5, "ok")
    assert five_people.cell("exam_rate_to_date", cohort="2002") is None


def test_net_may_be_negative(five_people: Lives) -> None:
    """R46: Bo alone came from county 14 and was licensed; he is not resident the year after."""
    assert five_people.cell("net_1", county="14") == (-1, 1, 0, -1.0, "ok")


def test_quartiles(five_people: Lives) -> None:
    """R34: three names, counts are persons with both dates; R35: type 7 of 23, 29, 30 and 35 months."""
    assert five_people.cell("months_start_to_degree_p25") == (4, 4, 0, 27.5, "ok")
    assert five_people.cell("months_start_to_degree_p50") == (4, 4, 0, 29.5, "ok")
    assert five_people.cell("months_start_to_degree_p75") == (4, 4, 0, 31.25, "ok")
    assert five_people.cell("months_start_to_degree_p50", sex="man") == (2, 2, 0, 32.5, "ok")
    assert five_people.cell("months_degree_to_licence_p50") == (3, 3, 0, 0.0, "ok")
    assert five_people.cell("months_start_to_degree") is None


@pytest.fixture(scope="module")
def young(count_case: CountCase) -> Lives:
    """Degrees to 29 June 2010, a day before HT 2004 is mature; licences are not delivered."""
    people = [starter(label, label).degree(G, "2006-06-10") for label in ("HT2003", "HT2004")]
    covers = {"degrees": [date(1993, 7, 1), date(2010, 6, 29)]}
    case = Case(
        [*people, starter("left", "HT2004")], covers=covers, without=("licences",), window="2003-2004"
    )
    return count_case(case, "measures.cells")


def test_an_immature_cell_keeps_its_counts(young: Lives) -> None:
    """Definitions 5, R13: to-date measures of a cohort that is not mature.

    A window when all its years are.
    """
    assert young.cell("exam_rate_to_date", cohort="2003") == (1, 1, 0, 1.0, "ok")
    assert young.cell("exam_rate_to_date", cohort="2004") == (1, 2, 0, 0.5, "immature")
    assert young.cell("exam_rate_to_date", cohort="2003-2004") == (2, 3, 0, 2 / 3, "immature")
    assert young.cell("months_start_to_degree_p50", cohort="2004") == (1, 1, 0, 23.0, "immature")
    assert young.cell("months_start_to_degree_p50", cohort="2003") == (1, 1, 0, 35.0, "ok")


def test_a_horizon_of_its_own_does_not_mature(young: Lives) -> None:
    """Definitions 5: the exam rate within nominal time + 3 years, and fate, have their deadlines covered."""
    assert young.cell("exam_rate_nominal_3", cohort="2004") == (1, 2, 0, 0.5, "ok")
    assert young.cell("fate", cohort="2004", fate="left") == (1, 2, 0, 0.5, "ok")
    assert young.cell("composition", cohort="2004") == (2, 2, 0, 1.0, "ok")


def test_nobody_observable_is_not_zero(young: Lives) -> None:
    """R13, R14: denominator 0 and somebody not observable; before the question of maturity."""
    assert young.cell("licensed_share", cohort="2003") == (0, 0, 1, None, "not_observable")
    assert young.cell("licensed_share", cohort="2003-2004") == (0, 0, 2, None, "not_observable")
    assert young.cell("employed_3", cohort="2003") == (0, 0, 1, None, "not_observable")
    assert young.cell("status_1", cohort="2003", status="in_profession") == (0, 0, 1, None, "not_observable")
    assert young.cell("mobility_home_to_after_1", cohort="2003") == (0, 0, 1, None, "not_observable")
    assert young.cell("months_degree_to_licence_p50", cohort="2003") == (0, 0, 1, None, "not_observable")


def test_zero_cells_of_categories(young: Lives) -> None:
    """R59, R60, R70: written, with the value zero."""
    assert young.cell("fate", cohort="2004", fate="registered") == (0, 2, 0, 0.0, "ok")


@pytest.fixture(scope="module")
def five_nurses(count_case: CountCase) -> Lives:
    return count_case(FIVE_NURSES, "measures.cells")


def test_cells_of_the_licence_model(five_nurses: Lives) -> None:
    """R48: every kind of cell, with its value and status; a läsår never is immature."""
    said = {"profession": "sjukskoterska", "cohort": "2000/01", "model": "licence"}
    assert five_nurses.cell("started_share", **said) == (4, 5, 0, 0.8, "ok")
    assert five_nurses.cell("started_share", **said, sex="man", age="35-") == (1, 1, 0, 1.0, "ok")
    assert five_nurses.cell("started_share", **said, specialisation=MIDWIFE) == (1, 5, 0, 0.2, "ok")
    assert five_nurses.cell("applied_share", **said) == (0, 0, 5, None, "not_observable")
    assert five_nurses.cell("exam_rate_nominal_3", **said) == (2, 3, 1, 2 / 3, "ok")
    assert five_nurses.cell("exam_rate_nominal_3", **said, sex="unknown") == (0, 0, 1, None, "not_observable")
    assert five_nurses.cell("established", **said, degree_county="14") == (1, 1, 0, 1.0, "ok")
    assert five_nurses.cell("started_share_by_year", **said, years_since_licence="2") == (0, 5, 0, 0.0, "ok")
    assert five_nurses.cell("started_share_by_year", **said, years_since_licence="3") == (3, 5, 0, 0.6, "ok")
    barn = {"years_since_licence": "23", "specialisation": "barn"}
    assert five_nurses.cell("started_share_by_year", **said, **barn) == (1, 5, 0, 0.2, "ok")
    assert five_nurses.cell("started_share_by_year", **said, years_since_licence="24") is None
    assert five_nurses.cell("applied_share_by_year", **said, years_since_licence="0") == (
        *(0, 0, 5, None, "not_observable"),
    )
    assert five_nurses.cell("graduated_share_by_year", **said, years_since_start="0") == (2, 4, 0, 0.5, "ok")
    # Eva, of HT 2024, is seen to 30 June 2025 only.
    assert five_nurses.cell("graduated_share_by_year", **said, years_since_start="1") == (
        2,
        3,
        1,
        2 / 3,
        "ok",
    )
    assert five_nurses.cell("graduated_share_by_year", **said, years_since_start="22") == (
        *(0, 0, 4, None, "not_observable"),
    )
    share = {"degree_county": "14", "specialisation": "anestesi"}
    assert five_nurses.cell("specialisation_share", **said, **share) == (1, 1, 0, 1.0, "ok")
    matrix = {"from_county": "01", "to_county": "14"}
    assert five_nurses.cell("mobility_licence_to_start", **said, **matrix) == (1, 1, 0, 1.0, "ok")
    # Dan's row of 2001 was rejected, so his origin is not observable; Eva is abroad in both years.
    assert five_nurses.cell("mobility_licence_to_start", **said) == (3, 3, 1, 1.0, "ok")


def test_a_cell_stands_once_in_every_model(five_nurses: Lives) -> None:
    """R13: each cell once, with somebody in it or not observable, the curves' zeros and categories aside."""
    rows = five_nurses.rows("select * from measures.cells")
    assert {row["model"] for row in rows} == {"licence"}
    names = ("model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2")
    assert len({tuple(row[name] for name in names) for row in rows}) == len(rows)
    assert all(row["denominator"] + row["n_not_observable"] > 0 for row in rows)
    assert all(0 <= row["numerator"] <= row["denominator"] for row in rows)


def test_licence_years_do_not_mature(count_case: CountCase) -> None:
    """Definitions 5: young cohorts are followed by licence year instead; immature in the other model."""
    person = graduate("x", "2022-06-10", start="HT2010").resident(2023, SyssStat11=6)
    person.rows["degrees"][0]["Examensdatum"] = "2022-06-09"
    covers = {
        "degrees": [date(1993, 7, 1), date(2022, 6, 30)],
        "licences": [date(1960, 1, 1), date(2022, 6, 30)],
    }
    counted = count_case(Case([person], covers=covers, window="2010-2014"), "measures.cells")
    assert counted.cell("resident_1", cohort="2022", model="licensed") == (1, 1, 0, 1.0, "ok")
    assert counted.cell("resident_1", cohort="2010", model="education") == (1, 1, 0, 1.0, "ok")
    person = graduate("y", "2019-06-10", start="HT2014").resident(2020, SyssStat19=6)
    person.rows["degrees"][0]["Examensdatum"] = "2019-06-09"
    covers = {
        "degrees": [date(1993, 7, 1), date(2020, 6, 30)],
        "licences": [date(1960, 1, 1), date(2020, 6, 30)],
    }
    counted = count_case(Case([person], covers=covers, window="2014-2014"), "measures.cells")
    assert counted.cell("resident_1", cohort="2019", model="licensed") == (1, 1, 0, 1.0, "ok")
    assert counted.cell("resident_1", cohort="2014", model="education") == (1, 1, 0, 1.0, "immature")


def test_cells_of_a_licence_year(five_people: Lives) -> None:
    """R72: Anna was licensed in 2003, and is not resident in 2004."""
    assert five_people.cell("resident_1", cohort="2003", model="licensed") == (0, 1, 0, 0.0, "ok")
    assert five_people.cell("resident_1", cohort="2003", model="licensed", degree_institution="KI") == (
        *(0, 1, 0, 0.0, "ok"),
    )
    away = {"status": "abroad_or_dead", "sex": "woman"}
    assert five_people.cell("status_1", cohort="2003", model="licensed", **away) == (1, 1, 0, 1.0, "ok")
    assert five_people.cell("employed_1", cohort="2003", model="licensed") is None
    assert five_people.cell("resident_1", cohort="2005", model="licensed") is None
