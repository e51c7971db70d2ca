"""The pages of places: numbers worked out by hand, what stands for a withheld one, titles, maps, links.

Fifty people came from Skåne (12), fifty from Stockholm (01). Of those from Skåne thirty studied and stayed
there; twenty studied in Stockholm, of whom ten came back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reports.cells import Cell
from reports.described import ProfessionText, ReleaseText
from reports.language import ENGLISH, SWEDISH, Language
from reports.material import read_material
from reports.pages import write_site
from reports.regions import facts
from reports.regions.beside import Beside
from reports.regions.facts import AFTER, WORK, Group
from reports.regions.findings import beside_title, differs, net_title
from reports.regions.matrix import matrix_of
from reports.regions.moves import added, share_of
from reports.regions.origins import origins_block
from reports.regions.parts import summary_section
from reports.regions.place import Place, counties, place, places, regions
from reports.regions.telling import told
from reports.regions.work import where_studied
from reports.shapes import Rings, outlines
from schemas.contract import read_code_list
from tests.moving import WINDOW, Hides, Mover, published
from tests.site_links import broken_links

SKANE, STOCKHOLM, SOUTH = place("county", "12"), place("county", "01"), place("region", "Södra")
PEOPLE = [
    *[Mover("12", "12", "12", "12")] * 30,
    *[Mover("12", "01", "12", "12")] * 10,
    *[Mover("12", "01", "01", "01")] * 10,
    *[Mover("01", "01", "01", "01")] * 49,
    Mover("01", "01", "abroad_or_dead", "01"),
]
HYGIENIST = ProfessionText("tandhygienist", "Tandhygienist", "pilot", name_en="Dental hygienist")
RELEASE = ReleaseText("2026", "2026-06", "SCB", date(2026, 6, 15), WINDOW, False, "0.1.0")


def group(people: Sequence[Mover] = PEOPLE, hides: Hides = lambda row: False) -> Group:
    frame = published("tandhygienist", people, hides)
    return Group(read_material(frame, HYGIENIST, RELEASE, None, None))


def hides_studying_in_skane(row: dict[str, Any]) -> bool:
    """The number who began in Skåne is withheld; the region's is not."""
    return (row["measure"], row["by_1"], row["value_1"]) == ("composition", "study_county", "12")


# --- numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "here", "nation"),
    [
        (facts.STUDYING, 30, 100),
        (facts.FROM_HERE, 50, 100),
        (facts.WORKING, 40, 100),
        (facts.CAME, 50, 100),
        (facts.STUDIED, 30, 100),
        (facts.LIVING, 40, None),
        (facts.NET, -10, None),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_counts_of_a_county(fact: facts.Fact, here: int, nation: int | None) -> None:
    assert fact.find(group(), SKANE).numerator == here
    assert fact.find(group(), None).numerator == nation


def test_shares_of_a_county_and_of_the_nation() -> None:
    returned, work = facts.RETURNED, facts.studied_here("county")
    # Twenty left to study, ten came back; all who left are from Skåne, so the nation's is the same.
    assert returned.find(group(), SKANE).value == returned.find(group(), None).value == 10 / 20
    # Forty work in Skåne, thirty of them studied there. Sixty work in Stockholm, all studied there.
    assert work.find(group(), SKANE).value == 30 / 40
    assert work.find(group(), None).value == (30 + 60) / 100
    # Stockholm has eighty... of those who began there, fifty of seventy came from there.
    assert facts.home_students("county").find(group(), STOCKHOLM).value == 50 / 70


def test_a_region_has_its_own_numbers() -> None:
    assert facts.STUDYING.find(group(), SOUTH).numerator == 30
    assert facts.studied_here("region").find(group(), SOUTH).value == 30 / 40


def test_where_those_who_work_there_studied() -> None:
    assert where_studied(group(), SKANE) == {"here": 0.75, "region": 0.0, "elsewhere": 0.25}
    assert where_studied(group(), SOUTH) == {"here": 0.75, "elsewhere": 0.25}
    nearby = [*PEOPLE, *[Mover("10", "10", "12", "12")] * 40]
    assert where_studied(group(nearby), SKANE) == {"here": 0.375, "region": 0.5, "elsewhere": 0.125}


def test_a_place_where_nobody_began_has_a_zero_and_one_that_is_withheld_has_not() -> None:
    assert told(facts.STUDYING, group(), place("county", "25"), SWEDISH).text == "–"
    assert told(facts.STUDYING, group(hides=hides_studying_in_skane), SKANE, SWEDISH).text == ".."


def test_a_share_of_nobody_cannot_occur_unless_the_zero_may_be_a_few() -> None:
    nowhere, exact = place("county", "25"), group()
    rounded = published("tandhygienist", PEOPLE).with_columns(method=pl.lit("rounding_5"))
    shares = (facts.EXAM, facts.home_students("county"), facts.RETURNED)
    assert {told(fact, exact, nowhere, SWEDISH).text for fact in shares} == {"."}
    few = Group(read_material(rounded, HYGIENIST, RELEASE, None, None))
    assert {told(fact, few, nowhere, SWEDISH).text for fact in shares} == {".."}


def test_a_net_can_be_worked_out_from_its_row() -> None:
    """Fifty came from Skåne and forty live there: ten left, nobody came."""
    found = {
        one.name: one.find(group(), SKANE).numerator for one in (facts.CAME_HERE, facts.LIVING, facts.NET)
    }
    assert found == {"came_here": 50, "living": 40, "net": -10}
    table = summary_section([group()], SKANE, SWEDISH).table
    heads = table.columns if table else ()
    assert {SWEDISH.texts["place_facts"][name] for name in found} <= set(heads)


def test_a_group_of_which_no_place_may_be_named_has_a_row_of_signs() -> None:
    hidden = group(hides=lambda row: row["measure"] == WORK)
    for where in (SKANE, place("county", "25")):
        block = origins_block("work_from", WORK, [hidden], where, SWEDISH)
        assert (
            block
            and block.table
            and [[one.text for one in row.cells] for row in block.table.rows] == [[".."] * 3]
        )
    assert origins_block("work_from", WORK, [group()], place("county", "25"), SWEDISH) is None


def test_a_sum_with_a_withheld_part_is_withheld() -> None:
    shown, hidden = Cell(20, 40, 0, 0.5, "ok"), Cell(None, None, None, None, "protected", "secondary")
    assert added([shown, shown]).numerator == 40
    assert added([shown, hidden]).numerator is None and added([shown, hidden]).status == "protected"
    assert share_of(shown, added([shown, hidden]), 1, 1).value is None
    assert share_of(Cell(0, 0, 0, None, "ok"), Cell(19, 19, 0, None, "ok"), 1, 1).reason == "base_small"


def test_how_far_a_worked_out_share_may_be_off() -> None:
    """Two counts of 50 rounded to base 5: the part 46-54, the rest 46-54."""
    half, both = (Cell(n, 100, 0, None, "ok", method="rounding_5") for n in (50, 100))
    found = share_of(half, both, 1, 1)
    assert (found.low, found.value, found.high) == (46 / 100, 0.5, 54 / 100)


def test_a_withheld_pair_does_not_hide_the_nations_share() -> None:
    """Of a hundred at work ninety work where they studied; that ten went from 01 to 12 is withheld."""
    pair = ("mobility_study_to_work_1", "01", "12")
    hidden = group(hides=lambda row: (row["measure"], row["value_1"], row["value_2"]) == pair)
    assert facts.studied_here("county").find(hidden, None).value == 0.9
    assert facts.WORKING.find(hidden, SKANE).reason == "part"


# --- a withheld number ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (SWEDISH, "I Södra sjukvårdsregionen: 30 personer."),
        (ENGLISH, "Southern health care region: 30 people."),
    ],
    ids=["sv", "en"],
)
def test_a_protected_county_says_why_and_gives_the_regions_number(language: Language, said: str) -> None:
    shown = told(facts.STUDYING, group(hides=hides_studying_in_skane), SKANE, language)
    assert shown.text == ".." and not shown.sort
    assert language.texts["reasons"]["numerator_small"] in shown.why and said in shown.why


def test_where_the_region_is_protected_too_the_nation_stands() -> None:
    hidden = group(hides=lambda row: row["by_1"].startswith("study_"))
    shown = told(facts.STUDYING, hidden, SKANE, SWEDISH)
    assert "I hela landet: 100 personer." in shown.why and "sjukvårdsregion" not in shown.why


def test_a_divided_county_is_given_both_regions() -> None:
    people = [*PEOPLE, *[Mover("10", "10", "10", "10")] * 20, *[Mover("14", "14", "14", "14")] * 20]
    hidden = group(people, lambda row: row["by_1"] == "home_county")
    shown = told(facts.FROM_HERE, hidden, place("county", "13"), SWEDISH)
    assert shown.text == "–", "nobody came from there"
    people += [Mover("13", "14", "13", "13")] * 20
    hidden = group(people, lambda row: row["by_1"] == "home_county")
    why = told(facts.FROM_HERE, hidden, place("county", "13"), SWEDISH).why
    assert "Södra sjukvårdsregionen: 90 personer" in why and "Västra sjukvårdsregionen: 20 personer" in why


# --- titles ---------------------------------------------------------------------------------


def shown(value: float, low: float, high: float, base: int = 100) -> Cell:
    return Cell(round(value * base), base, 0, value, "ok", "", low, high, "rounding_5")


@pytest.mark.parametrize(
    ("here", "nation", "sign"),
    [
        (shown(0.60, 0.58, 0.62), shown(0.50, 0.49, 0.51), 1),
        (shown(0.40, 0.38, 0.42), shown(0.50, 0.49, 0.51), -1),
        (shown(0.60, 0.50, 0.70), shown(0.52, 0.51, 0.53), 0),
        (shown(0.51, 0.51, 0.51), shown(0.50, 0.50, 0.50), 0),
        (shown(0.60, 0.58, 0.62, 15), shown(0.50, 0.49, 0.51), None),
        (Cell(None, None, None, None, "protected"), shown(0.50, 0.49, 0.51), None),
    ],
    ids=["higher", "lower", "intervals meet", "under two points", "few", "withheld"],
)
def test_a_difference_counts_only_where_it_is_sure(here: Cell, nation: Cell, sign: int | None) -> None:
    assert differs(here, nation) == sign


def net(number: int | None, method: str = "rounding_5") -> Cell:
    return Cell(number, 100, 0, None, "ok" if number is not None else "protected", method=method)


def test_a_title_says_at_least_where_rounding_or_protection_leaves_it_open() -> None:
    words = {
        "summary": {
            "title": "{of}", "title_least": "at least {of}", "title_plain": "plain",
            "title_fewer": "fewer in {of}", "title_fewer_least": "fewer in at least {of}",
        },
        "of_some": "{number} of {groups}", "of_all": "all {groups}", "of_one": "the only one",
    }  # fmt: skip
    assert net_title(words, [net(40), net(-40)]) == "1 of 2"
    assert net_title(words, [net(40), net(5)]) == "at least 1 of 2"
    assert net_title(words, [net(40), net(None)]) == "at least 1 of 2"
    assert net_title(words, [net(5, "suppression"), net(-5, "suppression")]) == "1 of 2"
    assert net_title(words, [net(-40), net(-40)]) == "fewer in all 2"
    assert net_title(words, [net(40)]) == "the only one"
    assert net_title(words, [net(5), net(None)]) == "plain"


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ([0.6], "högre andel i den enda yrkesgrupp som går att jämföra"),
        ([0.6, 0.6], "högre andel i alla 2 yrkesgrupper"),
        ([0.6, 0.5], "högre andel i 1 av 2 yrkesgrupper"),
        ([0.6, 0.4], "högre andel i 1 och lägre i 1 av 2 yrkesgrupper"),
        ([0.5, 0.51], "ingen säker skillnad mot riket"),
        ([], "Vilka som studerar här"),
    ],
)
def test_a_title_of_shares_has_words_for_all_one_and_none(shares: list[float], says: str) -> None:
    nation = shown(0.50, 0.49, 0.51)
    rows = [Beside("", shown(one, one - 0.01, one + 0.01), nation) for one in shares]
    assert says in beside_title("study", rows, SWEDISH)


# --- the matrix -----------------------------------------------------------------------------


def test_the_matrix_has_every_county_and_sums_by_region() -> None:
    found = matrix_of(group(), AFTER, "county", SWEDISH)
    assert found
    names = [line.name for line in found.lines]
    assert sum(not line.is_sum for line in found.lines) == 21
    cells = {
        (line.name, column.name): entry
        for line, row in zip(found.lines, found.cells, strict=True)
        for column, entry in zip(found.columns, row, strict=True)
    }
    assert cells["Skåne", "Skåne"].share == 40 / 50 and cells["Skåne", "Stockholm"].printed == "10"
    assert cells["Skåne", "Stockholm, summa"].printed == "10"
    assert cells["Södra utan Halland", "Stockholm, summa"].share == 10 / 50
    assert cells["Stockholm", "Ej folkbokförd i Sverige"].printed == "1"
    assert "Halland" in names and "Södra, summa" not in names, "Halland stands by itself"


def test_a_sum_that_the_tables_hold_is_shown_though_a_part_of_it_is_not() -> None:
    """Of the pairs within Stockholm's region one is withheld; the region's own cell is not."""
    hidden = group(hides=lambda row: row["by_1"] == "from_county" and row["value_1"] == "01")
    found = matrix_of(hidden, AFTER, "county", SWEDISH)
    assert found
    line = next(i for i, one in enumerate(found.lines) if one.name == "Stockholm, summa")
    column = next(i for i, one in enumerate(found.columns) if one.name == "Stockholm, summa")
    assert found.cells[line][column].printed == "49"
    assert found.cells[line - 2][column - 2].printed == ".."


# --- places and shapes ----------------------------------------------------------------------


def test_places_are_those_of_the_code_lists() -> None:
    _, *rows = read_code_list("lan")
    assert [(one.value, one.name(SWEDISH)) for one in counties()] == [(row[0], row[1]) for row in rows]
    assert len(counties()) == 21 and len(regions()) == 6
    assert [one.value for one in counties() if len(one.wholes) > 1] == ["13"]
    assert len({one.page for one in places()}) == 27
    assert all(re.fullmatch(r"(lan|region)-[a-z0-9-]+", one.page) for one in places())


def area(rings: Rings) -> float:
    """Square kilometres within the rings."""
    return sum(abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))) / 2 for ring in rings)


def test_the_map_has_every_county_with_gotland_and_oland() -> None:
    shapes = outlines()
    assert set(shapes.counties) == {one.value for one in counties()}
    assert set(shapes.regions) == {one.value for one in regions()}
    mainland, oland = sorted(shapes.counties["08"], key=lambda ring: -area([ring]))
    assert max(y for _, y in oland) - min(y for _, y in oland) > 100, "Öland is 137 km long"
    assert min(x for x, _ in shapes.counties["09"][0]) > max(x for x, _ in mainland), "Gotland lies east"
    for rings in (*shapes.counties.values(), *shapes.regions.values()):
        assert all(ring[0] == ring[-1] for ring in rings)


def test_simplifying_keeps_areas() -> None:
    """Known areas of land, rough: a county that lost more would look wrong."""
    known = {"25": 97000, "12": 10970, "09": 3130, "13": 5430, "20": 28030}
    for code, size in known.items():
        assert area(outlines().counties[code]) == pytest.approx(size, rel=0.13), code
    whole = sum(area(rings) for rings in outlines().counties.values())
    assert sum(area(rings) for rings in outlines().regions.values()) == pytest.approx(whole, rel=0.01)


# --- the pages ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("places")
    frame = published("tandhygienist", PEOPLE, hides_studying_in_skane)
    write_site(frame, [HYGIENIST], RELEASE, folder)
    return folder


def read(site: Path, name: str) -> str:
    return unescape((site / name).read_text(encoding="utf-8"))


def test_every_place_has_a_page_in_both_languages_and_the_map_leads_to_it(site: Path) -> None:
    for ending in (".html", ".en.html"):
        entry = read(site, f"places{ending}")
        for one in places():
            assert (site / f"{one.page}{ending}").is_file()
            assert f'href="{one.page}{ending}"' in entry
        drawing = entry.split('<svg class="map linked"')[1].split("</svg>")[0]
        assert drawing.count("<path") == 21 and drawing.count("<a href") == 21


def test_every_link_of_a_place_leads_somewhere(site: Path) -> None:
    assert broken_links(site) == []


def test_a_page_tells_of_its_place(site: Path) -> None:
    text = read(site, "lan-12.html")
    assert "<h1>Skåne län</h1>" in text and "I Södra sjukvårdsregionen: 30 personer." in text
    english = read(site, "lan-12.en.html")
    assert "<h1>Skåne county</h1>" in english and "Southern health care region: 30 people." in english
    assert "Hallands län är delat" in read(site, "region-vastra.html")


def test_every_chart_of_a_place_has_its_table_unit_source_and_definitions(site: Path) -> None:
    for name in ("lan-12.html", "region-sodra.en.html", "tandhygienist.html"):
        text = read(site, name)
        for figure in re.findall(r'id="figure-(\w+)"', text):
            assert f'id="table-{figure}"' in text, f"{name}: {figure}"
    language = SWEDISH.texts
    for part in read(site, "lan-12.html").split('class="part"')[1:5]:
        assert language["page"]["source"] in part and language["chart_beside"]["summary"] in part


def test_a_page_stays_small_with_many_groups(tmp_path: Path) -> None:
    """All 22 groups must fit in 300 kB, so that six may take six parts of 22."""
    groups = [ProfessionText(f"g{n}", f"Yrkesgrupp nummer {n}", "pilot") for n in range(6)]
    people = [Mover(h.value, s.value, h.value, h.value) for h in counties() for s in counties()] * 6
    one = published("g0", people)
    frame = pl.concat([one.with_columns(profession=pl.lit(group.profession)) for group in groups])
    write_site(frame, groups, RELEASE, tmp_path)
    for page in (*tmp_path.glob("lan-*.html"), *tmp_path.glob("region-*.html")):
        script = tmp_path / "assets" / page.name.replace(".html", ".js")
        assert page.stat().st_size + script.stat().st_size < 300_000 * 6 / 22, page.name
    group, script = tmp_path / "g1.html", tmp_path / "assets" / "g1.js"
    assert group.stat().st_size + script.stat().st_size < 300_000


def test_work_is_counted_where_the_workplace_is() -> None:
    people = [*PEOPLE, *[Mover("12", "12", "12", "01")] * 20]
    assert facts.WORKING.find(group(people), STOCKHOLM).numerator == 80
    assert group(people).moves.from_to(WORK, "county", "12", "01").numerator == 20


def test_a_place_of_its_own_level_is_found() -> None:
    assert place("region", "Norra") == Place("region", "Norra", parts=("22", "23", "24", "25"))
