"""The pages of a site, in both languages and both colour schemes, as a reader meets them.

A page is found in the folder, never listed here. What its text tells is judged of every page; two of every
form are opened and asked what must be drawn to be seen, and a test then judges one property of them all.
That each check can fail is seen in tests/browser/test_checks.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import drawn, markup
from tests.browser.drawn import PHONE, WIDE, Reader
from tests.browser.printed import PDFTOTEXT, on_paper

FIRST_WEIGHT, WEIGHT, FIRST_PAINT = 240_000, 300_000, 1000
"""Bytes of a page without plotly.js, as first seen and with the figures that come later; milliseconds until a
group's page is seen."""
ROWS = 8
"""So many rows of a table are left for axe-core, which takes longer the more there are: `make look-all` asks
about every row of every page."""
Faults = list[str]


@dataclass
class Looked:
    """What was wrong with one page."""

    complaints: Faults
    outside: Faults
    weights: tuple[int, int]
    faults: dict[str, Faults] = field(default_factory=dict)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Path]:
    found = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    assert {"index.html", "index.en.html"} <= set(found)
    return found


@pytest.fixture(scope="module")
def texts(pages: Mapping[str, Path]) -> dict[str, markup.Markup]:
    return {name: markup.Markup.of(path) for name, path in pages.items()}


@pytest.fixture(scope="module")
def looked(
    browser: Browser, pages: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Looked]:
    """Two pages of every form, and all that was wrong with them: what all have is judged from their text.

    The heaviest is asked everything, and about its colours in both schemes; the lightest in the other
    language may differ in what its words and numbers do to a figure, and is asked that, and by axe-core.
    """
    folder = tmp_path_factory.mktemp("paper")
    reader, forms = Reader(browser, color_scheme="light"), in_forms(pages)
    found: dict[str, Looked] = {heaviest: look(reader, pages[heaviest], folder) for heaviest, _ in forms}
    return found | {other: glance(reader, pages[other]) for _, other in forms}


def in_forms(pages: Mapping[str, Path]) -> list[tuple[str, str]]:
    """Of every form its heaviest page, and the lightest in the other language."""
    forms: dict[str, list[str]] = {}
    for name in sorted(pages, key=lambda name: -pages[name].stat().st_size):
        forms.setdefault(form_of(pages[name]), []).append(name)
    return [
        (names[0], [n for n in names if is_english(n) != is_english(names[0])][-1])
        for names in forms.values()
    ]


def form_of(path: Path) -> str:
    """What a page is alike with: every place is one form, every group one, and any other its own."""
    if 'id="explore"' in path.read_text(encoding="utf-8"):
        return "group"
    name = path.name.split(".")[0]
    if name.startswith(("lan-", "region-")):
        return "place"
    return "a group's choices" if name.startswith("sensitivity-") else name


def is_english(name: str) -> bool:
    return name.endswith(".en.html")


def glance(reader: Reader, path: Path) -> Looked:
    """What its numbers and words may do to a page: figures, the room they take, what axe-core finds."""
    seen = opened(reader, path)
    seen.faults["charts"] = reader.asked("charts")
    drawn.unfolded(reader)
    seen.faults |= when_small(reader)
    reader.page.evaluate(f"looks.shorten({ROWS})")
    seen.faults["axe"] = drawn.axe(reader)
    return seen


def look(reader: Reader, path: Path, folder: Path) -> Looked:
    """All there is to ask of a page."""
    seen = opened(reader, path)
    seen.faults["charts"] = reader.asked("charts")
    seen.faults["own colours"] = drawn.own_colours(reader)
    seen.faults["motion"] = drawn.motion(reader)
    seen.faults["paper"] = on_paper(reader, folder) if PDFTOTEXT else []
    drawn.unfolded(reader)
    seen.faults |= when_small(reader)
    reader.resize(WIDE)
    reader.page.evaluate(f"looks.shorten({ROWS})")
    seen.faults["axe"] = drawn.axe(reader)
    seen.faults["contrast"] = drawn.contrast(reader)
    seen.faults["contrast in the dark"] = drawn.in_the_dark(reader, pale_or_without_contrast)
    seen.faults["keyboard"] = drawn.keyboard(reader)
    return seen


def pale_or_without_contrast(reader: Reader) -> Faults:
    return reader.asked("pale") + drawn.contrast(reader)


def opened(reader: Reader, path: Path) -> Looked:
    reader.open(path)
    return Looked([*reader.heard.complaints], reader.heard.outside, drawn.weights(reader))


def when_small(reader: Reader) -> dict[str, Faults]:
    reader.resize(PHONE)
    return {"phone": reader.asked("charts"), "sideways": drawn.sideways(reader)}


def wrong(looked: Mapping[str, Looked], kind: str) -> dict[str, Faults]:
    """Faults of one kind by page; pages without any are left out."""
    return {name: one.faults[kind] for name, one in looked.items() if one.faults.get(kind)}


Pages = Mapping[str, Looked]


# --- from the text alone ----------------------------------------------------------------------


def test_outline_and_ids(texts: Mapping[str, markup.Markup]) -> None:
    assert {name: f for name, text in texts.items() if (f := markup.outline(text))} == {}


def test_tables_have_captions_and_scopes(texts: Mapping[str, markup.Markup]) -> None:
    assert {name: f for name, text in texts.items() if (f := markup.tables(text))} == {}


def test_every_chart_has_all_that_explains_it_beside_it(texts: Mapping[str, markup.Markup]) -> None:
    assert sum('class="figure' in text.source for text in texts.values()) > 20
    assert {name: f for name, text in texts.items() if (f := markup.charts(text))} == {}


def test_a_strict_policy_and_no_script_in_the_page(texts: Mapping[str, markup.Markup]) -> None:
    assert {name: f for name, text in texts.items() if (f := markup.policy(text))} == {}


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


@pytest.mark.parametrize("when", ["contrast", "contrast in the dark"])
def test_contrast_in_both_schemes(looked: Pages, when: str) -> None:
    assert wrong(looked, when) == {}


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


def test_the_flow_is_whole_at_the_moment_of_printing(light: Reader, pages: Mapping[str, Path]) -> None:
    """Plotly moves a flow's parts slowly to where another width puts them; paper does not wait."""
    page = light.open(next(path for path in pages.values() if form_of(path) == "group"))
    parts = """Array.from(document.querySelectorAll(".sankey-node, .sankey-link"), part =>
        [part.getAttribute("transform") || part.getAttribute("d"), getComputedStyle(part).opacity])"""
    page.wait_for_function("document.querySelector('.sankey-link').style.opacity === '1'")
    on_the_screen = page.evaluate(parts)
    page.emulate_media(media="print")
    printed = page.evaluate(f"() => {{ dispatchEvent(new Event('beforeprint')); return {parts}; }}")
    page.emulate_media(media="null")
    assert printed == on_the_screen


# --- light and quick --------------------------------------------------------------------------


def test_no_page_is_heavy(looked: Pages) -> None:
    heavy = {
        name: one.weights
        for name, one in looked.items()
        if one.weights[0] > FIRST_WEIGHT or one.weights[1] > WEIGHT
    }
    assert heavy == {}


def test_a_groups_page_is_seen_within_a_second(browser: Browser, pages: Mapping[str, Path]) -> None:
    """The heaviest page, at most three times: another process may hold the machine for a while."""
    heaviest = max(pages.values(), key=lambda path: path.stat().st_size)
    times = (drawn.first_paint(browser, heaviest) for _ in range(3))
    assert any(milliseconds < FIRST_PAINT for milliseconds in times)


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
