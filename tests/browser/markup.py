"""What can be judged of a page from its text alone: its outline, its tables, its policy, its links.

Belongs here: the checks, each a function that returns what is wrong in words. Does not belong here:
what must be drawn to be judged (tests.browser.drawn), and expectations of one page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NOT_IN_P = {
    "p",
    "div",
    "section",
    "table",
    "ul",
    "ol",
    "dl",
    "details",
    "nav",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
}
POINTS_AT = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers", "list")
Attributes = dict[str, str]


@dataclass
class Element:
    """One element: its tag, its attributes and the text in it."""

    tag: str
    attributes: Attributes
    words: list[str] = field(default_factory=list)
    inside: tuple[Element, ...] = ()

    @property
    def text(self) -> str:
        """Its text on one line."""
        return " ".join("".join(self.words).split())

    def __str__(self) -> str:
        name = self.attributes.get("id") or self.text[:40]
        return f"<{self.tag}> {name}".strip()


class Markup(HTMLParser):
    """A page taken apart; `faults` are those of how it is nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.source = text
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        self.faults += [f"never closed: {element}" for element in self._open]

    @classmethod
    def of(cls, path: Path) -> Markup:
        """The page of a file."""
        return cls(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        twice = [name for name, n in Counter(name for name, _ in attrs).items() if n > 1]
        element = Element(tag, {name: value or "" for name, value in attrs}, inside=tuple(self._open))
        self.faults += [f"{element}: {name} twice" for name in twice]
        if tag in NOT_IN_P and any(outer.tag == "p" for outer in self._open):
            self.faults.append(f"{element} inside <p>")
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1].tag == tag:
            self._open.pop()
        else:
            inner = self._open[-1].tag if self._open else "nothing"
            self.faults.append(f"</{tag}> closes {inner} at line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words.append(data)

    def all(self, *tags: str) -> list[Element]:
        """Elements of these tags in the order of the page."""
        return [element for element in self.elements if element.tag in tags]

    @cached_property
    def ids(self) -> list[str]:
        """Every id of the page."""
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]

    @property
    def language(self) -> str:
        """The language that the page says it is in."""
        return next((element.attributes.get("lang", "") for element in self.all("html")), "")

    @property
    def title(self) -> str:
        """The page's title."""
        return next((element.text for element in self.all("title")), "")


def outline(page: Markup) -> list[str]:
    """Language, title, one h1, headings that skip no level, ids that are used once and exist."""
    faults = list(page.faults)
    if not page.source.lower().startswith("<!doctype html>"):
        faults.append("no doctype")
    if not page.language:
        faults.append("no language")
    if not page.title:
        faults.append("no title")
    for tag in ("h1", "main"):
        if len(page.all(tag)) != 1:
            faults.append(f"{len(page.all(tag))} <{tag}>")
    headings = page.all("h1", "h2", "h3", "h4", "h5", "h6")
    faults += [f"empty {one}" for one in headings if not one.text]
    if headings and headings[0].tag != "h1":
        faults.append(f"{headings[0]} stands before h1")
    faults += [f"{b} follows <{a.tag}>" for a, b in pairwise(headings) if int(b.tag[1]) > int(a.tag[1]) + 1]
    faults += [f"id {name} {n} times" for name, n in Counter(page.ids).items() if n > 1]
    for element in page.elements:
        for name in set(POINTS_AT) & set(element.attributes):
            missing = set(element.attributes[name].split()) - set(page.ids)
            faults += [f"{element}: {name} points at no {one}" for one in sorted(missing)]
    return faults


BESIDE: dict[str, Callable[[Part, str], bool]] = {
    "table": lambda part, name: f"table-{name}" in part.ids,
    "source": lambda part, name: part.has("p", "source"),
    "unit": lambda part, name: re.search(r"(Enhet|Unit): \w", part.text("p", "source")) is not None,
    "note": lambda part, name: part.has("p", "note"),
    "signs": lambda part, name: part.links("#method"),
    "definition": lambda part, name: part.has("dd") and part.links("method"),
    "files": lambda part, name: part.links("tables/"),
}
"""What must stand beside a chart, in its own part of the page."""


@dataclass
class Part:
    """What stands in one part of a page, without the parts in it."""

    elements: list[Element]

    @property
    def ids(self) -> set[str]:
        """The ids in it."""
        return {element.attributes.get("id", "") for element in self.elements}

    def has(self, tag: str, name: str = "") -> bool:
        """True where it has such an element with words."""
        return bool(self.text(tag, name))

    def text(self, tag: str, name: str = "") -> str:
        """The words of such elements."""
        return " ".join(
            e.text for e in self.elements if e.tag == tag and e.attributes.get("class", "") == name
        )

    def links(self, start: str) -> bool:
        """True where a link in it leads to what begins so."""
        return any(e.attributes.get("href", "").startswith(start) for e in self.elements if e.tag == "a")


def charts(page: Markup) -> list[str]:
    """Charts that lack something beside them."""
    faults = []
    for chart in page.all("div"):
        name = chart.attributes.get("id", "").removeprefix("figure-")
        if "figure" in chart.attributes.get("class", "").split():
            inside = _part_of(chart)
            part = Part([element for element in page.elements if _part_of(element) is inside])
            faults += [f"{name}: no {what}" for what, is_there in BESIDE.items() if not is_there(part, name)]
    return faults


def _part_of(element: Element) -> Element | None:
    """The innermost part or block that it stands in."""
    kinds = ({"part"}, {"block"}, {"block", "same"})
    return next(
        (one for one in reversed(element.inside) if set(one.attributes.get("class", "").split()) in kinds),
        None,
    )


def tables(page: Markup) -> list[str]:
    """A caption each, and a scope for every header cell."""
    faults = [f"{one} has no scope" for one in page.all("th") if "scope" not in one.attributes]
    captions = [one for one in page.all("caption") if one.text]
    if len(captions) != len(page.all("table")):
        faults.append(f"{len(page.all('table'))} tables with {len(captions)} captions")
    faults += [f"caption twice: {name}" for name, n in Counter(c.text for c in captions).items() if n > 1]
    return faults


def policy(page: Markup) -> list[str]:
    """A content-security policy that lets nothing in but the site's own files, and no script in the page."""
    said = [
        m for m in page.all("meta") if m.attributes.get("http-equiv", "").lower() == "content-security-policy"
    ]
    if len(said) != 1:
        return [f"{len(said)} content-security policies"]
    parts = [part.split() for part in said[0].attributes.get("content", "").split(";") if part.strip()]
    allowed = {name: set(sources) for name, *sources in parts}
    faults = [] if allowed.get("default-src") == {"'none'"} else ["default-src is not 'none'"]
    for name in ("script-src", "base-uri", "form-action"):
        if name not in allowed:
            faults.append(f"{name} is not said")
    for name in ("script-src", "connect-src", "font-src", "frame-src", "object-src", "img-src", "style-src"):
        faults += [f"{name} allows {one}" for one in sorted(allowed.get(name, set())) if _is_loose(name, one)]
    for element in page.elements:
        faults += [f"{element}: {name}" for name in element.attributes if name.startswith("on")]
    faults += [f"a script in the page: {one.text[:40]}" for one in page.all("script") if one.text]
    return faults


def _is_loose(name: str, source: str) -> bool:
    """Beyond the site's own files; styles in the page are what Plotly draws with, and no way out."""
    if name == "style-src" and source == "'unsafe-inline'":
        return False
    own = {"'none'", "'self'", "file:"} | ({"data:", "blob:"} if name == "img-src" else set())
    return source not in own and not source.startswith("'sha256-")


def links(site: Path) -> list[str]:
    """Every address of every page that leads nowhere, and every page that no link leads to."""
    pages = {path.relative_to(site).as_posix(): Markup.of(path) for path in sorted(site.rglob("*.html"))}
    faults, reached = [], {name: set[str]() for name in pages}
    for name, page in pages.items():
        for element, address in _addresses(page):
            found = _target(site, name, element, address)
            if found.startswith("!"):
                faults.append(f"{name}: {element} {address!r} {found[1:]}")
                continue
            target, _, anchor = found.partition("&")[0].partition("#")  # what follows & is a choice there
            if anchor and target in pages and anchor not in pages[target].ids:
                faults.append(f"{name}: {element} {address!r}: no such place on the page")
            if target in pages:
                reached[name].add(target)
                faults += _other_language(name, element, pages[target])
    faults += [
        f"{name}: no link leads here" for name in sorted(set(pages) - _reachable("index.html", reached))
    ]
    titles = Counter((page.language, page.title) for page in pages.values())
    return faults + [f"title of {n} pages: {title}" for (_, title), n in titles.items() if n > 1]


def _addresses(page: Markup) -> list[tuple[Element, str]]:
    names = ("href", "src", "action", "poster", "data", "formaction")
    found = [(e, e.attributes[n]) for e in page.elements for n in names if n in e.attributes]
    return found + [
        (e, part.split()[0])
        for e in page.elements
        for part in e.attributes.get("srcset", "").split(",")
        if part
    ]


def _target(site: Path, page: str, element: Element, address: str) -> str:
    """The file and place in the site that an address means; "" when it is elsewhere; ! and a fault."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        is_link = element.tag == "a" and parts.scheme in {"https", "mailto"}
        return "" if is_link or address == "data:," else "!leaves the site"
    file = (site / page).parent / unquote(parts.path) if parts.path else site / page
    if not file.resolve().is_relative_to(site.resolve()):
        return "!leaves the folder"
    if not file.is_file():
        return "!no such file"
    return f"{file.resolve().relative_to(site.resolve()).as_posix()}#{unquote(parts.fragment)}"


def _other_language(page: str, element: Element, target: Markup) -> list[str]:
    said = element.attributes.get("hreflang", "")
    wrong = said and said != target.language
    return [f"{page}: {element} says {said} and leads to {target.language}"] if wrong else []


def _reachable(start: str, leads_to: dict[str, set[str]]) -> set[str]:
    found, fresh = {start}, {start}
    while fresh:
        fresh = {target for page in fresh for target in leads_to.get(page, set())} - found
        found |= fresh
    return found


def own_addresses(site: Path) -> list[str]:
    """Scripts and styles of the site itself that name an address or ask for data."""
    asks = re.compile(
        r"https?:|url\((?!data:)|@import|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|importScripts"
    )
    own = [
        path
        for path in sorted(site.rglob("*"))
        if path.suffix in {".js", ".css"} and "plotly" not in path.name
    ]
    return [
        f"{path.name}: {found[0]}" for path in own if (found := asks.search(path.read_text(encoding="utf-8")))
    ]
