"""What one part of a page consists of."""

from dataclasses import dataclass, replace
from typing import Any

from reports.cells import EDUCATION, LICENCE, LICENSED
from reports.figures import Figure
from reports.language import Language
from reports.tables import Table

WINDOW, BY_START = (EDUCATION, "window"), (EDUCATION, "year")
BY_LASAR, BY_LICENCE_YEAR = (LICENCE, "lasar"), (LICENSED, "year")
"""For whom measures are counted: the model, and the kind of its cohorts."""


@dataclass(frozen=True)
class Headline:
    """A line of numbers under a name, such as that of a cohort: number, label and note of each."""

    title: str
    steps: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Block:
    """A piece of a part with a heading of its own: a chart with its table, or a table alone.

    A block without a heading belongs under the one before it.
    `no_figure` is the sentence that stands where a chart would, when it cannot be shown.
    `measures` are those that it shows, `counted_for` whom, and `tables` what else it is drawn from; `beside`
    are their definitions and files.
    `matrix` is a table of places by places; `width` is how wide the chart must be: "", broad or wide.
    """

    id: str
    heading: str
    shown: str
    table: Table | None = None
    figure: Figure | None = None
    no_figure: str = ""
    aria: str = ""
    notes: tuple[str, ...] = ()
    is_folded: bool = False
    key: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    measures: tuple[str, ...] = ()
    counted_for: tuple[str, str] = WINDOW
    tables: tuple[str, ...] = ()
    beside: object | None = None
    matrix: Any = None
    width: str = "broad"


@dataclass(frozen=True)
class Section:
    """One part: its name in the page, heading, finding, what is shown, figure, tables and notes.

    A part made of blocks has neither figure nor table of its own.
    """

    id: str
    heading: str
    title: str
    shown: str
    table: Table | None
    figure: Figure | None = None
    no_figure: str = ""
    aria: str = ""
    notes: tuple[str, ...] = ()
    is_wide: bool = False
    key: tuple[tuple[str, str], ...] = ()
    headlines: tuple[Headline, ...] = ()
    blocks: tuple[Block, ...] = ()
    unit: str = ""
    measures: tuple[str, ...] = ()
    counted_for: tuple[str, str] = WINDOW
    tables: tuple[str, ...] = ()
    beside: object | None = None

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure of the part by the place where it is drawn."""
        own: dict[str, Figure | None] = {self.id: self.figure}
        drawn = own | {block.id: block.figure for block in self.blocks}
        return {f"figure-{name}": figure for name, figure in drawn.items() if figure}


def marked(table: Any, is_draft: bool, language: Language) -> Any:
    """A table about a draft group says so in its caption, wherever it stands."""
    if not is_draft:
        return table
    return replace(table, caption=language.texts["page"]["draft_caption"].format(caption=table.caption))


def marked_section(section: Section, is_draft: bool, language: Language) -> Section:
    """A part of a draft group's page with every caption marked."""
    if not is_draft:
        return section
    changes: dict[str, Any] = {
        "blocks": tuple(
            replace(
                block,
                table=block.table and marked(block.table, True, language),
                matrix=block.matrix and marked(block.matrix, True, language),
            )
            for block in section.blocks
        )
    }
    if section.table:
        changes["table"] = marked(section.table, True, language)
    return replace(section, **changes)


def share_unit(language: Language) -> str:
    """The unit of a chart of shares, whose table has the numbers of people too."""
    return str(language.texts["place_page"]["unit_share"])
