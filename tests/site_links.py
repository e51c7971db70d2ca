"""Every link of a site: that it leads somewhere, to a page or to a place on one, and never outside.

Belongs here: reading links out of pages. Does not belong here: which site is looked at.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

OUTSIDE = {"https://www.digg.se/tdosanmalan"}
"""What the law on accessibility asks a link to; a page fetches nothing from there."""
REFERENCES = {"src", "href", "action", "srcset", "poster", "data", "formaction"}


class Links(HTMLParser):
    """Everything that a page points at, and the places on it that can be pointed at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in REFERENCES]
        self.ids += [value or "" for name, value in attrs if name == "id"]


def broken_links(site: Path) -> list[str]:
    """Each reference that leads outside or nowhere, with its page; a page's own double ids too."""
    pages = {page: Links(page.read_text(encoding="utf-8")) for page in sorted(site.glob("*.html"))}
    wrong = []
    for page, links in pages.items():
        wrong += [f"{page.name}: twice #{name}" for name in set(links.ids) if links.ids.count(name) > 1]
        for reference in links.found:
            if reference == "data:," or reference in OUTSIDE:
                continue
            address, _, place = reference.partition("#")
            target = site / address if address else page
            is_outside = re.match(r"(?i)[a-z]+:|//", reference) or not target.is_file()
            part = place.partition("&")[0]  # what follows is a reader's choice there
            if is_outside or (place and part not in pages[target].ids):
                wrong.append(f"{page.name}: {reference}")
    return wrong
