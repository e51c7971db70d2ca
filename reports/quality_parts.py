"""What the quality declaration is made of: its material, and what one of its items says.

Belongs here: plain records, how a protected count is printed. Does not belong here: any particular item.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from reports.described import ProfessionText, ReleaseText
from reports.language import Language
from reports.marks import INEXACT, zero
from reports.material import Material
from reports.naming import group_name
from reports.tables import RATE_BASE, Shown, Table
from reports.words import DASH, HIDDEN


@dataclass(frozen=True)
class Told:
    """What an item says beside its fixed sentences.

    points are a list of names with a sentence each; a folded table is opened by a click.
    """

    says: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    points: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    folded: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Item:
    """The smallest piece: a heading, sentences that always stand, and what the run adds."""

    id: str
    heading: str
    says: tuple[str, ...]
    told: Told


@dataclass(frozen=True)
class Part:
    """One sub-component."""

    id: str
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Component:
    """One of the five components."""

    id: str
    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Declared:
    """Everything that the declaration is made from, in one language.

    frames are protected, by name: cells, curves, sensitivity, attrition, quality; formats are the endings
    of the files that the tables lie in beside the pages.
    """

    release: ReleaseText
    pages: Sequence[Material]
    frames: Mapping[str, pl.DataFrame]
    language: Language
    formats: Sequence[str] = ()

    @property
    def words(self) -> dict[str, Any]:
        """The words of the declaration."""
        found: dict[str, Any] = self.language.texts["quality"]
        return found

    def name(self, profession: ProfessionText) -> str:
        """A group's name in the language of the declaration."""
        return group_name(profession, self.language)

    def row_name(self, page: Material) -> str:
        """A group's name at the head of a row, with its mark while it is a draft."""
        mark = f" ({self.language.texts['page']['draft_mark']})" if page.is_draft else ""
        return self.name(page.profession) + mark

    def names(self, professions: Sequence[ProfessionText]) -> str:
        """Groups in running text."""
        return self.language.joined([self.name(one).lower() for one in professions])

    def fill(self, path: str, **values: str) -> str:
        """The sentence under a dotted key of the declaration, its placeholders filled."""
        found: Any = self.words
        for key in path.split("."):
            found = found[key]
        return str(found).format(**values)


def zero_of(frame: pl.DataFrame | None) -> str:
    """How a zero of the frame is printed: a dash where it is exact."""
    methods = [] if frame is None else [str(one) for one in frame["method"].drop_nulls().unique()]
    return zero(next((method for method in methods if method.startswith(INEXACT)), ""))


def hidden(why: str) -> Shown:
    """Two dots with the reason behind them."""
    return Shown(HIDDEN, why)


def number(count: int | None, why: str, declared: Declared, zero: str = DASH) -> Shown:
    """A count as printed; one that may not be shown has its reason."""
    if count is None:
        return hidden(why)
    return Shown(declared.language.whole(count, zero), sort=str(count))


def part_share(
    part: int | None, base: int | None, why: str, declared: Declared, zero: str = DASH, places: int = 1
) -> Shown:
    """A share in per cent of two printed counts; none on a small base."""
    if part is None or base is None:
        return hidden(why)
    if base < RATE_BASE:
        return hidden(declared.words["too_few"])
    return Shown(declared.language.percent(part / base, places, zero), sort=str(part / base))
