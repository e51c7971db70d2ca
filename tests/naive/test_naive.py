"""Hand-worked checks of the oracle, so that it is not trusted blindly."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.naive import life as lives
from tests.naive.attrition import Step, compute_attrition
from tests.naive.cells import Cell, Cells, Key
from tests.naive.compute import compute_measures, cuts, maturity_day, quantile
from tests.naive.delivery import Delivery, Row, persons_of
from tests.naive.groups import group_from_dict, group_from_list
from tests.naive.licence import compute_licence
from tests.naive.licensed import compute_licensed
from tests.naive.life import Life
from tests.naive.measures import FATES, STATUSES
from tests.naive.random_lives import all_groups, pilot_groups, random_delivery
from tests.naive.reading import read_delivery
from tests.naive.sensitivity import compute_sensitivity
from tests.naive.terms import add_months, first_day, months_between, parse_term, term_label
from tests.naive.writing import write_delivery

AT = group_from_list("arbetsterapeut")
FT = group_from_list("fysioterapeut")


def delivery(**changes: list[Any]) -> Delivery:
    """Everything covered, one person `1` who starts arbetsterapeut in HT 2004; nothing else known."""
    covers: dict[str, list[Any]] = {
        "registrations": ["HT1993", "HT2024"],
        "degrees": [date(1993, 7, 1), date(2025, 6, 30)],
        "upper_secondary": [1985, 2025],
        "licences": [date(1960, 1, 1), date(2025, 12, 31)],
        "individuals": [1999, 2024],
    }
    registers: dict[str, list[Row]] = {name: [] for name in covers}
    for name, value in changes.items():
        if name.endswith("_cover"):
            covers[name.removesuffix("_cover")] = value
        else:
            registers[name] = [{"LopNr": "1"} | row for row in value]
    if "registrations" not in changes:
        registers["registrations"] = [registration(2004, 2)]
    return Delivery(covers=covers, registers=registers)


def registration(year: int, termin: int, **more: Any) -> Row:
    """One row for arbetsterapeut."""
    return {
        "LopNr": "1",
        "Ar": year,
        "Termin": termin,
        "HsKod": "KI",
        "YProg": "arbetsterapeut",
        "ProgOrt": "0180",
    } | more


def degree(day: str, **more: Any) -> Row:
    """One professional degree."""
    return {"Examenskod": "arbetsterapeut", "Examensdatum": date.fromisoformat(day), "ExHsKod": "KI"} | more


def licence(day: str, code: str = "AT") -> Row:
    """One licence."""
    return {"yrkeskod": code, "legitimationsdatum": date.fromisoformat(day)}


def year_row(year: int, **more: Any) -> Row:
    """One LISA row: a woman born 1980, at home in Stockholm."""
    return {"Ar": year, "Kon": 2, "FodelseAr": 1980, "Kommun": "0180", "UtlSvBakg": 22} | more


def total(data: Delivery, measure: str, cohort: str = "2000-2010", group: Any = AT) -> Cell | None:
    """The uncut cell of a measure."""
    return compute_measures(data, [group]).get(Key(group.id, "education", cohort, measure))


def counts(data: Delivery, measure: str) -> tuple[int, int, int] | None:
    """Numerator, denominator and n_not_observable of the uncut window cell."""
    cell = total(data, measure)
    return None if cell is None else cell[:3]


def the_life(data: Delivery) -> Life:
    """The life of person 1 as an arbetsterapeut."""
    begun = lives.entry(data, AT, persons_of(data)[0])
    assert begun is not None and begun[1] == ""
    return Life(data, AT, persons_of(data)[0], begun[0])


def test_terms() -> None:
    assert parse_term("VT2004") == 4008 and parse_term("HT2004") == 4009
    assert term_label(4009) == "HT2004"
    assert first_day(4008) == date(2004, 1, 1) and first_day(4009) == date(2004, 7, 1)
    assert add_months(date(2004, 2, 29), 24) == date(2006, 2, 28)
    assert add_months(date(2003, 12, 31), 2) == date(2004, 2, 29)
    assert months_between(date(2004, 7, 1), date(2004, 6, 30)) == -1


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2010-06-30", (1, 1, 0)), ("2010-07-01", (0, 1, 0)), ("2004-07-01", (1, 1, 0))],
)
def test_deadline_of_six_terms_from_ht_2004_is_1_july_2010(day: str, expected: tuple[int, int, int]) -> None:
    assert counts(delivery(degrees=[degree(day)]), "exam_rate_nominal_3") == expected


def test_observable_needs_the_day_before_the_deadline_and_not_the_deadline() -> None:
    early = [degree("2007-06-01")]
    reach = delivery(degrees=early, degrees_cover=[date(1993, 7, 1), date(2010, 6, 30)])
    short = delivery(degrees=early, degrees_cover=[date(1993, 7, 1), date(2010, 6, 29)])
    assert counts(reach, "exam_rate_nominal_3") == (1, 1, 0)
    assert counts(short, "exam_rate_nominal_3") == (0, 0, 1)
    cell = total(short, "exam_rate_nominal_3")
    assert cell is not None and cell.status == "not_observable" and cell.value is None


def test_tandhygienist_has_four_terms_before_ht_2019() -> None:
    group = group_from_list("tandhygienist")
    assert group.nominal_terms(parse_term("VT2019")) == 4
    assert group.nominal_terms(parse_term("HT2019")) == 6


def test_degree_before_the_first_day_leaves_out_and_on_it_keeps() -> None:
    before = delivery(degrees=[degree("2004-06-30")])
    assert compute_measures(before, [AT]) == {}
    assert compute_attrition(before, [AT]) == {
        Step("arbetsterapeut", "education", cohort, *step): 1
        for cohort in ("2000-2010", "2004")
        for step in (("candidates", ""), ("excluded", "degree_before_start"))
    }
    assert counts(delivery(degrees=[degree("2004-07-01")]), "exam_rate_to_date") == (1, 1, 0)


def test_a_generic_degree_under_the_group_code_is_earlier_but_not_professional() -> None:
    data = delivery(degrees=[degree("2004-06-30", ExaKategori="generell")])
    assert lives.earlier_degree(the_life(data)) == "yes"
    assert counts(data, "exam_rate_to_date") == (0, 1, 0)


def test_exchange_term_is_ignored_and_a_person_of_only_such_is_left_out() -> None:
    later = delivery(registrations=[registration(2001, 2, InresUtbytesStud=1), registration(2003, 2)])
    assert total(later, "composition", "2003") == Cell(1, 1, 0, 1.0, "ok")
    assert total(later, "composition", "2001") is None
    both = [registration(2001, 2, Uppdrag=1), registration(2003, 2, InresUtbytesStud=1)]
    only = delivery(registrations=both)
    step = Step("arbetsterapeut", "education", "2001", "excluded", "incoming_exchange")
    assert compute_attrition(only, [AT])[step] == 1


def test_institution_is_the_lowest_and_missing_comes_last() -> None:
    data = delivery(
        registrations=[
            registration(2004, 2, HsKod=None, ProgOrt="0114"),
            registration(2004, 2, HsKod="KI", ProgOrt=None),
            registration(2004, 2, HsKod="KI", ProgOrt="1480"),
            registration(2004, 2, HsKod="AA", Uppdrag=1),
        ]
    )
    assert lives.institution(the_life(data)) == "KI"
    assert lives.study_point(the_life(data)) == ("14", "Västra")


def test_background_comes_from_one_row_even_when_a_value_is_missing_there() -> None:
    data = delivery(individuals=[year_row(2003, Kon=1), year_row(2004, Kon=None), year_row(2005)])
    assert lives.sex(the_life(data)) == "unknown"
    assert lives.age(the_life(data)) == "22-24"
    rejected = delivery(individuals=[year_row(2001, Kon=1), year_row(2005)])
    assert lives.sex(the_life(rejected)) == "man"


def test_upper_secondary_latest_record_and_ties() -> None:
    rows = [
        {"AvgAr": 1999, "Laroplan": "Gy2000", "StudieVagKod": "NV"},
        {"AvgAr": 2003, "Laroplan": "Gy2000", "StudieVagKod": "XX"},
        {"AvgAr": 2005, "Laroplan": "Gy2000", "StudieVagKod": "OP"},
    ]
    assert lives.upper_secondary(the_life(delivery(upper_secondary=rows))) == "unknown_or_none"
    tie = [*rows, {"AvgAr": 2003, "Laroplan": "Gy2011", "StudieVagKod": "VO2"}]
    assert lives.upper_secondary(the_life(delivery(upper_secondary=tie))) == "health_care"


def test_spring_start_takes_records_of_the_year_before() -> None:
    data = delivery(
        registrations=[registration(2004, 1)],
        upper_secondary=[{"AvgAr": 2004, "Laroplan": "Gy2000", "StudieVagKod": "NV"}],
    )
    assert lives.upper_secondary(the_life(data)) == "unknown_or_none"


GRADUATE: dict[str, list[Any]] = {"degrees": [degree("2007-06-15")], "licences": [licence("2007-08-01")]}


def test_the_links_after_the_licence() -> None:
    work = year_row(2008, SyssStatJ=1, Ssyk4="3221", AstSNI2007="86211", AstKommun="1480")
    data = delivery(**GRADUATE, individuals=[year_row(2003, Kommun="1480"), work])
    assert counts(data, "resident_1") == (1, 1, 0) and counts(data, "resident_3") == (0, 1, 0)
    assert counts(data, "employed_1") == (1, 1, 0) and counts(data, "employed_3") is None
    assert counts(data, "in_profession_1") == (1, 1, 0)
    assert counts(data, "retention_3") == (0, 1, 0) and counts(data, "stayed_1_to_3") == (0, 1, 0)
    cells = compute_measures(data, [AT])
    key = Key("arbetsterapeut", "education", "2004", "status_3", "status", "abroad_or_dead", "sex", "woman")
    assert cells[key] == Cell(1, 1, 0, 1.0, "ok")
    assert cells[key._replace(value_1="studying")] == Cell(0, 1, 0, 0.0, "ok")
    assert counts(data, "pathway_stayed_in_study_1") == (1, 1, 0)
    assert counts(data, "returned_home_3") == (0, 1, 0)
    matrix = Key("arbetsterapeut", "education", "2000-2010", "mobility_home_to_after_1")
    assert cells[matrix][:3] == (1, 1, 0)
    assert cells[
        matrix._replace(by_1="from_region", value_1="Västra", by_2="to_region", value_2="Stockholm")
    ][:4] == (1, 1, 0, 1.0)
    net = matrix._replace(measure="net_1", by_1="county", value_1="14")
    assert cells[net][:4] == (-1, 1, 0, -1.0)
    assert net._replace(value_1="01") not in cells
    assert (
        cells[
            matrix._replace(
                measure="mobility_study_to_work_1",
                by_1="from_county",
                value_1="01",
                by_2="to_county",
                value_2="14",
            )
        ][0]
        == 1
    )


def test_a_rejected_year_is_not_observable_and_an_accepted_row_beside_it_counts() -> None:
    data = delivery(**GRADUATE, individuals=[year_row(2010)])
    data.rejected_years = {("1", 2008), ("1", 2010)}
    assert counts(data, "resident_1") == (0, 0, 1) and counts(data, "resident_3") == (1, 1, 0)
    cells = compute_measures(data, [AT])
    key = Key("arbetsterapeut", "education", "2000-2010", "status_1", "status", "unknown")
    assert cells[key][:3] == (1, 1, 0)


def test_status_variables_overlap_and_the_newest_filled_wins() -> None:
    assert lives.employed_in_row({"SyssStatJ": 1, "SyssStat11": 5}, 2011) is False
    assert lives.employed_in_row({"SyssStatJ": 1, "SyssStat11": None}, 2011) is True
    assert lives.employed_in_row({"SyssStatJ": 1, "SyssStat11": 5}, 2010) is True
    assert lives.employed_in_row({"SyssStat11": 1}, 2019) is None


def test_occupation_columns_by_year() -> None:
    assert lives.occupation_code({"Ssyk4": "1", "Ssyk4_J16": "2"}, 2009) == "1"
    assert lives.occupation_code({"Ssyk4": "1", "Ssyk4_J16": "2"}, 2010) == "2"
    assert lives.occupation_code({"Ssyk4": "1", "Ssyk4_2012": "3"}, 2014) == "3"
    assert lives.occupation_code({"Ssyk4": "1", "SsykStatus_J16": 6}, 2010) is None
    assert lives.occupation_code({"Ssyk4": "1", "SsykStatus_J16": 6}, 2009) == "1"


def test_fysioterapeut_keeps_the_first_date_of_the_old_title() -> None:
    data = delivery(
        registrations=[registration(2002, 2, YProg="fysioterapeut")],
        degrees=[degree("2006-01-10", Examenskod="fysioterapeut")],
        licences=[
            licence("2014-01-01", "FT") | {"beslutsdatumFysioterapeut": date(2005, 1, 1)},
            licence("2006-03-01", "SG"),
        ],
    )
    cell = total(data, "months_degree_to_licence_p50", group=FT)
    assert cell is not None and cell.value == 2.0


@pytest.mark.parametrize(
    ("day", "follow_up"), [("2005-06-30", 2006), ("2005-07-01", 2007), ("2005-12-31", 2007)]
)
def test_established_follow_up_year_and_strict_threshold(day: str, follow_up: int) -> None:
    limit = {2006: 1744, 2007: 1792}[follow_up]
    for income, expected in ((limit, 0), (limit + 1, 1)):
        rows = [year_row(follow_up, SyssStatJ=1, ForvErs=income)]
        data = delivery(registrations=[registration(2002, 2)], degrees=[degree(day)], individuals=rows)
        assert counts(data, "established") == (expected, 1, 0)
    unemployed = [year_row(follow_up, SyssStatJ=1, ForvErs=9999, ADelDag=1)]
    studying = [year_row(follow_up, SyssStatJ=1, ForvErs=9999, HSDelt=2)]
    for individuals, expected_counts in ((unemployed, (0, 1, 0)), (studying, None)):
        data = delivery(registrations=[registration(2002, 2)], degrees=[degree(day)], individuals=individuals)
        assert counts(data, "established") == expected_counts


def test_licensed_within_counts_the_last_day_and_needs_it_covered() -> None:
    for day, expected in (("2009-06-15", 1), ("2009-06-16", 0), ("2005-01-01", 1)):
        data = delivery(degrees=[degree("2007-06-15")], licences=[licence(day)])
        assert counts(data, "licensed_within") == (expected, 1, 0)
    short = delivery(**GRADUATE, licences_cover=[date(1960, 1, 1), date(2009, 6, 14)])
    assert counts(short, "licensed_within") == (0, 0, 1) and counts(short, "licensed_share") == (1, 1, 0)


def test_fate_is_one_of_four() -> None:
    def fate(data: Delivery) -> str:
        return lives.fate_category(the_life(data))

    assert fate(delivery()) == "left"
    assert fate(delivery(degrees=[degree("2010-07-01")])) == "left"
    assert fate(delivery(degrees=[degree("2009-07-01", Examenskod="lakare")])) == "other_degree"
    last = [registration(2004, 2), registration(2010, 1, YProg="okänd")]
    assert fate(delivery(registrations=last)) == "registered"
    assert fate(delivery(registrations=[last[0], last[1] | {"YProg": None}])) == "left"


def test_heby_knivsta_and_halland() -> None:
    assert lives.place_of("1917") == ("03", "Uppsala-Örebro") == lives.place_of("0331")
    assert lives.place_of("1315") == ("13", "Södra") and lives.place_of("1382") == ("13", "Västra")
    assert lives.place_of("9998") == ("unknown", "unknown")


def test_home_years_that_are_not_covered() -> None:
    data = delivery(individuals_cover=[2004, 2024])
    assert lives.home_point(the_life(data)) is None
    assert lives.breakdown_values(the_life(data))["home_county"] == "unknown"
    cells = compute_measures(data, [AT])
    matrix = Key("arbetsterapeut", "education", "2000-2010", "mobility_home_to_study")
    assert cells[matrix] == Cell(0, 0, 1, None, "not_observable")
    assert [key for key in cells if key.measure == matrix.measure and key.by_1] == []


def test_maturity() -> None:
    assert maturity_day(AT, 2004, 0) == date(2011, 7, 1)
    assert maturity_day(AT, 2004, 3) == date(2014, 7, 1)
    enough = delivery(degrees_cover=[date(1993, 7, 1), date(2011, 6, 30)])
    short = delivery(degrees_cover=[date(1993, 7, 1), date(2011, 6, 29)])
    assert total(enough, "exam_rate_to_date", "2004") == Cell(0, 1, 0, 0.0, "ok")
    assert total(enough, "exam_rate_to_date") == Cell(0, 1, 0, 0.0, "immature")
    assert total(short, "exam_rate_to_date", "2004") == Cell(0, 1, 0, 0.0, "immature")
    assert total(short, "exam_rate_nominal_3", "2004") == Cell(0, 1, 0, 0.0, "ok")


def test_quartiles_interpolate() -> None:
    assert [quantile([1, 2, 4, 8], q) for q in (0.25, 0.5, 0.75)] == [1.75, 3.0, 5.0]
    assert quantile([-3], 0.25) == -3


def test_breakdowns() -> None:
    window, year = cuts(True, True), cuts(False, True)
    assert len(window) == 1 + 11 + (55 - 2) + 1
    assert len(year) == 1 + 10 + 9 + 1
    assert ("home_county", "home_region") not in window and ("sex", "cohort_year") in window


def test_sensitivity_targets() -> None:
    rows = [year_row(2008, SyssStatJ=1, Ssyk4=None, AstSNI2007="86230")]
    cells = compute_sensitivity(delivery(**GRADUATE, individuals=rows), [AT])
    found = {}
    for target in ("occupation", "workplace", "either"):
        suffix = "" if target == "occupation" else f"_{target}"
        key = Key("arbetsterapeut", "education", "2004", f"in_profession_1{suffix}")
        found[target] = cells[key, "target_set", target][:3]
    assert found == {"occupation": (0, 0, 1), "workplace": (1, 1, 0), "either": (1, 1, 0)}


def test_a_group_is_read_from_its_profession_file() -> None:
    data = {
        "id": "optiker",
        "aliases": ["OPT"],
        "licence_codes": ["OP"],
        "licence_lag_years": 1,
        "licensed_within_months": 24,
        "follow_from": "licence",
        "sni_groups": ["optik"],
        "nominal": [{"from": "HT1993", "terms": 6}],
        "codes": {"ssyk96": ["3224"], "ssyk2012": ["2284"]},
    }
    group = group_from_dict(data)
    assert group.names("OPT") and not group.names("OP")
    assert group.nominal_terms(parse_term("HT1990")) == 6


def sums(cells: Cells, by: str, by_2: str) -> dict[Key, list[int]]:
    """Numerators, denominators and n_not_observable of one breakdown, added up under the uncut key."""
    found: dict[Key, list[int]] = {}
    for key, cell in cells.items():
        if key.by_1 == by and key.by_2 == by_2:
            whole = found.setdefault(Key(*key[:4]), [0, 0, 0])
            whole[0] += cell.numerator
            whole[1] += cell.denominator
            whole[2] += cell.n_not_observable
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_flows_are_conserved(seed: int) -> None:
    cells = compute_measures(random_delivery(seed, persons=60), pilot_groups())
    for by in ("status", "fate"):
        for key, found in sums(cells, by, "").items():
            base = cells[key._replace(by_1=by, value_1=STATUSES[0] if by == "status" else FATES[0])]
            assert found[0] == base.denominator, key
    for level in ("county", "region"):
        for key, found in sums(cells, f"from_{level}", f"to_{level}").items():
            assert found[0] == cells[key].numerator, key
    for by in ("sex", "home_region", "institution"):
        for key, found in sums(cells, by, "").items():
            if key.measure != "composition" and not key.measure.startswith(("months", "status", "fate")):
                assert tuple(found) == cells[key][:3], key


def test_random_lives_reach_every_category() -> None:
    cells: Cells = {}
    reasons: set[str] = set()
    for seed in range(5):
        data = random_delivery(seed)
        cells.update(
            {key: cell for key, cell in compute_measures(data, pilot_groups()).items() if cell.numerator}
        )
        reasons |= {step.reason for step in compute_attrition(data, pilot_groups())}
    assert reasons == {
        "",
        "incoming_exchange",
        "contract_education",
        "reused_number",
        "degree_before_start",
        "licence_before_start",
    }
    for measure, number in (("fate", 4), ("status_1", 7), ("status_3", 7)):
        assert len({key.value_1 for key in cells if key.measure == measure}) == number
    assert len({key.measure for key in cells if key.measure.startswith("pathway_")}) == 12
    assert {cell.status for cell in cells.values()} >= {"ok", "immature"}


def plain(delivery: Delivery, register: str) -> set[tuple[tuple[str, Any], ...]]:
    """A register's rows without their missing values, as a set."""
    return {
        tuple(sorted((name, value) for name, value in row.items() if value is not None))
        for row in delivery.rows(register)
    }


@pytest.mark.parametrize("seed", [6, 7, 8])
@pytest.mark.parametrize("style", ["clean", "dirty", "mixed"])
def test_written_deliveries_read_back_the_same(tmp_path: Path, style: str, seed: int) -> None:
    data = random_delivery(seed, persons=30)
    expected = write_delivery(data, tmp_path, style)
    again, counted = read_delivery(tmp_path)
    assert again.covers == data.covers
    for register, found in expected.items():
        assert plain(again, register) == plain(data, register)
        assert sorted(counted[register].rejections) == sorted(found.rejections)
        assert (counted[register].read, counted[register].accepted, counted[register].duplicates) == (
            found.read,
            found.accepted,
            found.duplicates,
        )
        assert found.read == found.accepted + found.duplicates + found.rejected
    assert compute_measures(again, pilot_groups()) == compute_measures(data, pilot_groups())
    assert compute_licensed(again, all_groups()) == compute_licensed(data, all_groups())
    base = group_from_list("sjukskoterska")
    advanced = [group_from_list(name) for name in base.leads_to]
    assert compute_licence(again, base, advanced) == compute_licence(data, base, advanced)
