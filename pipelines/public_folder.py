"""The public folder: what has been approved, and which of it is live.

Belongs here: where a public release stands, and the one step that makes it the live one. Does not
belong here: whether it may be (pipelines.approving) and what it holds.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.durable import rename

APPROVAL = "approval.json"
LINK, NOTE = "live", "live.txt"
"""A relative symbolic link; a file with the release's name where the system allows no link."""


def live_release(public: Path) -> Path | None:
    """The folder of the live release; None when nothing is public."""
    link, note = public / LINK, public / NOTE
    if link.is_symlink():
        return link.resolve()
    if note.is_file():
        return public / note.read_text(encoding="utf-8").strip()
    return None


def make_live(public: Path, name: str) -> None:
    """Points `live` at a release, in one step: a reader sees the old one or the new one."""
    beside = public / f".{LINK}-{os.getpid()}"
    for left in public.glob(f".{LINK}-*"):  # by a call that was killed
        left.unlink()
    try:
        beside.symlink_to(name, target_is_directory=True)
        other, place = public / NOTE, public / LINK
    except (OSError, NotImplementedError):  # Windows without the right to make links
        beside.write_text(f"{name}\n", encoding="utf-8")
        other, place = public / LINK, public / NOTE
    rename(beside, place)
    if other.is_symlink() or other.is_file():
        other.unlink()


def is_approved(folder: Path, public: Path | None = None) -> bool:
    """Whether a release of this folder's name has been made public; it then never changes."""
    return (folder / APPROVAL).is_file() or (public is not None and (public / folder.name).exists())


def published_in(folder: Path) -> Path:
    """What is published of a release: of its own folder, or of its place in the public folder."""
    return folder / "published" if (folder / "published").is_dir() else folder
