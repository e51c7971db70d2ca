"""Deliveries as they arrive in an inbox: whole, in pieces, with SHA256SUMS.

Belongs here: what tests of the inbox share. Does not belong here: expectations.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.manifest import sha256

TOML = '[delivery]\nid = "2026-06"\nreceived_on = 2026-06-15\n'


def put(folder: Path, **files: str) -> Path:
    """Writes files, `_` before the ending, and delivery.toml."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (files or {"degrees_csv": "LopNr\n"}).items():
        (folder / name.replace("_csv", ".csv")).write_text(text, encoding="utf-8")
    if not (folder / "delivery.toml").exists():
        (folder / "delivery.toml").write_text(TOML, encoding="utf-8")
    return folder


def sums(folder: Path) -> str:
    """What `sha256sum *` says in the folder."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    return "".join(f"{sha256(p)}  {p.relative_to(folder).as_posix()}\n" for p in files)


def seal(folder: Path) -> Path:
    """Writes SHA256SUMS of what is in the folder."""
    (folder / "SHA256SUMS").write_text(sums(folder), encoding="utf-8")
    return folder
