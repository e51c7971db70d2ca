"""What stands beside every chart: what its measures mean, and the files that hold its numbers.

Belongs here: from measures to definitions and files. Does not belong here: the words, and writing files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reports.downloads import Download
from reports.language import Language
from reports.release.measures import anchor
from reports.section import Section
from reports.site import address
from schemas.published_tables import published_tables

WINDOW = "window"


@dataclass(frozen=True)
class Defined:
    """Title, definition and fuller place of each measure, and the tables that the numbers come from."""

    measures: tuple[tuple[str, str, str], ...]
    files: tuple[Download, ...]


def defined(measures: Iterable[str], downloads: Iterable[Download], language: Language) -> Defined:
    """The definitions and files of some measures of the window cohort."""
    named = list(dict.fromkeys(measures))
    texts = language.texts["measures"]
    holding = {
        table.title_en if language.code == "en" else table.title_sv
        for table in published_tables().values()
        if table.layout == "cells" and WINDOW in table.cohorts and set(named) & set(table.measures)
    }
    return Defined(
        tuple(
            (texts[name]["title"], texts[name]["definition"], f"{address('method', language)}#{anchor(name)}")
            for name in named
        ),
        tuple(one for one in downloads if one.title in holding),
    )


def with_beside(section: Section, downloads: list[Download], language: Language) -> Section:
    """A part and its pieces, each with what stands beside its chart."""
    blocks = tuple(
        replace(block, beside=defined(block.measures, downloads, language)) if block.measures else block
        for block in section.blocks
    )
    found = defined(section.measures, downloads, language) if section.measures else None
    return replace(section, blocks=blocks, beside=found)
