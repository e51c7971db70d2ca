"""What only its owner may see: the mode of what is written, and temporary files that do not stay.

Belongs here: permissions and temporary folders. Does not belong here: what is written.
On Windows a folder has the permissions of the one it stands in; the README says what to set there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipelines.locking import LOCK, locked
from schemas.faults import UserError

OWNER = 0o077
"""The umask under which nobody else may do anything."""
PREFIX = "vardflode-"
INSIDE = "work"


@contextmanager
def for_owner_only(scratch: Path | None = None) -> Iterator[None]:
    """What is written meanwhile is its owner's alone, whatever the user's own umask says.

    scratch: where temporary files of every library go meanwhile, so that they go when it does.
    """
    umask, place = os.umask(OWNER), tempfile.tempdir
    if scratch is not None:
        tempfile.tempdir = str(scratch)
    try:
        yield
    finally:
        os.umask(umask)
        tempfile.tempdir = place


@contextmanager
def scratch_folder(within: Path | None = None) -> Iterator[Path]:
    """A temporary folder, its owner's alone; those that killed calls left are removed first."""
    _sweep(Path(within or tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=within))
    try:
        with for_owner_only(), locked(folder, INSIDE):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(place: Path) -> None:
    for folder in place.glob(f"{PREFIX}*"):
        # Without a lock file it has just been made, or was never used.
        with suppress(UserError, OSError):
            if (folder / f"{LOCK}-{INSIDE}").is_file():
                with locked(folder, INSIDE):
                    shutil.rmtree(folder)
