"""Where a release grows and how it is put in place: whole or not at all.

Belongs here: folder names, the swap, and what a killed run left behind. Does not belong here: what
a release holds (pipelines.release).
"""

from __future__ import annotations

import os
import platform
import re
import shutil
from pathlib import Path

from pipelines.public_folder import is_approved
from schemas.faults import fault

GROWING, OLD = ".building", ".old"


def target_of(out: Path, name: str, *, replace: bool, public: Path | None = None) -> Path:
    """Where the release will stand; UserError when the name is wrong, taken or already public."""
    if not re.fullmatch(r"[A-Za-z0-9ÅÄÖåäö][\wÅÄÖåäö.-]*", name):
        raise fault("release_name_wrong", value=name)
    target = out / name
    _check_free(target, replace=replace, public=public)
    return target


def growing_folder(out: Path, name: str) -> Path:
    """A new folder beside the releases for one that is being made."""
    folder = out / f"{GROWING}-{name}-{_process()}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise fault("not_writable", file=folder, problem=error.strerror or error) from error
    return folder


def put_in_place(folder: Path, target: Path, *, replace: bool, public: Path | None = None) -> None:
    """Moves the folder to the target; an old release there stands until the new one does."""
    _check_free(target, replace=replace, public=public)  # another run may have been first
    old = target.with_name(f"{OLD}-{target.name}-{_process()}")
    if target.exists():
        target.rename(old)
    try:
        folder.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def sweep(out: Path) -> None:
    """Removes what killed runs on this machine left, and puts back a release they had moved away."""
    for folder in out.glob(".*"):
        match = re.fullmatch(rf"(\{GROWING}|\{OLD})-(.+)-{re.escape(platform.node())}-(\d+)", folder.name)
        if match is None or _is_running(int(match[3])):
            continue
        target = out / match[2]
        if match[1] == OLD and not target.exists():
            folder.rename(target)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _check_free(target: Path, *, replace: bool, public: Path | None = None) -> None:
    if is_approved(target, public):
        raise fault("release_approved", release=target.name, folder=target)
    if not target.exists():
        return
    if not replace:
        raise fault("release_exists", folder=target)
    if not (target / "manifest.json").is_file():
        raise fault("release_not_replaceable", folder=target)


def _process() -> str:
    return f"{platform.node()}-{os.getpid()}"


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere asking would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
