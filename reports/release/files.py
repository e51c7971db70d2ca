"""The files that lie beside the pages in tables/: which table each belongs to, its kind and its size.

Belongs here: finding them. Does not belong here: writing them, and the words for their formats (texts/).
"""

from dataclasses import dataclass
from pathlib import Path

from reports.downloads import FOLDER
from schemas.published_tables import published_tables


@dataclass(frozen=True)
class TableFile:
    """One file: the published table that it holds (empty: none alone), its ending, address and bytes."""

    table: str
    ending: str
    address: str
    size: int

    @property
    def name(self) -> str:
        """The file's name."""
        return self.address.rpartition("/")[2]


def table_files(site: Path) -> list[TableFile]:
    """Every file in tables/, by name; a table's files are those called after it up to the first dot."""
    folder = site / FOLDER
    paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return [_file(path, path.relative_to(site).as_posix()) for path in paths]


def _file(path: Path, address: str) -> TableFile:
    stem, _, ending = path.name.partition(".")
    table = stem if stem in published_tables() else ""
    return TableFile(table, ending if table else path.name.rpartition(".")[2], address, path.stat().st_size)
