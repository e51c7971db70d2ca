"""A release's version and its list of changes: published/changes.json and changes.{sv,en}.md.

Belongs here: what the list holds and where it lies. Does not belong here: the comparison and the rule
(flows.changes), and its words (pipelines.changes_text).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from flows.changes import Changes, changes, next_version
from pipelines.changes_text import page
from pipelines.public_folder import published_in
from pipelines.reasons import causes, public_facts, reasons
from schemas.faults import LANGUAGES, fault

TABLES = Path("site") / "tables"
LIST = "changes.json"
UNKNOWN = "1.0.0"
"""The version of an earlier release that was made before versions were."""


def write_changes(folder: Path, earlier: Path | None, account: Mapping[str, Any]) -> dict[str, Any] | None:
    """Writes the list of changes into a release's published/, when a site is published; what it says.

    folder: the release in the making; earlier: the release it is compared with, in its own folder or
    the public one; account: what the manifest will say. Only published tables are read: nothing that
    is withheld can show through. No clock, so the same releases give the same bytes.
    """
    published = folder / "published"
    if not (published / "site").is_dir():
        return None
    found = changes_list(published, earlier, account)
    text = json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (published / LIST).write_text(text, encoding="utf-8", newline="\n")
    for language in LANGUAGES:
        place = published / f"changes.{language}.md"
        place.write_text(page(found, language), encoding="utf-8", newline="\n")
    return found


def changes_list(published: Path, earlier: Path | None, account: Mapping[str, Any]) -> dict[str, Any]:
    """The version of what is published, what it changes and why, as JSON."""
    facts: dict[str, Any] = {**public_facts(account), "earlier": None}
    groups = account.get("professions", {}) | account.get("advanced", {})
    names = {group: {"sv": g["name_sv"], "en": g["name_en"]} for group, g in groups.items()}
    said: dict[str, Any] = {"release": account["release"], "made_from": facts, "names": names}
    if earlier is None:
        return said | {"version": next_version(None, "major"), "earlier": None}
    before = said_of(earlier)
    # Counts are kept to what the earlier release printed, so which one it was can move what is published.
    facts["earlier"] = {name: before[name] for name in ("release", "version")}
    found = changes(tables_in(published_in(earlier)), tables_in(published))
    why = reasons(before["made_from"], facts)
    return said | {
        "version": next_version(before["version"], found.level),
        "earlier": {**facts["earlier"], "tables": digest_of(earlier)},
        "level": found.level,
        "causes": causes(why),
        "reasons": [asdict(reason) for reason in why],
        "names": before["names"] | names,
        **as_dict(found),
    }


def as_dict(found: Changes) -> dict[str, Any]:
    """The changes as JSON."""
    return {"counts": found.counts, "removed": found.removed, "added": found.added, "changes": found.rows}


def said_of(release: Path) -> dict[str, Any]:
    """What an earlier release's own list says; its folder's name and 1.0.0 when it has none."""
    file = published_in(release) / LIST
    name = release.resolve().name
    if not published_in(release).is_dir():
        raise fault("earlier_missing", folder=release)
    if not file.is_file():
        return {"release": name, "version": UNKNOWN, "made_from": {}, "names": {}}
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        next_version(said["version"], "patch")
        return {key: said[key] for key in ("release", "version", "made_from", "names")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise fault("manifest_unreadable", file=file, problem=error) from error


def tables_in(published: Path) -> dict[str, pl.DataFrame]:
    """Every published table by name."""
    return {path.stem: pl.read_parquet(path) for path in _files(published)}


def digest_of(release: Path) -> str:
    """SHA-256 over a release's published tables, names and bytes."""
    found = hashlib.sha256()
    for path in _files(published_in(release)):
        found.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _files(published: Path) -> list[Path]:
    return sorted((published / TABLES).glob("*.parquet"))
