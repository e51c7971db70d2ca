"""The reader's own choice in a real browser, opened from disk: picks, address, table, keyboard, silence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reports.explore.scripts import CHOICES
from reports.language import SWEDISH
from reports.pages import write_site
from tests.exploring import RATE, WINDOW, write
from tests.unit.test_reports import PROFESSIONS, RELEASE, published

WORDS = SWEDISH.texts["explore"]
REASON = SWEDISH.texts["reasons"]["secondary_rounded"]
NBSP = "\u00a0"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two groups' pages."""
    return write(tmp_path_factory.mktemp("explored"))


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of its own, which must neither complain nor ask for anything but files."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    said: list[str] = []
    asked: list[str] = []
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def go(page: Any, site: Path, choice: str = "", name: str = "logoped.html") -> None:
    """Opens a group's page at a choice and waits for its table."""
    page.goto((site / name).as_uri() + choice)
    page.locator("#explore").scroll_into_view_if_needed()
    page.wait_for_selector("#explore table")


def picked(page: Any) -> dict[str, str]:
    """What stands chosen."""
    return {name: page.input_value(f"#explore-{name}") for name in CHOICES}


def pick(page: Any, name: str, value: str) -> None:
    """Chooses in one of the lists."""
    page.select_option(f"#explore-{name}", value)
    page.wait_for_function("([name, value]) => location.hash.includes(name + '=' + value)", arg=[name, value])


def table(page: Any) -> list[list[str]]:
    """The rows of the table as they are read, without what is folded."""
    return [
        [text.split("\n")[0].replace(NBSP, " ") for text in row.locator("th, td").all_inner_texts()]
        for row in page.locator("#explore tbody tr").all()
    ]


def text_of(page: Any, part: str) -> str:
    return str(page.inner_text(f"#explore [data-is={part}]")).replace(NBSP, " ")


def test_the_first_view_is_the_exam_rate_by_age_beside_everybody(page: Any, site: Path) -> None:
    go(page, site)
    assert picked(page) == {
        "model": "education",
        "measure": RATE,
        "by": "age",
        "cohort": WINDOW,
        "with": "all",
        "value": "none",
    }
    assert table(page) == [
        ["Högst 21 år", "100", "125", "80,0", "0"],
        ["22–24 år", "90", "120", "75,0", "0"],
        ["30–34 år", "5", "10", "..", "0"],
        ["35 år och äldre", "10", "20", "50,0 (37,5–62,5)", "0"],
        ["Alla", "300", "400", "75,0", "0"],
    ]
    assert text_of(page, "summary").startswith("Alla: 75,0 %. 3 av 4 rader visas.")
    assert page.evaluate("location.hash") == "", "nothing was chosen yet"
    bars = page.evaluate("document.getElementById('figure-explore').data[0].x")
    assert bars == [0.8, 0.75, None, 0.5], "the chart draws what the table says, and nothing withheld"


def test_a_pick_stands_in_the_address_and_is_restored(page: Any, site: Path) -> None:
    go(page, site)
    pick(page, "by", "home_county")
    pick(page, "value", "12")
    assert page.evaluate("location.hash") == (
        f"#explore&model=education&measure={RATE}&by=home_county&cohort={WINDOW}&with=all&value=12"
    )
    assert text_of(page, "summary").startswith("Skåne län: 80,0 %. Hela landet: 75,0 %. 1 av 3 rader visas.")
    assert page.get_attribute("[data-is=link]", "href") == page.evaluate("location.hash")
    before = picked(page), table(page)
    page.reload()
    page.wait_for_selector("#explore table")
    assert (picked(page), table(page)) == before
    assert page.inner_text("tr.chosen th") == "Skåne län"


def test_back_returns_to_the_choice_that_was_left(page: Any, site: Path) -> None:
    go(page, site)
    pick(page, "by", "home_county")
    chosen = page.evaluate("location.hash")
    page.click("header .site a")
    page.wait_for_url("**/index.html")
    page.go_back()
    page.wait_for_selector("#explore table")
    assert page.evaluate("location.hash") == chosen and picked(page)["by"] == "home_county"


def test_a_withheld_county_says_why_and_offers_its_region(page: Any, site: Path) -> None:
    go(page, site, "#explore&by=home_county")
    chosen = page.evaluate("location.hash")
    cell = page.locator("tr[data-value='10'] td").nth(2)
    cell.locator("summary").click()
    said = cell.inner_text().replace(NBSP, " ")
    assert REASON in said and "I stället finns Södra" in said and "80,0 %" in said
    assert "3" not in page.locator("tr[data-value='10']").inner_text().replace("80,0", ""), "nor its number"
    cell.locator("a").click()
    page.wait_for_selector("tr[data-value='Södra']")
    assert picked(page)["by"] == "home_region" and picked(page)["value"] == "Södra"
    page.go_back()
    page.wait_for_selector("tr[data-value='10']")
    assert page.evaluate("location.hash") == chosen


def test_a_county_in_two_regions_offers_the_country(page: Any, site: Path) -> None:
    go(page, site, "#explore&by=home_county")
    cell = page.locator("tr[data-value='13'] td").first
    cell.locator("summary").click()
    assert "I stället finns Hela landet: 75,0 %" in cell.inner_text().replace(NBSP, " ")


def test_two_groups_stand_side_by_side(page: Any, site: Path) -> None:
    go(page, site, "#explore&by=age&with=group:audionom")
    assert [row[:3] for row in table(page)] == [
        ["Högst 21 år", "80,0", "62,5"],
        ["22–24 år", "75,0", ".."],
        ["30–34 år", "..", ".."],
        ["35 år och äldre", "50,0 (37,5–62,5)", ".."],
        ["Alla", "75,0", "75,0"],
    ]
    assert [trace["x"] for trace in page.evaluate("document.getElementById('figure-explore').data")] == [
        [0.8, 0.75, None, 0.5],
        [0.625, None, None, None],
    ]


def test_two_cohorts_stand_side_by_side(page: Any, site: Path) -> None:
    go(page, site, f"#explore&by=sex&cohort={WINDOW}&with=cohort:2004")
    assert table(page)[0][:3] == ["Kvinnor", "80,0", "83,3"]


def test_years_are_lines_and_a_withheld_year_has_no_point(page: Any, site: Path) -> None:
    go(page, site, "#explore&by=year")
    assert [row[:4] for row in table(page)] == [
        ["2004", "30", "40", "75,0"],
        ["2005", "36", "40", "90,0"],
        ["2006", "..", "..", ".."],
        ["2007", "..", "..", ".."],
        ["Personer som började 2000–2010", "300", "400", "75,0"],
    ]
    assert table(page)[3][4] == "40", "how many are not observable is told"
    assert page.evaluate("document.getElementById('figure-explore').data[0].y") == [0.75, 0.9, None, None]


def test_numbers_are_written_as_in_the_other_tables(page: Any, site: Path) -> None:
    go(page, site, "#explore&measure=general_degree_share&by=sex")
    shares = [row[3] for row in table(page)]
    assert shares == ["12,2", "0", "12,2"], "12.25 goes to the even number; a zero that may be nobody is 0"
    go(page, site, "#explore&measure=months_start_to_degree_p50&by=none")
    page.wait_for_function("document.querySelector('#explore-measure').value.startsWith('months')")
    assert table(page)[0][:4] == ["Alla", "250", "250", "36,5"]


def test_a_choice_that_does_not_exist_is_named_and_replaced(page: Any, site: Path) -> None:
    go(page, site, "#explore&measure=<b>x&by=moon&with=group:nobody&value=99")
    assert picked(page)["measure"] == RATE and picked(page)["by"] == "age"
    said = text_of(page, "summary")
    assert all(part in said for part in ("<b>x", "moon", "group:nobody", "99")), said
    assert "moon" not in page.evaluate("location.hash")


def test_the_keyboard_is_enough(page: Any, site: Path) -> None:
    go(page, site)
    assert page.is_disabled("#explore-model"), "there is but one to choose"
    page.focus("#explore-measure")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "explore-by"
    page.keyboard.press("ArrowDown")
    page.wait_for_function("location.hash.includes('by=age,sex')")
    assert page.evaluate("document.activeElement.id") == "explore-by", "the list keeps the focus"
    assert [row[0] for row in table(page)] == ["Högst 21 år"]
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.is") == "link":
            break
    page.keyboard.press("Enter")
    assert "by=age,sex" in page.evaluate("location.hash")


def test_the_table_is_sorted_like_the_others(page: Any, site: Path) -> None:
    go(page, site)
    page.click("#explore thead th:nth-child(4) button")
    assert [row[3] for row in table(page)] == ["80,0", "75,0", "50,0 (37,5–62,5)", "..", "75,0"]
    assert page.get_attribute("#explore thead th:nth-child(4)", "aria-sort") == "descending"


def test_the_english_page_has_the_same_choice_in_english(page: Any, site: Path) -> None:
    go(page, site, "#explore&by=home_county&value=12", "logoped.en.html")
    assert table(page)[0][3] == "80.0"
    assert page.get_attribute("header a[hreflang]", "href").startswith("logoped.html#explore&model=")


def test_without_scripts_a_sentence_says_where_the_numbers_are(browser: Any, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto((site / "logoped.html").as_uri())
    assert WORDS["needs_script"] in opened.inner_text("#explore")
    assert not opened.is_visible("#explore form")
    context.close()


def test_a_lost_file_is_named(browser: Any, site: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(site, alone)
    (alone / "assets/data/logoped.js").unlink()
    opened = browser.new_page()
    opened.goto((alone / "logoped.html").as_uri() + "#explore&by=age")
    opened.wait_for_function("document.querySelector('[data-is=summary]').textContent")
    assert "assets/data/logoped.js" in opened.inner_text("[data-is=summary]")
    opened.close()


def test_a_row_of_the_flow_lights_its_band(page: Any, tmp_path: Path) -> None:
    write_site(published("arbetsterapeut"), PROFESSIONS[:1], RELEASE, tmp_path)
    page.goto((tmp_path / "arbetsterapeut.html").as_uri())
    page.wait_for_selector("#figure-flow .sankey-link")
    colours = "document.getElementById('figure-flow').data[0].link.color"
    quiet = page.evaluate(colours)
    row = page.locator("#table-flow tr[data-link]").nth(6)
    band = int(row.get_attribute("data-link"))
    row.focus()
    page.wait_for_function(f"{colours}[{band}] !== '{quiet[band]}'")
    lit = page.evaluate(colours)
    assert [place for place, colour in enumerate(lit) if colour != quiet[place]] == [band]
    page.keyboard.press("Tab")
    page.wait_for_function(f"{colours}[{band}] === '{quiet[band]}'")
