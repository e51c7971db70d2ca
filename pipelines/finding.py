"""Which release a command's argument means: the path of its folder, or its name under `out`.

Belongs here: finding releases. Does not belong here: reading what is in them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.placing import sweep, unheard
from pipelines.public_folder import live_release
from pipelines.settings import Settings
from pipelines.versioning import said_of
from schemas.faults import UserError, fault

MANIFEST = "manifest.json"


def release_at(given: Path, settings: Settings, talk: Callable[..., None] = unheard) -> Path:
    """The folder of a release; UserError names those that there are."""
    out = Path(settings.out)
    sweep(out, talk)  # a run that was killed while it replaced a release may have left it under another name
    for folder in (given, out / given):
        if (folder / MANIFEST).is_file():
            return folder.resolve()
    there = sorted(path.parent.name for path in out.glob(f"[!.]*/{MANIFEST}"))
    raise fault("release_missing", value=given, folder=out, allowed=there or "–")


def earlier_release(
    given: Path | None, settings: Settings, talk: Callable[..., None] = unheard
) -> Path | None:
    """The release that a new one is compared with: the one that was asked for, otherwise the live one.

    UserError when it is not there or cannot be read: that is known before anything is run.
    """
    public = Path(settings.public)
    found = live_release(public) if given is None else _asked_for(given, public, settings, talk)
    if found is not None:
        said_of(found)
    return found


def _asked_for(given: Path, public: Path, settings: Settings, talk: Callable[..., None]) -> Path:
    """In the public folder, among the releases, or wherever the path leads."""
    if (public / given / "site").is_dir():
        return (public / given).resolve()
    try:
        return release_at(given, settings, talk)
    except UserError:
        if (given / "site").is_dir():
            return given.resolve()
        raise
