"""Protection as a step of a release: what it rests on, and the tables that come of it.

Belongs here: handing what was counted to flows.protection. Does not belong here: the
methods (flows.protection) and the attack (flows.attack).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.attack import attack, read_published
from flows.protection import Counted, printed_cells, publish, read_people, rests_on
from flows.quality_counts import quality_counts
from pipelines.finding import MANIFEST
from pipelines.manifest import read_manifest, sha256
from pipelines.public_folder import published_in
from pipelines.secret import secret, secret_fingerprint
from pipelines.versioning import tables_in
from reports.files.plain import write_tables

if TYPE_CHECKING:
    from pipelines.release import Release

TABLES = Path("published") / "site" / "tables"


def seed(release: Release) -> bytes:
    """What chance rests on: the secret, or in a rehearsal the delivery's own hash.

    Neither the release's name nor a setting is part of it: the same people are rounded alike however
    often they are published.
    """
    held = secret()
    if held is not None:
        return held
    by_name = {name: entry["sha256"] for files in release.inputs.values() for name, entry in files.items()}
    files = sorted(str(sha256) for sha256 in by_name.values())
    return hashlib.sha256("".join(files).encode()).digest()


def protected_tables(release: Release) -> dict[str, pl.DataFrame]:
    """Every published table of the release, protected by the policy in force."""
    internal = release.folder / "internal"
    beside = ("curves", "sensitivity", "attrition")
    counted = Counted(
        cells=printed_cells(pl.scan_parquet(internal / "measures.parquet")),
        **{name: pl.read_parquet(internal / f"{name}.parquet") for name in beside},
        quality=quality_counts(release.counts),
        alternatives=release.warehouse.frame("select * from reference.alternatives"),
    )
    people, earlier = read_people(release.warehouse), earlier_tables(release.request.earlier)
    release.engine.rest()
    window, policy = release.scope.window_label, release.request.settings.policy
    chance = secret_fingerprint() or seed(release).hex()
    release.rests_on = rests_on(counted, people, window, policy, chance, earlier)
    kept = kept_tables(release.target, release.rests_on)
    return publish(counted, people, window, policy, seed(release), earlier, kept)


def kept_tables(standing: Path | None, now: Mapping[str, str]) -> dict[str, dict[str, pl.DataFrame]]:
    """Group → its published rows in the release that stands where the new one will, if nothing moved them.

    Only from tables that are as the manifest says: they go out again as they are.
    """
    if standing is None or not (standing / MANIFEST).is_file():
        return {}
    manifest = read_manifest(standing)
    then = manifest.get("rests_on") or {}
    same = [group for group, hashed in now.items() if then.get(group) == hashed]
    files = {name: h for name, h in manifest["outputs"].items() if Path(name).match(f"{TABLES}/*.parquet")}
    if not same or not files or not all(_is(standing / name, hashed) for name, hashed in files.items()):
        return {}
    tables = {name: t for name, t in tables_in(standing / "published").items() if "profession" in t.columns}
    return {group: {n: t.filter(pl.col("profession") == group) for n, t in tables.items()} for group in same}


def _is(file: Path, hashed: str) -> bool:
    return file.is_file() and sha256(file) == hashed


def earlier_tables(earlier: Path | None) -> dict[str, pl.DataFrame]:
    """The published tables of an earlier release by name; none without one."""
    return {} if earlier is None else tables_in(published_in(earlier))


def write_published_tables(release: Release, tables: dict[str, pl.DataFrame]) -> list[Path]:
    """The tables as files of the release in the making."""
    return write_tables(tables, release.folder / TABLES)


def audit_of(published: Path, earlier: Path | None) -> dict[str, Any]:
    """What the attacker finds in the tables as they are written, alone and beside an earlier release.

    passed, and broken: how many counts were opened. For the manifest and Dagster: no key, no cell.
    """
    found = attack(read_published(published), earlier_tables(earlier))
    return {"passed": found.is_safe, "broken": found.broken.height}
