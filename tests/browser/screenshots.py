"""Pictures of every page, wide and narrow, light and dark, for people to look at: `make look`.

Belongs here: taking them. Does not belong here: judging them; what a machine can judge is in test_pages.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.browser.drawn import PHONE, SCHEMES, WIDE, Reader, chromium, unfolded

WINDOWS = {"wide": WIDE, "narrow": PHONE}


def take(site: Path, folder: Path) -> list[Path]:
    """A picture a page, window and scheme, named after them; what can be folded is open when narrow."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with chromium() as browser:
        for scheme in SCHEMES:
            reader = Reader(browser, color_scheme=scheme)
            for page in sorted(site.glob("*.html")):
                reader.open(page)
                for name, size in WINDOWS.items():
                    reader.resize(size)
                    made.append(folder / f"{page.stem}-{name}-{scheme}.png")
                    reader.page.screenshot(path=made[-1], full_page=True)
                    unfolded(reader)
    return made


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]))
