"""Removal (gallring): a release's internal material goes; its manifest and what is published stay.

Belongs here: removing, the record of it, and telling that it has been done. Does not belong here: whether
a rule of the archive allows it (the agency decides) and the command's arguments.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.durable import rename, write_whole
from pipelines.locking import locked
from pipelines.placing import GROWING
from pipelines.user import user_name
from schemas.faults import Fault, UserError, fault

INTERNAL = "internal"
RECORD = "purged.json"
"""In the release."""
LOG = "purged.jsonl"
"""Beside the releases: one line a removal, also of releases that are gone."""


@dataclass(frozen=True)
class Purge:
    """Who removed the internal material of which release, when, under which decision, and how much."""

    release: str
    purged_by: str
    purged_on: str
    decision: str
    files: int
    bytes: int


def purge(folder: Path, by: str | None, decision: str | None) -> Purge:
    """Removes internal/; UserError when it is gone already, or somebody is at work on the release.

    Killed at any step: it is recorded before anything is removed, it is out of its place in one step,
    and the next start of any run removes the rest.
    """
    out, name = folder.parent, folder.name
    with locked(out, name):
        internal = folder / INTERNAL
        if not internal.is_dir():
            raise UserError([purged(folder) or Fault("purge_nothing", {"folder": folder})])
        sizes = [path.stat().st_size for path in internal.rglob("*") if path.is_file()]
        done = Purge(
            release=name,
            purged_by=by or user_name(),
            purged_on=datetime.now(UTC).isoformat(timespec="seconds"),
            decision=decision or "",
            files=len(sizes),
            bytes=sum(sizes),
        )
        text = json.dumps(asdict(done), ensure_ascii=False, sort_keys=True)
        write_whole(folder / RECORD, text + "\n")
        _log(out / LOG, text)
        removed = out / f"{GROWING}-{name}"
        shutil.rmtree(removed, ignore_errors=True)
        rename(internal, removed)
        shutil.rmtree(removed)
    return done


def purged(folder: Path) -> Fault | None:
    """The fault that tells of a removal, for whoever needs what is gone; None when nothing was removed."""
    if (folder / INTERNAL).is_dir() or not (folder / RECORD).is_file():
        return None
    try:
        said = Purge(**json.loads((folder / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise fault("manifest_unreadable", file=folder / RECORD, problem=error) from error
    return Fault("release_purged", {"folder": folder, "who": said.purged_by, "on": said.purged_on[:10]})


def _log(file: Path, line: str) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{line}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
