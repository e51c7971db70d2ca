"""A page as tests read it: its text, and its figures, read back from its scripts.

Belongs here: finding them. Does not belong here: what they should be.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any


def figures_in(site: Path, page: str, language: str = "sv") -> dict[str, Any]:
    """All figures of a page by their places: those that come with it and those that come later."""
    ending = "js" if language == "sv" else f"{language}.js"
    first = (site / "assets" / f"{page}.{ending}").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(first.split("window.reportFigures = ")[1].rstrip(";\n"))
    later = site / "assets" / f"{page}-later.{ending}"
    if later.is_file():
        found |= json.loads(later.read_text(encoding="utf-8").partition("(")[2].rstrip(");\n"))
    return found


def read_page(path: Path) -> str:
    """A page's source without the marks that keep a span of years on one line."""
    return re.sub('<span class="years">(.*?)</span>', r"\1", path.read_text(encoding="utf-8"))
