"""Hand-made release folders: as a run leaves them, with the published tables that a test gives.

Belongs here: what tests of versions, approval and comparison share. Does not belong here: expectations.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.manifest import sha256, version_in
from pipelines.versioning import write_changes
from tests.unit.test_changes import table
from tests.unit.test_reasons import MANIFEST

AUDITED = {"rehearsal": False, "audit": {"passed": True}}


def make_release(
    out: Path,
    name: str,
    *rows: dict[str, Any],
    earlier: Path | None = None,
    internal: pl.DataFrame | None = None,
    **changed: Any,
) -> Path:
    """A release whose only published table has the rows; `changed` is said by its manifest."""
    folder = out / name
    tables = folder / "published" / "site" / "tables"
    tables.mkdir(parents=True)
    table(*rows).write_parquet(tables / "rates.parquet")
    (folder / "published" / "site" / "index.html").write_text(name, encoding="utf-8")
    if internal is not None:
        (folder / "internal").mkdir()
        internal.write_parquet(folder / "internal" / "measures.parquet")
    groups = {"professions": {"logoped": {"name_sv": "Logoped", "name_en": "Logopedist", "status": "pilot"}}}
    account = copy.deepcopy(MANIFEST) | groups | AUDITED | {"release": name} | changed
    write_changes(folder, earlier, account)
    write_manifest(folder, account)
    return folder


def write_manifest(folder: Path, account: dict[str, Any]) -> None:
    """A manifest of what stands in the folder."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.json")
    outputs = {p.relative_to(folder).as_posix(): sha256(p) for p in files}
    said = account | {"earlier": None} | version_in(folder) | {"outputs": outputs}
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
