"""The page on how much each choice matters: differences, order, what is not told, words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from reports.described import Choice, ProfessionText
from reports.pages import write_site
from reports.words import swedish
from tests.licence_site import (
    COHORTS,
    DRAFT,
    FRAMES,
    IN_FORCE,
    NURSE,
    PROFESSIONS,
    RELEASE,
    WINDOW,
    part,
    text_of,
    write,
)
from tests.licensing import (
    WAYS,
)
from tests.unit.test_reports import language_of


def way(choice: str, name: str, measure: str, n: int, base: int, status: str = "ok") -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(FRAMES["sensitivity"].columns, "")
    numbers = {"numerator": n, "denominator": base, "n_not_observable": 0, "value": n / base}
    row |= {"value_low": None, "value_high": None, "method": "suppression", "status": status} | numbers
    row |= {"profession": "g", "model": "education", "cohort": WINDOW, "measure": measure}
    return row | {"choice": choice, "alternative": name}


def sensitivity_rows(tmp_path: Path, rows: list[dict[str, Any]], **choices: str) -> list[list[str]]:
    """The numbers printed, row by row."""
    frame = pl.DataFrame(rows, schema=FRAMES["sensitivity"].schema)
    release = replace(RELEASE, settings={"choices": IN_FORCE | choices})
    write_site(
        FRAMES["published"].clear(), [ProfessionText("g", "G", "ready")], release, tmp_path, sensitivity=frame
    )
    table = text_of(tmp_path, "sensitivity-g").split('<section id="method"')[0]
    return [
        re.findall(r'<td(?! class="text")[^>]*>(?:<details.*?<summary>|<a [^>]*>)?([^<]*)', row)
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        if "<td" in row
    ]


def test_differences_in_percentage_points(tmp_path: Path) -> None:
    rows = [
        way("target_set", "occupation", "retention_1", 700, 1000),
        way("target_set", "workplace", "retention_1_workplace", 815, 1000),
        way("target_set", "either", "retention_1_either", 846, 1000),
        way("missing_occupation", "not_observable", "retention_1", 70, 100),
        way("missing_occupation", "counted_as_no", "retention_1", 70, 130),
    ]
    made = sensitivity_rows(tmp_path, rows)
    assert made == [["70,0", "81,5", "+11,5", "84,6", "+14,6"], ["70,0", "53,8", "−16,2"]]


def test_the_way_in_force_comes_first(tmp_path: Path) -> None:
    rows = [
        way("employed_base", "resident", "employed_1", 900, 1000),
        way("employed_base", "licensed", "employed_1", 900, 1100),
    ]
    assert sensitivity_rows(tmp_path, rows, employed_base="licensed") == [["81,8", "90,0", "+8,2"]]


def test_a_difference_needs_both_of_its_shares(tmp_path: Path) -> None:
    rows = [
        way("target_set", "occupation", "retention_1", 700, 1000),
        way("target_set", "either", "retention_1_either", 703, 1000),
        way("general_degree", "to_end_of_data", "general_degree_share", 50, 100),
        way("general_degree", "same_lasar", "general_degree_share", 30, 100, "protected"),
    ]
    assert sensitivity_rows(tmp_path, rows) == [["70,0", "70,3", "+0,3"], ["50,0", "..", ".."]]


def test_a_difference_that_the_rounding_may_have_made_is_marked(tmp_path: Path) -> None:
    ends = {"method": "rounding_5", "value_low": 0.69, "value_high": 0.71}
    rows = [
        way("target_set", "occupation", "retention_1", 700, 1000) | ends,
        way("target_set", "either", "retention_1_either", 705, 1000) | ends,
    ]
    assert sensitivity_rows(tmp_path, rows) == [["70,0", "70,5", "+0,5"]]
    assert swedish()["reasons"]["within"] in text_of(tmp_path, "sensitivity-g")
    rows[1] |= {"numerator": 800, "value": 0.8, "value_low": 0.79, "value_high": 0.81}
    sensitivity_rows(tmp_path, rows)
    assert swedish()["reasons"]["within"] not in text_of(tmp_path, "sensitivity-g")


def test_the_models_by_licence_are_weighed_too(tmp_path: Path) -> None:
    two = ("following_year", "lasar_end_year")
    established = [
        way("established_year", name, "established", 400 + 10 * place + k, 600)
        | {"profession": NURSE, "model": "licence", "cohort": cohort}
        for k, name in enumerate(two)
        for place, cohort in enumerate(COHORTS)
    ]
    licensed = [
        way("follow_up_year", name, measure, n, 700)
        | {"profession": NURSE, "model": "licensed", "cohort": year}
        for year, n in (("2019", 500), ("2020", 560), ("2021", 630))
        for measure in ("retention_1", "retention_3", "stayed_1_to_3")
        for name in ("calendar_year", "lasar")
    ]
    frame = pl.DataFrame([*established, *licensed], schema=FRAMES["sensitivity"].schema)
    about = text_of(write(tmp_path, sensitivity=frame), f"sensitivity-{NURSE}")
    words = swedish()["sensitivity"]
    title = swedish()["measures"]["established"]["title"]
    for cohort in COHORTS:
        assert words["licence_row"].format(measure=title, cohort=cohort) in about
    assert words["whom"]["licensed"].format(name="Sjuksköterska", year="2020") in about
    assert ">80,0</td>" in about, "2020 is the latest licence year that every way can follow"
    assert ">90,0</td>" not in about and ">71,4</td>" not in about
    assert swedish()["measures"]["retention_1"]["title"] in about
    assert swedish()["measures"]["retention_3"]["title"] not in about


def test_who_stayed_is_weighed_under_every_set(tmp_path: Path) -> None:
    sets = (("occupation", ""), ("workplace", "_workplace"), ("either", "_either"))
    rows = [
        way("target_set", name, f"stayed_1_to_3{suffix}", 600 + 50 * k, 1000)
        for k, (name, suffix) in enumerate(sets)
    ]
    assert sensitivity_rows(tmp_path, rows) == [["60,0", "65,0", "+5,0", "70,0", "+10,0"]]
    assert swedish()["measures"]["stayed_1_to_3"]["title"] in text_of(tmp_path, "sensitivity-g")


ALONE = ("left_out", "upper_secondary_groups", "continued_year_2", "revoked_licence", "retention_base")


def test_choices_with_one_way_are_listed_with_the_reason(tmp_path: Path) -> None:
    values = {name: next(iter(swedish()["choices"][name]["values"])) for name in ALONE} | {"new": "a"}
    more = tuple(Choice(name, value, "Says.", "7") for name, value in values.items())
    release = replace(RELEASE, choices=(*RELEASE.choices, *more))
    write_site(FRAMES["published"], PROFESSIONS, release, tmp_path, sensitivity=FRAMES["sensitivity"])
    listed, words = part(tmp_path, "sensitivity", "alone"), swedish()
    for name in ALONE:
        assert words["choices"][name]["title"] in listed and words["choices"][name]["why_alone"] in listed
    assert words["sensitivity"]["not_counted"] in listed and listed.count("<li>") == len(ALONE) + 1
    assert words["choices"]["target_set"]["title"] not in listed


def test_every_choice_has_its_words_and_the_page_its_links(site: Path) -> None:
    text = text_of(site, f"sensitivity-{NURSE}")
    assert swedish()["sensitivity"]["unchanged"] in text
    for name, (ways, _) in WAYS.items():
        entry = swedish()["choices"][name]
        assert set(entry["values"]) == set(ways) and next(iter(entry["values"])) == ways[0]
        assert entry["title"] in text and all(way.rstrip(".") in text for way in entry["values"].values())
    assert 'href="sensitivity.html"' in text_of(site, "index")
    for page in ("sensitivity", NURSE):
        assert f'href="sensitivity-{NURSE}.html"' in text_of(site, page)


def test_choices_version_and_thresholds_stand_on_the_method_page(site: Path) -> None:
    for page in (site / "method.html", site / "method.en.html"):
        words, text = language_of(page).texts, page.read_text(encoding="utf-8")
        assert words["method"]["choices_versioned"].format(version=7) in text
        for name, value in IN_FORCE.items():
            assert words["choices"][name]["values"][value] in text
        assert words["method"]["threshold_estimated"] in text
        assert words["settings"]["window"] in text
        for name in (NURSE, DRAFT):
            group = (site / page.name.replace("method", name)).read_text(encoding="utf-8")
            assert f'<a href="{page.name}#choices">{words["method_further"]["choices"]}</a>' in group


def test_a_choice_without_words_says_what_it_says_itself(tmp_path: Path) -> None:
    release = replace(RELEASE, choices=(Choice("new_choice", "a", "What it says.", "8"),))
    write_site(FRAMES["published"].clear(), PROFESSIONS, release, tmp_path)
    assert "What it says." in text_of(tmp_path, "method")
