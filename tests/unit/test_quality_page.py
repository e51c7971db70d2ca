"""The quality declaration: numbers by hand in both languages, what is withheld, breaks, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reports.described import Break, Choice, ProfessionText, RegisterText, ReleaseText, Threshold
from reports.language import ENGLISH, SWEDISH
from reports.pages import write_site
from reports.quality_breaks import touches
from reports.quality_registers import whole_months
from reports.words import english, swedish
from schemas.contract import contracts
from tests.page_figures import read_page
from tests.unit.test_reports import SCHEMA, test_pages_point_at_nothing_outside_and_everything_inside_exists

NBSP = "\u00a0"
WINDOW = "2000-2010"
GROUPS = [
    ProfessionText("a", "Arbetsterapeut", "pilot", name_en="Occupational therapist"),
    ProfessionText("t", "Tandtekniker", "draft", name_en="Dental technician", has_licence=False),
]
REGISTERS = (
    RegisterText(
        "registrations", "Registreringar", "Registrations", "term", date(1993, 7, 1), date(2024, 12, 31)
    ),
    RegisterText("individuals", "Befolkning", "Population", "year", date(1999, 1, 1), date(2024, 12, 31)),
    RegisterText("licences", "Legitimationer", "Licences", "date", date(1960, 1, 1), date(2025, 12, 31)),
    RegisterText("deaths", "Avlidna", "Deaths", "date"),
)  # fmt: skip
BREAKS = (
    Break("occupation", "follow_up", 2013, 2014, "SSYK 96", "SSYK 2012"),
    Break("employment", "follow_up", 1992, 1993, "SyssStatG", "SyssStat"),
    Break("overcoverage", "start", 2006, 2012, is_period=True),
    Break("nominal", "start", 2005, 2005, "4", "6", "t"),
    Break("division", "residence", 2005, 2006, who="Heby"),
)
RELEASE = ReleaseText(
    "2026", "2026-06", "SCB", date(2026, 6, 15), WINDOW, False, "0.1.0",
    {"protection": {"smallest": 5}},
    (Threshold(2017, 236000, "estimated"), Threshold(2018, 241900, "published")),
    (Choice("target_set", "workplace", "Says.", "7"),),
    registers=REGISTERS, breaks=BREAKS,
    years={"start": (2000, 2010), "follow_up": (2017, 2018), "residence": (1999, 2024)},
)  # fmt: skip


def cell(profession: str, measure: str, n: int, d: int, unseen: int, **fields: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(SCHEMA, "") | {"value_low": None, "value_high": None}
    row |= {"profession": profession, "model": "education", "cohort": WINDOW, "measure": measure}
    row |= {"numerator": n, "denominator": d, "n_not_observable": unseen, "value": n / d if d else None}
    return row | {"status": "ok", "method": "suppression"} | fields


HIDDEN = {"status": "protected", "reason": "numerator_small"} | dict.fromkeys(
    ("numerator", "denominator", "value", "n_not_observable")
)
CELLS = [
    cell("a", "composition", 5000, 5000, 0),
    cell("a", "exam_rate_nominal_3", 3000, 4000, 1000),
    cell("a", "retention_1", 2000, 2500, 500),
    cell("a", "employed_1", 3100, 3200, 0),
    cell("a", "in_profession_1", 2000, 2604, 496),
    cell("a", "established", 10, 12, 7),
    cell("a", "retention_3", 0, 0, 2800, status="not_observable"),
    cell("t", "employed_1", 1, 1, 1, **HIDDEN),
    cell("t", "exam_rate_nominal_3", 1, 1, 1, **HIDDEN),
]
ROWS = [
    ("registrations", "read", "", 1234567),
    ("registrations", "accepted", "", 1230000),
    ("registrations", "duplicates", "", 3333),
    ("registrations", "set_aside", "", 0),
    ("registrations", "rejected", "missing_lopnr", 1234),
    ("registrations", "rejected", "out_of_range", 0),
    ("individuals", "read", "", 2000),
    ("individuals", "accepted", "", 1990),
    ("individuals", "duplicates", "", 0),
    ("individuals", "set_aside", "", 5),
    ("individuals", "rejected", "unknown_sex", 5),
    ("individuals", "blanked", "ForvErs", 17),
]


def quality(
    rows: list[tuple[str, str, str, int]], *withheld: tuple[str, str], method: str = "suppression"
) -> pl.DataFrame:
    shape = {"register": pl.String, "step": pl.String, "reason": pl.String, "rows": pl.Int64}
    is_hidden = pl.concat_str("step", "reason", separator=" ").is_in([" ".join(one) for one in withheld])
    return pl.DataFrame(rows, schema=shape, orient="row").with_columns(
        pl.when(~is_hidden).then("rows").alias("rows"),
        pl.when(is_hidden).then(pl.lit("protected")).otherwise(pl.lit("ok")).alias("status"),
        pl.lit(method).alias("method"),
        pl.when(is_hidden).then(pl.lit("secondary")).otherwise(pl.lit("")).alias("withheld"),
    )


def attrition() -> pl.DataFrame:
    counts = [("candidates", "", 5100), ("excluded", "reused_number", 100), ("started", "", 5000)]
    shown = ("ok", "suppression", "")
    rows = [("a", "education", WINDOW, *one, *shown) for one in counts]
    hidden = ("protected", "suppression", "numerator_small")
    rows.append(("a", "education", WINDOW, "quality", "licence_before_degree", 7777, *hidden))
    names = ("profession", "model", "cohort", "step", "reason", "persons", "status", "method", "withheld")
    return pl.DataFrame(rows, schema=names, orient="row")


def write(
    folder: Path, release: ReleaseText = RELEASE, frame: pl.DataFrame | None = None, **more: Any
) -> Path:
    cells = pl.DataFrame(more.pop("cells", CELLS), schema=SCHEMA)
    given = {"attrition": attrition(), "quality": quality(ROWS) if frame is None else frame} | more
    write_site(cells, GROUPS, release, folder, **given)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("site"))


def source(site: Path, language: str) -> str:
    return read_page(site / ("quality.html" if language == "sv" else "quality.en.html"))


def page(site: Path, language: str) -> str:
    """The page with its quotation marks as they are read."""
    return unescape(source(site, language))


def rows_of(text: str, caption: str) -> dict[str, list[str]]:
    """A table's cells as read, row by row, by the text of its first column (and the second where texts)."""
    table = re.search(rf"<caption>{re.escape(caption)}</caption>.*?</table>", text, re.DOTALL)
    assert table, caption
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table[0].split("<tbody>")[1], re.DOTALL):
        shown = re.sub(r"(?s)<summary>(.*?)</summary><span>.*?</span>", r"\1", row)
        parts = re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", shown)
        first, *rest = [re.sub(r"<[^>]+>", "", part).strip() for part in parts]
        found[first if first not in found else f"{first} {rest[0]}"] = rest
    return found


# --- numbers by hand ------------------------------------------------------------------------


def test_rows_of_registers_in_swedish(site: Path) -> None:
    found = rows_of(page(site, "sv"), swedish()["quality"]["rows"]["caption"])
    assert found["Registreringar"] == [
        f"1{NBSP}234{NBSP}567", f"1{NBSP}230{NBSP}000", f"3{NBSP}333", "–", f"1{NBSP}234", "0,10",
    ]  # fmt: skip
    assert found["Befolkning"] == [f"2{NBSP}000", f"1{NBSP}990", "–", "5", "5", "0,25"]
    assert found["Avlidna"] == [swedish()["quality"]["not_delivered"], ".", ".", ".", ".", "."]


def test_rows_of_registers_in_english(site: Path) -> None:
    text = page(site, "en")
    found = rows_of(text, english()["quality"]["rows"]["caption"])
    assert found["Registrations"] == ["1,234,567", "1,230,000", "3,333", "–", "1,234", "0.10"]
    assert found["Deaths"][0] == "not delivered"
    assert "Of 1,236,567 register rows read, 1,239 were rejected (0.10 per cent)." in text


def test_reasons_and_values_without_a_row_are_left_out(site: Path) -> None:
    words = english()["quality"]["rows"]
    assert rows_of(page(site, "en"), words["rejected_caption"]) == {
        "Registrations": ["Person number missing", "1,234"],
        "Population": ["Unknown sex", "5"],
    }
    assert rows_of(page(site, "en"), words["values_caption"]) == {
        "Population": ["ForvErs", words["blanked"], "17"]
    }


def test_share_not_observable_and_unknown_occupation(site: Path) -> None:
    unseen = rows_of(page(site, "sv"), swedish()["quality"]["unseen"]["caption"].format(window="2000–2010"))
    assert unseen["Arbetsterapeut"] == ["20,0", "..", "..", "16,0", "16,7", "..", "100,0", ".."]
    assert set(unseen["Tandtekniker (UTKAST)"]) == {".."}
    occupation = rows_of(
        page(site, "sv"), swedish()["quality"]["occupation"]["caption"].format(window="2000–2010")
    )
    assert occupation["Arbetsterapeut"][:3] == [f"3{NBSP}100", "496", "16,0"]
    assert set(occupation["Arbetsterapeut"][3:]) == {".."}
    assert "Yrket är okänt för 16,0 procent" in page(site, "sv")
    assert "The occupation is unknown for 16.0 per cent" in page(site, "en")


def test_what_is_worked_out_needs_all_of_its_parts(tmp_path: Path) -> None:
    """Those without an occupation are the employed less those whose occupation is known."""
    cells = [cell("a", "employed_1", 3100, 3200, 0), cell("a", "in_profession_1", 2000, 3097, 30)]
    caption = swedish()["quality"]["occupation"]["caption"].format(window="2000–2010")
    found = rows_of(page(write(tmp_path, cells=cells), "sv"), caption)["Arbetsterapeut"]
    assert found[:3] == [f"3{NBSP}100", "3", "0,1"]
    cells[1] |= HIDDEN
    found = rows_of(page(write(tmp_path, cells=cells), "sv"), caption)["Arbetsterapeut"]
    assert found[:3] == [f"3{NBSP}100", "..", ".."]


def test_who_is_left_out(site: Path) -> None:
    found = rows_of(page(site, "sv"), swedish()["quality"]["left_out"]["caption"].format(window="2000–2010"))
    assert found["Arbetsterapeut"] == [
        f"5{NBSP}100",
        "..",
        "..",
        "100",
        "..",
        "..",
        f"5{NBSP}000",
        "..",
        "..",
    ]
    assert "7777" not in page(site, "sv").replace(NBSP, "")


def test_coverage_and_months_to_the_delivery(site: Path) -> None:
    words = english()["quality"]["coverage"]
    assert rows_of(page(site, "en"), words["caption"]) == {
        "Registrations": ["autumn 1993", "autumn 2024", "17"],
        "Population": ["1999", "2024", "17"],
        "Licences": ["1960-01-01", "2025-12-31", "5"],
        "Deaths": ["not delivered", ".", "."],
    }
    assert rows_of(page(site, "sv"), swedish()["quality"]["coverage"]["caption"])["Registreringar"][:2] == [
        "HT 1993",
        "HT 2024",
    ]


@pytest.mark.parametrize(
    ("last", "received", "months"),
    [
        (date(2024, 12, 31), date(2026, 6, 15), 17),
        (date(2025, 5, 31), date(2025, 6, 1), 0),
        (date(2025, 5, 31), date(2025, 7, 1), 1),
        (date(2025, 5, 15), date(2025, 6, 15), 0),
        (date(2025, 5, 15), date(2025, 6, 16), 1),
    ],
)
def test_whole_months(last: date, received: date, months: int) -> None:
    assert whole_months(last, received) == months


def test_thresholds_choices_and_protection(site: Path) -> None:
    text = page(site, "en")
    assert "published for 2018" in text and "Of the follow-up years 2017–2018, 1 of 2 have" in text
    assert english()["choices"]["target_set"]["values"]["workplace"] in text, (
        "the value in force, not the default"
    )
    assert english()["method"]["choices_versioned"].format(version="7") in text
    assert english()["quality"]["protection"]["suppression"].format(small=4) in text
    assert english()["quality"]["groups"]["draft"].format(names="dental technician") in text
    assert english()["quality"]["groups"]["unlicensed"].format(names="dental technician") in text


# --- protection -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_withheld_count_is_two_dots_with_its_reason(tmp_path: Path, language: str) -> None:
    site = write(tmp_path, frame=quality(ROWS, ("rejected", "unknown_sex"), ("set_aside", "")))
    text, words = page(site, language), (swedish() if language == "sv" else english())
    found = rows_of(text, words["quality"]["rows"]["caption"])
    name = "Befolkning" if language == "sv" else "Population"
    assert found[name][3:] == ["..", "..", ".."], "nor what could be summed from it"
    assert words["reasons"]["secondary"] in text
    assert words["quality"]["in_short_rejected_hidden"] in text
    details = rows_of(text, words["quality"]["rows"]["rejected_caption"])
    assert details[name] == [words["quality"]["rejected"]["unknown_sex"], ".."]


def test_whatever_is_not_ok_has_no_number(tmp_path: Path) -> None:
    frame = quality(ROWS).with_columns(pl.lit("protected").alias("status"))
    text = page(write(tmp_path, frame=frame), "en")
    assert set(rows_of(text, english()["quality"]["rows"]["caption"])["Registrations"]) == {".."}
    assert not re.search(r"1,?234,?567|1,?230,?000", text)


def test_a_rounded_zero_is_written_as_a_zero(tmp_path: Path) -> None:
    cells = [one | {"method": "rounding_5"} for one in CELLS]
    text = page(write(tmp_path, frame=quality(ROWS, method="rounding_5"), cells=cells), "en")
    rows = english()["quality"]["rows"]
    assert rows_of(text, rows["caption"])["Registrations"][3] == "0"
    assert (
        rows_of(text, rows["rejected_caption"])["Registrations Outside what the delivery covers"][-1] == "0"
    )
    assert english()["quality"]["protection"]["rounding"].format(base=5, below=4) in text
    assert english()["quality"]["adds_up"]["rounding"].format(below=4) in text
    assert rows["note"] not in text


def test_several_methods_say_what_they_apply_to(tmp_path: Path) -> None:
    text = page(write(tmp_path, frame=quality(ROWS, method="rounding_3")), "en")
    words = english()["quality"]["protection"]
    for key, tables in (("suppression", "measures and people left out"), ("rounding", "register rows")):
        said = words[key].format(base=3, below=2, small=4)
        assert f"{said} {words['applies'].format(tables=tables)}" in text


# --- the left edge and breaks ---------------------------------------------------------------


def begins(first_on: date) -> ReleaseText:
    return replace(RELEASE, registers=(replace(REGISTERS[0], first_on=first_on), *REGISTERS[1:]))


@pytest.mark.parametrize(
    ("first_on", "key", "years"),
    [
        (date(1993, 7, 1), "far", ("6,5", "6.5")),
        (date(1995, 1, 1), "far", ("5", "5")),
        (date(1995, 7, 1), "near", ("4,5", "4.5")),
        (date(2000, 1, 1), "near", ("0", "0")),
        (date(2000, 7, 1), "inside", ("", "")),
    ],
)
def test_the_left_edge(tmp_path: Path, first_on: date, key: str, years: tuple[str, str]) -> None:
    site = write(tmp_path, begins(first_on))
    for language, distance in zip((SWEDISH, ENGLISH), years, strict=True):
        text, words = page(site, language.code), language.texts["quality"]
        term = language.day(date(2000, 1, 1), "term")
        first = language.day(first_on, "term")
        said = words["edge"][key].format(years=distance, term=term, limit="5", first=first)
        assert said in text
        is_warned = f"<strong>{words['warning']}</strong>{said}" in text
        assert is_warned == (key != "far")
        assert (f"<li>{said}</li>" in text) == is_warned, "a warning stands among what matters most"


def test_breaks_that_touch_the_release_are_marked(site: Path) -> None:
    found = rows_of(page(site, "en"), english()["quality"]["breaks"]["caption"])
    assert found == {
        "Occupation codes": ["SSYK 96", "SSYK 2012", "2013/2014", "No"],
        "Employment": ["SyssStatG", "SyssStat", "1992/1993", "No"],
        "New students": [".", ".", "academic years 2006/07–2011/12", "Yes, 2000–2010"],
        "Nominal length of study in terms, dental technician": [
            "4",
            "6",
            "starts from autumn 2005",
            "Yes, 2000–2010",
        ],
        "Municipal division, Heby": [".", ".", "2005/2006", "Yes, 1999–2024"],
    }
    assert english()["quality"]["in_short_breaks"].format(number=3) in page(site, "en")
    kinds = english()["quality"]["breaks"]["kinds"]
    assert kinds["overcoverage"]["says"] in page(site, "en")
    assert kinds["occupation"]["says"] not in page(site, "en")


@pytest.mark.parametrize(
    ("years", "is_touched"),
    [((2013, 2014), True), ((2001, 2013), False), ((2014, 2024), False), ((2000, 2024), True), (None, False)],
)
def test_a_change_is_touched_from_both_sides(years: tuple[int, int] | None, is_touched: bool) -> None:
    assert touches(BREAKS[0], years) == is_touched


@pytest.mark.parametrize(
    ("years", "is_touched"),
    [
        ((2000, 2005), False),
        ((2000, 2006), True),
        ((2008, 2009), True),
        ((2012, 2020), True),
        ((2013, 2020), False),
    ],
)
def test_a_deviant_period_is_touched_by_any_year(years: tuple[int, int], is_touched: bool) -> None:
    assert touches(BREAKS[2], years) == is_touched


def test_a_delivery_without_labour_market_says_so(tmp_path: Path) -> None:
    release = replace(RELEASE, registers=REGISTERS[:1], years={"start": (2000, 2010)}, breaks=BREAKS[:1])
    text, words = page(write(tmp_path, release), "en"), english()["quality"]
    assert words["times"]["none"] in text and words["thresholds"]["no_follow_up"] in text
    assert words["breaks"]["none"] in text


# --- the pages ------------------------------------------------------------------------------


def leaves(texts: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence by its dotted key."""
    if not isinstance(texts, dict | list):
        yield path, str(texts)
    else:
        entries = texts.items() if isinstance(texts, dict) else enumerate(texts)
        for key, value in entries:
            yield from leaves(value, f"{path}.{key}")


def test_the_declaration_has_the_same_keys_and_placeholders_in_both_languages() -> None:
    sv, en = (dict(leaves(texts["quality"])) for texts in (swedish(), english()))
    assert list(sv) == list(en)
    for key, sentence in sv.items():
        placeholders = [sorted(re.findall(r"{\w+}", one)) for one in (sentence, en[key])]
        assert placeholders[0] == placeholders[1], key


def test_english_has_no_key_that_swedish_has_not() -> None:
    sv, en = (dict(leaves(texts)) for texts in (swedish(), english()))
    assert set(en) - set(sv) == set()
    for name, entry in swedish()["choices"].items():
        assert set(entry["values"]) == set(english()["choices"][name]["values"]), name


def test_the_five_components_stand_in_order(site: Path) -> None:
    order = ["relevance", "accuracy", "timeliness", "accessibility", "comparability"]
    for language in ("sv", "en"):
        assert re.findall(r'<section id="(\w+)" class="part">', page(site, language))[:5] == order
    assert list(swedish()["quality"]["components"]) == order


def test_pages_say_their_language_and_link_to_each_other(site: Path) -> None:
    sv, en = page(site, "sv"), page(site, "en")
    assert '<html lang="sv">' in sv and '<a href="quality.en.html" lang="en" hreflang="en">' in sv
    assert '<html lang="en">' in en and '<a href="quality.html" lang="sv" hreflang="sv">' in en
    for path in site.glob("*.html"):
        assert "{" not in re.sub(r"(?s)<(script|style).*?</\1>", "", path.read_text(encoding="utf-8"))
        target = "quality.en.html" if path.name.endswith(".en.html") else "quality.html"
        assert f'<li><a href="{target}">' in path.read_text(encoding="utf-8").split("<footer>")[1]
    assert '<li><a href="quality.html">' in (site / "a.html").read_text(encoding="utf-8")


def test_the_english_page_holds_no_swedish(site: Path) -> None:
    bare = re.sub(r"<[^>]+>", " ", page(site, "en"))
    for name in ("Vårdflöde", "På svenska"):
        bare = bare.replace(name, "")
    assert not re.findall(r"\w*[åäöÅÄÖ]\w*", bare)
    assert NBSP not in bare


def test_nothing_points_outside(site: Path) -> None:
    test_pages_point_at_nothing_outside_and_everything_inside_exists(site)


class Outline(HTMLParser):
    """Open tags and headings; a tag that closes another than the last opened is a fault."""

    VOID = ("meta", "link", "br", "img")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.levels: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{tag} in line {self.getpos()[0]}")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_tags_are_closed_ids_are_unique_and_headings_do_not_jump(site: Path, language: str) -> None:
    outline = Outline()
    outline.feed(source(site, language))
    assert outline.faults == [] and outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.levels[0] == 1 and outline.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))


def test_without_its_frame_there_is_no_page_and_no_link(tmp_path: Path) -> None:
    write_site(pl.DataFrame(CELLS, schema=SCHEMA), GROUPS, RELEASE, tmp_path)
    assert not list(tmp_path.glob("quality*"))
    assert "quality.html" not in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_order_of_the_frame_changes_no_byte(site: Path, tmp_path: Path) -> None:
    write(tmp_path, frame=quality(ROWS).reverse())
    for language in ("sv", "en"):
        assert page(tmp_path, language) == page(site, language)


def test_a_rehearsal_is_warned_of(tmp_path: Path) -> None:
    text = page(write(tmp_path, replace(RELEASE, is_rehearsal=True)), "en")
    assert english()["quality"]["preliminary"]["rehearsal"] in text
    assert english()["page"]["rehearsal"] in text


def test_every_reason_and_register_has_its_words() -> None:
    from flows.quality_counts import reasons

    known = set(swedish()["quality"]["rejected"])
    assert {reason for contract in contracts().values() for reason in reasons(contract)} == known
