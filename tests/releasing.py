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
from schemas.published_tables import COLUMNS

SHAPES: dict[str, Any] = {
    **dict.fromkeys(("numerator", "denominator", "n_not_observable", "k", "n_risk", "n_event"), pl.Int64),
    **dict.fromkeys(("persons", "rows"), pl.Int64),
    **dict.fromkeys(("value", "value_low", "value_high", "incidence", "std_error"), pl.Float64),
}
CELL = {
    "profession": "logoped",
    "model": "education",
    "cohort": "2000-2010",
    "measure": "retention_1",
    "numerator": 60,
    "denominator": 80,
    "value": 0.75,
    "status": "ok",
    "method": "rounding_5",
}


def table(*rows: dict[str, Any], layout: str = "cells") -> pl.DataFrame:
    """A published table of a layout; what a row does not say is empty."""
    schema = {name: SHAPES.get(name, pl.String) for name in COLUMNS[layout]}
    filled = [{name: row.get(name, None if name in SHAPES else "") for name in schema} for row in rows]
    return pl.DataFrame(filled, schema=schema)


def cell(**changed: Any) -> dict[str, Any]:
    """A cell like any other but for what is said."""
    return CELL | changed


MANIFEST: dict[str, Any] = {
    "release": "2026-1",
    "delivery": "2026-06",
    "delivery_toml": "aa",
    "inputs": {"degrees": {"files": {"degrees.csv": {"sha256": "bb", "rows": 3}}, "rows_read": 3}},
    "settings": {
        "professions": ["logoped"],
        "window": "2000-2010",
        "protection": {"method": "controlled_rounding", "base": 5},
        "choices": {"target_set": "occupation"},
    },
    "professions": {"logoped": {"id": "logoped", "ssyk2012": ["2266"]}},
    "advanced": {},
    "code_version": "0.1.0+abc",
    "rehearsal": False,
    "secret": "f1ngerprint",
    "earlier": {"release": "2023-1", "version": "1.0.0", "tables": "dd"},
    "outputs": {},
}


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
