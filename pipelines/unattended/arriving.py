"""A folder in the inbox: whether all of a delivery has come, and whether it is what its supplier sent.

Belongs here: SHA256SUMS, names and sizes. Does not belong here: reading registers (schemas), and what
is done with a delivery that is whole (pipelines.unattended.starting).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipelines.manifest import sha256
from schemas.faults import Fault, UserError, fault

SUMS, TOML = "SHA256SUMS", "delivery.toml"
LARGEST_SUMS = 1_000_000
"""Bytes: a delivery has some hundred files, and nothing in an inbox is trusted."""
LINE = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")


@dataclass(frozen=True)
class Arrival:
    """A folder as it stands.

    content   the hash of all that the supplier says it sent; None until that can be known
    snapshot  names, sizes and times: differs while files are still being written
    missing   what is not there yet, or should not be
    """

    folder: Path
    content: str | None
    snapshot: str
    missing: tuple[Fault, ...]


def arrivals(inbox: Path) -> list[Arrival]:
    """Every folder in the inbox; none when there is no inbox."""
    if not inbox.is_dir():
        return []
    folders = sorted(p for p in inbox.iterdir() if p.is_dir() and not p.is_symlink() and p.name[0] != ".")
    return [look(folder) for folder in folders]


def look(folder: Path) -> Arrival:
    """The folder as it stands, without reading any large file."""
    there = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if not _is_folder(p)}
    stats = {name: path.lstat() for name, path in there.items()}
    seen = "\n".join(f"{name}\t{found.st_size}\t{found.st_mtime_ns}" for name, found in stats.items())
    missing = [Fault("arrival_no_file", {"file": name}) for name in (TOML, SUMS) if name not in there]
    missing += [Fault("arrival_link", {"file": name}) for name, path in there.items() if path.is_symlink()]
    if not folder.name.isprintable():  # as when å came in another encoding: Dagster and mail cannot say it
        missing.append(Fault("arrival_name", {"value": folder.name}))
    content = None
    if not missing:
        try:
            sums = read_sums(folder)
            missing = _differences(set(sums) - {TOML}, set(there) - {TOML, SUMS})
            content = content_of(sums, there[TOML])
        except UserError as error:
            missing = error.faults
    return Arrival(folder, content, _digest(seen), tuple(missing))


def read_sums(folder: Path) -> dict[str, str]:
    """File → SHA-256, as the supplier's SHA256SUMS says; UserError names every line that does not."""
    file = folder / SUMS
    if file.stat().st_size > LARGEST_SUMS:
        raise fault("sums_unreadable", file=file, lines=[1])
    lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    found: dict[str, str] = {}
    wrong: list[int] = []
    for number, line in enumerate(lines, start=1):
        match = LINE.fullmatch(line.rstrip())
        name = PurePosixPath(match[2].replace("\\", "/")) if match else PurePosixPath("..")
        if match is None or name.is_absolute() or ".." in name.parts or ":" in str(name):
            wrong += [number] if line.strip() else []
        else:
            found[str(name)] = match[1].lower()
    if wrong or not found:
        raise fault("sums_unreadable", file=file, lines=wrong[:5] or [1])
    return found


def content_of(sums: Mapping[str, str], toml: Path) -> str:
    """One hash of all that is in a delivery: its files as SHA256SUMS has them, and delivery.toml as it is."""
    named = {name: digest for name, digest in sums.items() if name != TOML}
    return _digest("\n".join(f"{digest} {name}" for name, digest in sorted(named.items())) + sha256(toml))


def check_sums(folder: Path) -> str:
    """The hash of a delivery, each of its files read and found to be as SHA256SUMS says; UserError else."""
    found = look(folder)
    if found.missing or found.content is None:
        raise UserError(list(found.missing))
    differing = [name for name, digest in read_sums(folder).items() if sha256(folder / name) != digest]
    if differing:
        raise fault("sums_differ", folder=folder, files=differing)
    return found.content


def _differences(listed: set[str], there: set[str]) -> list[Fault]:
    absent, unlisted = sorted(listed - there), sorted(there - listed)
    faults = [Fault("arrival_files_missing", {"files": absent[:5], "number": len(absent)})] if absent else []
    if unlisted:
        faults.append(Fault("arrival_not_listed", {"files": unlisted[:5], "number": len(unlisted)}))
    return faults


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="surrogateescape")).hexdigest()
