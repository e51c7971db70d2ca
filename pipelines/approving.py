"""Making a release public: what refuses it, the copy, and the switch.

Belongs here: the order of the steps, each whole or not at all. Does not belong here: the audit (its
result stands in the manifest) and what a release holds.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.durable import rename, settle, write_whole
from pipelines.locking import locked
from pipelines.manifest import read_manifest, sha256
from pipelines.placing import growing, sweep
from pipelines.public_folder import APPROVAL, LINK, NOTE, live_release, make_live
from pipelines.purging import purged
from pipelines.user import user_name
from pipelines.versioning import digest_of
from schemas.faults import Fault, UserError, fault


@dataclass(frozen=True)
class Approval:
    """Who made which release public and when; the manifest's hash says exactly which."""

    release: str
    version: str
    approved_by: str
    approved_on: str
    manifest_sha256: str


def approve(folder: Path, public: Path, by: str | None) -> Approval:
    """Copies what is published into the public folder and makes it live; UserError says what refuses it.

    Killed at any step, it has shown nothing half: the copy is built beside and renamed, `live` is
    switched in one step, and the same call again does what is left.
    """
    with locked(folder.parent, folder.name), locked(public, LINK):
        sweep(public)
        return _approve(folder, public, by)


def _approve(folder: Path, public: Path, by: str | None) -> Approval:
    manifest = read_manifest(folder)
    begun = _begun(folder, public)
    faults = refusals(folder, public, manifest, begun)
    if faults:
        raise UserError(faults)
    approval = begun or Approval(
        release=folder.name,
        version=manifest["version"],
        approved_by=by or user_name(),
        approved_on=datetime.now(UTC).isoformat(timespec="seconds"),
        manifest_sha256=sha256(folder / "manifest.json"),
    )
    if begun is None:
        _copy(folder, public, manifest, approval)
    make_live(public, folder.name)
    _record(folder, approval)
    return approval


def refusals(folder: Path, public: Path, manifest: dict[str, Any], begun: Approval | None) -> list[Fault]:
    """Everything that stands in the way of making a release public."""
    if (folder / APPROVAL).is_file():
        return [Fault("approve_already", {"folder": folder})]
    if gone := purged(folder):  # what was counted can no longer be set beside what is published
        return [gone]
    faults: list[Fault] = []
    if folder.name in (LINK, NOTE):
        faults.append(Fault("approve_name", {"value": folder.name}))
    elif folder.name != manifest.get("release"):
        faults.append(Fault("approve_renamed", {"folder": folder, "value": manifest.get("release")}))
    elif begun is None and (public / folder.name).exists():
        faults.append(Fault("approve_taken", {"folder": public / folder.name}))
    if manifest.get("rehearsal", True):
        faults.append(Fault("approve_rehearsal", {"folder": folder}))
    if (manifest.get("audit") or {}).get("passed") is not True:
        faults.append(Fault("approve_audit", {"folder": folder}))
    touched = changed_files(folder, manifest.get("outputs", {}))
    if touched:
        faults.append(Fault("approve_changed", {"folder": folder, "files": touched}))
    if manifest.get("version") is None or not (folder / "published" / "site").is_dir():
        faults.append(Fault("approve_unversioned", {"folder": folder}))
    else:
        faults += _stale(folder, public, manifest)
    return faults


def changed_files(folder: Path, outputs: dict[str, str]) -> list[str]:
    """The files that are not as the manifest says: changed, gone, links, or published and not in it."""
    touched = [
        name
        for name, expected in outputs.items()
        if not (folder / name).is_file() or sha256(folder / name) != expected
    ]
    there = [p for p in (folder / "published").rglob("*") if p.is_symlink() or not p.is_dir()]
    names = {p.relative_to(folder).as_posix(): p.is_symlink() for p in there}
    return sorted({*touched, *(name for name, is_link in names.items() if is_link or name not in outputs)})


def _stale(folder: Path, public: Path, manifest: dict[str, Any]) -> list[Fault]:
    """A fault when another release is live than the one that this one was compared and protected against."""
    live = live_release(public)
    earlier = manifest.get("earlier") or {}
    known = earlier.get("release")
    if live is None or live.name == folder.name:
        return []
    if live.name == known and digest_of(live) == earlier.get("tables"):
        return []
    return [Fault("approve_stale", {"folder": folder, "earlier": known or "–", "live": live.name})]


def _begun(folder: Path, public: Path) -> Approval | None:
    """The approval of this very release that was killed before its end; None when there is none."""
    file = public / folder.name / APPROVAL
    if not file.is_file():
        return None
    try:
        said = Approval(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise fault("manifest_unreadable", file=file, problem=error) from error
    return said if said.manifest_sha256 == sha256(folder / "manifest.json") else None


def _copy(folder: Path, public: Path, manifest: dict[str, Any], approval: Approval) -> None:
    """published/ whole into the public folder, each file checked against the manifest once more."""
    with growing(public, folder.name) as copy:
        shutil.copytree(folder / "published", copy, dirs_exist_ok=True)
        for name, expected in manifest["outputs"].items():
            part = Path(name)
            if part.parts[0] == "published" and sha256(copy.joinpath(*part.parts[1:])) != expected:
                raise fault("approve_changed", folder=folder, files=[name])
        _record(copy, approval)
        for path in (copy, *copy.rglob("*")):  # in the release's own folder they are its owner's alone
            path.chmod(0o755 if path.is_dir() else 0o644)
        settle(copy)
        rename(copy, public / folder.name)


def _record(folder: Path, approval: Approval) -> None:
    """Writes approval.json whole or not at all."""
    text = json.dumps(vars(approval), ensure_ascii=False, indent=2, sort_keys=True)
    write_whole(folder / APPROVAL, text + "\n")
