"""The pages about the release as a whole: numbers by hand, every anchor there, words for everything."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.choices import choices, defaults
from flows.queries import measures
from reports.choosing import settings_table
from reports.described import Choice, ProfessionText, ReleaseText
from reports.language import ENGLISH, SWEDISH, Language
from reports.pages import unbroken, write_site
from reports.release.files import table_files
from reports.release.measures import anchor
from reports.release.tables_page import size
from reports.words import english, swedish
from schemas.published_tables import COLUMNS, published_tables
from tests.page_figures import figures_in, read_page
from tests.published_frames import withheld
from tests.releasing import cell as release_cell
from tests.releasing import make_release
from tests.site_links import broken_links
from tests.unit.test_reports import SCHEMA

NBSP = "\u00a0"
WINDOW = "2000-2010"
GROUPS = [
    ProfessionText("a", "Arbetsterapeut", "pilot", name_en="Occupational therapist"),
    ProfessionText("f", "Fysioterapeut", "ready", name_en="Physiotherapist"),
    ProfessionText("k", "Kurator", "pilot", name_en="Counsellor"),
    ProfessionText("t", "Tandtekniker", "draft", name_en="Dental technician", has_licence=False),
]
RELEASE = ReleaseText(
    "2026", "2026-06", "SCB", date(2026, 6, 15), WINDOW, False, "0.1.0",
    {"protection": {"smallest": 5, "rate_base": 20}},
    choices=tuple(Choice(name, value, choices()[name].says, "1") for name, value in defaults().items()),
    counted_in={(m.model, name): m.query for m in measures().values() for name in m.published},
)  # fmt: skip
PAGES = ("index", "method", "tables", "news", "accessibility")


def cell(profession: str, measure: str, n: int, d: int, **fields: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(SCHEMA, "") | {"value_low": None, "value_high": None}
    row |= {"profession": profession, "model": "education", "cohort": WINDOW, "measure": measure}
    row |= {"numerator": n, "denominator": d, "n_not_observable": 0, "value": n / d}
    return row | {"status": "ok", "method": "rounding_5"} | fields


HIDDEN = {"status": "protected", "reason": "secondary"} | dict.fromkeys(
    ("numerator", "denominator", "value", "n_not_observable")
)
CELLS = [
    # 3 000 of 4 000 in time, 3 300 to date; 3 200 licensed; 2 080 of 3 200 still there after a year
    cell("a", "composition", 4000, 4000),
    cell("a", "exam_rate_nominal_3", 3000, 4000),
    cell("a", "exam_rate_to_date", 3300, 4000),
    cell("a", "licensed_share", 3200, 3300),
    cell("a", "retention_1", 2080, 3200),
    cell("a", "retention_3", 1, 1, **HIDDEN),
    cell("f", "composition", 1000, 1000),
    cell("f", "exam_rate_nominal_3", 885, 1000),
    cell("f", "exam_rate_to_date", 900, 1000),
    cell("k", "composition", 60, 60),
    cell("k", "exam_rate_nominal_3", 20, 60, value_low=0.25, value_high=0.45),
    cell("t", "composition", 95, 95),
    cell("t", "exam_rate_nominal_3", 10, 95),
]


def write(folder: Path, cells: list[dict[str, Any]] = CELLS, **more: Any) -> Path:
    """The site of four groups: two shown, one of few people, one draft without a licence."""
    given = {"release": RELEASE} | more
    write_site(pl.DataFrame(cells, schema=SCHEMA), GROUPS, given.pop("release"), folder, **given)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("site"))


def text_of(site: Path, name: str, language: Language = SWEDISH) -> str:
    ending = ".html" if language == SWEDISH else ".en.html"
    return unescape(read_page(site / f"{name}{ending}"))


def row_of(text: str, head: str) -> list[str]:
    """The cells of the row that begins with the words, as read; what stands behind them left out."""
    compared = text.partition('id="exam-rates"')[0]
    (row,) = [row for row in re.findall(r"(?s)<tr>(.*?)</tr>", compared) if f">{head}</a>" in row]
    row = re.sub(r"(?s)<summary>(.*?)</summary><span>.*?</span>", r"\1", row)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"(?s)<td[^>]*>(.*?)</td>", row)]


# ---------------------------------------------------------------- the start page


def test_the_comparison_holds_the_numbers_of_every_group(site: Path) -> None:
    text = text_of(site, "index")
    assert row_of(text, "Arbetsterapeut") == [
        f"4{NBSP}000", f"3{NBSP}300", f"3{NBSP}200", "75,0", "65,0", "..",
    ]  # fmt: skip
    assert row_of(text, "Fysioterapeut") == [f"1{NBSP}000", "900", "..", "88,5", "..", ".."]
    assert row_of(text, "Kurator") == ["60", "..", "..", "33,3 (25,0–45,0)", "..", ".."]
    english_row = row_of(text_of(site, "index", ENGLISH), "Occupational therapist")
    assert english_row == ["4,000", "3,300", "3,200", "75.0", "65.0", ".."]


def test_a_withheld_number_says_why_and_a_licence_that_cannot_be_is_a_point(site: Path) -> None:
    text = text_of(site, "index").partition('id="exam-rates"')[0]
    (row,) = [row for row in re.findall(r"(?s)<tr>(.*?)</tr>", text) if "Arbetsterapeut" in row]
    assert swedish()["reasons"]["secondary_rounded"] in row
    assert row_of(text, "Tandtekniker (UTKAST)")[2] == "."
    assert swedish()["start"]["no_licence"] in text


def test_no_protected_value_is_printed_as_a_number(tmp_path: Path) -> None:
    secret = 7777
    frame = withheld(
        pl.DataFrame([cell("a", "exam_rate_nominal_3", secret, 8000)], schema=SCHEMA),
        *("numerator", "denominator", "n_not_observable"), holds=secret,
    )  # fmt: skip
    write_site(frame, GROUPS[:1], RELEASE, tmp_path)
    for path in (*tmp_path.glob("*.html"), *(tmp_path / "assets").glob("index*.js")):
        assert str(secret) not in path.read_text(encoding="utf-8").replace(NBSP, "").replace(",", "")
    assert row_of(text_of(tmp_path, "index"), "Arbetsterapeut")[3] == ".."


def test_the_title_names_only_what_is_confirmed_and_rests_on_many(site: Path) -> None:
    """Of 75.0 and 88.5 per cent; the draft's 10.5 and the uncertain 33.3 are left out."""
    assert "<h2>Examensfrekvensen är mellan 75 och 88 procent, beroende på yrkesgrupp</h2>" in text_of(
        site, "index"
    )
    assert "The graduation rate is between 75 and 88 per cent" in text_of(site, "index", ENGLISH)


@pytest.mark.parametrize(
    ("second", "title"),
    [
        ([cell("f", "exam_rate_nominal_3", 752, 1000)], "title_same"),
        ([], "title_plain"),
        ([cell("f", "exam_rate_nominal_3", 1, 1, **HIDDEN)], "title_plain"),
    ],
)
def test_a_title_claims_no_more_than_there_is(tmp_path: Path, second: list[Any], title: str) -> None:
    write(tmp_path, [cell("a", "exam_rate_nominal_3", 750, 1000), *second])
    assert swedish()["start"]["chart"][title].format(low=75) in text_of(tmp_path, "index")


def figure_of(site: Path, language: str = "sv") -> dict[str, Any]:
    return dict(figures_in(site, "index", language)["figure-exam-rates"])


def test_the_chart_is_sorted_and_shows_who_is_uncertain(site: Path) -> None:
    in_time, to_date = figure_of(site)["data"]
    assert in_time["y"] == ["Fysioterapeut", "Arbetsterapeut", "Kurator", "Tandtekniker<br>(UTKAST)"]
    assert in_time["x"] == [0.885, 0.75, *(pytest.approx(one, abs=1e-4) for one in (20 / 60, 10 / 95))]
    assert to_date["x"] == [0.9, 0.825, None, None]
    assert in_time["error_x"]["array"] == [None, None, pytest.approx(0.45 - 20 / 60, abs=1e-4), None]
    assert in_time["error_x"]["arrayminus"] == [None, None, pytest.approx(20 / 60 - 0.25, abs=1e-4), None]
    assert in_time["text"][1] == f"75{NBSP}" and to_date["text"][1] == f"{NBSP}82"
    assert "75,0 procent" in in_time["customdata"][1]
    assert "75.0 per cent" in figure_of(site, "en")["data"][0]["customdata"][1]


def test_a_group_that_cannot_be_shown_is_named_under_the_chart(tmp_path: Path) -> None:
    write(tmp_path, [cell("a", "exam_rate_nominal_3", 750, 1000)])
    note = swedish()["start"]["chart"]["note_hidden"]
    assert note.format(groups="Fysioterapeut, Kurator och Tandtekniker (UTKAST)") in text_of(
        tmp_path, "index"
    )
    write(tmp_path, [cell("a", "composition", 750, 1000)])
    assert swedish()["start"]["chart"]["missing"] in text_of(tmp_path, "index")


def test_three_readers_find_their_way_in(site: Path) -> None:
    text = text_of(site, "index")
    ways = text.split('<ul class="ways">')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', ways) == [
        "#compare", "method.html", "places.html", "tables.html", "#groups", "news.html",
    ]  # fmt: skip
    assert all(f'<li><a href="{one.profession}.html">' in text for one in GROUPS)


# ---------------------------------------------------------------- method and definitions


@pytest.mark.parametrize("language", [SWEDISH, ENGLISH], ids=lambda one: one.code)
def test_every_published_measure_is_defined_in_its_place(site: Path, language: Language) -> None:
    text = text_of(site, "method", language)
    for table in published_tables().values():
        for name in table.measures if table.layout == "cells" else ():
            place = anchor(name, table.model)
            article = text.split(f'<article id="{place}" class="measure">')[1].split("</article>")[0]
            words = language.texts["licence_measures" if table.model == "licence" else "measures"][name]
            assert words["title"] in article and words["definition"] in article, name
            assert re.search(r'<p class="question">[^<]+\?</p>', article), name
            assert f"#table-{table.name}" in article and f"<code>{name}</code>" in article
            assert "<code>measures." in article, "the file that counts it"


def test_a_measure_says_out_of_whom_and_by_which_choices(site: Path) -> None:
    text = text_of(site, "method")
    article = text.split('<article id="retention_3"')[1].split("</article>")[0]
    words = swedish()["definitions"]
    assert words["of_measure"]["retention"]["of"] in article
    assert words["models_licensed"] in article and "personer som började 2000–2010" in article
    named = swedish()["choices"]["target_set"]
    assert f"{named['title']}: {named['values']['occupation']}" in article
    assert "target_set" not in article
    plain = text.split('<article id="composition"')[1].split("</article>")[0]
    assert words["in_force"] not in plain


def test_no_words_are_left_over_for_measures_that_are_not_published() -> None:
    names = {(t.model == "licence", m) for t in published_tables().values() for m in t.measures}
    for key, is_licence in (("of_measure", False), ("of_licence_measure", True)):
        for begins in swedish()["definitions"][key]:
            assert any(one == is_licence and f"{name}_".startswith(f"{begins}_") for one, name in names), (
                begins
            )


def test_protection_is_told_with_an_example_that_is_right(site: Path, tmp_path: Path) -> None:
    """Base 5: a count printed as 15 lies above 10 and below 20."""
    text = text_of(site, "method")
    assert "Ett antal som skrivs 15 kan alltså vara allt från 11 till 19" in text
    assert "en nolla kan vara allt från 0 till 4" in text and "minst 20 personer" in text
    assert swedish()["reasons"]["secondary_rounded"] in text
    exact = [one | {"method": "suppression"} for one in CELLS]
    text = text_of(write(tmp_path, exact), "method")
    assert "Antal mellan 1 och 4 döljs." in text and "mindre än 5" in text and "avrundade: " not in text
    assert swedish()["reasons"]["secondary"] in text and "Undertryckning av celler" in text


@pytest.mark.parametrize("method", ["rounding_3", "rounding_5", "suppression", "cell_key_2", "simple"])
def test_every_method_has_its_words(tmp_path: Path, method: str) -> None:
    cells = [cell("a", "composition", 100, 100, method=method)]
    for language in (SWEDISH, ENGLISH):
        text = text_of(write(tmp_path, cells), "method", language)
        part = text.split('<section id="protection"')[1].split('<h3 id="reasons">')[0]
        assert part.count("<p>") >= 4 and "{" not in part, method
        assert language.texts["definitions"]["protection_none"] not in part


def test_the_glossary_has_a_place_for_every_term(site: Path) -> None:
    for language in (SWEDISH, ENGLISH):
        text = text_of(site, "method", language)
        for name, entry in language.texts["glossary"].items():
            assert f'id="term-{name}"><dt>{entry["term"]}</dt>' in text


# ---------------------------------------------------------------- what is new


def listed(folder: Path, *rows: dict[str, Any], earlier: Path | None, **changed: Any) -> dict[str, Any]:
    """The list of changes of a release with these rows."""
    made = make_release(folder, "new", *rows, earlier=earlier, **changed)
    found: dict[str, Any] = json.loads((made / "published" / "changes.json").read_text(encoding="utf-8"))
    return found


def test_the_first_release_says_so(tmp_path: Path) -> None:
    first = listed(tmp_path / "r", release_cell(), earlier=None)
    text = text_of(write(tmp_path / "site", changes=first), "news")
    assert swedish()["news"]["first"].format(release="new", version="1.0.0") in text
    assert swedish()["news"]["compared"].split("{")[0] not in text.split("<main")[1].split("<h2>")[0]
    assert swedish()["news"]["changed"] not in text
    assert english()["news"]["first_title"] in text_of(tmp_path / "site", "news", ENGLISH)


def test_what_changed_is_told_by_group_and_measure_most_first(tmp_path: Path) -> None:
    old = [release_cell(cohort=str(year)) for year in range(2000, 2004)]
    old += [release_cell(measure="resident_1"), release_cell(profession="optiker")]
    names = {"logoped": ("Logoped", "Speech therapist"), "optiker": ("Optiker", "Optician")}
    named = {name: {"name_sv": sv, "name_en": en} for name, (sv, en) in names.items()}
    first = make_release(tmp_path / "r", "old", *old, professions=named)
    new = [release_cell(cohort=str(year), numerator=65) for year in range(2000, 2003)]
    new += [release_cell(cohort="2003"), release_cell(measure="resident_1", numerator=55)]
    said = listed(tmp_path / "r", *new, earlier=first, code_version="0.2.0")
    groups = [*GROUPS, ProfessionText("logoped", "Logoped", "pilot", name_en="Speech therapist")]
    write_site(pl.DataFrame(CELLS, schema=SCHEMA), groups, RELEASE, tmp_path / "site", changes=said)
    text = text_of(tmp_path / "site", "news")
    tables = text.split('id="values"')[1].split("</section>")[0].split("<details")
    rows = re.findall(r"(?s)<tr>(.*?)</tr>", tables[1])[1:]
    read = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]
    assert read == [
        "Logoped I yrket efter 1 år, av alla legitimerade 3 – – –",
        "Logoped Folkbokförda efter 1 år 1 – – –",
        "Optiker I yrket efter 1 år, av alla legitimerade – – 1 –",
    ]
    by_group = re.findall(r"(?s)<tr>(.*?)</tr>", tables[0])[1:]
    assert [re.findall(r"<td[^>]*>([^<]*)", row) for row in by_group] == [
        ["4", "–", "–", "–"],
        ["–", "–", "1", "–"],
    ]
    assert swedish()["news"]["level"]["major"] in text
    assert swedish()["news"]["cause"]["code"] in text and "0.2.0" in text
    assert swedish()["news"]["not_separable"] in text
    assert '<a href="changes.json"' in text
    assert json.loads((tmp_path / "site" / "changes.json").read_text(encoding="utf-8")) == said
    assert "<li>Yrkesgrupper: Optiker</li>" in text.split('id="removed"')[1]
    assert "built-in" not in text and not re.search(r"[{}]", text.split("<main")[1].split("<footer>")[0])
    english_text = text_of(tmp_path / "site", "news", ENGLISH)
    assert "In the profession after 1 year" in english_text and "Speech therapist" in english_text


def test_what_is_gone_is_gathered_by_table_and_breakdown(tmp_path: Path) -> None:
    cut = [release_cell(by_1="sex", value_1=one) for one in ("woman", "man")]
    counties = [release_cell(by_1="home_county", value_1=one) for one in ("01", "03", "10")]
    years = [release_cell(cohort=str(year)) for year in range(2001, 2005)]
    first = make_release(tmp_path / "r", "old", release_cell(), *cut, *counties, *years)
    said = listed(tmp_path / "r", release_cell(), *counties[:1], *years[:1], earlier=first)
    removed = text_of(write(tmp_path / "site", changes=said), "news").split('id="removed"')[1]
    assert re.findall(r"<li>([^<]+)</li>", removed.split("</section>")[0]) == [
        "År eller period: 2002; 2003; 2004",
        "Uppdelningar: Kön",
        "Hemlän: Uppsala län; Blekinge län",
    ]
    assert published_tables()["rates"].title_sv in removed


def test_a_release_without_a_list_says_that_there_is_none(site: Path) -> None:
    assert swedish()["news"]["unknown"] in text_of(site, "news")
    assert "changes.json" not in text_of(site, "news") and not (site / "changes.json").exists()


def test_a_date_and_a_span_of_years_in_running_text_are_never_broken_between_lines() -> None:
    assert unbroken('<caption title="2026-06-15">Mottagen 2026-06-15, 2000–2010, 80–85 %') == (
        '<caption title="2026-06-15">Mottagen <time>2026-06-15</time>, '
        '<span class="years">2000–2010</span>, 80–85 %'
    )
    assert unbroken("<title>Den 2026-06-15</title>") == "<title>Den 2026-06-15</title>"


def test_settings_are_printed_as_their_readers_write_numbers() -> None:
    release = replace(RELEASE, settings={"window": WINDOW, "protection": {"variance": 1.0}})
    for language, number in ((SWEDISH, "1,0"), (ENGLISH, "1.0")):
        table = settings_table(release, language)
        assert table and [row.cells[0].text for row in table.rows] == [number, "2000–2010"]


def test_every_kind_of_change_has_its_words() -> None:
    kinds = {"table", "column", "profession", "cohort", "measure", "breakdown", "category"}
    assert set(swedish()["news"]["thing"]) == kinds
    assert set(swedish()["news"]["cause"]) == {"data", "definitions", "code", "protection"}
    assert set(swedish()["news"]["level"]) == {"major", "minor", "patch"}


# ---------------------------------------------------------------- downloads


def test_every_file_is_listed_with_its_size(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    for name, length in (("rates.csv", 1499), ("rates.csv-metadata.json", 10), ("rates.xlsx", 2_345_678)):
        (tables / name).write_bytes(b"x" * length)
    (tables / "catalogue.ttl").write_bytes(b"x" * 2500)
    text = text_of(write(tmp_path), "tables")
    article = text.split('<article id="table-rates"')[1].split("</article>")[0]
    read = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", article.split("<details")[0]))
    assert "Excel 2,3 MB CSV för program 1 kB" in read
    assert 'href="tables/rates.csv-metadata.json"' in article
    others = text.split(swedish()["tables_page"]["other_files"])[1]
    assert 'href="tables/catalogue.ttl"' in others and "2 kB" in others
    assert [one.table for one in table_files(tmp_path)] == ["", "rates", "rates", "rates"]
    assert swedish()["tables_page"]["choose"]["px"] not in text


@pytest.mark.parametrize(
    ("number", "sv", "en"),
    [
        (1, "1 kB", "1 kB"),
        (1499, "1 kB", "1 kB"),
        (999_499, "999 kB", "999 kB"),
        (1_000_000, "1,0 MB", "1.0 MB"),
        (123_456_789, "123,5 MB", "123.5 MB"),
    ],
)
def test_sizes_are_read_as_numbers_are(number: int, sv: str, en: str) -> None:
    assert (size(number, SWEDISH), size(number, ENGLISH)) == (sv, en)


def test_every_column_of_every_table_is_explained(site: Path) -> None:
    text = text_of(site, "tables")
    assert {name for columns in COLUMNS.values() for name in columns} == set(
        swedish()["tables_page"]["meanings"]
    )
    for layout, columns in COLUMNS.items():
        part = text.split(f'id="columns-{layout}"')[1].split("</table>")[0]
        assert all(swedish()["tables_page"]["meanings"][name] in part for name in columns)


def test_how_to_cite_names_release_and_version(site: Path, tmp_path: Path) -> None:
    assert (
        "Vårdflöde, omgång 2026. Källa: Socialstyrelsen, UKÄ, SCB. Underlag mottaget <time>2026-06-15</time>."
        in text_of(site, "tables")
    )
    first = listed(tmp_path / "r", release_cell(), earlier=None)
    write(tmp_path / "site", changes=first)
    assert "Vårdflöde, omgång 2026, version 1.0.0." in text_of(tmp_path / "site", "tables")


def test_a_rehearsal_is_not_to_be_used(tmp_path: Path) -> None:
    text = text_of(write(tmp_path, release=replace(RELEASE, is_rehearsal=True)), "tables")
    assert swedish()["tables_page"]["rehearsal"] in text


# ---------------------------------------------------------------- what the law asks, and the way around


@pytest.mark.parametrize("language", [SWEDISH, ENGLISH], ids=lambda one: one.code)
def test_the_accessibility_statement_says_what_the_law_asks(site: Path, language: Language) -> None:
    text = text_of(site, "accessibility", language)
    for asked in ("2018:1937", "WCAG 2.1", "EN 301 549", "2026-06-15", "https://www.digg.se/tdosanmalan"):
        assert asked in text
    words = language.texts["accessibility"]
    assert all(sentence in text for sentence in (*words["known_says"], words["contact_says"]))
    assert "@" in words["contact_address"] and words["tested_says"] in text


def test_every_page_leads_to_every_other_and_says_which_release_it_is(site: Path) -> None:
    for page in sorted(site.glob("*.html")):
        text = unescape(page.read_text(encoding="utf-8"))
        language = ENGLISH if page.name.endswith(".en.html") else SWEDISH
        ending = ".html" if language == SWEDISH else ".en.html"
        head, foot = text.split("<main")[0], text.split("<footer>")[1]
        assert all(f'href="{name}{ending}"' in head for name in PAGES if name != "accessibility"), page.name
        assert all(f'href="{name}{ending}"' in foot for name in PAGES), page.name
        assert "2026-06-15" in foot and language.texts["navigation"]["unofficial"] in foot


def test_the_menu_follows_the_text_file_and_marks_the_page(site: Path) -> None:
    head = text_of(site, "method").split("<main")[0]
    menu = re.findall(r'<li><a href="(\w+)\.html"', head)
    assert menu == ["index", "places", "method", "tables", "news"]
    assert '<a href="method.html" aria-current="page">' in head


def test_all_links_and_anchors_resolve(site: Path) -> None:
    assert broken_links(site) == []


def test_no_placeholder_is_left_and_no_swedish_on_an_english_page(site: Path) -> None:
    for name in PAGES:
        for language in (SWEDISH, ENGLISH):
            bare = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", " ", text_of(site, name, language))
            assert not re.search(r"[{}]", bare), name
        for known in ("Vårdflöde", "På svenska"):
            bare = bare.replace(known, "")
        assert not re.findall(r"\w*[åäöÅÄÖ]\w*", bare), name


def test_the_same_input_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    write(tmp_path, CELLS[::-1])
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        assert path.read_bytes() == (tmp_path / path.relative_to(site)).read_bytes(), path.name
