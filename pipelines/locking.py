"""One at a time: a lock that goes with its process, however the process ends.

Belongs here: taking a lock, and telling who has it. Does not belong here: what it guards.
The system holds the lock, not the file's existence: after `kill -9` or a power loss nothing is left
that a person must remove.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.user import NOBODY, user_name
from schemas.faults import fault

LOCK = ".lock"
FAR = 1 << 30
"""Windows locks bytes, and a locked byte cannot be read: one beyond what is written."""


@contextmanager
def locked(folder: Path, name: str) -> Iterator[None]:
    """Alone with what `name` means in a folder; UserError says who has it, and since when."""
    file = folder / f"{LOCK}-{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _taken(file)
    except OSError as error:
        raise fault("not_writable", file=file, problem=error.strerror or error) from error
    if handle is None:
        raise fault("in_use", place=folder / name, **_holder(file))
    try:
        os.write(handle, json.dumps(_ourselves(), ensure_ascii=False).encode())
        yield
    finally:
        if os.name == "posix":  # elsewhere an open file cannot be removed, and the next one takes it over
            file.unlink(missing_ok=True)
        os.close(handle)


def _taken(file: Path) -> int | None:
    """The open file with our lock on it; None when somebody else has it."""
    while True:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(handle):
            os.close(handle)
            return None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), file.stat()):
                os.ftruncate(handle, 0)
                return handle
        os.close(handle)  # whoever had it removed the file while we waited to open it


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        os.lseek(handle, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _ourselves() -> dict[str, Any]:
    since = datetime.now().astimezone().isoformat(" ", "seconds")
    return {"who": user_name(), "host": platform.node(), "process": os.getpid(), "since": since}


def _holder(file: Path) -> dict[str, Any]:
    """What the holder wrote; dashes when it has not come to that yet, or is done by now."""
    said = dict.fromkeys(("who", "host", "process", "since"), NOBODY)
    with suppress(OSError, ValueError, TypeError):
        said |= json.loads(file.read_text(encoding="utf-8"))
    return said
