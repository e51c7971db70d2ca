"""Pages in a real browser: what each asked for and complained of, and the checks of what is drawn.

Belongs here: opening a page as a reader does, from the folder, and asking it the questions of drawn.js.
Does not belong here: what its text alone tells (tests.browser.markup), paper (tests.browser.printed).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, WebSocket, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), NAMES[0])
NEEDS_CHROMIUM = pytest.mark.skipif(not shutil.which(CHROMIUM), reason="no chromium to open the page in")
ASKS = (Path(__file__).parent / "drawn.js").read_text(encoding="utf-8")
NOTE_CLICKS = """
window.clicked = [];
const add = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (kind, ...rest) {
  if (kind === "click" || kind === "mousedown") { window.clicked.push(this); }
  return add.call(this, kind, ...rest);
};
"""
SETTLED = """() => new Promise(done => {
  const due = Date.now() + 10000;
  const undrawn = ".figure[data-height]:not(.js-plotly-plot)";
  const awaited = () => document.body.dataset.later && document.querySelector(undrawn) && Date.now() < due;
  const look = () => awaited() ? setTimeout(look, 20) : requestAnimationFrame(() => done());
  setTimeout(look, document.querySelector(".figure") ? 150 : 0);
})"""
WIDE, PHONE, ZOOMED = (1280, 900), (380, 800), (320, 256)
"""Windows in css px; the last is a window of 1280 x 1024 zoomed to 400 %."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass
class Heard:
    """What a page asked for and complained of since it was opened."""

    requests: list[str] = field(default_factory=list)
    at_load: int = 0
    """How many of them before the page was loaded: what its first view waits for."""
    complaints: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """What was asked for outside the folder."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]

    def files(self, only_first: bool = False) -> set[Path]:
        """The files that were read; those before the page was loaded."""
        return {
            Path(url.split("?")[0].split("#")[0].removeprefix("file://"))
            for url in self.requests[: self.at_load if only_first else None]
            if url[:5] == "file:"
        }


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, without a way out to any host."""
    flags = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


class Reader:
    """One window; pages are opened in it one after the other."""

    def __init__(self, browser: Browser, **liking: Any) -> None:
        self.page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]}, **liking)
        self.page.set_default_timeout(120_000)  # a machine that is busy is not a fault of the page
        self.heard = Heard()
        self.page.add_init_script(NOTE_CLICKS)
        self.page.route(re.compile(r"^(?!file:|data:|blob:)"), self._refuse)
        self.page.on("request", self._note_request)
        self.page.on("load", self._note_load)
        self.page.on("websocket", self._note_socket)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.heard.complaints.append(str(error)))

    def open(self, path: Path, anchor: str = "") -> Page:
        """The page as it is when its figures have been drawn."""
        self.page.goto("about:blank")
        self.heard = Heard()
        self.resize(WIDE)
        self.page.goto(path.as_uri() + anchor, wait_until="load")
        self.settle()
        self.page.evaluate(ASKS)
        return self.page

    def resize(self, size: tuple[int, int]) -> None:
        """Another window, and what is drawn again for it."""
        if self.page.viewport_size != {"width": size[0], "height": size[1]}:
            self.page.set_viewport_size({"width": size[0], "height": size[1]})
            self.settle()

    def settle(self) -> None:
        """Waits for what is drawn a little later: Plotly draws again 100 ms after the window has changed."""
        self.page.evaluate(SETTLED)

    def asked(self, question: str) -> list[str]:
        """What a question of drawn.js answers."""
        found: list[str] = self.page.evaluate(f"looks.{question}()")
        return found

    def _refuse(self, route: Route) -> None:
        route.abort()

    def _note_request(self, request: Request) -> None:
        self.heard.requests.append(request.url)

    def _note_load(self, page: Page) -> None:
        self.heard.at_load = self.heard.at_load or len(self.heard.requests)

    def _note_socket(self, socket: WebSocket) -> None:
        self.heard.requests.append(socket.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.heard.complaints.append(f"{message.type}: {message.text}")


def unfolded(reader: Reader) -> None:
    """Opens every part that can be folded and awaits what comes when it is scrolled to, to look at it too."""
    reader.page.evaluate("looks.unfold()")
    parts = reader.page.locator("[data-script]")
    for part in parts.all():
        part.scroll_into_view_if_needed()
        part.locator("table").first.wait_for()
    if parts.count():
        reader.page.evaluate("scrollTo(0, 0)")
        reader.settle()


def axe(reader: Reader) -> list[str]:
    """What axe-core finds: rule, what it is about, and where; contrast apart, as it takes the longest."""
    tags = {"runOnly": {"type": "tag", "values": RULES}, "rules": {"color-contrast": {"enabled": False}}}
    return _axe(reader, "document", tags)


def contrast(reader: Reader) -> list[str]:
    """What axe-core finds too pale, each look of a text judged once."""
    reader.page.evaluate("looks.kinds()")
    rule = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    return _axe(reader, "'[data-kind]'", rule)


def _axe(reader: Reader, where: str, options: dict[str, Any]) -> list[str]:
    # Preloading would ask for the style sheet again, which the policy refuses.
    asked = {"resultTypes": ["violations"], "preload": False} | options
    if not reader.page.evaluate("Boolean(window.axe)"):
        reader.page.evaluate(AXE_SCRIPT)
    found = reader.page.evaluate(f"axe.run({where}, {json.dumps(asked)})")
    return [f"{one['id']}: {one['help']}: {_where(one['nodes'])}" for one in found["violations"]]


def _where(nodes: list[dict[str, Any]]) -> str:
    return f"{len(nodes)}, {nodes[0]['target']} {nodes[0]['html'][:120]}"


def in_the_dark(reader: Reader, question: Callable[[Reader], list[str]]) -> list[str]:
    """What is wrong once the reader's machine has turned dark."""
    reader.page.emulate_media(color_scheme="dark")
    reader.settle()
    found = question(reader)
    reader.page.emulate_media(color_scheme="light")
    reader.settle()
    return found


def sideways(reader: Reader) -> list[str]:
    """What makes the page scroll sideways at 400 % zoom."""
    reader.resize(ZOOMED)
    return reader.asked("sideways")


def keyboard(reader: Reader) -> list[str]:
    """What Tab does not reach, in order and with a visible mark; and a skip link that does not skip."""
    page = reader.page
    page.evaluate("looks.thin()")
    page.evaluate("looks.watch()")
    pressed = 0
    while pressed < page.evaluate("looks.stops().length") + 2:  # what is scrolled to may bring more
        for _ in range(10):
            page.keyboard.down("Tab")  # held down: letting go of it moves nothing
        pressed += 10
    page.keyboard.up("Tab")
    found = reader.asked("walked")
    if not page.evaluate("looks.toSkipLink()"):
        return [*found, "the first stop is no skip link"]
    page.keyboard.press("Enter")
    goes_on = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    return found if goes_on else [*found, "the skip link does not lead to the content"]


def motion(reader: Reader) -> list[str]:
    """What moves although the reader has asked for less of it."""
    reader.page.emulate_media(reduced_motion="reduce")
    found = reader.asked("moving")
    reader.page.emulate_media(reduced_motion="null")
    return found


def own_colours(reader: Reader) -> list[str]:
    """What is lost where the reader's own colours are in force."""
    reader.page.emulate_media(forced_colors="active")
    found = reader.asked("lost") + reader.asked("pale")
    reader.page.emulate_media(forced_colors="null")
    return found


def first_paint(browser: Browser, path: Path) -> float:
    """Milliseconds until something of the page is seen, in a new window with nothing kept."""
    page = browser.new_page()
    page.goto(path.as_uri(), wait_until="load")
    found: float = page.evaluate(
        """() => new Promise(done => new PerformanceObserver(list => {
            const entry = list.getEntriesByName('first-contentful-paint')[0];
            if (entry) { done(entry.startTime); }
        }).observe({ type: 'paint', buffered: true }))"""
    )
    page.close()
    return found


def weights(reader: Reader) -> tuple[int, int]:
    """Bytes of what the page's first view waits for, and of all that is read unasked; without plotly.js."""
    first, whole = (
        sum(path.stat().st_size for path in reader.heard.files(only_first) if "plotly" not in path.name)
        for only_first in (True, False)
    )
    return first, whole
