"""Every page of a site asked everything that a machine can judge, in both schemes: `make look-all`.

Belongs here: going through all pages, and saying what is wrong. Does not belong here: the questions
(tests.browser.drawn), and the choice of pages that the tests make (test_pages.py).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.browser import drawn, markup
from tests.browser.drawn import PHONE, SCHEMES, WIDE, Reader, Scheme, chromium
from tests.browser.printed import PDFTOTEXT, on_paper


def faults_of(reader: Reader, path: Path, scheme: Scheme, folder: Path) -> list[str]:
    """What is wrong with one page in one scheme; what does not depend on colours is asked in the light."""
    reader.open(path)
    found = [*reader.heard.complaints, *reader.heard.outside, *reader.asked("charts")]
    if scheme == "light" and PDFTOTEXT:
        found += on_paper(reader, folder)
    drawn.unfolded(reader)
    found += drawn.axe(reader) + drawn.contrast(reader)
    reader.resize(PHONE)
    found += reader.asked("charts")
    if scheme == "light":
        found += drawn.sideways(reader)
    reader.resize(WIDE)
    return found


def say(first: str, *more: str) -> None:
    sys.stdout.write("\n  ".join([first, *more]) + "\n")
    sys.stdout.flush()


def every_page(site: Path, pattern: str = "*") -> int:
    """Says the faults page by page; how many pages have any. pattern: whose names, as in a shell."""
    wrong, links = 0, markup.links(site)
    say(f"links: {len(links)} faults", *links)
    pages = sorted(site.glob(f"{pattern}.html"))
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        for scheme in SCHEMES:
            reader = Reader(browser, color_scheme=scheme)
            for page in pages:
                found = faults_of(reader, page, scheme, Path(folder))
                wrong += bool(found)
                if found:
                    say(f"{page.name} {scheme}:", *found)
    say(f"{len(pages)} pages, in the light and in the dark: {wrong} with faults")
    return wrong + len(links)


if __name__ == "__main__":
    sys.exit(bool(every_page(Path(sys.argv[1]), *sys.argv[2:])))
