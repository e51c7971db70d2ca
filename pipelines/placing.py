"""Where a release grows and how it is put in place: whole or not at all.

Belongs here: folder names, the swap, and what a killed run left behind. Does not belong here: what
a release holds (pipelines.release).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipelines.durable import rename, settle
from pipelines.locking import LOCK, locked
from pipelines.public_folder import is_approved
from schemas.faults import UserError, fault

GROWING, OLD = ".building", ".old"


def target_of(out: Path, name: str, *, replace: bool, public: Path | None = None) -> Path:
    """Where the release will stand; UserError when the name is wrong, taken or already public."""
    if not re.fullmatch(r"[A-Za-z0-9ÅÄÖåäö][\wÅÄÖåäö.-]*", name):
        raise fault("release_name_wrong", value=name)
    target = out / name
    _check_free(target, replace=replace, public=public)
    return target


@contextmanager
def growing(out: Path, name: str) -> Iterator[Path]:
    """A new folder beside the releases for one that is being made, its owner's alone.

    UserError when somebody is making it. What has not been put in place is removed on the way out.
    """
    with locked(out, name):
        _clear(out, name)
        folder = out / f"{GROWING}-{name}"
        try:
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise fault("not_writable", file=folder, problem=error.strerror or error) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def put_in_place(folder: Path, target: Path, *, replace: bool, public: Path | None = None) -> None:
    """Moves the folder to the target; an old release there stands until the new one does."""
    _check_free(target, replace=replace, public=public)  # it may have been approved meanwhile
    settle(folder)
    old = target.with_name(f"{OLD}-{target.name}")
    if target.exists():
        rename(target, old)
    try:
        rename(folder, target)
    except OSError:
        if old.exists():
            rename(old, target)
        raise
    if old.exists():
        # Under this name a half-removed release is never put back.
        rename(old, folder)


def unheard(key: str, **fields: object) -> None:
    """Says nothing: where nobody listens."""


def sweep(out: Path, talk: Callable[..., None] = unheard) -> None:
    """Removes what killed runs left, puts back a release they had moved away, and tells which they made."""
    pattern = re.compile(rf"(?:{re.escape(GROWING)}|{re.escape(OLD)}|{re.escape(LOCK)})-(.+)")
    found = {match[1] for path in out.glob(".*") if (match := pattern.fullmatch(path.name))}
    for name in sorted(found):
        # Who holds the lock is at work; what somebody else left is theirs to remove.
        with suppress(UserError, OSError), locked(out, name):
            if _clear(out, name) and name[0] != ".":  # a check makes nothing
                talk("swept", release=name)


def _clear(out: Path, name: str) -> bool:
    """Removes what a killed run left of a release, if it did; the caller holds its lock."""
    old, target = out / f"{OLD}-{name}", out / name
    if old.exists() and not target.exists():
        rename(old, target)
    there = [left for left in (old, out / f"{GROWING}-{name}") if left.exists()]
    for left in there:
        shutil.rmtree(left)
    return bool(there)


def _check_free(target: Path, *, replace: bool, public: Path | None = None) -> None:
    if is_approved(target, public):
        raise fault("release_approved", release=target.name, folder=target)
    if not target.exists():
        return
    if not replace:
        raise fault("release_exists", folder=target)
    if not (target / "manifest.json").is_file():
        raise fault("release_not_replaceable", folder=target)
