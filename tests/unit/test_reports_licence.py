"""The report on entry by licence, licence years, attrition and choices: values, protection, words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reports.advanced_most_common import most_common, summed
from reports.cells import LICENSED, Cell, read_cells
from reports.cover import cover_notes
from reports.curve_figure import curves
from reports.described import ProfessionText
from reports.language import SWEDISH
from reports.left_out import read_left_out
from reports.pages import write_site
from reports.series_figure import Line, spread
from reports.words import NBSP, percent, swedish, whole
from tests.browser.drawn import NEEDS_CHROMIUM, Reader, chromium
from tests.licence_site import (
    COHORTS,
    DRAFT,
    FRAMES,
    NOTE,
    NURSE,
    PROFESSIONS,
    RELEASE,
    cell,
    licence_cells,
    part,
    text_of,
    write,
)
from tests.licensing import (
    Nurse,
    Rows,
    nurses,
)
from tests.page_figures import figures_in
from tests.site_links import broken_links

# --- the advanced educations ----------------------------------------------------------------


def test_the_part_is_named_after_what_the_group_leads_to(site: Path) -> None:
    assert "Vidare till specialistsjuksköterska och barnmorska" in part(site, NURSE, "advanced")
    assert 'id="advanced"' not in text_of(site, DRAFT), "no licence rows, no part"


def test_the_start_page_names_what_a_group_leads_to(site: Path) -> None:
    text, name = text_of(site, "index"), "Vidare till specialistsjuksköterska och barnmorska"
    assert text.count(f'<a href="{NURSE}.html#advanced">{name}</a>') == 2
    assert f"{DRAFT}.html#advanced" not in text


def test_the_headline_of_each_cohort_holds_its_numbers(site: Path) -> None:
    text, cells = part(site, NURSE, "advanced"), licence_cells()
    for cohort, (people, last) in COHORTS.items():
        assert swedish()["advanced"]["headline"].format(cohort=cohort) in text
        assert f"<strong>{whole(len(people))}</strong>" in text
        for k in (3, last):
            cell = cells.cell("started_share_by_year", "years_since_licence", str(k), cohort)
            assert f"<strong>{percent(cell.value, 0)}{NBSP}%</strong>" in text
            assert swedish()["advanced"]["started_by"].format(years=k) in text
    last_cell = cells.cell("started_share_by_year", "years_since_licence", "22", "2000/01")
    title = swedish()["findings"]["advanced"]
    assert title.format(phrase=SWEDISH.phrase(last_cell.value or 0), cohort="2000/01", years=22) in text


def steps(figure: dict[str, Any]) -> list[dict[str, Any]]:
    """The curves of a figure, without marks and links."""
    return [trace for trace in figure["data"] if trace.get("line", {}).get("shape") == "hv"]


def test_curves_are_steps_with_names_risk_and_an_end(site: Path) -> None:
    figure = figures_in(site, NURSE)["figure-advanced_started"]
    lines = steps(figure)
    assert len(lines) == 2
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [15, 22]
    notes = [note["text"] for note in figure["layout"]["annotations"]]
    assert {"2000/01", "2007/08", swedish()["curves"]["at_risk"], whole(1500), whole(1800)} <= set(notes)
    assert swedish()["curves"]["ends"].format(name="2007/08") in notes
    assert figure["layout"]["yaxis"]["range"][0] < 0 < figure["layout"]["yaxis"]["range"][1]


def test_at_most_five_specialisations_are_drawn_and_all_stand_in_the_table(site: Path) -> None:
    assert len(steps(figures_in(site, NURSE)["figure-advanced_specialisation_2000"])) == 5
    family = licence_cells().family("started_share", "specialisation", "2000/01")
    text = part(site, NURSE, "advanced")
    table = text.split('id="table-advanced_specialisation_2000"')[1].split("</table>")[0]
    assert all(swedish()["values"]["specialisation"][name] in table for name in family)


def test_the_graduation_curve_says_that_the_plain_share_may_fall(site: Path) -> None:
    text, words = part(site, NURSE, "advanced"), swedish()["advanced_graduated"]
    assert words["may_fall"] in text and words["incidence_note"] in text
    figure = figures_in(site, NURSE)["figure-advanced_graduated_2000"]
    names = [note["text"] for note in figure["layout"]["annotations"]]
    assert words["plain"] in names and words["incidence"] in names


def test_applications_that_cannot_be_seen_get_their_sentence(site: Path) -> None:
    sentence = swedish()["advanced_applied"]["not_observable"].format(cohort="2000/01")
    assert sentence in part(site, NURSE, "advanced")
    assert "figure-advanced_applied" not in figures_in(site, NURSE)


def test_applications_that_can_be_seen_are_drawn(tmp_path: Path) -> None:
    row = FRAMES["published"].filter(pl.col("measure") == "started_share_by_year", pl.col("by_2") == "")
    applied = row.filter(pl.col("cohort") == "2007/08").with_columns(measure=pl.lit("applied_share_by_year"))
    total = FRAMES["published"].filter(
        pl.col("measure") == "started_share", pl.col("by_1") == "", pl.col("cohort") == "2007/08"
    )
    others = FRAMES["published"].filter(
        ~((pl.col("measure") == "applied_share") & (pl.col("cohort") == "2007/08"))
    )
    frame = pl.concat([others, applied, total.with_columns(measure=pl.lit("applied_share"))])
    site = write(tmp_path, published=frame)
    assert "figure-advanced_applied" in figures_in(site, NURSE)
    words = swedish()["advanced_applied"]
    text = part(site, NURSE, "advanced")
    assert words["column_share"].format(cohort="2007/08") in text
    assert words["not_observable"].format(cohort="2007/08") not in text


def seven_cohorts() -> pl.DataFrame:
    """The cohort 2000/01 as those of 2000/01 to 2006/07, with applications that can be seen."""
    mine = pl.col("cohort") == "2000/01"
    one = FRAMES["published"].filter(mine, pl.col("measure") != "applied_share")
    by_year = one.filter(pl.col("measure") == "started_share_by_year", pl.col("by_2") == "")
    total = one.filter(pl.col("measure") == "started_share", pl.col("by_1") == "")
    applied = pl.concat([by_year, total]).with_columns(pl.col("measure").str.replace("started", "applied"))
    named = [f"200{y}/0{y + 1}" for y in range(7)]
    return pl.concat([pl.concat([one, applied]).with_columns(cohort=pl.lit(name)) for name in named])


def test_of_many_cohorts_the_latest_five_are_drawn_and_all_stand_in_the_table(tmp_path: Path) -> None:
    site = write(tmp_path, published=seven_cohorts(), curves=None)
    text, figures = part(site, NURSE, "advanced"), figures_in(site, NURSE)
    latest = ["2002/03", "2003/04", "2004/05", "2005/06", "2006/07"]
    for name in ("advanced_started", "advanced_applied"):
        notes = [note["text"] for note in figures[f"figure-{name}"]["layout"]["annotations"]]
        assert len(steps(figures[f"figure-{name}"])) == 5
        assert [note for note in notes if re.fullmatch(r"\d{4}/\d\d", note)] == latest
        table = text.split(f'id="table-{name}"')[1].split("</table>")[0]
        assert all(swedish()[name]["column_share"].format(cohort=c) in table for c in ["2000/01", *latest])
    listed = f"{', '.join(latest[:-1])} och {latest[-1]}"
    assert text.count(swedish()["advanced"]["latest_note"].format(cohorts=listed)) == 2


def test_years_that_are_not_shown_are_linked_thinly() -> None:
    shares = {"0": 0.1, "1": None, "2": 0.3, "3": 0.4}
    figure = curves([Line("a", shares, "#000000")], {"": 3}, [], "x", SWEDISH)
    (link,) = [trace for trace in figure["data"] if trace.get("hoverinfo") == "skip"]
    assert link["x"] == [0, 2, None] and link["y"] == [0.1, 0.3, None] and link["line"]["width"] == 1
    assert not steps(figure)[0].get("connectgaps")


def test_a_hidden_last_year_is_replaced_by_all_so_far(tmp_path: Path) -> None:
    hide = (pl.col("measure") == "started_share_by_year") & pl.col("value_1").is_in(["15", "22"])
    frame = FRAMES["published"].with_columns(
        pl.when(hide).then(pl.lit("protected")).otherwise(pl.col("status")).alias("status")
    )
    text = part(write(tmp_path, published=frame), NURSE, "advanced")
    ever = licence_cells().cell("started_share", cohort="2000/01")
    words = swedish()
    title = words["findings"]["advanced_to_date"]
    assert title.format(phrase=SWEDISH.phrase(ever.value or 0), cohort="2000/01") in text
    assert words["advanced"]["started_to_date"] in text


def near(n: int) -> Cell:
    """A rounded count of a hundred."""
    return replace(cell(n), method="rounding_5")


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ({"barn": cell(40), "distrikt": cell(60)}, "Distriktssköterska"),
        ({"distrikt": cell(50), "barn": cell(50)}, "Barn och ungdomar"),
        ({"distrikt": cell(60), "barn": cell(None), "aldre": cell(None)}, "Distriktssköterska"),
        ({"distrikt": cell(30), "barn": cell(None), "aldre": cell(None)}, ".."),
        ({"distrikt": cell(9, 20), "barn": cell(None, reason="numerator_small")}, ".."),
        ({"distrikt": near(40), "barn": near(30)}, "Distriktssköterska"),
        ({"distrikt": near(40), "barn": near(35)}, "Barn och ungdomar eller Distriktssköterska"),
        ({name: near(20) for name in ("distrikt", "barn", "aldre", "intensiv")}, "Flera nästan lika vanliga"),
        ({"distrikt": cell(None), "barn": cell(None)}, ".."),
        ({}, "Ingen examen"),
    ],
)
def test_the_most_common_specialisation_is_not_guessed(found: dict[str, Cell], says: str) -> None:
    assert most_common(found, {}, SWEDISH)[0].text == says


def test_counties_are_added_up_to_a_region() -> None:
    """60 and 20 of two counties; what one of them withholds the sum withholds, and roundings add up."""
    one, other = {"distrikt": cell(60), "barn": cell(10)}, {"distrikt": cell(20), "barn": cell(None)}
    found = summed([one, other, {}])
    assert (found["distrikt"].numerator, found["distrikt"].value) == (80, 0.4)
    assert found["barn"].numerator is None
    counts = {"distrikt": near(40), "barn": near(30)}
    assert most_common(counts, {}, SWEDISH, parts=2)[0].text == "Barn och ungdomar eller Distriktssköterska"


def test_the_whole_country_stands_first_among_the_places(site: Path) -> None:
    """Of 2000/01 the most have the degree of a district nurse."""
    table = part(site, NURSE, "advanced").split('id="table-advanced_counties_2000"')[1].split("</table>")[0]
    first = table.split("<tbody>")[1].split("</tr>")[0]
    assert "Hela landet" in first and "Distriktssköterska" in first


def test_breakdowns_and_moves_stand_in_tables(site: Path) -> None:
    text = part(site, NURSE, "advanced")
    for name in ("advanced_counties", "advanced_mobility", "advanced_cuts", "advanced_outcome"):
        for year in ("2000", "2007"):
            assert f'id="table-{name}_{year}"' in text
    assert swedish()["advanced_outcome"]["several_note"] in text
    assert swedish()["values"]["age"]["22-24"] in text


def test_an_undivided_education_has_its_own_name_and_a_colour(tmp_path: Path) -> None:
    frame = FRAMES["published"].with_columns(
        pl.col("value_1", "value_2").replace({"distrikt": "tandhygienist", "anestesi": "terapi"})
    )
    led_to = {"tandhygienist": "Tandhygienist", "terapi": "Terapeut"}
    group = replace(PROFESSIONS[0], leads_to=led_to)
    curves = FRAMES["curves"].with_columns(
        pl.col("specialisation").replace({"distrikt": "tandhygienist", "anestesi": "terapi"})
    )
    write_site(frame, [group], RELEASE, tmp_path, curves=curves)
    drawn = steps(figures_in(tmp_path, NURSE)["figure-advanced_specialisation_2000"])
    assert len({(one["line"]["color"], one["line"]["dash"]) for one in drawn}) == len(drawn) == 5
    text = part(tmp_path, NURSE, "advanced")
    for name in ("advanced_specialisation_2000", "advanced_outcome_2000", "advanced_counties_2000"):
        table = text.split(f'id="table-{name}"')[1].split("</table>")[0]
        assert "Tandhygienist" in table and ">tandhygienist<" not in table
        assert "Terapeut" in table or name == "advanced_counties_2000"


def test_one_education_with_twenty_starters_is_drawn(tmp_path: Path) -> None:
    people = [
        Nurse(nurse.cut, {"tandhygienist": k % 4} if k < 20 else {})
        for k, nurse in enumerate(nurses(80, 7, 9))
    ]
    rows = Rows("lakare", "licence")
    by = ("specialisation", "tandhygienist")
    for cut in ((), by):
        rows.add("2007/08", "started_share", cut, 20, len(people))
        for k in range(10):
            n = sum(min(nurse.starts.values(), default=99) <= k for nurse in people)
            rows.add(
                "2007/08", "started_share_by_year", ("years_since_licence", str(k), *cut), n, len(people)
            )
    shape = FRAMES["published"]
    frame = rows.protected().select(shape.columns).cast(shape.schema)
    group = ProfessionText("lakare", "Läkare", "ready", leads_to={"tandhygienist": "Tandhygienist"})
    write_site(frame, [group], RELEASE, tmp_path)
    (drawn,) = steps(figures_in(tmp_path, "lakare")["figure-advanced_specialisation_2007"])
    assert [y for y in drawn["y"] if y is not None][-1] == 0.25
    assert "Vidare till tandhygienist" in part(tmp_path, "lakare", "advanced")


# --- cohorts by licence year ----------------------------------------------------------------


def test_every_licence_year_has_its_shares(site: Path) -> None:
    text = part(site, NURSE, "licensed_years")
    cells = read_cells(FRAMES["published"], NURSE, "", LICENSED)
    for measure in ("retention_1", "employed_1"):
        for year in ("2004", "2021"):
            assert f">{percent(cells.cell(measure, cohort=year).value)}</td>" in text
    assert ">2022</th>" not in text, "a year that nobody can be followed from has no row"
    assert swedish()["licensed_years"]["break"] in text
    band = figures_in(site, NURSE)["figure-licensed_years"]["layout"]["shapes"][0]
    assert (band["x0"], band["x1"]) == (2010.5, 2012.5)


def test_the_latest_year_is_taken_apart(site: Path) -> None:
    text = part(site, NURSE, "licensed_years")
    assert swedish()["licensed_status"]["heading"].format(year=2021) in text
    assert swedish()["licensed_cuts"]["heading"].format(year=2019) in text
    for by in ("sex", "age", "background", "degree_institution", "licence_county", "licence_region"):
        assert f'id="table-licensed_{by}"' in text


@pytest.mark.parametrize(
    ("cover", "partly", "edge"),
    [
        (("1960-01-01", "2025-12-31"), "", ""),
        (("2000-07-01", "2025-12-31"), "", "2000/01"),
        (("2000-10-01", "2025-12-31"), "2000/01", "2000/01"),
        (("1960-01-01", "2008-03-31"), "2007/08", ""),
        (("2000-10-01", "2008-03-31"), "2000/01 och 2007/08", "2000/01"),
    ],
)
def test_cohorts_that_the_licences_cover_in_part(cover: tuple[str, str], partly: str, edge: str) -> None:
    first, last = map(date.fromisoformat, cover)
    words = swedish()["cover"]
    says = {"partly": partly, "edge": edge}
    assert cover_notes(COHORTS, (first, last), SWEDISH) == tuple(
        words[key].format(first=first, last=last, cohorts=named) for key, named in says.items() if named
    )
    assert cover_notes(COHORTS, None, SWEDISH) == ()


def test_the_page_says_which_cohorts_are_covered_in_part(tmp_path: Path) -> None:
    first, last = date(2001, 2, 1), date(2025, 12, 31)
    release = replace(RELEASE, licences_covered=(first, last))
    write_site(FRAMES["published"], PROFESSIONS, release, tmp_path)
    words = swedish()["cover"]
    for section, cohort in (("advanced", "2000/01"), ("licensed_years", "2001")):
        text = re.sub("</?time>", "", part(tmp_path, NURSE, section))
        assert all(
            words[k].format(first=first, last=last, cohorts=cohort) in text for k in ("partly", "edge")
        )


# --- the lag, attrition ---------------------------------------------------------------------


def test_the_lag_and_the_licences_beside(site: Path) -> None:
    text, words = part(site, NURSE, "lag"), swedish()
    assert words["lag"]["title"].format(months=3) in text
    assert ">3</td>" in text and percent(580 / 610) in text
    assert NOTE in text, "a note about the licence stands here"
    assert "Delar kod." not in part(site, DRAFT, "lag"), "another one does not"
    assert words["beside"]["heading"] in text
    assert f">{whole(90)}</td>" in text and f">{whole(790)}</td>" in text


def test_who_was_left_out_and_why(site: Path) -> None:
    text, steps = part(site, NURSE, "left_out"), swedish()["left_out"]["steps"]
    for name in ("candidates", "incoming_exchange", "degree_before_start", "licensed_without_degree"):
        assert steps[name] in text
    assert f">{whole(61)}</td>" in text


def test_a_withheld_reason_has_no_number_whatever_the_frame_holds() -> None:
    columns = ["profession", "model", "cohort", "step", "reason", "persons", "status", "method", "withheld"]
    rows = [
        ("g", "licensed", "2012", "excluded", "reused_number", 3, "protected", "suppression", "secondary"),
        ("g", "licensed", "2012", "followed", "", 80, "ok", "suppression", ""),
    ]
    counts = read_left_out(pl.DataFrame(rows, schema=columns, orient="row"), "g").counts("licensed", "2012")
    assert counts[("excluded", "reused_number")].persons is None
    assert counts[("excluded", "reused_number")].reason == "secondary"
    assert counts[("followed", "")].persons == 80


# --- drafts ---------------------------------------------------------------------------------


def captions(text: str) -> list[str]:
    """Captions of the tables about the group: the method's are about the release."""
    return re.findall(
        r"<caption>(.*?)</caption>", text.split('<section id="method"', maxsplit=1)[0], re.DOTALL
    )


def test_every_table_about_a_draft_says_so(site: Path) -> None:
    mark = swedish()["page"]["draft_mark"]
    found = captions(text_of(site, DRAFT))
    assert len(found) > 12 and all(caption.startswith(mark) for caption in found)
    assert not any(mark in caption for caption in captions(text_of(site, NURSE)))
    assert f'<span class="mark">{mark}</span></h1>' in text_of(site, DRAFT)


def test_a_draft_is_marked_in_the_index_and_among_the_choices(site: Path) -> None:
    mark = swedish()["page"]["draft_mark"]
    row = text_of(site, "index").split(f'{DRAFT}.html">')[1].split("</tr>")[0]
    assert mark in row
    about = text_of(site, f"sensitivity-{DRAFT}")
    assert all(caption.startswith(mark) for caption in captions(about)) and captions(about)
    assert mark not in text_of(site, f"sensitivity-{NURSE}")


# --- the pages ------------------------------------------------------------------------------


def test_every_figure_has_its_table_and_every_figure_a_place(site: Path) -> None:
    for page in (NURSE, DRAFT):
        text = text_of(site, page)
        places = set(re.findall(r'id="(figure-\w+)"', text))
        assert places == set(figures_in(site, page))
        assert all(f'id="{place.replace("figure", "table", 1)}"' in text for place in places)


def test_pages_point_at_nothing_outside(site: Path) -> None:
    assert broken_links(site) == []


def test_the_same_input_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    write(tmp_path, **{name: frame.reverse() for name, frame in FRAMES.items()})
    for path in sorted(site.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / path.relative_to(site)).read_bytes(), path.name


def test_without_the_further_frames_their_parts_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, curves=None, sensitivity=None, attrition=None)
    text = text_of(tmp_path, NURSE)
    assert 'id="advanced"' in text and 'id="left_out"' not in text and "sensitivity.html" not in text
    assert not (tmp_path / "sensitivity.html").exists()
    assert swedish()["curves"]["at_risk"] not in json.dumps(figures_in(tmp_path, NURSE), ensure_ascii=False)


@pytest.mark.parametrize("status", ["protected", "not_observable", "immature"])
def test_a_page_with_nothing_to_show_says_so(status: str, tmp_path: Path) -> None:
    nothing = [pl.lit(None, pl.Int64).alias(c) for c in ("numerator", "denominator", "n_not_observable")]
    value = pl.lit(None, pl.Float64).alias("value")
    frame = FRAMES["published"].with_columns(*nothing, value, pl.lit(status).alias("status"))
    write(tmp_path, published=frame, curves=None)
    text = part(tmp_path, NURSE, "advanced")
    assert swedish()["findings"]["advanced_plain"] in text
    assert figures_in(tmp_path, NURSE) == {}


@NEEDS_CHROMIUM
def test_an_opened_page_draws_its_curves_and_asks_no_host(site: Path) -> None:
    with chromium() as browser:
        reader = Reader(browser, color_scheme="light")
        page = reader.open(site / f"{NURSE}.html")
        page.wait_for_function(
            "() => document.querySelectorAll('.main-svg').length >= 2 * 8", timeout=120_000
        )
        assert reader.heard.outside == []


def test_labels_are_pushed_apart_and_stay_inside() -> None:
    assert spread([0.5, 0.2], 0.1, 1.0) == [0.5, 0.2]
    heights = spread([0.98, 0.97, 0.96], 0.05, 1.0)
    assert max(heights) <= 1.0
    assert sorted(round(b - a, 6) for a, b in zip(sorted(heights), sorted(heights)[1:], strict=False)) == [
        0.05,
        0.05,
    ]
