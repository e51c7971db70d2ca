"""What a page is, and what every page may be made of.

Belongs here: a page's name, template and builder, its address in each language, and the site that the
builders read. Does not belong here: which pages there are (reports.pages) and what one of them says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from reports.described import ReleaseText
from reports.language import ENGLISH, SWEDISH, Language
from reports.material import Material

LANGUAGES = (SWEDISH, ENGLISH)


@dataclass(frozen=True)
class Site:
    """Everything published that pages are made from; the same for both languages.

    groups  one per profession group, in the order given
    frames  the protected frames by name (cells, curves, sensitivity, attrition, quality); None: not there
    folder  where the pages are written; the table files lie in it already
    """

    groups: tuple[Material, ...]
    release: ReleaseText
    frames: Mapping[str, pl.DataFrame | None]
    folder: Path

    def has(self, name: str) -> bool:
        """True when the release has the frame."""
        return self.frames.get(name) is not None


Build = Callable[[Site, Language], dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """One page in both languages.

    name      `name.html` in Swedish and `name.en.html` in English
    template  the file in templates/
    build     what the template needs besides what every page is given; its `figures` (a figure by the id of
              its place) become the page's script
    menu      the page's key in the texts' [menu], where it stands in the header of every page
    """

    name: str
    template: str
    build: Build
    menu: str = ""


def address(name: str, language: Language, ending: str = "html") -> str:
    """A page's file in a language, or its script's: `lakare.html`, `lakare.en.html`, `lakare.en.js`."""
    return f"{name}.{ending}" if language == SWEDISH else f"{name}.{language.code}.{ending}"


def other_than(language: Language) -> Language:
    """The language that a page links to."""
    return ENGLISH if language == SWEDISH else SWEDISH
