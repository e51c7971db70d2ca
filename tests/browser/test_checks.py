"""Each check seen to fail: a bad little page for every fault, and a good one that none of them minds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import drawn, markup
from tests.browser.drawn import Reader
from tests.browser.markup import Markup
from tests.browser.printed import PDFTOTEXT, on_paper

POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
STYLE = (
    "body { margin: 1rem; background: #fff; color: #000; } :focus-visible { outline: 3px solid #1f5f99; }"
    ".skip { position: absolute; left: -99rem; } .skip:focus { left: 0; }"
    "@page { size: A4; } @media print { .skip, nav { display: none; } }"
)
BODY = """
<table><caption>Persons</caption>
<thead><tr><th scope="col">County</th>
<th scope="col">Number</th></tr></thead>
<tbody><tr><th scope="row">Uppsala</th><td>17</td></tr></tbody></table>
<p><a href="#content">Up</a></p>
"""


def page(
    body: str = BODY,
    head: str = "",
    top: str = '<a class="skip" href="#content">Skip</a>',
    policy: str = POLICY,
) -> str:
    """A page without a fault but for what is given."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Little</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}"><link rel="icon" href="data:,">
<style>{STYLE}</style>{head}</head>
<body>{top}<main id="content" tabindex="-1"><h1>Little</h1>{body}</main></body></html>"""


def written(folder: Path, text: str, name: str = "index.html") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- from the text alone ----------------------------------------------------------------------


def test_a_good_page_has_no_fault_in_its_text(tmp_path: Path) -> None:
    written(tmp_path, page())
    good = Markup(page())
    assert markup.outline(good) + markup.tables(good) + markup.policy(good) + markup.links(tmp_path) == []


OUTLINES = {
    "no doctype": page().removeprefix("<!doctype html>\n"),
    "no language": page().replace(' lang="en"', ""),
    "no title": page().replace("Little</title>", "</title>"),
    "2 <h1>": page("<h1>Again</h1>"),
    "0 <main>": page().replace("main", "div"),
    "empty <h2>": page("<h2></h2>"),
    "<h3> Deep follows <h1>": page("<h3>Deep</h3>"),
    "<h2> Early stands before h1": page(top="<h2>Early</h2>"),
    "id a 2 times": page('<p id="a">x</p><p id="a">y</p>'),
    "<p> x: aria-describedby points at no b": page('<p aria-describedby="b">x</p>'),
    "<div> inside <p>": page("<p><div>x</div></p>"),
    "</b> closes i at line": page("<b><i>x</b></i>"),
    "never closed: <section>": page("<section>").replace("</section>", ""),
    "<p>: class twice": page('<p class="a" class="b">x</p>'),
}


@pytest.mark.parametrize("fault", OUTLINES)
def test_a_bad_outline_is_seen(fault: str) -> None:
    found = markup.outline(Markup(OUTLINES[fault]))
    assert any(one.startswith(fault) for one in found), found


BESIDE = """
<section class="part"><div id="figure-a" class="figure"></div><p class="source">Unit: per cent. Us.</p>
<p class="note">A note.</p><details><dl><div><dt><a href="method.html#x">X</a></dt><dd>Says.</dd></div></dl>
<a href="#method">Signs</a> <a href="tables/x.csv">CSV</a></details><table id="table-a"></table></section>
"""
LACKING = {
    "": "",
    "table": ' id="table-a"',
    "source": ' class="source"',
    "unit": "Unit: per cent. ",
    "note": "A note.",
    "signs": ' href="#method"',
    "definition": "Says.",
    "files": ' href="tables/x.csv"',
}


@pytest.mark.parametrize("what", LACKING)
def test_a_chart_with_something_lacking_beside_it_is_seen(what: str) -> None:
    found = markup.charts(Markup(page(BESIDE.replace(LACKING[what], ""))))
    assert {f"a: no {what}"} - set(found) == set() if what else found == []


def test_what_stands_beside_another_chart_does_not_count() -> None:
    inner = '<div class="block"><div id="figure-b" class="figure"></div></div></section>'
    found = markup.charts(Markup(page(BESIDE.replace("</section>", inner))))
    assert len(found) == len(markup.BESIDE) and all(one.startswith("b: no ") for one in found)


def test_a_table_without_caption_or_scope_is_seen() -> None:
    bare = BODY.replace("<caption>Persons</caption>", "").replace(' scope="row"', "")
    assert markup.tables(Markup(page(bare))) == ["<th> Uppsala has no scope", "1 tables with 0 captions"]
    assert markup.tables(Markup(page(BODY + BODY))) == ["caption twice: Persons"]


POLICIES = {
    "default-src is not 'none'": POLICY.replace("default-src 'none'", "default-src *"),
    "script-src allows 'unsafe-inline'": POLICY.replace("script-src", "script-src 'unsafe-inline'"),
    "script-src allows https:": POLICY.replace("script-src", "script-src https:"),
    "connect-src allows *": f"{POLICY}; connect-src *",
    "base-uri is not said": POLICY.replace("base-uri", "media-src"),
}


@pytest.mark.parametrize("fault", POLICIES)
def test_a_loose_policy_is_seen(fault: str) -> None:
    assert fault in markup.policy(Markup(page(policy=POLICIES[fault])))


def test_a_page_without_a_policy_or_with_a_script_in_it_is_seen() -> None:
    assert markup.policy(Markup("<p>x</p>")) == ["0 content-security policies"]
    found = markup.policy(Markup(page('<p onclick="x()">x</p><script>x()</script>')))
    assert found == ["<p> x: onclick", "a script in the page: x()"]


LINKS = {
    "no such file": '<a href="gone.html">x</a>',
    "no such place on the page": '<a href="index.html#gone">x</a>',
    "leaves the folder": '<a href="../x.html">x</a>',
    "leaves the site": '<script src="https://x.example/a.js"></script>',
    "says sv and leads to en": '<a href="index.html" hreflang="sv">x</a>',
}


@pytest.mark.parametrize("fault", LINKS)
def test_a_broken_link_is_seen(fault: str, tmp_path: Path) -> None:
    written(tmp_path, page(LINKS[fault]))
    found = markup.links(tmp_path)
    assert len(found) == 1 and fault in found[0]


def test_a_page_without_a_link_and_a_title_twice_are_seen(tmp_path: Path) -> None:
    written(tmp_path, page())
    written(tmp_path, page(), "alone.html")
    assert markup.links(tmp_path) == ["alone.html: no link leads here", "title of 2 pages: Little"]


def test_a_script_that_names_an_address_is_seen(tmp_path: Path) -> None:
    written(tmp_path, 'fetch("x")', "a.js")
    written(tmp_path, "a { background: url(x.png) }", "a.css")
    assert markup.own_addresses(tmp_path) == ["a.css: url(", "a.js: fetch("]


# --- as it is drawn ---------------------------------------------------------------------------

Check = Callable[[Reader], list[str]]
AWAY = "position: absolute; left: -99rem"
FIGURE = '<div class="figure" id="f"><svg class="main-svg" width="200" height="60">{marks}</svg></div>'
MARK = '<g class="trace"><path d="M0 0H200V60H0Z" fill="#0072b2"/></g>'


def with_texts(*texts: tuple[int, str, str]) -> str:
    """A figure with a mark all over and texts on it: how far in, what, in which colour."""
    written = "".join(f'<text x="{x}" y="20" fill="{colour}">{says}</text>' for x, says, colour in texts)
    return FIGURE.format(marks=MARK + written)


def test_a_good_page_has_no_fault_as_drawn(light: Reader, tmp_path: Path) -> None:
    light.open(written(tmp_path, page(BODY + with_texts((5, "A", "#fff"), (90, "B", "#fff")))))
    assert light.heard.complaints == [] and light.heard.outside == []
    found = drawn.axe(light) + light.asked("charts") + drawn.own_colours(light) + drawn.motion(light)
    assert found + drawn.keyboard(light) + drawn.sideways(light) + drawn.contrast(light) == []


def charts(reader: Reader) -> list[str]:
    return reader.asked("charts")


DRAWN: dict[str, tuple[Check, str]] = {
    "image-alt": (drawn.axe, '<img src="data:,">'),
    "region": (drawn.axe, "</main><p>Outside</p><main>"),
    "color-contrast": (drawn.contrast, '<p style="color: #bbb">Pale</p>'),
    "the page is": (drawn.sideways, '<div style="width: 400px">Wide</div>'),
    "nothing is drawn": (charts, '<div class="figure" id="f">x</div>'),
    "no mark is drawn": (charts, FIGURE.format(marks="")),
    "overlap: Gotland / Visby": (charts, with_texts((5, "Gotland", "#fff"), (9, "Visby", "#fff"))),
    "cut: Gotland": (charts, with_texts((-20, "Gotland", "#fff"))),
    "contrast 1.0: Pale": (charts, with_texts((5, "Pale", "#0072b2"))),
    "no mark of focus": (drawn.keyboard, '<a href="#content" style="outline: none">Unmarked</a>'),
    "outside the window": (drawn.keyboard, f'<a href="#content" style="{AWAY}">Away</a>'),
    "out of order": (drawn.keyboard, '<a href="#content">Late</a><a href="#content" tabindex="1">Early</a>'),
    "not reached with Tab": (drawn.keyboard, '<p id="trap" tabindex="0">Trap</p><a href="#content">No</a>'),
    "answers a click only": (drawn.keyboard, '<div id="only">Only</div>'),
    "<p.moves>": (drawn.motion, '<p class="moves" style="transition: color 1s">Moves</p>'),
    "swatch without colour": (drawn.own_colours, '<i class="swatch" style="background: red">x</i>'),
}
SCRIPT = """
var trap = document.getElementById("trap"), only = document.getElementById("only");
if (trap) { trap.addEventListener("keydown", function (event) { event.preventDefault(); }); }
if (only) { only.addEventListener("click", function () {}); }
"""


@pytest.mark.parametrize("fault", DRAWN)
def test_a_fault_of_what_is_drawn_is_seen(fault: str, light: Reader, tmp_path: Path) -> None:
    check, body = DRAWN[fault]
    written(tmp_path, SCRIPT, "a.js")
    light.open(written(tmp_path, page(body + '<script src="a.js"></script>')))
    found = check(light)
    assert any(fault in one for one in found), found


def test_a_skip_link_that_does_not_skip_is_seen(light: Reader, tmp_path: Path) -> None:
    light.open(written(tmp_path, page(top='<a href="index.html">First</a>')))
    assert "the first stop is no skip link" in drawn.keyboard(light)
    light.open(written(tmp_path, page(top='<p id="x"></p><a href="#x">Skip</a>')))
    assert "the skip link does not lead to the content" in drawn.keyboard(light)


def test_what_a_page_asks_and_complains_of_is_heard(light: Reader, tmp_path: Path) -> None:
    script = 'new Image().src = "http://x.example/a.png"; new WebSocket("ws://y.example/b"); nowhere();'
    written(tmp_path, script, "a.js")
    light.open(written(tmp_path, page('<script src="a.js"></script>', policy="img-src *; connect-src *")))
    assert set(light.heard.outside) == {"http://x.example/a.png", "ws://y.example/b"}
    assert any("nowhere is not defined" in one for one in light.heard.complaints)


def test_what_the_policy_refuses_is_heard(light: Reader, tmp_path: Path) -> None:
    light.open(written(tmp_path, page('<img alt="x" src="http://x.example/a.png">')))
    assert any("Content Security Policy" in one for one in light.heard.complaints)


def test_weight_is_what_was_read_without_plotly(light: Reader, tmp_path: Path) -> None:
    written(tmp_path, "x = 1;" * 100, "a.js")
    written(tmp_path, "y = 1;" * 1000, "plotly.min.js")
    path = written(tmp_path, page('<script src="a.js"></script><script src="plotly.min.js"></script>'))
    light.open(path)
    assert drawn.weights(light) == (path.stat().st_size + 600, path.stat().st_size + 600)


def test_a_slow_page_is_seen(browser: Browser, tmp_path: Path) -> None:
    written(tmp_path, "var end = Date.now() + 300; while (Date.now() < end) {}", "a.js")
    slow = written(tmp_path, page(head='<script src="a.js"></script>'))
    assert drawn.first_paint(browser, slow) > 300


# --- on paper ---------------------------------------------------------------------------------

PAPER = {
    "a page of (612, 792)": "<style>@page { size: letter; }</style>",
    "not on paper: Uppsala": "<style>@media print { tr { display: none; } }</style>",
    "not whole on paper: Uppsala | 17": f"<style>@media print {{ td {{ {AWAY}; }} }}</style>",
    "printed: <nav> Menu": "<nav style='display: block'>Menu</nav>",
}


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext (poppler-utils) to read the paper with")
@pytest.mark.parametrize("fault", ["", *PAPER])
def test_a_fault_on_paper_is_seen(fault: str, light: Reader, tmp_path: Path) -> None:
    light.open(written(tmp_path, page(BODY + PAPER.get(fault, "<nav>Menu</nav>"))))
    assert on_paper(light, tmp_path) == ([fault] if fault else [])
