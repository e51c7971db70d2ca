"""The pages print what the tables print: a protected number nowhere, a zero as the method reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reports.cells import Cell, Cells, read_cells
from reports.conserved import leaks
from reports.downloads import downloads
from reports.files.plain import write_tables
from reports.findings import mobility_title, sex_title, told
from reports.flow import build
from reports.language import ENGLISH, SWEDISH
from reports.left_out import Persons
from reports.marks import off, why, zero
from reports.pages import templates, write_site
from reports.regions.facts import AFTER
from reports.tables import Row, Shown, Table, count, quotient, share
from reports.words import english, swedish
from schemas.published_tables import published_tables
from tests.licence_site import FRAMES, NURSE, PROFESSIONS, RELEASE, WINDOW
from tests.licensing import attrition_frame, licence_rows, licensed_rows, nurses, sensitivity_frame
from tests.page_figures import figures_in, read_page
from tests.published_frames import fivefold, rounded, withheld
from tests.unit.test_quality_page import ROWS, quality, rows_of
from tests.unit.test_reports import pages, published
from tests.unit.test_reports import (
    test_pages_point_at_nothing_outside_and_everything_inside_exists as lead_on,
)

COUNTS = ("numerator", "denominator", "n_not_observable", "value", "value_low", "value_high")
NUMBERS = {
    "published": COUNTS,
    "sensitivity": COUNTS,
    "curves": ("n_risk", "n_event", "incidence", "std_error"),
    "attrition": ("persons",),
    "quality": ("rows",),
}
SECTIONS = ("flow", "status", "series", "sex", "places", "advanced", "licensed_years", "lag", "left_out")
SECRET = 987_653


def write(folder: Path, **frames: Any) -> Path:
    given = {**FRAMES, "quality": quality(ROWS), **frames}
    write_site(given.pop("published"), PROFESSIONS[:1], RELEASE, folder, **given)
    return folder


def everything(holds: int | None, method: str) -> dict[str, pl.DataFrame]:
    """Every frame with all of its rows protected."""
    frames = {**FRAMES, "quality": quality(ROWS)}
    return {
        name: withheld(frame, *NUMBERS[name], holds=holds).with_columns(pl.lit(method).alias("method"))
        for name, frame in frames.items()
    }


def numbers(text: str) -> list[str]:
    """What stands in the number cells, without the reasons behind it."""
    shown = re.sub(r"(?s)<summary>(.*?)</summary><span>.*?</span>", r"\1", text)
    cells = re.findall(r'(?s)<td(?: data-sort="[^"]*")?>(?!</td>)(.*?)</td>', shown)
    return [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells]


def sections(site: Path, page: str) -> Iterator[tuple[str, str]]:
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    yield from re.findall(r'(?s)<section id="(\w+)" class="part">(.*?)</section>', text)


# --- a protected number ---------------------------------------------------------------------


@pytest.mark.parametrize("method", ["rounding_5", "suppression", "cell_key"])
@pytest.mark.parametrize("holds", [None, 0, SECRET])
def test_a_protected_cell_prints_two_dots_in_every_section(
    tmp_path: Path, method: str, holds: int | None
) -> None:
    """Whatever the frame wrongly holds: neither a number, nor a zero, nor a dash."""
    site = write(tmp_path, **everything(holds, method))
    found = dict(sections(site, NURSE))
    assert {*SECTIONS, "measures"} <= set(found)
    for name in (*SECTIONS[1:], "measures"):
        shown = numbers(found[name])
        in_matrix = numbers(found[name].split('class="matrix"', 1)[1]) if name == "places" else []
        plain = shown[: len(shown) - len(in_matrix)]
        assert plain and set(plain) <= {"..", ".", ""}, name
        assert swedish()["reasons"]["secondary" + "_rounded" * (method == "rounding_5")] in found[name], name
    about = (site / f"sensitivity-{NURSE}.html").read_text(encoding="utf-8")
    assert set(numbers(about)) == {".."}
    declared = unescape(read_page(site / "quality.html"))
    window = {"window": WINDOW.replace("-", "–")}
    for table in ("unseen", "occupation", "left_out"):
        caption = swedish()["quality"][table]["caption"].format(**window)
        assert {one for row in rows_of(declared, caption).values() for one in row} == {".."}, table
    for page in pages(site):
        assert str(SECRET) not in page.read_text(encoding="utf-8").replace("\u00a0", "")
    assert figures_in(site, NURSE) == {}, "nothing to draw"


def test_a_protected_pair_of_places_is_not_a_zero(tmp_path: Path) -> None:
    is_pair = (pl.col("measure") == AFTER) & (pl.col("value_1") == "01") & (pl.col("profession") == NURSE)
    frame = FRAMES["published"]
    hidden = withheld(frame.filter(is_pair), *COUNTS, holds=0)
    places = dict(sections(write(tmp_path, published=pl.concat([frame.filter(~is_pair), hidden])), NURSE))
    table = places["places"].split('id="table-matrix_county"')[1]
    row = table.split('<th scope="row">Stockholm</th>')[1].split("</tr>")[0]
    # The sums that they are a part of, and all of those from there, are withheld with them.
    assert numbers(row).count("..") >= hidden.height > 10
    assert row.count('href="#matrix_county-why"') == numbers(row).count("..")
    assert swedish()["reasons"]["secondary"] in places["places"].split('id="matrix_county-why"')[1]


def test_numbers_of_protected_rows_are_nowhere_in_the_site(tmp_path: Path) -> None:
    """Even where some rows wrongly still hold them, beside rows that are shown."""

    def spoiled(name: str, frame: pl.DataFrame) -> pl.DataFrame:
        odd = pl.int_range(pl.len()) % 3 == 0
        return frame.with_columns(
            *(
                pl.when(odd | (pl.col("status") == "protected"))
                .then(SECRET)
                .otherwise(pl.col(one))
                .alias(one)
                for one in NUMBERS[name]
            ),
            pl.when(odd).then(pl.lit("protected")).otherwise(pl.col("status")).alias("status"),
        )

    frames = {**FRAMES, "quality": quality(ROWS)}
    site = write(tmp_path, **{name: spoiled(name, frame) for name, frame in frames.items()})
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.name != "plotly.min.js":
            text = path.read_text(encoding="utf-8").replace("\u00a0", "").replace(",", "")
            assert str(SECRET) not in text, path.name


def test_what_is_worked_out_needs_all_of_its_parts(tmp_path: Path) -> None:
    """Licences with and without a degree: their sum and the share, where one of them is protected."""
    is_it = (pl.col("model") == "licensed") & (pl.col("reason") == "no_swedish_degree")
    frame = FRAMES["attrition"]
    hidden = withheld(frame.filter(is_it), "persons")
    lag = dict(sections(write(tmp_path, attrition=pl.concat([frame.filter(~is_it), hidden])), NURSE))["lag"]
    table = lag.split('id="table-beside"')[1]
    assert numbers(table.split("2005</th>")[1].split("</tr>")[0]) == ["..", "700", "..", ".."]


@pytest.mark.parametrize("reason", ["base_small", "numerator_small", "complement_small", "secondary"])
def test_every_reason_is_one_click_away(tmp_path: Path, reason: str) -> None:
    hidden = withheld(FRAMES["published"], *COUNTS, reason=reason)
    text = (write(tmp_path, published=hidden) / f"{NURSE}.html").read_text(encoding="utf-8")
    said = re.findall(rf'<li id="(why-\w+-\d)">{re.escape(swedish()["reasons"][reason])}</li>', text)
    asked = re.findall(r'<a href="#([\w-]+)">\.\.</a>', text)
    assert len(said) == len(set(said)) > 10, "one a table, each in a place of its own"
    assert set(said) <= set(asked)


def test_a_reason_of_several_cells_is_said_once_and_of_one_cell_behind_it() -> None:
    cells = [Shown("..", "Få."), Shown("..", "Få."), Shown("..", "För ny."), Shown("5")]
    table = Table("Tabell", ["", "a", "b", "c", "d"], [Row(Shown("rad"), cells)])
    assert table.reasons == ["Få."]
    page = templates().from_string('{% import "macros.html" as m %}{{ m.table(table) }}')
    text = page.render(table=table)
    assert text.count(f'<a href="#{table.place}-1">..</a>') == 2
    assert text.count("Få.") == text.count(f'<li id="{table.place}-1">Få.</li>') == 1
    assert text.count('<details class="why"><summary>..</summary><span>För ny.</span></details>') == 1
    assert replace(table, caption="En annan").place != table.place


@pytest.mark.parametrize("status", ["not_observable", "immature", "not_applicable", "missing"])
def test_every_status_has_its_sentence(status: str) -> None:
    row = Persons(None, status, "", "suppression")
    assert why(row, SWEDISH) == swedish()["reasons"][status]
    assert why(row, ENGLISH) == english()["reasons"][status]
    assert count(None, row, SWEDISH).text == ("." if status == "not_applicable" else "..")


# --- rounded tables -------------------------------------------------------------------------


def rounded_frames() -> dict[str, pl.DataFrame]:
    """The made-up group with everybody five times."""
    cohorts = {"2000/01": (nurses(300, 1, 22), 22)}
    education = rounded(published(NURSE, 400, 7, hides=False))
    further = (licence_rows(NURSE, cohorts), licensed_rows(NURSE, 60, 3, range(2001, 2006), 2022))
    shaped = [one.rounded().select(education.columns).cast(education.schema) for one in further]
    return {
        "published": pl.concat([education, *shaped]),
        "curves": fivefold(FRAMES["curves"].filter(pl.col("status") == "ok"), "n_risk", "n_event"),
        "sensitivity": sensitivity_frame(NURSE, WINDOW, 1400).with_columns(
            pl.lit("rounding_5").alias("method")
        ),
        "attrition": fivefold(
            attrition_frame(NURSE, WINDOW, 700, range(2001, 2004)).with_columns(
                pl.col("persons").fill_null(0)
            ),
            "persons",
        ),
        "quality": fivefold(quality(ROWS), "rows"),
    }


@pytest.fixture(scope="module")
def rounded_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("rounded"), **rounded_frames())


def test_every_zero_of_a_rounded_table_is_a_zero(rounded_site: Path) -> None:
    for page in pages(rounded_site):
        assert "–" not in numbers(page.read_text(encoding="utf-8")), page.name
    for name in ("places", "left_out", "sex"):
        assert "0" in numbers(dict(sections(rounded_site, NURSE))[name]), name


WITH_NUMBERS = ("index", "method", "quality", NURSE)
"""Pages whose tables have signs."""


def test_the_legend_says_what_a_zero_is(rounded_site: Path, tmp_path: Path) -> None:
    words = swedish()
    said = words["signs"]["rounded"].format(below=4)
    for page in (rounded_site / f"{name}{end}" for name in WITH_NUMBERS for end in (".html", ".en.html")):
        text = unescape(page.read_text(encoding="utf-8"))
        language = english() if page.name.endswith(".en.html") else words
        assert language["signs"]["rounded"].format(below=4) in text
        assert language["signs"]["exact"] not in text
    exact = unescape((write(tmp_path) / f"{NURSE}.html").read_text(encoding="utf-8"))
    assert words["signs"]["exact"] in exact and said not in exact


def test_the_page_says_what_protection_does(rounded_site: Path, tmp_path: Path) -> None:
    words = swedish()["quality"]["protection"]
    text = unescape((rounded_site / f"{NURSE}.html").read_text(encoding="utf-8"))
    assert words["rounding"].format(base=5, below=4) in text and words["share"].format(base=20) in text
    assert swedish()["method"]["interval"] in text
    keyed = {
        name: frame.with_columns(pl.lit("cell_key").alias("method"))
        for name, frame in {**FRAMES, "quality": quality(ROWS)}.items()
    }
    text = unescape((write(tmp_path, **keyed) / f"{NURSE}.html").read_text(encoding="utf-8"))
    assert words["cell_key"] in text and "summerar inte exakt" in words["cell_key"]
    assert "–" not in numbers(text), "nor is a zero exact under a cell key"


def test_a_rounded_flow_adds_up_in_fives() -> None:
    made = build(read_cells(rounded_frames()["published"], NURSE, WINDOW))
    assert not made.ended and set(leaks(made).values()) <= {0}
    assert all(link.persons % 5 == 0 for link in made.links)
    assert made.nodes["started"].persons == 2000


# --- small bases, intervals, findings -------------------------------------------------------


def part(n: int, base: int, method: str = "rounding_5") -> Cell:
    """A rounded share with its ends."""
    low, high = max(n - 4, 0) / (base + 4), min((n + 4) / (base - 4), 1.0)
    return Cell(n, base, 0, n / base, "ok", "", low, high, method)


def test_a_wide_share_is_shown_with_its_interval() -> None:
    assert share(part(50, 100), SWEDISH).text == "50,0 (44,2–56,2)"
    assert share(part(50, 100), SWEDISH).why == swedish()["reasons"]["interval"]
    assert share(part(500, 1000), SWEDISH).text == "50,0"
    small = Cell(5, 15, 0, None, "ok", "base_small", method="rounding_5")
    assert (share(small, SWEDISH).text, share(small, SWEDISH).why) == (
        "..",
        swedish()["reasons"]["base_small"],
    )
    assert count(5, small, SWEDISH).text == "5"


def test_a_share_that_the_page_works_out_needs_a_base() -> None:
    row = Persons(10, method="rounding_5")
    assert quotient(10, 15, (row,), SWEDISH).text == ".."
    assert quotient(10, 20, (row,), SWEDISH).text == "50,0"
    assert quotient(0, 20, (row,), SWEDISH).text == "0"
    assert quotient(0, 20, (Persons(0, method="suppression"),), SWEDISH).text == "–"


def test_a_title_holds_for_every_share_that_is_left_open() -> None:
    assert told(part(80, 100), SWEDISH) is None, "76-84 per cent are several phrases"
    assert told(part(8000, 10000), SWEDISH) == "Omkring åtta av tio"
    assert told(part(9000, 9000), SWEDISH) == "Nästan alla"
    words = swedish()["findings"]
    assert sex_title(part(60, 100), part(55, 100), SWEDISH) == words["sex_plain"]
    assert sex_title(part(900, 1000), part(60, 100), SWEDISH) == words["sex_women"].format(woman=90, man=60)
    assert sex_title(part(900, 1000), part(889, 1000), SWEDISH) == words["sex_same"].format(woman=90, man=89)
    assert sex_title(part(900, 1000), part(895, 1000), SWEDISH) == words["sex_equal"].format(woman=90)


def test_a_net_within_the_rounding_is_no_gain() -> None:
    words = swedish()["findings"]
    counts: dict[str, int | None] = {"a": 20, "b": 5, "c": -15}
    assert mobility_title(counts, 3, SWEDISH) == words["mobility"].format(gaining=2, counties=3)
    assert mobility_title(counts, 3, SWEDISH, 8) == words["mobility_least"].format(gaining=1, counties=3)
    assert mobility_title({"a": 20, "c": -15}, 2, SWEDISH, 8) == words["mobility"].format(
        gaining=1, counties=2
    )


def test_methods_and_their_zeros() -> None:
    found = {
        name: (zero(name), off(name)) for name in ("suppression", "rounding_3", "rounding_5", "cell_key")
    }
    assert found == {
        "suppression": ("–", 0),
        "rounding_3": ("0", 2),
        "rounding_5": ("0", 4),
        "cell_key": ("0", 4),
    }
    assert Cells({}, "w").method == ""


# --- the files ------------------------------------------------------------------------------


def test_every_page_links_to_the_tables_that_are_there(tmp_path: Path) -> None:
    site = write(tmp_path)
    assert all('id="downloads"' not in page.read_text(encoding="utf-8") for page in pages(site))
    write_tables(dict.fromkeys(published_tables(), pl.DataFrame({"a": [1]})), site / "tables")
    write(site)
    for page in (site / f"{name}.html" for name in ("tables", "tables.en")):
        text = unescape(page.read_text(encoding="utf-8"))
        for name, table in published_tables().items():
            title = table.title_en if page.name.endswith(".en.html") else table.title_sv
            assert (
                title in text and f'href="tables/{name}.csv"' in text and f'"tables/{name}.parquet"' in text
            )
    for ending in (".html", ".en.html"):
        text = (site / f"{NURSE}{ending}").read_text(encoding="utf-8")
        assert f'<li id="downloads"><a href="tables{ending}">' in text
    for page in pages(site):
        ending = ".en.html" if page.name.endswith(".en.html") else ".html"
        assert f'href="tables{ending}"' in page.read_text(encoding="utf-8")
    lead_on(site)
    assert len(downloads(site, language=SWEDISH)) == len(published_tables())
