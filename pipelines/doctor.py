"""Whether everything that a run needs is in order, and what to do where it is not.

Belongs here: the order of the checks, and those of settings, folders, deliveries and the secret. Does not
belong here: the machine and what is installed (pipelines.doctor_machine), and the words (schemas/messages).
Nothing is changed and nothing is sent: a check only looks.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from pipelines.doctor_machine import Finding, installed, machine
from pipelines.locking import LOCK
from pipelines.placing import GROWING, OLD
from pipelines.secret import SET_BY, secret
from pipelines.settings import Settings, load_settings
from schemas.faults import UserError

OTHERS = stat.S_IRWXG | stat.S_IRWXO
ROOM = 4
"""A release and what is written while it is made take less than so many times the delivery."""
LEAST_ROOM = 5 * 2**30


def examine(settings_file: Path | None, out: str | None, public: str | None) -> list[Finding]:
    """Every finding, in the order of a run: the machine, what is installed, settings, folders, secret."""
    found = [*machine(), *installed()]
    try:
        settings = load_settings(settings_file)
        settings.scope()
    except UserError as error:
        return [*found, *(Finding("settings", "fault", {"problem": fault.text}) for fault in error.faults)]
    found.append(Finding("settings", "ok", {"file": settings_file or "–"}))
    places = {"out": Path(out or settings.out), "public": Path(public or settings.public)}
    for place in places.values():
        found += _place(place)
    found += _releases(places["out"])
    found += _inbox(settings, places["out"])
    return [*found, *_secret()]


def _place(place: Path) -> Iterator[Finding]:
    """Whether a folder can be written to, or made."""
    if place.exists() and not place.is_dir():
        yield Finding("folder_is_file", "fault", {"folder": place})
        return
    nearest = next(folder for folder in (place, *place.absolute().parents) if folder.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        yield Finding("folder", "fault", {"folder": place})
    else:
        yield Finding("folder" if place.exists() else "folder_new", "ok", {"folder": place})


def _releases(out: Path) -> Iterator[Finding]:
    """Internal material that others may read, and what killed runs left."""
    for internal in sorted(out.glob("[!.]*/internal")):
        if os.name == "posix" and _mode(internal) & OTHERS and _mode(internal.parent) & OTHERS:
            yield Finding("internal", "fault", {"folder": internal})
    left = sorted(p.name for p in out.glob(".*") if p.name.startswith((GROWING, OLD, LOCK)))
    if left:
        yield Finding("left", "note", {"folder": out, "names": left})


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _inbox(settings: Settings, out: Path) -> Iterator[Finding]:
    """The deliveries that wait, and whether the disk has room for the largest."""
    inbox = Path(settings.inbox)
    deliveries = sorted(file.parent for file in inbox.glob("*/delivery.toml"))
    if not inbox.is_dir():
        yield Finding("inbox", "note", {"folder": inbox})
    elif not os.access(inbox, os.R_OK | os.X_OK):
        yield Finding("inbox", "fault", {"folder": inbox})
    else:
        yield Finding("inbox", "ok", {"folder": inbox, "number": len(deliveries)})
    size = max((_size(folder) for folder in deliveries), default=0)
    nearest = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    free, needed = shutil.disk_usage(nearest).free, max(ROOM * size, LEAST_ROOM)
    fields = {"folder": out, "free": gigabytes(free), "needed": gigabytes(needed)}
    yield Finding("disk", "ok" if free >= needed else "fault", fields)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def gigabytes(number: int) -> str:
    """A number of bytes, as a reader thinks of it."""
    return f"{number / 2**30:.1f}"


def _secret() -> Iterator[Finding]:
    """The agency's secret: named, usable, and nobody else's to read."""
    named = os.environ.get(SET_BY)
    if not named:
        yield Finding("secret", "warning", {"variable": SET_BY})
        return
    try:
        secret()
    except UserError as error:
        yield Finding("secret", "fault", {"problem": error.faults[0].text})
        return
    is_open = os.name == "posix" and bool(_mode(Path(named)) & OTHERS)
    yield Finding("secret_open" if is_open else "secret", "fault" if is_open else "ok", {"file": named})
