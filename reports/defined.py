"""What stands beside every chart: what its measures mean, and the files that hold its numbers.

Belongs here: from measures to definitions and files. Does not belong here: the words, and writing files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reports.cells import LICENCE
from reports.downloads import Download
from reports.language import Language
from reports.release.measures import anchor
from reports.section import Block, Section
from reports.site import address
from schemas.published_tables import published_tables

FIRST = ("xlsx", "sv.csv")
"""The files that most readers want; the others are one step away, where the table is described."""


@dataclass(frozen=True)
class Defined:
    """Title, definition and fuller place of each measure; title, files and place of each table."""

    measures: tuple[tuple[str, str, str], ...]
    files: tuple[tuple[str, tuple[tuple[str, str], ...], str], ...]


def defined(part: Section | Block, downloads: list[Download], language: Language) -> Defined:
    """The definitions of a part's measures, and the files of the tables that it is drawn from."""
    model, cohorts = part.counted_for
    named = dict.fromkeys(part.measures)
    texts = language.texts["licence_measures" if model == LICENCE else "measures"]
    holding = {
        table.name
        for table in published_tables().values()
        if table.layout == "cells" and table.model == model and cohorts in table.cohorts
        and set(named) & set(table.measures)
    }  # fmt: skip
    method, tables = address("method", language), address("tables", language)
    return Defined(
        tuple(
            (texts[name]["title"], texts[name]["definition"], f"{method}#{anchor(name, model)}")
            for name in named
        ),
        tuple(
            (one.title, tuple(f for f in one.files if f[0] in FIRST), f"{tables}#table-{one.name}")
            for one in downloads
            if one.name in holding | set(part.tables)
        ),
    )


def with_beside(sections: Iterable[Section], downloads: list[Download], language: Language) -> list[Section]:
    """The parts of a page and their pieces, each with what stands beside its chart.

    A measure is explained in full where the page first shows it.
    """
    seen: set[str] = set()
    above = str(language.texts["chart_beside"]["above"])

    def beside(part: Section | Block) -> Defined:
        found = defined(part, downloads, language)
        said = tuple(
            (title, above if place in seen else says, place) for title, says, place in found.measures
        )
        seen.update(place for _, _, place in said)
        return replace(found, measures=said)

    made = []
    for section in sections:
        own = beside(section) if section.measures else None
        blocks = [replace(one, beside=beside(one)) if one.measures else one for one in section.blocks]
        made.append(replace(section, blocks=tuple(blocks), beside=own))
    return made
