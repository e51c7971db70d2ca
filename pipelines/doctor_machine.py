"""What `vardflode doctor` asks of the machine and of what is installed on it.

Belongs here: Python, cores, memory, text, time zone, packages, the optional parts, telemetry. Does not
belong here: folders and settings (pipelines.doctor).
"""

from __future__ import annotations

import ctypes.util
import locale
import os
import re
import sys
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from packaging.markers import Marker

from pipelines.memory import too_limited

ROOT = Path(__file__).parent.parent
LOCK_FILE = ROOT / "requirements.lock"
PYTHON = (3, 11)
CORES, MEMORY = 2, 6 * 2**30
"""A national run of four groups has taken 5.6 GB (docs/decisions/0007-protection.md)."""
ZONE = "Europe/Stockholm"
SHOWN = 10

Level = Literal["ok", "note", "warning", "fault"]


@dataclass(frozen=True)
class Finding:
    """What one check found: name and level find the words, under [doctor]; a fault stops a run."""

    name: str
    level: Level
    fields: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The words' key: what is in order and what is not are said in different words."""
        return f"{self.name}_{self.level}"


def machine() -> Iterator[Finding]:
    """Python, cores, memory, text and time."""
    said = ".".join(str(part) for part in sys.version_info[:3])
    right = sys.version_info[:2] == PYTHON and sys.maxsize > 2**32
    yield Finding("python", "ok" if right else "fault", {"version": said})
    cores = os.cpu_count() or 1
    yield Finding("cores", "ok" if cores >= CORES else "warning", {"number": cores})
    memory = memory_of_machine()
    if memory is not None:
        level: Level = "ok" if memory >= MEMORY else "warning"
        yield Finding("memory", level, {"size": f"{memory / 2**30:.1f}", "least": MEMORY // 2**30})
    limited = too_limited()
    yield Finding("memory_limit", "fault" if limited else "ok", limited)
    coding = sys.getfilesystemencoding()
    fields = {"coding": coding, "locale": locale.getlocale()[0] or "C"}
    yield Finding("text", "ok" if coding.lower() == "utf-8" else "warning", fields)
    yield Finding("zone", "ok" if _knows_zone() else "warning", {"zone": ZONE})


def memory_of_machine() -> int | None:
    """Bytes of memory; None where the system does not say (Windows)."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _knows_zone() -> bool:
    try:
        zoneinfo.ZoneInfo(ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, OSError):
        return False
    return True


def installed() -> Iterator[Finding]:
    """Packages against the lock, the optional parts, and that nothing is sent."""
    differing = differing_from(LOCK_FILE)
    shown = [*differing[:SHOWN], *(["…"] if len(differing) > SHOWN else [])]
    yield Finding("lock", "fault" if differing else "ok", {"packages": shown})
    yield Finding("odbc", "ok" if ctypes.util.find_library("odbc") or os.name == "nt" else "note")
    homes = {ROOT, *([Path(home)] if (home := os.environ.get("DAGSTER_HOME")) else [])}
    chatty = sorted(
        str(folder / "dagster.yaml") for folder in homes if not is_silent(folder / "dagster.yaml")
    )
    yield Finding("telemetry", "warning" if chatty else "ok", {"files": chatty})


def locked_versions(lock: Path) -> dict[str, str]:
    """Package → version for this machine, as a lock of pip's form says."""
    found: dict[str, str] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9][\w.-]*)==([^\s;\\]+)\s*(?:;\s*([^\\]+))?", line)
        if match and (match[3] is None or Marker(match[3].strip()).evaluate()):
            found[match[1]] = match[2]
    return found


def differing_from(lock: Path) -> list[str]:
    """The packages that are missing or of another version than the lock says."""
    differing = []
    for name, wanted in locked_versions(lock).items():
        try:
            there = version(name)
        except PackageNotFoundError:
            there = "–"
        if there != wanted:
            differing.append(f"{name} {there} ({wanted})")
    return differing


def is_silent(file: Path) -> bool:
    """Whether Dagster's settings turn its telemetry off."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return re.search(r"^telemetry:\s*\n\s+enabled:\s*false\b", text, re.MULTILINE) is not None
