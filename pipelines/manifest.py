"""manifest.json: what went in, what was set, which code ran, what came out.

Belongs here: the release's own account of itself. Does not belong here: anything that
changes from one run of the same thing to the next (no clock).
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from flows.choices import version as version_of_choices
from flows.professions import described
from flows.warehouse import RegisterCounts
from pipelines.secret import is_rehearsal, secret_fingerprint
from schemas.faults import fault

if TYPE_CHECKING:
    from pipelines.release import Release

ROOT = Path(__file__).parent.parent
BLOCK = 2**20


def code_version() -> str:
    """The program's version and, in a checkout, its commit; `.changed` when files differ from it."""
    try:
        commit = _git("rev-parse", "--short=12", "HEAD").strip()
        changed = ".changed" if _git("diff", "--stat", "HEAD") else ""
    except (OSError, subprocess.CalledProcessError):
        return version("vardflode")
    return f"{version('vardflode')}+{commit}{changed}"


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def sha256(path: Path, stopped: Callable[[], bool] = lambda: False) -> str:
    """Hexadecimal SHA-256 of a file; of its beginning, if it is stopped."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while not stopped() and (block := file.read(BLOCK)):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def hashed_beside(paths: Iterable[Path]) -> Iterator[Callable[[Path], str]]:
    """Gives the SHA-256 of each file, computed while it is read.

    UserError when a file is another by the time its hash is asked for than when it was begun with.
    """
    stop, pool = Event(), ThreadPoolExecutor(max_workers=1)
    begun = {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in paths}
    try:
        found = {path: pool.submit(sha256, path, stop.is_set) for path in begun}

        def hash_of(path: Path) -> str:
            hashed = found[path].result()
            if (path.stat().st_size, path.stat().st_mtime_ns) != begun[path]:
                raise fault("file_changing", file=path)
            return hashed

        yield hash_of
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)


def settings_in_force(release: Release) -> dict[str, object]:
    """Every setting of the run by name."""
    settings = release.request.settings
    return {
        "professions": [p.id for p in release.scope.professions],
        "window": settings.window,
        "licence_cohorts": list(settings.licence_cohorts),
        "protection": asdict(settings.policy),
        "choices_version": version_of_choices(),
        "choices": dict(settings.choices),
    }


def account_of(release: Release) -> dict[str, Any]:
    """What went in, what was set and which code ran: the manifest but for what came out."""
    return {
        "release": release.request.release,
        "delivery": release.delivery.id,
        "supplier": release.delivery.supplier,
        "received_on": release.delivery.received_on.isoformat(),
        "delivery_toml": release.delivery_toml,
        "rehearsal": is_rehearsal(),
        "secret": secret_fingerprint(),
        "code_version": code_version(),
        "engine": release.request.settings.engine,
        "settings": settings_in_force(release),
        "professions": {p.id: described(p) for p in release.scope.professions},
        "advanced": {p.id: described(p) for p in release.scope.advanced},
        "inputs": {
            register: {
                "files": release.inputs[register],
                "read_by": release.read_by[register],
                "rows_read": counts.read,
                "accepted": counts.accepted,
                "duplicates": counts.duplicates,
                "set_aside": counts.set_aside,
                "unjudged": counts.unjudged,
                "rejected": counts.rejected,
                "blanked": counts.blanked,
                "leading_zeros_restored": counts.restored,
            }
            for register in release.delivery.files
            for counts in (release.counts[register],)
        },
        "checks": [
            {name: getattr(c, name) for name in ("key", "register", "column", "passed", "unexpected")}
            for c in release.checks
        ],
        "audit": release.audit,
        "rests_on": release.rests_on,
    }


def counts_in(register: str, entry: Mapping[str, Any]) -> RegisterCounts:
    """What became of a register's rows, as its entry among a manifest's inputs says."""
    said = {"read": entry["rows_read"], "restored": entry["leading_zeros_restored"], **entry}
    kept = {f.name: said[f.name] for f in fields(RegisterCounts) if f.name in said}
    return RegisterCounts(register=register, delivered=True, **kept)


def write_manifest(release: Release) -> None:
    """Writes manifest.json into the release's folder, last of all files."""
    outputs = sorted(p for p in release.folder.rglob("*") if p.is_file())
    manifest = account_of(release) | version_in(release.folder)
    manifest["outputs"] = {p.relative_to(release.folder).as_posix(): sha256(p) for p in outputs}
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (release.folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def version_in(folder: Path) -> dict[str, Any]:
    """The version and the earlier release that a release's list of changes names; nulls without one."""
    listed = folder / "published" / "changes.json"
    said: Mapping[str, Any] = json.loads(listed.read_text(encoding="utf-8")) if listed.is_file() else {}
    return {name: said.get(name) for name in ("version", "earlier")}


def read_manifest(folder: Path) -> dict[str, Any]:
    """A release's manifest; UserError when it cannot be read."""
    file = folder / "manifest.json"
    try:
        said: dict[str, Any] = dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise fault("manifest_unreadable", file=file, problem=error) from error
    return said
