"""The drill-down's pages from what has been counted: start, group, question, definition, console.

Belongs here: which template, and putting words to what it is given. Does not belong here: counting.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from reports.language import ENGLISH, SWEDISH, Language
from reports.palette import DARK

HERE = Path(__file__).parent
STATIC = {
    "report.css": (HERE.parent / "static", "text/css"),
    "drill.css": (HERE / "static", "text/css"),
    "drill.js": (HERE / "static", "text/javascript"),
    "mark.js": (HERE / "static", "text/javascript"),
}
PLOTLY = "plotly.min.js"


def english_or_swedish(code: str) -> Language:
    """A language by its code; Swedish unless English is asked for."""
    return ENGLISH if code == ENGLISH.code else SWEDISH


def static(name: str) -> tuple[bytes, str] | None:
    """A file that pages load, and its kind; None when there is none of that name."""
    if name == PLOTLY:
        return get_plotlyjs().encode(), "text/javascript"
    if name not in STATIC:
        return None
    folder, kind = STATIC[name]
    return (folder / name).read_bytes(), kind


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen in a form: its name there, its values with their words, the chosen one."""

    name: str
    title: str
    values: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Link:
    """A place within the drill-down."""

    title: str
    address: str
    says: str = ""


@dataclass(frozen=True)
class Grid:
    """A table that is ready to print: column titles, rows of texts, how many of the first are headings."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    headings: int = 1
    caption: str = ""
    links: Mapping[int, str] = field(default_factory=dict)
    """Row number → where its first heading leads."""
    words: frozenset[int] = frozenset()
    """Columns beside the headings that hold words."""


@dataclass(frozen=True)
class Origin:
    """Where a number comes from: its definition, the SQL that judges persons, and the SQL that counted it."""

    definition: str
    rule: str
    judged_in: Link
    sql: str
    parameters: Sequence[tuple[str, str]]


class Pages:
    """Renders pages of one release in one language."""

    def __init__(self, release: str, language: Language) -> None:
        self.release = release
        self.language = language
        self.words: dict[str, Any] = language.texts["drill"]
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def watermark(self) -> bytes:
        """The mark as a picture that tables are printed on, so that a cut-out carries it."""
        return self._environment.get_template("mark.svg").render(mark=self.words["mark"]).encode()

    def render(self, template: str, root: str, **context: Any) -> str:
        """A page. root: the relative way to the start, so that no page needs to know the address."""
        shared = {"text": self.words, "lang": self.language.code, "release": self.release, "root": root}
        figure = context.pop("figure", None)
        data = (
            None if figure is None else json.dumps({"figure": figure, "dark": DARK}).replace("<", "\\u003c")
        )
        found = self._environment.get_template(f"{template}.html")
        return found.render(shared | {"figure": data} | context)
