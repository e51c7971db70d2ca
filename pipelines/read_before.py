"""A register that the release which is replaced has read from the same files: its rows are taken from there.

Belongs here: when that is so. Does not belong here: copying the rows (flows.warehouse) and reading files
(schemas.reading). Whatever could change what reading gives must be equal: the files' content, delivery.toml,
what reads them, and where only the people of the cohorts are kept (R58), who those are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from flows.preview import WHOLE
from flows.warehouse import RegisterCounts, Warehouse
from pipelines.earlier_release import WAREHOUSE, unsaved
from pipelines.manifest import ROOT, counts_in, read_manifest, sha256
from schemas.contract import Contract
from schemas.faults import UserError
from schemas.places import Place

BESIDE = ("raw.duplicates", "raw.set_aside_persons", "raw.rows_by_period", "raw.people_of_cohorts")
"""What is taken or compared beside the registers' rows and those that were rejected."""
READERS = ("schemas/**/*", "flows/warehouse.py", "pipelines/read_before.py", "pipelines/release.py")
LIBRARIES = ("polars", "duckdb", "pyarrow", "polars-readstat")
"""What reads registers: another commit that leaves these as they are reads the same."""


@cache
def reader() -> str:
    """Twelve letters that tell what reads registers: the program's files for it and its libraries' versions.

    A file that nobody has committed counts as any other.
    """
    digest = hashlib.sha256()
    for path in sorted({path for pattern in READERS for path in ROOT.glob(pattern) if path.is_file()}):
        if path.suffix != ".pyc":
            digest.update(f"{path.relative_to(ROOT).as_posix()} {sha256(path)}\n".encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.hexdigest()[:12]


@dataclass(frozen=True)
class Outcome:
    """What became of a register's rows, how many there were by period, and its files, as a manifest says."""

    counts: RegisterCounts
    by_period: dict[int, int]
    files: dict[str, dict[str, str | int]]


@dataclass
class ReadBefore:
    """A standing release with its warehouse attached; taken: the registers that were taken from it."""

    name: str
    inputs: Mapping[str, Mapping[str, Any]]
    warehouse: Warehouse
    taken: set[str] = field(default_factory=set)

    def take(
        self,
        contract: Contract,
        places: Mapping[str, Place],
        hash_of: Callable[[Path], str],
        people: pl.Series | None,
    ) -> Outcome | None:
        """Copies the register's rows if reading its files would give the same; else nothing.

        people: those whose rows are kept, None for everybody's.
        """
        register = contract.register
        entry = self.inputs.get(register)
        if entry is None or entry.get("read_by") != reader():
            return None
        # What a table in a database holds is not known until it is read.
        hashes = {label: hash_of(place) for label, place in places.items() if isinstance(place, Path)}
        if hashes.keys() != places.keys() or hashes != {f: s["sha256"] for f, s in entry["files"].items()}:
            return None
        everybodys = self.inputs.keys() & WHOLE
        if people is not None and not (
            everybodys <= self.taken and self.warehouse.earlier_was_read_for(people)
        ):
            return None
        self.warehouse.take_register(register)
        self.taken.add(register)
        periods = f"select period, rows from earlier.raw.rows_by_period where register = '{register}'"
        by_period = dict(self.warehouse.frame(periods).iter_rows())
        return Outcome(counts_in(register, entry), by_period, entry["files"])


def read_before(target: Path | None, delivery_toml: str, warehouse: Warehouse) -> ReadBefore | None:
    """The release that stands at the target, if registers may be taken from it; else None."""
    if target is None or not (target / WAREHOUSE).is_file():
        return None
    try:
        manifest = read_manifest(target)
        inputs: Mapping[str, Mapping[str, Any]] = manifest["inputs"]
        is_alike = manifest["delivery_toml"] == delivery_toml and any(
            entry.get("read_by") == reader() for entry in inputs.values()
        )
        if not is_alike or unsaved(target / WAREHOUSE):
            return None
        if manifest["outputs"][WAREHOUSE.as_posix()] != sha256(target / WAREHOUSE):
            return None
        warehouse.attach(target / WAREHOUSE, BESIDE)
    except (UserError, KeyError):
        return None  # what cannot be used is read anew
    return ReadBefore(target.name, inputs, warehouse)
