"""Where a delivery's rows lie: which files and tables hold which register.

Belongs here: [files], [tables], [database] and [combined] of delivery.toml, and which files are found.
Does not belong here: the rest of delivery.toml (schemas.delivery) and reading (schemas.sources).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from schemas import foreign_files
from schemas.combining import combined
from schemas.contract import contracts
from schemas.databases import Connection, Table, table
from schemas.faults import Fault

ENDINGS = (
    ".csv",
    ".tsv",
    ".txt",
    ".gz",
    ".parquet",
    *(e for own in foreign_files.ENDINGS.values() for e in own),
)

Place = Path | Table


@dataclass(frozen=True)
class Asked:
    """What delivery.toml says of places, section by section, and which registers its covers name."""

    folder: Path
    files: Mapping[str, Any]
    tables: Mapping[str, Any]
    database: Mapping[str, Any]
    combined: Mapping[str, Any]
    covered: Iterable[str]

    @property
    def toml(self) -> Path:
        """The file that says so."""
        return self.folder / "delivery.toml"


def find_places(asked: Asked, faults: list[Fault]) -> tuple[dict[str, list[Place]], dict[str, str]]:
    """Register → its files and tables, and register → the combined source that they are; faults are added."""
    shared = _shared(asked, faults)
    connection = _connection(asked, faults)
    found: dict[str, list[Place]] = {}
    for name in (*contracts(), *(n for n in combined() if n in asked.combined)):
        tables = _tables(asked, name, connection, faults)
        files = [] if tables else _files(asked, name, faults)
        if tables or files:
            found[name] = [*tables, *files]
    for register, source in shared.items():
        if register in found:
            fields = {
                "file": asked.toml,
                "register": register,
                "source": source,
                "files": str(found[register][0]),
            }
            faults.append(Fault("register_fed_twice", fields))
        elif source in found:
            found[register] = found[source]
    _judge(asked, found, shared, faults)
    return {register: places for register, places in found.items() if register in contracts()}, shared


def _judge(
    asked: Asked, found: Mapping[str, list[Place]], shared: Mapping[str, str], faults: list[Fault]
) -> None:
    """Adds a fault for every register with rows and no covers, or the other way round."""
    for register in contracts():
        said = register in asked.covered
        name = shared.get(register, register)
        pattern = asked.files.get(name)
        if register in found and not said:
            fields = {"file": asked.toml, "register": register, "files": found[register][0].name}
            faults.append(Fault("covers_missing", fields))
        elif register not in found and (said or pattern) and name not in asked.tables:
            fields = {"folder": asked.folder, "register": register, "pattern": pattern or f"{name}*"}
            if not isinstance(pattern, str | None):
                continue
            faults.append(Fault("files_missing", fields))
        elif register == "registrations" and register not in found and register not in asked.tables:
            faults.append(Fault("register_required", {"folder": asked.folder, "register": register}))


def _shared(asked: Asked, faults: list[Fault]) -> dict[str, str]:
    """Register → the combined source that holds it."""
    shared: dict[str, str] = {}
    for source, registers in asked.combined.items():
        if source not in combined():
            continue  # an unknown key, already said
        allowed = list(combined()[source].parts)
        if not isinstance(registers, list) or not registers or not all(r in allowed for r in registers):
            fields = {"file": asked.toml, "source": source, "value": registers, "allowed": allowed}
            faults.append(Fault("bad_combined", fields))
            continue
        for register in registers:
            if register in shared:
                fields = {
                    "file": asked.toml,
                    "register": register,
                    "source": source,
                    "files": shared[register],
                }
                faults.append(Fault("register_fed_twice", fields))
            shared[register] = source
    return shared


def _connection(asked: Asked, faults: list[Fault]) -> Connection | None:
    said = {key: asked.database.get(key) for key in ("connection_env", "connection_file")}
    given = {key: value for key, value in said.items() if value is not None}
    if not asked.tables and not asked.database:
        return None
    if len(given) != 1 or not all(isinstance(v, str) and v.strip() for v in given.values()):
        faults.append(Fault("bad_database", {"file": asked.toml}))
        return None
    file = said["connection_file"]
    return Connection(str(said["connection_env"] or ""), asked.folder / file if file else None)


def _tables(asked: Asked, name: str, connection: Connection | None, faults: list[Fault]) -> list[Table]:
    """The tables of a register or combined source."""
    said = asked.tables.get(name)
    if said is None or connection is None:
        return []
    texts = said if isinstance(said, list) else [said]
    found = [
        table(f"{name} {i}", text, connection) if isinstance(text, str) else None
        for i, text in enumerate(texts, start=1)
    ]
    names = [place.name for place in found if place]
    if not texts or None in found or len(set(names)) < len(names):
        faults.append(Fault("bad_table", {"file": asked.toml, "register": name, "value": said}))
        return []
    if name in asked.files:
        fields = {"file": asked.toml, "register": name, "source": names[0], "files": asked.files[name]}
        faults.append(Fault("register_fed_twice", fields))
    return [place for place in found if place]


def _files(asked: Asked, name: str, faults: list[Fault]) -> list[Path]:
    """The files of a register or combined source."""
    pattern = asked.files.get(name)
    fields = {"file": asked.toml, "register": name, "value": pattern}
    if not isinstance(pattern, str | None):
        faults.append(Fault("pattern_not_text", fields))
        return []
    if pattern and (".." in PurePath(pattern).parts or "\0" in pattern):
        faults.append(Fault("pattern_leaves", fields))
        return []
    return matching(asked.folder, name, pattern)


def matching(folder: Path, name: str, pattern: str | None) -> list[Path]:
    """Files of the pattern; without one, those whose names begin with the register's or source's."""
    if pattern is None:
        names = ((p, p.name.casefold()) for p in folder.iterdir() if p.is_file())
        return sorted(p for p, own in names if own.startswith(name) and own.endswith(ENDINGS))
    try:
        matches = sorted(p for p in folder.glob(pattern) if p.is_file())
    except (ValueError, NotImplementedError, OSError):
        return []
    return [p for p in matches if p.name != "delivery.toml"]
