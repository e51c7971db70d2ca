"""Every page of a site, in both languages and both colour schemes, as a reader meets it.

A page is found in the folder, never listed here. Every page is opened once for each scheme and asked all
there is to ask; a test then judges one property of all pages. That each check can fail is seen in
tests/browser/test_checks.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import drawn, markup
from tests.browser.drawn import PHONE, SCHEMES, Reader, Scheme
from tests.browser.printed import PDFTOTEXT, on_paper

WEIGHT, FIRST_PAINT = 300_000, 1000
"""Bytes of a page without plotly.js; milliseconds until a group's page is seen."""
Faults = list[str]


@dataclass
class Looked:
    """What was wrong with one page in one scheme."""

    complaints: Faults
    outside: Faults
    weight: int
    faults: dict[str, Faults] = field(default_factory=dict)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Path]:
    found = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    assert {"index.html", "index.en.html"} <= set(found)
    return found


@pytest.fixture(scope="module")
def looked(
    browser: Browser, pages: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, Scheme], Looked]:
    """Every page opened, and all that was wrong with it.

    Of pages alike in form, such as those of the counties, the first is asked everything in both schemes;
    the others may differ in what their numbers do to a figure, and are asked that, and by axe-core.
    """
    folder, chosen = tmp_path_factory.mktemp("paper"), unlike(pages)
    found: dict[tuple[str, Scheme], Looked] = {}
    for scheme in SCHEMES:
        reader = Reader(browser, color_scheme=scheme)
        found |= {(name, scheme): look(reader, path, scheme, folder) for name, path in chosen.items()}
        if scheme == "light":
            others = {name: path for name, path in pages.items() if name not in chosen}
            found |= {(name, scheme): glance(reader, path) for name, path in others.items()}
    return found


def unlike(pages: Mapping[str, Path]) -> dict[str, Path]:
    """The largest page first, and then each that has an element or a class not met before in its language."""
    chosen: dict[str, Path] = {}
    met: set[tuple[str, str, str]] = set()
    for name, path in sorted(pages.items(), key=lambda page: -page[1].stat().st_size):
        page = markup.Markup.of(path)
        forms = {
            (page.language, e.tag, kind)
            for e in page.elements
            for kind in e.attributes.get("class", "").split() or [""]
        }
        if forms - met:
            chosen[name] = path
        met |= forms
    return chosen


def glance(reader: Reader, path: Path) -> Looked:
    """What its numbers and words may do to a page: figures, the room they take, what axe-core finds."""
    reader.open(path)
    seen = Looked([*reader.heard.complaints], reader.heard.outside, drawn.weight(reader))
    seen.faults["charts"] = reader.asked("charts")
    drawn.unfolded(reader)
    seen.faults["axe"] = drawn.axe(reader)
    reader.resize(PHONE)
    seen.faults["phone"] = reader.asked("charts")
    seen.faults["sideways"] = drawn.sideways(reader)
    return seen


def look(reader: Reader, path: Path, scheme: Scheme, folder: Path) -> Looked:
    """What does not depend on colours is asked in the light scheme only."""
    reader.open(path)
    seen = Looked([*reader.heard.complaints], reader.heard.outside, drawn.weight(reader))
    seen.faults["charts"] = reader.asked("charts")
    seen.faults["own colours"] = drawn.own_colours(reader)
    if scheme == "light":
        seen.faults["motion"] = drawn.motion(reader)
        seen.faults["paper"] = on_paper(reader, folder) if PDFTOTEXT else []
    drawn.unfolded(reader)
    seen.faults["contrast"] = drawn.contrast(reader)
    if scheme == "light":
        seen.faults["axe"] = drawn.axe(reader)
        reader.resize(PHONE)
        seen.faults["phone"] = reader.asked("charts")
        seen.faults["sideways"] = drawn.sideways(reader)
        seen.faults["keyboard"] = drawn.keyboard(reader)
    return seen


def wrong(looked: Mapping[tuple[str, Scheme], Looked], kind: str) -> dict[str, Faults]:
    """Faults of one kind by page and scheme; pages without any are left out."""
    return {
        f"{name} {scheme}": one.faults[kind] for (name, scheme), one in looked.items() if one.faults.get(kind)
    }


Pages = Mapping[tuple[str, Scheme], Looked]


# --- from the text alone ----------------------------------------------------------------------


def test_outline_and_ids(pages: Mapping[str, Path]) -> None:
    assert {name: f for name, path in pages.items() if (f := markup.outline(markup.Markup.of(path)))} == {}


def test_tables_have_captions_and_scopes(pages: Mapping[str, Path]) -> None:
    assert {name: f for name, path in pages.items() if (f := markup.tables(markup.Markup.of(path)))} == {}


def test_a_strict_policy_and_no_script_in_the_page(pages: Mapping[str, Path]) -> None:
    assert {name: f for name, path in pages.items() if (f := markup.policy(markup.Markup.of(path)))} == {}


def test_every_link_leads_somewhere_and_every_page_is_linked(site: Path) -> None:
    assert markup.links(site) == []


def test_own_scripts_ask_for_nothing(site: Path) -> None:
    assert markup.own_addresses(site) == []


# --- as it is drawn ---------------------------------------------------------------------------


def test_nothing_is_complained_of(looked: Pages) -> None:
    assert {key: one.complaints for key, one in looked.items() if one.complaints} == {}


def test_nothing_outside_the_folder_is_asked_for(looked: Pages) -> None:
    assert {key: one.outside for key, one in looked.items() if one.outside} == {}


def test_axe_finds_nothing(looked: Pages) -> None:
    assert wrong(looked, "axe") == {}


def test_contrast_in_both_schemes(looked: Pages) -> None:
    assert wrong(looked, "contrast") == {}


@pytest.mark.parametrize("window", ["charts", "phone"])
def test_charts_are_drawn_and_no_text_of_theirs_is_cut_covered_or_pale(looked: Pages, window: str) -> None:
    assert wrong(looked, window) == {}


def test_no_page_scrolls_sideways_at_400_per_cent(looked: Pages) -> None:
    assert wrong(looked, "sideways") == {}


def test_the_keyboard_reaches_everything_and_shows_where_it_is(looked: Pages) -> None:
    assert wrong(looked, "keyboard") == {}


def test_nothing_moves_when_the_reader_asks_for_stillness(looked: Pages) -> None:
    assert wrong(looked, "motion") == {}


def test_nothing_is_lost_in_the_readers_own_colours(looked: Pages) -> None:
    assert wrong(looked, "own colours") == {}


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext (poppler-utils) to read the paper with")
def test_every_page_is_whole_on_paper(looked: Pages) -> None:
    assert wrong(looked, "paper") == {}


# --- light and quick --------------------------------------------------------------------------


def test_no_page_is_heavy(looked: Pages) -> None:
    assert {name: one.weight for (name, _), one in looked.items() if one.weight > WEIGHT} == {}


def test_a_groups_page_is_seen_within_a_second(browser: Browser, pages: Mapping[str, Path]) -> None:
    """The heaviest page, and the best of three: another process may hold the machine for a while."""
    heaviest = max(pages.values(), key=lambda path: path.stat().st_size)
    times = [drawn.first_paint(browser, heaviest) for _ in range(3)]
    assert min(times) < FIRST_PAINT, times


# --- what a reader does -----------------------------------------------------------------------


def test_a_table_is_sorted_from_the_keyboard(light: Reader, pages: Mapping[str, Path]) -> None:
    page = light.open(pages["index.html"])
    page.locator("table.sortable thead button").nth(1).focus()
    first = page.locator("table.sortable tbody tr").first
    page.keyboard.press("Enter")
    up = first.inner_text()
    page.keyboard.press("Enter")
    assert first.inner_text() != up
    assert page.locator("table.sortable thead th[aria-sort]").count() == 1
