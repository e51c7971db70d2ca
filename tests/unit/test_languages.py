"""Both languages: equal words, no Swedish on an English page, pages that link to each other, the policy."""

from __future__ import annotations

import ast
import functools
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, sync_playwright

from flows.policy import Policy
from reports import words
from reports.described import NominalTerms, ProfessionText
from reports.language import ENGLISH, SWEDISH, Language
from reports.naming import education_names, group_name, group_notes, institutions, value_name
from reports.overview import release_facts
from reports.policy import POLICY
from reports.site import address
from schemas.contract import read_code_list
from schemas.published_tables import published_tables
from tests.browser.drawn import CHROMIUM, NEEDS_CHROMIUM
from tests.licence_site import FRAMES, NURSE, RELEASE
from tests.licence_site import write as write_licence_site
from tests.page_figures import figures_in
from tests.unit.test_quality_page import ROWS, quality

REPORTS = Path(words.__file__).parent
NBSP = "\u00a0"
INTERNAL = {"council", "supplier"}
"""Sections of pages that stay with the agency, its councils and its suppliers, in Swedish only."""
SWEDISH_WORDS = {
    *("och", "att", "det", "som", "en", "av", "med", "den", "till", "inte", "om", "ett", "vid", "kan"),
    *("efter", "har", "eller", "hur", "alla", "inom", "var", "vad", "bara", "antal", "andel", "procent"),
    *("examen", "legitimation", "legitimerade", "yrket", "kvinnor", "visa", "omgång", "personer"),
}
NAMES = (
    *("Vårdflöde", "På svenska", "Uppsala-Örebro", "EN 301 549", *ENGLISH.texts["counties"].values()),
    *institutions("en").values(),
    *ENGLISH.texts["place_names"]["county_short"].values(),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_licence_site(tmp_path_factory.mktemp("site"), quality=quality(ROWS))


def leaves(texts: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if not isinstance(texts, dict | list):
        yield path, str(texts)
        return
    for key, value in texts.items() if isinstance(texts, dict) else enumerate(texts):
        if path or key not in INTERNAL:
            yield from leaves(value, f"{path}.{key}")


def test_both_languages_have_the_same_keys_and_placeholders_in_the_same_order() -> None:
    sv, en = (dict(leaves(language.texts)) for language in (SWEDISH, ENGLISH))
    assert list(sv) == list(en)
    for key, sentence in sv.items():
        placeholders = [sorted(re.findall(r"{\w+}", one)) for one in (sentence, en[key])]
        assert placeholders[0] == placeholders[1], key


def test_phrases_have_the_same_ranges() -> None:
    ranges = [[(p["low"], p["high"]) for p in one.texts["phrases"]] for one in (SWEDISH, ENGLISH)]
    assert ranges[0] == ranges[1]


def test_county_names_are_those_of_the_code_list() -> None:
    header, *rows = read_code_list("lan")
    listed = [dict(zip(header, row, strict=True)) for row in rows]
    assert SWEDISH.texts["counties"] == {row["lan_kod"]: row["lan_namn"] for row in listed}
    regions = {row["sjukvardsregion"] for row in listed} - {"SPLIT_3_4"}
    assert SWEDISH.texts["regions"] == {region: region for region in SWEDISH.texts["regions"]}
    assert set(ENGLISH.texts["regions"]) == regions


def test_every_setting_of_protection_and_every_table_has_its_words() -> None:
    for language in (SWEDISH, ENGLISH):
        assert set(language.texts["settings"]["protections"]) >= {one.name for one in fields(Policy)}
    for table in published_tables().values():
        assert table.title_sv and swedish_in(table.title_en) == []


def taken_from_words(path: Path) -> set[str]:
    """What a module takes from reports.words."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "reports.words":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "reports":
            found |= {alias.name for alias in node.names if alias.name == "words"}
    return found


def test_only_the_language_knows_which_words_and_numbers_are_swedish() -> None:
    neutral = {"DASH", "HIDDEN", "MINUS", "NBSP", "Texts", "window_text"}
    for path in sorted(REPORTS.rglob("*.py")):
        if path.name != "language.py":
            assert taken_from_words(path) <= neutral, path.name
    assert taken_from_words(REPORTS / "language.py") >= {"words"}


# --- English pages --------------------------------------------------------------------------


def swedish_in(text: str) -> list[str]:
    """Swedish letters and words in a text, names aside."""
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, " ")
    found = re.findall(r"\w*[åäöÅÄÖ]\w*", text)
    return found + [word for word in re.findall(r"\w+", text.lower()) if word in SWEDISH_WORDS]


def read(html: str) -> str:
    """What a reader or a screen reader is given: text and labels, without what is marked as Swedish."""
    bare = re.sub(r'(?s)<(\w+)[^>]* lang="sv"[^>]*>.*?</\1>', " ", html)
    labels = " ".join(re.findall(r'(?:aria-label|title|alt|content)="([^"]*)"', bare))
    return unescape(re.sub(r"<[^>]+>", " ", bare) + " " + labels)


def english_pages(site: Path) -> list[Path]:
    return sorted(site.glob("*.en.html"))


def test_an_english_page_holds_no_swedish(site: Path) -> None:
    assert len(english_pages(site)) == len(list(site.glob("*.html"))) / 2 >= 5
    for page in english_pages(site):
        text = read(page.read_text(encoding="utf-8"))
        assert swedish_in(text) == [], page.name
        assert NBSP not in text, page.name


def test_swedish_on_a_page_is_seen() -> None:
    assert swedish_in("Stockholm county and Örebro county") == []
    assert swedish_in("Yrkesexamen och mer") == ["och"]
    assert swedish_in("Lärosäte") == ["Lärosäte"]
    assert read('<p lang="sv">Lärosäte</p><p aria-label="Län">x</p>').split() == ["x", "Län"]


def look(site: Path, name: str) -> dict[str, Any]:
    """What the figures of a page have alike."""
    script = (site / "assets" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(script.split("window.reportLook = ")[1].split(";\n")[0])
    return found


def test_figures_speak_the_language_of_their_page(site: Path) -> None:
    sv, en = (figures_in(site, NURSE, one.code) for one in (SWEDISH, ENGLISH))
    assert list(sv) == list(en)
    assert swedish_in(unescape(json.dumps(en, ensure_ascii=False).replace("<br>", " "))) == []
    looks = [look(site, address(NURSE, one, "js")) for one in (SWEDISH, ENGLISH)]
    assert [one["layout"]["separators"] for one in looks] == [f",{NBSP}", ".,"]
    assert not any("separators" in figure["layout"] for figure in [*sv.values(), *en.values()])
    for one in looks:
        sharing = {
            name: one["config"][name] for name in ("showSendToCloud", "plotlyServerURL", "displayModeBar")
        }
        assert sharing == {"showSendToCloud": False, "plotlyServerURL": "", "displayModeBar": False}


@pytest.mark.parametrize(
    ("language", "whole", "share", "signed", "percent"),
    [
        (SWEDISH, "4 210", "45,7", "\u22121 203", "45,7 %"),
        (ENGLISH, "4,210", "45.7", "\u22121,203", "45.7%"),
    ],
)
def test_numbers_as_the_readers_of_the_language_write_them(
    language: Language, whole: str, share: str, signed: str, percent: str
) -> None:
    written = [language.whole(4210), language.percent(0.457), language.signed(-1203)]
    assert written == [one.replace(" ", NBSP) for one in (whole, share, signed)]
    in_words = language.texts["flow"]["percent"].format(share=language.spoken(0.457))
    assert in_words == percent.replace(" ", NBSP)
    assert language.spoken(0.0) == "0" and language.percent(0.0) == "–" and language.whole(None) == ".."


def test_terms_and_days_in_words() -> None:
    assert (SWEDISH.term("HT2019"), ENGLISH.term("HT2019")) == ("HT 2019", "autumn 2019")
    assert (SWEDISH.term("VT2004"), ENGLISH.term("VT2004")) == ("VT 2004", "spring 2004")
    assert ENGLISH.day(date(2024, 12, 31), "term") == "autumn 2024"
    terms = (NominalTerms("", 4), NominalTerms("HT2019", 6))
    group = ProfessionText("t", "Tandhygienist", "ready", terms)
    assert ("Programme length", "4 terms; 6 terms from autumn 2019") in release_facts(RELEASE, ENGLISH, group)


def test_groups_educations_and_places_have_their_names() -> None:
    group = ProfessionText(
        "n", "Sjuksköterska", "pilot", notes="Anm.", leads_to={"b": "Barnmorska", "s": "Specialist"},
        name_en="Nurse", notes_en="Note.", leads_to_en={"b": "Midwife"},
    )  # fmt: skip
    bare = ProfessionText("n", "Naprapat", "draft", notes="Anm.")
    assert (group_name(group, SWEDISH), group_name(group, ENGLISH)) == ("Sjuksköterska", "Nurse")
    assert group_name(bare, ENGLISH) == "Naprapat"
    assert education_names(group, ENGLISH) == {"b": "Midwife", "s": "Specialist"}
    assert group_notes(group, ENGLISH) == ("Note.", ENGLISH)
    assert group_notes(bare, ENGLISH) == ("Anm.", SWEDISH)
    assert value_name("degree_county", "18", ENGLISH) == "Örebro county"
    assert value_name("licence_region", "Sydöstra", ENGLISH) == "South-Eastern"
    assert value_name("from_region", "Sydöstra", SWEDISH) == "Sydöstra"
    assert value_name("institution", "KI", ENGLISH) == "Karolinska Institutet"
    assert value_name("county", "abroad_or_dead", ENGLISH) == "Not resident in Sweden"


# --- pairs of pages -------------------------------------------------------------------------


def test_every_page_links_to_itself_in_the_other_language(site: Path) -> None:
    for page in sorted(site.glob("*.html")):
        name = page.name.removesuffix(".html").removesuffix(".en")
        text = page.read_text(encoding="utf-8")
        own, other = (ENGLISH, SWEDISH) if page.name.endswith(".en.html") else (SWEDISH, ENGLISH)
        assert f'<html lang="{own.code}">' in text
        for one in (own, other):
            link = f'<link rel="alternate" hreflang="{one.code}" href="{address(name, one)}">'
            assert link in text, page.name
        there = f'<a href="{address(name, other)}" lang="{other.code}" hreflang="{other.code}">'
        assert there in text.split("</header>")[0], page.name


def test_links_stay_in_the_language_of_the_page(site: Path) -> None:
    for page in sorted(site.glob("*.html")):
        other = r'<a [^>]*hreflang="[^"]*"[^>]*>'
        links = re.findall(r'<a [^>]*href="(\w+[\w.]*\.html)', re.sub(other, "", page.read_text("utf-8")))
        is_english = page.name.endswith(".en.html")
        assert links and {link.endswith(".en.html") for link in links} == {is_english}, page.name


# --- policy ---------------------------------------------------------------------------------


def test_every_page_has_the_policy_and_nothing_that_it_forbids(site: Path) -> None:
    directives = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert directives["default-src"] == "'none'" and directives["script-src"] == "'self' file:"
    assert "http" not in POLICY and "*" not in POLICY and "eval" not in POLICY
    for page in sorted(site.glob("*.html")):
        text = page.read_text(encoding="utf-8")
        assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in text
        assert not re.search(r"<[^>]* (style|on\w+)=", text), page.name
        assert "<style" not in text and not re.search(r"<script(?! src=)", text), page.name


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


SLOW = 120_000
"""Milliseconds that a page is waited for on a busy machine."""
ALL_HAVE_ROOM = "[...document.querySelectorAll('[data-height]')].every(e => e.clientHeight >= 100)"
ALL_DRAWN = "figures => document.querySelectorAll('.figure.js-plotly-plot .main-svg').length >= figures"
"""Those further down the page are drawn after it is loaded."""
INLINE_SCRIPT = """() => {
    const script = document.createElement("script");
    script.text = "window.hasRun = true";
    document.body.append(script);
}"""


def noted(said: list[str], message: ConsoleMessage) -> None:
    said.append(message.text)


@NEEDS_CHROMIUM
def test_pages_work_under_the_policy_from_disk_and_from_a_server(site: Path, served: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for base, language in ((site.as_uri(), SWEDISH), (served, ENGLISH)):
            page, said = browser.new_page(), list[str]()
            page.set_default_timeout(SLOW)
            page.on("console", functools.partial(noted, said))
            page.goto(f"{base}/{address(NURSE, language)}")
            page.wait_for_function(ALL_DRAWN, arg=len(figures_in(site, NURSE, language.code)))
            assert page.evaluate(ALL_HAVE_ROOM)
            assert said == []
            page.evaluate(INLINE_SCRIPT)
            assert page.evaluate("window.hasRun") is None
            assert len(said) == 1 and "Content Security Policy" in said[0]
        browser.close()


def test_the_site_of_the_tests_has_both_kinds_of_pages(site: Path) -> None:
    assert FRAMES["sensitivity"] is not None
    names = {page.name for page in site.glob("*.html")}
    assert {"index.en.html", "quality.en.html", "sensitivity.en.html", f"{NURSE}.en.html"} <= names
