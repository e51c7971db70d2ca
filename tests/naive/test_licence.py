"""Hand-worked checks of the licence model: a few nurses each, the numbers worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.naive import nurses
from tests.naive.attrition import Step, compute_licence_attrition
from tests.naive.cells import Cell, Cells, Key
from tests.naive.delivery import Delivery, Row
from tests.naive.groups import group_from_list
from tests.naive.licence import compute_licence, licence_cohorts, years_followed
from tests.naive.nurses import Nurse, Start
from tests.naive.random_lives import random_delivery
from tests.naive.sensitivity import compute_licence_sensitivity
from tests.naive.terms import lasar_label, parse_term, term_label

SJ = group_from_list("sjukskoterska")
ADVANCED = [group_from_list(name) for name in SJ.leads_to]
SPECIALIST, MIDWIFE = "specialistsjukskoterska", "barnmorska"
COVERS: dict[str, list[Any]] = {
    "registrations": ["HT1993", "HT2024"],
    "degrees": [date(1993, 7, 1), date(2025, 6, 30)],
    "applications": ["HT1993", "HT2024"],
    "licences": [date(1960, 1, 1), date(2025, 12, 31)],
    "individuals": [1999, 2024],
}


def delivery(people: dict[str, list[tuple[str, Row]]], **covers: Any) -> Delivery:
    """Named people with their rows; `register=None` is a register that is not delivered."""
    merged = {name: span for name, span in (COVERS | covers).items() if span is not None}
    registers: dict[str, list[Row]] = {name: [] for name in merged}
    for lopnr, rows in people.items():
        for register, row in rows:
            if register in registers:
                registers[register].append({"LopNr": lopnr} | row)
    return Delivery(covers=merged, registers=registers)


def licensed(day: str) -> tuple[str, Row]:
    return "licences", {"yrkeskod": "SJ", "legitimationsdatum": date.fromisoformat(day)}


def term_of(label: str) -> Row:
    return {"Ar": int(label[2:]), "Termin": 2 if label.startswith("HT") else 1}


def reg(label: str, named: str | None = None, education: str = SPECIALIST, **more: Any) -> tuple[str, Row]:
    return "registrations", {"YProg": education, "Inriktning": named} | term_of(label) | more


def applied(label: str, education: str = SPECIALIST) -> tuple[str, Row]:
    return "applications", {"YProg": education, "prioritet": 2, "behorig": 0} | term_of(label)


def degree(day: str, named: str | None = None, education: str = SPECIALIST, **more: Any) -> tuple[str, Row]:
    return (
        "degrees",
        {"Examenskod": education, "Examensdatum": date.fromisoformat(day), "Inriktning": named} | more,
    )


def lisa(year: int, place: str = "0180", **more: Any) -> tuple[str, Row]:
    return "individuals", {"Ar": year, "Kon": 2, "FodelseAr": 1975, "Kommun": place} | more


def compute(data: Delivery) -> Cells:
    return compute_licence(data, SJ, ADVANCED, ["2000/01"])


def cell(data: Delivery, measure: str, *cut: str) -> tuple[int, int, int] | None:
    found = compute(data).get(Key("sjukskoterska", "licence", "2000/01", measure, *cut))
    return None if found is None else found[:3]


def nurse(*rows: tuple[str, Row], **covers: Any) -> Nurse:
    """One nurse licensed on 15 January 2001, unless another licence is given."""
    given = (
        list(rows) if any(register == "licences" for register, _ in rows) else [licensed("2001-01-15"), *rows]
    )
    cohorts = licence_cohorts(
        delivery({"a": given}, **covers), SJ, ADVANCED, ["1999/00", "2000/01", "2001/02"]
    )
    return next(one for members in cohorts.values() for one in members)


@pytest.mark.parametrize(
    ("day", "lasar", "first_term"),
    [
        ("2000-07-01", "2000/01", "HT2000"),
        ("2000-12-31", "2000/01", "VT2001"),
        ("2000-12-30", "2000/01", "HT2000"),
        ("2001-06-30", "2000/01", "HT2001"),
        ("2001-07-01", "2001/02", "HT2001"),
    ],
)
def test_the_lasar_and_the_first_term_that_ends_after_the_licence(
    day: str, lasar: str, first_term: str
) -> None:
    one = nurse(licensed(day))
    assert (lasar_label(one.lasar), term_label(one.first_term)) == (lasar, first_term)


def test_a_start_in_the_term_of_the_licence_counts_and_one_before_does_not() -> None:
    data = delivery(
        {
            "same term": [licensed("2001-01-15"), reg("VT2001", "barn")],
            "before only": [licensed("2001-01-15"), reg("HT2000", "barn")],
            "on the last day": [licensed("2001-06-30"), reg("VT2001", "barn")],
            "before and after": [licensed("2001-01-15"), reg("HT2000", "barn"), reg("HT2002", "barn")],
            "exchange": [licensed("2001-01-15"), reg("HT2001", "barn", InresUtbytesStud=1)],
            "contract": [licensed("2001-01-15"), reg("HT2001", "barn", Uppdrag=1)],
            "other programme": [licensed("2001-01-15"), reg("HT2001", None, "lakare")],
            "other lasar": [licensed("2001-07-01"), reg("HT2001", "barn")],
        }
    )
    assert cell(data, "started_share") == (2, 7, 0)
    assert cell(data, "started_share", "specialisation", "barn") == (2, 7, 0)
    curve = [cell(data, "started_share_by_year", "years_since_licence", str(k)) for k in (0, 1, 2, 23)]
    assert curve == [(1, 7, 0), (1, 7, 0), (2, 7, 0), (2, 7, 0)]
    assert cell(data, "started_share_by_year", "years_since_licence", "24") is None


def test_a_tie_goes_by_education_then_a_known_specialisation_then_the_alphabet() -> None:
    midwife = nurse(reg("HT2001", "barn"), reg("HT2001", None, MIDWIFE))
    assert nurses.first_start(midwife) == Start(parse_term("HT2001"), MIDWIFE, MIDWIFE)
    known = nurse(reg("HT2001"), reg("HT2001", "psykiatrisk"), reg("HT2001", "distrikt"))
    assert nurses.first_start(known) == Start(parse_term("HT2001"), SPECIALIST, "distrikt")


def test_an_unknown_start_takes_the_specialisation_of_the_first_later_degree() -> None:
    late = nurse(reg("HT2001", "okänd"), degree("2001-06-30", "barn"), degree("2003-01-01", "aldre"))
    assert nurses.first_start(late) == Start(parse_term("HT2001"), SPECIALIST, "aldre")
    unsaid = nurse(reg("HT2001"), degree("2002-01-01"), degree("2003-01-01", "aldre"))
    assert nurses.first_start(unsaid) == Start(parse_term("HT2001"), SPECIALIST, "unknown")
    assert list(nurses.starts_by_specialisation(unsaid)) == ["unknown"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"Inriktning": "barn", "SUN2020Inr": "723c"}, "barn"),
        ({"Inriktning": "barnmorska", "SUN2020Inr": "723c"}, "anestesi"),
        ({"SUN2020Inr": "723h", "SUN2000Inr": "723d"}, "distrikt"),
        ({"SUN2020Inr": "723a", "SUN2000Inr": "723d"}, "barn"),
        ({"SUN2000Inr": "723b"}, "annan"),
        ({"SUN2000Inr": "723c"}, "unknown"),
        ({"SUN2000Inr": "723i"}, "unknown"),
        ({"SUN2000Inr": "723j"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_specialisation_of_a_degree(said: Row, expected: str) -> None:
    assert nurses.degree_specialisation(ADVANCED[0], said) == expected
    assert nurses.degree_specialisation(ADVANCED[1], said) == MIDWIFE


def test_graduation_overall_takes_any_specialisation_and_per_specialisation_its_own_or_unknown() -> None:
    data = delivery(
        {
            "own": [licensed("2001-01-15"), reg("HT2001", "barn"), degree("2002-06-01", "barn")],
            "other": [licensed("2001-01-15"), reg("HT2001", "barn"), degree("2002-06-01", "aldre")],
            "unsaid": [licensed("2001-01-15"), reg("HT2001", "barn"), degree("2002-06-01")],
            "before": [licensed("2001-01-15"), reg("HT2001", "barn"), degree("2001-06-30", "barn")],
            "general": [
                licensed("2001-01-15"),
                reg("HT2001", "barn"),
                degree("2002-06-01", "barn", ExaKategori="generell"),
            ],
            "midwife": [
                licensed("2001-01-15"),
                reg("HT2001", "barn"),
                degree("2002-06-01", education=MIDWIFE),
            ],
        }
    )
    assert cell(data, "exam_rate_to_date") == (3, 6, 0)
    assert cell(data, "exam_rate_to_date", "specialisation", "barn") == (2, 6, 0)
    assert cell(data, "exam_rate_to_date", "specialisation", "aldre") is None
    assert cell(
        data, "specialisation_share", "degree_county", "abroad_or_dead", "specialisation", "barn"
    ) == (
        2,
        3,
        0,
    )


@pytest.mark.parametrize(
    ("education", "last_day", "first_late_day"),
    [(SPECIALIST, "2005-06-30", "2005-07-01"), (MIDWIFE, "2005-12-31", "2006-01-01")],
)
def test_the_deadline_is_nominal_and_six_terms_after_the_start(
    education: str, last_day: str, first_late_day: str
) -> None:
    data = delivery(
        {
            name: [licensed("2001-01-15"), reg("HT2001", "barn", education), degree(day, "barn", education)]
            for name, day in (("in time", last_day), ("late", first_late_day))
        }
    )
    assert cell(data, "exam_rate_nominal_3") == (1, 2, 0)
    reach = delivery({"a": [licensed("2001-01-15"), reg("HT2001", None, education)]})
    reach.covers["degrees"] = [date(1993, 7, 1), date.fromisoformat(last_day)]
    assert cell(reach, "exam_rate_nominal_3") == (0, 1, 0)
    reach.covers["degrees"] = [date(2001, 7, 2), date(2025, 6, 30)]
    assert cell(reach, "exam_rate_nominal_3") == (0, 0, 1)


def test_who_cannot_be_followed_from_the_licence_is_not_observable_whatever_was_registered() -> None:
    rows = {
        "early": [licensed("2000-09-01"), reg("HT2001", "barn"), degree("2002-06-01", "barn"), lisa(2000)],
        "late": [licensed("2001-01-15"), reg("HT2001", "aldre"), lisa(2001)],
    }
    data = delivery(rows, registrations=["VT2001", "HT2024"])
    assert cell(data, "started_share") == (1, 1, 1)
    assert cell(data, "started_share", "specialisation", "barn") == (0, 1, 1)
    assert cell(data, "exam_rate_to_date", "specialisation", "barn") == (0, 0, 1)
    assert cell(data, "exam_rate_to_date") == (0, 1, 1)
    assert cell(data, "mobility_licence_to_start") == (1, 1, 1)
    moved = ("mobility_licence_to_start", "from_county", "01", "to_county")
    assert cell(data, *moved, "01") == (1, 1, 1)
    assert cell(data, *moved, "abroad_or_dead") is None
    assert cell(data, "established", "degree_county", "unknown") == (0, 0, 1)


def test_the_curve_ends_with_the_last_whole_lasar_and_a_lone_last_autumn_is_in_the_share_only() -> None:
    rows = {"a": [licensed("2001-01-15"), reg("HT2002", "barn")], "b": [licensed("2001-01-15")]}
    autumn = delivery(rows, registrations=["HT1993", "HT2002"])
    assert cell(autumn, "started_share") == (1, 2, 0)
    assert cell(autumn, "started_share_by_year", "years_since_licence", "1") == (0, 2, 0)
    assert cell(autumn, "started_share_by_year", "years_since_licence", "1", "specialisation", "barn") == (
        0,
        2,
        0,
    )
    assert cell(autumn, "started_share_by_year", "years_since_licence", "2") is None
    spring = delivery(rows, registrations=["HT1993", "VT2003"])
    assert cell(spring, "started_share_by_year", "years_since_licence", "2") == (1, 2, 0)
    assert list(years_followed(1999, 2000)) == [] and list(years_followed(None, 2000)) == []


def test_applications() -> None:
    rows = {
        "first term": [licensed("2001-01-15"), applied("VT2001")],
        "before": [licensed("2001-01-15"), applied("HT2000")],
        "later, midwife": [licensed("2000-07-01"), applied("VT2003", MIDWIFE)],
        "other": [licensed("2000-07-01"), applied("VT2003", "lakare")],
    }
    data = delivery(rows)
    assert cell(data, "applied_share") == (2, 4, 0)
    assert cell(data, "applied_share_by_year", "years_since_licence", "1") == (1, 4, 0)
    assert cell(data, "applied_share_by_year", "years_since_licence", "2") == (2, 4, 0)
    assert cell(data, "applied_share", "specialisation", "barn") is None
    short = delivery(rows, applications=["VT2001", "HT2002"])
    assert cell(short, "applied_share") == (1, 2, 2)
    assert cell(short, "applied_share_by_year", "years_since_licence", "1") == (1, 2, 2)
    assert cell(short, "applied_share_by_year", "years_since_licence", "2") is None
    without = compute(delivery(rows, applications=None))
    key = Key("sjukskoterska", "licence", "2000/01", "applied_share")
    assert without[key] == Cell(0, 0, 4, None, "not_observable")
    assert not [key for key in without if key.measure == "applied_share_by_year"]


def test_graduated_by_year_drops_the_starters_who_are_not_followed_so_far() -> None:
    rows = {
        "same lasar": [licensed("2001-01-15"), reg("HT2001", "barn"), degree("2002-06-30", "barn")],
        "next lasar": [licensed("2001-01-15"), reg("HT2001", "barn"), degree("2002-07-01", "barn")],
        "late start": [licensed("2001-01-15"), reg("VT2004", "barn"), degree("2004-06-01", "barn")],
        "never": [licensed("2001-01-15")],
    }
    data = delivery(rows, degrees=[date(1993, 7, 1), date(2004, 6, 30)])
    found = [cell(data, "graduated_share_by_year", "years_since_start", str(k)) for k in range(5)]
    assert found == [(2, 3, 0), (2, 2, 1), (2, 2, 1), (0, 0, 3), None]
    shorter = delivery(rows, degrees=[date(1993, 7, 1), date(2004, 6, 29)])
    found = [cell(shorter, "graduated_share_by_year", "years_since_start", str(k)) for k in range(4)]
    assert found == [(1, 2, 1), (2, 2, 1), (0, 0, 3), None]


def test_points_and_the_year_after_the_degree() -> None:
    rows = [licensed("2001-01-15"), reg("VT2003", "barn"), degree("2004-07-01", "barn")]
    years = [lisa(2001, "1380"), lisa(2003, "1382"), lisa(2004, "0180")]
    data = delivery({"a": [*rows, *years]})
    cells = compute(data)

    def one(measure: str, *places: str) -> bool:
        cut = ("from_region", places[0], "to_region", places[1])
        return cells[Key("sjukskoterska", "licence", "2000/01", measure, *cut)][:3] == (1, 1, 0)

    assert one("mobility_licence_to_start", "Södra", "Västra")
    assert one("mobility_licence_to_degree", "Södra", "Stockholm")
    assert one("mobility_start_to_degree", "Västra", "Stockholm")
    assert one("mobility_degree_to_after_1", "Stockholm", "abroad_or_dead")
    assert cell(data, "started_share", "licence_county", "13") == (1, 1, 0)
    assert cell(data, "started_share", "sex", "woman", "age", "25-29") == (1, 1, 0)
    assert cell(data, "started_share", "age", "25-29") == (1, 1, 0)


def test_established_counts_from_the_lasar_of_the_advanced_degree() -> None:
    income: dict[str, Any] = {"SyssStatJ": 1, "ForvErs": 9_999}
    rows = [
        licensed("2001-01-15"),
        reg("HT2002", "barn"),
        degree("2004-07-01", "barn"),
        lisa(2004),
        lisa(2005, **income, ALosDag=1),
        lisa(2006, **income),
    ]
    data = delivery({"a": rows})
    assert cell(data, "established") == (1, 1, 0)
    assert cell(data, "established", "degree_county", "01") == (1, 1, 0)
    assert cell(data, "established", "specialisation", "barn") == (1, 1, 0)
    found = compute_licence_sensitivity(data, SJ, ADVANCED, ["2000/01"])
    key = Key("sjukskoterska", "licence", "2000/01", "established")
    assert {name[1:]: other[:3] for name, other in found.items()} == {
        ("established_year", "following_year"): (1, 1, 0),
        ("established_year", "lasar_end_year"): (0, 1, 0),
    }
    assert {name[0] for name in found} == {key}


def test_only_reused_numbers_are_left_out() -> None:
    data = delivery(
        {
            "kept": [licensed("2001-01-15")],
            "reused": [licensed("2001-01-15"), lisa(2010, AterPNr=1)],
            "other lasar": [licensed("2003-01-15")],
            "licensed again": [licensed("2001-01-15"), licensed("2003-01-15")],
        }
    )
    assert compute_licence_attrition(data, SJ, ["2000/01"]) == {
        Step("sjukskoterska", "licence", "2000/01", "candidates"): 3,
        Step("sjukskoterska", "licence", "2000/01", "excluded", "reused_number"): 1,
        Step("sjukskoterska", "licence", "2000/01", "followed"): 2,
    }
    assert cell(data, "started_share") == (0, 2, 0)


@pytest.mark.parametrize("seed", [4, 34])
def test_groups_and_matrices_add_up_on_random_lives(seed: int) -> None:
    cells = compute_licence(random_delivery(seed, persons=80), SJ, ADVANCED)
    assert cells
    for key, whole in cells.items():
        if key.by_1 != "":
            continue
        for by in ("sex", "age", "background", "licence_county", "licence_region"):
            parts = [other for name, other in cells.items() if name[:5] == (*key[:4], by) and not name.by_2]
            if not key.measure.startswith("mobility"):
                assert tuple(map(sum, zip(*(part[:3] for part in parts), strict=True))) == whole[:3], key
        for level in ("county", "region"):
            parts = [other for name, other in cells.items() if name[:5] == (*key[:4], f"from_{level}")]
            if key.measure.startswith("mobility"):
                assert sum(part.numerator for part in parts) == whole.numerator, key


def test_random_nurses_reach_every_measure_and_every_kind_of_start() -> None:
    cells: Cells = {}
    ties = several = unlike = 0
    for seed in (4, 34, 88):
        data = random_delivery(seed)
        cells.update({key: one for key, one in compute_licence(data, SJ, ADVANCED).items() if one.numerator})
        for members in licence_cohorts(data, SJ, ADVANCED).values():
            for one in members:
                study = nurses.overall_study(one)
                if study.start is None:
                    continue
                terms = [start[0] for start in set(nurses.registered_starts(one))]
                found = nurses.degree_of(one, study)
                ties += terms.count(study.start.term) > 1
                several += len(nurses.starts_by_specialisation(one)) > 1
                unlike += found is not None and found.specialisation != study.start.specialisation
    assert min(ties, several, unlike) >= 5
    assert {key.measure for key in cells} == {
        "applied_share",
        "applied_share_by_year",
        "started_share",
        "started_share_by_year",
        "graduated_share_by_year",
        "exam_rate_nominal_3",
        "exam_rate_to_date",
        "established",
        "mobility_licence_to_start",
        "mobility_start_to_degree",
        "mobility_licence_to_degree",
        "mobility_degree_to_after_1",
        "specialisation_share",
    }
    named = {key.value_1 for key in cells if key.by_1 == "specialisation"}
    assert named >= {"anestesi", "barn", "distrikt", "kirurgisk", "psykiatrisk", "barnmorska", "unknown"}
