"""The table files beside the pages: what each is called, and where it lies.

Belongs here: relative addresses of files that are there. Does not belong here: writing them
(reports.files).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports.files.table import FORMATS
from reports.language import Language
from schemas.published_tables import published_tables

FOLDER = "tables"


@dataclass(frozen=True)
class Download:
    """One table: its name and title, and ending and address of each file."""

    name: str
    title: str
    files: tuple[tuple[str, str], ...]


def downloads(site: Path, language: Language) -> list[Download]:
    """The published tables that lie beside the pages, by title."""
    found = []
    for name, table in published_tables().items():
        addresses = [(ending, f"{FOLDER}/{name}.{ending}") for ending in FORMATS]
        files = tuple((ending, address) for ending, address in addresses if (site / address).is_file())
        if files:
            found.append(Download(name, table.title_en if language.code == "en" else table.title_sv, files))
    return sorted(found, key=lambda one: one.title)


def formats(found: list[Download]) -> list[str]:
    """Endings of the files, in the order in which they are listed."""
    there = {ending for one in found for ending, _ in one.files}
    return [ending for ending in FORMATS if ending in there]
