"""manifest.json: what went in, what was set, which code ran, what came out.

Belongs here: the release's own account of itself. Does not belong here: anything that
changes from one run of the same thing to the next (no clock).
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from flows.choices import version as version_of_choices
from flows.professions import described
from pipelines.secret import is_rehearsal

if TYPE_CHECKING:
    from pipelines.release import Release

ROOT = Path(__file__).parent.parent


def code_version() -> str:
    """The program's version and, in a checkout, its commit."""
    try:
        commit = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return version("vardflode")
    return f"{version('vardflode')}+{commit}"


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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


def write_manifest(release: Release) -> None:
    """Writes manifest.json into the release's folder, last of all files."""
    outputs = sorted(p for p in release.folder.rglob("*") if p.is_file())
    manifest = {
        "release": release.request.release,
        "delivery": release.delivery.id,
        "supplier": release.delivery.supplier,
        "received_on": release.delivery.received_on.isoformat(),
        "rehearsal": is_rehearsal(),
        "code_version": code_version(),
        "settings": settings_in_force(release),
        "professions": {p.id: described(p) for p in release.scope.professions},
        "inputs": {
            register: {
                "files": {name: release.inputs[name] for name in map(release.delivery.label, files)},
                "rows_read": counts.read,
                "accepted": counts.accepted,
                "duplicates": counts.duplicates,
                "set_aside": counts.set_aside,
                "rejected": counts.rejected,
                "blanked": counts.blanked,
                "leading_zeros_restored": counts.restored,
            }
            for register, files in release.delivery.files.items()
            for counts in (release.counts[register],)
        },
        "checks": [
            {name: getattr(c, name) for name in ("key", "register", "column", "passed", "unexpected")}
            for c in release.checks
        ],
        "audit": release.audit,
        "outputs": {p.relative_to(release.folder).as_posix(): sha256(p) for p in outputs},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (release.folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
