"""The release that is being looked into, opened: its numbers, its pages, its log.

Belongs here: opening and closing it. Does not belong here: questions and answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flows.drill.console import Console
from flows.drill.counting import Drill
from pipelines.drilling.log import QueryLog
from pipelines.drilling.same_pages import same_pages
from pipelines.manifest import read_manifest
from reports.drill.pages import Pages, english_or_swedish
from reports.language import Language


@dataclass(frozen=True)
class Desk:
    """One release that is being looked into: its numbers, its pages, its log."""

    drill: Drill
    pages: Pages
    log: QueryLog
    names: Mapping[str, str]
    folder: Path

    @property
    def language(self) -> Language:
        """The language of the pages."""
        return self.pages.language

    @property
    def words(self) -> dict[str, Any]:
        """The words of the drill-down."""
        return self.pages.words

    @property
    def has_site(self) -> bool:
        """Whether the release publishes anything whose pages can be shown."""
        return (self.folder / "published").is_dir()

    @cached_property
    def console(self) -> Console:
        """An analyst's own SQL; its tables are read when somebody first comes."""
        return Console(self.drill)

    @cached_property
    def site(self) -> dict[str, bytes]:
        """The published pages on unprotected numbers, by name; made when somebody first looks."""
        return same_pages(self.folder, read_manifest(self.folder), self.language.code)

    def close(self) -> None:
        """Gives the memory back."""
        if "console" in self.__dict__:
            self.console.close()
        self.drill.close()


def open_desk(folder: Path, language: str) -> Desk:
    """The release's totals in memory, and the log's first line; UserError when something is missing."""
    log = QueryLog(folder / "internal")
    log.write("open")
    drill = Drill(folder / "internal" / "warehouse.duckdb")
    manifest = read_manifest(folder)
    chosen = english_or_swedish(language)
    told = manifest.get("professions", {})
    names = {
        group: str(told.get(group, {}).get(f"name_{chosen.code}") or group) for group in drill.professions()
    }
    pages = Pages(str(manifest.get("release", folder.name)), chosen)
    return Desk(drill, pages, log, names, folder)
