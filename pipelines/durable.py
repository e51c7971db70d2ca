"""On the disk before it has its name: what a power loss must not leave half.

Belongs here: fsync and rename. Does not belong here: which files and when.
A rename may reach the disk before the content that it names; so the content is sent there first, and
the folder that holds the name after.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MANY = 32


def settle(folder: Path) -> None:
    """Every file and folder below, and the folder itself, are on the disk."""
    below = sorted(folder.rglob("*"))
    # Many at once, for then the disk writes its journal once for all of them: else once a file.
    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(_to_disk, (path for path in below if not path.is_dir())))
        list(pool.map(_to_disk, (path for path in below if path.is_dir())))
    _to_disk(folder)


def rename(old: Path, new: Path) -> None:
    """Gives a settled file or folder its name (in the place of an old file), on the disk too."""
    old.replace(new)
    _to_disk(new.parent)


def write_whole(file: Path, text: str) -> None:
    """Writes a small file whole or not at all."""
    beside = file.with_name(f".{file.name}")
    beside.write_text(text, encoding="utf-8", newline="\n")
    _to_disk(beside)
    rename(beside, file)


def _to_disk(path: Path) -> None:
    if path.is_symlink():
        return
    is_folder = path.is_dir()
    if is_folder and os.name != "posix":
        return  # Windows has no such thing for a folder
    # Windows refuses to flush what is open for reading alone.
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
